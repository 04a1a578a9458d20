"""Markings of sources: which are refused, which kept, and which words are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia import codelists
from intarsia.sharing.markings import Marking, marking

ROWS = codelists.rows("source_markings")

REFUSED = [
    "RESTREINT UE/EU RESTRICTED",
    "RESTREINT UE / EU RESTRICTED",
    "EU restricted",
    "R-UE/EU-R",
    "NATO CONFIDENTIAL",
    "NATO/KFOR SECRET",
    "NATO RESTRICTED RELEASABLE TO KFOR",
    "COSMIC TOP SECRET ATOMAL",
    "OSCE CONFIDENTIAL",
    "UN STRICTLY CONFIDENTIAL",
    "Strictly confidential",
    "SECRET",
    "Confidential",
    "SECRET//NOFORN",
    "SECRET / СЕКРЕТНО",
    "S E C R E T",
    "T O P   S E C R E T",
    "Confidentiel Défense",
    "DIFFUSION RESTREINTE",
    "Très secret",
    "ДСП",
    "для служебного пользования",
    "Для служебного пользования. Экз. № 3",
    "СОВ. СЕКРЕТНО",
    "VS – Nur für den Dienstgebrauch",
]
KEPT = [
    "OSCE RESTRICTED",
    "OSCE+",
    "NATO UNCLASSIFIED",
    "LIMITE",
    "Distr.: Restricted",
    "UNCLASSIFIED//FOUO",
    "OFFICIAL - SENSITIVE",
    "For internal use only",
    "Usage interne",
    "Для внутреннего пользования",
]
PROSE = [
    "A confidential hotline",
    "Confidential hotlines",
    "restricted mobility",
    "Restricted area",
    "RESTRICTED MOBILITY",
    "Secret ballot",
    "SECRET BALLOT",
    "secret",
    "confidential",
    "Training on handling NATO SECRET documents",
    "The NATO SECRET network was installed.",
    "Voting method – SECRET",
    "Top secret files",
    "Unrestricted",
    "internal displacement",
    "Internal displacement",
    "Limited access",
    "limite",
    "Плиты ДСП для школ",
    "дсп",
    "Конфиденциальное консультирование",
    "Ligne confidentielle",
    "Classification: 15160",
    "TLP:AMBER",
    "",
    "— — —",
    "The ballot is\nsecret\nand free.",
]

PIECES = ["SECRET", "NATO ", "OSCE RESTRICTED", "й", "ß", "(", "  ", " – ", "|", "//", "1", ". "]


@pytest.mark.parametrize("text", REFUSED)
def test_a_classification_is_refused_as_it_is_written(text: str) -> None:
    assert marking(text) == Marking(text, is_classified=True)


@pytest.mark.parametrize("text", KEPT)
def test_a_handling_marking_is_kept_as_it_is_written(text: str) -> None:
    assert marking(text) == Marking(text, is_classified=False)


@pytest.mark.parametrize("text", PROSE)
def test_words_in_running_prose_are_no_marking(text: str) -> None:
    assert marking(text) is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[RESTRICTED]", "RESTRICTED"),
        ("- 2 - CONFIDENTIAL", "CONFIDENTIAL"),
        ("CONFIDENTIAL – Page 2 of 7", "CONFIDENTIAL"),
        ("Classification: confidential", "confidential"),
        ("Гриф секретности: секретно", "секретно"),
        ("Weekly report – NATO RESTRICTED", "NATO RESTRICTED"),
        ("Weekly report | SECRET | 3 May 2012", "SECRET"),
        ("ESTIMATE\tCONFIDENTIAL\t", "CONFIDENTIAL"),
        ("Who does what\nRESTREINT UE/EU RESTRICTED\nMay 2012", "RESTREINT UE/EU RESTRICTED"),
    ],
)
def test_what_stands_around_a_marking_is_no_part_of_it(text: str, written: str) -> None:
    assert marking(text) == Marking(written, is_classified=True)


def test_a_classification_comes_before_what_is_only_kept() -> None:
    assert marking("UNCLASSIFIED\nNATO SECRET") == Marking("NATO SECRET", is_classified=True)
    assert marking("OSCE RESTRICTED | NATO SECRET") == Marking("NATO SECRET", is_classified=True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["marking"])
def test_every_marking_of_the_list_is_recognized(row: codelists.Row) -> None:
    written = row["marking"]

    assert marking(written) == Marking(written, row["is_classified"] == "true")
    assert marking(f"Classification: {written.lower()}") is not None
    assert (marking(f"Report – {written}") is not None) == (row["is_distinct"] == "true")


def test_the_list_says_yes_or_no_of_a_known_system() -> None:
    assert {row["system"] for row in ROWS} == {"any", "eu", "nato", "national", "osce", "un"}
    assert {row["is_classified"] for row in ROWS} == {"true", "false"}
    assert {row["is_distinct"] for row in ROWS} == {"true", "false"}


@given(
    st.sampled_from([row["marking"] for row in ROWS]),
    st.sampled_from(["the", "of", "hotline", "documents", "ballot", "и", "des"]),
    st.booleans(),
)
def test_a_word_beside_a_marking_makes_it_prose(written: str, word: str, before: bool) -> None:
    assert marking(f"{word} {written}" if before else f"{written} {word}") is None


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_any_text_is_answered_with_a_part_of_itself(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = marking(text)

    assert found is None or (found.text and found.text in text)


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_line_is_answered_too(piece: str) -> None:
    assert marking(piece * 5000 + "x") is None
