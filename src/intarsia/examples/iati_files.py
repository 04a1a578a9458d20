"""Writes IATI 2.0x files: UNDP's rich one, the OSCE Mission's plain one, and a broken one.

In: statements and their links. Out: XML, one `iati-activity` a statement.
"""

import random
from dataclasses import dataclass

from lxml import etree

from intarsia import codelists
from intarsia.examples import iati_money, iati_results
from intarsia.examples.cast import cast
from intarsia.examples.elements import add, document, say
from intarsia.examples.faults import PERSON, PERSON_IN_TEXT, latitude_longitude, stated_pcode
from intarsia.examples.geography import places
from intarsia.examples.links import Links
from intarsia.examples.notice import AS_OF, COUNTRY
from intarsia.examples.reporting import Statement
from intarsia.examples.topics import description, target_name

_GAZETTEER = "A2"
_RELATED_SECTOR = {
    "police_training": "15130",
    "local_government": "15111",
    "legal_aid": "15160",
    "water_points": "14032",
    "election_administration": "15150",
    "vocational": "16020",
    "housing_repair": "14031",
    "irrigation": "31120",
    "youth_work": "15150",
    "border_training": "15130",
    "women_participation": "15150",
    "small_business": "24030",
}
_STAMP = f"{AS_OF.isoformat()}T09:00:00Z"


@dataclass(frozen=True)
class Style:
    """How much an organization's IATI file tells."""

    version: str
    rich: bool


def activities(entries: list[Statement], known: dict[str, Links], style: Style, seed: int) -> bytes:
    """Return an IATI 2.0x file with one activity for each entry, in their order."""
    root = etree.Element("iati-activities", version=style.version)
    root.set("generated-datetime", _STAMP)
    for entry in entries:
        chance = random.Random(f"{seed}/{entry.statement_id}")
        _activity(root, entry, known[entry.deed.entity], style, chance)
    return document(root)


def truncated(text: bytes, *, tail: int) -> bytes:
    """Return a file cut off in the middle of a further activity, `tail` bytes into it."""
    start = text.rindex(b"<iati-activity ")
    return text[:start] + text[start : start + tail]


def _activity(
    root: etree._Element, entry: Statement, links: Links, style: Style, chance: random.Random
) -> None:
    deed = entry.deed
    group = deed.topic.group
    activity = add(
        root,
        "iati-activity",
        default_currency=entry.currency,
        last_updated_datetime=_STAMP,
        lang="en",
        hierarchy=_hierarchy(links) if style.rich else "",
        humanitarian="1" if group in ("shelter", "food") and style.rich else "",
    )
    add(activity, "iati-identifier", entry.statement_id)
    reporter = cast()[entry.reporter]
    say(activity, "reporting-org", reporter.name(), ref=entry.reporter, type=reporter.type_code)
    _words(activity, entry, style, chance)
    _participants(activity, entry, links)
    if style.rich and "SC-" not in entry.title and chance.random() < 0.5:
        number = f"XA/{deed.starts_on.year}/{chance.randint(100, 999)}"
        owner = add(activity, "other-identifier", ref=number, type="A1")
        say(owner, "owner-org", reporter.name(), ref=entry.reporter)
    add(activity, "activity-status", code=status_code(entry))
    _dates(activity, entry)
    _contact(activity, entry, style)
    add(activity, "activity-scope", code="4" if deed.places == (COUNTRY,) else "6")
    _where(activity, entry, style, chance)
    by_transaction = style.rich and chance.random() < 0.1 and not entry.fault
    if not by_transaction:
        _sectors(activity, entry, style, chance)
    _classes(activity, entry, style, chance)
    iati_money.budgets(activity, entry, style.rich, chance)
    iati_money.transactions(activity, entry, links, chance, with_sector=by_transaction)
    if style.rich:
        iati_results.documents(activity, entry, chance)
    for kind, identifier in links.related:
        add(activity, "related-activity", ref=identifier, type=kind)
    if style.rich:
        iati_results.conditions(activity, entry, chance)
        iati_results.results(activity, entry, chance)


def status_code(entry: Statement) -> str:
    """Return the IATI status on the day of the reports: pipeline, implementation or closed."""
    if entry.starts_on > AS_OF:
        return "1"
    return "2" if entry.ends_on >= AS_OF else "4"


def _hierarchy(links: Links) -> str:
    return "2" if any(kind == "1" for kind, _ in links.related) else "1"


def _words(activity: etree._Element, entry: Statement, style: Style, chance: random.Random) -> None:
    """Title and descriptions; the rich file adds French and Russian here and there."""
    deed = entry.deed
    languages = ["en"]
    if style.rich:
        languages += [code for code, part in (("fr", 0.4), ("ru", 0.3)) if chance.random() < part]
    titles = {code: deed.titles[code] for code in languages}
    titles["en"] = entry.title
    if entry.fault == "title_not_applicable":
        titles = {"en": "Not Applicable"}
    if entry.fault == "empty_title":
        titles = {"en": ""}
    if entry.fault == "repeated_changed":
        titles["en"] += " (revised budget)"
    say(activity, "title", titles)
    texts = {code: description(deed.topic, deed.people, deed.places, code) for code in languages}
    if entry.fault == "person_in_text":
        texts["en"] += " " + PERSON_IN_TEXT
    say(activity, "description", texts, type="1")
    if style.rich:
        people = f"{deed.people} {target_name(deed.topic.target, 'en')}"
        aims = f"Objective: {people} reached by {entry.ends_on:%B %Y}."
        say(activity, "description", {"en": aims}, type="2")


