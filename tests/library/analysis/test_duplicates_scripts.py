"""Titles of any script and length: what cannot be compared says nothing, look-alikes are told."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pytest

from duplicates_support import SCHOOL, Row, an_activity, kinds, others, picture_of
from intarsia import find_duplicates
from intarsia.analysis.duplicates.fields import LEVELS, Field
from intarsia.analysis.duplicates.training import judged_pairs
from intarsia.analysis.duplicates.words import RUSSIAN, script_tongues
from intarsia.phrases import say

NOTHING_ALIKE = "Wells and orchards of the northern steppe"


def rows_of(one: str | None, other: str | None, **both: object) -> list[Row]:
    """A donor's and an implementer's report of one thing under two titles."""
    return [
        an_activity("a", **{**both, "title": one}),
        an_activity("b", **{**both, "title": other, "reporter": "ngo", "funder": "donor"}),
        *others(60),
    ]


def level(field: Field, rows: list[Row]) -> str:
    judged, _ = judged_pairs(picture_of(rows), [("a", "b", True)])
    return LEVELS[field][judged.levels[0, field]]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(SCHOOL.replace("o", "о").replace("a", "а").replace("e", "е"), id="cyrillic"),
        pytest.param(SCHOOL.translate(str.maketrans("acepxyHS", "асерхуНЅ")), id="cyrillic, all"),
        pytest.param(SCHOOL.replace("o", "ο"), id="greek o"),
        pytest.param("\u200b".join(SCHOOL), id="zero width"),
        pytest.param(SCHOOL.replace("i", "i\u00ad"), id="soft hyphens"),
        pytest.param("\ufeff" + SCHOOL + "\u200e\u2060", id="marks at the ends"),
        pytest.param(unicodedata.normalize("NFD", SCHOOL.replace("e", "é")), id="combining"),
        pytest.param("".join(c + "\u0338" for c in SCHOOL), id="struck out"),
        pytest.param(SCHOOL.replace(" ", "\u00a0\u3000"), id="wide spaces"),
        pytest.param("".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in SCHOOL),
                     id="full width"),
        pytest.param(SCHOOL.replace("fi", "ﬁ").upper(), id="ligature, capitals"),
    ],
)  # fmt: skip
def test_a_title_in_letters_of_any_form_is_the_same(written: str) -> None:
    assert written != SCHOOL

    assert kinds(picture_of(rows_of(SCHOOL, written)))["a", "b"] == "funding_chain"
    assert level(Field.TITLE, rows_of(SCHOOL, written)) == "97"


@pytest.mark.parametrize(
    "title",
    [
        "განათლება ყველასთვის: სკოლის რეაბილიტაცია",
        "إعادة تأهيل المدرسة الثانوية في البلدة",
        "Ղարաբաղի դպրոցի վերանորոգում եւ այգիներ",
        "Ремонт средней школы на холме Фонарном",
        "Αποκατάσταση του σχολείου του λόφου",
        "灯笼山中学的修复",
    ],
)
def test_a_title_in_another_script_is_not_evidence_against(title: str) -> None:
    assert level(Field.TITLE, rows_of(SCHOOL, title)) == "unknown"
    assert level(Field.RARE_WORDS, rows_of(SCHOOL, title)) == "unknown"
    assert level(Field.TITLE, rows_of("Rehabilitation SCHOOL", title)) == "unknown"
    assert level(Field.TITLE, rows_of(title, title)) == "97"
    assert kinds(picture_of(rows_of(title, title)))["a", "b"] == "funding_chain"


def test_the_script_of_a_title_tells_its_tongue_among_many_in_latin_letters() -> None:
    titles = [
        "Élan — 2011 • λ", None, "Школа в Дарне", "Դպրոց", "مدرسة", "სკოლა", "Σχολείο", "בית ספר",
        "学", "Kola и А", "",
    ]  # fmt: skip

    found = script_tongues(pa.chunked_array([titles[:4], titles[4:]], pa.string()))

    assert found.tolist() == [0, 0, *(RUSSIAN + at for at in range(7)), 0, 0]


def test_latin_letters_in_a_russian_title_are_read_as_russian() -> None:
    russian = "Сельское хозяйство и вода в Чуйской долине"
    mixed = russian.translate(str.maketrans("Схсроауе", "Cxcpoaye"))

    assert mixed != russian
    assert level(Field.TITLE, rows_of(russian, mixed)) == "97"


@pytest.mark.parametrize("sign", ["а", "о", "ა", "ا", "ο"])
def test_a_letter_of_another_script_does_not_hide_that_titles_differ(sign: str) -> None:
    assert level(Field.TITLE, rows_of(SCHOOL, f"{NOTHING_ALIKE} {sign}")) in ("0", "10")


@pytest.mark.parametrize("title", ["\u200b", "\u2060\ufeff", "\u00a0", "…", "\u0301", "\x00"])
def test_a_title_without_a_letter_is_no_title(title: str) -> None:
    assert level(Field.TITLE, rows_of(title, title)) == "unknown"
    assert level(Field.TITLE, rows_of(SCHOOL, title)) == "unknown"


@pytest.mark.parametrize("script", ["Lantern", "მეტეხი", "Фонарь", "مدرسة", "灯笼"])
def test_titles_of_ten_thousand_letters_are_compared(script: str) -> None:
    one = " ".join(f"{script}{n}" for n in range(9_000 // len(script)))[:10_000]
    other = " ".join(f"{script}{n}" for n in range(9_000, 18_000))[:10_000]

    assert level(Field.TITLE, rows_of(one, one)) == "97"
    assert level(Field.TITLE, rows_of(one, other)) == "0"
    assert kinds(picture_of(rows_of(one, one)))["a", "b"] == "funding_chain"
    assert ("a", "b") not in kinds(picture_of(rows_of(one, other, sector=None, place=None)))


def test_one_word_of_ten_thousand_letters_is_a_word() -> None:
    assert level(Field.TITLE, rows_of("x" * 10_000, "x" * 10_000)) == "97"
    assert level(Field.TITLE, rows_of("x" * 10_000, "x" * 9_999)) == "0"


def test_descriptions_of_a_hundred_thousand_letters_are_compared() -> None:
    telling = "Kestrel aqueduct of Vardenik with turbines and sluices. "
    long = (telling + "Works are done. ") * 2_000
    rows = rows_of(SCHOOL, SCHOOL)
    rows[0]["description"], rows[1]["description"] = long[:100_000], long[:99_000]
    unlike = [dict(row) for row in rows]
    unlike[1]["description"] = "Nothing of the kind stands in this text. " * 2_500

    assert level(Field.DESCRIPTION, rows) == "80"
    assert level(Field.DESCRIPTION, unlike) == "unknown"


def test_what_is_said_of_such_titles_is_a_table_in_three_languages() -> None:
    found = find_duplicates(picture_of(rows_of("مدرسة \u202e" * 2_000, "مدرسة \u202e" * 2_000)))

    assert found.num_rows == 1
    assert all(say(f"pair.kind.{found['kind'][0]}", {}, one) for one in ("en", "fr", "ru"))
