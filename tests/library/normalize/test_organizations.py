"""Organizations meet by the identifiers they publish, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.normalize import normalized_identifier, organization_id
from normalize_support import codes, picture_of, rows


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("41119", "XM-DAC-41119"),
        ("gb-chc-202918", "GB-CHC-202918"),
        ("GB–CHC–202918", "GB-CHC-202918"),
        ("US GOV 1", "US-GOV-1"),
        (" XM-DAC-701-8 ", "XM-DAC-701-8"),
    ],
)
def test_forms_of_one_identifier_meet(one: str, other: str) -> None:
    assert normalized_identifier(one) == normalized_identifier(other)


@pytest.mark.parametrize(("one", "other"), [("XM-DAC-701", "XM-DAC-701-8"), ("47045", "47046")])
def test_different_identifiers_do_not_meet(one: str, other: str) -> None:
    assert normalized_identifier(one) != normalized_identifier(other)


@pytest.mark.parametrize("filler", ["", "  ", "N/A", "none", "0", "--", "Aucune donnée", "[]"])
def test_what_only_fills_a_field_is_no_identifier(filler: str) -> None:
    assert normalized_identifier(filler) is None
    assert organization_id(filler, filler) is None


@given(st.text(max_size=40))
def test_normalizing_an_identifier_twice_changes_nothing(text: str) -> None:
    once = normalized_identifier(text)

    assert normalized_identifier(once) == once


def test_an_organization_without_identifier_is_one_by_its_name(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path,
        '<participating-org role="4"><narrative>Local  NGO</narrative></participating-org>',
        '<participating-org role="4"><narrative>local ngo</narrative></participating-org>',
        '<participating-org role="1" ref="41119"><narrative>UNFPA</narrative></participating-org>',
    )

    found = {row["organization_id"]: row for row in rows(picture, "organizations")}

    assert set(found) == {"XX-1", "name:local-ngo", "41119"}
    assert found["41119"]["identifiers"] == ["41119"]
    assert dict(found["name:local-ngo"]["aliases"]) in ({"local ngo": ""}, {"Local NGO": ""})


def test_an_organization_without_name_and_identifier_is_counted(tmp_path: Path) -> None:
    picture = picture_of(tmp_path, '<participating-org role="4" type="22"/>')

    assert "organization.unnamed" in codes(picture)
    assert rows(picture, "participations")[1]["organization_id"] is None


def test_the_reporter_is_known(tmp_path: Path) -> None:
    assert rows(picture_of(tmp_path, ""), "activities")[0]["organization_id"] == "XX-1"
