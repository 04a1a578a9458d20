"""What people confirmed about names of a report goes on to the register once it is imported."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from intarsia.sharing.labels import Label
from intarsia_site.access.models import SharingRule, User
from intarsia_site.access.queries.viewer import nobody
from intarsia_site.registry.services.naming import say_name
from intarsia_site.reports.carried_names import Carried, carried_names
from intarsia_site.reports.models import Activity, ReportImport
from intarsia_site.reports.rights import Looking

#: Labels under which the whole community of a country is told: a curator teaches these at once.
_COMMON = (Label.CLEAR, Label.GREEN)


def teach_names(report: ReportImport, *, by: User | None, at: dt.datetime) -> dict[str, int]:
    """Ask the country's curators to take over what names of an import mean; return how many were
    asked about, learned at once, and kept back. The write itself leaves the audit entry: the
    import's, in whose transaction it happens.

    Each name is seen under the rule of the activities it stands in. Names of a report that is
    TLP:RED, speaks of a sector that the protocol keeps so, or hides implementers are kept back,
    but those that the sender named. What a curator of the country confirmed is learned at once
    where the community may see it.
    by    who imported it
    """
    carried = carried_names(report)
    if not carried:
        return {}
    released = set(report.sharing.get("names", ()))
    is_protected = is_kept_back(report, at=at)
    rules = _rules_of(report)
    people = {
        one.audit_key: one
        for one in User.objects.filter(audit_key__in={one.said_by for one in carried})
    }
    counts: Counter[str] = Counter()
    for one in carried:
        is_released = one.meaning.mark in released
        rule = _rule(one, rules)
        if rule is None or (is_protected and not is_released):
            counts["kept_back"] += 1
            continue
        is_common = rule.label in _COMMON and not (rule.released_at and rule.released_at > at)
        state = say_name(
            one.meaning, country=report.source.country, rule=rule, is_released=is_released,
            teaches=is_common or is_released, by=people.get(one.said_by, by), at=at,
        )  # fmt: skip
        counts[state] += 1
    return dict(counts)


def is_kept_back(report: ReportImport, *, at: dt.datetime) -> bool:
    """Return whether names of an imported report go to nobody unless its sender names them."""
    if Looking(nobody(at)).is_red(report):
        return True
    held = Activity.versions.filter(stands__report_import=report)
    return held.filter(rule__hides_implementer=True).exists()


def _rules_of(report: ReportImport) -> dict[str, int]:
    held = Activity.versions.filter(stands__report_import=report)
    return dict(held.values_list("activity_id", "rule_id"))


def _rule(one: Carried, rules: Mapping[str, int]) -> SharingRule | None:
    """Return under which rule a name is said: the plain one where an activity under it says the
    name, else the strictest of those that do."""
    ids = {rules[key] for key in one.activity_ids if key in rules} or set(rules.values())
    held = list(SharingRule.objects.filter(pk__in=ids).select_related("of_source"))
    plain = [rule for rule in held if one.activity_ids and not rule.of_source.handling]
    return next(
        iter(plain or sorted(held, key=lambda rule: (-Label(rule.label).strictness, rule.pk))),
        None,
    )
