"""Who sees what under which rule: small cases, in the order in which the rule decides."""

import datetime as dt

import pytest

from intarsia.sharing.rules import (
    Belonging,
    Label,
    Precision,
    Reach,
    Rule,
    RuleError,
    Standing,
    Viewer,
    least,
    sight,
    sight_of,
)
from sharing_support import (
    AMINA,
    BRUNO,
    CAST,
    CHINARA,
    COARSE,
    DANIEL,
    DAY,
    ENOUGH,
    EVA,
    EXISTENCE,
    FARID,
    FULL,
    GRETA,
    NOBODY,
    NOON,
    NOTHING,
    TAJIK,
    a_rule,
    in_organization,
)


def seen_by(rule: Rule, *, at: dt.datetime = NOON, plausible: int = 0) -> set[str | None]:
    """Who of the cast sees all."""
    return {one.person_id for one in CAST if sight(rule, one, at=at, plausible=plausible) is FULL}


def test_clear_is_for_everyone_also_without_signing_in() -> None:
    assert seen_by(a_rule(Label.CLEAR)) == {one.person_id for one in CAST}


def test_green_is_for_those_who_work_in_the_country_without_de_facto_authorities() -> None:
    assert seen_by(a_rule(Label.GREEN)) == {
        "amina",
        "bruno",
        "chinara",
        "daniel",
        "eva",
        "greta",
    }


def test_green_of_no_country_is_for_those_who_work_in_any() -> None:
    assert "hamid" in seen_by(a_rule(Label.GREEN, country_code=None))
    assert sight(a_rule(Label.GREEN, country_code=None), Viewer("x"), at=NOON) is NOTHING


def test_amber_without_an_audience_is_for_the_owner_alone() -> None:
    assert seen_by(a_rule(Label.AMBER)) == {"bruno"}
    assert seen_by(a_rule(Label.AMBER_STRICT)) == {"bruno"}


@pytest.mark.parametrize("label", [Label.AMBER, Label.AMBER_STRICT])
def test_amber_is_for_persons_groups_organizations_and_host_authorities_named(
    label: Label,
) -> None:
    assert seen_by(a_rule(label, persons=frozenset({"hamid"}))) == {"bruno", "hamid"}
    assert seen_by(a_rule(label, organizations=frozenset({"donor"}))) == {"bruno", "daniel"}
    assert seen_by(a_rule(label, host_authorities=True)) == {"bruno", "chinara"}
    whole = Rule("osce_kg", label, "KG", groups=frozenset({"health"}))
    assert seen_by(whole) == {"amina", "bruno"}


def test_amber_reaches_the_family_of_a_named_organization_and_strict_does_not() -> None:
    named = frozenset({"osce"})

    assert seen_by(a_rule(Label.AMBER, organizations=named)) == {"bruno", "amina"}
    assert seen_by(a_rule(Label.AMBER_STRICT, organizations=named)) == {"bruno"}


def test_the_owners_family_is_not_the_owner() -> None:
    assert "hamid" not in seen_by(a_rule(Label.AMBER))


def test_host_authorities_of_another_country_are_not_meant() -> None:
    rule = a_rule(Label.AMBER, country_code="TJ", host_authorities=True)

    assert sight(rule, CHINARA, at=NOON) is NOTHING


def test_a_ministry_here_that_works_elsewhere_too_is_a_host_only_here() -> None:
    seconded = Viewer("x", (*CHINARA.belongings, in_organization("osce_tj", "TJ")))
    rule = a_rule(Label.AMBER, country_code="TJ", host_authorities=True)

    assert sight(rule, seconded, at=NOON) is NOTHING


def test_red_is_for_persons_named_and_not_for_the_owners_others() -> None:
    assert seen_by(a_rule(Label.RED)) == set()
    everything = a_rule(
        Label.RED,
        persons=frozenset({"daniel"}),
        organizations=frozenset({"undp", "osce"}),
        groups=frozenset({"health"}),
        host_authorities=True,
    )
    assert seen_by(everything) == {"daniel"}


