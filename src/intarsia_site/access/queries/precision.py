"""How precisely a viewer sees each row, as one expression of the database.

The same answer as `intarsia.sharing.sight`, proven by tests over generated viewers, rules and
times; see docs/methods/sharing.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Least

from intarsia.sharing.labels import Label, Precision
from intarsia.sharing.rules import PLAUSIBLE
from intarsia.sharing.viewers import Community
from intarsia_site.access.models import SharingRule
from intarsia_site.access.queries.viewer import Viewing

_NEVER = Q(pk__in=[])
_FULL, _NOTHING = Value(int(Precision.FULL)), Value(int(Precision.NOTHING))


def precision_of(viewing: Viewing, *, rule: str = "rule") -> Case:
    """Return an expression 0-3 (`Precision`) for a queryset of shared records.

    rule    the path from the row to its sharing rule.
    """
    reach, at = viewing.reach, viewing.at

    def its(**lookups: object) -> Q:
        return Q(**{f"{rule}__{name}": asked for name, asked in lookups.items()})

    is_open = (its(released_at__isnull=True) | its(released_at__lte=at)) & (
        its(expires_at__isnull=True) | its(expires_at__gt=at)
    )
    clear = its(label=Label.CLEAR)
    if reach.person_id is None:
        return _case(When(is_open & clear, then=_FULL))
    is_red = its(label=Label.RED)
    mine = _with_merged(viewing, reach.organizations)
    own = its(owner_id__in=mine)
    person = _names(rule, "persons", [int(reach.person_id)])
    named = (
        _names(rule, "organizations", mine)
        | _names(rule, "groups", sorted(map(int, reach.groups)))
        | (its(host_authorities=True) & _of(reach.hosts, rule))
    )
    family = _names(rule, "organizations", _with_merged(viewing, reach.families))
    community = _of(reach.community, rule)
    hinted = community & Q(plausible__gte=PLAUSIBLE)
    return _case(
        When(own & (~is_red | person), then=_FULL),
        When(~is_open, then=_NOTHING),
        When(clear | person, then=_FULL),
        When(~is_red & named, then=_FULL),
        When(its(label__in=(Label.AMBER, Label.GREEN)) & family, then=_FULL),
        When(its(label=Label.GREEN) & community, then=_FULL),
        When(is_red & hinted, then=Least(f"{rule}__beyond", Value(int(Precision.EXISTENCE)))),
        When(hinted, then=Least(f"{rule}__beyond", Value(int(Precision.COARSE)))),
    )


def is_own(viewing: Viewing, *, rule: str = "rule") -> Q:
    """Return whether the row is of an organization that the viewer belongs to."""
    mine = _with_merged(viewing, viewing.reach.organizations)
    return Q(**{f"{rule}__owner_id__in": mine}) if mine else _NEVER


def _case(*cases: When) -> Case:
    return Case(*cases, default=_NOTHING, output_field=IntegerField())


def _with_merged(viewing: Viewing, organizations: Iterable[str]) -> list[int]:
    """Return the ids with those of organizations that were merged into one of them."""
    found: set[int] = set()
    for one in organizations:
        found |= viewing.same.get(int(one), frozenset({int(one)}))
    return sorted(found)


_COLUMNS = {"persons": "user_id", "organizations": "organization_id", "groups": "group_id"}


def _names(rule: str, audience: str, ids: list[int]) -> Q:
    if not ids:
        return _NEVER
    through = getattr(SharingRule, audience).through
    wanted = {"sharingrule_id": OuterRef(f"{rule}_id"), f"{_COLUMNS[audience]}__in": ids}
    return Q(Exists(through._default_manager.filter(**wanted)))


def _of(community: Community, rule: str) -> Q:
    """Return `community.holds(the rule's country)`."""
    if community.everywhere:
        return ~_NEVER
    if not community.countries:
        return _NEVER
    no_country = Q(**{f"{rule}__country__isnull": True})
    return no_country | Q(**{f"{rule}__country__code__in": sorted(community.countries)})
