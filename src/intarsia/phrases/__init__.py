"""How is it said? A code and its figures go in, a sentence in English, French or Russian comes out.

The sentences stand in `<language>/<domain>.toml`, one file per subject; a file is read when its
language is first asked for. Babel is loaded only where a number, a date or a plural is written.
"""

from __future__ import annotations

from intarsia.phrases.catalogue import LANGUAGES, codes
from intarsia.phrases.sentences import (
    UnknownPhraseError,
    error_sentence,
    problem_sentence,
    say,
    where,
)

__all__ = [
    "LANGUAGES",
    "UnknownPhraseError",
    "codes",
    "error_sentence",
    "problem_sentence",
    "say",
    "where",
]
