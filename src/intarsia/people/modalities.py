"""How is help given? A cell's text in, codes of modalities out; see `codelists` modalities."""

from __future__ import annotations

from intarsia.people.cells import Named, named_in, nearest_name

__all__ = ["modalities_in", "modalities_named", "modality_suggestion"]

_TABLE = "modality_names"


def modalities_named(text: str | None) -> tuple[str, ...]:
    """Return the codes of the modalities that a cell names, () where it names none we know.

    >>> modalities_named("Cash + In-Kind"), modalities_named("Asistencia Técnica")
    (('cash', 'in_kind'), ('advice',))
    """
    return named_in(_TABLE, text).codes


def modalities_in(text: str | None) -> Named:
    """Return the codes that a cell names, and the parts of it that name no modality we know."""
    return named_in(_TABLE, text)


def modality_suggestion(text: str) -> str | None:
    """Return the name of the modality most like a text, None where none is near."""
    return nearest_name(_TABLE, text)
