"""What came of it and what proves it: result, document-link and conditions of an activity."""

from __future__ import annotations

import re

from lxml import etree

from intarsia.readers.iati.rows import Rows

_YEAR = re.compile("[0-9]{4}")
_YES = {"1": True, "true": True, "0": False, "false": False}


def result(rows: Rows, node: etree._Element, ordinal: int) -> None:
    """A `result` becomes a RESULTS row for each period of each indicator.

    Dimensions, comments and further languages are kept as written beside the figures.
    """
    title = _first_text(node.find("title"))
    head = (node.get("type"), title)
    indicators = node.findall("indicator")
    for position, indicator in enumerate(indicators):
        baseline = indicator.find("baseline")
        about = (
            indicator.get("measure"),
            _first_text(indicator.find("title")),
            _YES.get(indicator.get("ascending", "")),
            _year(rows, baseline.get("year") if baseline is not None else None),
            baseline.get("value") if baseline is not None else None,
        )
        found = indicator.findall("period")
        for number, period in enumerate(found):
            rows.results.append(
                (
                    rows.activity_id,
                    ordinal,
                    position,
                    number,
                    *head,
                    *about,
                    _day(rows, period.find("period-start")),
                    _day(rows, period.find("period-end")),
                    _value(period.find("target")),
                    _value(period.find("actual")),
                )
            )
        if not found:
            rows.results.append(
                (rows.activity_id, ordinal, position, None, *head, *about, None, None, None, None)
            )
    if not indicators:
        rows.results.append((rows.activity_id, ordinal, None, None, *head, *(None,) * 9))
    rows.keep("result", ordinal, node)


def document(rows: Rows, node: etree._Element, ordinal: int) -> None:
    """A `document-link` becomes one DOCUMENTS row."""
    seen: set[str] = set()
    kept: set[str] = set()
    title = category = language = day = None
    for child in node:
        tag = str(child.tag)
        plain = tag not in seen
        seen.add(tag)
        if not plain:
            kept.add(tag)
        elif tag == "title":
            title = rows.text(child, "document-link/title", ordinal)
            if not rows.plain:
                kept.add(tag)
        elif tag in ("category", "language"):
            if tag == "category":
                category = child.get("code")
            else:
                language = child.get("code")
            if child.keys() != ["code"] or len(child) or (child.text or "").strip():
                kept.add(tag)
        elif tag == "document-date":
            day = rows.day(child.get("iso-date"), "document-link/document-date")
            if child.get("iso-date") not in rows.days:
                kept.add(tag)
        else:
            kept.add(tag)
    attributes = dict(node.items())
    rows.documents.append(
        (
            rows.activity_id,
            ordinal,
            attributes.pop("url", None),
            attributes.pop("format", None),
            title,
            category,
            language,
            day,
        )
    )
    if attributes:
        rows.keep("document-link", ordinal, node)
    elif kept:
        rows.keep_children("document-link", ordinal, node, kept)


def conditions(rows: Rows, node: etree._Element, ordinal: int) -> None:
    """`conditions` become CODES rows: whether any are attached, and each in its words."""
    rows.codes.append(
        (
            rows.activity_id,
            ordinal,
            "conditions_attached",
            None,
            None,
            None,
            node.get("attached"),
            None,
            None,
        )
    )
    found = node.findall("condition")
    for position, condition in enumerate(found):
        rows.codes.append(
            (
                rows.activity_id,
                position,
                "condition",
                None,
                None,
                None,
                None,
                condition.get("type"),
                _first_text(condition),
            )
        )
    if len(node) or node.keys() != ["attached"]:
        rows.keep("conditions", ordinal, node)


def _first_text(node: etree._Element | None) -> str | None:
    if node is None:
        return None
    said = next((child for child in node if child.tag == "narrative"), node)
    return (said.text or "").strip() or None


def _value(node: etree._Element | None) -> str | None:
    return None if node is None else node.get("value")


def _day(rows: Rows, node: etree._Element | None) -> object:
    return None if node is None else rows.day(node.get("iso-date"), f"result/…/{node.tag}")


def _year(rows: Rows, stated: str | None) -> int | None:
    if stated is None:
        return None
    if _YEAR.fullmatch(stated) and 1900 <= int(stated) <= 2100:
        return int(stated)
    if stated.strip():
        rows.log.changed(
            "date.not_a_year",
            cell=rows.xpath,
            column="result/indicator/baseline/@year",
            activity_id=rows.activity_id,
            value=stated,
        )
    return None
