"""The field's words that the stages pass to each other: a few enums, no behaviour."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """What became of the thing a problem is about."""

    LOST = "lost"
    CHANGED = "changed"
    NOTE = "note"


class Role(StrEnum):
    """What an organization is to an activity (IATI OrganisationRole; `reporting` is ours)."""

    REPORTING = "reporting"
    FUNDING = "funding"
    ACCOUNTABLE = "accountable"
    EXTENDING = "extending"
    IMPLEMENTING = "implementing"
    UNSTATED = "unstated"


class Status(StrEnum):
    """Where an activity is in its life (IATI ActivityStatus)."""

    PIPELINE = "pipeline"
    IMPLEMENTATION = "implementation"
    FINALISATION = "finalisation"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"


class Basis(StrEnum):
    """Where a value comes from, when it is not simply what the report says."""

    STATED = "stated"
    DERIVED = "derived"
    WEAK = "derived, weak"
    YEAR = "derived from a year"
    TRANSACTIONS = "from transactions"


class FindingKind(StrEnum):
    """What a finding is about. The pair kinds come first."""

    SAME_REPORT = "same_report"
    SAME_ACTIVITY = "same_activity"
    FUNDING_CHAIN = "funding_chain"
    PART_OF = "part_of"
    PHASE = "phase"
    SIBLING = "sibling"
    OVERLAP = "overlap"
    COMPLEMENTARY = "complementary"
    GAP = "gap"
    MANDATE_OVERLAP = "mandate_overlap"
    MANDATE_GAP = "mandate_gap"
    OUTSIDE_MANDATE = "outside_mandate"
    CROWDING = "crowding"
    ORPHAN = "orphan"
    BREACH = "breach"
    LATE_INFORMATION = "late_information"


class MandateFunction(StrEnum):
    """What a mandate charges an organization to do."""

    LEAD = "lead"
    IMPLEMENT = "implement"
    FUND = "fund"
    MONITOR = "monitor"
    ADVISE = "advise"
    PROTECT = "protect"


class AssignmentRole(StrEnum):
    """What an organization does in a cell of a division of labour."""

    LEAD = "lead"
    SUPPORT = "support"
    HANDS_OVER = "hands over"
