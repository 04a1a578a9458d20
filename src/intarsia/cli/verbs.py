"""Which verbs there are: the library's own, and those that other packages add.

A package adds verbs through the entry-point group `intarsia.commands`: each entry names a tuple of
`Verb`. Only these tuples are loaded for `--help`; the module of a verb is loaded when it is called.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType
from typing import NamedTuple

GROUP = "intarsia.commands"


class Verb(NamedTuple):
    """One verb: its line in the help, the module with `add_arguments` and `run`, what it needs.

    extra    the extra of the distribution that installs what the module imports; "": nothing
    """

    name: str
    line: str
    module: str
    extra: str = ""

    def load(self) -> ModuleType:
        """Return the verb's module. Raises MissingExtraError where a package lacks."""
        try:
            return import_module(self.module)
        except ModuleNotFoundError as missing:
            package = missing.name or ""
            if package.partition(".")[0] in ("intarsia", "intarsia_site"):
                raise
            raise MissingExtraError(self, package) from missing


class MissingExtraError(Exception):
    """A verb needs a package that is not installed; the message says what to install."""

    def __init__(self, verb: Verb, package: str) -> None:
        install = f'pip install "intarsia[{verb.extra}]"' if verb.extra else f"install {package}"
        super().__init__(f"{package} is not installed. It comes with: {install}")


#: In the order of the flow.
OWN = (
    Verb(
        "read",
        "report files to a picture folder, with a list of their problems beside it",
        "intarsia.cli.read",
    ),
    Verb(
        "duplicates",
        "what is reported twice, what pays for what, and what it comes to",
        "intarsia.cli.duplicates",
    ),
    Verb(
        "overlaps",
        "where organizations do the same, or could complement each other",
        "intarsia.cli.overlaps",
    ),
    Verb(
        "mandates",
        "who is charged with the same thing, where nobody is, and what lies outside",
        "intarsia.cli.mandates",
    ),
    Verb(
        "gaps",
        "where people are in need and nobody is reported, or too few",
        "intarsia.cli.gaps",
    ),
    Verb(
        "crowding",
        "where many are for little need, and how scattered donors' money is",
        "intarsia.cli.crowding",
    ),
    Verb("train", "weights of duplicates from judged pairs", "intarsia.cli.train"),
    Verb(
        "compare",
        "what appeared, grew, shrank or was resolved between two runs",
        "intarsia.cli.compare",
    ),
    Verb("brief", "the picture on one page, for a meeting", "intarsia.cli.brief"),
    Verb("example", "write the example country's report files", "intarsia.cli.example"),
)


def known_verbs() -> dict[str, Verb]:
    """Return every verb by name; one that another package gives cannot replace one of our own."""
    found = {verb.name: verb for verb in OWN}
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        for verb in entry.load():
            found.setdefault(verb.name, verb)
    return found
