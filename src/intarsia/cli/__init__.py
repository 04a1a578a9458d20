"""`intarsia <verb>`: files in, files out. One module per verb, loaded when it is called.

Exit codes: 0 done, also with problems in a report; 1 with --strict and problems; 2 wrong usage;
3 could not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

DONE, PROBLEMS, WRONG_USAGE, COULD_NOT = 0, 1, 2, 3

#: Verb, its line in the help, in the order of the flow.
VERBS = (
    ("read", "report files to a picture folder, with a list of their problems beside it"),
    ("duplicates", "what is reported twice, what pays for what, and what it comes to"),
    ("train", "weights of duplicates from judged pairs"),
    ("compare", "what appeared, grew, shrank or was resolved between two runs"),
    ("brief", "the picture on one page, for a meeting"),
    ("example", "write the example country's report files"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return its exit code. Errors are said in a sentence, never a traceback."""
    parser = argparse.ArgumentParser(
        prog="intarsia",
        description="Who does what, where, when and for whom: reports in, one picture out.",
        epilog="Example: intarsia read reports/* -o picture && intarsia brief picture "
        "-o brief.html",
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    chosen = _verb_in(sys.argv[1:] if arguments is None else arguments)
    for name, line in VERBS:
        below = verbs.add_parser(name, help=line, description=line[0].upper() + line[1:] + ".")
        # Only the verb in question is loaded: help must not wait for Arrow.
        if name == chosen:
            import_module(f"intarsia.cli.{name}").add_arguments(below)
    given = parser.parse_args(arguments)
    if given.version:
        from intarsia import __version__

        sys.stdout.write(f"intarsia {__version__}\n")
        return DONE
    if given.verb is None:
        parser.print_help()
        return WRONG_USAGE
    run: Callable[[argparse.Namespace], int] = import_module(f"intarsia.cli.{given.verb}").run
    return _reported(run, given)


def _verb_in(arguments: Sequence[str]) -> str | None:
    names = {name for name, _ in VERBS}
    return next((word for word in arguments if word in names), None)


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
