"""By-country spreadsheets become activities; every row is kept or named."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.readers import Reading, country_sheet, open_source
from intarsia.readers.source import ReaderError
from intarsia.tables import TABLES, check

ENGLISH = (
    "IATI Identifier|Title|Reporting Organisation|Reporting Organisation Type|Aid Type|"
    "Finance Type|Provider Organisation|Provider Organisation Type|Receiver Organisation|"
    "Receiver Organisation Type|Transaction Type|Recipient Country|Multi Country|"
    "Sector Category|Sector|COVID 19|Calendar Year|Calendar Quarter|Value (USD)"
).split("|")
FRENCH = (
    "Identifiant de l’IITA|Titre|Organisme déclarant|Type d’organisme déclarant|Type d’aide|"
    "Type de financement|Organisme prestataire|Type d’organisme prestataire|"
    "Organisme bénéficiaire|Type d’organisme bénéficiaire|Type de transaction|"
    "Pays ou région bénéficiaire|Multipays|Catégorie de secteur|Secteur|COVID 19|"
    "Année civile|Trimestre civil|Valeur (USD)"
).split("|")
ROW = {
    "IATI Identifier": "UN-1",
    "Title": "Clinics",
    "Reporting Organisation": "Health Agency [UN]",
    "Reporting Organisation Type": "40 - Multilateral",
    "Aid Type": "C01 - Project-type interventions",
    "Finance Type": "110 - Standard grant",
    "Provider Organisation": "Donor [XX-1]",
    "Provider Organisation Type": "10 - Government",
    "Receiver Organisation": "Local NGO",
    "Receiver Organisation Type": "22 - National NGO",
    "Transaction Type": "3 - Disbursement",
    "Recipient Country": "GE - Georgia",
    "Multi Country": 0,
    "Sector Category": "120 - Health",
    "Sector": "12220 - Basic health care",
    "COVID 19": 0,
    "Calendar Year": 2010,
    "Calendar Quarter": "Q2",
    "Value (USD)": 100.0,
}


def a_row(**changes: object) -> dict[str, object]:
    """Return a sound row; `_` stands for a space in the headings."""
    renamed = {key.replace("_", " "): value for key, value in changes.items()}
    return {**ROW, **{("Value (USD)" if key == "Value" else key): v for key, v in renamed.items()}}


def a_file(
    tmp_path: Path, *rows: dict[str, object] | Sequence[object], headings: list[str] | None = None
) -> Path:
    path = tmp_path / "country.xlsx"
    book = openpyxl.Workbook()
    names = ENGLISH if headings is None else headings
    book.active.append(names)
    for row in rows:
        book.active.append(
            [row.get(name) for name in names] if isinstance(row, dict) else list(row)
        )
    book.save(path)
    return path


def read(path: Path) -> Reading:
    """Read a file, and check what every reading must keep."""
    reading = country_sheet.read(open_source(path))
    for name, table in reading.tables.items():
        check(table, TABLES[name], from_reader=True)
    report = reading.report
    assert report["rows"] == report["rows_kept"] + report["rows_named"]  # type: ignore[operator]
    return reading


def rows_of(reading: Reading, table: str, *columns: str) -> list[tuple[object, ...]]:
    found = reading.tables.get(table)
    if found is None:
        return []
    return list(zip(*(found[column].to_pylist() for column in columns), strict=True))


def codes(reading: Reading) -> dict[str, int]:
    """Return the problems that are about something wrong, with how often each stands."""
    usual = ("country_sheet.column_derived", "country_sheet.shares_")
    found: dict[str, int] = {}
    for problem in reading.problems:
        if not problem.code.startswith(usual):
            short = problem.code.removeprefix("country_sheet.")
            found[short] = found.get(short, 0) + problem.times
    return found


def test_rows_of_one_identifier_are_one_activity(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(), a_row(Value=50), a_row(IATI_Identifier="UN-2"))

    reading = read(path)

    assert rows_of(reading, "activities", "activity_id", "identifier", "title", "row") == [
        ("UN-1", "UN-1", "Clinics", 2),
        ("UN-2", "UN-2", "Clinics", 4),
    ]
    assert rows_of(reading, "transactions", "activity_id", "ordinal", "row", "value") == [
        ("UN-1", 0, 2, 100.0),
        ("UN-1", 1, 3, 50.0),
        ("UN-2", 0, 4, 100.0),
    ]
    assert reading.report["rows_kept"] == 3
    assert reading.report["covers_countries"] == "GE"
    assert codes(reading) == {}


def test_a_transaction_keeps_its_codes_partners_and_the_last_day_of_its_quarter(
    tmp_path: Path,
) -> None:
    reading = read(a_file(tmp_path, a_row()))

    (row,) = reading.tables["transactions"].to_pylist()
    assert row["on"] == dt.date(2010, 6, 30)
    assert row["on_basis"] == "derived, weak"
    assert (row["kind"], row["currency"], row["country_code"]) == ("3", "USD", "GE")
    assert (row["aid_type"], row["finance_type"]) == ("C01", "110")
    assert (row["provider_identifier"], row["provider_name"]) == ("XX-1", "Donor")
    assert (row["receiver_identifier"], row["receiver_name"]) == (None, "Local NGO")
    assert (row["provider_type"], row["receiver_type"]) == ("10", "22")
    assert (row["sector_vocabulary"], row["sector_code"]) == ("1", "12220")


def test_who_gives_funds_and_who_receives_implements(tmp_path: Path) -> None:
    own = "Health Agency of the UN [UN]"
    path = a_file(
        tmp_path,
        a_row(Transaction_Type="1 - Incoming Funds", Receiver_Organisation=own),
        a_row(Provider_Organisation=own),
        a_row(Receiver_Organisation="local ngo"),
    )

    reading = read(path)

    assert rows_of(
        reading, "participations", "role", "ordinal", "identifier_as_reported",
        "name_as_reported", "organization_type",
    ) == [
        ("reporting", 0, "UN", "Health Agency", "40"),
        ("funding", 0, "XX-1", "Donor", "10"),
        ("implementing", 0, None, "Local NGO", "22"),
    ]  # fmt: skip


def test_who_is_repaid_implements_nothing(tmp_path: Path) -> None:
    reading = read(a_file(tmp_path, a_row(Transaction_Type="6 - Loan Repayment")))

    assert [role for (role,) in rows_of(reading, "participations", "role")] == ["reporting"]


def test_several_organizations_in_a_cell_take_part_each(tmp_path: Path) -> None:
    many = "UNICEF ; Home Office [GB-6]; Local NGO ; UNICEF "

    reading = read(a_file(tmp_path, a_row(Receiver_Organisation=many)))

    implementing = reading.tables["participations"].filter(pc.field("role") == "implementing")
    assert implementing["name_as_reported"].to_pylist() == ["UNICEF", "Home Office", "Local NGO"]
    assert implementing["organization_type"].to_pylist() == [None, None, None]
    assert rows_of(reading, "transactions", "receiver_name", "receiver_identifier") == [
        ("UNICEF; Home Office [GB-6]; Local NGO", None)
    ]
    assert codes(reading) == {"several_organizations": 1}


def test_what_stands_for_an_identifier_and_is_none_is_dropped_and_named(tmp_path: Path) -> None:
    reading = read(a_file(tmp_path, a_row(Receiver_Organisation="Ministry [N/A]")))

    assert rows_of(reading, "transactions", "receiver_name", "receiver_identifier") == [
        ("Ministry", None)
    ]
    assert codes(reading) == {"no_identifier": 1}


def test_sectors_divide_by_money_spent(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        a_row(Value=60),
        a_row(Value=60, Transaction_Type="4 - Expenditure"),
        a_row(Value=-80),
        a_row(Value=120, Sector="11220 - Primary education"),
        a_row(Value=9000, Transaction_Type="2 - Outgoing Commitment"),
    )

    reading = read(path)

    assert rows_of(
        reading, "activity_sectors", "ordinal", "source_vocabulary", "source_code",
        "name_as_reported", "percentage",
    ) == [
        (0, "1", "12220", "Basic health care", 25.0),
        (1, "1", "11220", "Primary education", 75.0),
    ]  # fmt: skip
    assert "country_sheet.shares_by_spending" in {one.code for one in reading.problems}


@pytest.mark.parametrize(
    ("kind", "value", "code", "percentage"),
    [
        ("2 - Outgoing Commitment", 300, "shares_by_commitments", 75.0),
        ("1 - Incoming Funds", 300, "shares_by_all_money", 75.0),
        ("budget - Budget", 300, "shares_by_all_money", 75.0),
    ],
)
def test_sectors_divide_by_other_money_where_nothing_was_spent(
    tmp_path: Path, kind: str, value: float, code: str, percentage: float
) -> None:
    path = a_file(
        tmp_path,
        a_row(Transaction_Type=kind, Value=value),
        a_row(Transaction_Type=kind, Value=100, Sector="11220 - Primary education"),
    )

    reading = read(path)

    assert rows_of(reading, "activity_sectors", "percentage")[0] == (percentage,)
    assert f"country_sheet.{code}" in {one.code for one in reading.problems}


def test_sectors_without_money_have_equal_parts(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(Value=0), a_row(Value=0, Sector="11220 - Primary education"))

    assert rows_of(read(path), "activity_sectors", "percentage") == [(50.0,), (50.0,)]


def test_a_sector_category_alone_is_kept_in_its_vocabulary(tmp_path: Path) -> None:
    reading = read(a_file(tmp_path, a_row(Sector="No data")))

    assert rows_of(reading, "activity_sectors", "source_vocabulary", "source_code") == [
        ("2", "120")
    ]


def test_no_data_is_nothing(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        a_row(
            Sector="No data",
            Sector_Category="Aucune donnée",
            Receiver_Organisation="No data",
            Receiver_Organisation_Type="No data",
            Aid_Type="",
        ),
    )

    reading = read(path)

    assert "activity_sectors" not in reading.tables
    assert rows_of(reading, "transactions", "receiver_name", "aid_type", "sector_code") == [
        (None, None, None)
    ]
    assert codes(reading) == {"row_without_sector": 1}


def test_a_region_is_no_country(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(), a_row(Recipient_Country="89 - Europe, regional", Value=300))

    reading = read(path)

    assert rows_of(
        reading, "activity_locations", "kind", "ordinal", "source_vocabulary", "source_code",
        "name_as_reported", "percentage",
    ) == [
        ("country", 0, None, "GE", "Georgia", 25.0),
        ("region", 0, "1", "89", "Europe, regional", 75.0),
    ]  # fmt: skip
    assert rows_of(reading, "transactions", "country_code", "region_code") == [
        ("GE", None),
        (None, "89"),
    ]


def test_flags_are_kept_as_codes_and_humanitarian_as_a_truth_value(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        {**a_row(Multi_Country=1, COVID_19=1), "Humanitarian": 1},
        {**a_row(IATI_Identifier="UN-2"), "Humanitarian": 0},
        headings=[*ENGLISH, "Humanitarian"],
    )

    reading = read(path)

    flags = [row for row in rows_of(reading, "codes", "activity_id", "kind", "vocabulary", "code")
             if row[1] in ("multi_country", "tag")]  # fmt: skip
    assert flags == [("UN-1", "multi_country", None, "1"), ("UN-1", "tag", "covid", "1")]
    assert rows_of(reading, "activities", "is_humanitarian") == [(True,), (False,)]
    assert rows_of(reading, "transactions", "is_humanitarian") == [(True,), (False,)]


def test_a_budget_row_is_a_budget_of_its_quarter(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(Transaction_Type="budget - Budget", Calendar_Quarter="Q4"))

    reading = read(path)

    assert "transactions" not in reading.tables
    assert rows_of(
        reading, "budgets", "kind", "from_on", "to_on", "value", "currency", "sector_code", "row"
    ) == [("budget", dt.date(2010, 10, 1), dt.date(2010, 12, 31), 100.0, "USD", "12220", 2)]


def test_french_headings_say_the_same(tmp_path: Path) -> None:
    english = read(a_file(tmp_path, a_row()))
    french = read(a_file(tmp_path, [ROW[name] for name in ENGLISH], headings=FRENCH))

    assert french.report["language"] == "fr"
    for name in ("transactions", "participations", "activity_sectors", "activity_locations"):
        assert french.tables[name].equals(english.tables[name])


def test_headings_in_any_order_spelling_and_place_are_found(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C2"] = "Export of July"
    odd = [name.upper().replace("ORGANISATION", "Organization") + "  " for name in ENGLISH]
    for offset, name in enumerate(reversed(odd)):
        sheet.cell(4, 3 + offset, name)
    for offset, name in enumerate(reversed(ENGLISH)):
        sheet.cell(5, 3 + offset, ROW[name])
    book.save(path)

    reading = read(path)

    assert rows_of(reading, "transactions", "row", "value", "kind") == [(5, 100.0, "3")]
    assert codes(reading) == {}


def test_the_most_frequent_title_stands_and_the_others_are_kept(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(Title="Old name"), a_row(), a_row())

    reading = read(path)

    assert rows_of(reading, "activities", "title") == [("Clinics",)]
    assert rows_of(reading, "narratives", "element", "of", "ordinal", "text") == [
        ("title", 0, 1, "Old name")
    ]
    assert codes(reading) == {"several_titles": 1}


def test_one_identifier_of_two_reporters_is_two_statements(tmp_path: Path) -> None:
    rows = [a_row(), a_row(Reporting_Organisation="Other [YY]", Title="Theirs"), a_row()]
    there, back = tmp_path / "a", tmp_path / "b"
    there.mkdir()
    back.mkdir()

    forward = read(a_file(there, *rows))
    backward = read(a_file(back, *reversed(rows)))

    assert sorted(rows_of(forward, "activities", "activity_id", "title")) == sorted(
        rows_of(backward, "activities", "activity_id", "title")
    )
    assert {key for (key,) in rows_of(forward, "activities", "activity_id")} == {"UN-1", "UN-1~2"}
    assert rows_of(forward, "activities", "identifier") == [("UN-1",), ("UN-1",)]
    assert codes(forward) == {"identifier_shared": 2}


def test_two_reporters_under_one_identifier_are_named(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, a_row(), a_row(IATI_Identifier="UN-2", Reporting_Organisation="Ministry [UN]")
    )

    (problem,) = [one for one in read(path).problems if one.code.endswith("reporters_share")]

    assert (problem.value, problem.expected) == ("UN", "Health Agency; Ministry")


def test_a_row_without_an_identifier_is_an_activity_of_its_own(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(IATI_Identifier=None), a_row(IATI_Identifier=" "))
    key = hashlib.sha256(b"UN|Clinics|GE").hexdigest()[:16]

    reading = read(path)

    assert sorted(rows_of(reading, "activities", "activity_id", "identifier")) == [
        (f"row:{key}", None),
        (f"row:{key}~2", None),
    ]
    assert codes(reading) == {"identifier_missing": 2}


def test_spaces_around_an_identifier_are_taken_off_and_named(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(), a_row(IATI_Identifier="\u00a0UN-1 "))

    reading = read(path)

    assert reading.report["activities"] == 1
    assert codes(reading) == {"identifier_spaces": 1}


def test_identical_rows_stay_rows(tmp_path: Path) -> None:
    assert read(a_file(tmp_path, a_row(), a_row())).tables["transactions"].num_rows == 2


@pytest.mark.parametrize(
    ("changes", "code", "column", "expected"),
    [
        ({"Transaction_Type": "99 - Gift"}, "unknown_transaction_type", "kind", None),
        ({"Transaction_Type": None}, "transaction_type_missing", "kind", None),
        ({"Transaction_Type": "Disbursement"}, None, "kind", "3"),
        ({"Calendar_Year": "soon"}, "year_unknown", "on", None),
        ({"Calendar_Year": 20}, "year_unknown", "on", None),
        ({"Calendar_Year": None}, "year_unknown", "on", None),
        ({"Calendar_Quarter": "Q5"}, "quarter_unknown", "on", dt.date(2010, 12, 31)),
        ({"Calendar_Quarter": None}, "quarter_unknown", "on", dt.date(2010, 12, 31)),
        ({"Value": "n/k"}, "not_a_number", "value", None),
        ({"Value": "1,234"}, "not_a_number", "value", None),
        ({"Value": None}, "value_missing", "value", None),
        ({"Value": "1 234,50"}, "number_as_text", "value", 1234.5),
        ({"Value": -5}, "negative_value", "value", -5.0),
        ({"Value": "#REF!"}, "cell_error", "value", None),
        ({"Aid_Type": "#N/A"}, "cell_error", "aid_type", None),
        ({"Aid_Type": "Some aid"}, "no_code", "aid_type", None),
        ({"Multi_Country": "40%"}, "odd_flag", "value", 100.0),
    ],
)
def test_a_bad_cell_costs_the_cell_and_never_the_row(
    tmp_path: Path, changes: dict[str, object], code: str | None, column: str, expected: object
) -> None:
    reading = read(a_file(tmp_path, a_row(**changes)))

    assert rows_of(reading, "transactions", column) == [(expected,)]
    assert reading.report["rows_kept"] == 1
    assert codes(reading) == ({} if code is None else {code: 1})


def test_a_problem_says_where_it_stands(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(), a_row(Value="n/k"), a_row(Value="n/k"))

    (problem,) = [one for one in read(path).problems if one.code.endswith("not_a_number")]

    assert (problem.sheet, problem.cell, problem.column) == ("Sheet", "S3", "Value (USD)")
    assert (problem.value, problem.times) == ("n/k", 2)


def test_year_and_quarter_in_one_cell_help_where_their_own_are_missing(tmp_path: Path) -> None:
    headings = [*ENGLISH, "Calendar Year and Quarter"]
    missing = a_row(Calendar_Year=None, Calendar_Quarter=None)
    path = a_file(
        tmp_path,
        {**missing, "Calendar Year and Quarter": "2011 Q1"},
        {**a_row(), "Calendar Year and Quarter": "2011 Q1"},
        headings=headings,
    )

    reading = read(path)

    assert rows_of(reading, "transactions", "on") == [
        (dt.date(2011, 3, 31),),
        (dt.date(2010, 6, 30),),
    ]
    assert codes(reading) == {"two_quarters": 1}


def test_totals_remarks_blank_rows_and_headings_again_are_named_not_counted(
    tmp_path: Path,
) -> None:
    total = {"IATI Identifier": "Total", "Value (USD)": 200}
    path = a_file(
        tmp_path,
        a_row(),
        {},
        ENGLISH,
        a_row(),
        {},
        {"Value (USD)": 200},
        total,
        {"IATI Identifier": "Source: export of July"},
    )

    reading = read(path)

    assert pc.sum(reading.tables["transactions"]["value"]).as_py() == 200.0
    assert reading.report["rows"] == 6
    assert reading.report["rows_kept"] == 2
    assert codes(reading) == {"blank_row": 1, "headings_again": 1, "total_row": 2, "remark": 1}


def test_an_activity_without_money_is_kept(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(Transaction_Type=None, Calendar_Year=None, Value=None))

    reading = read(path)

    assert reading.report["activities"] == 1
    assert "transactions" not in reading.tables
    assert codes(reading) == {"row_without_money": 1}


def test_a_column_without_a_place_is_kept_as_written(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        {**a_row(), "Marker": "G1"},
        {**a_row(), "Marker": 2},
        a_row(),
        headings=[*ENGLISH, "Marker"],
    )

    reading = read(path)

    assert rows_of(reading, "remainders", "activity_id", "element", "ordinal", "source") == [
        ("UN-1", "Marker", 0, "G1"),
        ("UN-1", "Marker", 1, "2"),
    ]
    assert codes(reading) == {"extra_column": 2}


def test_a_heading_that_stands_twice_is_named(tmp_path: Path) -> None:
    path = a_file(tmp_path, [*ROW.values(), "Other title"], headings=[*ENGLISH, "Title"])

    reading = read(path)

    assert rows_of(reading, "activities", "title") == [("Clinics",)]
    assert rows_of(reading, "remainders", "element", "source") == [("Title (T)", "Other title")]
    assert codes(reading) == {"column_twice": 1}


def test_a_link_that_only_repeats_the_identifier_is_no_document(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        {**a_row(), "URL": "https://example.org/q.html?aid=UN-1"},
        {**a_row(), "URL": "https://example.org/report.pdf"},
        headings=[*ENGLISH, "URL"],
    )

    assert rows_of(read(path), "documents", "url") == [("https://example.org/report.pdf",)]


def test_money_in_other_currencies_is_not_kept_and_said_once(tmp_path: Path) -> None:
    headings = [*ENGLISH, "Value (EUR)", "Value (Local currrency)"]
    rows = [{**a_row(), "Value (EUR)": 80.0, "Value (Local currrency)": 170.0}] * 2

    reading = read(a_file(tmp_path, *rows, headings=headings))

    derived = {one.column: one.times for one in reading.problems if one.code.endswith("derived")}
    assert derived["Value (EUR)"] == derived["Value (Local currrency)"] == 2


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(), headings=[one for one in ENGLISH if one != "Aid Type"])

    (problem,) = [one for one in read(path).problems if one.code.endswith("column_missing")]

    assert problem.column == "Aid Type"


def test_a_sheet_without_values_is_refused_and_says_which_column_is_missing(
    tmp_path: Path,
) -> None:
    path = a_file(tmp_path, a_row(), headings=ENGLISH[:-1])

    with pytest.raises(ReaderError) as error:
        read(path)

    assert error.value.code == "country_sheet.headings_missing"
    assert error.value.data["expected"] == "Value (USD)"


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, [1, 2], headings=["Cluster", "Partner"])

    with pytest.raises(ReaderError) as error:
        read(path)

    assert error.value.code == "country_sheet.no_headings"


def test_of_several_sheets_one_is_read_and_the_others_named(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(), a_row())
    book = openpyxl.load_workbook(path)
    book.create_sheet("About", 0).append(["Read me"])
    copy = book.create_sheet("Copy")
    copy.append(ENGLISH)
    copy.append([ROW[name] for name in ENGLISH])
    book.save(path)

    reading = read(path)

    assert (reading.report["rows"], reading.report["rows_named"]) == (3, 1)
    assert codes(reading) == {"sheet_without_list": 1, "sheet_not_read": 1}


def test_headings_without_rows_give_no_activity(tmp_path: Path) -> None:
    reading = read(a_file(tmp_path))

    assert reading.report["activities"] == 0
    assert codes(reading) == {"no_rows": 1}


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[float] = []

    country_sheet.read(open_source(a_file(tmp_path, a_row())), progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0


_CELLS = st.one_of(
    st.none(), st.sampled_from(list(ROW.values())), st.floats(-1e6, 1e6), st.booleans(),
    st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8).filter(
        lambda text: not text.startswith("=")),
)  # fmt: skip


@given(damage=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 18), _CELLS), max_size=12))
def test_damage_costs_no_row(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int, object]]
) -> None:
    rows = [[ROW[name] for name in ENGLISH] for _ in range(5)]
    for row, column, cell in damage:
        rows[row][column] = cell

    reading = read(a_file(tmp_path_factory.mktemp("damaged"), *rows))

    named = [one for one in reading.problems if str(one.severity) == "lost"]
    assert reading.report["rows_named"] == len(named)
    assert reading.report["rows_kept"] == 5 - len(named)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "rows", "activities", "reporters"),
    [
        ("GE-2021-07-22", 32166, 7830, 85),
        ("AL-2021-07-22", 21583, 4780, 68),
        ("KG-2021-07-22", 25624, 3599, 78),
        ("MD-2021-07-22", 23400, 5867, 70),
        ("XK-2021-07-22", 23520, 5843, 52),
        ("AZ-2021-07-22", 12411, 2237, 60),
        ("AZ-2023-02-17-en", 33020, 1688, 72),
        ("AZ-2023-02-17-fr", 33021, 1688, 72),
    ],
)
def test_real_files_keep_every_row(
    shared: Path, file: str, rows: int, activities: int, reporters: int
) -> None:
    reading = read(shared / "data" / "iati" / "by-country" / f"{file}.xlsx")

    assert reading.report["rows_kept"] == rows
    assert reading.report["activities"] == activities
    participations = reading.tables["participations"]
    reporting = participations.filter(pc.field("role") == "reporting")
    named = zip(
        reporting["identifier_as_reported"].to_pylist(),
        reporting["name_as_reported"].to_pylist(),
        strict=True,
    )
    assert len(set(named)) == reporters
    money = [reading.tables[name].num_rows for name in ("transactions", "budgets")
             if name in reading.tables]  # fmt: skip
    assert sum(money) == rows


@pytest.mark.shared
def test_english_and_french_say_the_same_sums(shared: Path) -> None:
    folder = shared / "data" / "iati" / "by-country"
    english, french = (read(folder / f"AZ-2023-02-17-{one}.xlsx") for one in ("en", "fr"))

    def sums(reading: Reading, table: str) -> dict[tuple[str, str], float]:
        found: pa.Table = reading.tables[table].group_by(["activity_id", "kind"])
        grouped = found.aggregate([("value", "sum")]).to_pylist()
        return {(one["activity_id"], one["kind"]): one["value_sum"] for one in grouped}

    for table in ("transactions", "budgets"):
        said, dit = sums(english, table), sums(french, table)
        assert said.keys() == dit.keys()
        assert all(abs(said[key] - dit[key]) < 0.01 for key in said)
