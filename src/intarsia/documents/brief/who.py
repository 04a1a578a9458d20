"""Who does what: organizations by fields of work; and the fields themselves, for pages without a
map."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia import codelists
from intarsia.analysis.coverage import Coverage
from intarsia.charts import Inlay, Tile, inlay
from intarsia.documents.brief.speech import Speech

#: Organizations with a row of their own; the others share one, so that nothing is cut silently.
_ROWS = 25
#: The group of sectors that are ways of giving.
_NO_FIELD = "not_a_field"


@dataclass(frozen=True)
class WhoRow:
    """One row of the matrix; `kind`: "organization", "others" or "all"."""

    name: str
    tiles: tuple[Tile, ...]
    activities: int
    money: str
    kind: str


@dataclass(frozen=True)
class WhoMatrix:
    """The matrix with its columns; the last column is "no sector" where some activity has none."""

    columns: tuple[str, ...]
    rows: tuple[WhoRow, ...]
    drawing: Inlay
    has_no_sector: bool


@dataclass(frozen=True)
class Bar:
    """One line with a bar: its figures, and its length in per cent of the longest."""

    name: str
    activities: int
    organizations: int
    money: str
    length: int
    above: str = ""


def who_matrix(coverage: Coverage, speech: Speech) -> WhoMatrix:
    """Return organizations by groups of sectors, the ones with most activities first."""
    organizations = coverage.organizations.to_pylist()
    shown, rest = organizations[:_ROWS], organizations[_ROWS:]
    if len(rest) == 1:
        shown, rest = organizations, []
    groups = coverage.groups.to_pylist()
    seen = {row["code"]: row["activities"] for row in groups}
    columns: list[tuple[str | None, str]] = [pair for pair in speech.groups if pair[0] in seen]
    if coverage.unknowns.sector:
        columns.append((None, speech.say("where.no_sector")))
    cells = {
        (row["organization_id"], row["group_code"]): (row["activities"], row["usd"])
        for row in coverage.organization_groups.to_pylist()
    }
    drawing = inlay(
        cells,
        [row["organization_id"] for row in shown],
        [code for code, _ in columns],
        rest=[row["organization_id"] for row in rest],
    )
    rows = [
        WhoRow(
            name=row["organization"] or speech.say("who.not_stated"),
            tiles=tiles,
            activities=row["activities"],
            money=_money(row["usd"], speech),
            kind="organization",
        )
        for row, tiles in zip(shown, drawing.rows, strict=True)
    ]
    if drawing.rest:
        rows.append(
            WhoRow(
                name=speech.say("who.others", count=len(rest)),
                tiles=drawing.rest,
                activities=sum(row["activities"] for row in rest),
                money=_money(_added([row["usd"] for row in rest]), speech),
                kind="others",
            )
        )
    seen_or_none: dict[str | None, int] = {**seen, None: coverage.unknowns.sector}
    rows.append(
        WhoRow(
            name=speech.say("who.all"),
            tiles=tuple(Tile(seen_or_none[code], 0, None) for code, _ in columns),
            activities=coverage.figures.activities,
            money=_money(_added([row["usd"] for row in organizations]), speech),
            kind="all",
        )
    )
    return WhoMatrix(
        columns=tuple(name for _, name in columns),
        rows=tuple(rows),
        drawing=drawing,
        has_no_sector=bool(coverage.unknowns.sector),
    )


def field_bars(coverage: Coverage, speech: Speech) -> list[Bar]:
    """Return the groups of sectors as bars, in the order of matrices."""
    found = {row["code"]: row for row in coverage.groups.to_pylist()}
    # Ways of giving outnumber every field in some reports; they would make all bars specks.
    most = max((row["activities"] for code, row in found.items() if code != _NO_FIELD), default=1)
    return [
        Bar(
            name=name,
            activities=found[code]["activities"],
            organizations=found[code]["organizations"],
            money=_money(found[code]["usd"], speech),
            length=0 if code == _NO_FIELD else _length(found[code]["activities"], most),
        )
        for code, name in speech.groups
        if code in found
    ]


def sector_rows(coverage: Coverage, speech: Speech) -> list[Bar]:
    """Return every sector with its figures, the ones with most activities first."""
    groups = dict(speech.groups)
    sectors = coverage.sectors.to_pylist()
    most = max((row["activities"] for row in sectors), default=1)
    return [
        Bar(
            name=speech.named("sectors", row["sector_code"]),
            activities=row["activities"],
            organizations=row["organizations"],
            money=_money(row["usd"], speech),
            length=_length(row["activities"], most),
            above=groups.get(row["group_code"], ""),
        )
        for row in sectors
    ]


def class_bars(coverage: Coverage, speech: Speech, *, list_name: str) -> list[Bar]:
    """Return the tasks of a transition or the dimensions of security as bars, in their order.

    list_name   "transition_tasks" or "dimensions"
    """
    table = coverage.tasks if list_name == "transition_tasks" else coverage.dimensions
    found = {row["code"]: row for row in table.to_pylist()}
    most = max((row["activities"] for row in found.values()), default=1)
    ordered = sorted(codelists.rows(list_name), key=lambda row: int(row["order"]))
    bars = []
    for row in ordered:
        counted = found.get(row["code"], {"activities": 0, "organizations": 0, "usd": None})
        bars.append(
            Bar(
                name=speech.named(list_name, row["code"]),
                activities=counted["activities"],
                organizations=counted["organizations"],
                money=_money(counted["usd"], speech),
                length=_length(counted["activities"], most),
            )
        )
    return bars


def _money(usd: float | None, speech: Speech) -> str:
    return "" if usd is None else speech.money(usd)


def _added(sums: list[float | None]) -> float | None:
    known = [usd for usd in sums if usd is not None]
    return sum(known) if known else None


def _length(count: int, most: int) -> int:
    """Return per cent; one activity among thousands still shows a sliver."""
    return max(round(100 * count / most), 1) if count else 0
