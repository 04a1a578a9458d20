"""The rates of one currency over time, and the error of a table of rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from intarsia.errors import IntarsiaError

Days = npt.NDArray[np.datetime64]


class MoneyError(IntarsiaError):
    """A table of exchange rates cannot be used."""


@dataclass(frozen=True)
class Series:
    """US dollars for one unit of a currency, by day.

    days     first days of the rates, ascending
    dollars  for one unit
    until    last day on which each rate may be used
    """

    days: Days
    dollars: npt.NDArray[np.float64]
    until: Days

    def on(self, days: Days) -> npt.NDArray[np.float64]:
        """Return the rate of each day; not a number where none is known."""
        at = np.searchsorted(self.days, days, side="right") - 1
        found = np.full(len(days), np.nan)
        known = at >= 0
        known[known] = days[known] <= self.until[at[known]]
        found[known] = self.dollars[at[known]]
        return found
