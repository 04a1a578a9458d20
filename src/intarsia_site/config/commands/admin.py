"""`intarsia admin EMAIL`: an administrator made on the command line."""

from __future__ import annotations

import argparse
import os
import sys
from getpass import getpass

from intarsia.cli import COULD_NOT, DONE
from intarsia_site.config.opening import open_site, prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia admin` takes."""
    parser.add_argument("email", metavar="EMAIL", help="the address to sign in with")
    parser.add_argument("--name", required=True, help="the person's name")
    parser.add_argument("--controller", metavar="TEXT", help="who answers for what is kept")
    parser.add_argument("--hosting", metavar="TEXT", help="where the machine stands, who runs it")
    parser.add_argument("--country", metavar="XX", help="the first host country")
    parser.add_argument(
        "--house-style", choices=("UN", "OSCE", "EU"), default="UN", help="of names"
    )
    parser.add_argument("--languages", metavar="LIST", default="en,fr,ru", help="of the pages")
    parser.add_argument("--exercise", action="store_true", help="the country is for exercise")
    parser.epilog = (
        'Example: intarsia admin eva@osce.example --name "Eva" --controller "OSCE Mission" '
        '--hosting "On its own machine in the mission" --country KG'
    )


def run(given: argparse.Namespace) -> int:
    """Make the administrator; set the installation up first where that was not done."""
    open_site()
    from django.utils import timezone

    from intarsia_site.access.errors import Refused
    from intarsia_site.access.queries import installation
    from intarsia_site.access.services.installation import (
        NewAdministrator,
        NewCountry,
        make_administrator,
        set_up_installation,
    )

    prepare()
    is_set_up = installation.standing().is_set_up
    if not is_set_up and not (given.controller and given.hosting and given.country):
        sys.stderr.write(
            "intarsia admin: this installation is not set up yet. Say --controller, --hosting and "
            "--country too, or open the first page in a browser.\n"
        )
        return COULD_NOT
    person = NewAdministrator(given.name, given.email, _password())
    try:
        if is_set_up:
            made = make_administrator(
                administrator=person, by=None, at=timezone.now(), because="Command line"
            )
        else:
            made = set_up_installation(
                administrator=person,
                country=NewCountry(given.country, given.house_style, given.exercise),
                controller=given.controller,
                hosting=given.hosting,
                languages=given.languages.split(","),
                at=timezone.now(),
            )
    except Refused as refused:
        for name, sentence in refused.fields.items():
            sys.stderr.write(f"intarsia admin: {name}: {sentence}\n")
        return COULD_NOT
    sys.stdout.write(f"{made.email} may sign in and runs this installation.\n")
    return DONE


def _password() -> str:
    given = os.environ.get("INTARSIA_ADMIN_PASSWORD")
    if given is not None:
        return given
    first = getpass("Password (twelve signs at least): ")
    return first if first == getpass("Again: ") else ""
