"""How many people is that in all? Figures of groups of people in, their total out.

A stated total wins. Else parts are added up where they are a complete partition: by sex, by sex
and age, or by age. Parts that may overlap ("with disabilities", "displaced") are never added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from intarsia.people.disaggregation import Disaggregation
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

__all__ = ["Figure", "Total", "households_to_people", "people_of", "total_of"]

#: Sums may miss a total by this much: figures are rounded, people are not.
_TOLERANCE = 0.5
#: Ages in years where a text only names the group; youth and adolescents run across others.
_SPANS = {
    "infants": (0, 4),
    "children": (0, 17),
    "adults": (18, None),
    "older": (60, None),
    "youth": (15, 24),
    "adolescents": (10, 17),
}
_ALL = Disaggregation()
_Span = tuple[int, int | None]


@dataclass(frozen=True)
class Figure:
    """One figure of people or households.

    measure  "targeted", "reached" or None: the source does not say which
    value    how many
    people   which people; None = all, or not stated
    """

    measure: str | None
    value: float
    people: Disaggregation | None = None


@dataclass(frozen=True)
class Total:
    """The people of several figures.

    value   people; None where the figures do not say
    basis   "stated", "by sex", "by sex and age" or "by age"; None without a value
    exceed  parts that are more than the stated total, as their sum; None where none are
    differ  another stated total or another partition that gives something else; else None
    """

    value: float | None = None
    basis: str | None = None
    exceed: float | None = None
    differ: float | None = None


def households_to_people(households: float, people_per_household: float | None) -> float | None:
    """Return people for households, by a factor that somebody stated; None without one.

    households             how many
    people_per_household   people; None = not stated
    Raises                 ValueError where the factor is less than one person

    >>> households_to_people(120, 4.5), households_to_people(120, None)
    (540.0, None)
    """
    if people_per_household is None:
        return None
    if people_per_household < 1:
        raise ValueError(f"A household is at least one person, not {people_per_household}.")
    return households * people_per_household


def total_of(figures: Iterable[Figure]) -> Total:
    """Return the people in all of figures of one measure; households are left out.

    >>> girls, boys = Disaggregation("f", age="children"), Disaggregation("m", age="children")
    >>> total_of([Figure("reached", 30, girls), Figure("reached", 20, boys)])
    Total(value=50, basis='by sex and age', exceed=None, differ=None)
    """
    listed = list(figures)
    if not listed:
        return Total()
    if len(listed) == 1 and listed[0].people is None:
        return Total(listed[0].value, "stated")
    plan = _plan(tuple(figure.people for figure in listed))
    values = [figure.value for figure in listed]
    sums = {basis: sum(values[at] for at in parts) for basis, parts in plan.partitions}
    if not plan.totals:
        if not sums:
            return Total()
        (basis, value), *others = sums.items()
        return Total(value, basis, differ=_other(value, [other for _, other in others]))
    first, *rest = (values[at] for at in plan.totals)
    most = max([*sums.values(), *(values[at] for at in plan.parts)], default=0.0)
    exceed = most if most > first + _TOLERANCE else None
    return Total(first, "stated", exceed, _other(first, rest))


def _other(value: float, others: list[float]) -> float | None:
    return next((other for other in others if abs(other - value) > _TOLERANCE), None)


@dataclass(frozen=True)
class _Plan:
    """Which of some figures are totals, which are parts, and which parts add up: positions."""

    totals: tuple[int, ...]
    parts: tuple[int, ...]
    partitions: tuple[tuple[str, tuple[int, ...]], ...]


@lru_cache(maxsize=1 << 12)
def _plan(groups: tuple[Disaggregation | None, ...]) -> _Plan:
    """Plan once for all rows that have figures of the same groups."""
    totals: list[int] = []
    parts: dict[int, Disaggregation] = {}
    for at, group in enumerate(groups):
        people = replace(group or _ALL, unit=None)
        if group is not None and group.unit == "households":
            continue
        if people == _ALL:
            totals.append(at)
        else:
            parts[at] = people
    return _Plan(tuple(totals), tuple(parts), tuple(_partitions(parts)))


def _partitions(parts: dict[int, Disaggregation]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each complete partition by its name, the plainest first."""
    parts = {at: people for at, people in parts.items() if people.disability is None}
    statuses = {people.status for people in parts.values()}
    if None in statuses:
        parts = {at: people for at, people in parts.items() if people.status is None}
    elif len(statuses) > 1:
        return
    cells = {(people.sex, _span(people)): at for at, people in parts.items()}
    if len(cells) < len(parts):
        return  # two columns of one group: one of them is something else
    if ("f", None) in cells and ("m", None) in cells:
        yield "by sex", (cells["f", None], cells["m", None])
    aged = {cell: at for cell, at in cells.items() if cell[1] is not None}
    spans = {
        sex: {span for of_sex, span in aged if of_sex == sex and span is not None}
        for sex in ("f", "m", None)
    }
    if spans["f"] or spans["m"]:
        female, male = spans["f"] | spans[None], spans["m"] | spans[None]
        is_twice = spans[None] & (spans["f"] | spans["m"])
        if female == male and not is_twice and not _overlap(female):
            yield "by sex and age", tuple(aged.values())
        elif spans["f"] == spans["m"] and not _overlap(spans["f"]):
            # "Girls, boys, children": the children without a sex are these once more.
            yield "by sex and age", tuple(at for (sex, _), at in aged.items() if sex)
    elif _is_all_ages(spans[None]):
        yield "by age", tuple(aged.values())


def _span(people: Disaggregation) -> _Span | None:
    if people.age_from is not None or people.age_to is not None:
        return people.age_from or 0, people.age_to
    return None if people.age is None else _SPANS[people.age]


def _overlap(spans: set[_Span]) -> bool:
    in_order = sorted(spans, key=_first)
    return any(oldest is None or later[0] <= oldest for (_, oldest), later in pairwise(in_order))


def _first(span: _Span) -> int:
    return span[0]


def _is_all_ages(spans: set[_Span]) -> bool:
    """Whether spans without a gap or overlap run from birth to open."""
    in_order = sorted(spans, key=_first)
    return (
        len(in_order) > 1
        and in_order[0][0] == 0
        and in_order[-1][1] is None
        and all(
            oldest is not None and later[0] == oldest + 1
            for (_, oldest), later in pairwise(in_order)
        )
    )


def people_of(
    figures: Iterable[Figure],
    log: ProblemLog | None = None,
    *,
    activity_id: str | None = None,
    cell: str | None = None,
    sheet: str | None = None,
) -> tuple[float | None, float | None]:
    """Return the people targeted and the people reached of one activity, None where not said.

    figures   of one activity; those without a measure and those of households are left out
    log       is told where parts are more than their total, or totals differ; the stated total,
              and the first of several, is kept
    cell      where the activity stands

    >>> people_of([Figure("targeted", 90), Figure("reached", 40, Disaggregation(disability=True))])
    (90, None)
    """
    by_measure: dict[str | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_measure[figure.measure].append(figure)
    found = []
    for measure in ("targeted", "reached"):
        total = total_of(by_measure[measure])
        found.append(total.value)
        if log is None or total.value is None:
            continue
        where = {"activity_id": activity_id, "cell": cell, "sheet": sheet}
        column, value = f"people_{measure}", f"{total.value:g}"
        if total.exceed is not None:
            log.note(
                "people.parts_exceed_total",
                **where,
                column=column,
                value=f"{total.exceed:g}",
                expected=value,
            )
        if total.differ is not None:
            log.tally("people.totals_differ", severity=Severity.NOTE, sheet=sheet, column=column)
    return found[0], found[1]
