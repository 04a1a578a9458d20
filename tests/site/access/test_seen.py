"""What is seen is filtered, sorted, paged and counted as Python does it over `sight`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sharing_world import COUNTRIES, MOMENTS, Rows, pure_rule, pure_viewer, rows_of, worlds

from intarsia.sharing.labels import Precision
from intarsia.sharing.rules import sight
from intarsia.sharing.viewers import Viewer
from intarsia_site.access import models as access
from intarsia_site.access.models import Shown
from intarsia_site.access.queries import seen as module
from intarsia_site.access.queries.seen import Seen, SeenRecord
from intarsia_site.access.queries.viewer import Viewing, nobody, viewer_of
from intarsia_site.registry.models import Capacity, Mandate

pytestmark = pytest.mark.django_db

#: Without shrinking: each try writes a world of rows.
_PHASES = (Phase.explicit, Phase.generate)
_DAYS = [None, dt.date(2010, 1, 1), dt.date(2010, 7, 1), dt.date(2011, 1, 1)]
Fields = dict[str, Any]
Found = tuple[str, Precision, Fields]

_MANDATE = {
    "rule": st.integers(0, 4),
    "organization": st.integers(0, 5),
    "country": st.integers(0, 1),
    "sector_code": st.sampled_from(["police", "health", ""]),
    "area_code": st.sampled_from(["XA01", "XA02", ""]),
    "place_level": st.integers(0, 2),
    "function": st.sampled_from(["lead", "fund"]),
    "starts_on": st.sampled_from(_DAYS),
    # Texts of equal case and length: both databases and Python put them in one order.
    "instrument": st.sampled_from(["act one", "act two", "law one"]),
    "plausible": st.integers(2, 3),
}
_RECORDS = st.lists(st.fixed_dictionaries(_MANDATE), min_size=1, max_size=14)
_HIDING = st.lists(
    st.tuples(st.booleans(), st.sampled_from([None, None, 0, 1, 2])), min_size=5, max_size=5
)


def _write(world: dict[str, Any], rows: Rows, mandates: list[Fields], hiding: list[Any]) -> None:
    """Write mandates under the world's rules, which hide implementers and places."""
    rules = [record.rule for record in rows.records]
    for rule, (hides, finest) in zip(rules, hiding, strict=False):
        rule.hides_implementer, rule.finest_level = hides, finest
        rule.save()
    countries = list(access.Country.objects.order_by("code"))
    for n, given_ in enumerate(mandates):
        Mandate.objects.create(
            public_id=f"m{n * 7 % 100:02}",
            rule=rules[given_["rule"] % len(rules)],
            organization=rows.organizations[given_["organization"]],
            country=countries[given_["country"]],
            place_code="XA0101" if given_["place_level"] else "",
            **{name: given_[name] for name in _MANDATE if name not in _APART},
        )


_APART = ("rule", "organization", "country")


def _expected(
    world: dict[str, Any], rows: Rows, mandates: list[Fields], hiding: list[Any],
    viewer: Viewer, at: dt.datetime,
) -> list[Found]:  # fmt: skip
    """Return what the viewer sees, from plain data and `sight` alone."""
    found = []
    for n, one in enumerate(mandates):
        number = one["rule"] % len(world["rules"])
        rule, (hides, finest) = pure_rule(world, number), hiding[number]
        precision = sight(rule, viewer, at=at, plausible=one["plausible"])
        own = rule.owner_id in viewer.reach(at=at).organizations
        raw = {
            **one,
            "country_code": COUNTRIES[one["country"]],
            "organization_id": rows.organizations[one["organization"]].public_id,
            "organization_name": f"Organization {one['organization']}",
            "place_code": "XA0101" if one["place_level"] else "",
            "label": str(rule.label),
            "owner_name": f"Organization {world['rules'][number]['owner']}",
            "ends_on": None, "provision": "", "marking": "", "revision": 1,
        }  # fmt: skip
        values = {
            name: raw[name] if _shows(shown, precision, own, hides, finest, one) else None
            for name, shown in Mandate.SHOWN.items()
        }
        if precision > Precision.NOTHING:
            found.append((f"m{n * 7 % 100:02}", precision, values))
    return sorted(found, key=lambda one: one[0])


def _shows(
    shown: Shown, precision: Precision, own: bool, hides: bool, finest: int | None, one: Fields
) -> bool:
    if precision < shown.least:
        return False
    if own:
        return True
    if shown.unless == "hides_implementer":
        return not hides
    if shown.unless == "finest_level" and finest is not None:
        return finest >= (one["place_level"] if shown.level == "place_level" else shown.level)
    return True


