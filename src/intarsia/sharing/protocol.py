"""What is a country's default: label, finest place, implementer shown or hidden?

A country's information-sharing protocol is set before anything is imported for it. Goes in: the
kind of data and the sectors of a record. Comes out: its default handling, the strictest of what
applies. Method: docs/methods/sharing.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from intarsia import codelists
from intarsia.errors import IntarsiaError
from intarsia.sharing.labels import Label, strictest

__all__ = [
    "SENSITIVE_SECTORS",
    "Handling",
    "Kind",
    "Protocol",
    "ProtocolError",
    "Row",
    "default_protocol",
]

#: Where a place or a name can bring people into danger.
SENSITIVE_SECTORS = (
    "child_protection",
    "gender_based_violence",
    "human_rights",
    "human_trafficking",
)


class ProtocolError(IntarsiaError):
    """A protocol that cannot be; `data` holds the kind and the sector."""


class Kind(StrEnum):
    """A kind of data that a protocol speaks of."""

    ACTIVITIES = "activities"
    NEEDS = "needs"
    MANDATES = "mandates"
    CAPACITIES = "capacities"
    PROFILES = "profiles"
    COMMITMENTS = "commitments"
    PRIORITIES = "priorities"
    ASSESSMENTS = "assessments"
    PLANS = "plans"
    MEETINGS = "meetings"
    AGREEMENTS = "agreements"
    EVALUATIONS = "evaluations"


@dataclass(frozen=True)
class Handling:
    """How records are shown where their owner says nothing else.

    finest_level         of places: 0 the country, 1 the first-level area, 2 …; None: as reported
    implementer_hidden   from all but the owner
    Raises               ValueError where the label is none or the level is below 0.
    """

    label: Label
    finest_level: int | None = None
    implementer_hidden: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", Label(self.label))
        if self.finest_level is not None and self.finest_level < 0:
            raise ValueError(f"a level of places is 0 or more, not {self.finest_level}")

    def strictest_with(self, *others: Handling) -> Handling:
        """Return the strictest label, the coarsest place, and whether any hides implementers."""
        every = (self, *others)
        levels = [one.finest_level for one in every if one.finest_level is not None]
        return Handling(
            strictest(one.label for one in every),
            min(levels, default=None),
            any(one.implementer_hidden for one in every),
        )

    def is_looser_than(self, other: Handling) -> bool:
        """Whether this shows more than the other in anything.

        >>> Handling(Label.RED, 2).is_looser_than(Handling(Label.GREEN, 1))
        True
        """
        return self.strictest_with(other) != self


#: Of what no row speaks, so that nothing is shown because somebody forgot it.
UNSAID = Handling(Label.RED, 0, implementer_hidden=True)
#: Of the sensitive sectors, until a country's protocol gives a reason for less.
SENSITIVE = Handling(Label.RED, 1, implementer_hidden=True)


@dataclass(frozen=True)
class Row:
    """The handling of one kind of data in one sector, or in all that have no row (None).

    reason   why it is looser than what is shipped for the sector
    Raises   ProtocolError (`sharing.unknown_sector`, `sharing.reason_missing`).
    """

    kind: Kind
    sector_code: str | None
    handling: Handling
    reason: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        if self.sector_code is not None:
            _require_sector(self.sector_code)
        if (
            self.sector_code in SENSITIVE_SECTORS
            and self.handling.is_looser_than(SENSITIVE)
            and not (self.reason or "").strip()
        ):
            raise _reason_missing(self.kind, self.sector_code)


@dataclass(frozen=True)
class Protocol:
    """A country's protocol: at most one row for each kind of data and sector.

    A sensitive sector without a row of its own is handled as shipped, whatever the row for all
    sectors says; no row can be looser there without a reason.
    Raises   ProtocolError (`sharing.row_twice`).
    """

    rows: tuple[Row, ...] = ()

    def __post_init__(self) -> None:
        seen = set()
        for row in self.rows:
            if (row.kind, row.sector_code) in seen:
                message = (
                    "A protocol has one row for each kind of data and sector; one is there twice."
                )
                raise ProtocolError(
                    "sharing.row_twice", message, **_names(row.kind, row.sector_code)
                )
            seen.add((row.kind, row.sector_code))

    def default_for(self, kind: Kind | str, sectors: Iterable[str] = ()) -> Handling:
        """Return the handling of a record: the strictest of its sectors'.

        kind      a kind of data
        sectors   codes of Intarsia's sectors; none, where the record states none
        Raises    ProtocolError (`sharing.unknown_sector`); ValueError where the kind is none.

        >>> sectors = ["education", "human_trafficking"]
        >>> shelters = default_protocol().default_for(Kind.ACTIVITIES, sectors)
        >>> shelters.label.value, shelters.finest_level, shelters.implementer_hidden
        ('TLP:RED', 1, True)
        """
        kind = Kind(kind)
        codes: list[str | None] = [*sorted(set(sectors))] or [None]
        first, *others = (self._handling(kind, code) for code in codes)
        return first.strictest_with(*others)

    def with_row(self, row: Row) -> Protocol:
        """Return the protocol with this row in the place of the one for its kind and sector."""
        kept = (
            one for one in self.rows if (one.kind, one.sector_code) != (row.kind, row.sector_code)
        )
        return Protocol((*kept, row))

    def loosened(
        self, kind: Kind | str, sector_code: str | None, handling: Handling, *, because: str
    ) -> Protocol:
        """Return the protocol with a looser, or any other, row; the reason is kept in it.

        Raises   ProtocolError (`sharing.reason_missing`, `sharing.unknown_sector`).
        """
        if not because.strip():
            raise _reason_missing(Kind(kind), sector_code)
        return self.with_row(Row(Kind(kind), sector_code, handling, because.strip()))

    def loosenings(self) -> tuple[Row, ...]:
        """Return the rows that are looser than what is shipped for a sensitive sector."""
        return tuple(
            row
            for row in self.rows
            if row.sector_code in SENSITIVE_SECTORS and row.handling.is_looser_than(SENSITIVE)
        )

    def _handling(self, kind: Kind, sector_code: str | None) -> Handling:
        if sector_code is not None:
            _require_sector(sector_code)
        by_sector = {row.sector_code: row.handling for row in self.rows if row.kind is kind}
        if sector_code in by_sector:
            return by_sector[sector_code]
        if sector_code in SENSITIVE_SECTORS:
            return SENSITIVE
        return by_sector.get(None, UNSAID)


def default_protocol() -> Protocol:
    """Return the protocol a country starts from; to be read and changed before any import.

    What is commonly told among those who work in a country is TLP:GREEN; what organizations can
    do, intend and found out is for those named; the sensitive sectors are TLP:RED in each kind.
    """
    common = {
        Kind.ACTIVITIES,
        Kind.NEEDS,
        Kind.MANDATES,
        Kind.PRIORITIES,
        Kind.MEETINGS,
        Kind.AGREEMENTS,
    }
    every = [
        Row(kind, None, Handling(Label.GREEN if kind in common else Label.AMBER)) for kind in Kind
    ]
    strict = [Row(kind, code, SENSITIVE) for kind in Kind for code in SENSITIVE_SECTORS]
    return Protocol((*every, *strict))


def _require_sector(code: str) -> None:
    if not codelists.has("sectors", code):
        message = f'There is no sector "{code}" for a protocol to speak of.'
        raise ProtocolError("sharing.unknown_sector", message, sector=code)


def _reason_missing(kind: Kind, sector_code: str | None) -> ProtocolError:
    names = _names(kind, sector_code)
    message = "A looser handling needs a reason, which is kept in the protocol."
    return ProtocolError("sharing.reason_missing", message, **names)


def _names(kind: Kind, sector_code: str | None) -> dict[str, str]:
    return {"kind": kind.value, "sector": sector_code or "all"}
