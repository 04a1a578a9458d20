"""An activity of IATI 1.0x rewritten in its 2.0x form: names, codes, and texts in `narrative`.

Nothing else in Intarsia knows that there was a version 1. Source: the change log of IATI 2.01.
What 2.0x has no place for is left as it is, and so kept as written by the reader.
"""

from __future__ import annotations

from lxml import etree

from intarsia import codelists
from intarsia.readers.iati.rows import LANG

#: Elements whose text 2.0x puts into `narrative` children, by their path in an activity.
_TEXTS = frozenset(
    (
        "title description reporting-org participating-org activity-date sector policy-marker "
        "recipient-country recipient-region activity-status activity-scope collaboration-type "
        "default-flow-type default-finance-type default-aid-type default-tied-status "
        "related-activity "
        "contact-info/organisation contact-info/department contact-info/person-name "
        "contact-info/job-title contact-info/mailing-address "
        "country-budget-items/budget-item/description "
        "location/name location/description location/activity-description "
        "location/feature-designation "
        "transaction/description transaction/provider-org transaction/receiver-org "
        "transaction/sector transaction/recipient-country transaction/recipient-region "
        "transaction/transaction-type transaction/transaction-date transaction/flow-type "
        "transaction/finance-type transaction/aid-type transaction/tied-status "
        "transaction/disbursement-channel "
        "document-link/title document-link/category document-link/language "
        "conditions/condition budget/period-start budget/period-end "
        "planned-disbursement/period-start planned-disbursement/period-end "
        "result/title result/description result/indicator/title result/indicator/description "
        "result/indicator/baseline/comment result/indicator/period/target/comment "
        "result/indicator/period/actual/comment"
    ).split()
)
#: Attributes that hold a code of a list whose codes changed: path, attribute, code list.
_CODES = (
    ("reporting-org", "type", "organization_types"),
    ("participating-org", "type", "organization_types"),
    ("participating-org", "role", "organization_roles"),
    ("activity-date", "type", "activity_date_types"),
    ("activity-status", "code", "activity_statuses"),
    ("collaboration-type", "code", "collaboration_types"),
    ("default-aid-type", "code", "aid_types"),
    ("transaction/aid-type", "code", "aid_types"),
    ("transaction/transaction-type", "code", "transaction_types"),
    ("sector", "vocabulary", "sector_vocabularies"),
    ("transaction/sector", "vocabulary", "sector_vocabularies"),
    ("policy-marker", "vocabulary", "policy_marker_vocabularies"),
    ("policy-marker", "code", "policy_markers"),
    ("recipient-region", "vocabulary", "region_vocabularies"),
    ("location/location-id", "vocabulary", "geographic_vocabularies"),
    ("location/administrative", "vocabulary", "geographic_vocabularies"),
)
#: Elements of which 2.0x has one with several narratives, and 1.0x one a language.
_MERGED = ("title", "description", "reporting-org", "activity-status")
_WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"


def is_version_1(node: etree._Element, stated: str | None) -> bool:
    """Whether an activity is in a 1.0x form: by the version stated, else by its texts.

    stated   the version on the file's root element, if any
    """
    version = (node.get("version") or stated or "").strip()
    if version[:1] in ("1", "2"):
        return version[:1] == "1"
    for name in ("title", "reporting-org", "description"):
        found = node.find(name)
        if found is not None and found.find("narrative") is not None:
            return False
    return True


def upgrade(node: etree._Element) -> None:
    """Rewrite the activity in place in its 2.0x form."""
    _rename(node)
    for name in _MERGED:
        _merge_languages(node, name)
    for path in _TEXTS:
        for found in node.iterfind(path):
            _wrap(found)
    for path, attribute, code_list in _CODES:
        for found in node.iterfind(path):
            _translate(found, attribute, code_list)
    for found in node.iterfind("location"):
        _location(found)
    for found in node.iterfind("activity-status"):
        _status(found)
    _dates(node)


