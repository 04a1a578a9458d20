"""`intarsia tick`: what is periodic, once; `intarsia serve` does it every minute by itself."""

from __future__ import annotations

import argparse
import sys

from intarsia.cli import COULD_NOT, DONE
from intarsia_site.config.opening import open_site, require_tables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia tick` takes."""
    parser.epilog = "Example: intarsia tick"


def run(given: argparse.Namespace) -> int:
    """Do every duty once; say how much each did."""
    open_site()
    from django.utils import timezone

    from intarsia_site.config.tick import tick

    require_tables()
    done = tick(at=timezone.now())
    if done is None:
        sys.stdout.write("Another process is at it; nothing was left to do here.\n")
        return DONE
    for name, number in done.items():
        sys.stdout.write(f"{name}: {'failed, see the log' if number is None else number}\n")
    return COULD_NOT if None in done.values() else DONE