def _participants(activity: etree._Element, entry: Statement, links: Links) -> None:
    deed = entry.deed
    paid_by = dict(links.providers)
    paid_to = dict(links.receivers)
    roles = (
        ("1", deed.funder),
        ("2", deed.organization),
        ("3", deed.organization),
        ("4", deed.implementer),
    )
    for role, organization in roles:
        identifier = ""
        if role == "1":
            identifier = paid_by.get(organization, "")
        elif role == "4":
            identifier = paid_to.get(organization, "")
        told = cast()[organization]
        say(
            activity,
            "participating-org",
            told.name(),
            role=role,
            ref=organization,
            type=told.type_code,
            activity_id=identifier,
        )


def _dates(activity: etree._Element, entry: Statement) -> None:
    starts_on, ends_on = entry.starts_on, entry.ends_on
    if entry.fault == "no_dates":
        return
    if entry.fault == "ends_before_start":
        starts_on, ends_on = ends_on, starts_on
    first = starts_on.isoformat()
    if entry.fault == "year_0201":
        first = "0201" + first[4:]
    add(activity, "activity-date", iso_date=first, type="1")
    if starts_on <= AS_OF:
        add(activity, "activity-date", iso_date=first, type="2")
    add(activity, "activity-date", iso_date=ends_on, type="3")
    if ends_on < AS_OF:
        add(activity, "activity-date", iso_date=ends_on, type="4")


def _contact(activity: etree._Element, entry: Statement, style: Style) -> None:
    if entry.fault != "contact_person" and not style.rich:
        return
    contact = add(activity, "contact-info", type="1")
    say(contact, "organisation", cast()[entry.reporter].name())
    if entry.fault == "contact_person":
        say(contact, "department", "Programme Unit")
        say(contact, "person-name", PERSON["name"])
        say(contact, "job-title", "Programme Officer")
        add(contact, "telephone", PERSON["telephone"])
        add(contact, "email", PERSON["email"])
    add(contact, "website", "http://www.example.org/arvenia")
    if entry.fault == "contact_person":
        say(contact, "mailing-address", "1 Exercise Street, Arven, Arvenia")


def _where(activity: etree._Element, entry: Statement, style: Style, chance: random.Random) -> None:
    shared = style.rich and entry.deed.topic.group == "environment" and chance.random() < 0.4
    add(activity, "recipient-country", code=COUNTRY, percentage="70" if shared else "")
    if shared:
        add(activity, "recipient-region", code="998", vocabulary="1", percentage="30")
    for code in entry.deed.places:
        if code != COUNTRY:
            _location(activity, entry, code, style, chance)


def _location(
    activity: etree._Element, entry: Statement, code: str, style: Style, chance: random.Random
) -> None:
    place = places()[code]
    written = stated_pcode(entry, code)
    location = add(activity, "location", ref=written)
    if style.rich:
        add(location, "location-reach", code="1")
        add(location, "location-id", code=written, vocabulary=_GAZETTEER)
    say(location, "name", place.name())
    if style.rich and place.level == 2:
        say(location, "activity-description", f"Work sites agreed with {place.name()} district")
    add(location, "administrative", code=written, level=place.level, vocabulary=_GAZETTEER)
    if place.level == 2 and (style.rich or chance.random() < 0.6):
        point = add(location, "point", srsName="http://www.opengis.net/def/crs/EPSG/0/4326")
        latitude, longitude = latitude_longitude(entry, place, chance)
        add(point, "pos", f"{latitude:.4f} {longitude:.4f}")
    if style.rich:
        add(location, "exactness", code="2")
        add(location, "location-class", code="1")
        add(location, "feature-designation", code="ADM2" if place.level == 2 else "ADM1")


def _sectors(
    activity: etree._Element, entry: Statement, style: Style, chance: random.Random
) -> None:
    topic = entry.deed.topic
    if entry.fault == "no_sector":
        return
    second = _RELATED_SECTOR.get(topic.name, "")
    if entry.fault == "percentages_over_100":
        shares = [(topic.dac_code, "80"), (second or "43010", "30")]
    elif second and chance.random() < 0.7:
        part = chance.choice((10, 20, 25, 33, 40))
        shares = [(topic.dac_code, str(100 - part)), (second, str(part))]
    else:
        shares = [(topic.dac_code, "")]
    for code, share in shares:
        say(
            activity,
            "sector",
            codelists.name("dac_purposes", code),
            code=code,
            vocabulary="1",
            percentage=share,
        )
    if style.rich and chance.random() < 0.5:
        say(
            activity,
            "sector",
            topic.group.title(),
            code=topic.group,
            vocabulary="99",
            vocabulary_uri="http://www.example.org/codes/practice-areas",
        )


def _classes(
    activity: etree._Element, entry: Statement, style: Style, chance: random.Random
) -> None:
    """Tags, scopes, markers and the defaults of money."""
    topic = entry.deed.topic
    if style.rich:
        say(
            activity,
            "tag",
            topic.function.title(),
            code=topic.function,
            vocabulary="99",
            vocabulary_uri="http://www.example.org/codes/ways-of-working",
        )
        if topic.group in ("shelter", "food"):
            say(
                activity,
                "humanitarian-scope",
                "Arvenia appeal 2011 (exercise)",
                type="2",
                vocabulary="2-1",
                code="FXA11",
            )
        for marker in ("1", "2"):
            add(
                activity,
                "policy-marker",
                vocabulary="1",
                code=marker,
                significance=chance.choice("0012"),
            )
    add(activity, "collaboration-type", code="4" if style.rich else "2")
    add(activity, "default-flow-type", code="10")
    add(activity, "default-finance-type", code="110")
    add(activity, "default-aid-type", code="D02" if topic.function == "advice" else "C01")
    add(activity, "default-tied-status", code="5")
