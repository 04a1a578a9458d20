"""Small pieces of an IATI 2.03 file: an element with attributes, a value, a giver or receiver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

Row = Mapping[str, Any]


def child(
    parent: etree._Element, tag: str, attributes: Mapping[str, object | None]
) -> etree._Element:
    stated = {name: str(value) for name, value in attributes.items() if value is not None}
    return etree.SubElement(parent, tag, stated)


def value(node: etree._Element, row: Row) -> None:
    if row["value"] is not None:
        child(
            node, "value", {"currency": row["currency"], "value-date": row["value_on"]}
        ).text = number(row["value"])


def party(node: etree._Element, side: str, row: Row) -> None:
    identifier, name = row[f"{side}_identifier"], row[f"{side}_name"]
    activity, kind = row[f"{side}_activity_id"], row.get(f"{side}_type")
    if any(stated is not None for stated in (identifier, name, activity, kind)):
        party = child(
            node,
            f"{side}-org",
            {
                "ref": identifier,
                "type": kind,
                f"{side}-activity-id": activity,
            },
        )
        if name is not None:
            child(party, "narrative", {}).text = name


def number(value: float | None) -> str | None:
    """A number as short as it can be said without loss.

    >>> number(22250.0), number(0.1)
    ('22250', '0.1')
    """
    if value is None:
        return None
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def flag(stated: bool | None) -> str | None:
    return None if stated is None else "1" if stated else "0"
