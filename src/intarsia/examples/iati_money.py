"""Writes the money of IATI 2.0x activities: budgets, planned disbursements, transactions."""

import datetime as dt
import random

from lxml import etree

from intarsia import codelists
from intarsia.examples.cast import cast
from intarsia.examples.elements import add, say
from intarsia.examples.links import Links
from intarsia.examples.money import by_year, payments
from intarsia.examples.notice import AS_OF
from intarsia.examples.reporting import Statement

# IATI TransactionType.
_INCOMING, _COMMITMENT, _DISBURSEMENT, _EXPENDITURE, _PROMISED_IN = "1", "2", "3", "4", "11"


def budgets(activity: etree._Element, entry: Statement, rich: bool, chance: random.Random) -> None:
    """Append a budget for each calendar year; the rich file adds what is planned next."""
    day = min(entry.starts_on, AS_OF)
    amount = entry.amount * (1.15 if entry.fault == "repeated_changed" else 1)
    for year, part in by_year(amount, entry.starts_on, entry.ends_on):
        if part:
            budget = add(activity, "budget", type="1", status="2" if year < 2012 else "1")
            first = max(entry.starts_on, dt.date(year, 1, 1))
            add(budget, "period-start", iso_date=first)
            add(budget, "period-end", iso_date=min(entry.ends_on, dt.date(year, 12, 31)))
            add(budget, "value", str(part), currency=entry.currency, value_date=day)
    if rich and entry.ends_on > dt.date(2011, 9, 30) and chance.random() < 0.4:
        planned = add(activity, "planned-disbursement", type="1")
        add(planned, "period-start", iso_date="2011-07-01")
        add(planned, "period-end", iso_date="2011-09-30")
        add(planned, "value", str(round(entry.amount / 8)), value_date=AS_OF)
        receiver = cast()[entry.deed.implementer]
        say(planned, "receiver-org", receiver.name(), ref=receiver.organization_id)


def transactions(
    activity: etree._Element,
    entry: Statement,
    links: Links,
    chance: random.Random,
    *,
    with_sector: bool,
) -> None:
    """Append the transactions up to the day of the reports."""
    deed = entry.deed
    provider, receiver = deed.funder, deed.implementer
    provided = dict(links.providers).get(provider, "")
    received = dict(links.receivers).get(receiver, "")
    first = min(entry.starts_on, AS_OF)
    if provider != deed.organization:
        _one(activity, entry, _PROMISED_IN, first, entry.amount, provider=(provider, provided))
        _one(activity, entry, _INCOMING, first, entry.amount * 0.5, provider=(provider, provided))
    sector = deed.topic.dac_code if with_sector else ""
    mine = (deed.organization, entry.statement_id)
    _one(
        activity,
        entry,
        _COMMITMENT,
        first,
        entry.amount,
        provider=mine,
        receiver=(receiver, received),
        sector=sector,
    )
    kind = _EXPENDITURE if receiver == deed.organization else _DISBURSEMENT
    paid = payments(chance, entry.amount, entry.starts_on, entry.ends_on, AS_OF)
    for day, value in paid:
        _one(
            activity,
            entry,
            kind,
            day,
            value,
            provider=mine,
            receiver=(receiver, received),
            sector=sector,
        )
    if entry.fault == "negative_correction":
        day, value = paid[0] if paid else (first, round(entry.amount / 10))
        later = min(AS_OF, day + dt.timedelta(days=40))
        _one(
            activity,
            entry,
            kind,
            later,
            -round(value / 3),
            provider=mine,
            receiver=(receiver, received),
            note="Correction of an amount entered too high",
        )


def _one(
    activity: etree._Element,
    entry: Statement,
    kind: str,
    day: dt.date,
    value: float,
    *,
    provider: tuple[str, str],
    receiver: tuple[str, str] | None = None,
    sector: str = "",
    note: str = "",
) -> None:
    transaction = add(activity, "transaction")
    add(transaction, "transaction-type", code=kind)
    add(transaction, "transaction-date", iso_date=day)
    add(transaction, "value", str(round(value)), currency=entry.currency, value_date=day)
    if note:
        say(transaction, "description", note)
    _party(transaction, "provider", *provider)
    if receiver is None:
        _party(transaction, "receiver", entry.deed.organization, entry.statement_id)
    else:
        _party(transaction, "receiver", *receiver)
    if sector:
        say(
            transaction,
            "sector",
            codelists.name("dac_purposes", sector),
            vocabulary="1",
            code=sector,
        )


def _party(transaction: etree._Element, side: str, organization: str, identifier: str) -> None:
    told = cast()[organization]
    element = say(transaction, f"{side}-org", told.name(), ref=organization, type=told.type_code)
    if identifier:
        element.set(f"{side}-activity-id", identifier)
