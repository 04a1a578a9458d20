"""The rows of money: transactions, and budgets with their quarter as the period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import pyarrow as pa

from intarsia.readers.columns import Values, fill
from intarsia.readers.country_sheet.cells import Coded, Named
from intarsia.readers.country_sheet.grouping import CURRENCY, Groups, ordinals
from intarsia.readers.country_sheet.lines import NO_MONEY, Lines
from intarsia.readers.country_sheet.said import Codes, Column
from intarsia.tables import BUDGETS, TRANSACTIONS
from intarsia.terms import Basis

BUDGET = "budget"

T = TypeVar("T")
_TEXT = pa.string()


def _basis(period: tuple[dt.date | None, dt.date | None]) -> str:
    """How weak a day is that stands for this period: the last of a quarter or of a year."""
    first, last = period
    is_year = first is not None and last is not None and (last - first).days > 100
    return str(Basis.YEAR if is_year else Basis.WEAK)


def transactions(lines: Lines, groups: Groups) -> pa.Table:
    """Return TRANSACTIONS: one row per row of the sheet that is no budget."""
    rows = lines.kind.where(lambda kind: kind not in (BUDGET, NO_MONEY))
    columns = _shared(lines, groups, rows)
    columns |= {
        "kind": _part(lines.kind, rows, lambda kind: kind),
        # Only the quarter or the year is known; its last day stands for it.
        "on": _part(lines.period, rows, lambda period: period[1], pa.date32()),
        "on_basis": _part(lines.period, rows, _basis),
        "provider_type": _part(lines.provider_type, rows, _code),
        "receiver_type": _part(lines.receiver_type, rows, _code),
        "region_code": _part(lines.country, rows, _region),
        "aid_type": _part(lines.aid_type, rows, _code),
        "finance_type": _part(lines.finance_type, rows, _code),
        "flow_type": _part(lines.flow_type, rows, _code),
        "is_humanitarian": _part(lines.humanitarian, rows, lambda flag: flag, pa.bool_()),
    }
    return fill(TRANSACTIONS, columns)


def budgets(lines: Lines, groups: Groups) -> pa.Table:
    """Return BUDGETS: one row per budget row of the sheet."""
    rows = lines.kind.where(lambda kind: kind == BUDGET)
    columns = _shared(lines, groups, rows)
    columns |= {
        "kind": pa.repeat(BUDGET, len(rows)),
        "from_on": _part(lines.period, rows, lambda period: period[0], pa.date32()),
        "to_on": _part(lines.period, rows, lambda period: period[1], pa.date32()),
    }
    return fill(BUDGETS, columns)


def _shared(lines: Lines, groups: Groups, rows: Codes) -> dict[str, Values]:
    """The columns that a transaction and a budget have both."""
    of = groups.of_row[rows]
    positions = pa.array(rows)
    return {
        "activity_id": groups.ids_of(of),
        "ordinal": pa.array(ordinals(of), pa.int32()),
        "row": pa.array(lines.row, pa.int32()).take(positions),
        "value": pa.array(lines.value, pa.float64()).take(positions),
        "currency": pa.repeat(CURRENCY, len(rows)),
        "provider_identifier": _part(lines.provider, rows, _identifier),
        "provider_name": _part(lines.provider, rows, _name),
        "receiver_identifier": _part(lines.receiver, rows, _identifier),
        "receiver_name": _part(lines.receiver, rows, _name),
        "sector_vocabulary": _part(lines.sector, rows, lambda one: one and one.vocabulary),
        "sector_code": _part(lines.sector, rows, lambda one: one and one.code),
        "country_code": _part(lines.country, rows, country_code),
    }


def _part(
    column: Column[T], rows: Codes, part: Callable[[T], object], kind: pa.DataType = _TEXT
) -> pa.Array:
    parts = pa.array([part(one) for one in column.said], kind)
    return parts.take(pa.array(column.codes[rows]))


def _code(stated: Coded) -> str | None:
    return stated.code


def country_code(stated: Coded) -> str | None:
    """Return the code of a country; null for a region's, which is a number."""
    return None if stated.code is None or stated.code.isdigit() else stated.code


def _region(stated: Coded) -> str | None:
    return stated.code if stated.code is not None and stated.code.isdigit() else None


def _identifier(ones: tuple[Named, ...]) -> str | None:
    return ones[0].identifier if len(ones) == 1 else None


def _name(ones: tuple[Named, ...]) -> str | None:
    """The organization's name; where there are several, all of them in one text."""
    if len(ones) == 1:
        return ones[0].name
    said = (f"{one.name or ''} [{one.identifier}]" if one.identifier else one.name for one in ones)
    return "; ".join(text.strip() for text in said if text) or None