def _found(records: Any) -> list[Found]:
    return [(one.public_id, one.precision, dict(one.values)) for one in records]


def _is(name: str, value: Any) -> Any:
    return lambda f: f[name] == value


#: What is asked of the database, and whether a record's fields meet it.
_FILTERS: list[tuple[str, Any, Any]] = [
    ("by sector", lambda s: s.where(sector_code="police"), _is("sector_code", "police")),
    ("empty", lambda s: s.where(sector_code=""), _is("sector_code", "")),
    ("by organization", lambda s: s.where(organization_name="Organization 1"),
     _is("organization_name", "Organization 1")),
    ("by country and area", lambda s: s.where(country_code="XA", area_code="XA01"),
     lambda f: f["country_code"] == "XA" and f["area_code"] == "XA01"),
    ("hidden", lambda s: s.where(organization_id__isnull=True), _is("organization_id", None)),
    ("not told", lambda s: s.where(starts_on=None), _is("starts_on", None)),
    ("told", lambda s: s.where(starts_on__isnull=False), lambda f: f["starts_on"] is not None),
    ("since", lambda s: s.where(starts_on__gte=_DAYS[2]),
     lambda f: f["starts_on"] is not None and f["starts_on"] >= _DAYS[2]),
    ("one of", lambda s: s.where(place_code__in=["XA0101", None]), _is("place_code", "XA0101")),
    ("any", lambda s: s.where_any({"instrument__icontains": "ONE"}, {"sector_code": "health"}),
     lambda f: "one" in (f["instrument"] or "") or f["sector_code"] == "health"),
    ("any alike", lambda s: s.where_any({"starts_on__lt": _DAYS[2]}, {"instrument": "act two"}),
     lambda f: (f["starts_on"] is not None and f["starts_on"] < _DAYS[2])
     or f["instrument"] == "act two"),
    ("any of none", lambda s: s.where_any(), lambda f: False),
    ("any hidden", lambda s: s.where_any({"area_code__isnull": True}, {"function": "lead"}),
     lambda f: f["area_code"] is None or f["function"] == "lead"),
    ("twice", lambda s: s.where(function="lead").where(label="TLP:GREEN"),
     lambda f: f["function"] == "lead" and f["label"] == "TLP:GREEN"),
]  # fmt: skip
_ORDERS = ("organization_name", "-organization_name", "starts_on", "-starts_on", "instrument",
           "sector_code", "area_code", "-place_code")  # fmt: skip


def _sorted(found: list[Found], order: str) -> list[Found]:
    """Return them by a field, nulls last, then by public id."""
    name = order.removeprefix("-")
    told = sorted(
        (one for one in found if one[2][name] is not None),
        key=lambda one: one[2][name],
        reverse=order.startswith("-"),
    )
    by_id: list[Found] = []
    for value in dict.fromkeys(one[2][name] for one in told):
        by_id += sorted((one for one in told if one[2][name] == value), key=lambda one: one[0])
    return by_id + [one for one in found if one[2][name] is None]


def _pages(seen: Seen, order: str, size: int) -> list[SeenRecord]:
    """Return the whole list, a page at a time, each begun behind the last record before it."""
    listed, found = seen.ordered(order), []
    page = listed[:size]
    while page:
        found += page
        last = page[-1]
        page = listed.after(order, last[order.removeprefix("-")], last.public_id)[:size]
    return found


def _check(seen: Seen, expected: list[Found]) -> None:
    assert sorted(_found(seen), key=lambda one: one[0]) == expected
    assert seen.count() == len(expected)
    names = ["organization_id", "sector_code", "starts_on", "label", "country_code", "place_code"]
    fields = [one[2] for one in expected]
    assert seen.counts_of(names) == {
        name: dict(Counter(one[name] for one in fields)) for name in names
    }
    pairs = Counter((one["organization_name"], one["area_code"]) for one in fields)
    assert dict(seen.counts_together(["organization_name", "area_code"])) == dict(pairs)
    assert dict(seen.counts_together(["function"])) == dict(
        Counter((f["function"],) for f in fields)
    )


def _check_order(seen: Seen, expected: list[Found], order: str) -> None:
    in_order = _sorted(expected, order)
    assert _found(seen.ordered(order)) == in_order
    assert _found(seen.ordered(order)[:50]) == in_order
    assert _found(seen.ordered(order)[1:3]) == in_order[1:3]
    assert _found(_pages(seen, order, 2)) == in_order
    for place, one in enumerate(in_order):
        behind = seen.after(order, one[2][order.removeprefix("-")], one[0])
        assert behind.count() == len(in_order) - place - 1
        assert sum(behind.counts_of(["label"])["label"].values()) == len(in_order) - place - 1


