"""What is wrong in the example's files on purpose, and how it is put there.

Persons are invented, with addresses and numbers that cannot exist.
"""

import random

from intarsia.examples.geography import Place, places
from intarsia.examples.reporting import Statement

PERSON = {
    "name": "Exempla Person",
    "email": "exempla.person@example.org",
    "telephone": "+000 00 000 001",
}
PERSON_IN_TEXT = (
    "For details please contact Exempla Person, exempla.person@example.org, tel. +000 00 000 002."
)
PERSON_IN_TEXT_RU = "Контакт: Exempla Person, exempla.person@example.org, тел. +000 00 000 003."

MEANINGS = {
    "percentages_over_100": "The sectors' percentages add up to 110.",
    "swapped_coordinates": "Latitude and longitude are exchanged.",
    "ends_before_start": "First and last day are exchanged.",
    "year_0201": "The year is written 0201 instead of 2011, 2010 or 2009.",
    "no_dates": "No first and last day.",
    "negative_correction": "A negative amount corrects an earlier one that was too high.",
    "wrong_pcode": "The P-code is that of another district; the name is right.",
    "contact_person": "An invented person with e-mail address and telephone number in a column "
    "or element of its own.",
    "person_in_text": "An invented person with e-mail address and telephone number in free text.",
    "title_not_applicable": "The title is a filler, not a title.",
    "empty_title": "The title is empty.",
    "no_sector": "No sector, or the code for sectors not specified.",
    "unknown_sector": "The sector code is not in the DAC list.",
    "number_with_commas": "An amount is written with commas.",
    "number_in_words": "A number is written with words.",
    "impossible_date": "A date that is not in the calendar.",
    "several_organizations": "Two organizations in one cell.",
    "region_for_district": "The cell for the district names the region.",
    "repeated_same": "The entry is in the file twice, word for word.",
    "repeated_changed": "The id is in the file twice, the second time with another title and "
    "other amounts.",
}


def stated_pcode(entry: Statement, code: str) -> str:
    """Return the P-code as the file writes it."""
    if entry.fault != "wrong_pcode":
        return code
    others = sorted(
        place.pcode
        for place in places().values()
        if place.level == 2 and place.parent != places()[code].parent
    )
    return others[sum(map(ord, code + entry.deed.entity)) % len(others)]


def latitude_longitude(
    entry: Statement, place: Place, chance: random.Random
) -> tuple[float, float]:
    """Return a point near the middle of a district, exchanged where that is the fault."""
    latitude = place.latitude + chance.uniform(-0.04, 0.04)
    longitude = place.longitude + chance.uniform(-0.05, 0.05)
    swapped = entry.fault == "swapped_coordinates"
    return (longitude, latitude) if swapped else (latitude, longitude)
