"""What two activities are to each other, told on a school that several report."""

from __future__ import annotations

import datetime as dt
import json

import pyarrow as pa
import pytest

from duplicates_support import SCHOOL, an_activity, kinds, others, picture_of
from intarsia import count_once, find_duplicates
from intarsia.phrases import say


def of(first: dict, second: dict, **more: object) -> str | None:
    picture = picture_of([first, second, *others(60)], **more)  # type: ignore[arg-type]
    return kinds(picture).get(("a", "b"))


def test_a_donor_and_the_implementer_that_names_it_are_a_chain() -> None:
    donor = an_activity("a", reporter="donor", implementer="ngo")
    implementer = an_activity("b", reporter="ngo", funder="donor", budget_usd=655_000.0)

    assert of(donor, implementer) == "funding_chain"


def test_in_a_chain_the_one_that_pays_comes_first() -> None:
    donor = an_activity("z", reporter="donor", implementer="ngo")
    implementer = an_activity("b", reporter="ngo", funder="donor")

    found = find_duplicates(picture_of([donor, implementer, *others(60)])).to_pylist()
    (chain,) = [row for row in found if row["kind"] == "funding_chain"]

    assert (chain["activity_a"], chain["activity_b"]) == ("z", "b")
    assert chain["stake_usd"] == 640_000


def test_two_that_report_one_thing_without_saying_who_pays_are_one_activity() -> None:
    one = an_activity("a", reporter="fund", funder="donor", implementer="ngo")
    other = an_activity("b", reporter="registry", funder="donor", implementer="ngo")

    assert of(one, other) == "same_activity"


def test_a_row_that_stands_twice_is_one_statement() -> None:
    assert of(an_activity("a"), an_activity("b", identifier="ID-a")) == "same_report"


def test_identifiers_of_its_own_keep_two_statements_of_one_publisher_apart() -> None:
    assert of(an_activity("a"), an_activity("b")) != "same_report"


def test_phases_of_one_programme_are_not_one() -> None:
    first = an_activity("a", title="Programme COBERM for confidence building, phase I")
    second = an_activity(
        "b",
        title="Programme COBERM for confidence building, phase II",
        reporter="fund",
        funder="donor",
        starts_on=dt.date(2011, 7, 1),
        ends_on=dt.date(2012, 6, 30),
    )

    assert of(first, second) == "phase"


@pytest.mark.parametrize("stage", ["этап", "стадия", "очередь", "фаза", "раунд"])
def test_russian_phases_of_one_programme_are_not_one(stage: str) -> None:
    first = an_activity("a", title=f"Программа COBERM укрепления доверия, {stage} 1")
    second = an_activity(
        "b",
        title=f"Программа COBERM укрепления доверия, {stage} 2",
        reporter="fund",
        funder="donor",
    )

    assert of(first, second) == "phase"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Support to Territorial Reform STAR 2", "Support to Territorial Reform (STAR) 3"),
        ("Second Trust Fund for Planning IPSA", "Third Trust Fund for Planning IPSA"),
        ("Planning Trust Fund IPSA2 of the hills", "Planning Trust Fund IPSA3 of the hills"),
        ("Public Finance II Trust of Lantern Hill", "Public Finance III Trust of Lantern Hill"),
        ("Lantern Hill planning fund lot 2", "Lantern Hill planning fund lot 3"),
        ("Lantern Hill border mission in 2007", "Lantern Hill border mission in 2015"),
    ],
)
def test_numbers_of_a_series_tell_its_parts_apart(one: str, other: str) -> None:
    first = an_activity("a", title=one)
    same = an_activity("b", title=one, reporter="fund", funder="donor")

    assert of(first, same) == "funding_chain"
    assert of(first, same | {"title": other}) in (None, "phase")


def test_a_title_without_number_and_a_later_time_is_another_phase() -> None:
    first = an_activity("a", title="Confidence building mechanism of Lantern Hill COBERM")
    second = an_activity(
        "b",
        title="Confidence building mechanism of Lantern Hill COBERM, phase 3",
        reporter="fund",
        funder="donor",
        starts_on=dt.date(2014, 7, 1),
        ends_on=dt.date(2015, 6, 30),
    )

    assert of(first, second) == "phase"


@pytest.mark.parametrize(("year", "speaks_against"), [(2011, False), (2019, True)])
def test_a_year_outside_the_time_of_the_other_speaks_against(
    year: int, speaks_against: bool
) -> None:
    title = "Border mission of Lantern Hill and Kestrel River"
    first = an_activity("a", title=title)
    second = an_activity("b", title=f"{title} {year}", reporter="x", funder="donor")

    (found,) = find_duplicates(picture_of([first, second, *others(60)])).to_pylist()
    reasons = dict(json.loads(found["reasons"]))

    assert ("pair.year.outside" in reasons) == speaks_against
    assert not speaks_against or reasons["pair.year.outside"]["weight"] < 0


def test_an_audit_of_a_project_is_a_part_of_it_and_not_the_project() -> None:
    first = an_activity("a", implementer="ngo")
    audit = an_activity(
        "b",
        title=f"Financial audit of {SCHOOL.removesuffix(', ref. SC-2210')}",
        reporter="x",
        implementer="ngo",
        starts_on=None,
        ends_on=None,
        budget_usd=16_000.0,
    )

    assert of(first, audit) == "part_of"


