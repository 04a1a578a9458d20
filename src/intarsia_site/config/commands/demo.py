"""`intarsia demo`: the example country with five log-ins."""

from __future__ import annotations

import argparse
import sys

from intarsia.cli import DONE
from intarsia_site.config.opening import open_site, prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia demo` takes."""
    parser.epilog = "Example: INTARSIA_DATA=out/site intarsia demo && intarsia serve"


def run(given: argparse.Namespace) -> int:
    """Load the example where it is not there yet; say who can sign in."""
    open_site()
    from django.utils import timezone

    from intarsia_site.config.demo.load import load_demo
    from intarsia_site.config.demo.people import log_ins, password
    from intarsia_site.config.demo.reports import load_reports

    prepare()
    load_demo(at=timezone.now())
    load_reports(at=timezone.now())
    sys.stdout.write("Five people can sign in, from this machine only:\n")
    for person in log_ins():
        sys.stdout.write(f"  {person.email:26}{person.said}\n")
    sys.stdout.write(f"Password of all of them: {password()}\n")
    return DONE
