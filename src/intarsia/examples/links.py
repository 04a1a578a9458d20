"""Which entries of the IATI files know of each other: who pays for what, what is part of what.

In: the deeds and their statements. Out: for a deed, its relatives' organizations and ids.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from intarsia.examples.deeds import Deed
from intarsia.examples.reporting import Statement

# IATI RelatedActivityType.
PARENT, CHILD, SIBLING = "1", "2", "3"


@dataclass
class Links:
    """The relatives of one deed, each as (organization, activity id)."""

    providers: list[tuple[str, str]] = field(default_factory=list)
    receivers: list[tuple[str, str]] = field(default_factory=list)
    related: list[tuple[str, str]] = field(default_factory=list)


def links(deeds: Iterable[Deed], entries: Iterable[Statement]) -> dict[str, Links]:
    """Return the links of every deed by its entity; `related` holds (type, id)."""
    told: dict[str, str] = {}
    for entry in entries:
        if entry.statement_id and not entry.repeats:
            told.setdefault(entry.deed.entity, entry.statement_id)
    by_entity = {deed.entity: deed for deed in deeds}
    found = {entity: Links() for entity in by_entity}
    for deed in by_entity.values():
        if deed.other:
            _link(found, told, deed, by_entity[deed.other])
    return found


def _link(found: dict[str, Links], told: dict[str, str], deed: Deed, other: Deed) -> None:
    mine, its = told.get(deed.entity), told.get(other.entity)
    if deed.relation == "funds":
        if mine:
            found[other.entity].providers.append((deed.organization, mine))
        if its:
            found[deed.entity].receivers.append((other.organization, its))
        return
    here, there = (PARENT, CHILD) if deed.relation == "part_of" else (SIBLING, SIBLING)
    if its:
        found[deed.entity].related.append((here, its))
    if mine:
        found[other.entity].related.append((there, mine))
