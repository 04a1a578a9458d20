"""Takes personal data out of the texts of one file, and counts what was taken.

Text in, text out. A file says the same thing often, so each text is looked at once; which of many
may hold anything is asked for all of them together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from intarsia.sharing.personal_data import (
    MARKS,
    clean_text,
    may_hold_personal_data,
    without_emails,
)
from intarsia.spelling import says_nothing

__all__ = ["MARKS", "Cleaner"]

#: Texts that are remembered; a file of more different ones is looked at again.
_REMEMBERED = 1 << 16
_TAKEN_OUT = frozenset(MARKS.values())


class Cleaner:
    """Cleans texts; `removed` counts by "email", "telephone", "name", "column", "contact"
    and "author"."""

    def __init__(self) -> None:
        self.removed: Counter[str] = Counter()
        self._known: dict[str, tuple[str, Counter[str]]] = {}

    def text(self, text: str) -> str:
        """Return a text without the persons in it.

        >>> cleaner = Cleaner()
        >>> cleaner.text("Ask Ms Lee"), dict(cleaner.removed)
        ('Ask Ms [name removed]', {'name': 1})
        """
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[text] = clean_text(text)
        self.removed.update(known[1])
        return known[0]

    def address(self, text: str) -> str:
        """Return an address, a code or a number without e-mail addresses; its digits stay."""
        text, times = without_emails(text)
        if times:
            self.removed["email"] += times
        return text

    def person(self, text: str, kind: str) -> str:
        """Return what stands in place of a cell of a column of persons.

        kind   what the column holds: "email", "telephone", "name" or "contact"

        A cell that says nothing, or whose content was taken out before, stays.
        """
        if text in _TAKEN_OUT or says_nothing(text):
            return text
        self.removed["column"] += 1
        return MARKS[kind]

    def suspicious(self, texts: Sequence[str]) -> list[bool]:
        """Return which texts must be looked at; the others hold nothing that would be found."""
        try:
            return may_hold_personal_data(texts)
        except UnicodeEncodeError:
            # Bytes that are no letters were kept as they are.
            return may_hold_personal_data(
                [text.encode("utf-8", "replace").decode() for text in texts]
            )
