"""What a coverage holds: the figures by name, their units, and the columns of its tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class Scope:
    """Which activities are counted.

    as_of              the day by which open ends and "running" are judged
    country            ISO code the counts are limited to; None = all of the picture
    only_country       the one country the counted activities name, where there is just one
    activities_left_out       activities of other countries
    activities_without_country  activities that name no country and stand in a report of several;
                       left out too, where a country is asked for
    """

    as_of: dt.date
    country: str | None
    only_country: str | None
    activities_left_out: int
    activities_without_country: int


@dataclass(frozen=True)
class KeyFigures:
    """The figures at the head; money in US dollars of its day, by the country's share.

    activities          statements of activities, as reported: one reported twice counts twice
    shared_activities   of those, with a share in another country too
    reporters           organizations that report
    organizations       organizations in any role
    running             activities running on the day; an open end runs on
    running_weak        of those, with a period derived from weak evidence
    running_year        activities whose period meets the year of the day, cancelled ones apart
    committed_usd       commitments; None where none is known. The same for every sum here.
    budgeted_usd        budgets of activities that state no commitment
    spent_usd           disbursements and expenditure
    spent_undated_usd   of that, without a day
    incoming_usd        commitments the reporter received from others, counted apart
    committed_year_usd  commitments dated in the year of the day
    spent_year_usd      spending dated in the year of the day
    year                the year of the day
    people_targeted     sum over the activities that state it, or people not said to be targeted or
                        reached; people may be counted twice
    people_activities   activities that state it
    group_activities    activities that name a target group
    """

    activities: int
    shared_activities: int
    reporters: int
    organizations: int
    running: int
    running_weak: int
    running_year: int
    committed_usd: float | None
    committed_activities: int
    budgeted_usd: float | None
    budgeted_activities: int
    spent_usd: float | None
    spent_activities: int
    spent_undated_usd: float | None
    incoming_usd: float | None
    committed_year_usd: float | None
    spent_year_usd: float | None
    year: int
    people_targeted: float | None
    people_activities: int
    group_activities: int


@dataclass(frozen=True)
class Unknowns:
    """What is not known about the counted activities; each a number of activities.

    sector_not_mapped     of those without a sector, with one stated that has no place in the list
    sector_placed         of those without a sector, with a place in the tree
    period                without a first day
    open_end              with a first day and no last one
    money                 with neither commitment, budget nor spending in dollars
    money_not_in_dollars  transactions whose sum has no value in dollars
    place_not_found       of those without a place, with a location that names no known place
    organization          without an organization that reports
    """

    place: int
    place_not_found: int
    sector: int
    sector_not_mapped: int
    sector_placed: int
    period: int
    open_end: int
    money: int
    money_not_in_dollars: int
    organization: int
    people: int
    status: int


@dataclass(frozen=True)
class PlaceFigures:
    """Places of the map's level with and without anyone; None of it where no places are given.

    level             level of the map: 2 where the tree has it, else 1
    above             activities that name a place above that level only
    running           places with an activity running on the day
    """

    level: int
    total: int
    with_someone: int
    without_anyone: int
    running: int
    above: int


@dataclass(frozen=True)
class Coverage:
    """What a picture covers. Money in US dollars, `activities` counted as reported.

    activity_ids         the activities that are counted
    organizations        organization_id, organization, activities, running, usd; most first
    organization_groups  organization_id, group_code, activities, usd
    sectors              sector_code, group_code, activities, organizations, usd, placed (with
                         a place in the tree); most first
    groups               group_code, activities, organizations, usd
    sector_places        sector_code, place_code, activities, usd; first-level places
    group_places         group_code, place_code, activities, usd; first-level places
    place_counts         place_code, parent_code, level, name, activities, running,
                         organizations, usd; levels 1 and the map's, zero where nobody reports
    years                year, running, weak, spent_usd, committed_usd
    quarters             starts_on, running, weak, spent_usd, committed_usd; the last three years
    tasks                code, activities, organizations, usd; the tasks of a transition
    dimensions           code, activities, organizations, usd; the dimensions of security
    people_groups        code, activities, people_targeted, people_reached; the target groups, most
                         activities first. People of activities for one group only
    largest              the ten activities with most money: activity_id, title, organization,
                         usd, basis, starts_on, ends_on, file, sheet, row, xpath
    reports              one row a report: file, kind, rows, rows_kept, rows_named, activities,
                         counted, from_on, to_on, label, marking, lost, changed, noted
    problems             code, severity, times, files; worst first
    problem_examples     up to two rows of PROBLEMS per code and severity
    countries            country_code, activities
    labels               sharing labels on the counted activities and on the reports
    """

    scope: Scope
    figures: KeyFigures
    unknowns: Unknowns
    places: PlaceFigures | None
    activity_ids: pa.Array
    organizations: pa.Table
    organization_groups: pa.Table
    sectors: pa.Table
    groups: pa.Table
    sector_places: pa.Table
    group_places: pa.Table
    place_counts: pa.Table
    years: pa.Table
    quarters: pa.Table
    tasks: pa.Table
    dimensions: pa.Table
    people_groups: pa.Table
    largest: pa.Table
    reports: pa.Table
    problems: pa.Table
    problem_examples: pa.Table
    countries: pa.Table
    labels: pa.Table
