"""Writes what the rich IATI 2.0x file tells beyond money: documents, conditions, results."""

import random

from lxml import etree

from intarsia.examples.elements import add, say
from intarsia.examples.notice import AS_OF
from intarsia.examples.reporting import Statement
from intarsia.examples.topics import target_name


def documents(activity: etree._Element, entry: Statement, chance: random.Random) -> None:
    """Append links to documents at an address that cannot exist."""
    kinds = [("A02", "Objectives of the project")]
    if (AS_OF - entry.starts_on).days > 240:
        kinds.append(("A08", "Results and lessons so far"))
    for category, title in kinds:
        if chance.random() < 0.45:
            url = f"http://www.example.org/arvenia/{entry.statement_id.lower()}-{category}.pdf"
            link = add(activity, "document-link", url=url, format="application/pdf")
            say(link, "title", title)
            add(link, "category", code=category)
            add(link, "language", code="en")
            add(link, "document-date", iso_date=min(entry.starts_on, AS_OF))


def conditions(activity: etree._Element, entry: Statement, chance: random.Random) -> None:
    """Append conditions to some activities."""
    attached = chance.random() < 0.25
    element = add(activity, "conditions", attached="1" if attached else "0")
    if attached:
        text = "Running costs are in the municipality's budget from the second year."
        say(element, "condition", text, type="1")


def results(activity: etree._Element, entry: Statement, chance: random.Random) -> None:
    """Append an output with people reached, and for some an outcome in per cent."""
    deed = entry.deed
    people = target_name(deed.topic.target, "en")
    done = (AS_OF - entry.starts_on).days / max(1, (entry.ends_on - entry.starts_on).days)
    reached = round(deed.people * min(1.0, max(0.0, done)) * chance.uniform(0.7, 1.1))
    output = add(activity, "result", type="1", aggregation_status="1")
    say(output, "title", {"en": f"Work with {people}"})
    _indicator(output, entry, f"Number of {people} reached", "1", deed.people, reached)
    if chance.random() < 0.3:
        outcome = add(activity, "result", type="2", aggregation_status="0")
        say(outcome, "title", {"en": "Satisfaction with the service"})
        _indicator(
            outcome,
            entry,
            f"{people.capitalize()} who are satisfied, per cent",
            "2",
            75,
            chance.randint(48, 88),
        )


def _indicator(
    result: etree._Element, entry: Statement, title: str, measure: str, target: int, actual: int
) -> None:
    indicator = add(result, "indicator", measure=measure, ascending="1")
    say(indicator, "title", title)
    add(indicator, "baseline", year=entry.starts_on.year, value=0)
    period = add(indicator, "period")
    add(period, "period-start", iso_date=entry.starts_on)
    add(period, "period-end", iso_date=entry.ends_on)
    add(period, "target", value=target)
    if entry.starts_on <= AS_OF:
        add(period, "actual", value=actual)
