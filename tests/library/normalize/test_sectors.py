"""Sectors get one code of ours and shares that add up to one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalize_support import codes, picture_of, rows


def shares(folder: Path, inside: str) -> tuple[list[tuple[str | None, float | None]], list[str]]:
    picture = picture_of(folder, inside)
    found = [(row["sector_code"], row["share"]) for row in rows(picture, "activity_sectors")]
    return found, [code for code in codes(picture) if code.startswith("sector")]


def test_percentages_become_shares(tmp_path: Path) -> None:
    found, problems = shares(
        tmp_path,
        '<sector vocabulary="1" code="15132" percentage="75"/>'
        '<sector vocabulary="1" code="15151" percentage="25"/>',
    )

    assert found == [("police", 0.75), ("elections", 0.25)]
    assert problems == []


def test_percentages_that_do_not_add_up_are_scaled_and_named(tmp_path: Path) -> None:
    found, problems = shares(
        tmp_path, '<sector code="15132" percentage="110"/><sector code="15151" percentage="110"/>'
    )

    assert found == [("police", 0.5), ("elections", 0.5)]
    assert problems == ["sector.percentages_off"]


def test_one_vocabulary_is_counted_and_the_other_kept(tmp_path: Path) -> None:
    found, _ = shares(
        tmp_path,
        '<sector vocabulary="99" code="X"/><sector vocabulary="2" code="151"/>'
        '<sector vocabulary="1" code="15132"/>',
    )

    assert [share for _, share in found] == [None, None, 1.0]
    assert found[2][0] == "police"


def test_purposes_and_categories_count_together_where_they_make_up_the_whole(
    tmp_path: Path,
) -> None:
    found, problems = shares(
        tmp_path,
        '<sector vocabulary="1" code="15132" percentage="90"/>'
        '<sector vocabulary="2" code="122" percentage="10"/>',
    )

    assert [share for _, share in found] == pytest.approx([0.9, 0.1])
    assert problems == []


def test_three_digits_under_the_five_digit_vocabulary_are_the_category(tmp_path: Path) -> None:
    found, problems = shares(tmp_path, '<sector vocabulary="1" code="122"/>')

    assert found[0][0] is not None
    assert problems == []


def test_an_unknown_code_keeps_its_share_without_a_sector(tmp_path: Path) -> None:
    found, problems = shares(
        tmp_path, '<sector code="15132" percentage="50"/><sector code="99999" percentage="50"/>'
    )

    assert found == [("police", 0.5), (None, 0.5)]
    assert problems == ["sector.unknown_code"]


def test_sectors_of_transactions_stand_in_by_value(tmp_path: Path) -> None:
    found, problems = shares(
        tmp_path,
        '<transaction><transaction-type code="3"/><value>300</value><sector code="15132"/>'
        '</transaction><transaction><transaction-type code="3"/><value>100</value>'
        '<sector code="15151"/></transaction>',
    )

    assert found == [("police", 0.75), ("elections", 0.25)]
    assert problems == ["sector.from_transactions"]


def test_known_sectors_of_transactions_go_before_unknown_ones_of_the_activity(
    tmp_path: Path,
) -> None:
    found, _ = shares(
        tmp_path,
        '<sector vocabulary="99" code="OURS"/><transaction><transaction-type code="3"/>'
        '<value>300</value><sector vocabulary="99" code="77"/><sector code="15132"/>'
        "</transaction>",
    )

    assert found == [(None, None), ("police", 1.0)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.none(), st.floats(-50, 300)), min_size=1, max_size=6))
def test_shares_of_an_activity_add_up_to_one(
    tmp_path: Path, percentages: list[float | None]
) -> None:
    inside = "".join(
        '<sector code="15132"/>' if part is None else f'<sector code="15132" percentage="{part}"/>'
        for part in percentages
    )

    found, _ = shares(tmp_path, inside)

    assert sum(share or 0 for _, share in found) == pytest.approx(1)
    assert all(share is not None and share >= 0 for _, share in found)
