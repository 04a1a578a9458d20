"""Catalogues of translations: read, brought up to the sources, checked, compiled."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

#: %(name)s, {name}, and the marks of HTML: what a translation must have as its source has it.
_FIXED = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|<[^>]*>|[<>]")


class PlainCatalogue(Catalog):
    """A catalogue whose head says language, plurals and encoding only: same words, same bytes."""

    def __init__(self, language: str | None = None, like: Catalog | None = None) -> None:
        """Make an empty catalogue; with the plural forms of another, where one is given."""
        super().__init__(language, header_comment="", fuzzy=False)
        if like is not None:
            self._num_plurals, self._plural_expr = like.num_plurals, like.plural_expr  # type: ignore[assignment]

    def _heads(self) -> list[tuple[str, str]]:
        heads = [
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]
        if self.locale_identifier:
            heads[:0] = [
                ("Language", str(self.locale_identifier)),
                ("Plural-Forms", self.plural_forms),
            ]
        return heads

    mime_headers = property(_heads, Catalog._set_mime_headers)


def read(path: Path, language: str) -> PlainCatalogue:
    """Return the catalogue of a .po file, or an empty one where there is none.

    Raises ValueError or UnicodeDecodeError where the file is no catalogue.
    """
    if not path.exists():
        return PlainCatalogue(language)
    with path.open("rb") as file:
        found = read_po(file, locale=language, abort_invalid=True)
    plain = PlainCatalogue(language, like=found)
    for message in found:
        if message.id:
            plain[message.id] = message
    return plain


def brought_up(old: Catalog, sources: Catalog, language: str) -> PlainCatalogue:
    """Return the strings of the sources with the translations that the old catalogue has.

    A string that changed begins without a translation: nothing is guessed from one that resembles.
    """
    new = PlainCatalogue(language, like=old)
    for message in sources:
        if not message.id:
            continue
        known = old.get(_first(message), message.context)
        string = known.string if known and _same_kind(known, message) else None
        flags = message.flags | ({"fuzzy"} & known.flags if known else set())
        new.add(
            message.id,
            string,
            locations=message.locations,
            flags=flags,
            context=message.context,
            user_comments=known.user_comments if known else (),
        )
    return new


def written(catalogue: Catalog) -> bytes:
    """Return the text of a .po file, by file of the sources, without numbers of lines."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)
    return file.getvalue().lstrip()


def compiled(catalogue: Catalog) -> bytes:
    """Return the .mo of a catalogue: what is translated, safe and not marked as fuzzy."""
    safe = PlainCatalogue(catalogue.locale_identifier, like=catalogue)
    for message in catalogue:
        if message.id and is_usable(message, catalogue.num_plurals):
            safe[message.id] = message
    file = io.BytesIO()
    write_mo(file, safe)
    return file.getvalue()


def is_usable(message: Message, forms: int) -> bool:
    """Return whether a page can show a translation, in a language with so many plural forms."""
    if message.fuzzy or not is_translated(message):
        return False
    is_plural = isinstance(message.id, (list, tuple))
    return is_safe(message) and (not is_plural or len(message.string or ()) == forms)


def is_translated(message: Message) -> bool:
    """Return whether a string has words, in every form."""
    said = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(said) and all(said)


def is_safe(message: Message) -> bool:
    """Return whether a translation has the source's figures and marks, so that no page breaks.

    In a plural form the number itself may be left out ("one record"). A straight quotation mark
    that the source has not would end an attribute of a tag.
    """
    if not isinstance(message.id, (list, tuple)):
        said = str(message.string)
        is_same = _fixed(message.id) == _fixed(said)
        return is_same and said.count('"') <= message.id.count('"')
    allowed = _fixed(message.id[-1]) | _fixed(message.id[0])
    return all(not _fixed(form) - allowed and '"' not in form for form in message.string or ())


def _fixed(text: str) -> Counter[str]:
    return Counter(_FIXED.findall(text))


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def _same_kind(one: Message, other: Message) -> bool:
    return isinstance(one.id, (list, tuple)) == isinstance(other.id, (list, tuple))
