"""The rows of a sheet, column by column: what each says, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from intarsia import periods
from intarsia.readers.country_sheet import cells
from intarsia.readers.country_sheet.cells import Coded, Named, Period, Sector
from intarsia.readers.country_sheet.headings import usual_heading
from intarsia.readers.country_sheet.said import (
    Codes,
    Column,
    encoded,
    numbered,
    positions_of,
    said_in,
)
from intarsia.readers.country_sheet.sorting import Block, sort_out
from intarsia.readers.workbook import Row, column_letters
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

_QUARTERS = "Q1, Q2, Q3, Q4"
_YEARS = f"{periods.EARLIEST.year}-{periods.LATEST.year}"

#: In the place of a transaction type: the row states an activity and no money.
NO_MONEY = "no money"

T = TypeVar("T")


@dataclass(frozen=True)
class Lines:
    """The rows that are kept, one entry per row in each column.

    kind    IATI TransactionType code, "budget", NO_MONEY, or null where the cell is none of them
    extra   by heading
    """

    row: list[int]
    identifier: Column[str | None]
    title: Column[str | None]
    reporter: Column[tuple[Named, ...]]
    reporter_type: Column[Coded]
    provider: Column[tuple[Named, ...]]
    provider_type: Column[Coded]
    receiver: Column[tuple[Named, ...]]
    receiver_type: Column[Coded]
    kind: Column[str | None]
    aid_type: Column[Coded]
    finance_type: Column[Coded]
    flow_type: Column[Coded]
    country: Column[Coded]
    sector: Column[Sector | None]
    multi_country: Column[bool | None]
    covid: Column[bool | None]
    humanitarian: Column[bool | None]
    period: Column[Period]
    value: list[float | None]
    url: Column[str | None]
    extra: dict[str, Column[str | None]]

    def __len__(self) -> int:
        return len(self.row)


def read_lines(block: Block, log: ProblemLog) -> tuple[Lines, int]:
    """Return the rows kept and the number of rows that are named in the problems instead."""
    kept, named = sort_out(block, log)
    numbers = [block.first_row + position for position in kept]
    rows = block.rows if len(kept) == len(block.rows) else [block.rows[at] for at in kept]
    return _Columns(block, rows, numbers, log).lines(), named


class _Columns:
    """Reads the columns of the rows kept."""

    def __init__(
        self, block: Block, rows: Sequence[Row], numbers: list[int], log: ProblemLog
    ) -> None:
        self.block = block
        self.numbers = numbers
        self.log = log
        self.cells: list[tuple[object, ...]] = list(zip(*rows, strict=True))
        self.language = block.headings.language
        self.numbered: dict[str, tuple[Codes, list[object]]] = {}

    def lines(self) -> Lines:
        """Return all columns."""
        self._name_errors()
        coded = {
            name: self._coded(name) for name in ("aid_type", "finance_type", "flow_type", "country")
        }
        types = {
            name: self._coded(name) for name in ("reporter_type", "provider_type", "receiver_type")
        }
        return Lines(
            row=self.numbers,
            identifier=self._identifier(),
            title=self._each("title", cells.text),
            reporter=self._organizations("reporter"),
            provider=self._organizations("provider"),
            receiver=self._organizations("receiver"),
            kind=self._kind(),
            sector=self._sector(),
            multi_country=self._flag("multi_country"),
            covid=self._flag("covid"),
            humanitarian=self._flag("humanitarian"),
            period=self._period(),
            value=self._value(),
            url=self._each("url", cells.text),
            extra=self._extra(),
            **coded,
            **types,
        )

    def _cells(self, name: str) -> tuple[object, ...]:
        at = self.block.headings.columns.get(name)
        return ("",) * len(self.numbers) if at is None or not self.cells else self.cells[at]

    def _distinct(self, name: str) -> list[object]:
        return self._numbered(name)[1]

    def _numbered(self, name: str) -> tuple[Codes, list[object]]:
        """Return which of the distinct cells each row has, and those."""
        if name not in self.numbered:
            self.numbered[name] = numbered(self._cells(name))
        return self.numbered[name]

    def _each(self, name: str, say: Callable[[object], T]) -> Column[T]:
        return said_in(*self._numbered(name), say)

    def _where(self, name: str, position: int) -> str:
        at = self.block.headings.columns[name] + self.block.first_column
        return f"{column_letters(at)}{self.numbers[position]}"

    def _heading(self, name: str) -> str:
        at = self.block.headings.columns.get(name)
        if at is None:
            return usual_heading(name, self.language)
        return self.block.headings.texts[at]

    def _tally(
        self,
        code: str,
        name: str,
        position: int,
        times: int,
        *,
        value: str | None = None,
        expected: str | None = None,
        severity: Severity = Severity.CHANGED,
    ) -> None:
        self.log.tally(
            code,
            severity=severity,
            sheet=self.block.sheet,
            column=self._heading(name),
            value=value,
            expected=expected,
            cell=self._where(name, position),
            times=times,
        )

    def _name_cells(
        self,
        code: str,
        name: str,
        wrong: Callable[[object], bool],
        *,
        expected: str | None = None,
        severity: Severity = Severity.CHANGED,
    ) -> None:
        """Name every distinct cell that is wrong, with the number of times it stands there."""
        if name not in self.block.headings.columns:
            return
        column = self._cells(name)
        odd = {cell for cell in self._distinct(name) if wrong(cell)}
        found: dict[object, list[int]] = {}
        for position in positions_of(column, odd):
            found.setdefault(column[position], []).append(position)
        for cell, positions in found.items():
            self._tally(
                code,
                name,
                positions[0],
                len(positions),
                value=cells.text(cell),
                expected=expected,
                severity=severity,
            )

    def _name_errors(self) -> None:
        if not self.block.errors:
            return
        positions = {number: position for position, number in enumerate(self.numbers)}
        names = {at: name for name, at in self.block.headings.columns.items()}
        for (number, at), error in sorted(self.block.errors.items()):
            name = names.get(at - self.block.first_column)
            if name is not None and number in positions:
                self._tally("country_sheet.cell_error", name, positions[number], 1, value=error)

    def _coded(self, name: str) -> Column[Coded]:
        self._name_cells(
            "country_sheet.no_code",
            name,
            lambda cell: cells.coded(cell).code is None and cells.text(cell) is not None,
        )
        return self._each(name, cells.coded)

    def _identifier(self) -> Column[str | None]:
        column = self._cells("identifier")
        spaced = {
            cell
            for cell in self._distinct("identifier")
            if isinstance(cell, str) and cells.text(cell) not in (cell, None)
        }
        at = positions_of(column, spaced)
        if at:
            self._tally("country_sheet.identifier_spaces", "identifier", at[0], len(at))
        said = self._each("identifier", cells.text)
        nameless = said.where(lambda text: text is None)
        if len(nameless):
            self._tally(
                "country_sheet.identifier_missing",
                "identifier",
                int(nameless[0]),
                len(nameless),
            )
        return said

    def _organizations(self, name: str) -> Column[tuple[Named, ...]]:
        column = self._cells(name)
        said = {cell: cells.organizations(cell) for cell in self._distinct(name)}
        dropped = {cell for cell, ones in said.items() if any(one.dropped for one in ones)}
        places = positions_of(column, dropped)
        texts = Counter(one.dropped for at in places for one in said[column[at]] if one.dropped)
        for text, times in texts.items():
            first = next(at for at in places if text in {one.dropped for one in said[column[at]]})
            self._tally("country_sheet.no_identifier", name, first, times, value=text)
        several = positions_of(column, {cell for cell, ones in said.items() if len(ones) > 1})
        if several:
            self._tally(
                "country_sheet.several_organizations",
                name,
                several[0],
                len(several),
                severity=Severity.NOTE,
            )
        return self._each(name, said.__getitem__)

    def _kind(self) -> Column[str | None]:
        self._name_cells(
            "country_sheet.unknown_transaction_type",
            "kind",
            lambda cell: cells.text(cell) is not None and cells.transaction_type(cell) is None,
        )
        column = self._cells("kind")
        empty = {cell for cell in self._distinct("kind") if cells.text(cell) is None}
        if not empty:
            return self._each("kind", cells.transaction_type)
        values, years = self._cells("value"), self._cells("year")
        missing, bare = [], set()
        for at in positions_of(column, empty):
            if cells.text(values[at]) is None and cells.text(years[at]) is None:
                bare.add(at)
            else:
                missing.append(at)
        if missing:
            self._tally("country_sheet.transaction_type_missing", "kind", missing[0], len(missing))
        if bare:
            self._tally(
                "country_sheet.row_without_money",
                "kind",
                min(bare),
                len(bare),
                severity=Severity.NOTE,
            )
        kinds = self._each("kind", cells.transaction_type).each(lambda kind: kind)
        stated = [NO_MONEY if at in bare else kind for at, kind in enumerate(kinds)]
        return encoded(stated, lambda kind: kind)

    def _sector(self) -> Column[Sector | None]:
        pairs = list(zip(self._cells("sector"), self._cells("category"), strict=True))
        self._name_cells(
            "country_sheet.no_code",
            "sector",
            lambda cell: cells.coded(cell).code is None and cells.text(cell) is not None,
        )
        return encoded(pairs, lambda pair: cells.sector(*pair))

    def _flag(self, name: str) -> Column[bool | None]:
        self._name_cells(
            "country_sheet.odd_flag",
            name,
            lambda cell: cells.flag(cell) is None and cells.text(cell) is not None,
            expected="0, 1",
        )
        return self._each(name, cells.flag)

    def _period(self) -> Column[Period]:
        stated = list(
            zip(
                self._cells("year"),
                self._cells("quarter"),
                self._cells("year_and_quarter"),
                strict=True,
            )
        )
        read = {triple: cells.period(*triple) for triple in set(stated)}
        wrong: dict[tuple[str, str | None], list[int]] = {}
        kinds, values = self._cells("kind"), self._cells("value")
        for position in positions_of(stated, {triple for triple in read if read[triple][1]}):
            _, code, cell = read[stated[position]]
            if code and (cells.text(kinds[position]) or cells.text(values[position])):
                wrong.setdefault((code, cells.text(cell)), []).append(position)
        for (code, value), positions in wrong.items():
            name = "year" if code == "country_sheet.year_unknown" else "quarter"
            if name in self.block.headings.columns:
                expected = _YEARS if name == "year" else _QUARTERS
                self._tally(
                    code, name, positions[0], len(positions), value=value, expected=expected
                )
        return encoded(stated, lambda triple: read[triple][0])

    def _value(self) -> list[float | None]:
        column = self._cells("value")
        numbers = {cell: cells.number(cell) for cell in self._distinct("value")}
        values = [numbers[cell] for cell in column]
        if None in numbers.values():
            self._name_missing_values()
        written = positions_of(
            column,
            {
                cell
                for cell, value in numbers.items()
                if isinstance(cell, str) and value is not None
            },
        )
        negative = [at for at, value in enumerate(values) if value is not None and value < 0]
        for code, found in (
            ("country_sheet.number_as_text", written),
            ("country_sheet.negative_value", negative),
        ):
            if found:
                self._tally(code, "value", found[0], len(found), severity=Severity.NOTE)
        return values

    def _name_missing_values(self) -> None:
        column, kinds = self._cells("value"), self._cells("kind")
        at_value = self.block.headings.columns["value"] + self.block.first_column
        empty = [
            position
            for position, cell in enumerate(column)
            if cells.text(cell) is None
            and cells.text(kinds[position]) is not None
            and (self.numbers[position], at_value) not in self.block.errors
        ]
        if empty:
            self._tally("country_sheet.value_missing", "value", empty[0], len(empty))
        self._name_cells(
            "country_sheet.not_a_number",
            "value",
            lambda cell: cells.number(cell) is None and cells.text(cell) is not None,
        )

    def _extra(self) -> dict[str, Column[str | None]]:
        headings = self.block.headings
        found: dict[str, Column[str | None]] = {}
        for at in sorted((*headings.extra, *headings.twice)):
            if not self.cells:
                break
            column = encoded(self.cells[at], cells.text)
            times = len(column.where(lambda text: text is not None))
            if not times:
                continue
            letters = column_letters(at + self.block.first_column)
            name = headings.texts[at] or letters
            if name in found or at in headings.twice:
                name = f"{name} ({letters})"
            found[name] = column
            self.log.tally(
                "country_sheet.column_twice"
                if at in headings.twice
                else "country_sheet.extra_column",
                severity=Severity.NOTE,
                sheet=self.block.sheet,
                column=name,
                cell=f"{letters}{self.block.first_row - 1}",
                times=times,
            )
        return found
