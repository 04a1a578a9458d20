"""Statuses and types of organizations by name, in six languages, to the codes of IATI."""

from __future__ import annotations

import pytest

from intarsia import codelists
from intarsia.codelists.named import (
    code_named,
    codes_by_name,
    names_table,
    organization_type_named,
    status_code_named,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("On-going", "2"),
        ("on-going", "2"),
        ("In progress", "2"),
        ("En ejecución", "2"),
        ("En cours", "2"),
        ("Выполняется", "2"),
        ("В процессе", "2"),
        ("Виконується", "2"),
        ("قيد التنفيذ", "2"),
        ("Planned", "1"),
        ("Planeada", "1"),
        ("Completed", "3"),
        ("completed", "3"),
        ("Completed (100%)", "3"),
        ("Finalizada", "3"),
        ("Terminé", "3"),
        ("Завершено", "3"),
        ("Closed", "4"),
        ("Cancelled", "5"),
        ("Suspended", "6"),
        ("Ongoing (completed)", None),
        ("perhaps", None),
        ("", None),
        (None, None),
    ],
)
def test_a_status_is_known_as_lists_write_it(text: str | None, code: str | None) -> None:
    assert status_code_named(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("INGO", "21"),
        ("International NGO", "21"),
        ("ONG Internacional", "21"),
        ("Red Cross Movement", "21"),
        ("NNGO", "22"),
        ("ONG nationale", "22"),
        ("LNGO", "24"),
        ("UN", "40"),
        ("Un Agency", "40"),
        ("Naciones Unidas", "40"),
        ("Organisation internationale", "40"),
        ("IO", "40"),
        ("Gov", "10"),
        ("Academia", "80"),
        ("Private", "70"),
        ("Iglesia - Grupo Religioso", "90"),
        ("Міжнародна НУО", "21"),
        ("وكالة أممية", "40"),
    ],
)
def test_a_type_is_known_as_lists_write_it(text: str, code: str) -> None:
    assert organization_type_named(text) == code


def test_a_role_is_no_type_and_a_de_facto_authority_is_no_government() -> None:
    assert organization_type_named("Donor") is None
    assert organization_type_named("De facto authorities") is None


def test_a_list_is_found_by_its_table_of_names() -> None:
    assert names_table("activity_statuses") == "activity_status_names"
    assert code_named("modalities", "Наличные") == "cash"
    assert code_named("activity_status_names", "Pipeline/identification") == "1"


def test_a_name_of_two_codes_is_not_decided() -> None:
    assert codes_by_name("modalities")["cash and voucher"] == {"cash", "voucher"}
    assert code_named("modalities", "Cash and voucher") is None


def test_a_list_without_names_is_an_error() -> None:
    with pytest.raises(codelists.UnknownListError):
        code_named("countries", "Nepal")


@pytest.mark.parametrize("list_name", ["activity_statuses", "organization_types"])
def test_every_name_means_one_code_of_its_list(list_name: str) -> None:
    for name, codes in codes_by_name(list_name).items():
        assert len(codes) == 1, name
        assert all(codelists.has(list_name, code) for code in codes), name
