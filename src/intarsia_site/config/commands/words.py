"""`intarsia words FOLDER`: a language pack's catalogue made, or brought up to this version."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from intarsia.cli import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia words` takes."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the pack, named by its code")
    parser.epilog = "Example: intarsia words languages/ky"


def run(given: argparse.Namespace) -> int:
    """Write the catalogue with every string of the site, and say which have no words yet."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from intarsia_site.config.words.packs import renewed

    strings, without, unsafe = renewed(given.folder)
    sys.stdout.write(f"{strings} strings, {without} without words: those are shown in English.\n")
    for text in unsafe:
        sys.stdout.write(f"Left out, its figures or marks are not those of the source: {text}\n")
    return DONE
