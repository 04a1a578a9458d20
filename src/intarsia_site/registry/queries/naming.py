"""Names out of reports for the register to learn, as a viewer sees them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.models import Organization
from intarsia_site.access.names import shown_name, type_name
from intarsia_site.access.queries.precision import precision_of
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.meanings import Kind, Register, packaged, reported_names
from intarsia_site.registry.models import NameSaid, NameToLearn
from intarsia_site.registry.queries.names import place_names

MOST = 200
State = NameToLearn.State


@dataclass(frozen=True)
class NamePage:
    """One name with what it means; never which report says so, and to its sayer alone who."""

    public_id: str
    kind: str
    name: str
    within: str
    language: str
    country_code: str
    country_name: str
    #: Whom it means, or what a new one became; "" of what is not kept here.
    organization_id: str
    organization_name: str
    place_code: str
    place_name: str
    type_code: str
    type_name: str
    said_at: dt.datetime
    #: The viewer's own name where they said it, else "".
    said_by: str
    #: The label under which the viewer sees it; "" where it was only released to curators.
    label: str
    state: str
    decision: str
    decided_at: dt.datetime | None
    may_decide: bool
    may_withdraw: bool
    may_forget: bool
    #: Other organizations of the register that have the name.
    others: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def meaning(self) -> str:
        """What the name means, in words; "" for a new organization that is none yet."""
        return self.place_name if self.kind == Kind.PLACE else self.organization_name


def seen_names(viewing: Viewing) -> QuerySet[NameToLearn]:
    """Return the names that the viewer may know of: those they said, and as a curator of the
    country those that a report's rule shows them, or its sender released to curators."""
    if viewing.user_id is None:
        return NameToLearn.objects.none()
    curated = [country for role, country in viewing.roles if role == "curator"]
    mine = Q(pk__in=NameSaid.objects.filter(said_by=viewing.user_id).values("about"))
    shown = Q(country__code__in=curated, pk__in=_said_to(viewing).values("about"))
    rows: QuerySet[NameToLearn] = NameToLearn.objects.filter(mine | shown if curated else mine)
    return rows


def _said_to(viewing: Viewing) -> QuerySet[Any]:
    """Return which sayings a curator sees: in full, without what the rule hides."""
    rows: QuerySet[Any] = NameSaid.objects.annotate(precision=precision_of(viewing))
    fine = (
        ~Q(about__kind=Kind.PLACE)
        | Q(rule__finest_level__isnull=True)
        | Q(rule__finest_level__gte=F("place_level"))
    )
    by_rule = fine & Q(precision=int(Precision.FULL), rule__hides_implementer=False)
    return rows.filter(by_rule | Q(is_released=True), is_withdrawn=False)


def names_to_learn(*, viewing: Viewing, state: str = "open") -> list[NamePage]:
    """Return names in a state, the newest first, at most `MOST`."""
    rows = seen_names(viewing).filter(state=state).order_by("-said_at", "name", "pk")
    return _pages(rows[:MOST], viewing)


def names_after(
    place: tuple[dt.datetime, str] | None, *, viewing: Viewing, state: str, size: int
) -> tuple[list[NamePage], tuple[dt.datetime, str] | None]:
    """Return names in a state, the oldest first, those after a place; and the next place.

    place   when the last one was said, and its public id; None begins at the beginning
    """
    rows = seen_names(viewing).filter(state=state).order_by("said_at", "public_id")
    if place is not None:
        at, public_id = place
        rows = rows.filter(Q(said_at__gt=at) | Q(said_at=at, public_id__gt=public_id))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    return _pages(found, viewing), (found[-1].said_at, found[-1].public_id) if more else None


def name_or_none(public_id: str, *, viewing: Viewing) -> NamePage | None:
    """Return one name, or None: forbidden and unknown are one answer."""
    if "\x00" in public_id:
        return None
    return next(iter(_pages(seen_names(viewing).filter(public_id=public_id), viewing)), None)


def names_waiting(*, viewing: Viewing) -> int:
    """Return how many names wait for the viewer to decide."""
    curated = [country for role, country in viewing.roles if role == "curator"]
    if not curated:
        return 0
    rows = NameToLearn.objects.filter(country__code__in=curated, state=State.OPEN)
    return rows.filter(pk__in=_said_to(viewing).values("about")).count()


def _pages(rows: Iterable[NameToLearn], viewing: Viewing) -> list[NamePage]:
    if isinstance(rows, QuerySet):
        rows = rows.select_related("country", "organization__merged_into", "place")
    found = list(rows)
    said: dict[int, list[NameSaid]] = defaultdict(list)
    every = NameSaid.objects.filter(about__in=[one.pk for one in found], is_withdrawn=False)
    for one in every.select_related("said_by"):
        said[one.about_id].append(one)
    labels: dict[int, list[str]] = defaultdict(list)
    shown = _said_to(viewing).filter(about__in=[one.pk for one in found])
    for about, label, precision in shown.values_list("about", "rule__label", "precision"):
        if precision == int(Precision.FULL):
            labels[about].append(label)
    wanted = {(one.country.code, one.place.code) for one in found if one.place is not None}
    called = place_names(wanted, viewing=viewing, on=viewing.at.date()) if wanted else {}
    asked = any(one.state == State.OPEN and one.kind != Kind.PLACE for one in found)
    register = Register() if asked else None
    return [_page(one, said[one.pk], labels[one.pk], called, register, viewing) for one in found]


def _page(
    row: NameToLearn,
    said: list[NameSaid],
    labels: list[str],
    places: dict[tuple[str, str], str],
    register: Register | None,
    viewing: Viewing,
) -> NamePage:
    code, place = row.country.code, row.place.code if row.place else ""
    whole = row.organization and (row.organization.merged_into or row.organization)
    mine = [one for one in said if one.said_by_id == viewing.user_id]
    is_open, curates = row.state == State.OPEN, viewing.is_curator(code)
    return NamePage(
        public_id=row.public_id,
        kind=row.kind,
        name=row.name,
        within=row.within,
        language=row.language,
        country_code=code,
        country_name=row.country.name,
        organization_id=whole.public_id if whole else "",
        organization_name=whole.name if whole else _packaged_name(row.packaged_id),
        place_code=place,
        place_name=places.get((code, place), place),
        type_code=row.type_code,
        type_name=type_name(row.type_code),
        said_at=row.said_at,
        said_by=shown_name(mine[0].said_by) if mine else "",
        label=min(labels, key=lambda label: Label(label).strictness, default=""),
        state=row.state,
        decision=row.decision,
        decided_at=row.decided_at,
        may_decide=is_open and curates,
        may_withdraw=is_open and bool(mine),
        may_forget=curates and row.kind == Kind.PLACE and row.state == State.ACCEPTED
        and reported_names(row.country, row.name, row.within).filter(place=row.place).exists(),
        others=_others(row, whole, register),
    )  # fmt: skip


def _packaged_name(packaged_id: str) -> str:
    known = packaged(packaged_id) if packaged_id else None
    return str(known["name"]) if known is not None else packaged_id


def _others(
    row: NameToLearn, meant: Organization | None, register: Register | None
) -> tuple[str, ...]:
    if register is None or row.state != State.OPEN or row.kind == Kind.PLACE:
        return ()
    return tuple(one.name for one in register.called(row.name) if one != meant)
