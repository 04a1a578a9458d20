"""Steps that many journeys take: signing in, finding a record, recording a mandate."""

from __future__ import annotations

import re

from django.core import mail
from django.utils import timezone
from visitor import Visitor

from intarsia_site.access.models import User
from intarsia_site.access.services.letters import send_waiting
from people import PASSWORD

AGENCY, MISSION, DONOR = "UN health agency", "OSCE Mission to Arvenia", "Norland Development Fund"
INSTRUMENT = "Memorandum of understanding of 2010"


def signs_in(who: User | str, password: str = PASSWORD) -> Visitor:
    """Return a browser in which somebody has signed in by the page."""
    address = who if isinstance(who, str) else who.email
    browser = Visitor().opens("/account/login/")
    return browser.sends("Sign in", {"E-mail address": address, "Password": password}).sees("Desk")


def records_a_mandate(curator: Visitor, **entries: str) -> Visitor:
    """Record a mandate of the agency in primary health, by the form."""
    curator.opens("/").follows("Mandates").follows("Add or propose one")
    return curator.sends(
        "Save",
        {
            "Organization": AGENCY,
            "Country": "Arvenia",
            "Function": "Lead",
            "Sector": "Primary health care",
            "Instrument": INSTRUMENT,
            **entries,
        },
    )


def opens_the_mandate(reader: Visitor) -> Visitor:
    """Open the agency's mandate from the list."""
    return reader.opens("/").follows("Mandates").follows(AGENCY)


def limits_who_may_see_it(owner: Visitor, **entries: str | bool) -> Visitor:
    """From the record's page say anew who may see it."""
    opens_the_mandate(owner).follows("Who may see it")
    wanted = {name.replace("_", " ").capitalize(): entry for name, entry in entries.items()}
    return owner.sends("Save", wanted).sees("It counts at once")


def letter_to(address: str) -> str:
    """Send what waits in the box of letters; return the last letter to this address."""
    send_waiting(at=timezone.now())
    letters = [one for one in mail.outbox if one.to == [address]]
    assert letters, f"no letter to {address} among {[one.to for one in mail.outbox]}"
    return str(letters[-1].body)


def address_in(letter: str) -> str:
    """Return the path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S*)", letter)
    assert found is not None, letter
    return found[1]