def test_before_release_only_the_owner_sees_and_the_moment_itself_is_released() -> None:
    for label in (Label.CLEAR, Label.GREEN, Label.AMBER):
        rule = a_rule(label, released_at=NOON, persons=frozenset({"daniel"}))
        assert seen_by(rule, at=NOON - dt.timedelta(microseconds=1)) == {"bruno"}
        assert "daniel" in seen_by(rule, at=NOON)


def test_from_the_moment_of_expiry_only_the_owner_sees() -> None:
    for label in (Label.CLEAR, Label.GREEN, Label.AMBER_STRICT):
        rule = a_rule(label, expires_at=NOON, persons=frozenset({"daniel"}))
        assert "daniel" in seen_by(rule, at=NOON - dt.timedelta(microseconds=1))
        assert seen_by(rule, at=NOON) == {"bruno"}


def test_of_red_only_the_owners_named_see_outside_its_time() -> None:
    both = frozenset({"bruno", "daniel"})

    assert seen_by(a_rule(Label.RED, persons=both)) == both
    assert seen_by(a_rule(Label.RED, persons=both, expires_at=NOON)) == {"bruno"}
    assert seen_by(a_rule(Label.RED, persons=both, released_at=NOON + DAY)) == {"bruno"}
    assert seen_by(a_rule(Label.RED, persons=frozenset({"daniel"}), expires_at=NOON)) == set()


@pytest.mark.parametrize(
    ("label", "beyond", "shown"),
    [
        (Label.AMBER, Precision.COARSE, COARSE),
        (Label.AMBER, Precision.EXISTENCE, EXISTENCE),
        (Label.AMBER, Precision.NOTHING, NOTHING),
        (Label.AMBER_STRICT, Precision.COARSE, COARSE),
        (Label.RED, Precision.COARSE, EXISTENCE),
        (Label.RED, Precision.EXISTENCE, EXISTENCE),
        (Label.RED, Precision.NOTHING, NOTHING),
    ],
)
def test_beyond_the_audience_the_community_gets_what_the_owner_allows(
    label: Label, beyond: Precision, shown: Precision
) -> None:
    rule = a_rule(label, beyond=beyond)

    for viewer in (AMINA, CHINARA, DANIEL, EVA, GRETA):
        assert sight(rule, viewer, at=NOON, plausible=ENOUGH) is shown
        assert sight(rule, viewer, at=NOON, plausible=ENOUGH - 1) is NOTHING
    for viewer in (FARID, TAJIK, NOBODY):
        assert sight(rule, viewer, at=NOON, plausible=ENOUGH) is NOTHING


def test_nothing_is_hinted_outside_the_time_of_a_rule() -> None:
    rule = a_rule(Label.AMBER, beyond=Precision.COARSE, expires_at=NOON)

    assert sight(rule, DANIEL, at=NOON, plausible=ENOUGH) is NOTHING


def test_a_rule_cannot_show_all_beyond_its_audience() -> None:
    with pytest.raises(RuleError) as refused:
        a_rule(Label.AMBER, beyond=Precision.FULL)

    assert refused.value.code == "sharing.beyond_too_exact"
    assert isinstance(refused.value, ValueError)


def test_de_facto_authorities_see_only_what_names_them() -> None:
    assert sight(a_rule(Label.AMBER, groups=frozenset({"health"})), FARID, at=NOON) is NOTHING
    assert sight(a_rule(Label.AMBER, host_authorities=True), FARID, at=NOON) is NOTHING
    family = a_rule(Label.AMBER, organizations=frozenset({"assembly"}))
    assert sight(family, FARID, at=NOON) is NOTHING
    by_name = a_rule(Label.AMBER_STRICT, organizations=frozenset({"council"}))
    assert sight(by_name, FARID, at=NOON) is FULL
    assert sight(a_rule(Label.RED, persons=frozenset({"farid"})), FARID, at=NOON) is FULL
    assert sight(Rule("council", Label.AMBER, "KG"), FARID, at=NOON) is FULL


