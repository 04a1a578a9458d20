"""Where and on what: recipient-country, recipient-region, location and sector of an activity."""

from __future__ import annotations

from lxml import etree

from intarsia.readers.iati.rows import Rows

_LOCATION_CODES = {
    "location-reach": 0,
    "exactness": 1,
    "location-class": 2,
    "feature-designation": 3,
}


def recipient(rows: Rows, node: etree._Element, ordinal: int) -> None:
    """One `recipient-country` or `recipient-region` becomes one ACTIVITY_LOCATIONS row."""
    element = str(node.tag)
    attributes = dict(node.items())
    code = attributes.pop("code", None)
    vocabulary = attributes.pop("vocabulary", None)
    percentage = rows.number(attributes.pop("percentage", None), f"{element}/@percentage")
    check_percentage(rows, percentage, element, ordinal)
    rows.locations.append(
        (
            rows.activity_id,
            ordinal,
            element.removeprefix("recipient-"),
            vocabulary,
            code.strip() or None if code else None,
            None,
            rows.text(node, element, ordinal),
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            percentage,
        )
    )
    if attributes or not rows.plain:
        rows.keep(element, ordinal, node)


def sector(rows: Rows, node: etree._Element, ordinal: int) -> None:
    """One `sector` becomes one ACTIVITY_SECTORS row."""
    attributes = dict(node.items())
    code = attributes.pop("code", None)
    vocabulary = attributes.pop("vocabulary", None) or "1"
    uri = attributes.pop("vocabulary-uri", None)
    percentage = rows.number(attributes.pop("percentage", None), "sector/@percentage")
    check_percentage(rows, percentage, "sector", ordinal)
    rows.sectors.append(
        (
            rows.activity_id,
            ordinal,
            vocabulary,
            uri,
            code.strip() or None if code else None,
            rows.text(node, "sector", ordinal),
            percentage,
        )
    )
    if attributes or not rows.plain:
        rows.keep("sector", ordinal, node)


def check_percentage(rows: Rows, percentage: float | None, element: str, ordinal: int) -> None:
    """Name a percentage that cannot be one; it is kept as stated."""
    if percentage is not None and not 0 <= percentage <= 100:
        rows.log.note(
            "percentage.out_of_range",
            cell=f"{rows.xpath}/{element}[{ordinal + 1}]",
            column=f"{element}/@percentage",
            activity_id=rows.activity_id,
            value=f"{percentage:g}",
            expected="0–100",
        )


def location(rows: Rows, node: etree._Element, ordinal: int) -> None:
    """One `location` becomes one ACTIVITY_LOCATIONS row, its codes CODES rows."""
    name = latitude = longitude = None
    source_vocabulary = source_code = source_level = None
    coded: list[str | None] = [None, None, None, None]
    kept: set[str] = set()
    seen: set[str] = set()
    identifiers = 0
    for child in node:
        tag = str(child.tag)
        if tag in ("location-id", "administrative"):
            vocabulary, code, level, plain = _place_code(child)
            rows.codes.append(
                (
                    rows.activity_id,
                    identifiers,
                    tag.replace("-", "_"),
                    ordinal,
                    vocabulary,
                    None,
                    code,
                    level,
                    None,
                )
            )
            identifiers += 1
            # The finest administrative code says where; a location-id only where there is none.
            if source_code is None or (tag == "administrative" and _finer(level, source_level)):
                source_vocabulary, source_code, source_level = vocabulary, code, level
        elif tag in seen:
            plain = False
        elif tag == "name":
            name = rows.text(child, "location/name", ordinal)
            plain = rows.plain and child.items() == []
        elif tag == "point":
            latitude, longitude, plain = _point(rows, child, ordinal)
        elif tag in _LOCATION_CODES:
            coded[_LOCATION_CODES[tag]] = child.get("code")
            plain = child.keys() == ["code"] and not len(child)
        elif tag in ("description", "activity-description"):
            rows.texts(child, f"location/{tag}", ordinal)
            plain = False
        else:
            plain = False
        seen.add(tag)
        if not plain:
            kept.add(tag)
    rows.locations.append(
        (
            rows.activity_id,
            ordinal,
            "location",
            source_vocabulary,
            source_code,
            source_level,
            name,
            None,
            None,
            latitude,
            longitude,
            coded[1],
            coded[0],
            coded[2],
            coded[3],
            rows.number(node.get("percentage"), "location/@percentage"),
        )
    )
    attributes = node.keys()
    if attributes:
        rows.keep("location", ordinal, node)
    elif kept:
        rows.keep_children("location", ordinal, node, kept)


def _place_code(
    node: etree._Element,
) -> tuple[str | None, str | None, str | None, bool]:
    attributes = dict(node.items())
    vocabulary = attributes.pop("vocabulary", None)
    code = attributes.pop("code", None)
    level = attributes.pop("level", None)
    return vocabulary, code, level, not attributes and not len(node)


def _finer(level: str | None, than: str | None) -> bool:
    return than is None or (level is not None and level >= than)


def _point(
    rows: Rows, node: etree._Element, ordinal: int
) -> tuple[float | None, float | None, bool]:
    """Return latitude, longitude (degrees, WGS 84) and whether the columns say all of it."""
    position = node.find("pos")
    stated = (position.text or "").split() if position is not None else []
    where = f"{rows.xpath}/location[{ordinal + 1}]/point"
    if len(stated) != 2:
        if stated:
            rows.log.changed(
                "location.not_a_point",
                cell=where,
                column="location/point/pos",
                activity_id=rows.activity_id,
                value=" ".join(stated),
            )
        return None, None, False
    latitude = rows.number(stated[0].rstrip(","), "location/point/pos")
    longitude = rows.number(stated[1], "location/point/pos")
    if latitude is None or longitude is None:
        return None, None, False
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        swapped = -90 <= longitude <= 90 and -180 <= latitude <= 180
        rows.log.changed(
            "location.off_the_globe",
            cell=where,
            column="location/point/pos",
            activity_id=rows.activity_id,
            value=f"{latitude:g} {longitude:g}",
            suggestion=f"{longitude:g} {latitude:g}" if swapped else None,
        )
        return None, None, False
    srs = node.get("srsName", "")
    bare = len(node) == 1 and len(node.keys()) == 1 and not len(position)
    plain = bare and srs.endswith("EPSG/0/4326")
    return latitude, longitude, plain
