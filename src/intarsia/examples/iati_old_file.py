"""Writes the EU Delegation's IATI 1.05 file, in French, with that version's codes and forms.

In: statements. Out: XML. Text stands in the elements themselves, roles and kinds are words.
"""

import datetime as dt
import random

from lxml import etree

from intarsia import codelists
from intarsia.examples.cast import cast
from intarsia.examples.elements import add, document
from intarsia.examples.faults import PERSON, latitude_longitude, stated_pcode
from intarsia.examples.geography import places
from intarsia.examples.iati_files import status_code
from intarsia.examples.links import Links
from intarsia.examples.money import by_year, payments
from intarsia.examples.notice import AS_OF, COUNTRY
from intarsia.examples.reporting import Statement
from intarsia.examples.topics import description

_STAMP = f"{AS_OF.isoformat()}T16:00:32"
_STATUS = {"1": "Planification/identification", "2": "Mise en œuvre", "4": "Achèvement"}
_REFS = {"XI-IATI-EC_DEVCO": "EU"}
# IATI 1.0x TransactionType.
_KINDS = {"C": "Engagement", "D": "Déboursement", "E": "Dépense"}


def activities(entries: list[Statement], known: dict[str, Links], seed: int) -> bytes:
    """Return an IATI 1.05 file with one activity for each entry, in their order."""
    root = etree.Element("iati-activities", version="1.05")
    root.set("generated-datetime", _STAMP)
    for entry in entries:
        chance = random.Random(f"{seed}/{entry.statement_id}")
        _activity(root, entry, known[entry.deed.entity], chance)
    return document(root)


def _activity(root: etree._Element, entry: Statement, links: Links, chance: random.Random) -> None:
    deed = entry.deed
    activity = add(
        root,
        "iati-activity",
        version="1.05",
        default_currency=entry.currency,
        last_updated_datetime=_STAMP,
        lang="fr",
    )
    add(
        activity,
        "reporting-org",
        "Commission européenne - Délégation en Arvénie",
        ref="EU",
        type="15",
    )
    add(activity, "iati-identifier", entry.statement_id)
    number = f"ENPI/{entry.starts_on.year}/{entry.statement_id[-6:-3]}-{entry.statement_id[-3:]}"
    add(activity, "other-identifier", number, owner_ref="EU", owner_name="CRIS")
    filler = entry.fault == "title_not_applicable"
    add(activity, "title", "Not Applicable" if filler else entry.title)
    add(activity, "description", description(deed.topic, deed.people, deed.places, "fr"), type="1")
    code = status_code(entry)
    # IATI 1.05 ActivityStatus 3 = completion, which later versions call closed.
    add(activity, "activity-status", _STATUS[code], code="3" if code == "4" else code)
    _dates(activity, entry)
    _contact(activity, entry)
    _participants(activity, entry)
    add(activity, "recipient-country", "Arvénie", code=COUNTRY, percentage="100")
    for place in deed.places:
        if place != COUNTRY:
            _location(activity, entry, place, chance)
    _sectors(activity, entry, chance)
    for marker, label in (("01", "Égalité homme-femme"), ("02", "Aide à l'environnement")):
        add(
            activity,
            "policy-marker",
            label,
            code=marker,
            vocabulary="DAC",
            significance=chance.choice("0012"),
        )
    add(activity, "collaboration-type", "Bilatéral", code="1")
    add(activity, "default-flow-type", "APD", code="10")
    add(activity, "default-finance-type", "Dons", code="110")
    add(activity, "default-aid-type", "Interventions de type projet", code="C01")
    add(activity, "default-tied-status", "Partiellement lié", code="3")
    _money(activity, entry, links, chance)
    add(activity, "activity-website", "http://www.example.org/arvenie/ue")
    for kind, identifier in links.related:
        add(activity, "related-activity", ref=identifier, type=kind)


def _dates(activity: etree._Element, entry: Statement) -> None:
    if entry.fault == "no_dates":
        return
    starts_on, ends_on = entry.starts_on, entry.ends_on
    if entry.fault == "ends_before_start":
        starts_on, ends_on = ends_on, starts_on
    days = [("start-planned", starts_on), ("end-planned", ends_on)]
    if starts_on <= AS_OF:
        days.insert(1, ("start-actual", starts_on))
    if ends_on < AS_OF:
        days.append(("end-actual", ends_on))
    for kind, day in days:
        add(activity, "activity-date", day.isoformat(), iso_date=day, type=kind)


