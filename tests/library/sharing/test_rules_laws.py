"""What must hold of every rule and every viewer, and a second opinion on each answer."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from intarsia.sharing.rules import Belonging, Label, Precision, Rule, Standing, Viewer, least, sight
from sharing_support import DAY, EXISTENCE, FULL, NOON, NOTHING

ORGANIZATIONS = ["a", "b", "c", "d"]
PERSONS = ["p", "q"]
GROUPS = ["g", "h"]
COUNTRIES = [None, "KG", "TJ"]

moments = st.one_of(st.none(), st.integers(-2, 2).map(lambda days: NOON + days * DAY))
beyonds = st.sampled_from([Precision.NOTHING, Precision.EXISTENCE, Precision.COARSE])
plausibles = st.integers(0, 4)
ats = st.integers(-2, 2).map(lambda days: NOON + days * DAY)


def some_of(names: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(names), max_size=2)


rules = st.builds(
    Rule,
    owner_id=st.sampled_from(ORGANIZATIONS),
    label=st.sampled_from(Label),
    country_code=st.sampled_from(COUNTRIES),
    persons=some_of(PERSONS),
    organizations=some_of(ORGANIZATIONS),
    groups=some_of(GROUPS),
    host_authorities=st.booleans(),
    beyond=beyonds,
    released_at=moments,
    expires_at=moments,
)
belongings = st.builds(
    lambda family, **rest: Belonging(family=family | {rest["organization_id"]}, **rest),
    organization_id=st.sampled_from(ORGANIZATIONS),
    country_code=st.sampled_from(COUNTRIES),
    standing=st.sampled_from(Standing),
    family=some_of(ORGANIZATIONS),
    from_at=moments,
    until_at=moments,
)
viewers = st.builds(
    Viewer,
    person_id=st.sampled_from([None, "p", "q", "r"]),
    belongings=st.lists(belongings, max_size=3).map(tuple),
    groups=st.lists(st.tuples(st.sampled_from(GROUPS), moments, moments), max_size=2).map(tuple),
    is_administrator=st.booleans(),
)


def within(from_at: dt.datetime | None, until_at: dt.datetime | None, at: dt.datetime) -> bool:
    return not (from_at and at < from_at) and not (until_at and at >= until_at)


def second_opinion(rule: Rule, viewer: Viewer, at: dt.datetime, plausible: int) -> Precision:
    """The rule's words once more, belonging by belonging, the long way."""
    me = viewer.person_id
    mine = [one for one in viewer.belongings if within(one.from_at, one.until_at, at)]
    if me is None:
        mine = []
    in_time = within(rule.released_at, rule.expires_at, at)
    named = me is not None and me in rule.persons
    owners = any(one.organization_id == rule.owner_id for one in mine)
    if owners and (rule.label != "TLP:RED" or named):
        return FULL
    if not in_time:
        return NOTHING
    if rule.label == "TLP:CLEAR" or named:
        return FULL
    if me is None:
        return NOTHING
    here = [
        one
        for one in mine
        if one.standing != Standing.DE_FACTO
        and (rule.country_code is None or one.country_code in (None, rule.country_code))
    ]
    if rule.label == "TLP:GREEN" and here:
        return FULL
    if rule.label != "TLP:RED":
        for one in mine:
            if one.organization_id in rule.organizations:
                return FULL
            if one.standing == Standing.DE_FACTO or rule.label == "TLP:AMBER+STRICT":
                continue
            if any(member in rule.organizations for member in one.family):
                return FULL
        if rule.host_authorities and any(one.standing == Standing.HOST_AUTHORITY for one in here):
            return FULL
        only_de_facto = all(one.standing == Standing.DE_FACTO for one in mine) and any(
            one.standing == Standing.DE_FACTO for one in viewer.belongings
        )
        for group_id, from_at, until_at in viewer.groups:
            if group_id in rule.groups and within(from_at, until_at, at) and not only_de_facto:
                return FULL
    if not here or plausible < 3:
        return NOTHING
    if rule.label == "TLP:RED" and rule.beyond == Precision.COARSE:
        return EXISTENCE
    return rule.beyond


@settings(max_examples=600)
@given(rules, viewers, ats, plausibles)
def test_two_writings_of_the_rule_agree(
    rule: Rule, viewer: Viewer, at: dt.datetime, plausible: int
) -> None:
    assert sight(rule, viewer, at=at, plausible=plausible) is second_opinion(
        rule, viewer, at, plausible
    )


