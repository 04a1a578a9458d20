"""How precisely a viewer sees each row, as one expression of the database.

The same answer as `intarsia.sharing.sight`, proven by tests over generated viewers, rules and
times; see docs/methods/sharing.md. The expression is written as text: a query holds it once or
twice, and compiled from parts it took longer than the database needs to answer.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BooleanField, DateTimeField, Expression, F, Field, IntegerField, Q

from intarsia.sharing.labels import Label, Precision
from intarsia.sharing.rules import PLAUSIBLE
from intarsia.sharing.viewers import Community
from intarsia_site.access.models import SharingRule
from intarsia_site.access.queries.viewer import Viewing

_NEVER = Q(pk__in=[])
_YES, _NO = "1 = 1", "1 = 0"
#: What stands for something in a text: a column of the row, "rule" its rule's key, "rule.label" a
#: column of its rule; "at" is the moment of looking.
_NAMED = re.compile(r"\{([\w.]+)\}")


def _as_it_is(value: Any, expression: Any, connection: Any) -> Any:
    return value


class OfRow(Expression):
    """A text of SQL about a row and its sharing rule, with the names of columns filled in.

    text    of our own words and integers alone: nothing of a request is in it
    at      the moment that "{at}" stands for
    rule    the path from the row to its sharing rule
    """

    #: It is a whole number or a truth already, as the database gives it.
    convert_value = _convert_value_noop = staticmethod(_as_it_is)

    def __init__(
        self, text: str, at: dt.datetime, output_field: Field[Any, Any], *, rule: str = "rule"
    ) -> None:
        super().__init__(output_field)
        self.text, self.at, self.rule = text, at, rule
        self.names = [name for name in dict.fromkeys(_NAMED.findall(text)) if name != "at"]
        self.columns: list[Any] = [F(self._path(name)) for name in self.names]

    @property
    def conditional(self) -> bool:
        return isinstance(self.output_field, BooleanField)

    def _path(self, name: str) -> str:
        of, _dot, column = name.partition(".")
        if of != "rule":
            return name
        return f"{self.rule}__{column}" if column else f"{self.rule}_id"

    def get_source_expressions(self) -> list[Any]:
        return self.columns

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        compiled = dict(zip(self.names, map(compiler.compile, self.columns), strict=True))
        compiled["at"] = ("%s", [DateTimeField().get_db_prep_value(self.at, connection)])
        params: list[Any] = []

        def filled(found: re.Match[str]) -> str:
            sql, own = compiled[found[1]]
            params.extend(own)
            return str(sql)

        return _NAMED.sub(filled, self.text), tuple(params)


def precision_of(viewing: Viewing, *, rule: str = "rule") -> OfRow:
    """Return an expression 0-3 (`Precision`) for a queryset of shared records.

    rule    the path from the row to its sharing rule.
    """
    return OfRow(precision_text(viewing), viewing.at, IntegerField(), rule=rule)


def precision_text(viewing: Viewing) -> str:
    """Return the text of the expression.

    Of rows that are open, what is compared at once stands before what names are looked up for:
    the order among those that show all changes nothing.
    """
    full = int(Precision.FULL)
    reach = viewing.reach
    is_open = (
        "({rule.released_at} IS NULL OR {rule.released_at} <= {at}) AND "
        "({rule.expires_at} IS NULL OR {rule.expires_at} > {at})"
    )
    clear = f"{{rule.label}} = '{Label.CLEAR}'"
    if reach.person_id is None:
        return f"(CASE WHEN {clear} AND {is_open} THEN {full} ELSE 0 END)"
    is_red = f"{{rule.label}} = '{Label.RED}'"
    mine = _with_merged(viewing, reach.organizations)
    person = _named(persons=[int(reach.person_id)])
    named = _named(organizations=mine, groups=sorted(map(int, reach.groups)))
    hosts = f"{{rule.host_authorities}} AND {_of(reach.hosts, viewing)}"
    family = _named(organizations=_with_merged(viewing, reach.families))
    community = _of(reach.community, viewing)
    hinted = f"{community} AND {{plausible}} >= {PLAUSIBLE}"
    cases = (
        (f"{own_text(viewing)} AND (NOT {is_red} OR {person})", full),
        (f"NOT ({is_open})", 0),
        (clear, full),
        (f"{{rule.label}} = '{Label.GREEN}' AND {community}", full),
        (f"NOT {is_red} AND {hosts}", full),
        (f"NOT {is_red} AND {named}", full),
        (f"{{rule.label}} IN ('{Label.AMBER}', '{Label.GREEN}') AND {family}", full),
        (person, full),
        (f"{is_red} AND {hinted}", _at_most(Precision.EXISTENCE)),
        (hinted, _at_most(Precision.COARSE)),
    )
    whens = " ".join(f"WHEN {when} THEN {then}" for when, then in cases)
    return f"(CASE {whens} ELSE 0 END)"


def own_text(viewing: Viewing) -> str:
    """Return the text of the condition that the rule is of an organization of the viewer's."""
    mine = _with_merged(viewing, viewing.reach.organizations)
    return f"{{rule.owner_id}} IN ({_listed(mine)})" if mine else _NO


def is_own(viewing: Viewing, *, rule: str = "rule") -> Q:
    """Return whether the row is of an organization that the viewer belongs to."""
    mine = _with_merged(viewing, viewing.reach.organizations)
    return Q(**{f"{rule}__owner_id__in": mine}) if mine else _NEVER


def _at_most(most: Precision) -> str:
    return f"CASE WHEN {{rule.beyond}} > {int(most)} THEN {int(most)} ELSE {{rule.beyond}} END"


def _with_merged(viewing: Viewing, organizations: Iterable[str]) -> list[int]:
    """Return the ids with those of organizations that were merged into one of them."""
    found: set[int] = set()
    for one in organizations:
        found |= viewing.same.get(int(one), frozenset({int(one)}))
    return sorted(found)


_COLUMNS = {"persons": "user_id", "organizations": "organization_id", "groups": "group_id"}


def _named(**audiences: list[int]) -> str:
    """Return the condition that the rule names one of these: looked up once for a query."""
    asked = [
        # A table, a column and whole numbers of our own: nothing of a request is in this text.
        f'SELECT sharingrule_id FROM "{getattr(SharingRule, audience).through._meta.db_table}" '  # noqa: S608
        f"WHERE {_COLUMNS[audience]} IN ({_listed(ids)})"
        for audience, ids in audiences.items()
        if ids
    ]
    return f"{{rule}} IN ({' UNION ALL '.join(asked)})" if asked else _NO


def _of(community: Community, viewing: Viewing) -> str:
    """Return `community.holds(the rule's country)`."""
    if community.everywhere:
        return _YES
    if not community.countries:
        return _NO
    ids = sorted(viewing.country_ids[code] for code in community.countries)
    return f"({{rule.country_id}} IS NULL OR {{rule.country_id}} IN ({_listed(ids)}))"


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(str(int(one)) for one in ids)
