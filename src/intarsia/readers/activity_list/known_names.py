"""Is a text the name of an organization that is known? Texts in, yes or no out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from intarsia.register import packaged_register
from intarsia.spelling import folded, says_nothing

__all__ = ["is_registered", "is_sent_by", "name_organizations"]

#: Share of the different texts of a column that are known.
_MOST = 0.6
_SENT_BY = frozenset(
    folded(text)
    for text in "reported by|submitted by|reporter|rapporté par|soumis par|rapporteur|"
    "reportado por|registrado por|кем представлено|подано|звітує".split("|")
)


def is_registered(text: str) -> bool:
    """Whether a text is a name, an acronym or another name in the packaged register.

    >>> is_registered("UNHCR"), is_registered("Somebody")
    (True, False)
    """
    return folded(text) in _registered()


@cache
def _registered() -> frozenset[str]:
    register = packaged_register()
    names = {folded(name) for name in register["name"].to_pylist()}
    names |= {folded(text) for text in register["acronym"].to_pylist() if text}
    for aliases in register["aliases"].to_pylist():
        names.update(folded(alias) for alias, _ in aliases or ())
    return frozenset(names)


def is_sent_by(heading: str) -> bool:
    """Whether a heading announces who sent the report, a person or an organization.

    >>> is_sent_by("Reported by:"), is_sent_by("Contact person")
    (True, False)
    """
    return folded(heading.split(" | ")[-1]) in _SENT_BY


def name_organizations(cells: Collection[object], others: Iterable[Iterable[object]] = ()) -> bool:
    """Whether most of a column's texts are organizations.

    others  cells of other columns, which hold names of organizations

    >>> name_organizations(["UNHCR", "Ostmark Aid", None], [["OSTMARK AID"]])
    True
    """
    said = {cell for cell in cells if isinstance(cell, str) and not says_nothing(cell)}
    beside = {folded(cell) for column in others for cell in set(column) if isinstance(cell, str)}
    known = sum(folded(text) in beside or is_registered(text) for text in said)
    return bool(said) and known >= _MOST * len(said)
