"""Names of sectors, as files write them, find Intarsia's sectors; what is unknown stays unknown."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from intarsia import codelists
from intarsia.sectors.cells import pieces, word_key
from intarsia.sectors.names import sector_named, suggestions
from intarsia.spelling import folded

NAMES = codelists.rows("sector_names")


def codes_of(text: str | None, code: str | None = None) -> tuple[str, ...] | None:
    match = sector_named(text, code)
    return None if match is None else match.sector_codes


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("WASH", "water_sanitation"),
        ("Eau, hygiène et assainissement", "water_sanitation"),
        ("EHA", "water_sanitation"),
        ("ATPC", "water_sanitation"),
        ("Agua, Saneamiento e Higiene", "water_sanitation"),
        ("Вода, санитария и гигиена", "water_sanitation"),
        ("ВСГ", "water_sanitation"),
        ("Водопостачання, санітарія та гігієна", "water_sanitation"),
        ("المياه والصرف الصحي والنظافة", "water_sanitation"),
        ("VBG", "gender_based_violence"),
        ("LAM", "mine_action"),
        ("PE", "child_protection"),
        ("ESNFI", "emergency_relief"),
        ("FSAC", "food_security"),
        ("FSL", "food_security"),
        ("CCCM", "camp_management"),
        ("HLP", "housing_land_property"),
        ("MPCA", "cash_assistance"),
        ("ETC", "emergency_telecommunications"),
        ("CwC/AAP", "relief_coordination"),
        ("Explosive Hazard", "mine_action"),
        ("Emergency Livelihoods", "employment_labour"),
        ("Police", "police"),
        ("Gestion des frontières", "border_management"),
        ("Выборы", "elections"),
        ("ЗМІ", "media"),
        ("Rule of law", "justice"),
        ("Derechos humanos", "human_rights"),
        ("الأقليات", "minorities_tolerance"),
        ("Торговля людьми", "human_trafficking"),
        ("Arms control", "arms_control"),
        ("SSR", "security_sector_reform"),
        ("Диалог", "dialogue_reconciliation"),
    ],
)
def test_a_name_in_six_languages_finds_its_sector(text: str, sector: str) -> None:
    assert codes_of(text) == (sector,)


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Operational Presence: Nutrition", "nutrition"),
        ("Operatioanl Presence: Water, Sanitation & Hygiene", "water_sanitation"),
        ("ESNFI_OP", "emergency_relief"),
        ("EiE_OP", "education"),
        ("Cluster: Protection", "protection"),
        ("Secteur : Santé", "primary_health"),
        ("Sector de Salud", "primary_health"),
        ("قطاع الصحة", "primary_health"),
        ("3. WASH", "water_sanitation"),
        ("II) Education", "education"),
        ("Pillar 2: Justice", "justice"),
        ("Protection cluster", "protection"),
        ("Logistics Sector", "logistics"),
        ("GBV sub-cluster", "gender_based_violence"),
        ("Working group on elections", "elections"),
        ("Nutrition in emergencies", "nutrition"),
    ],
)
def test_what_stands_around_a_name_is_taken_off(text: str, sector: str) -> None:
    assert codes_of(text) == (sector,)


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("WASH / EHA", ("water_sanitation",)),
        ("Health / Santé / الصحة", ("primary_health",)),
        ("Shelter/NFI", ("emergency_relief",)),
        ("Food Security & Agriculture", ("food_security",)),
        ("LTP (logement, terre, propriété)", ("housing_land_property",)),
        ("Child\nProtection", ("child_protection",)),
        ("Hygiene, water and sanitation", ("water_sanitation",)),
    ],
)
def test_one_sector_said_twice_or_joined_by_signs_is_one(
    text: str, sectors: tuple[str, ...]
) -> None:
    assert codes_of(text) == sectors


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Health; WASH", ("primary_health", "water_sanitation")),
        ("Health & Nutrition", ("primary_health", "nutrition")),
        ("Seguridad Alimentaria y Nutrición", ("food_security", "nutrition")),
        ("ВСГ и здравоохранение", ("water_sanitation", "primary_health")),
        ("الصحة والتغذية", ("primary_health", "nutrition")),
        (
            "Food, Shelter and NFI, Water, Sanitation and Hygiene, Health",
            ("food_security", "emergency_relief", "water_sanitation", "primary_health"),
        ),
        ("Health, Education and Other", ("primary_health", "education")),
        ("Police / Border", ("police", "border_management")),
        ("Non-food items and food", ("emergency_relief", "food_security")),
        ("Health, WASH, etc.", ("primary_health", "water_sanitation")),
        ("Multi-sector (Health, WASH)", ("primary_health", "water_sanitation")),
    ],
)
def test_several_sectors_in_one_cell_are_told_apart(text: str, sectors: tuple[str, ...]) -> None:
    assert codes_of(text) == sectors


@pytest.mark.parametrize("sign", [";", " / ", ", ", " | ", "\n", " - ", " & "])
def test_signs_between_two_sectors_are_not_read_as_a_name_of_a_third(sign: str) -> None:
    assert codes_of("Health Education") == ("primary_health",)
    assert codes_of(f"Health{sign}Education") == ("primary_health", "education")


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Protection (GBV)", ("gender_based_violence",)),
        ("Protection/GBV", ("gender_based_violence",)),
        ("Protection > Child Protection", ("child_protection",)),
        ("Protection (GBV, CP)", ("gender_based_violence", "child_protection")),
        ("Protection - déplacés", ("displacement_return",)),
        ("Health - communicable diseases", ("disease_control",)),
        ("Protection; GBV", ("protection", "gender_based_violence")),
        ("Rule of law/Police", ("justice", "police")),
    ],
)
def test_the_part_goes_before_its_whole_unless_both_are_listed(
    text: str, sectors: tuple[str, ...]
) -> None:
    assert codes_of(text) == sectors


@pytest.mark.parametrize(
    "text",
    [
        "Multi-sector",
        "MULTI-CLUSTER",
        "Intersectoral",
        "Cross-cutting",
        "Integrated",
        "Multisectoriel",
        "Multisectorial (R4V)",
        "Межсекторальная",
        "Міжсекторальна",
        "متعدد القطاعات",
        "All sectors",
    ],
)
def test_several_sectors_without_names_are_kept_as_such_with_the_reason(text: str) -> None:
    match = sector_named(text)

    assert match is not None
    assert (match.sector_codes, match.is_multi) == (("multisector",), True)
    assert "several sectors" in match.because


@pytest.mark.parametrize(
    "text", ["Other", "Others (specify)", "General", "N/A", "Autres", "Другое"]
)
def test_what_names_no_sector_gives_none_and_says_so(text: str) -> None:
    match = sector_named(text)

    assert match is not None
    assert (match.sector_codes, match.is_multi, match.unknown) == ((), False, ())
    assert "no sector" in match.because or "nothing" in match.because


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Educaton", "education"),
        ("Food Securty", "food_security"),
        ("Water, Sanitation and Hygeine", "water_sanitation"),
        ("Border managment", "border_management"),
        ("Торгивля людьми", "human_trafficking"),
    ],
)
def test_a_slip_of_the_keys_finds_the_nearest_name(text: str, sector: str) -> None:
    match = sector_named(text)

    assert match is not None
    assert (match.sector_codes, match.is_nearest) == ((sector,), True)
    assert match.sureness < 0.9


@pytest.mark.parametrize(
    "text", ["Wealth", "Policy reform", "Mitigation", "Security", "Basket weaving", "UN", "1"]
)
def test_another_word_is_no_misspelling(text: str) -> None:
    assert sector_named(text) is None


def test_what_is_unknown_gets_suggestions_and_no_sector() -> None:
    assert sector_named("Hygenic waterworks") is None

    (sector, name, score), *others = suggestions("Hygenic waterworks")

    assert sector == "water_sanitation"
    assert folded(name) in {folded(row["name"]) for row in NAMES if row["sector_code"] == sector}
    assert 0.5 < score <= 1
    assert len(others) == 2
    assert score >= others[0][2] >= others[1][2]


def test_a_list_with_an_unknown_part_keeps_both() -> None:
    match = sector_named("Education; Basket weaving")

    assert match is not None
    assert (match.sector_codes, match.unknown) == (("education",), ("Basket weaving",))


def test_the_code_speaks_where_the_name_does_not() -> None:
    assert codes_of(None, "HEA") == ("primary_health",)
    assert codes_of("Basket weaving", "SNFI") == ("emergency_relief",)
    assert codes_of("Other", "PRO_GBV") == ("gender_based_violence",)
    assert codes_of(None, "XYZ") is None


def test_digits_of_another_list_are_no_code() -> None:
    assert codes_of(None, "14030") is None
    assert codes_of("WASH", "7") == ("water_sanitation",)


def test_a_finer_code_goes_before_the_name_and_another_one_does_not() -> None:
    assert codes_of("Protection", "PRO-GBV") == ("gender_based_violence",)

    match = sector_named("Health", "WASH")

    assert match is not None
    assert match.sector_codes == ("primary_health",)
    assert match.sureness == pytest.approx(0.8)
    assert "water_sanitation" in match.because


@pytest.mark.parametrize("row", codelists.rows("clusters"), ids=lambda row: row["code"])
def test_names_of_clusters_agree_with_the_crosswalk(row: codelists.Row) -> None:
    sector = codelists.sector_crosswalk()["10", row["code"]]

    for language in ("en", "fr", "ru"):
        assert codes_of(row[f"name_{language}"]) == (sector,)
    assert codes_of(row["acronym"]) == (sector,)


def test_our_own_sectors_are_found_by_code_and_name() -> None:
    # In Russian the health cluster is called as the health system is: the cluster wins. The
    # French short name of awareness at donors is what lists call any raising of awareness.
    shared_name = {("health_system", "short_ru"), ("development_awareness", "short_fr")}
    for row in codelists.rows("sectors"):
        expected = () if row["code"] == "unallocated" else (row["code"],)
        for column in ("code", "name_en", "name_fr", "name_ru", "short_en", "short_fr", "short_ru"):
            if (row["code"], column) not in shared_name:
                assert codes_of(row[column]) == expected, (row["code"], column)


def test_every_name_of_the_list_is_read_as_the_list_says() -> None:
    wrong = []
    for row in NAMES:
        expected = (row["sector_code"],) if row["sector_code"] else ()
        if codes_of(row["name"]) != expected:
            wrong.append((row["name"], expected, codes_of(row["name"])))

    assert wrong == []


def test_no_name_stands_for_two_sectors() -> None:
    sectors = defaultdict(set)
    for row in NAMES:
        sectors[folded(row["name"])].add(row["sector_code"])

    assert [name for name, found in sectors.items() if len(found) > 1] == []


def test_the_list_has_known_sectors_languages_and_kinds() -> None:
    assert {row["sector_code"] for row in NAMES} - {""} <= set(codelists.names("sectors"))
    assert {row["language"] for row in NAMES} == {"en", "fr", "es", "ru", "uk", "ar"}
    assert {row["kind"] for row in NAMES} == {"name", "short", "acronym", "code", "activity_word"}


@given(st.sampled_from([row["name"] for row in NAMES]), st.sampled_from(["{}", " {} ", "[{}]"]))
def test_case_and_space_around_a_name_change_nothing(name: str, around: str) -> None:
    written = around.format(name)

    assert codes_of(written) == codes_of(name)
    assert codes_of(written.upper()) == codes_of(name)


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error_and_with_known_sectors(text: str) -> None:
    match = sector_named(text)

    if match is not None:
        assert set(match.sector_codes) <= set(codelists.names("sectors"))
        assert 0 <= match.sureness <= 1
        assert match.because


@given(st.text(alphabet="abc ,/&;-", max_size=30))
def test_pieces_hold_the_whole_text_but_the_signs(text: str) -> None:
    inside = "".join(text[begin:end] for begin, end in pieces(text))

    assert [c for c in inside if c.isalpha()] == [c for c in text if c.isalpha()]


def test_words_are_compared_without_order_articles_and_plural() -> None:
    assert word_key("protection de l enfance") == word_key("enfance protection")
    assert word_key("abris articles non alimentaires") == word_key("articles non alimentaire abri")
    assert word_key("التغذيه") == word_key("تغذيه")


def cells(shared: Path, name: str) -> list[tuple[str, str]]:
    """Name and code of the sector in each row of a real list."""
    path = shared / "data" / "3w" / name
    if path.is_dir():
        key = {"nepal-2015": "#sector", "vanuatu-2015": "activity"}[name]
        return [(row[key], "") for row in json.loads((path / "data__data.json").read_text())]
    if path.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))[1:]
        return [(row["CLUSTER_SECTOR_NAME"], row["CLUSTER_SECTOR_CODE"]) for row in rows]
    sheet, heading = SHEETS[name]
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    at = [str(cell).strip() for cell in header].index(heading)
    said = [str(row[at]).strip() for row in rows[1:] if any(row)]
    return [("", text) if heading == "Sector Short name" else (text, "") for text in said]


SHEETS = {
    "colombia-345w.xlsx": ("Records", "Sector / Cluster"),
    "ethiopia-4w-2022-02.xlsx": ("Eth_4Ws_February_2022", "Sector"),
    "iraq-3w-2022-q1.xlsx": ("3W longtable Jan-Apr 2022 ", "Cluster"),
    "libya-3w-2021-05.xlsx": ("3W as of May 2021", "Sector Short name"),
    "somalia-3w-2022-03.xlsx": ("Data", "Cluster"),
}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "rows", "without"),
    [
        ("afghanistan-3w-2021-q3.csv", 2414, set()),
        ("afghanistan-3w-2023-q1.csv", 9744, set()),
        ("afghanistan-3w-2023-q3.csv", 12029, set()),
        ("colombia-345w.xlsx", 4662, set()),
        ("ethiopia-4w-2022-02.xlsx", 7900, set()),
        ("iraq-3w-2022-q1.xlsx", 4839, set()),
        ("libya-3w-2021-05.xlsx", 495, set()),
        ("somalia-3w-2022-03.xlsx", 31085, set()),
        ("nepal-2015", 2282, {"NS Capacity Building"}),
        ("vanuatu-2015", 2510, set()),
    ],
)
def test_real_lists_are_read(shared: Path, name: str, rows: int, without: set[str]) -> None:
    said = cells(shared, name)

    assert len(said) == rows
    assert {text or code for text, code in said if not codes_of(text or None, code)} == without
