"""What is a column taken for, and why? The answer that headings, tags and contents give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from intarsia.dates import DayOrder, Span
from intarsia.people import Disaggregation
from intarsia.readers.activity_list.fields import Field

__all__ = ["Reason", "Recognized"]


@dataclass(frozen=True)
class Reason:
    """Why a column is taken for something: a code of `phrases`, and the words it names."""

    code: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recognized:
    """What one column is taken for.

    sureness   0 to 1: 0.95 and more a tag or a known heading, under 0.7 better looked at
    because    the reasons, in the order in which they were found
    people     which people the column counts, where it counts people
    currency   ISO 4217, where the heading states it: "Budget (USD)"
    day_order  where the heading states how its dates are written: "(dd/mm/yyyy)"
    month      the period a column of a wide table stands for
    sector     the sector a column of a wide table stands for, as its heading says it
    factor     1000 where the heading says that its figures are thousands
    rank       for names of administrative levels: coarse to fine
    """

    field: Field
    sureness: float
    because: tuple[Reason, ...] = ()
    people: Disaggregation | None = None
    currency: str | None = None
    day_order: DayOrder | None = None
    month: Span | None = None
    sector: str | None = None
    rank: int | None = None
    factor: int = 1

    @property
    def kind(self) -> str:
        """ "column", or "wide:month" or "wide:sector" for the columns of a wide table."""
        if self.month is not None:
            return "wide:month"
        return "column" if self.sector is None else "wide:sector"

    def become(self, field: Field, sureness: float, code: str, **data: str) -> Recognized:
        """Return the same column taken for something else, with one reason more."""
        because = (*self.because, Reason(code, data))
        return replace(self, field=field, sureness=sureness, because=because)
