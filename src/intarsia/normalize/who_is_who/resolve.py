"""Whom do these names mean? Names and a register in, one match a name out.

The order of the evidence: identifier; name or alias; letters; acronym; words; both sides of
"NAME (ACR)"; the field of a ministry; branches; then likeness. What remains open stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from intarsia import codelists
from intarsia.normalize.organizations import organization_id
from intarsia.normalize.who_is_who.branches import branch_of, unit_of
from intarsia.normalize.who_is_who.countries import country_name
from intarsia.normalize.who_is_who.evidence import SURENESS, Evidence, Found
from intarsia.normalize.who_is_who.governments import (
    WHOLE,
    GovernmentBody,
    body_name,
    government_body,
    is_known_field,
)
from intarsia.normalize.who_is_who.index import Index, acronym_key, index_of
from intarsia.normalize.who_is_who.likest import ENOUGH, Likest, likest
from intarsia.normalize.who_is_who.match import (
    Because,
    Candidate,
    Context,
    Decision,
    Match,
    Stated,
)
from intarsia.normalize.who_is_who.names import initials_of, looks_like_acronym, read_name
from intarsia.normalize.who_is_who.registrations import other_registration, usable_identifier
from intarsia.normalize.who_is_who.sides import both_sides
from intarsia.readers.collector import without_collector

#: What the circumstances decide is never surer than this.
_BY_CONTEXT = 0.86
#: What rests on the initials of a name.
_BY_INITIALS = 0.82
#: Evidence so strong that no likeness to another name can outweigh it.
_STRONG = 0.9
#: Two capitals in brackets at the end.
_BRACKETED_CODE = re.compile(r"\(([A-Z]{2})\)\s*$")
#: An acronym of so few letters may be anybody's.
_SHORT = 4


def resolve_organizations(
    names: Sequence[str | Stated], register: pa.Table, context: Context | None = None
) -> list[Match]:
    """Return whom each name means, in the order of the names.

    names     names, or what is stated of an organization: name, acronym, identifier, type
    register  REGISTER table, or ORGANIZATIONS (which knows no countries)
    context   the country, who else reports, and what else is known around the names

    A match is "resolved" with an id of the register, "new" with an id made from the name, or
    "doubtful" with its candidates and no id. Equal names are looked at once.
    Source    docs/methods/organizations.md
    """
    with without_collector():
        asked = [Stated(name) if isinstance(name, str) else name for name in names]
        resolver = Resolver(index_of(register), context or Context())
        matches = resolver.matches(list(dict.fromkeys(asked)))
        return [matches[stated] for stated in asked]


class Resolver:
    """Resolves stated organizations against one register in one context."""

    def __init__(self, index: Index, context: Context) -> None:
        self.index = index
        self.context = context
        self.evidence = Evidence(index, context)
        code = context.country
        self._country = country_name(code) if code else ""
        self._code = re.compile(rf"(?<=\S[ (/_-]){code}(?=\)?$)") if code else None

    def matches(self, asked: Sequence[Stated]) -> dict[Stated, Match]:
        """Return the match of each stated organization."""
        found: dict[Stated, Match] = {}
        open_: dict[Stated, Match | None] = {}
        for stated in asked:
            by_identifier = self._by_identifier(stated)
            match = by_identifier or self._by_evidence(stated)
            if match is not None and (by_identifier or match.confidence >= _STRONG):
                found[stated] = match
            else:
                open_[stated] = match
        waiting = list(open_)
        readings = [read_name(self._of_host(stated)) for stated in waiting]
        nearest = self.index.candidates.nearest(readings) if waiting else []
        for stated, reading, positions in zip(waiting, readings, nearest, strict=True):
            near = likest(reading, [self.index.names[at] for at in positions], self.index)
            found[stated] = self._best(stated, open_[stated], near)
        return found

    def _of_host(self, stated: Stated) -> str:
        """The name, with the host country said where a ministry leaves that out."""
        text = self._text(stated)
        body = government_body(text)
        if body is None or body.country is not None or self.context.country is None:
            return text
        return f"{text}, {country_name(self.context.country)}"

    def _text(self, stated: Stated) -> str:
        """What is stated, with a country's name in place of its code: "UNDP-XA", "ACF (ES)"."""
        text = stated.name or stated.acronym or ""
        if self._code is not None:
            text = self._code.sub(self._country, text)
        code = _BRACKETED_CODE.search(text)
        if code is None or not codelists.has("countries", code.group(1)):
            return text
        # In "Mercy Corps (MC)" they are the initials.
        if code.group(1).casefold() in initials_of(text[: code.start()]):
            return text
        return text[: code.start()] + f"({country_name(code.group(1))})"

    # What is certain by itself

    def _by_identifier(self, stated: Stated) -> Match | None:
        key = usable_identifier(stated)
        ids = self.index.by_identifier.get(key or "")
        if not ids:
            return None
        match = self._chosen(
            stated,
            Found(frozenset(ids), Because("match.identifier", {"identifier": key})),
        )
        said = self.index.by_name(stated.name)[0] if stated.name else set()
        if said and not any(self.index.are_related(one, two) for one in ids for two in said):
            because = Because("match.contradiction", {"first": key, "second": stated.name})
            return self._doubtful(
                stated, {**dict.fromkeys(ids, 0.7), **dict.fromkeys(said, 0.5)}, because
            )
        return match

    def _by_evidence(self, stated: Stated) -> Match | None:
        text = self._text(stated)
        if not text:
            return self._new(stated, (Because("match.unknown", {}),))
        found = self.evidence.look(text)
        if found is not None:
            found = self._with_acronym(stated, found)
            return self._chosen(stated, found)
        sides = both_sides(text, self.evidence)
        if sides is not None and not sides.contradict:
            chosen = self._of(stated, sides.ids, sides.sureness, sides.because)
            if chosen is not None:
                return chosen
        body = government_body(text)
        if body is not None and (body.country or self.context.country):
            return self._new_body(stated, body)
        branch = branch_of(text, self.evidence)
        if branch is not None and not branch.is_sure:
            because = Because("match.unit", {"of": branch.parent})
            return self._doubtful(stated, {branch.parent: 0.5}, because)
        if branch is not None:
            return self._branch(stated, branch.parent, branch.known, branch.places)
        if sides is not None:
            return self._doubtful(stated, dict.fromkeys(sides.ids, 0.5), sides.because)
        if stated.name and stated.acronym:
            return self._by_stated_acronym(stated)
        return self._by_initials(stated, text) or self._of_country(stated, text)

    def _by_initials(self, stated: Stated, text: str) -> Match | None:
        """An acronym that nobody has, and that a known name's initials spell.

        Three or four letters are the initials of somebody anywhere: only what is near counts.
        """
        ids = self.index.by_initials.get(acronym_key(text)) if looks_like_acronym(text) else None
        if not ids:
            return None
        because = Because("match.initials", {"acronym": text})
        if len(acronym_key(text)) <= _SHORT:
            ids = {key for key in ids if self._is_near(key)}
            return None if not ids else self._doubtful(stated, dict.fromkeys(ids, 0.5), because)
        chosen = self._of(stated, frozenset(ids), _BY_INITIALS, because)
        return chosen or self._doubtful(stated, dict.fromkeys(ids, 0.5), because)

    def _is_near(self, key: str) -> bool:
        """Whether an organization is of a user's own register or of the host country."""
        at_home = self.context.country in self.index.countries_of(key)
        return at_home or not self.index.known[key].is_packaged

    def _of_country(self, stated: Stated, text: str) -> Match | None:
        """A name that is the host country's own organization's but for the country."""
        if self.context.country is None or read_name(text).countries:
            return None
        found = self.evidence.look(f"{text}, {self._country}")
        if found is None:
            return None
        because = Because("match.without_country", {"country": self.context.country})
        return self._doubtful(stated, dict.fromkeys(found.ids, 0.6), because)

    def _with_acronym(self, stated: Stated, found: Found) -> Found:
        """Of several with one name those whose acronym is stated beside it."""
        if stated.acronym is None or not stated.name or len(found.ids) == 1:
            return found
        beside = self.evidence.look(stated.acronym)
        both = found.ids & beside.ids if beside is not None else frozenset()
        return replace(found, ids=both) if both else found

    def _by_stated_acronym(self, stated: Stated) -> Match | None:
        """The name is unknown and the acronym beside it is known: they are two sides."""
        sides = both_sides(f"{stated.name} ({stated.acronym})", self.evidence)
        if sides is None or sides.contradict:
            return None
        return self._of(stated, sides.ids, sides.sureness, sides.because)

    def _chosen(self, stated: Stated, found: Found) -> Match:
        sureness = found.sureness
        if sureness < ENOUGH:
            return self._doubtful(stated, dict.fromkeys(found.ids, sureness), found.because)
        if found.is_by_acronym:
            against = self._against_acronym(stated, found.ids)
            if against is not None:
                return self._doubtful(stated, dict.fromkeys(found.ids, 0.6), against)
        elif found.because.code not in ("match.identifier", "match.name"):
            other = other_registration(stated, found.ids, self.index)
            if other is not None:
                return self._doubtful(stated, dict.fromkeys(found.ids, 0.7), other)
        return self._of(stated, found.ids, sureness, found.because) or self._doubtful(
            stated,
            dict.fromkeys(found.ids, 0.5),
            Because("match.several", dict(found.because.data)),
        )

    def _against_acronym(self, stated: Stated, ids: frozenset[str]) -> Because | None:
        """What speaks against a short acronym: a local body's may be that of a world agency."""
        acronym = stated.name or stated.acronym or ""
        if len(acronym_key(acronym)) > _SHORT:
            return None
        if all(self.evidence.kinds_differ(key, stated) for key in ids):
            return Because("match.other_kind", {"acronym": acronym, "type": stated.type_code})
        if all(self.evidence.is_of_another_country(key) for key in ids):
            return Because("match.other_country", {"acronym": acronym})
        return None

    def _of(
        self, stated: Stated, ids: frozenset[str], sureness: float, because: Because
    ) -> Match | None:
        """The one of several organizations; where they share their words, the nearest writing."""
        key, told = self.evidence.decide(ids, stated)
        if key is None and not because.code.startswith("match.acronym"):
            key, told = self._nearest_writing(stated, ids)
        elif key is None:
            key, told = self._own_acronym(stated, ids)
        if key is None:
            return None
        reasons = (because,) if told is None else (because, told)
        if told is not None and told.code in (
            "match.context",
            "match.nearest_writing",
            "match.own_acronym",
        ):
            sureness = min(sureness, _BY_CONTEXT)
        others = tuple(
            Candidate(other, round(sureness / 2, 2), because) for other in sorted(ids - {key})
        )
        return Match(
            stated,
            key,
            Decision.RESOLVED,
            sureness,
            reasons,
            others,
            name=self.index.known[key].name,
        )

    def _nearest_writing(
        self, stated: Stated, ids: frozenset[str]
    ) -> tuple[str | None, Because | None]:
        near = likest(
            read_name(stated.name or ""),
            [name for key in sorted(ids) for name in self.index.written_by.get(key, ())],
            self.index,
        )
        if near.is_clear and near.best is not None:
            return near.best.organization, Because(
                "match.nearest_writing", {"name": near.best.name}
            )
        return None, None

    def _own_acronym(
        self, stated: Stated, ids: frozenset[str]
    ) -> tuple[str | None, Because | None]:
        """The one that goes by this acronym, where others have it in another language only."""
        acronym = acronym_key(stated.name or stated.acronym or "")
        own = [key for key in ids if acronym_key(self.index.known[key].acronym or "") == acronym]
        if len(own) != 1:
            return None, None
        return own[0], Because("match.own_acronym", {})

    # What likeness adds

    def _best(self, stated: Stated, match: Match | None, near: Likest) -> Match:
        """The stronger of what the evidence says and what likeness says."""
        best = near.best
        evident = match if match is not None and match.decision == Decision.RESOLVED else None
        if best is not None and best.confidence >= ENOUGH and near.is_clear:
            other = other_registration(stated, frozenset({best.organization}), self.index)
            if other is not None:
                return self._doubtful(stated, {best.organization: best.confidence}, other)
            is_open = match is not None and match.decision == Decision.DOUBTFUL
            enough = _STRONG if is_open else evident.confidence if evident else 0.0
            if best.confidence > enough:
                return Match(
                    stated,
                    best.organization,
                    Decision.RESOLVED,
                    best.confidence,
                    (best.because,),
                    near.others(),
                    name=self.index.known[best.organization].name,
                )
        is_new_body = match is not None and _is_of_unknown_field(match)
        if match is not None and not (is_new_body and best is not None):
            return match
        text = self._text(stated)
        unit = None if is_new_body else unit_of(text, self.evidence)
        candidates = {option.organization: option.confidence for option in near.options}
        if unit is not None:
            candidates = {unit: 0.6, **candidates}
            return self._doubtful(stated, candidates, Because("match.unit", {"of": unit}))
        if candidates:
            return self._doubtful(stated, candidates, near.options[0].because)
        return self._new(stated, (Because("match.unknown", {}),))

    # What comes of it

    def _doubtful(self, stated: Stated, ids: dict[str, float], because: Because) -> Match:
        candidates = sorted(ids.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
        return Match(
            stated,
            None,
            Decision.DOUBTFUL,
            candidates[0][1] if candidates else 0.0,
            (because,),
            tuple(Candidate(key, round(sure, 2), because) for key, sure in candidates),
        )

    def _branch(
        self, stated: Stated, parent: str, known: tuple[str, ...], places: tuple[str, ...]
    ) -> Match:
        because = Because("match.branch", {"of": parent, "places": list(places)})
        if len(known) == 1:
            name = self.index.known[known[0]].name
            return Match(
                stated, known[0], Decision.RESOLVED, SURENESS["match.field"], (because,), name=name
            )
        if known:
            return self._doubtful(stated, dict.fromkeys(known, 0.5), because)
        new = self._new(stated, (because,))
        return replace(new, branch_of=parent, confidence=0.85)

    def _new_body(self, stated: Stated, body: GovernmentBody) -> Match:
        """A government or ministry that the register does not have: its country's, and new."""
        body = body.in_country(self.context.country)
        name = body_name(body, stated.name or stated.acronym or "")
        because = Because("match.field", {"country": body.country or "", "field": body.topic})
        new = replace(self._new(stated, (because,), name=name), confidence=0.85)
        if body.topic == WHOLE:
            return new
        whole = GovernmentBody(body.country, WHOLE)
        governments = sorted(self.index.by_body.get(whole, ()))
        parent = governments[0] if governments else organization_id(None, body_name(whole, ""))
        return replace(new, branch_of=parent)

    def _new(
        self, stated: Stated, because: tuple[Because, ...], *, name: str | None = None
    ) -> Match:
        called = name or " ".join((stated.name or stated.acronym or "").split()) or None
        known = usable_identifier(stated)
        key = known or organization_id(None, called)
        return Match(stated, key, Decision.NEW, 0.75, because, name=called)


def _is_of_unknown_field(match: Match) -> bool:
    """Whether a new government body's field is none of the listed ones: in its own words."""
    return any(
        reason.code == "match.field" and not is_known_field(str(reason.data["field"]))
        for reason in match.because
        if match.decision == Decision.NEW
    )
