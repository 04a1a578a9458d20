"""Who else is there? One activity that is being written, against what its writer may see.

A country is prepared once for all who see the same rules' records in full, and kept in memory:
then one activity is compared in a fraction of a second. What is not seen in full, or is hidden in
part, is in no such preparation, and so is neither found nor counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Max, Q, Value

import intarsia
from intarsia.analysis.duplicates.one import Prepared
from intarsia.phrases import LANGUAGES, say
from intarsia.readers.identity import renamed_ids
from intarsia.sharing.labels import Precision
from intarsia.tables import ACTIVITY_TABLES, ORGANIZATIONS, Picture
from intarsia_site.access.models import Country, Organization
from intarsia_site.access.names import page_language
from intarsia_site.access.queries.precision import is_own, precision_of
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.entered import Entered, Reporter, parsed, tables_of
from intarsia_site.reports.models import Activity, ReportImport, SourceRule
from intarsia_site.reports.named import meant, organization_named, place_named
from intarsia_site.reports.queries.activity import ActivityLine, lines_for
from intarsia_site.reports.queries.sight_class import Held
from intarsia_site.reports.tables import ground_of, picture_of, stored_id

MOST_SHOWN = 6
MOST_REASONS = 4
#: Countries as classes of viewers see them that are held at once.
MOST_HELD = 4
#: While somebody writes, much is not said yet: what is only possible is told too.
LEAST = 0.25
#: What the activity that is written is called while it is compared.
NEW = "new"

#: (import, rule) pairs, by public id: what a class of viewers sees in full.
Key = tuple[str, tuple[tuple[str, str], ...], int]
_held: Held[Prepared] = Held(MOST_HELD)


@dataclass(frozen=True)
class Similar:
    """One activity that may be the same, or belong together, with why in words.

    kind      what the two are to each other, in words
    score     how sure, 0-1
    against   what speaks against it
    """

    line: ActivityLine
    kind: str
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True)
class SimilarPage:
    """What was found; `compared` is among how many activities, None: nothing to compare yet."""

    found: tuple[Similar, ...]
    compared: int | None


def similar_to(
    texts: Mapping[str, str],
    *,
    organization_id: str,
    country_code: str,
    viewing: Viewing,
    public_id: str = "",
) -> SimilarPage:
    """Return what is like an activity that is being written, the surest first.

    texts       as far as they are written; what is wrong among them is left out
    public_id   of the activity that is changed: it is not compared with itself
    """
    organization = Organization.objects.filter(public_id=organization_id).first()
    country = Country.objects.filter(code=country_code).first()
    if organization is None or country is None or viewing.user_id is None:
        return SimilarPage((), None)
    prepared = prepared_for(country, viewing=viewing)
    values, _wrong = parsed(meant(texts, country))
    if not values["title"] or not prepared.picture["activities"].num_rows:
        return SimilarPage((), None)
    reporter = Reporter(organization.public_id, organization.name, country.code, viewing.at.date())
    one = _as_entered(values, country, public_id or NEW)
    picture = Picture(tables_of([one], reporter), reporter.on)
    rows = intarsia.find_duplicates_of(picture, prepared).to_pylist()
    rows.sort(key=lambda row: -row["score"])
    ends = [_other(row, one.activity_id) for row in rows]
    lines = _lines(ends[:MOST_SHOWN], viewing=viewing)
    found = [_similar(row, lines[end]) for row, end in zip(rows, ends, strict=True) if end in lines]
    compared = prepared.picture["activities"].num_rows
    return SimilarPage(tuple(found[:MOST_SHOWN]), compared)


def prepared_for(country: Country, *, viewing: Viewing) -> Prepared:
    """Return the country as the viewer's class sees it, prepared: from memory where it is there.

    Who sees less from one moment to the next is of another class at once.
    """
    seen = _seen_rules(country, viewing=viewing)
    switched = SourceRule.objects.filter(source__country=country).aggregate(
        last=Max("source__switches__pk")
    )
    key: Key = (country.code, seen, switched["last"] or 0)
    return _held.get(key, lambda: _prepared(country, seen))


def _seen_rules(country: Country, *, viewing: Viewing) -> tuple[tuple[str, str], ...]:
    """Return current imports with the rules of theirs that the viewer sees whole."""
    plain = Q(rule__hides_implementer=False, rule__finest_level__isnull=True)
    rules = SourceRule.objects.filter(source__country=country, source__current__isnull=False)
    # What is seen in full does not depend on how many could be meant.
    rules = rules.annotate(plausible=Value(0)).annotate(precision=precision_of(viewing))
    rules = rules.filter(is_own(viewing) | plain, precision=int(Precision.FULL))
    pairs = rules.values_list("source__current__public_id", "rule__public_id")
    return tuple(sorted(pairs))


def _prepared(country: Country, seen: tuple[tuple[str, str], ...]) -> Prepared:
    parts: dict[str, list[pa.Table]] = {}
    organizations: dict[str, dict[str, Any]] = {}
    for import_id in sorted({one for one, _rule in seen}):
        rules = [rule for one, rule in seen if one == import_id]
        report = ReportImport.objects.get(public_id=import_id)
        for name, table in _tables_of_import(report, rules):
            if name == "organizations":
                for row in table.to_pylist():
                    organizations.setdefault(row["organization_id"], row)
            else:
                parts.setdefault(name, []).append(table)
    tables = {name: pa.concat_tables(some).combine_chunks() for name, some in parts.items()}
    rows = list(organizations.values())
    tables["organizations"] = pa.Table.from_pylist(rows, ORGANIZATIONS.schema)
    tables["places"] = ground_of(country).places
    return intarsia.prepare_duplicates(Picture(tables), least=LEAST)


def _tables_of_import(report: ReportImport, rules: list[str]) -> Iterator[tuple[str, pa.Table]]:
    """Yield an import's tables with the activities under these rules, under their public ids."""
    held = Activity.versions.filter(stands__report_import=report, rule__public_id__in=rules)
    known = dict(held.values_list("activity_id", "public_id"))
    names = [spec.name for spec in ACTIVITY_TABLES]
    picture = picture_of(report, only=[*names, "organizations"])
    renamed = {
        raw: known[stored_id(raw)]
        for raw in picture["activities"]["activity_id"].to_pylist()
        if stored_id(raw) in known
    }
    wanted = pa.array(renamed, pa.string())
    for name in names:
        table = picture[name]
        if table.num_rows:
            kept = table.filter(pc.is_in(table["activity_id"], wanted))
            yield name, renamed_ids(kept, renamed)
    yield "organizations", picture["organizations"]


