"""A whole picture is settled: one id an organization, every name and number kept, doubts named."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from intarsia.normalize import combine, settle_organizations
from intarsia.normalize.who_is_who import write_decisions
from intarsia.register import packaged_register, read_confirmed, register_with, with_confirmed
from intarsia.register.table import Entry, register_table
from intarsia.tables import Picture
from normalize_support import picture_of, rows


def implementing(name: str, ref: str = "", kind: str = "") -> str:
    """An element that says who implements."""
    attributes = (f' ref="{ref}"' if ref else "") + (f' type="{kind}"' if kind else "")
    return (
        f'<participating-org role="4"{attributes}><narrative>{name}</narrative></participating-org>'
    )


def settled(
    folder: Path, *named: str, register: pa.Table | None = None, country: str | None = "IQ"
) -> tuple[Picture, pa.Table]:
    """The settled picture of a file with one activity for each text, and what was decided."""
    picture = combine([picture_of(folder, *named)])
    known = packaged_register() if register is None else register
    return settle_organizations(picture, known, country=country)


def implementers(picture: Picture) -> list[str | None]:
    """Who implements the activities, by id."""
    found = rows(picture, "participations")
    return [row["organization_id"] for row in found if row["role"] == "implementing"]


def organizations(picture: Picture) -> dict[str, dict[str, object]]:
    """The rows of ORGANIZATIONS by id."""
    return {row["organization_id"]: row for row in rows(picture, "organizations")}


def test_names_numbers_and_languages_of_one_organization_become_one_row(tmp_path: Path) -> None:
    picture, _ = settled(
        tmp_path,
        implementing("UNFPA", "41119"),
        implementing("Fonds des Nations Unies pour la population", "XM-DAC-41119"),
        implementing("United Nations Populaton Fund"),
    )

    row = organizations(picture)["XM-DAC-41119"]

    assert implementers(picture) == ["XM-DAC-41119"] * 3
    assert row["name"] == "United Nations Population Fund"
    assert row["type_code"] == "40"
    assert {"UNFPA", "United Nations Populaton Fund"} <= set(dict(row["aliases"]))  # type: ignore[call-overload]
    assert dict(row["aliases"])["Fonds des Nations Unies pour la population"] == "fr"  # type: ignore[call-overload]


def test_transactions_and_reporters_carry_the_same_ids(tmp_path: Path) -> None:
    money = (
        '<transaction><transaction-type code="3"/><transaction-date iso-date="2011-01-05"/>'
        '<value value-date="2011-01-05">5</value><provider-org><narrative>UNICEF</narrative>'
        "</provider-org><receiver-org><narrative>Unicef</narrative></receiver-org></transaction>"
    )

    picture, _ = settled(tmp_path, money)

    (row,) = rows(picture, "transactions")
    assert (row["provider_id"], row["receiver_id"]) == ("XM-DAC-41122", "XM-DAC-41122")
    assert picture["activities"]["organization_id"].to_pylist() == ["XX-1"]


def test_one_unknown_number_in_two_forms_is_one_organization(tmp_path: Path) -> None:
    picture, _ = settled(
        tmp_path, implementing("Rural Aid", "99119"), implementing("Rural Aid", "XM-DAC-99119")
    )

    assert implementers(picture) == ["XM-DAC-99119"] * 2


def test_a_branch_is_a_row_of_its_own_under_its_parent(tmp_path: Path) -> None:
    picture, _ = settled(tmp_path, implementing("UNHCR Iraq"), implementing("UNHCR Iraq"))

    found = organizations(picture)

    assert found["name:unhcr-iraq"]["parent_id"] == "XM-DAC-41121"
    assert found["name:unhcr-iraq"]["level"] == "field"
    assert found["XM-DAC-41121"]["name"] == "United Nations High Commissioner for Refugees"
    notes = [row for row in rows(picture, "problems") if row["code"] == "organization.branch"]
    assert [(row["value"], row["times"]) for row in notes] == [("UNHCR Iraq", 2)]
    assert notes[0]["expected"] == "United Nations High Commissioner for Refugees"


@pytest.mark.parametrize("country", ["IQ", "XA"])
def test_a_ministry_goes_under_its_countrys_government(tmp_path: Path, country: str) -> None:
    picture, _ = settled(tmp_path, implementing("MoH"), country=country)

    found = organizations(picture)
    (key,) = implementers(picture)
    parent = found[str(key)]["parent_id"]

    host = {"IQ": "Iraq", "XA": "Arvenia"}[country]
    assert found[str(key)]["name"] == f"Ministry of Health, {host}"
    assert found[str(parent)]["name"] == f"Government of {host}"
    codes = picture["problems"]["code"].to_pylist()
    assert codes.count("organization.country_assumed") == 1


def test_a_doubtful_organization_keeps_its_id_and_is_named_with_its_candidates(
    tmp_path: Path,
) -> None:
    picture, decisions = settled(tmp_path, implementing("UNHCR/UNICEF"))

    (note,) = [r for r in rows(picture, "problems") if r["code"] == "organization.doubtful"]

    assert implementers(picture) == ["name:unhcr-unicef"]
    assert note["value"] == "UNHCR/UNICEF"
    assert "XM-DAC-41121" in note["suggestion"]
    assert "XM-DAC-41122" in note["suggestion"]
    assert note["file"] == "report.xml"
    first = decisions.to_pylist()[0]
    assert (first["name"], first["decision"], first["organization_id"]) == (
        "UNHCR/UNICEF",
        "doubtful",
        None,
    )


def test_who_else_reports_decides_a_doubtful_acronym(tmp_path: Path) -> None:
    register = register_table(
        [
            Entry("A-1", "African Relief Council", "own.csv", acronym="ARC"),
            Entry("A-2", "Academy of Rural Change", "own.csv", acronym="ARC"),
            Entry("XX-1", "Mission", "own.csv"),
        ]
    )
    alone = combine([picture_of(tmp_path, implementing("ARC"))])
    together = _reported_by(alone, "African Relief Council")

    first, _ = settle_organizations(alone, register, country="IQ")
    second, _ = settle_organizations(together, register, country="IQ")

    assert implementers(first) == ["name:arc"]
    assert implementers(second) == ["A-1"]


def _reported_by(picture: Picture, name: str) -> Picture:
    """The picture with this organization reporting all its activities."""
    activities = [{**row, "organization_id": "R"} for row in rows(picture, "activities")]
    known = rows(picture, "organizations")
    known.append({**known[0], "organization_id": "R", "name": name, "identifiers": []})
    return picture.having(
        activities=pa.Table.from_pylist(activities, picture["activities"].schema),
        organizations=pa.Table.from_pylist(known, picture["organizations"].schema),
    )


def test_new_organizations_of_the_same_letters_or_words_are_one(tmp_path: Path) -> None:
    picture, _ = settled(
        tmp_path,
        implementing("Al-Amal Society"),
        implementing("Al-Amal Society"),
        implementing("AlAmal Society"),
        implementing("Society of Al Amal"),
    )

    assert implementers(picture) == ["name:al-amal-society"] * 4
    row = organizations(picture)["name:al-amal-society"]
    assert set(dict(row["aliases"])) == {"AlAmal Society", "Society of Al Amal"}  # type: ignore[call-overload]


def test_new_organizations_that_a_slip_tells_apart_are_told_and_not_joined(tmp_path: Path) -> None:
    picture, _ = settled(
        tmp_path, implementing("Zardalu Growers Union"), implementing("Zardlau Growers Union")
    )

    assert len(set(implementers(picture))) == 2
    (note,) = [r for r in rows(picture, "problems") if r["code"] == "organization.alike"]
    assert {note["value"], note["suggestion"]} == {
        "Zardalu Growers Union",
        "Zardlau Growers Union",
    }


def test_no_row_and_no_name_is_lost(tmp_path: Path) -> None:
    named = [
        implementing("UNHCR"),
        implementing("Local NGO"),
        implementing("WHO", "XM-DAC-928"),
        implementing("", "ZZ-1"),
        implementing("Norway (MFA)"),
    ]
    before = combine([picture_of(tmp_path, *named)])
    after, _ = settle_organizations(before, packaged_register(), country="IQ")

    for name in ("activities", "participations", "transactions"):
        assert after[name].num_rows == before[name].num_rows
    found = organizations(after)
    assert set(implementers(after)) <= set(found)
    known = {str(row["name"]) for row in found.values()}
    known |= {alias for row in found.values() for alias in dict(row["aliases"])}  # type: ignore[call-overload]
    assert {"UNHCR", "Local NGO", "WHO", "Norway (MFA)"} <= known
    parents = {row["parent_id"] for row in found.values()} - {None}
    assert parents <= set(found)


def test_settling_a_settled_picture_changes_no_id(tmp_path: Path) -> None:
    named = [implementing(name) for name in ("UNHCR Iraq", "MoH", "Local NGO", "UNICEF", "MFA")]
    once, _ = settled(tmp_path, *named)

    twice, _ = settle_organizations(once, packaged_register(), country="IQ")

    assert implementers(twice) == implementers(once)


def test_an_empty_picture_stays_empty() -> None:
    picture, decisions = settle_organizations(Picture(), packaged_register())

    assert picture["organizations"].num_rows == decisions.num_rows == 0


def test_what_a_person_confirms_decides_the_next_time(tmp_path: Path) -> None:
    picture = combine([picture_of(tmp_path, implementing("UNHCR/UNICEF"), implementing("Bees"))])
    _, decisions = settle_organizations(picture, packaged_register(), country="IQ")
    path = tmp_path / "decisions.csv"
    write_decisions(decisions, path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("UNHCR/UNICEF,,", "UNHCR/UNICEF,XM-DAC-41122,"), encoding="utf-8")

    again, _ = settle_organizations(picture, register_with([path]), country="IQ")

    assert implementers(again) == ["XM-DAC-41122", "name:bees"]
    assert {match.name for match in read_confirmed(path)} >= {"UNHCR/UNICEF", "Bees"}
    assert with_confirmed(packaged_register(), []).num_rows == packaged_register().num_rows
