"""Amounts become dollars of their day; what is not known stays unknown and is counted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from intarsia.normalize.money import Rates, normalize_money
from intarsia.normalize.rate_series import MoneyError
from intarsia.tables import ACTIVITIES, BUDGETS, TRANSACTIONS, ProblemLog

UN_FORM = (
    "Country,Currency name,Currency abbreviation,Rate (units per 1 USD),Effective date\n"
    "Kyrgyzstan,Som,KGS,46.50,01 Jun 2010\n"
    "Kyrgyzstan,Som,KGS,47.00,15 Jun 2010\n"
    "Georgia,Lari,GEL,1.80,01 Jun 2010\n"
)


def dollars(rates: Rates, *rows: tuple[float | None, str | None, str | None]) -> list[float | None]:
    found, _ = rates.to_usd(*columns(*rows))
    return [None if one is None else round(one, 4) for one in found.to_pylist()]


def columns(
    *rows: tuple[float | None, str | None, str | None],
) -> tuple[pa.Array, pa.Array, pa.Array]:
    return (
        pa.array([value for value, _, _ in rows], pa.float64()),
        pa.array([currency for _, currency, _ in rows], pa.string()),
        pa.array([day and dt.date.fromisoformat(day) for _, _, day in rows], pa.date32()),
    )


def a_table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rates.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_dollars_stay_exactly_what_they_are() -> None:
    assert Rates.ecb().to_usd(*columns((0.1, "USD", None)))[0].to_pylist() == [0.1]


def test_euros_and_pounds_take_the_rate_of_the_day() -> None:
    # European Central Bank, 15 June 2010: 1 EUR = 1.2258 USD = 0.8301 GBP.
    found = dollars(Rates.ecb(), (100, "EUR", "2010-06-15"), (83.01, " gbp ", "2010-06-15"))

    assert found == [122.58, pytest.approx(122.58, abs=0.3)]


def test_a_week_end_has_the_rate_of_the_friday_before() -> None:
    friday, sunday = dollars(Rates.ecb(), (100, "CHF", "2010-06-11"), (100, "CHF", "2010-06-13"))

    assert friday == sunday


def test_days_that_no_rate_reaches_stay_unknown_and_are_counted() -> None:
    found, unknown = Rates.ecb().to_usd(
        *columns(
            (1.0, "EUR", "1998-12-31"),
            (1.0, "EUR", "2098-01-01"),
            (1.0, "KGS", "2010-06-15"),
            (1.0, "EUR", None),
            (1.0, None, "2010-06-15"),
            (1.0, "", "2010-06-15"),
            (None, "KGS", "2010-06-15"),
        )
    )

    assert found.null_count == 7
    assert unknown.no_rate == {"EUR": 2, "KGS": 1}
    assert unknown.no_date == {"EUR": 1}
    assert unknown.no_currency == 2


def test_a_currency_that_became_the_euro_has_its_fixed_rate() -> None:
    euro, mark, kroon = dollars(
        Rates.ecb(),
        (100, "EUR", "2012-03-01"),
        (195.583, "DEM", "2012-03-01"),
        (1564.66, "EEK", "2012-03-01"),
    )

    assert euro == mark == kroon


def test_a_currency_before_it_became_the_euro_has_its_daily_rate() -> None:
    (before,) = dollars(Rates.ecb(), (100, "SKK", "2005-03-01"))
    (fixed,) = dollars(Rates.ecb(), (100 / 30.126, "EUR", "2005-03-01"))

    assert before is not None
    assert before != fixed


def test_the_un_rates_hold_until_the_next_of_their_currency(tmp_path: Path) -> None:
    rates = Rates.from_file(a_table(tmp_path, UN_FORM))

    assert dollars(
        rates,
        (46.5, "KGS", "2010-05-31"),
        (46.5, "KGS", "2010-06-01"),
        (46.5, "KGS", "2010-06-14"),
        (47, "KGS", "2010-06-15"),
        (1.8, "GEL", "2010-12-01"),
        (1.8, "GEL", "2012-12-01"),
    ) == [None, 1.0, 1.0, 1.0, 1.0, None]


def test_a_long_table_says_its_direction_in_the_heading(tmp_path: Path) -> None:
    units = Rates.from_file(a_table(tmp_path, "currency,date,rate\nKGS,2010-06-01,50\n"))
    per_unit = Rates.from_file(
        a_table(tmp_path, "currency;date;USD per unit\nKGS;2010-06-01;0.02\n")
    )

    assert dollars(units, (50, "KGS", "2010-06-02")) == [1.0]
    assert dollars(per_unit, (50, "KGS", "2010-06-02")) == [1.0]


def test_a_workbook_of_rates_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rates.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["UN operational rates of exchange"])
    book.active.append(["Country", "Currency", "Abbrev.", "Rate", "Effective Date"])
    book.active.append(["Kyrgyzstan", "Som", "KGS", 50, dt.date(2010, 6, 1)])
    book.save(path)

    assert dollars(Rates.from_file(path), (50, "KGS", "2010-06-02")) == [1.0]


def test_a_users_table_comes_before_the_bank_and_the_bank_helps_out(tmp_path: Path) -> None:
    own = Rates.from_file(a_table(tmp_path, "currency,date,rate\nEUR,2010-06-01,0.5\n"))

    found = dollars(own.also(Rates.ecb()), (1, "EUR", "2010-06-15"), (1, "EUR", "2008-06-16"))

    assert found[0] == 2.0
    assert found[1] is not None


def test_days_written_day_first_are_read_in_the_order_that_others_betray(tmp_path: Path) -> None:
    rates = Rates.from_file(
        a_table(tmp_path, "currency,date,rate\nKGS,03/04/2010,50\nKGS,25/04/2010,60\n")
    )

    assert dollars(rates, (50, "KGS", "2010-04-03")) == [1.0]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a,b\n1,2\n", "1"),
        ("currency,date,rate\nKGS,soon,50\n", "2"),
        ("currency,date,rate\nKGS,03/04/2010,50\n", "2"),
        ("currency,date,rate\nKGS,2010-06-01,50\nKGS,2010-07-01,many\n", "3"),
        ("currency,date,rate\nKGS,2010-06-01,0\n", "2"),
        ("currency,date,rate\nKyrgyz som,2010-06-01,50\n", "2"),
        ("currency,date,rate\nKGS,2010-06-01,50\nKGS,2010-06-01,51\n", "3"),
        ("currency,date,rate\n", "1"),
        ("", "1"),
    ],
)
def test_a_table_that_cannot_be_used_says_in_which_row(tmp_path: Path, text: str, row: str) -> None:
    with pytest.raises(MoneyError) as error:
        Rates.from_file(a_table(tmp_path, text))

    assert error.value.code == "money.rates_unreadable"
    assert error.value.data["row"] == row


def test_a_table_that_is_not_there_is_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(MoneyError):
        Rates.from_file(tmp_path / "none.csv")


def test_transactions_and_budgets_get_their_dollars_in_their_place() -> None:
    day, value_day = dt.date(2010, 6, 14), dt.date(2010, 6, 15)
    blank = dict.fromkeys(TRANSACTIONS.reader_schema.names)
    money = {"activity_id": "A", "on_basis": "stated", "currency": "EUR", "value": 100.0}
    transactions = pa.Table.from_pylist(
        [
            {**blank, **money, "ordinal": 0, "on": day, "value_on": value_day},
            {**blank, **money, "ordinal": 1, "on": value_day},
            {**blank, **money, "ordinal": 2, "currency": "KGS", "on": day},
        ],
        TRANSACTIONS.reader_schema,
    )
    budgets = pa.Table.from_pylist(
        [
            {
                **dict.fromkeys(BUDGETS.reader_schema.names),
                "activity_id": "A",
                "ordinal": 0,
                "kind": "budget",
                "from_on": value_day,
                "value": 10.0,
                "currency": "EUR",
            }
        ],
        BUDGETS.reader_schema,
    )
    log = ProblemLog("report.xml")

    found = normalize_money({"transactions": transactions, "budgets": budgets}, Rates.ecb(), log)

    assert found["transactions"].schema.names == TRANSACTIONS.schema.names
    assert [one and round(one, 2) for one in found["transactions"]["value_usd"].to_pylist()] == [
        122.58,
        122.58,
        None,
    ]
    assert round(found["budgets"]["value_usd"][0].as_py(), 2) == 12.26
    assert [(one.code, one.value, one.times) for one in log] == [("money.rate_unknown", "KGS", 1)]


def test_an_amount_without_a_currency_is_in_the_default_of_its_activity() -> None:
    blank = dict.fromkeys(TRANSACTIONS.reader_schema.names)
    row = {**blank, "ordinal": 0, "on_basis": "stated", "value": 100.0, "on": dt.date(2010, 6, 15)}
    transactions = pa.Table.from_pylist(
        [{**row, "activity_id": "A"}, {**row, "activity_id": "B"}], TRANSACTIONS.reader_schema
    )
    activity = dict.fromkeys(ACTIVITIES.reader_schema.names)
    named = {**activity, "activity_id": "A", "report_id": "r", "file": "f", "currency": "EUR"}
    activities = pa.Table.from_pylist([named], ACTIVITIES.reader_schema)
    log = ProblemLog("report.xml")

    found = normalize_money(
        {"transactions": transactions, "activities": activities}, Rates.ecb(), log
    )

    assert [one and round(one, 2) for one in found["transactions"]["value_usd"].to_pylist()] == [
        122.58,
        None,
    ]
    assert [(one.code, one.times) for one in log] == [("money.no_currency", 1)]
