"""`intarsia <verb>`: files in, files out. One module per verb, loaded when it is called.

Verbs of other packages, such as the site's, join through `verbs.py`.

Exit codes: 0 done, also with problems in a report; 1 with --strict and problems; 2 wrong usage;
3 could not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from intarsia.cli.verbs import MissingExtraError, known_verbs

DONE, PROBLEMS, WRONG_USAGE, COULD_NOT = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return its exit code. Errors are said in a sentence, never a traceback."""
    parser = argparse.ArgumentParser(
        prog="intarsia",
        description="Who does what, where, when and for whom: reports in, one picture out.",
        epilog="Example: intarsia read reports/* -o picture && intarsia brief picture "
        "-o brief.html",
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    known = known_verbs()
    below = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    words = sys.argv[1:] if arguments is None else arguments
    chosen = next((word for word in words if word in known), None)
    for name, verb in known.items():
        said = verb.line[0].upper() + verb.line[1:] + "."
        takes = below.add_parser(name, help=verb.line, description=said)
        # Only the verb in question is loaded: help must not wait for Arrow.
        if name == chosen:
            try:
                verb.load().add_arguments(takes)
            except MissingExtraError as missing:
                sys.stderr.write(f"intarsia {name}: {missing}\n")
                return COULD_NOT
    given = parser.parse_args(arguments)
    if given.version:
        from intarsia import __version__

        sys.stdout.write(f"intarsia {__version__}\n")
        return DONE
    if given.verb is None:
        parser.print_help()
        return WRONG_USAGE
    run: Callable[[argparse.Namespace], int] = known[given.verb].load().run
    return _reported(run, given)


def _reported(run: Callable[[argparse.Namespace], int], given: argparse.Namespace) -> int:
    from intarsia.errors import IntarsiaError

    try:
        return run(given)
    except IntarsiaError as error:
        sys.stderr.write(f"intarsia {given.verb}: {error.message}\n")
        return COULD_NOT
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"intarsia {given.verb}: {named}{error.strerror or error}\n")
        return COULD_NOT
    except KeyboardInterrupt:
        sys.stderr.write(f"intarsia {given.verb}: stopped; nothing was written.\n")
        return COULD_NOT
