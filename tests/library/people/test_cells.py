"""Target groups and modalities as real lists write them, several in a cell, unknown ones kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia import codelists
from intarsia.people import (
    Named,
    group_suggestion,
    groups_in,
    groups_named,
    modalities_named,
    modality_suggestion,
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Out-of-camp IDPs", ("idps_out_of_camps",)),
        ("In-camp IDPs", ("idps_in_camps",)),
        ("IDPs (out of camp)", ("idps_out_of_camps",)),
        ("Víctimas de Confinamiento", ("confined_communities",)),
        ("Indígena", ("indigenous_peoples",)),
        ("familles de disparus", ("families_of_missing",)),
        ("сельские жители", ("rural_residents",)),
        ("лидеры общин", ("community_leaders",)),
        ("élèves", ("students",)),
        ("Внутрішньо переміщені особи", ("idps",)),
        ("النازحون", ("idps",)),
        ("Funcionarios públicos.", ("civil_servants",)),
        ("Vulnerable IDP households", ("idps",)),
        ("Children under 5 years", ("children",)),
        ("Non-displaced", ("host_communities",)),
        ("refugees and asylum seekers", ("asylum_seekers", "refugees")),
        ("безработная молодёжь", ("unemployed", "youth")),
    ],
)
def test_a_group_is_known_as_lists_write_it(text: str, codes: tuple[str, ...]) -> None:
    assert groups_in(text) == Named(codes)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("IDPs & Returnees", ("idps", "returnees")),
        ("IDP returnees", ("returnees",)),
        ("IDPs;; Returnees", ("idps", "returnees")),
        ("Host Communities, IDPs & Returnees", ("host_communities", "idps", "returnees")),
        ("Refugees/IDPs/Host", ("refugees", "idps", "host_communities")),
        ("النازحون والعائدون", ("idps", "returnees")),
        ("نازحون ولاجئون", ("idps", "refugees")),
        ("ВПЛ и принимающие общины", ("idps", "host_communities")),
        (
            "Personas adultas mayores y/o con enfermedades preexistentes y personas en condición"
            " de discapacidad",
            ("older_persons", "patients", "persons_with_disabilities"),
        ),
        ("women and girls at risk", ("women_and_girls_at_risk",)),
    ],
)
def test_several_groups_in_a_cell_are_all_found(text: str, codes: tuple[str, ...]) -> None:
    assert groups_in(text) == Named(codes)


@pytest.mark.parametrize(
    "text", ["children of prisoners", "Persons other than refugees", "arms and legs", "2000"]
)
def test_what_is_not_known_in_full_is_not_guessed(text: str) -> None:
    assert groups_in(text) == Named((), (text,))


def test_a_known_group_does_not_hide_an_unknown_one() -> None:
    assert groups_in("IDPs, Elves") == Named(("idps",), ("Elves",))


@pytest.mark.parametrize("text", ["", "n/a", " - ", "Ninguno", "не указано", None])
def test_a_cell_that_says_nothing_names_nothing(text: str | None) -> None:
    assert groups_in(text) == Named()


def test_the_nearest_name_is_a_suggestion_and_no_answer() -> None:
    assert groups_named("Retunrees") == ()
    assert group_suggestion("Retunrees") == "Returnees"
    assert group_suggestion("zzzz") is None
    assert modality_suggestion("Trainnig") == "Training"


def test_the_opposite_is_never_suggested() -> None:
    suggestion = group_suggestion("not unemployed")

    assert suggestion is None or "unemployed" not in suggestion.casefold()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Cash + Voucher", ("cash", "voucher")),
        ("Cash + In-Kind", ("cash", "in_kind")),
        ("CVA", ("cash", "voucher")),
        ("Asistencia Técnica", ("advice",)),
        ("Humano", ("staff",)),
        ("Financiero", ("financial",)),
        ("Kits", ("in_kind",)),
        ("No Alimentario", ("in_kind",)),
        ("Talleres - Capacitaciones", ("training",)),
        ("Liberación de tierras", ("clearance",)),
        ("обучение и оборудование", ("training", "equipment")),
        ("Unidad", ()),
    ],
)
def test_a_modality_is_known_as_lists_write_it(text: str, codes: tuple[str, ...]) -> None:
    assert modalities_named(text) == codes


@pytest.mark.parametrize("list_name", ["target_groups", "modalities"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "uk", "ar"])
def test_every_code_is_found_by_its_own_name(list_name: str, language: str) -> None:
    named = groups_named if list_name == "target_groups" else modalities_named

    for row in codelists.rows(list_name):
        assert named(row[f"name_{language}"]) == (row["code"],), row


@pytest.mark.parametrize(
    ("table", "list_name"),
    [("target_group_names", "target_groups"), ("modality_names", "modalities")],
)
def test_every_name_means_a_code_of_its_list(table: str, list_name: str) -> None:
    for row in codelists.rows(table):
        assert codelists.has(list_name, row["code"]), row


@given(st.lists(st.sampled_from([row["code"] for row in codelists.rows("target_groups")])))
def test_a_list_of_names_gives_the_codes_in_their_order(codes: list[str]) -> None:
    names = codelists.names("target_groups")

    assert groups_named("; ".join(names[code] for code in codes)) == tuple(dict.fromkeys(codes))


@given(st.text(max_size=80))
def test_no_cell_is_lost(text: str) -> None:
    from intarsia.spelling import folded, says_nothing

    named = groups_in(text)

    assert bool(named.codes or named.unknown) == bool(folded(text) and not says_nothing(text))


@pytest.mark.shared
def test_the_groups_of_the_real_lists_are_known(shared: Path) -> None:
    from python_calamine import CalamineWorkbook

    file = shared / "data" / "3w" / "colombia-345w.xlsx"
    heading, _, *rows = (
        CalamineWorkbook.from_path(str(file)).get_sheet_by_name("Records").to_python()
    )
    column = heading.index("Principal grupo vulnerable")
    cells = {str(row[column]) for row in rows} - {""}

    assert len(cells) > 20
    assert [cell for cell in cells if groups_in(cell).unknown] == []
