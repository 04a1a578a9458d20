"""`intarsia places FILE… --country XX`: a country's boundaries and P-codes on the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from intarsia.cli import COULD_NOT, DONE
from intarsia.phrases import problem_sentence
from intarsia_site.config.opening import open_site, require_tables

_KINDS = {
    "new": "new",
    "back": "there again",
    "renamed": "with another name",
    "moved": "within another unit",
    "redrawn": "with another boundary",
    "gone": "gone",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia places` takes."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="they belong together")
    parser.add_argument("--country", metavar="XX", required=True, help="a country of the site")
    parser.add_argument(
        "--house-style",
        choices=("UN", "OSCE", "EU"),
        default="",
        help="of the names; all if left out",
    )
    parser.add_argument(
        "--from", dest="begins", metavar="DATE", help="counts from; today if left out"
    )
    parser.add_argument("--use", action="store_true", help="let it count, and do not only tell")
    parser.add_argument(
        "--because", metavar="TEXT", default="Command line", help="kept in the trail"
    )
    parser.epilog = (
        "Example: intarsia places KGZ-adm1.topojson KGZ-adm2.topojson --country KG --use"
    )


def run(given: argparse.Namespace) -> int:
    """Read the files, tell what would change; with --use, let it count."""
    open_site()
    require_tables()
    from intarsia_site.access.errors import NotFound, Refused

    try:
        return _told(given)
    except Refused as refused:
        for sentence in refused.fields.values() or [refused.message]:
            sys.stderr.write(f"intarsia places: {sentence}\n")
    except NotFound:
        sys.stderr.write(f"intarsia places: this installation has no country {given.country}.\n")
    except OSError as reason:
        sys.stderr.write(f"intarsia places: {reason.filename}: {reason.strerror}.\n")
    except ValueError:
        sys.stderr.write(f"intarsia places: --from {given.begins} is no date such as 2011-05-31.\n")
    return COULD_NOT


def _told(given: argparse.Namespace) -> int:
    import datetime as dt

    from django.utils import timezone

    from intarsia_site.access.errors import NotFound
    from intarsia_site.access.models import Country
    from intarsia_site.registry.models import Place
    from intarsia_site.registry.place_files import SentFile, read_place_files
    from intarsia_site.registry.place_rows import difference
    from intarsia_site.registry.services.place_set import put_places

    now = timezone.now()
    begins = dt.date.fromisoformat(given.begins) if given.begins else now.date()
    sent = [SentFile(one.name, one) for one in given.files]
    country = Country.objects.filter(code=given.country).first()
    if country is None:
        raise NotFound
    standing = Place.objects.filter(country=country, valid_until_on__isnull=True)
    known = frozenset(standing.values_list("code", flat=True))
    read = read_place_files(sent, country.code, known=known)
    for row in read.problems:
        sys.stderr.write(f"{problem_sentence(row)}\n")
    found = difference(country, read.table, given.house_style)
    for kind, count in found.counts.items():
        if count:
            sys.stdout.write(f"{count} {'unit' if count == 1 else 'units'} {_KINDS[kind]}\n")
    if found.is_empty:
        sys.stdout.write("These places are here already.\n")
    elif given.use:
        put_places(
            country.code, read, house_style=given.house_style, counts_from_on=begins,
            by=None, at=now, because=given.because,
        )  # fmt: skip
        sys.stdout.write("They count now.\n")
    else:
        sys.stdout.write("Nothing was changed. With --use they count.\n")
    return DONE