def test_of_several_siblings_the_likeliest_is_the_partner() -> None:
    title = "Rehabilitation of the irrigation canals of Lantern Hill"
    donors = [
        an_activity(f"a{n}", title=title, implementer="ngo", place=None, budget_usd=90_000.0 * n)
        for n in (1, 2, 9)
    ]
    partner = an_activity(
        "b", title=title, reporter="ngo", funder="donor", place=None, budget_usd=180_000.0
    )

    found = kinds(picture_of([*donors, partner, *others(60)]))

    assert found["a2", "b"] == "funding_chain"
    assert found.get(("a1", "b")) != "funding_chain"
    assert found.get(("a9", "b")) != "funding_chain"


def test_money_of_two_donors_of_one_activity_is_not_counted_twice() -> None:
    one = an_activity("a", reporter="sweden", implementer="undp")
    other = an_activity("b", reporter="italy", implementer="undp", budget_usd=1_600_000.0)
    picture = picture_of([one, other, *others(60)])
    givers = picture.having(organizations=_typed(picture["organizations"], "10"))

    (found,) = [
        row
        for row in find_duplicates(givers).to_pylist()
        if {row["activity_a"], row["activity_b"]} == {"a", "b"}
    ]
    once, taken_for_one = count_once(givers), count_once(picture)

    assert (found["kind"], found["stake_usd"]) == ("same_activity", None)
    assert "pair.money.beside" in dict(json.loads(found["reasons"]))
    assert once.budget_usd == once.budget_usd_reported
    assert once.clusters["assumptions"].to_pylist() == [["count.beside"]]
    assert taken_for_one.budget_usd == once.budget_usd - 640_000
    assert once.activities == taken_for_one.activities == 61


def _typed(organizations: pa.Table, code: str) -> pa.Table:
    at = organizations.column_names.index("type_code")
    return organizations.set_column(at, "type_code", pa.array([code] * organizations.num_rows))


def test_the_same_work_in_another_region_is_a_sibling() -> None:
    here = an_activity("a", title="Mobile courts and legal clinics programme MOLEC")
    there = an_activity("b", title="Mobile courts and legal clinics programme MOLEC", place="D5")

    assert of(here, there) == "sibling"


@pytest.mark.parametrize(
    ("kind", "expected", "payer"),
    [("receiver", "funding_chain", "a"), ("provider", "funding_chain", "b"),
     ("child", "part_of", None), ("sibling", "sibling", None)],
)  # fmt: skip
def test_what_the_source_states_decides(kind: str, expected: str, payer: str | None) -> None:
    one = an_activity("a", title="Wells of the northern steppe", reporter="x", place=None)
    other = an_activity("b", title="Nothing alike", reporter="y", sector=None, place=None)
    link = {"activity_id": "a", "ordinal": 0, "kind": kind, "other_activity_id": "id-b"}
    picture = picture_of([one, other, *others(60)], [link])

    (found,) = [
        row
        for row in find_duplicates(picture).to_pylist()
        if {row["activity_a"], row["activity_b"]} == {"a", "b"}
    ]

    assert found["kind"] == expected
    assert payer is None or found["activity_a"] == payer


def test_titles_in_two_languages_meet_by_what_they_share() -> None:
    one = an_activity("a", title="Support to the election administration of Tirn", place=None)
    paid = {"reporter": "fund", "funder": "donor", "budget_usd": 655_000.0, "place": None}
    french = "Formation des commissions pour le scrutin dans le district"
    english = "Training of farmers for the fruit market"

    assert of(one, an_activity("b", title=french, **paid)) == "funding_chain"
    assert of(one, an_activity("b", title=english, **paid)) is None


def test_cyrillic_and_latin_letters_of_one_title_meet() -> None:
    one = an_activity("a", title="Proekt Kurmanbek Batyr")
    other = an_activity("b", title="Проект Курманбек Батыр", reporter="fund", funder="donor")

    assert of(one, other) == "funding_chain"


def test_what_has_nothing_in_common_is_no_pair() -> None:
    assert of(an_activity("a"), others(1)[0] | {"activity_id": "b", "identifier": "ID-b"}) is None


def test_titles_that_say_nothing_make_no_pairs() -> None:
    rows = [
        an_activity(f"n{n}", title="Not Applicable", reporter=f"r{n % 5}", place=None,
                    starts_on=None, ends_on=None, budget_usd=None)
        for n in range(40)
    ]  # fmt: skip

    assert kinds(picture_of(rows)) == {}


def test_every_reason_and_unknown_can_be_said_in_three_languages() -> None:
    rows = [
        an_activity("a", implementer="ngo"),
        an_activity("b", reporter="ngo", funder="donor", title=SCHOOL.upper(), place=None),
    ]

    (found,) = find_duplicates(picture_of([*rows, *others(60)])).to_pylist()

    said = json.loads(found["reasons"]) + json.loads(found["unknowns"])
    assert ["pair.unknown.place", {}] in said
    for language in ("en", "fr", "ru"):
        assert all("{" not in say(code, data, language) for code, data in said)
