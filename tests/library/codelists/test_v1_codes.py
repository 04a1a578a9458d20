"""IATI 1.0x codes, and the names that 1.0x files write in their place, in the terms of 2.0x."""

from __future__ import annotations

import pytest

from intarsia import codelists


@pytest.mark.parametrize(
    ("list_name", "written", "expected"),
    [
        ("organization_roles", "Funding", "1"),
        ("organization_roles", "implementing", "4"),
        ("activity_date_types", "start-planned", "1"),
        ("activity_date_types", "start-actual", "2"),
        ("activity_date_types", "end planned", "3"),
        ("activity_date_types", "end-actual", "4"),
        ("transaction_types", "IF", "1"),
        ("transaction_types", "C", "2"),
        ("transaction_types", "D", "3"),
        ("transaction_types", "E", "4"),
        ("transaction_types", "IR", "5"),
        ("transaction_types", "LR", "6"),
        ("transaction_types", "R", "7"),
        ("transaction_types", "QP", "8"),
        ("transaction_types", "QS", "9"),
        ("transaction_types", "CG", "10"),
        ("transaction_types", "Incoming Funds", "1"),
        ("transaction_types", "Disbursment", "3"),
        ("sector_vocabularies", "DAC", "1"),
        ("sector_vocabularies", "DAC-3", "2"),
        ("sector_vocabularies", "ADT", "6"),
        ("sector_vocabularies", "RO", "99"),
        ("policy_marker_vocabularies", "DAC", "1"),
        ("region_vocabularies", "DAC", "1"),
        ("geographic_vocabularies", "GEO", "G1"),
        ("geographic_exactness", "1", "1"),
        ("geographic_exactness", "3", "2"),
        ("activity_statuses", "Implementation", "2"),
        ("activity_statuses", "Pipeline/Identification", "1"),
        ("activity_statuses", "Completion", "3"),
        ("activity_statuses", "Completed", "3"),
        ("activity_statuses", "Post-completion", "4"),
        ("organization_types", "Government", "10"),
        ("organization_types", "INGO", "21"),
        ("budget_types", "Revised", "2"),
        ("result_types", "output", "1"),
        ("description_types", "General", "1"),
        ("tied_statuses", "Untied", "5"),
        ("flow_types", "ODA", "10"),
        ("aid_types", "CO1", "C01"),
        ("policy_markers", "05", "5"),
    ],
)
def test_what_a_1_0x_file_writes_is_understood(list_name: str, written: str, expected: str) -> None:
    assert codelists.v2_code(list_name, written) == expected


def test_a_code_that_did_not_change_stays_itself() -> None:
    assert codelists.v2_code("organization_types", "15") == "15"
    assert codelists.v2_code("document_categories", "A02") == "A02"


def test_letter_case_and_spaces_do_not_matter() -> None:
    assert codelists.v2_code("activity_date_types", " Start-Planned\n") == "1"
    assert codelists.v2_code("organization_types", "international  ngo") == "21"


@pytest.mark.parametrize("written", ["", " ", "[]", "unspecified", "Donor Country Based NGO"])
def test_what_is_not_known_stays_unknown(written: str) -> None:
    assert codelists.v2_code("organization_types", written) is None


def test_every_translation_ends_in_a_code_of_its_list() -> None:
    for row in codelists.rows("v1_codes"):
        assert codelists.has(row["list"], row["v2_code"]), row
        assert codelists.v2_code(row["list"], row["v1_code"]) == row["v2_code"]
