"""One part of a long list, and where the next begins: by the last row, never by a count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from intarsia_site.access.errors import NotFound

Line = TypeVar("Line")
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[Line]):
    """Lines, and the public id after which the next page begins; empty at the end."""

    lines: tuple[Line, ...]
    next: str = ""


def page_of(
    rows: QuerySet[Any],
    make: Callable[[Any], Line],
    *,
    order: str,
    after: str = "",
    among: QuerySet[Any] | None = None,
    size: int = SIZE,
) -> Page[Line]:
    """Return the part of the rows behind a row, in order of one field and then of age.

    order   a field that is never null; "-field": downwards, the youngest first
    after   the public id of the last row of the part before
    among   all rows that this viewer may know of, where `rows` are fewer; `after` is one of these
    Raises  NotFound where `after` is none of them: forbidden and unknown are one answer
    """
    field, is_down = order.removeprefix("-"), order.startswith("-")
    rows = rows.order_by(order, "-pk" if is_down else "pk")
    if after:
        if not is_text(after):
            raise NotFound
        known = (rows if among is None else among).filter(public_id=after)
        last = known.order_by().values_list(field, "pk").first()
        if last is None:
            raise NotFound
        side = "lt" if is_down else "gt"
        rows = rows.filter(
            Q(**{f"{field}__{side}": last[0]}) | Q(**{field: last[0], f"pk__{side}": last[1]})
        )
    found = list(rows[: size + 1])
    more = len(found) > size
    return Page(tuple(map(make, found[:size])), found[size - 1].public_id if more else "")


def is_text(*texts: str) -> bool:
    """Return whether a database can be asked with these texts: none holds the sign NUL."""
    return not any("\x00" in text for text in texts)


def words_of(text: str) -> Iterable[str]:
    """Return the words of a search, at most eight."""
    return text.split()[:8]
