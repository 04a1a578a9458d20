"""Collects what is wrong in a report while it is read; hands it over as the PROBLEMS table.

Nothing here raises: a reader returns what it could read *and* the problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa

from intarsia.tables.details import PROBLEMS
from intarsia.tables.spec import from_rows
from intarsia.terms import Severity


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a report: where, what, and what became of it."""

    code: str
    severity: Severity
    sheet: str | None = None
    cell: str | None = None
    column: str | None = None
    activity_id: str | None = None
    value: str | None = None
    expected: str | None = None
    suggestion: str | None = None
    times: int = 1


@dataclass
class ProblemLog:
    """The problems of one file, in the order found; alike ones can be counted together.

    >>> log = ProblemLog("3w.csv")
    >>> log.changed("date.not_a_date", cell="H40", column="end", value="31/06/2010")
    >>> log.tally("text.email_removed", column="description", times=3)
    >>> log.tally("text.email_removed", column="description")
    >>> [(problem.code, problem.times) for problem in log]
    [('date.not_a_date', 1), ('text.email_removed', 4)]
    """

    file: str
    report_id: str | None = None
    _rows: list[Problem] = field(default_factory=list)
    _counted: dict[tuple[str, str | None, str | None, str | None], list[object]] = field(
        default_factory=dict
    )

    def lost(self, code: str, **where: str | None) -> None:
        """Record that something of the report is not in the tables."""
        self._rows.append(Problem(code, Severity.LOST, **where))  # type: ignore[arg-type]

    def changed(self, code: str, **where: str | None) -> None:
        """Record that something is in the tables otherwise than it stands in the report."""
        self._rows.append(Problem(code, Severity.CHANGED, **where))  # type: ignore[arg-type]

    def note(self, code: str, **where: str | None) -> None:
        """Record something odd that was kept as it stands."""
        self._rows.append(Problem(code, Severity.NOTE, **where))  # type: ignore[arg-type]

    def copy(self) -> ProblemLog:
        """Return a log that holds the same and goes its own way."""
        twin = ProblemLog(self.file, self.report_id)
        twin.extend(self)
        return twin

    def rename_activities(self, renamed: Mapping[str, str]) -> None:
        """Let the problems name activities by their new ids.

        renamed  old activity_id -> new
        """
        if renamed:
            self._rows = [
                replace(row, activity_id=renamed.get(row.activity_id or "", row.activity_id))
                for row in self._rows
            ]

    def extend(self, other: ProblemLog) -> None:
        """Take over what another log of the same file holds; what is counted goes on counting."""
        self._rows.extend(other._rows)
        for key, (times, severity, expected, cell) in other._counted.items():
            if key in self._counted:
                self._counted[key][0] += times  # type: ignore[operator]
            else:
                self._counted[key] = [times, severity, expected, cell]

    def tally(
        self,
        code: str,
        *,
        severity: Severity = Severity.CHANGED,
        sheet: str | None = None,
        column: str | None = None,
        value: str | None = None,
        expected: str | None = None,
        cell: str | None = None,
        times: int = 1,
    ) -> None:
        """Count a problem together with those of the same code, sheet, column and value.

        `cell` says where the first of them stands.
        """
        key = (code, sheet, column, value)
        counted = self._counted.get(key)
        if counted is None:
            self._counted[key] = [times, severity, expected, cell]
        else:
            counted[0] += times  # type: ignore[operator]

    def __iter__(self) -> Iterator[Problem]:
        yield from self._rows
        for (code, sheet, column, value), (
            times,
            severity,
            expected,
            cell,
        ) in self._counted.items():
            yield Problem(
                code,
                Severity(str(severity)),
                sheet=sheet,
                cell=None if cell is None else str(cell),
                column=column,
                value=value,
                expected=None if expected is None else str(expected),
                times=int(str(times)),
            )

    def __len__(self) -> int:
        return len(self._rows) + len(self._counted)

    def table(self) -> pa.Table:
        """Return the PROBLEMS table, without sentences: `intarsia.phrases` says them."""
        return from_rows(
            (
                (
                    problem.code,
                    str(problem.severity),
                    self.report_id,
                    self.file,
                    problem.sheet,
                    problem.cell,
                    problem.column,
                    problem.activity_id,
                    None if problem.value is None else problem.value[:200],
                    problem.expected,
                    problem.suggestion,
                    problem.times,
                    None,
                )
                for problem in self
            ),
            PROBLEMS.schema,
        )