@settings(max_examples=25, phases=_PHASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    world=worlds(), mandates=_RECORDS, hiding=_HIDING, at=st.sampled_from(MOMENTS),
    order=st.sampled_from(_ORDERS), windows=st.sampled_from([(3, 12), (1, 1), (1, 2), ()]),
)  # fmt: skip
def test_what_is_seen_is_asked_as_python_asks_it(
    world: Any, mandates: Any, hiding: Any, at: Any, order: str, windows: Any
) -> None:
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(module, "WINDOWS", windows)
        rows = rows_of(world)
        _write(world, rows, mandates, hiding)
        for pure, viewing in _viewers(world, rows, at):
            expected = _expected(world, rows, mandates, hiding, pure, at)
            seen = Seen(Mandate, viewing)
            _check(seen, expected)
            _check_order(seen, expected, order)
            for public_id, precision, values in expected:
                one = seen.one_or_none(public_id)
                assert one is not None
                assert (one.precision, one.values) == (precision, values)
            known = {one[0] for one in expected}
            for hidden in Mandate.objects.exclude(public_id__in=known):
                assert seen.one_or_none(hidden.public_id) is None
        transaction.set_rollback(True)


@settings(max_examples=40, phases=_PHASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    world=worlds(), mandates=_RECORDS, hiding=_HIDING, at=st.sampled_from(MOMENTS),
    order=st.sampled_from(_ORDERS),
    filters=st.sets(st.sampled_from(_FILTERS), min_size=4, max_size=4),
)  # fmt: skip
def test_what_is_filtered_is_what_python_leaves(
    world: Any, mandates: Any, hiding: Any, at: Any, order: str, filters: Any
) -> None:
    with transaction.atomic():
        rows = rows_of(world)
        _write(world, rows, mandates, hiding)
        for pure, viewing in _viewers(world, rows, at):
            expected = _expected(world, rows, mandates, hiding, pure, at)
            for name, ask, meets in filters:
                left = [one for one in expected if meets(one[2])]
                asked = ask(Seen(Mandate, viewing))
                assert sorted(_found(asked), key=lambda one: one[0]) == left, name
                assert asked.count() == len(left), name
                counted = asked.counts_of(["sector_code"])["sector_code"]
                assert counted == dict(Counter(one[2]["sector_code"] for one in left)), name
                assert _found(_pages(asked, order, 2)) == _sorted(left, order), name
        transaction.set_rollback(True)


def _viewers(world: Any, rows: Rows, at: dt.datetime) -> list[tuple[Viewer, Viewing]]:
    found = [(pure_viewer(world, n), viewer_of(user, at=at)) for n, user in enumerate(rows.users)]
    return [*found, (Viewer(), nobody(at))]


def test_a_list_by_several_fields_puts_what_is_not_seen_last() -> None:
    seen = Seen(Capacity, nobody(MOMENTS[0]))
    organization = access.Organization.objects.create(name="Agency")
    rule = access.SharingRule.objects.create(owner=organization, label="TLP:CLEAR")
    for public_id, name, phase in (("c1", "b", "crisis"), ("c2", "a", "crisis"), ("c3", "a", "")):
        Capacity.objects.create(
            public_id=public_id, rule=rule, organization=organization, name=name, phase=phase,
            kind="capacity", source="Letter", stated_on=dt.date(2011, 5, 1),
        )  # fmt: skip

    listed = seen.ordered("country_code", "-phase", "name")

    assert [one.public_id for one in listed] == ["c2", "c1", "c3"]
    assert [one.public_id for one in listed[:2]] == ["c2", "c1"]
    behind = listed.after("name", "a", "c2")
    assert [one.public_id for one in behind] == ["c1", "c3"]
    assert [one.public_id for one in seen.ordered()[:2]] == ["c1", "c2"]


def test_a_part_of_a_list_takes_no_more_queries_however_many_are_passed_over() -> None:
    organization = access.Organization.objects.create(name="Agency")
    country = access.Country.objects.create(code="XA", name="Arvenia")
    clear, red = (
        access.SharingRule.objects.create(owner=organization, label=label)
        for label in ("TLP:CLEAR", "TLP:RED")
    )
    common = {"organization": organization, "country": country, "function": "lead"}
    Mandate.objects.bulk_create(
        Mandate(rule=clear if n % 50 == 0 else red, instrument=f"{n:05}", **common)
        for n in range(2000)
    )
    listed = Seen(Mandate, nobody(MOMENTS[0])).ordered("instrument")

    with CaptureQueriesContext(connection) as queries:
        found = listed[:20]

    assert [one["instrument"] for one in found] == [f"{n:05}" for n in range(0, 1000, 50)]
    assert len(queries) <= 8