def _contact(activity: etree._Element, entry: Statement) -> None:
    contact = add(activity, "contact-info")
    add(contact, "organisation", cast()[entry.reporter].name("fr"))
    if entry.fault == "contact_person":
        add(contact, "person-name", PERSON["name"])
        add(contact, "telephone", PERSON["telephone"])
        add(contact, "email", PERSON["email"])
        add(contact, "mailing-address", "1, rue de l'Exercice, Arven, Arvénie")
    add(contact, "website", "http://www.example.org/arvenie/ue")


def _participants(activity: etree._Element, entry: Statement) -> None:
    deed = entry.deed
    parties = (
        ("Funding", deed.funder),
        ("Extending", deed.organization),
        ("Implementing", deed.implementer),
    )
    for role, organization in parties:
        told = cast()[organization]
        add(
            activity,
            "participating-org",
            told.name("fr"),
            role=role,
            ref=_REFS.get(organization, organization),
            type=told.type_code,
        )


def _location(activity: etree._Element, entry: Statement, code: str, chance: random.Random) -> None:
    place = places()[code]
    written = stated_pcode(entry, code)
    share = "" if len(entry.deed.places) == 1 else f"{100 / len(entry.deed.places):.0f}"
    location = add(activity, "location", percentage=share)
    add(location, "location-type", "Division administrative", code=f"ADM{place.level}")
    add(location, "name", place.name("fr"))
    levels = {"adm1": written[:4]} | ({"adm2": written} if place.level == 2 else {})
    add(location, "administrative", place.name("fr"), country=COUNTRY, **levels)
    if place.level == 2 and chance.random() < 0.7:
        latitude, longitude = latitude_longitude(entry, place, chance)
        add(
            location,
            "coordinates",
            latitude=f"{latitude:.4f}",
            longitude=f"{longitude:.4f}",
            precision="3",
        )


def _sectors(activity: etree._Element, entry: Statement, chance: random.Random) -> None:
    topic = entry.deed.topic
    shares = [(topic.dac_code, "100")]
    if entry.fault == "no_sector":
        return
    if entry.fault == "unknown_sector":
        shares = [("15999", "100")]
    elif entry.fault == "percentages_over_100":
        shares = [(topic.dac_code, "60"), ("43010", "50")]
    elif topic.group == "governance" and chance.random() < 0.4:
        shares = [(topic.dac_code, "75"), ("15110", "25")]
    if len({code for code, _ in shares}) < len(shares):
        shares = [(topic.dac_code, "100")]
    for code, share in shares:
        add(
            activity,
            "sector",
            codelists.name("dac_purposes", code, "fr"),
            code=code,
            vocabulary="DAC",
            percentage=share,
        )


def _money(activity: etree._Element, entry: Statement, links: Links, chance: random.Random) -> None:
    first = min(entry.starts_on, AS_OF)
    for year, part in by_year(entry.amount, entry.starts_on, entry.ends_on):
        if part:
            budget = add(activity, "budget", type="Original")
            add(budget, "period-start", iso_date=max(entry.starts_on, dt.date(year, 1, 1)))
            add(budget, "period-end", iso_date=min(entry.ends_on, dt.date(year, 12, 31)))
            add(budget, "value", str(part), value_date=first)
    kind = "E" if entry.deed.implementer == entry.deed.organization else "D"
    written = f"{entry.amount:,.2f}" if entry.fault == "number_with_commas" else ""
    _transaction(activity, entry, links, "C", first, written or f"{entry.amount:.0f}")
    paid = payments(chance, entry.amount, entry.starts_on, entry.ends_on, AS_OF)
    for day, value in paid:
        _transaction(activity, entry, links, kind, day, str(value))
    if entry.fault == "negative_correction":
        day, value = paid[0] if paid else (first, round(entry.amount / 10))
        later = min(AS_OF, day + dt.timedelta(days=30))
        _transaction(activity, entry, links, kind, later, str(-round(value / 4)))


def _transaction(
    activity: etree._Element, entry: Statement, links: Links, kind: str, day: dt.date, value: str
) -> None:
    transaction = add(activity, "transaction", ref=f"{entry.statement_id}/{kind}{day:%y%m%d}")
    add(transaction, "transaction-type", _KINDS[kind], code=kind)
    add(
        transaction,
        "provider-org",
        "Commission européenne",
        ref="EU",
        provider_activity_id=entry.statement_id,
    )
    receiver = cast()[entry.deed.implementer]
    element = add(
        transaction,
        "receiver-org",
        receiver.name("fr"),
        ref=_REFS.get(receiver.organization_id, receiver.organization_id),
    )
    identifier = dict(links.receivers).get(receiver.organization_id)
    if identifier:
        element.set("receiver-activity-id", identifier)
    add(transaction, "value", value, value_date=day)
    add(transaction, "transaction-date", day.isoformat(), iso_date=day)
