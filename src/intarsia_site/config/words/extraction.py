"""Every string of the site that can be translated, from its Python files and its templates."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from intarsia_site.config.words import SITE
from intarsia_site.config.words.catalogues import PlainCatalogue

#: Which arguments are strings, by function: as Babel's `keywords` have it.
_ARGUMENTS: dict[str, Any] = {
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_ARGUMENTS |= {f"{name}_lazy": arguments for name, arguments in _ARGUMENTS.items()}
#: What Django makes of the tags of a template, beside gettext and its like.
_OF_TEMPLATES = _ARGUMENTS | {"_": None}


def strings(root: Path = SITE) -> PlainCatalogue:
    """Return a catalogue of all strings under a folder, each with the files it is used in.

    Raises ValueError where two plurals share a singular.
    """
    found = PlainCatalogue()
    for path in sorted(root.rglob("*")):
        for text, keywords in _readable(path):
            place = (path.relative_to(root).as_posix(), 1)
            for _, message, comments, context in extract(
                "python", io.BytesIO(text.encode()), keywords=keywords
            ):
                _refuse_another_plural(found, message, context)
                found.add(message, context=context, locations=[place], auto_comments=comments)
    return found


def _refuse_another_plural(found: PlainCatalogue, message: Any, context: str | None) -> None:
    """Raise ValueError where the same singular has another plural: only one could have words."""
    if not isinstance(message, tuple):
        return
    known = found.get(message[0], context)
    if known and isinstance(known.id, tuple) and known.id != message:
        raise ValueError(f"Two plurals of one singular: {known.id[1]!r} and {message[1]!r}.")


def _readable(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the Python of a file and its keywords, for files that may hold strings."""
    if path.suffix == ".py":
        text = path.read_text(encoding="utf-8")
        yield text, keywords_of(text)
    elif path.suffix in (".html", ".txt"):
        text = path.read_text(encoding="utf-8")
        # Indents of the template would be read as Python's.
        flat = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
        yield flat, _OF_TEMPLATES


def keywords_of(text: str) -> dict[str, Any]:
    """Return the names under which a Python file has Django's functions.

    >>> keywords_of("from django.utils.translation import gettext_lazy as later")
    {'later': None}
    """
    return {
        name.asname or name.name: _ARGUMENTS[name.name]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in _ARGUMENTS
    }
