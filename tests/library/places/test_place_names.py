"""Names as people write them, and units they must not be taken for."""

import pyarrow as pa
import pytest

from intarsia.places import places_from_rows
from intarsia.places.names import Names


def a_tree(country: str, *regions: tuple[str, list[str]]) -> pa.Table:
    rows = []
    for number, (region, districts) in enumerate(regions, start=1):
        code = f"{country}{number:02}"
        rows.append({"code": code, "name": region, "level": 1})
        rows.extend(
            {"code": f"{code}{n:02}", "name": name, "level": 2, "parent": code}
            for n, name in enumerate(districts, start=1)
        )
    return places_from_rows(rows, country=country)


SOMALIA = Names.of(
    a_tree(
        "SO",
        ("Woqooyi Galbeed", ["Hargeysa", "Gebiley"]),
        ("Lower Juba", ["Kismaayo", "Afmadow"]),
        ("Bakool", ["Xudur", "Waajid"]),
        ("Gedo", ["Ceel Waaq", "Luuq"]),
    )
)
MIXED = Names.of(
    a_tree(
        "ET",
        ("Afar", ["Zone 1 (Awsi Rasu)", "Zone 2 (Kilbet Rasu)"]),
        ("Amhara", ["North Shewa", "North Gondar", "South Wello"]),
        ("Oromia", ["North Shewa", "Guji", "West Guji"]),
    )
)


@pytest.mark.parametrize(
    ("stated", "region", "name"),
    [
        ("HARGEYSA", "SO01", "Hargeysa"),
        ("Hargeisa", "SO01", "Hargeysa"),
        ("Hargeysa District", "SO01", "Hargeysa"),
        ("District de Hargeysa", "SO01", "Hargeysa"),
        ("Район Гебилей", "SO01", "Gebiley"),
        ("Kismayo", "SO02", "Kismaayo"),
        ("Hudur", "SO03", "Xudur"),
        ("Wajid", "SO03", "Waajid"),
        ("Eel Waq", "SO04", "Ceel Waaq"),
        ("Luq", "SO04", "Luuq"),
    ],
)
def test_a_name_is_known_in_other_spellings(stated: str, region: str, name: str) -> None:
    found = SOMALIA.find(stated, level=2, within=region)

    assert [SOMALIA.name(code) for code in found.codes] == [name]


@pytest.mark.parametrize(
    ("stated", "own"),
    [
        ("Al-Falluja", "Falluja"),
        ("El Fallujah", "Al-Falluja"),
        ("Aljfara", "Al Jfarah"),
        ("Ash-Sharqiya", "Sharqiya"),
        ("Черкасская область", "Cherkaska"),
        ("Cúcuta", "San Jose de Cucuta"),
        ("Province de l'Est", "Eastern Province"),
        ("Sirine-Nord", "North Sirin"),
        ("محافظة حلب", "حلب"),
    ],
)
def test_articles_kinds_and_directions_in_other_languages_are_understood(
    stated: str, own: str
) -> None:
    names = Names.of(a_tree("XA", ("Here", [own, "Somewhere"])))

    assert names.find(stated, level=2, within="XA01").codes == ("XA0101",)


@pytest.mark.parametrize(
    ("stated", "region"),
    [
        ("Zone 3", "ET01"),  # numbers must agree
        ("South Gondar", "ET02"),  # and directions
        ("East Guji", "ET03"),
        ("Gujo", "ET03"),  # too short for a slip of the pen
        ("Awsi", "ET02"),  # in another region
        ("Zone", "ET01"),
        ("12", "ET01"),
    ],
)
def test_a_unit_is_not_mistaken_for_another(stated: str, region: str) -> None:
    assert MIXED.find(stated, level=2, within=region).codes == ()


def test_numbered_zones_are_found_by_number_and_by_name() -> None:
    assert MIXED.find("Awsi /Zone 1", level=2, within="ET01").codes == ("ET0101",)
    assert MIXED.find("zone02", level=2, within="ET01").codes == ("ET0102",)


def test_two_units_of_one_name_are_told_apart_by_the_unit_above() -> None:
    assert MIXED.find("North Shewa", level=2, within="ET03").codes == ("ET0301",)
    assert MIXED.find("North Shewa", level=2).codes == ("ET0201", "ET0301")


def test_a_city_and_the_region_of_its_name_are_two() -> None:
    names = Names.of(a_tree("KG", ("Osh", []), ("Osh (city)", []), ("Batken", [])))

    assert names.find("Osh", level=1).codes == ("KG01",)
    assert names.find("Osh oblast", level=1).codes == ("KG01",)
    assert names.find("Osh city", level=1).codes == ("KG02",)


def test_of_two_near_spellings_neither_is_taken() -> None:
    names = Names.of(a_tree("XA", ("Here", ["Chernihivska", "Chernivetska"])))

    found = names.find("Chernivivska", level=2, within="XA01")

    assert found.how == "near"
    assert found.codes == ("XA0101", "XA0102")


def test_the_nearest_names_are_suggested() -> None:
    nearest = SOMALIA.nearest("Kismoyos", level=2, within="SO02", country="SO")

    assert [one.name for one in nearest] == ["Kismaayo"]


def test_units_without_a_name_are_not_found_by_their_code() -> None:
    names = Names.of(places_from_rows([{"code": "XA01", "name": None, "level": 1}]))

    assert names.find("XA01", level=1).codes == ()
