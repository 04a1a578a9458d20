"""A country's protocol: what it starts from, what it says of a record, how it is loosened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia import codelists
from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import (
    SENSITIVE_SECTORS,
    Handling,
    Kind,
    Protocol,
    ProtocolError,
    Row,
    default_protocol,
)

STRICT = Handling(Label.RED, 1, implementer_hidden=True)
handlings = st.builds(
    Handling, st.sampled_from(Label), st.one_of(st.none(), st.integers(0, 4)), st.booleans()
)
sectors = st.lists(st.sampled_from([*SENSITIVE_SECTORS, "education", "mine_action"]), max_size=3)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("sector", SENSITIVE_SECTORS)
def test_sensitive_sectors_start_red_at_the_first_level_without_the_implementer(
    kind: Kind, sector: str
) -> None:
    assert default_protocol().default_for(kind, [sector]) == STRICT


def test_the_sensitive_sectors_are_sectors() -> None:
    assert all(codelists.has("sectors", code) for code in SENSITIVE_SECTORS)


def test_other_sectors_start_with_the_row_of_their_kind() -> None:
    protocol = default_protocol()

    assert protocol.default_for("activities", ["education"]) == Handling(Label.GREEN)
    assert protocol.default_for(Kind.CAPACITIES, ["education"]) == Handling(Label.AMBER)
    assert protocol.default_for(Kind.PLANS) == Handling(Label.AMBER)


def test_one_sensitive_sector_among_others_decides() -> None:
    found = default_protocol().default_for("activities", ["education", "human_trafficking"])

    assert found == STRICT


def test_of_several_rows_the_strictest_label_place_and_name_apply() -> None:
    protocol = Protocol(
        (
            Row(Kind.NEEDS, None, Handling(Label.CLEAR)),
            Row(Kind.NEEDS, "police", Handling(Label.AMBER, 3)),
            Row(Kind.NEEDS, "prisons", Handling(Label.GREEN, 2, implementer_hidden=True)),
        )
    )

    assert protocol.default_for("needs", ["police", "prisons", "education"]) == Handling(
        Label.AMBER, 2, implementer_hidden=True
    )
    assert protocol.default_for("needs", ["education"]) == Handling(Label.CLEAR)


def test_what_nobody_spoke_of_is_not_shown() -> None:
    assert Protocol().default_for("needs", ["education"]) == Handling(
        Label.RED, 0, implementer_hidden=True
    )


def test_a_sensitive_sector_without_a_row_is_not_loosened_by_the_row_for_all() -> None:
    protocol = Protocol((Row(Kind.ACTIVITIES, None, Handling(Label.CLEAR)),))

    assert protocol.default_for("activities", ["child_protection"]) == STRICT


@pytest.mark.parametrize(
    "looser",
    [
        Handling(Label.AMBER_STRICT, 1, implementer_hidden=True),
        Handling(Label.RED, 2, implementer_hidden=True),
        Handling(Label.RED, None, implementer_hidden=True),
        Handling(Label.RED, 1),
    ],
)
def test_a_looser_row_of_a_sensitive_sector_needs_a_reason(looser: Handling) -> None:
    for reason in (None, "", "  "):
        with pytest.raises(ProtocolError) as refused:
            Row(Kind.ACTIVITIES, "human_rights", looser, reason)
        assert refused.value.code == "sharing.reason_missing"

    with pytest.raises(ProtocolError):
        default_protocol().loosened("activities", "human_rights", looser, because=" ")

    changed = default_protocol().loosened(
        "activities", "human_rights", looser, because=" Ombudsman publishes it. "
    )
    assert changed.default_for("activities", ["human_rights"]) == looser
    assert [(row.sector_code, row.reason) for row in changed.loosenings()] == [
        ("human_rights", "Ombudsman publishes it.")
    ]
    assert changed.default_for("needs", ["human_rights"]) == STRICT


def test_a_stricter_row_needs_no_reason() -> None:
    hidden = Handling(Label.RED, 0, implementer_hidden=True)
    changed = default_protocol().with_row(Row(Kind.NEEDS, "child_protection", hidden))

    assert changed.default_for("needs", ["child_protection"]) == hidden
    assert changed.loosenings() == ()
    assert len(changed.rows) == len(default_protocol().rows)


def test_a_row_stands_once_and_speaks_of_sectors_and_kinds_there_are() -> None:
    row = Row(Kind.NEEDS, "education", Handling(Label.GREEN))

    with pytest.raises(ProtocolError) as twice:
        Protocol((row, row))
    with pytest.raises(ProtocolError) as unknown:
        Row(Kind.NEEDS, "helth", Handling(Label.GREEN))
    with pytest.raises(ProtocolError):
        default_protocol().default_for("needs", ["helth"])
    with pytest.raises(ValueError, match="not a valid Kind"):
        default_protocol().default_for("activity", ["education"])
    with pytest.raises(ValueError, match="level"):
        Handling(Label.GREEN, -1)

    assert twice.value.code == "sharing.row_twice"
    assert (unknown.value.code, unknown.value.data) == (
        "sharing.unknown_sector",
        {"sector": "helth"},
    )


@given(handlings, handlings)
def test_the_strictest_of_two_is_looser_than_neither_whichever_comes_first(
    one: Handling, other: Handling
) -> None:
    both = one.strictest_with(other)

    assert both == other.strictest_with(one)
    assert not both.is_looser_than(one)
    assert not both.is_looser_than(other)
    assert one.is_looser_than(other) == (both != one)


@given(sectors, sectors, st.sampled_from(Kind))
def test_a_sector_more_never_loosens(some: list[str], more: list[str], kind: Kind) -> None:
    protocol = default_protocol().loosened(
        kind, "mine_action", Handling(Label.CLEAR), because="Cleared areas are published."
    )
    if some:
        wider = protocol.default_for(kind, [*some, *more])
        assert not wider.is_looser_than(protocol.default_for(kind, some))
