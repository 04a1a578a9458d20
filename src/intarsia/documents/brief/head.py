"""The head of the page: which country, which day, what is shown, and what must be said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intarsia.analysis.coverage import Coverage
from intarsia.documents.brief.labels import Labels, page_labels
from intarsia.documents.brief.speech import Speech
from intarsia.phrases import say

#: The example country's user-assigned code, and Kosovo's.
EXAMPLE, KOSOVO = "XA", "XK"


@dataclass(frozen=True)
class Head:
    """What stands above the figures; `running` is the line at the top of every printed page."""

    title: str
    line: str
    sentence: str
    labels: Labels
    is_exercise: bool
    names_kosovo: bool
    running: str


def head(coverage: Coverage, speech: Speech, *, title: str | None, marks: Sequence[str]) -> Head:
    """Return the head; the country is the one asked for, else the only one that is named."""
    scope = coverage.scope
    countries = set(coverage.countries.column("country_code").to_pylist())
    country = scope.country or scope.only_country
    name = title or (speech.country(country) if country else speech.say("everything"))
    day = speech.say("made", day=scope.as_of)
    reports = [row for row in coverage.reports.to_pylist() if row["counted"]]
    counts = [
        say("count.reports", {"count": len(reports)}, speech.language),
        say("count.activities", {"count": coverage.figures.activities}, speech.language),
    ]
    seen = {country} if scope.country else countries
    return Head(
        title=name,
        line=" · ".join([day, *counts]),
        sentence=_sentence(coverage, speech, country),
        labels=page_labels(coverage, marks),
        is_exercise=EXAMPLE in seen,
        names_kosovo=KOSOVO in seen,
        running=f"{name} · {day}",
    )


def _sentence(coverage: Coverage, speech: Speech, country: str | None) -> str:
    """Return the filters of the page as sentences one can read aloud."""
    scope = coverage.scope
    where = speech.say("whole_country" if country else "whole_picture")
    parts = [speech.say("sentence", where=where)]
    if scope.country and coverage.figures.shared_activities:
        parts.append(speech.say("sentence_share", country=speech.country(scope.country)))
    elif not country and coverage.countries.num_rows > 1:
        parts.append(speech.say("sentence_countries"))
    other = scope.activities_left_out - scope.activities_without_country
    if scope.country and other > 0:
        parts.append(speech.say("sentence_left_out", count=other))
    return " ".join(parts)
