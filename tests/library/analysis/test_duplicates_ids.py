"""Ids that collide, links that lead astray, files that are cut in two."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import intarsia
from duplicates_support import Row, an_activity, kinds, others, picture_of
from intarsia import count_once, find_duplicates
from intarsia.analysis.duplicates.links import Link, claims_of, stated_links
from intarsia.tables import Picture
from normalize_support import AS_OF
from readers_support import file_of, reading_of
from rows import table_of


def unlike(activity_id: str, **changes: Any) -> Row:
    """An activity that shares nothing with another but what `changes` say."""
    number = int.from_bytes(activity_id.encode(), "big")
    return an_activity(
        activity_id,
        **{
            "title": f"Matter {activity_id * 5} of {number * 7}",
            "reporter": f"reporter {activity_id}",
            "sector": f"sector-{activity_id}",
            "purpose": f"purpose-{activity_id}",
            "place": None,
            "starts_on": None,
            "ends_on": None,
            "budget_usd": 1_000.0 * number,
            **changes,
        },
    )


def link_of(activity_id: str, other: str, kind: str = "receiver", ordinal: int = 0) -> Row:
    return {
        "activity_id": activity_id, "ordinal": ordinal, "kind": kind, "other_activity_id": other,
    }  # fmt: skip


def with_own_ids(picture: Picture, stated: dict[tuple[str, str], str]) -> Picture:
    """The picture with the activity that a participation names, by activity and role."""
    rows = [
        {**row, "other_activity_id": stated.get((row["activity_id"], row["role"]))}
        for row in picture["participations"].to_pylist()
    ]
    return picture.having(participations=table_of("participations", rows, {}))


@pytest.mark.parametrize("identifier", ["1", "P-1", "10001", "2010-15", "Project 12"])
def test_one_number_in_two_organizations_lists_is_no_evidence(identifier: str) -> None:
    pair = [unlike(key, identifier=identifier) for key in "ab"]

    assert ("a", "b") not in kinds(picture_of([*pair, *others(60)]))


@pytest.mark.parametrize("writing", ["xm-1-p77001", " XM-1-P77001 ", "XM/1/P77001", "XM-1-P77001"])
def test_one_id_in_two_writings_is_one_id(writing: str) -> None:
    rows = [unlike("a"), unlike("b", identifier="XM-1-P77001"), *others(60)]

    assert kinds(picture_of(rows, [link_of("a", writing)]))["a", "b"] == "funding_chain"


@pytest.mark.parametrize("writing", ["id-a", "ID-a ", "ID/a", "ID_a"])
def test_a_publisher_s_id_in_two_writings_does_not_keep_two_statements_apart(writing: str) -> None:
    rows = [an_activity("a"), an_activity("b", identifier=writing), *others(60)]

    assert kinds(picture_of(rows)) == {("a", "b"): "same_report"}


def test_an_id_that_two_organizations_use_leads_to_neither() -> None:
    rows = [unlike("a"), unlike("b", identifier="P-1"), unlike("c", identifier="p-1"), *others(60)]
    links = [link_of("a", "P-1")]

    found = kinds(picture_of(rows, links))
    turned = kinds(picture_of(rows[::-1], links))

    assert not {pair for pair in found if "a" in pair}
    assert found == turned
    assert ("a", "b") in kinds(
        picture_of([row for row in rows if row["activity_id"] != "c"], links)
    )


def test_an_id_that_two_organizations_use_leads_to_the_one_that_is_named() -> None:
    rows = [
        unlike("a", implementer="reporter c"),
        unlike("b", identifier="P-1"),
        unlike("c", identifier="P-1"),
        *others(60),
    ]
    picture = with_own_ids(picture_of(rows), {("a", "implementing"): "P-1"})

    found = kinds(picture)

    assert found["a", "c"] == "funding_chain"
    assert ("a", "b") not in found


def test_an_id_of_two_statements_of_one_organization_leads_to_both() -> None:
    one = unlike("b", identifier="P-1")
    rows = [unlike("a"), one, one | {"activity_id": "c"}, *others(60)]

    found = kinds(picture_of(rows, [link_of("a", "P-1")]))

    assert (found["a", "b"], found["a", "c"]) == ("funding_chain", "funding_chain")


def test_an_activity_that_names_itself_is_linked_to_nothing() -> None:
    copies = [an_activity(key, identifier="P-1", funder="fund") for key in "ab"]
    picture = picture_of(
        [*copies, *others(60)], [link_of("a", "P-1"), link_of("b", "p-1", "child")]
    )
    own = with_own_ids(picture, {("a", "funding"): "P-1", ("b", "funding"): "P-1"})

    first, _, _ = stated_links(claims_of(own))

    assert first.size == 0
    assert kinds(own) == {("a", "b"): "same_report"}
    assert count_once(own).activities == 61


@pytest.mark.parametrize("kind", ["provider", "receiver", "child", "parent", "sibling"])
def test_circles_of_links_end(kind: str) -> None:
    rows = [*(unlike(key) for key in "abc"), *others(20)]
    links = [link_of("a", "ID-b", kind), link_of("b", "ID-c", kind), link_of("c", "ID-a", kind)]

    found, once = kinds(picture_of(rows, links)), count_once(picture_of(rows, links))

    assert {("a", "b"), ("a", "c"), ("b", "c")} <= found.keys()
    assert len(set(found.values())) == 1
    assert once.budget_usd <= once.budget_usd_reported
    assert once.activities == (21 if "funding_chain" in found.values() else 23)


def test_two_that_are_said_to_pay_each_other_are_not_put_in_order() -> None:
    rows = [unlike("a"), unlike("b"), *others(20)]
    links = [link_of("a", "ID-b"), link_of("b", "ID-a")]

    found = {str(find_duplicates(picture_of(rows, given))["activity_a"]) for given in
             (links, links[::-1])}  # fmt: skip
    donor, implementer = (
        count_once(picture_of(rows, links), level=level).budget_usd  # type: ignore[arg-type]
        for level in ("donor", "implementer")
    )

    assert len(found) == 1
    assert donor == implementer


def test_of_several_things_that_sources_say_of_a_pair_the_most_telling_counts() -> None:
    rows = [unlike("a"), unlike("b"), *others(20)]
    links = [link_of("a", "ID-b", "sibling"), link_of("b", "ID-a", "provider", 1)]

    (found,) = find_duplicates(picture_of(rows, links)).to_pylist()
    _, _, link = stated_links(claims_of(picture_of(rows, links)))

    assert sorted(link.tolist()) == [Link.PAYS, Link.SIBLING]
    assert (found["kind"], found["activity_a"], found["score"]) == (
        "funding_chain", "a", pytest.approx(0.99),
    )  # fmt: skip


def test_organizations_that_stand_above_each_other_are_one_family() -> None:
    picture = picture_of([an_activity("a"), an_activity("b", reporter="fund"), *others(60)])
    above = {"donor": "fund", "fund": "donor"}
    rows = [
        {**row, "parent_id": above.get(row["organization_id"])}
        for row in picture["organizations"].to_pylist()
    ]
    circled = picture.having(organizations=table_of("organizations", rows, {}))

    assert isinstance(find_duplicates(circled), pa.Table)
    assert count_once(circled).activities <= 62


statements = st.lists(
    st.fixed_dictionaries(
        {
            "identifier": st.sampled_from(["XX-1-A", "XX-1-B", "XX-2-A", "P 1"]),
            "title": st.sampled_from(["School SC-2210 repaired", "Wells, phase II", "Матери"]),
            "reporter": st.sampled_from(["XX-1", "XX-2", "XX-3"]),
            "funder": st.sampled_from(["XX-1", "XX-2"]),
            "link": st.sampled_from(["", "XX-1-A", "P 1"]),
            "usd": st.sampled_from([100_000, 103_000]),
        }
    ),
    min_size=2,
    max_size=6,
)  # fmt: skip


def iati(row: Row) -> str:
    link = f'<related-activity ref="{row["link"]}" type="3"/>' if row["link"] else ""
    return (
        '<iati-activity xml:lang="en" default-currency="USD">'
        f"<iati-identifier>{row['identifier']}</iati-identifier>"
        f'<reporting-org ref="{row["reporter"]}" type="21"><narrative>Body {row["reporter"]}'
        f"</narrative></reporting-org><title><narrative>{escape(row['title'])}</narrative></title>"
        f'<participating-org role="1" ref="{row["funder"]}"><narrative>Body {row["funder"]}'
        '</narrative></participating-org><activity-date type="2" iso-date="2010-07-01"/>'
        '<activity-date type="4" iso-date="2011-06-30"/><recipient-country code="XK"/>'
        f'<sector code="11220"/><budget><period-start iso-date="2010-07-01"/>'
        f'<period-end iso-date="2011-06-30"/><value value-date="2010-07-01">{row["usd"]}</value>'
        f"</budget>{link}</iati-activity>"
    )


def found_in(files: list[list[Row]]) -> tuple[Counter[object], tuple[float, ...]]:
    """What is found in these files and what it comes to, whatever the ids."""
    with tempfile.TemporaryDirectory() as folder:
        parts = [
            intarsia.normalize_report(
                reading_of(Path(folder), file_of(*map(iati, rows)), f"{n}.xml"), as_of=AS_OF
            )
            for n, rows in enumerate(files)
            if rows
        ]
    register = intarsia.register_with([])
    picture, *_ = intarsia.settle_organizations(intarsia.combine(parts), register)
    said = {
        row["activity_id"]: (row["identifier"], row["title"], row["budget_usd"])
        for row in picture["activities"].to_pylist()
    }
    found: Counter[object] = Counter(
        (row["kind"], row["score"], *sorted(repr(said[row[f"activity_{end}"]]) for end in "ab"))
        for row in find_duplicates(picture).to_pylist()
    )
    once = count_once(picture)
    return found, (once.activities, once.budget_usd, once.budget_usd_reported)


def test_a_report_cut_in_the_middle_of_a_chain_holds_it_still() -> None:
    same = {"title": "School SC-2210 repaired", "link": "", "usd": 100_000}
    donor = {"identifier": "XX-1-A", "reporter": "XX-1", "funder": "XX-1", **same}
    ngo = {"identifier": "XX-2-A", "reporter": "XX-2", "funder": "XX-1", **same}

    found, (once, _, _) = found_in([[donor], [ngo]])

    assert [kind for kind, *_ in found] == ["funding_chain"]
    assert (found, once) == (found_in([[donor, ngo]])[0], 1)


@settings(max_examples=12)
@given(statements, st.data())
def test_a_report_cut_in_two_files_changes_nothing(rows: list[Row], data: st.DataObject) -> None:
    second = data.draw(st.sets(st.sampled_from(range(len(rows)))))
    cut = [[row for n, row in enumerate(rows) if (n in second) == side] for side in (False, True)]

    assert found_in(cut) == found_in([rows])
