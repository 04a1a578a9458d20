"""How far may this be passed on, and how exactly is it shown: TLP 2.0 labels and precisions."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from functools import cache

from intarsia import codelists

__all__ = ["Label", "Precision", "label_of", "strictest"]


class Label(StrEnum):
    """A label of the Traffic Light Protocol 2.0, as TLP writes it; never translated."""

    RED = "TLP:RED"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    AMBER = "TLP:AMBER"
    GREEN = "TLP:GREEN"
    CLEAR = "TLP:CLEAR"

    @property
    def strictness(self) -> int:
        """From 1, CLEAR, to 5, RED.

        >>> Label.RED.strictness > Label.AMBER_STRICT.strictness > Label.AMBER.strictness
        True
        """
        return _strictness()[self]


class Precision(IntEnum):
    """How exactly somebody sees a record; more is a greater number.

    NOTHING     not even that it is there
    EXISTENCE   an organization works on this here; ask through the convenor
    COARSE      sector, first-level area and quarter; no title, no money, no organization
    FULL        as it was reported
    """

    NOTHING = 0
    EXISTENCE = 1
    COARSE = 2
    FULL = 3


@cache
def _strictness() -> dict[str, int]:
    rows = codelists.rows("tlp_labels")
    return {f"TLP:{row['code']}": int(row["strictness"]) for row in rows}


def label_of(text: str) -> Label | None:
    """Return the label that a text writes, or None where it is none of TLP 2.0.

    Spaces, letter case and a missing "TLP:" do not matter. TLP 1.0's "WHITE" is not read as
    CLEAR: whoever wrote it did not promise what 2.0 does.

    >>> label_of("tlp: amber + strict"), label_of("TLP:WHITE")
    (<Label.AMBER_STRICT: 'TLP:AMBER+STRICT'>, None)
    """
    bare = "".join(text.split()).upper().removeprefix("TLP:")
    return _by_code().get(bare)


@cache
def _by_code() -> dict[str, Label]:
    return {label.removeprefix("TLP:"): label for label in Label}


def strictest(labels: Iterable[Label]) -> Label:
    """Return the label that lets the fewest see; of none at all, ValueError.

    >>> strictest([Label.GREEN, Label.AMBER_STRICT, Label.AMBER]).value
    'TLP:AMBER+STRICT'
    """
    return max(labels, key=lambda label: label.strictness)
