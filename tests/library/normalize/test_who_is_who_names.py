"""What the names of organizations consist of: words, countries, sides, fields of ministries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.normalize.who_is_who.candidates import Candidates
from intarsia.normalize.who_is_who.governments import government_body
from intarsia.normalize.who_is_who.names import initials_of, read_name, sides_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("The Labour & Defence Programme", ("labor", "defense", "program")),
        ("Children’s Rights Centre", ("child", "right", "center")),
        ("Fonds pour l'enfance", ("fund", "child")),
        ("Красный Крест Норвегии", ("red cross", "@NO")),
        ("Croix-Rouge norvégienne", ("red cross", "@NO")),
        ("British RC", ("@GB", "red cross")),
        ("UN RC Office", ("united nations", "rc", "office")),
        ("U.S. Aid Group e.V.", ("@US", "aid", "group")),
        ("Intl Rescue Assoc.", ("international", "rescue", "association")),
        ("of the", ("of", "the")),
    ],
)
def test_words_of_several_spellings_are_one(name: str, words: tuple[str, ...]) -> None:
    assert read_name(name).words == words


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("Norwegian Church Aid", {"NO"}),
        ("République de Corée", {"KR"}),
        ("South Sudan Farmers", {"SS"}),
        ("Soudanese", set()),
        ("Papua New Guinea Trust", {"PG"}),
        ("Niger and Nigeria", {"NE", "NG"}),
        ("Правительство Украины", {"UA"}),
        ("Уряд України", {"UA"}),
        ("وزارة الصحة العراقية", {"IQ"}),
        ("Inter-American Bank", set()),
        ("Latin American Council", set()),
        ("Arvenian Union", {"XA"}),
        ("Democratic Republic of the Congo", {"CD"}),
    ],
)
def test_countries_are_known_by_name_and_adjective(name: str, countries: set[str]) -> None:
    assert read_name(name).countries == countries


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        ("Name of It (ABC)", ("Name of It", "ABC")),
        ("ABC - Name of It", ("ABC", "Name of It")),
        ("ABC / Name of It", ("ABC", "Name of It")),
        ("ABC–Name", ("ABC", "Name")),
        ("WFP-Somalia", ("WFP", "Somalia")),
        ("Name, ABC", ("Name", "ABC")),
    ],
)
def test_two_sides_of_a_name_are_taken_apart(name: str, sides: tuple[str, str]) -> None:
    first = sides_of(name)[0]

    assert (first.first, first.second) == sides


@pytest.mark.parametrize("name", ["Save the Children", "Al-Amal", "Co-operation Fund", "(ABC)"])
def test_a_name_that_is_one_has_no_sides(name: str) -> None:
    assert sides_of(name) == ()


@pytest.mark.parametrize(
    ("name", "country", "topic"),
    [
        ("Germany - Federal Foreign Office", "DE", "foreign"),
        ("Ministry of Foreign Affairs of the Republic of Moldova", "MD", "foreign"),
        ("Ministerio de Salud de Colombia", "CO", "health"),
        ("Министерство здравоохранения", None, "health"),
        ("وزارة الصحة", None, "health"),
        ("MoE", None, None),
        ("Government of Iraq", "IQ", "government"),
        ("Republic of Madagascar", "MG", "government"),
        ("Ministry of Fisheries", None, "fisherie"),
        ("Ministry of Finance, Aid Department", None, "aid department finance"),
        ("Save the Children Sweden", None, None),
        ("mes", None, None),
    ],
)
def test_a_government_body_is_a_country_and_a_field(
    name: str, country: str | None, topic: str | None
) -> None:
    body = government_body(name)

    assert (body and (body.country, body.topic)) == (topic and (country, topic))


def test_initials_are_told_with_and_without_small_words() -> None:
    assert initials_of("Ministry of Foreign Affairs") == {"mofa", "mfa"}


def test_near_names_share_rare_words_or_letters() -> None:
    known = [read_name(name) for name in ("Hope Relief", "Valley Water Users", "Hope Centre")]
    search = Candidates(known)

    found = search.nearest([read_name("Vallye Watre Users"), read_name("Hope"), read_name("xyz")])

    assert found[0][0] == 1
    assert set(found[1]) == {0, 2}
    assert found[2] == []


@given(st.text(max_size=40))
def test_a_name_read_twice_is_read_the_same(name: str) -> None:
    once = read_name(name)

    assert read_name(once.text).words == once.words


@given(st.lists(st.text(alphabet="abcdé 1Ж", max_size=12), max_size=8))
def test_a_name_finds_itself(names: list[str]) -> None:
    readings = [read_name(name) for name in names]

    found = Candidates(readings).nearest(readings)

    for reading, near in zip(readings, found, strict=True):
        if len(reading.letters) > 2 and reading.words:
            assert any(readings[at].letters == reading.letters for at in near)
