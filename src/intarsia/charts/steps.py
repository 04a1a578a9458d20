"""How much is much? Counts go in, at most five steps of about equally many come out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = 5


@dataclass(frozen=True)
class Steps:
    """The lower bound of each step, the lowest first; five of them at most.

    bounds   counts, rising
    highest  the largest count seen
    """

    bounds: tuple[int, ...]
    highest: int

    def of(self, count: int) -> int:
        """Return the step of a count, 1 (few) to 5 (many); 0 for none.

        Fewer than five steps are spread over the five colours, so that much always looks much.

        >>> steps = Steps((1, 4, 9), 20)
        >>> [steps.of(n) for n in (0, 1, 4, 100)]
        [0, 1, 3, 5]
        """
        if count <= 0:
            return 0
        at = max(bisect_right(self.bounds, count) - 1, 0)
        return self.colour(at)

    def colour(self, at: int) -> int:
        """Return which of the five colours the step with this index has."""
        return 1 + round(at * (STEPS - 1) / max(len(self.bounds) - 1, 1))

    def ranges(self) -> list[tuple[int, int, int]]:
        """Return (colour, from, to) of every step, for a legend.

        >>> Steps((1, 4), 7).ranges()
        [(1, 1, 3), (5, 4, 7)]
        """
        if not self.bounds:
            return []
        ends = [*(bound - 1 for bound in self.bounds[1:]), self.highest]
        return [
            (self.colour(at), first, last)
            for at, (first, last) in enumerate(zip(self.bounds, ends, strict=True))
        ]


def five_steps(counts: Iterable[int]) -> Steps:
    """Return steps by quantile over the counts above nothing.

    Equal counts always share a step; what is left is divided anew among the steps left, so that
    many ones do not use up the colours of all that is more.

    >>> five_steps([1, 1, 2, 3, 5, 8, 13, 21, 34, 55]).bounds
    (1, 2, 5, 13, 34)
    """
    seen = sorted(count for count in counts if count > 0)
    if not seen:
        return Steps((), 0)
    different = sorted(set(seen))
    if len(different) <= STEPS:
        return Steps(tuple(different), different[-1])
    bounds = []
    at = 0
    for left in range(STEPS, 0, -1):
        if at == len(seen):
            break
        bounds.append(seen[at])
        last = seen[at + max((len(seen) - at) // left, 1) - 1]
        at = bisect_right(seen, last)
    return Steps(tuple(bounds), seen[-1])
