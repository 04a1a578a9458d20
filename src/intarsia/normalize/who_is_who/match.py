"""What is asked and what is answered: a stated organization, its context, and the match."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Decision(StrEnum):
    """What became of a stated organization."""

    RESOLVED = "resolved"
    DOUBTFUL = "doubtful"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Stated:
    """An organization as a source states it; what is not stated is null."""

    name: str | None = None
    acronym: str | None = None
    identifier: str | None = None
    type_code: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around the names.

    country      ISO 3166-1 alpha-2 of the country that the names are about
    place_names  folded names of its places: "UNDP Osh" is UNDP's
    sector       Intarsia's sector of what the organizations do
    others       ids of organizations that report on the same country
    types        IATI OrganisationType codes that can stand here; empty = all
    """

    country: str | None = None
    place_names: frozenset[str] = frozenset()
    sector: str | None = None
    others: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Because:
    """One reason: a permanent code and what it is about."""

    code: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One organization that may be meant."""

    organization_id: str
    confidence: float
    because: Because


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a stated name means.

    organization_id  of the register if resolved, made from the name if new, null if doubtful
    confidence       0-1
    candidates       who else may be meant, the likeliest first
    branch_of        the organization it belongs to, where it is a branch of a known one
    name             what a new organization is called
    """

    stated: Stated
    organization_id: str | None
    decision: Decision
    confidence: float
    because: tuple[Because, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    branch_of: str | None = None
    name: str | None = None

    def because_json(self) -> str:
        """The reasons as JSON: a list of [code, data]."""
        return json.dumps(
            [[reason.code, dict(reason.data)] for reason in self.because], ensure_ascii=False
        )