@settings(max_examples=150)
@given(rules, viewers, ats, plausibles)
def test_a_stricter_label_never_shows_more(
    rule: Rule, viewer: Viewer, at: dt.datetime, plausible: int
) -> None:
    shown = [
        sight(replace(rule, label=label), viewer, at=at, plausible=plausible)
        for label in sorted(Label, key=lambda label: label.strictness)
    ]

    assert shown == sorted(shown, reverse=True)


@settings(max_examples=150)
@given(rules, rules, viewers, ats, plausibles)
def test_a_wider_audience_never_shows_less(
    rule: Rule, other: Rule, viewer: Viewer, at: dt.datetime, plausible: int
) -> None:
    wider = replace(
        rule,
        persons=rule.persons | other.persons,
        organizations=rule.organizations | other.organizations,
        groups=rule.groups | other.groups,
        host_authorities=rule.host_authorities or other.host_authorities,
        beyond=max(rule.beyond, other.beyond),
    )

    before = sight(rule, viewer, at=at, plausible=plausible)
    assert sight(wider, viewer, at=at, plausible=plausible) >= before


@settings(max_examples=150)
@given(rules, viewers, ats, plausibles)
def test_revoking_shows_nothing_to_anybody_but_the_owners(
    rule: Rule, viewer: Viewer, at: dt.datetime, plausible: int
) -> None:
    revoked = replace(rule, expires_at=at)
    owners = any(
        one.organization_id == rule.owner_id and within(one.from_at, one.until_at, at)
        for one in viewer.belongings
    )

    shown = sight(revoked, viewer, at=at, plausible=plausible)
    assert shown in (NOTHING, FULL)
    assert shown is NOTHING or (owners and viewer.person_id is not None)


@settings(max_examples=100)
@given(rules, viewers, ats, plausibles)
def test_sight_does_not_depend_on_the_order_of_anything(
    rule: Rule, viewer: Viewer, at: dt.datetime, plausible: int
) -> None:
    turned = replace(viewer, belongings=viewer.belongings[::-1], groups=viewer.groups[::-1])

    assert sight(rule, turned, at=at, plausible=plausible) is sight(
        rule, viewer, at=at, plausible=plausible
    )


@given(rules, viewers, ats, plausibles)
def test_an_administrator_sees_what_anybody_in_that_place_sees(
    rule: Rule, viewer: Viewer, at: dt.datetime, plausible: int
) -> None:
    promoted, demoted = (replace(viewer, is_administrator=one) for one in (True, False))

    assert sight(rule, promoted, at=at, plausible=plausible) is sight(
        rule, demoted, at=at, plausible=plausible
    )


@settings(max_examples=150)
@given(rules, viewers, ats, plausibles)
def test_nobody_signed_in_sees_only_what_is_clear_in_its_time(
    rule: Rule, viewer: Viewer, at: dt.datetime, plausible: int
) -> None:
    nobody = replace(viewer, person_id=None)
    is_open = rule.label is Label.CLEAR and within(rule.released_at, rule.expires_at, at)

    assert sight(rule, nobody, at=at, plausible=plausible) is (FULL if is_open else NOTHING)


@settings(max_examples=150)
@given(rules, viewers, ats, plausibles)
def test_de_facto_authorities_see_only_what_names_them_or_is_theirs_or_clear(
    rule: Rule, viewer: Viewer, at: dt.datetime, plausible: int
) -> None:
    places = tuple(replace(one, standing=Standing.DE_FACTO) for one in viewer.belongings)
    de_facto = replace(viewer, belongings=places)
    names = {one.organization_id for one in places} & {rule.owner_id, *rule.organizations}
    is_named = bool(names) or viewer.person_id in rule.persons or rule.label is Label.CLEAR

    if places and not is_named:
        assert sight(rule, de_facto, at=at, plausible=plausible) is NOTHING


@settings(max_examples=150)
@given(rules, viewers, belongings, ats, plausibles)
def test_a_recognized_belonging_more_never_shows_less(
    rule: Rule, viewer: Viewer, added: Belonging, at: dt.datetime, plausible: int
) -> None:
    added = replace(added, standing=Standing.ORGANIZATION)
    more = replace(viewer, belongings=(*viewer.belongings, added))

    before = sight(rule, viewer, at=at, plausible=plausible)
    assert sight(rule, more, at=at, plausible=plausible) >= before


@given(st.lists(st.sampled_from(Precision), min_size=1))
def test_a_finding_shows_no_more_than_any_of_its_subjects(subjects: list[Precision]) -> None:
    assert all(least(subjects) <= one for one in subjects)
    assert least(subjects) in subjects
