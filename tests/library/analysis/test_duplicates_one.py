"""One new or edited activity against a country finds what a search of the whole finds of it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import intarsia
from duplicates_support import Row, an_activity, others, picture_of
from intarsia import find_duplicates, find_duplicates_of, prepare_duplicates
from intarsia.analysis.duplicates import day_one, find_pairs
from intarsia.analysis.duplicates.sweep import MOST_IN_BLOCK, WINDOW
from intarsia.examples import AS_OF, COUNTRY
from intarsia.tables import Picture
from rows import table_of

#: Few words, organizations and days for many activities, so that each has rivals and neighbours.
_WORKS = ("School", "Wells", "Écoles du nord", "PASED programme", "Ремонт школы", "Clinic")
_PLACES = ("Kestrel", "Lantern Hill", "Ostaveh", "Mirador", "SC-2210", "SC2210", "phase II")


Draw = Callable[[random.Random, str], Row]


def drawn(chance: random.Random, name: str) -> Row:
    """One activity of a crowded programme."""
    words = [chance.choice(_WORKS), *chance.sample(_PLACES, chance.randint(0, 3))]
    start = chance.choice([None, dt.date(2010, 1, 1) + dt.timedelta(chance.randint(0, 3) * 20)])
    said = [chance.choice(_PLACES + _WORKS) for _ in range(chance.randint(0, 6))]
    return an_activity(
        name,
        identifier=chance.choice([None, f"XA-{name}", f"XA-{chance.randint(1, 5)}", "SC-2210"]),
        title=chance.choice([" of ".join(words), " of ".join(words), None]),
        description=chance.choice([None, ", ".join(said)]),
        reporter=chance.choice(["donor", "fund", "ngo", "bank"]),
        funder=chance.choice([None, "donor", "fund"]),
        implementer=chance.choice([None, "ngo", "bank"]),
        place=chance.choice([None, "D1", "D2", "D5"]),
        sector=chance.choice([None, "education", "water"]),
        starts_on=start,
        ends_on=chance.choice([None, dt.date(2011, 1, 1), dt.date(2012, 1, 1)]),
        budget_usd=chance.choice([None, 100_000.0, 103_000.0, 900_000.0]),
    )


def sibling(chance: random.Random, name: str) -> Row:
    """One activity of a programme of siblings, most of one publisher: whose partner is whose?"""
    extra = chance.sample(("roofs", "boilers", "teachers", "yards", "north", "phase 2"), 2)
    return an_activity(
        name,
        title=f"PASED Lantern Hill and Ostaveh school rehabilitation {' '.join(extra)}",
        reporter=chance.choice(["donor", "donor", "donor", "fund", "ngo"]),
        funder=chance.choice([None, "donor", "fund"]),
        implementer=chance.choice([None, "ngo"]),
        place=chance.choice([None, "D1", "D2", "D3", "D5"]),
        starts_on=dt.date(2010, 1, 1) + dt.timedelta(chance.randint(0, 8) * 50),
        budget_usd=chance.choice([None, 100_000.0, 103_000.0, 180_000.0, 900_000.0]),
    )


def linked(chance: random.Random, rows: list[Row]) -> list[Row]:
    kinds = ("receiver", "parent", "sibling", "co-funded")
    return [
        {
            "activity_id": chance.choice(rows)["activity_id"],
            "other_activity_id": f"xa-{chance.randint(1, 6)}",
            "kind": chance.choice(kinds),
        }
        for _ in range(3)
    ]


def concerning(picture: Picture, activity_id: str) -> list[Row]:
    """What a search of the whole picture finds of one activity."""
    return [
        row
        for row in find_duplicates(picture).to_pylist()
        if activity_id in (row["activity_a"], row["activity_b"])
    ]


def alone(picture: Picture, activity_id: str) -> Picture:
    """The tables of one activity, made without the code under test."""

    def rows(name: str) -> Any:
        table = picture[name]
        its = [found == activity_id for found in table["activity_id"].to_pylist()]
        return table.filter(pa.array(its, pa.bool_()))

    names = ("activities", "participations", "activity_sectors", "activity_locations",
             "activity_links", "transactions")  # fmt: skip
    return picture.having(**{name: rows(name) for name in names})


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 40), st.sampled_from([drawn, sibling]))
def test_a_new_activity_finds_what_the_whole_search_finds(
    seed: int, count: int, draw: Draw
) -> None:
    chance = random.Random(seed)
    rows = [draw(chance, f"n{n:02d}") for n in range(count)] + others(120)
    links = linked(chance, rows)
    new = rows[0]
    whole = picture_of(rows, links)
    country = picture_of(rows[1:], [row for row in links if row["activity_id"] != "n00"])

    found = find_duplicates_of(alone(whole, new["activity_id"]), prepare_duplicates(country))

    assert found.to_pylist() == concerning(picture_of([*rows[1:], new], links), "n00")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 40), st.sampled_from([drawn, sibling]))
def test_an_edited_activity_takes_the_place_of_its_former_version(
    seed: int, count: int, draw: Draw
) -> None:
    chance = random.Random(seed)
    rows = [draw(chance, f"n{n:02d}") for n in range(count)] + others(120)
    links = linked(chance, rows)
    edited = draw(chance, "n01")
    stated = [row for row in links if row["activity_id"] != "n01"]
    whole = picture_of([row for row in rows if row["activity_id"] != "n01"] + [edited], stated)

    found = find_duplicates_of(alone(whole, "n01"), prepare_duplicates(picture_of(rows, links)))

    assert found.to_pylist() == concerning(whole, "n01")


@pytest.mark.parametrize(
    ("draw", "count", "seed"),
    # In the third a rival of a rival decides which siblings are among the likest.
    [(drawn, 60, 8), (sibling, 25, 1), (sibling, 24, 4), (sibling, 90, 8)],
)
def test_the_pairs_are_those_of_the_whole_search_down_to_the_levels(
    draw: Draw, count: int, seed: int
) -> None:
    chance = random.Random(seed)
    picture = picture_of([draw(chance, f"n{n:02d}") for n in range(count)] + others(150))
    whole = find_pairs(picture)
    prepared = prepare_duplicates(picture)
    compared = 0

    for at, activity_id in enumerate(picture["activities"]["activity_id"].to_pylist()[:count]):
        its = whole.chosen((whole.first == at) | (whole.second == at))
        found = prepared.pairs_of(activity_id)
        compared += len(found)
        for name in ("first", "second", "kind", "probability", "levels", "payers", "links"):
            assert getattr(found, name).tolist() == getattr(its, name).tolist()

    assert compared > 30


def in_countries(chance: random.Random, picture: Picture) -> Picture:
    """The picture with a country or two for most activities, and a few usual payments."""
    ids = picture["activities"]["activity_id"].to_pylist()
    stated = [
        {"activity_id": activity_id, "kind": "country", "source_code": code, "ordinal": 0}
        for activity_id in ids
        for code in chance.sample(("XA", "XB", "XC"), chance.choice([0, 1, 1, 2]))
    ]
    paid = [
        {"activity_id": chance.choice(ids), "value_usd": value, "ordinal": 0}
        for value in (40_000.0, 41_000.0, 42_000.0)
        for _ in range(chance.randint(2, 6))
    ]
    located = table_of("activity_locations", stated, {"source_vocabulary": "1"})
    return picture.having(
        activity_locations=pa.concat_tables([picture["activity_locations"], located]),
        transactions=table_of("transactions", paid, {"on_basis": "stated"}),
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_each_country_of_a_picture_and_usual_payments_are_counted_again(seed: int) -> None:
    chance = random.Random(seed)
    rows = [sibling(chance, f"n{n:02d}") for n in range(30)] + others(60)
    whole = in_countries(chance, picture_of(rows))
    former = in_countries(chance, picture_of(rows))
    tables = ("activities", "participations", "activity_sectors", "activity_locations",
              "transactions")  # fmt: skip
    others_only = {}
    for name in tables:
        mine = pc.equal(former[name]["activity_id"], "n00")
        others_only[name] = whole[name].filter(pc.not_equal(whole[name]["activity_id"], "n00"))
        others_only[name] = pa.concat_tables([former[name].filter(mine), others_only[name]])
    country = whole.having(**others_only)

    found = find_duplicates_of(alone(whole, "n00"), prepare_duplicates(country))

    assert found.to_pylist() == concerning(whole, "n00")


def test_an_edit_is_kept_where_it_is_asked_for() -> None:
    rows = [an_activity("a"), *others(40)]
    prepared = prepare_duplicates(picture_of(rows))
    second = an_activity("b", reporter="ngo", funder="donor", budget_usd=600_000.0)
    as_edited = second | {"title": "Wells", "sector": "water", "budget_usd": 5.0, "purpose": "1"}

    with_it = prepared.having(alone(picture_of([*rows, second]), "b"))
    after = with_it.having(alone(picture_of([*rows, as_edited]), "b"))

    assert len(prepared.pairs_of("a")) == 0
    assert len(with_it.pairs_of("a")) == 1
    assert len(after.pairs_of("a")) == 0
    assert after.picture["activities"].num_rows == 42
    assert prepared.picture["activities"].num_rows == 41


def test_however_many_edits_are_kept_the_tables_stay_in_few_pieces() -> None:
    rows = [an_activity(f"n{n}", reporter=f"r{n}", budget_usd=1_000.0) for n in range(6)]
    prepared = prepare_duplicates(picture_of([*rows, *others(40)]))

    for edit in range(60):
        prepared = prepared.having(prepared.activity(f"n{edit % 6}"))

    assert prepared.picture["participations"].column(0).num_chunks <= 33
    assert sorted(prepared.picture["activities"]["activity_id"].to_pylist()) == sorted(
        row["activity_id"] for row in [*rows, *others(40)]
    )
    assert len(prepared.pairs_of("n3")) == len(concerning(prepared.picture, "n3")) > 0


def test_rows_of_other_activities_are_left_out() -> None:
    rows = [an_activity("a"), an_activity("b", reporter="ngo", funder="donor"), *others(40)]
    whole = picture_of(rows)
    with_all_rows = whole.having(activities=alone(whole, "a")["activities"])

    found = find_duplicates_of(with_all_rows, prepare_duplicates(whole))

    assert found.to_pylist() == concerning(whole, "a") != []


def test_the_likeliest_sibling_is_the_partner_and_a_new_one_can_become_it() -> None:
    ours = an_activity("ours", reporter="fund", funder="donor")
    rows = [ours, *others(60)]
    rows += [
        an_activity(f"n{n}", title=f"Rehabilitation of schools, lot {n + 20}", budget_usd=9_000.0)
        for n in range(6)
    ]
    prepared = prepare_duplicates(picture_of(rows))
    true = an_activity("true", implementer="fund")

    found = find_duplicates_of(alone(picture_of([*rows, true]), "true"), prepared).to_pylist()

    assert {row["kind"] for row in found if "ours" in (row["activity_a"], row["activity_b"])} == {
        "funding_chain"
    }
    assert found == concerning(picture_of([*rows, true]), "true")


def test_of_many_copies_as_many_are_found() -> None:
    rows = [an_activity(f"n{n}", identifier=None) for n in range(40)]
    rows += [an_activity(f"m{n}", reporter="ngo", funder="donor") for n in range(40)]
    picture = picture_of([*rows, *others(60)])
    prepared = prepare_duplicates(picture)

    for activity_id in ("n0", "n21", "m39"):
        found = find_duplicates_of(prepared.activity(activity_id), prepared)
        assert found.to_pylist() == concerning(picture, activity_id)


def test_a_block_too_large_to_be_swept_gives_the_same_and_is_named() -> None:
    chance = random.Random(2)
    rows = others(MOST_IN_BLOCK)
    rows += [drawn(chance, f"n{n:02d}") for n in range(100)]
    rows = [row | {"place": "D1", "sector": "education", "purpose": "11120"} for row in rows]
    chance.shuffle(rows)
    picture = picture_of(rows)
    whole = find_pairs(picture)
    prepared = prepare_duplicates(picture)
    publishers = whole.known.records.publishers

    assert whole.bounded
    at_least_one = met_all_round = 0
    for at in (0, 1_500, *(at for at, row in enumerate(rows) if row["activity_id"] < "n04")):
        its = (whole.first == at) | (whole.second == at)
        found = prepared.pairs_of(rows[at]["activity_id"])
        at_least_one += bool(len(found))
        assert found.kind.tolist() == whole.kind[its].tolist()
        assert found.probability.tolist() == whole.probability[its].tolist()
        assert {one.rule for one in found.bounded} <= {one.rule for one in whole.bounded}
        for one in found.bounded:
            theirs = found.known.records.publishers[one.members]
            assert at in one.members
            assert 0 < one.compared <= 2 * WINDOW
            assert one.compared + one.left_out == int((theirs != publishers[at]).sum())
            met_all_round += one.compared > WINDOW
    assert met_all_round > 1
    assert at_least_one > 1


def test_another_model_is_asked_where_it_is_given() -> None:
    rows = [an_activity("a"), an_activity("b", reporter="ngo", funder="donor"), *others(40)]
    strict = day_one().calibrated(1.0, -100.0)
    prepared = prepare_duplicates(picture_of(rows), model=strict)

    assert prepared.pairs_of("a").probability.tolist() != [
        *prepare_duplicates(picture_of(rows)).pairs_of("a").probability
    ]


def test_none_and_several_activities_are_refused() -> None:
    picture = picture_of([an_activity("a"), an_activity("b")])
    prepared = prepare_duplicates(picture)

    for several in (picture, picture_of([])):
        with pytest.raises(ValueError, match="one activity"):
            find_duplicates_of(several, prepared)
    for ask in (prepared.activity, prepared.pairs_of):
        with pytest.raises(KeyError, match="gone"):
            ask("gone")


def test_an_empty_country_has_nothing_beside_the_new_activity() -> None:
    one = alone(picture_of([an_activity("a")]), "a")

    assert find_duplicates_of(one, prepare_duplicates(Picture())).num_rows == 0


@pytest.fixture(scope="module")
def arvenia(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """The packaged example country, whole."""
    folder = tmp_path_factory.mktemp("one")
    intarsia.write_example(folder)
    places = intarsia.read_places(folder / "places.geojson")
    pictures = []
    for path in sorted((folder / "reports").iterdir()):
        try:
            reading = intarsia.read_report(path)
        except intarsia.IntarsiaError:
            continue
        pictures.append(intarsia.normalize_report(reading, as_of=AS_OF, places=places))
    register = intarsia.register_with([folder / "organizations.csv"])
    return intarsia.settle_organizations(intarsia.combine(pictures), register, country=COUNTRY)[0]


def test_activities_of_the_example_country_find_what_the_whole_search_finds(
    arvenia: Picture,
) -> None:
    prepared = prepare_duplicates(arvenia)
    whole = find_duplicates(arvenia).to_pylist()
    ids = arvenia["activities"]["activity_id"].to_pylist()
    found_of = 0

    for activity_id in random.Random(4).sample(ids, 60):
        found = find_duplicates_of(prepared.activity(activity_id), prepared).to_pylist()
        assert found == [
            row for row in whole if activity_id in (row["activity_a"], row["activity_b"])
        ]
        found_of += bool(found)

    assert found_of > 10


def test_edited_activities_of_the_example_country_find_what_the_whole_search_finds(
    arvenia: Picture,
) -> None:
    prepared = prepare_duplicates(arvenia)
    chance = random.Random(5)
    ids = arvenia["activities"]["activity_id"].to_pylist()

    for _ in range(5):
        activity_id, model_id = chance.sample(ids, 2)
        edited, model = prepared.activity(activity_id), prepared.activity(model_id)
        for name in ("title", "description", "starts_on", "budget_usd"):
            table = edited["activities"]
            at = table.schema.get_field_index(name)
            table = table.set_column(at, table.schema.field(name), model["activities"][name])
            edited = edited.having(activities=table)
        found = find_duplicates_of(edited, prepared)
        assert found.to_pylist() == concerning(prepared.having(edited).picture, activity_id)
