"""Who acts? A picture in, the organizations that are told apart wherever questions are about them.

UNICEF and UNHCR are both of the United Nations and are two actors; "Care International in
Afghanistan" is CARE's office and the same actor as CARE. So a branch in the field that the
register does not know by a name of its own is its parent; nobody else is. (`ground.heads` asks who
answers for whom, a mission as its headquarters; here it matters who can be telephoned.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.analysis.ground.heads import authorities_of
from intarsia.normalize.organizations import normalized_identifier
from intarsia.spelling import folded
from intarsia.tables import Picture
from intarsia.terms import Role

_DATABASE = "aims-release"
_CARRYING = (str(Role.IMPLEMENTING), str(Role.EXTENDING), str(Role.ACCOUNTABLE))
_UNREGISTERED = "name:"


@dataclass(frozen=True)
class Actors:
    """The organizations of a picture as actors.

    of        actor of each organization id; placeholders are not there
    names     name of each actor and organization
    families  ids above each actor, the nearest first
    types     OrganizationType code
    """

    of: Mapping[str, str]
    names: Mapping[str, str]
    families: Mapping[str, tuple[str, ...]]
    types: Mapping[str, str | None]
    _known: Mapping[str, str]
    _authorities: frozenset[str]

    def named(self, organization_id: str | None, as_reported: str | None = None) -> str | None:
        """Return the actor of an id, else of a name or identifier as reported that is one's own.

        None where there is neither, or the id is a placeholder's.
        """
        if organization_id in self.of:
            return self.of[str(organization_id)]
        if organization_id in self.names:
            return None
        for text in (as_reported, organization_id):
            for key in _writings(text):
                if key in self._known:
                    return self._known[key]
        return organization_id

    def name(self, actor: str | None) -> str:
        """Return an actor's name; its id where nobody knows one."""
        return self.names.get(str(actor), str(actor))

    def sorted_names(self, actors: Iterable[str]) -> list[str]:
        """Return the names of some actors, sorted."""
        return sorted(self.name(actor) for actor in actors)

    def is_host_authority(self, actor: str) -> bool:
        """Whether an actor is taken to be an authority of a country that the picture is of."""
        return actor in self._authorities


def actors_of(picture: Picture) -> Actors:
    """Return the organizations of a picture as actors.

    picture   a combined picture, its organizations settled
    """
    wanted = ["organization_id", "name", "acronym", "type_code", "level", "parent_id"]
    wanted += ["identifiers", "aliases", "is_placeholder"]
    rows = {
        row["organization_id"]: row for row in picture["organizations"].select(wanted).to_pylist()
    }
    real = {key: row for key, row in rows.items() if not row["is_placeholder"]}
    of = {key: _acting(key, real) for key in real}
    known: dict[str, str] = {}
    for key, row in real.items():
        texts = [key, row["name"], row["acronym"], *(row["identifiers"] or ())]
        texts += [alias for alias, _ in row["aliases"] or ()]
        for writing in (one for text in texts for one in _writings(text)):
            # A writing that two actors share names neither.
            known[writing] = of[key] if known.get(writing, of[key]) == of[key] else ""
    return Actors(
        of,
        {key: row["name"] for key, row in rows.items()},
        {key: _above(key, rows) for key in real},
        {key: row["type_code"] for key, row in rows.items()},
        {writing: actor for writing, actor in known.items() if actor},
        frozenset(authorities_of(picture["organizations"], _countries(picture))),
    )


def _acting(key: str, rows: Mapping[str, Mapping[str, object]]) -> str:
    seen = {key}
    while key.startswith(_UNREGISTERED) and rows[key]["level"] == "field":
        parent = rows[key]["parent_id"]
        if parent is None or str(parent) not in rows or str(parent) in seen:
            break
        key = str(parent)
        seen.add(key)
    return key


def _above(key: str, rows: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    above: list[str] = []
    parent = rows[key]["parent_id"]
    while parent is not None and parent != key and parent not in above:
        above.append(str(parent))
        parent = rows[str(parent)]["parent_id"] if str(parent) in rows else None
    return tuple(above)


def _writings(text: str | None) -> list[str]:
    if not text:
        return []
    plain = folded(text)
    return [one for one in (normalized_identifier(text), plain) if one]


def _countries(picture: Picture) -> frozenset[str]:
    places: pa.Table = picture["places"]
    stated = [str(code) for code in places["country_code"].to_pylist() if code]
    for text in picture["reports"]["covers_countries"].to_pylist():
        stated += (text or "").split()
    return frozenset(code.upper() for code in stated)


def doers_of(picture: Picture, actors: Actors) -> pa.Table:
    """Return activity_id, actor, once each: who reports or carries out, not who only pays.

    A reporter is left out of an activity that it says it funds and others carry out, and so is who
    keeps a country's database of everybody's.
    """
    roles = roles_of(picture, actors)
    carries = pc.is_in(roles["role"], pa.array(_CARRYING))
    carrying = roles.filter(carries).select(["activity_id", "actor"])
    paying = roles.filter(pc.equal(roles["role"], str(Role.FUNDING)))
    carried = pc.is_in(roles["activity_id"], carrying["activity_id"].combine_chunks())
    told = roles.append_column("carried", carried)
    reporting = told.filter(pc.equal(told["role"], str(Role.REPORTING)))
    reporting = reporting.filter(pc.invert(pc.is_in(reporting["activity_id"], _compiled(picture))))
    pays = _pairs(paying)
    only_pays = pc.and_(pc.is_in(_pairs(reporting), pays), reporting["carried"].combine_chunks())
    reporting = reporting.filter(pc.invert(only_pays)).select(["activity_id", "actor"])
    both = pa.concat_tables([carrying, reporting])
    return (
        both.group_by(["activity_id", "actor"])
        .aggregate([])
        .sort_by([("activity_id", "ascending"), ("actor", "ascending")])
    )


def roles_of(picture: Picture, actors: Actors) -> pa.Table:
    """Return activity_id, role, actor: who has which role, also who reports; nobody's left out."""
    columns = ["activity_id", "role", "organization_id"]
    named = picture["participations"].select(columns)
    reports = picture["activities"].select(["activity_id", "organization_id"])
    role = pa.array([str(Role.REPORTING)] * reports.num_rows, pa.string())
    reports = reports.append_column("role", role).select(columns).cast(named.schema)
    named = pa.concat_tables([named, reports])
    ids = named["organization_id"].combine_chunks().dictionary_encode()
    acting = pa.array([actors.named(key) for key in ids.dictionary.to_pylist()], pa.string())
    table = pa.table(
        {
            "activity_id": named["activity_id"].combine_chunks(),
            "role": named["role"].combine_chunks(),
            "actor": acting.take(ids.indices),
        }
    )
    table = table.filter(pc.is_valid(table["actor"]))
    return table.group_by(["activity_id", "role", "actor"]).aggregate([])


def _compiled(picture: Picture) -> pa.Array:
    """Activities that stand in a country's own database, which somebody keeps for all."""
    reports = picture["reports"]
    databases = reports.filter(pc.equal(reports["kind"], _DATABASE))["report_id"].combine_chunks()
    activities = picture["activities"]
    stands = pc.is_in(activities["report_id"], databases)
    return activities.filter(stands)["activity_id"].combine_chunks()


def _pairs(table: pa.Table) -> pa.Array:
    sides = (table["activity_id"].combine_chunks(), table["actor"].combine_chunks())
    return pc.binary_join_element_wise(*sides, "\x1f")