def test_a_group_counts_without_any_belonging_and_beside_a_recognized_one() -> None:
    rule = a_rule(Label.AMBER, groups=frozenset({"health"}))
    guest = Viewer("guest", groups=(("health", None, None),))
    both = Viewer("both", (*FARID.belongings, *DANIEL.belongings), groups=FARID.groups)
    left = Viewer(
        "left",
        (in_organization("council", standing=Standing.DE_FACTO, until_at=NOON - DAY),),
        groups=FARID.groups,
    )

    assert sight(rule, guest, at=NOON) is FULL
    assert sight(rule, both, at=NOON) is FULL
    assert sight(rule, left, at=NOON) is NOTHING


def test_a_belonging_counts_from_its_first_moment_to_before_its_last() -> None:
    week = Viewer("w", (in_organization("undp", from_at=NOON, until_at=NOON + 7 * DAY),))
    rule = a_rule(Label.AMBER)
    instant = dt.timedelta(microseconds=1)

    seen = [
        sight(rule, week, at=at) is FULL
        for at in (NOON - instant, NOON, NOON + 7 * DAY - instant, NOON + 7 * DAY)
    ]

    assert seen == [False, True, True, False]


def test_a_membership_of_a_group_counts_in_its_time_only() -> None:
    rule = a_rule(Label.AMBER, groups=frozenset({"winter"}))
    member = Viewer("m", DANIEL.belongings, groups=(("winter", NOON, NOON + DAY),))

    assert [sight(rule, member, at=at) for at in (NOON - DAY, NOON, NOON + DAY)] == [
        NOTHING,
        FULL,
        NOTHING,
    ]


def test_who_is_not_signed_in_is_nobody_whatever_else_is_said() -> None:
    ghost = Viewer(None, BRUNO.belongings, groups=BRUNO.groups, is_administrator=True)

    for label in Label:
        shown = sight(a_rule(label, beyond=Precision.COARSE), ghost, at=NOON, plausible=ENOUGH)
        assert shown is (FULL if label is Label.CLEAR else NOTHING)
    assert ghost.reach(at=NOON) == NOBODY.reach(at=NOON) == Reach()


@pytest.mark.parametrize(
    "make",
    [
        lambda naive: a_rule(Label.CLEAR, released_at=naive),
        lambda naive: a_rule(Label.CLEAR, expires_at=naive),
        lambda naive: in_organization("undp", until_at=naive),
        lambda naive: Viewer("x", groups=(("health", naive, None),)),
        lambda naive: sight(a_rule(Label.CLEAR), NOBODY, at=naive),
        lambda naive: Rule("undp", "TLP:WHITE"),
        lambda naive: Belonging("undp", "KG", "friend"),
    ],
)
def test_a_moment_without_a_zone_and_a_word_that_is_none_are_refused(make) -> None:
    with pytest.raises(ValueError, match=r"time zone|not a valid"):
        make(NOON.replace(tzinfo=None))


def test_labels_kept_as_text_are_read_as_labels() -> None:
    stored = Rule("undp", "TLP:RED", beyond=1)  # type: ignore[arg-type]

    assert stored.label is Label.RED
    assert stored.beyond is EXISTENCE


def test_one_reach_decides_many_rules_and_can_be_a_key() -> None:
    reach = DANIEL.reach(at=NOON)
    again = Viewer("daniel", DANIEL.belongings[::-1], is_administrator=True).reach(at=NOON + DAY)

    assert {reach: "kept"}[again] == "kept"
    for label in Label:
        rule = a_rule(label)
        assert sight_of(rule, reach, at=NOON) is sight(rule, DANIEL, at=NOON)


def test_a_finding_is_no_more_precise_than_its_least_visible_subject() -> None:
    assert least([FULL, EXISTENCE, COARSE]) is EXISTENCE
    assert least([FULL]) is FULL
    assert least([]) is NOTHING
