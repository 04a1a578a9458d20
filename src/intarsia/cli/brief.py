"""`intarsia brief PICTURE -o brief.html`: the picture on one page, for a meeting."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import intarsia
from intarsia.cli import COULD_NOT, DONE, options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia brief` takes."""
    parser.add_argument("picture", metavar="PICTURE", type=Path, help="a picture folder")
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", type=Path, help="the page to write, .html"
    )
    parser.add_argument(
        "--lang", choices=("en", "fr", "ru"), default="en", help="language of the page"
    )
    parser.add_argument(
        "--country",
        type=options.country,
        metavar="XX",
        help="the country the page is about, where the picture has several",
    )
    parser.add_argument(
        "--as-of",
        type=options.day,
        metavar="DATE",
        help="the day the page speaks of; the picture's own if left out",
    )
    parser.add_argument(
        "--places", type=Path, metavar="FILE", help="administrative boundaries for the map, GeoJSON"
    )
    parser.add_argument("--title", help="a title of your own")
    parser.epilog = "Example: intarsia brief picture --lang fr -o brief.html"


def run(given: argparse.Namespace) -> int:
    """Write the page; say how large it is."""
    if given.output.suffix.lower() not in (".html", ".htm"):
        sys.stderr.write(
            f"intarsia brief: {given.output.name} should end in .html; other forms of the "
            "brief are not written yet.\n"
        )
        return COULD_NOT
    picture = intarsia.load_picture(given.picture)
    if given.places is not None:
        picture = picture.having(places=intarsia.read_places(given.places, country=given.country))
    page = intarsia.write_brief(
        picture,
        as_of=given.as_of or picture.as_of or options.today(),
        language=given.lang,
        country=given.country,
        title=given.title,
    )
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(page, encoding="utf-8")
    size = given.output.stat().st_size
    sys.stdout.write(f"{given.output} written, {size / 1000:,.0f} kB. Open it in a browser.\n")
    return DONE
