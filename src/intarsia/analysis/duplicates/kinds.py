"""What are two activities to each other? Levels of a pair in, one kind and its probability out.

The kinds are told apart in this order, and the first that holds is the pair's only one:
what the sources state; one statement twice; one activity, or one that pays for the other; and,
among those that only look alike, what tells them apart: time, part and whole, place or group.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from intarsia.analysis.duplicates.fields import LEVELS, Field
from intarsia.analysis.duplicates.links import Link
from intarsia.analysis.duplicates.model import Model
from intarsia.terms import FindingKind

Ints = NDArray[Any]

#: The kinds of a pair by number; 0 is none.
KINDS = (
    None,
    FindingKind.SAME_REPORT,
    FindingKind.SAME_ACTIVITY,
    FindingKind.FUNDING_CHAIN,
    FindingKind.PART_OF,
    FindingKind.PHASE,
    FindingKind.SIBLING,
)
NONE, SAME_REPORT, SAME_ACTIVITY, FUNDING_CHAIN, PART_OF, PHASE, SIBLING = range(7)
#: Kinds of pairs whose money and people are counted twice.
TWICE = (SAME_REPORT, SAME_ACTIVITY, FUNDING_CHAIN)
#: A link that a source states is taken for true, and sources make mistakes.
STATED = 0.99
#: Of fields that say whether two activities are of one programme.
_LIKENESS = (
    Field.FUNDER, Field.IMPLEMENTER, Field.SECTOR, Field.TARGET, Field.NAMED, Field.TITLE,
    Field.RARE_WORDS, Field.DESCRIPTION,
)  # fmt: skip
_APART = ("one_after_the_other", "far_apart", "paid_apart", "paid_far_apart")
#: The least likeness, in log-odds, of activities of one programme.
_LEAST_LIKENESS = 4.0


class Beside(NamedTuple):
    """What else is known of pairs.

    links       Link a pair
    payers      1: the first pays the second; -1; 0
    contained   whether one title holds the other's words
    distinct    whether one publisher gives the two identifiers of their own
    rivalled    whether one of the two is much likelier to be another activity of the other's
                publisher
    """

    links: Ints
    payers: Ints
    contained: Ints
    distinct: Ints
    rivalled: Ints


def kinds_of(model: Model, levels: Ints, beside: Beside) -> tuple[Ints, Ints]:
    """Return the kind of each pair, as a number of KINDS, and its probability 0-1.

    levels   uint8[pairs, FIELDS]
    """
    odds = model.log_odds(levels)
    same_publisher = _at(levels, Field.REPORTER, "same")
    other_time = (
        _at(levels, Field.PHASE, "other")
        | _at(levels, Field.YEAR, "other")
        | _at(levels, Field.YEAR, "outside")
        | _at(levels, Field.TIME, *_APART)
    )
    numbered_apart = _at(levels, Field.PHASE, "other") | _at(levels, Field.YEAR, "other")
    # A title with a number, one without, and another time: the first phase is seldom numbered.
    numbered_apart |= _at(levels, Field.PHASE, "one_only") & _at(levels, Field.TIME, *_APART)
    is_beside = _at(levels, Field.TASK, "other")
    other_ground = _at(levels, Field.PLACE, "other_area", "other_place") | _at(
        levels, Field.TARGET, "other"
    )
    probability = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    kind = np.full(odds.size, NONE, np.int8)
    is_one = (odds >= 0) & ~same_publisher & ~numbered_apart & ~beside.rivalled
    kind[is_one] = np.where(beside.payers[is_one] == 0, SAME_ACTIVITY, FUNDING_CHAIN)

    likeness = (model.added(levels, _LIKENESS) - _LEAST_LIKENESS) * model.slope
    alike = (likeness >= 0) & ~is_one & _is_titled_alike(levels) & _is_related(levels)
    is_part = alike & beside.contained & _at(levels, Field.AMOUNT, "6_times", "more")
    is_part &= ~other_ground & ~other_time & ~numbered_apart
    kind[alike] = SIBLING
    kind[alike & other_time] = PHASE
    kind[is_part | (alike & is_beside)] = PART_OF
    probability[alike] = 1 / (1 + np.exp(-np.clip(likeness[alike], -30, 30)))

    twice = same_publisher & _is_repeated(levels) & ~beside.distinct
    kind[twice] = SAME_REPORT
    without = odds[twice] - model.slope * model.weights[Field.REPORTER, 1]
    probability[twice] = np.maximum(0.5, 1 / (1 + np.exp(-np.clip(without, -30, 30))))

    for link, stated in (
        (Link.PAYS, FUNDING_CHAIN),
        (Link.PART, PART_OF),
        (Link.SIBLING, SIBLING),
        (Link.SAME, SAME_ACTIVITY),
    ):
        kind[beside.links == link] = stated
    linked = beside.links != Link.NONE
    probability[linked] = STATED
    return kind, probability.astype(np.float32)


def _at(levels: Ints, field: Field, *names: str) -> NDArray[np.bool_]:
    is_wanted = np.zeros(len(LEVELS[field]), bool)
    is_wanted[[LEVELS[field].index(name) for name in names]] = True
    return np.asarray(is_wanted[levels[:, field]])


def _is_titled_alike(levels: Ints) -> NDArray[np.bool_]:
    """Whether titles share most of their words, and these are not everybody's."""
    near = levels[:, Field.TITLE] >= LEVELS[Field.TITLE].index("55")
    rare = levels[:, Field.RARE_WORDS] >= LEVELS[Field.RARE_WORDS].index("9")
    named = levels[:, Field.NAMED] >= LEVELS[Field.NAMED].index("one_shared")
    return np.asarray(near & (rare | named))


def _is_related(levels: Ints) -> NDArray[np.bool_]:
    """Whether the two share somebody: who reports, pays, or implements."""
    named = ("same", "one_family", "names_the_other", "name_each_other")
    shared = _at(levels, Field.FUNDER, "shared") | _at(levels, Field.IMPLEMENTER, "shared")
    return _at(levels, Field.REPORTER, *named) | shared


def _is_repeated(levels: Ints) -> NDArray[np.bool_]:
    """Whether two statements of one publisher say the same wherever both say anything."""
    best = {
        Field.FUNDER: ("shared",), Field.IMPLEMENTER: ("shared",),
        Field.SECTOR: ("sector", "purpose"),
        Field.PLACE: ("area", "place"), Field.START: ("same_day", "quarter"),
        Field.END: ("same_day", "quarter"), Field.TIME: ("together",), Field.AMOUNT: ("equal",),
        Field.TARGET: ("shared",), Field.PHASE: ("same",), Field.YEAR: ("same",),
        Field.PEOPLE: ("equal",), Field.TASK: ("same",), Field.FIGURE: ("same",),
        Field.NAMED: ("one_shared", "several_shared"),
        Field.PAYMENT: ("one_shared", "several_shared"), Field.TITLE: ("97",),
        Field.DESCRIPTION: ("80",),
    }  # fmt: skip
    repeated = np.ones(levels.shape[0], bool)
    for field, names in best.items():
        repeated &= _at(levels, field, "unknown", *names)
    telling = (Field.TITLE, Field.AMOUNT, Field.START, Field.PLACE, Field.PEOPLE, Field.DESCRIPTION)
    known = np.count_nonzero(levels[:, list(telling)], axis=1)
    return np.asarray(repeated & (known >= 3))