def _as_entered(values: Mapping[str, Any], country: Country, key: str) -> Entered:
    place = values["place_code"] or ""
    partner = values["partner"] or ""
    return Entered(
        activity_id=key,
        title=values["title"],
        sector_code=values["sector_code"] or "",
        place_code=place if place_named(place, country) else "",
        place_name=place_named(place, country),
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        partner=partner,
        partner_id=organization_named(partner),
        budget=values["budget"] if values["currency"] else None,
        currency=values["currency"] or "",
        people=values["people"],
        target_group=values["target_group"] or "",
    )


def _other(row: Mapping[str, Any], key: str) -> str:
    end: str = row["activity_b"] if row["activity_a"] == key else row["activity_a"]
    return end


def _lines(public_ids: list[str], *, viewing: Viewing) -> dict[str, ActivityLine]:
    """Return the lines of activities as the viewer sees them at this moment."""
    among = Activity.current.filter(public_id__in=public_ids)
    seen = Seen(Activity, viewing, among=among)
    return {one.public_id: one for one in lines_for(seen, viewing=viewing) if one.is_full}


def _similar(row: Mapping[str, Any], line: ActivityLine) -> Similar:
    language = page_language() if page_language() in LANGUAGES else "en"
    reasons = json.loads(row["reasons"])

    def said(some: list[Any]) -> tuple[str, ...]:
        return tuple(say(code, data, language) for code, data in some[:MOST_REASONS])

    return Similar(
        line=line,
        kind=say(f"pair.kind.{row['kind']}", {}, language),
        score=row["score"],
        reasons=said([one for one in reasons if one[1]["weight"] >= 0]),
        against=said([one for one in reasons if one[1]["weight"] < 0])[:2],
    )
