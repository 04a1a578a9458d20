"""For whom? A cell's text in, codes of target groups out; see `codelists` target_groups."""

from __future__ import annotations

from intarsia.people.cells import Named, named_in, nearest_name

__all__ = ["group_suggestion", "groups_in", "groups_named"]

_TABLE = "target_group_names"


def groups_named(text: str | None) -> tuple[str, ...]:
    """Return the codes of the target groups that a cell names, () where it names none we know.

    >>> groups_named("Out-of-camp IDPs"), groups_named("réfugiés ; communautés hôtes")
    (('idps_out_of_camps',), ('refugees', 'host_communities'))
    """
    return named_in(_TABLE, text).codes


def groups_in(text: str | None) -> Named:
    """Return the codes that a cell names, and the parts of it that name no group we know."""
    return named_in(_TABLE, text)


def group_suggestion(text: str) -> str | None:
    """Return the name of the target group most like a text, None where none is near."""
    return nearest_name(_TABLE, text)
