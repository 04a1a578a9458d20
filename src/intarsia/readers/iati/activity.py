"""One `iati-activity` element (in its 2.0x form) becomes rows of the picture's tables.

Each child is dispatched by its name; what no handler knows is kept as written, so that every
element and attribute of the source ends up somewhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable

from lxml import etree

from intarsia.readers.iati import evidence, ground, money
from intarsia.readers.iati.rows import LANG, Rows
from intarsia.terms import Role

_ROLES = {
    "1": str(Role.FUNDING),
    "2": str(Role.ACCOUNTABLE),
    "3": str(Role.EXTENDING),
    "4": str(Role.IMPLEMENTING),
}
_REPORTING, _UNSTATED = str(Role.REPORTING), str(Role.UNSTATED)
#: Children that are one code, and the kind of their CODES row.
_CODED = {
    "collaboration-type": "collaboration_type",
    "default-flow-type": "flow_type",
    "default-finance-type": "finance_type",
    "default-aid-type": "aid_type",
    "default-tied-status": "tied_status",
    "tag": "tag",
    "policy-marker": "policy_marker",
    "humanitarian-scope": "humanitarian_scope",
}
_LINKS = {"1": "parent", "2": "child", "3": "sibling", "4": "co-funded", "5": "third party"}
_YES = {"1": True, "true": True, "0": False, "false": False}
_FEW_DIGITS = re.compile("[0-9]{1,5}")
#: The first text that stands between the elements of an activity, where there should be none.
_STRAY = etree.XPath("string(text()[normalize-space()][1])")
_DATES = ("1", "2", "3", "4")

Handler = Callable[[Rows, etree._Element, int], None]


def read_activity(
    rows: Rows, node: etree._Element, *, report: tuple[str, str], number: int
) -> None:
    """Read one activity into `rows`.

    report   report_id and file name
    number   position of the element in the file, from 1
    """
    attributes = dict(node.items())
    rows.xpath = f"/iati-activities/iati-activity[{number}]"
    rows.language = attributes.pop(LANG, None)
    identifier = _identifier(node)
    wanted = identifier or _stable_key(node)
    rows.activity_id = activity_id = rows.ids.claim(wanted)
    if identifier is None:
        rows.log.changed(
            "activity.no_identifier",
            cell=rows.xpath,
            column="iati-identifier",
            activity_id=activity_id,
        )
    elif activity_id != wanted:
        rows.log.note(
            "activity.id_again",
            cell=rows.xpath,
            column="iati-identifier",
            activity_id=activity_id,
            value=wanted,
        )
    seen: dict[str, int] = {}
    said: dict[str, object] = {}
    for child in node:
        tag = child.tag
        ordinal = seen.get(tag, 0)
        seen[tag] = ordinal + 1
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(rows, child, ordinal)
        elif not _about_itself(rows, said, child, ordinal):
            rows.keep(str(tag), ordinal, child)
    rows.waiting["activities"].append(
        (
            activity_id,
            identifier,
            *report,
            None,
            None,
            rows.xpath,
            said.get("title"),
            said.get("description"),
            rows.language,
            said.get("status"),
            said.get("1"),
            said.get("2"),
            said.get("3"),
            said.get("4"),
            None,
            None,
            None,
            attributes.pop("last-updated-datetime", None),
            attributes.pop("default-currency", None) or None,
            None,
            None,
            None,
            None,
            None,
            _humanitarian(rows, attributes),
            _hierarchy(rows, attributes),
            said.get("scope"),
            None,
        )
    )
    stray = str(_STRAY(node)).strip()
    if stray:
        rows.log.lost("iati.stray_text", cell=rows.xpath, activity_id=activity_id, value=stray)
    for name, stated in attributes.items():
        rows.remainders.append((activity_id, f"@{name}", 0, stated))


def _identifier(node: etree._Element) -> str | None:
    text = node.findtext("iati-identifier")
    return " ".join(text.split()) or None if text else None


def _stable_key(node: etree._Element) -> str:
    """A key from what a later version of the report is least likely to change."""
    reporter = node.find("reporting-org")
    title = node.find("title")
    country = node.find("recipient-country")
    stable = (
        reporter.get("ref", "") if reporter is not None else "",
        "".join(reporter.itertext()).strip() if reporter is not None else "",
        "".join(title.itertext()).strip() if title is not None else "",
        country.get("code", "") if country is not None else "",
    )
    return "no-id:" + hashlib.sha256("\x1f".join(stable).encode()).hexdigest()[:16]


def _about_itself(rows: Rows, said: dict[str, object], child: etree._Element, ordinal: int) -> bool:
    """Read a child that fills a column of ACTIVITIES; say whether it was one."""
    tag = child.tag
    if tag == "iati-identifier":
        if ordinal or child.keys() or len(child):
            rows.keep("iati-identifier", ordinal, child)
    elif tag == "title" and not ordinal:
        said["title"] = rows.text(child, "title", 0)
        _keep_attributes(rows, child, "title", ordinal, set())
    elif tag == "description":
        _description(rows, said, child, ordinal)
    elif tag == "activity-date":
        _date(rows, said, child, ordinal)
    elif tag == "activity-status" and not ordinal:
        said["status"] = _stated_code(rows, child, ordinal)
    elif tag == "activity-scope" and not ordinal:
        said["scope"] = _stated_code(rows, child, ordinal)
    else:
        return False
    return True


def _stated_code(rows: Rows, child: etree._Element, ordinal: int) -> str | None:
    if len(child) or child.keys() != ["code"]:
        rows.keep(str(child.tag), ordinal, child)
    code: str | None = child.get("code")
    return code


def _description(rows: Rows, said: dict[str, object], child: etree._Element, ordinal: int) -> None:
    kind = child.get("type")
    if "description" in said:
        rows.texts(child, f"description:{kind}" if kind else "description", ordinal)
    else:
        said["description"] = rows.text(child, "description", ordinal)
        if kind is not None:
            rows.remainders.append((rows.activity_id, "description/@type", ordinal, kind))
    _keep_attributes(rows, child, "description", ordinal, {"type"})


def _date(rows: Rows, said: dict[str, object], child: etree._Element, ordinal: int) -> None:
    kind = child.get("type")
    stated = child.get("iso-date")
    day: dt.date | None = rows.day(stated, "activity-date")
    plain = kind in _DATES and kind not in said and stated in rows.days
    if kind in _DATES and kind not in said and day is not None:
        said[str(kind)] = day
    if not plain or len(child) or len(child.keys()) != 2:
        rows.keep("activity-date", ordinal, child)


def _participant(rows: Rows, child: etree._Element, ordinal: int) -> None:
    reference = kind = activity = channel = None
    role = _UNSTATED
    plain = True
    for name, stated in child.items():
        if name == "ref":
            reference = stated.strip() or None
        elif name == "role":
            role = _ROLES.get(stated, _UNSTATED)
            plain = plain and stated in _ROLES
        elif name == "type":
            kind = stated
        elif name == "activity-id":
            activity = stated.strip() or None
        elif name == "crs-channel-code":
            channel = stated
        else:
            plain = False
    name = rows.text(child, "participating-org", ordinal)
    rows.participations.append(
        (rows.activity_id, ordinal, role, reference, name, None, kind, activity, channel)
    )
    plain = plain and rows.plain
    if role == _UNSTATED:
        rows.log.tally(
            "activity.unknown_role",
            column="participating-org/@role",
            value=child.get("role"),
            cell=rows.xpath,
        )
        plain = False
    if not plain:
        rows.keep("participating-org", ordinal, child)


def _reporter(rows: Rows, child: etree._Element, ordinal: int) -> None:
    attributes = dict(child.items())
    reference = (attributes.pop("ref", None) or "").strip() or None
    kind = attributes.pop("type", None)
    name = rows.text(child, "reporting-org", ordinal)
    rows.participations.append(
        (rows.activity_id, ordinal, _REPORTING, reference, name, None, kind, None, None)
    )
    if attributes or not rows.plain:
        rows.keep("reporting-org", ordinal, child)


def _coded(rows: Rows, child: etree._Element, ordinal: int) -> None:
    stated = child.items()
    tag = str(child.tag)
    if len(stated) == 1 and stated[0][0] == "code" and not len(child) and child.text is None:
        code = stated[0][1]
        rows.codes.append(
            (rows.activity_id, ordinal, _CODED[tag], None, None, None, code, None, None)
        )
        return
    attributes = dict(stated)
    code = attributes.pop("code", None)
    vocabulary = attributes.pop("vocabulary", None)
    uri = attributes.pop("vocabulary-uri", None)
    kind = attributes.pop("significance", None)
    if tag == "humanitarian-scope":
        kind = attributes.pop("type", None)
    name = rows.text(child, tag, ordinal)
    rows.codes.append(
        (rows.activity_id, ordinal, _CODED[tag], None, vocabulary, uri, code, kind, name)
    )
    nameless = tag.startswith(("default-", "collaboration"))
    if attributes or not rows.plain or (name is not None and nameless):
        rows.keep(tag, ordinal, child)


def _other_identifier(rows: Rows, child: etree._Element, ordinal: int) -> None:
    owner = child.find("owner-org")
    name = rows.text(owner, "other-identifier/owner-org", ordinal) if owner is not None else None
    owned_by = owner.get("ref") if owner is not None else None
    plain = owner is None or (rows.plain and set(owner.keys()) <= {"ref"})
    rows.codes.append(
        (
            rows.activity_id,
            ordinal,
            "other_identifier",
            None,
            owned_by,
            None,
            child.get("ref"),
            child.get("type"),
            name,
        )
    )
    if not plain or len(child) > (owner is not None) or not set(child.keys()) <= {"ref", "type"}:
        rows.keep("other-identifier", ordinal, child)


def _related(rows: Rows, child: etree._Element, ordinal: int) -> None:
    kind = child.get("type")
    reference = (child.get("ref") or "").strip() or None
    rows.links.append((rows.activity_id, ordinal, reference, _LINKS.get(kind or ""), kind))
    if len(child) or not set(child.keys()) <= {"ref", "type"}:
        rows.keep("related-activity", ordinal, child)


def _humanitarian(rows: Rows, attributes: dict[str, str]) -> bool | None:
    stated = attributes.get("humanitarian")
    if stated is None or stated not in _YES:
        return None
    return _YES[attributes.pop("humanitarian")]


def _hierarchy(rows: Rows, attributes: dict[str, str]) -> int | None:
    stated = attributes.get("hierarchy", "")
    if _FEW_DIGITS.fullmatch(stated):
        return int(attributes.pop("hierarchy"))
    return None


def _keep_attributes(
    rows: Rows, child: etree._Element, element: str, ordinal: int, known: set[str]
) -> None:
    if not rows.plain or not set(child.keys()) <= known:
        rows.keep(element, ordinal, child)


_HANDLERS: dict[object, Handler] = {
    "reporting-org": _reporter,
    "participating-org": _participant,
    "other-identifier": _other_identifier,
    "related-activity": _related,
    "transaction": money.transaction,
    "budget": money.budget,
    "planned-disbursement": money.budget,
    "sector": ground.sector,
    "recipient-country": ground.recipient,
    "recipient-region": ground.recipient,
    "location": ground.location,
    "result": evidence.result,
    "document-link": evidence.document,
    "conditions": evidence.conditions,
    **dict.fromkeys(_CODED, _coded),
}
