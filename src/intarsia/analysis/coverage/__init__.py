"""What does the picture cover, and what does it leave open? See docs/methods/coverage.md.

In: a picture. Out: `Coverage`, the figures of the brief, each as reported.
"""

from intarsia.analysis.coverage.shapes import (
    Coverage,
    KeyFigures,
    PlaceFigures,
    Scope,
    Unknowns,
)
from intarsia.analysis.coverage.summary import summarize

__all__ = ["Coverage", "KeyFigures", "PlaceFigures", "Scope", "Unknowns", "summarize"]
