"""Who is who: names of organizations as people write them in, organizations of a register out.

`resolve_organizations` answers for a list of names, `settle_organizations` for a whole picture.
"""

from intarsia.normalize.who_is_who.decisions import DECISIONS, write_decisions
from intarsia.normalize.who_is_who.match import (
    Because,
    Candidate,
    Context,
    Decision,
    Match,
    Stated,
)
from intarsia.normalize.who_is_who.resolve import resolve_organizations
from intarsia.normalize.who_is_who.settle import settle_organizations

__all__ = [
    "DECISIONS",
    "Because",
    "Candidate",
    "Context",
    "Decision",
    "Match",
    "Stated",
    "resolve_organizations",
    "settle_organizations",
    "write_decisions",
]