def _rename(node: etree._Element) -> None:
    for website in node.findall("activity-website"):
        address = (website.text or "").strip()
        if not address:
            continue
        link = etree.SubElement(node, "document-link", url=address, format="text/html")
        etree.SubElement(link, "category", code="A12")
        node.remove(website)
    for other in node.findall("other-identifier"):
        text = (other.text or "").strip()
        if text and "ref" not in other.attrib:
            other.set("ref", text)
            other.text = None
        owner = {key: other.attrib.pop(f"owner-{key}", None) for key in ("ref", "name")}
        if owner["ref"] or owner["name"]:
            body = etree.SubElement(other, "owner-org")
            if owner["ref"]:
                body.set("ref", owner["ref"])
            if owner["name"]:
                etree.SubElement(body, "narrative").text = owner["name"]
    for language in node.iterfind("document-link/language"):
        text = (language.text or "").strip()
        if text and "code" not in language.attrib and len(text) <= 3:
            language.set("code", text.lower())
            language.text = None


def _merge_languages(node: etree._Element, name: str) -> None:
    """Make one element of those that differ in language only; descriptions also by type."""
    firsts: dict[tuple[tuple[str, str], ...], etree._Element] = {}
    for found in node.findall(name):
        rest = tuple(sorted((str(k), str(v)) for k, v in found.items() if k != LANG))
        first = firsts.setdefault(rest, found)
        if first is found:
            continue
        _wrap(first)
        _wrap(found)
        first.extend(list(found))
        node.remove(found)


def _wrap(node: etree._Element) -> None:
    """Move an element's text into a `narrative` child, with its language."""
    text = (node.text or "").strip()
    language = node.attrib.pop(LANG, None)
    if text:
        narrative = etree.Element("narrative")
        narrative.text = text
        if language:
            narrative.set(LANG, language)
        node.text = None
        node.insert(0, narrative)


def _translate(node: etree._Element, attribute: str, code_list: str) -> None:
    stated = node.get(attribute)
    if stated is None:
        return
    code = codelists.v2_code(code_list, stated)
    if code is not None:
        node.set(attribute, code)


def _status(node: etree._Element) -> None:
    """1.0x files often state the status in words only."""
    if node.get("code"):
        return
    said = node.find("narrative")
    code = codelists.v2_code("activity_statuses", said.text or "") if said is not None else None
    if code is not None:
        node.set("code", code)


def _dates(node: etree._Element) -> None:
    """1.0x files often write a date as the element's text."""
    for path in (
        "activity-date",
        "transaction/transaction-date",
        "budget/period-start",
        "budget/period-end",
        "planned-disbursement/period-start",
        "planned-disbursement/period-end",
    ):
        for found in node.iterfind(path):
            said = found.find("narrative")
            if said is not None and "iso-date" not in found.attrib:
                text = (said.text or "").strip()
                if len(text) >= 10 and text[4:5] == text[7:8] == "-":
                    found.set("iso-date", text)
                    found.remove(said)


def _location(node: etree._Element) -> None:
    coordinates = node.find("coordinates")
    if coordinates is not None and node.find("point") is None:
        latitude, longitude = coordinates.get("latitude"), coordinates.get("longitude")
        if latitude and longitude:
            point = etree.SubElement(node, "point", srsName=_WGS84)
            etree.SubElement(point, "pos").text = f"{latitude} {longitude}"
            precision = coordinates.get("precision")
            exactness = precision and codelists.v2_code("geographic_exactness", precision)
            if exactness and node.find("exactness") is None:
                etree.SubElement(node, "exactness", code=exactness)
            if not precision:
                node.remove(coordinates)
    kind = node.find("location-type")
    if kind is not None and kind.get("code") and node.find("feature-designation") is None:
        kind.tag = "feature-designation"
    for entry in node.findall("gazetteer-entry"):
        code = (entry.text or "").strip()
        vocabulary = codelists.v2_code("geographic_vocabularies", entry.get("gazetteer-ref", ""))
        if code and vocabulary:
            etree.SubElement(node, "location-id", vocabulary=vocabulary, code=code)
            node.remove(entry)
    administrative = node.find("administrative")
    if administrative is not None and "code" not in administrative.attrib:
        _administrative(node, administrative)


def _administrative(node: etree._Element, found: etree._Element) -> None:
    """1.0x names country and units as attributes; 2.0x has an element for each."""
    for level, attribute in (("1", "adm1"), ("2", "adm2")):
        code = found.get(attribute, "").strip()
        if code:
            etree.SubElement(node, "administrative", level=level, code=code)
            del found.attrib[attribute]
    # The country stands in recipient-country; what is left is kept as written.
    found.tag = "administrative-1"
    if not found.attrib and not (found.text or "").strip():
        node.remove(found)
