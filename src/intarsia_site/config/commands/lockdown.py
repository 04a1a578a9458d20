"""`intarsia lockdown on|off`: the site closed to everybody but administrators."""

from __future__ import annotations

import argparse
import sys

from intarsia.cli import COULD_NOT, DONE
from intarsia_site.config.opening import open_site, require_tables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia lockdown` takes."""
    parser.add_argument("state", metavar="on|off", choices=("on", "off"), help="close or open")
    parser.add_argument("--because", metavar="TEXT", default="", help="why; kept in the trail")
    parser.epilog = 'Example: intarsia lockdown on --because "A laptop was stolen"'


def run(given: argparse.Namespace) -> int:
    """Close the site or open it again."""
    open_site()
    from django.utils import timezone

    from intarsia_site.access.errors import Refused
    from intarsia_site.access.services.installation import (
        lock_installation,
        unlock_installation,
    )

    require_tables()
    change = lock_installation if given.state == "on" else unlock_installation
    try:
        change(by=None, at=timezone.now(), because=given.because)
    except Refused as refused:
        sys.stderr.write(f"intarsia lockdown: --because: {refused.fields['because']}\n")
        return COULD_NOT
    sys.stdout.write(
        "Closed: only administrators can sign in; others are signed out at their next request.\n"
        if given.state == "on"
        else "Open again.\n"
    )
    return DONE
