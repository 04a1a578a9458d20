"""What the figures rest on: the largest activities, the reports, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from intarsia.analysis.coverage import Coverage
from intarsia.documents.brief.speech import Speech
from intarsia.phrases import codes, problem_sentence, where

#: Reports and kinds of problems shown openly; the others are folded below them.
_OPEN_REPORTS, _OPEN_PROBLEMS = 12, 8
_LONGEST_TITLE = 160


@dataclass(frozen=True)
class LargestRow:
    """One activity: its title, who reports it, its period, its money and where it stands."""

    title: str
    organization: str
    period: str
    money: str
    basis: str
    spent: str
    origin: str


@dataclass(frozen=True)
class ReportRow:
    """One report file and what became of its rows."""

    file: str
    kind: str
    rows: int
    rows_named: int
    activities: int
    counted: int
    problems: str
    label: str


@dataclass(frozen=True)
class ProblemRow:
    """One kind of problem: what became of it, how often, and its first places in words."""

    code: str
    severity: str
    word: str
    times: int
    sentence: str
    files: str


Row = TypeVar("Row")


@dataclass(frozen=True)
class Folded(Generic[Row]):
    """Rows shown openly, and those folded below."""

    shown: tuple[Row, ...]
    folded: tuple[Row, ...]


def largest_rows(coverage: Coverage, speech: Speech) -> list[LargestRow]:
    """Return the ten activities with most money, as reported."""
    return [
        LargestRow(
            title=_short(row["title"]) or speech.say("largest.untitled"),
            organization=row["organization"] or speech.say("who.not_stated"),
            period=speech.period(row["starts_on"], row["ends_on"]),
            money=speech.money(row["usd"]),
            basis=speech.say(f"largest.{row['basis']}"),
            spent=(
                speech.say("largest.spent", usd=row["spent_usd"])
                if row["spent_usd"] is not None
                else ""
            ),
            origin=where(row, speech.language),
        )
        for row in coverage.largest.to_pylist()
    ]


def report_rows(coverage: Coverage, speech: Speech) -> Folded[ReportRow]:
    """Return every report, those with most activities counted here first."""
    rows = [_report(row, speech) for row in coverage.reports.to_pylist()]
    return _folded(rows, _OPEN_REPORTS)


def _report(row: Mapping[str, object], speech: Speech) -> ReportRow:
    kind = str(row["kind"])
    named = f"brief.kind.{kind}" in codes()
    found = [int(str(row[name])) for name in ("lost", "changed", "noted")]
    return ReportRow(
        file=str(row["file"]),
        kind=" ".join(
            filter(None, (speech.say(f"kind.{kind}") if named else kind, _text(row["version"])))
        ),
        rows=int(str(row["rows"])),
        rows_named=int(str(row["rows_named"])),
        activities=int(str(row["activities"])),
        counted=int(str(row["counted"])),
        problems=" · ".join(speech.number(count) for count in found),
        label=_text(row["label"]),
    )


def problem_rows(coverage: Coverage, speech: Speech) -> Folded[ProblemRow]:
    """Return the kinds of problems, the worst first, each with the first place it was found."""
    examples: dict[tuple[str, str], Mapping[str, object]] = {}
    for row in coverage.problem_examples.to_pylist():
        examples.setdefault((row["code"], row["severity"]), row)
    rows = [
        ProblemRow(
            code=row["code"],
            severity=row["severity"],
            word=speech.say(f"problems.{row['severity']}"),
            times=row["times"],
            sentence=problem_sentence(
                examples[row["code"], row["severity"]], speech.language, count_apart=True
            ),
            files=speech.say("problems.files", count=row["files"]) if row["files"] > 1 else "",
        )
        for row in coverage.problems.to_pylist()
    ]
    return _folded(rows, _OPEN_PROBLEMS)


def problems_line(coverage: Coverage, speech: Speech) -> str:
    """Return how much was lost, changed and noted in all reports together."""
    sums = {"lost": 0, "changed": 0, "note": 0}
    for row in coverage.problems.to_pylist():
        sums[row["severity"]] += row["times"]
    if not any(sums.values()):
        return speech.say("problems.none")
    return speech.say(
        "problems.intro", lost=sums["lost"], changed=sums["changed"], noted=sums["note"]
    )


def _folded(rows: list[Row], open_rows: int) -> Folded[Row]:
    # A fold that hides one or two rows costs more than it saves.
    cut = open_rows if len(rows) > open_rows + 2 else len(rows)
    return Folded(tuple(rows[:cut]), tuple(rows[cut:]))


def _short(title: str | None) -> str:
    text = " ".join((title or "").split())
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…"


def _text(value: object) -> str:
    return "" if value is None else str(value)
