"""Puts the brief together: counts the picture, words every section, fills the template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import jinja2
import pyarrow as pa
from markupsafe import Markup

from intarsia.analysis.coverage import Coverage, summarize
from intarsia.analysis.duplicates import find_pairs
from intarsia.documents.brief.evidence import (
    largest_rows,
    problem_rows,
    problems_line,
    report_rows,
)
from intarsia.documents.brief.first import first_findings
from intarsia.documents.brief.head import Head, head
from intarsia.documents.brief.key_figures import key_figures
from intarsia.documents.brief.places import map_sheet, place_matrix
from intarsia.documents.brief.speech import Speech
from intarsia.documents.brief.twice import Twice, counted_picture, twice_sheet
from intarsia.documents.brief.unknowns import unknowns
from intarsia.documents.brief.when import when_sheet
from intarsia.documents.brief.who import class_bars, field_bars, sector_rows, who_matrix
from intarsia.documents.brief.whom import group_rows
from intarsia.phrases import LANGUAGES
from intarsia.tables import TABLES

#: Languages written from right to left; the page turns by its logical properties alone.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})


def write_brief(
    picture: Mapping[str, pa.Table],
    *,
    as_of: dt.date,
    language: str = "en",
    country: str | None = None,
    title: str | None = None,
    marks: Sequence[str] = (),
) -> str:
    """Return the brief as one HTML page that needs nothing beside itself.

    picture    tables by name, as `tables.Picture`
    as_of      the day the page speaks of
    language   "en", "fr" or "ru"; any other is written in English
    country    ISO code: only its activities, with its share of their money; None = all
    title      in place of the country's name
    marks      labels ("TLP:GREEN") and markings to print, beside those of the reports; of TLP
               labels the strictest is shown
    Raises     tables.TableShapeError where a table is not what it should be
    Source     docs/using/brief.md, docs/methods/coverage.md
    """
    speech = Speech(language if language in LANGUAGES else "en")
    coverage = summarize(picture, as_of=as_of, country=country)
    places = picture["places"] if "places" in picture else TABLES["places"].empty()
    here = counted_picture(picture, coverage.activity_ids, as_of=as_of)
    pairs = find_pairs(here)
    twice = twice_sheet(here, pairs, speech)
    top = head(coverage, speech, title=title, marks=marks)
    return (
        _environment()
        .get_template("brief.html")
        .render(
            speech=speech,
            t=speech.say,
            direction="rtl" if speech.language in _RIGHT_TO_LEFT else "ltr",
            css=_css(top),
            head=top,
            first=first_findings(here, pairs, speech, as_of=as_of),
            **_sections(coverage, places, twice, speech),
        )
    )


def _sections(
    coverage: Coverage, places: pa.Table, twice: Twice, speech: Speech
) -> dict[str, object]:
    """Return what each section of the template shows, by name."""
    return {
        "figures": key_figures(coverage, twice, speech),
        "twice": twice,
        "unknowns": unknowns(coverage, speech),
        "map": map_sheet(coverage, places, speech),
        "who": who_matrix(coverage, speech),
        "fields": field_bars(coverage, speech),
        "sectors": sector_rows(coverage, speech),
        "matrix": place_matrix(coverage, places, speech),
        "located": coverage.unknowns.place_not_found,
        "when": when_sheet(coverage, speech),
        "tasks": class_bars(coverage, speech, list_name="transition_tasks"),
        "dimensions": class_bars(coverage, speech, list_name="dimensions"),
        "people": coverage.figures,
        "groups": group_rows(coverage, speech),
        "groups_known": coverage.figures.group_activities,
        "largest": largest_rows(coverage, speech),
        "reports": report_rows(coverage, speech),
        "problems": problem_rows(coverage, speech),
        "problems_line": problems_line(coverage, speech),
    }


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("intarsia.documents", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment


def _css(top: Head) -> Markup:
    """Return the page's style, with the lines that stand at the edges of every printed sheet."""
    style = files("intarsia.documents").joinpath("templates/brief.css").read_text("utf-8")
    label = " · ".join([*filter(None, [top.labels.label]), *top.labels.markings])
    edges = (
        f"@page {{ @top-left {{ content: {_css_text(top.running)} }} "
        f"@top-right {{ content: {_css_text(label)}; font-weight: 600 }} }}"
    )
    # Both parts are ours: the file is packaged, and the lines are written letter by letter.
    return Markup(style + edges)  # noqa: S704


def _css_text(text: str) -> str:
    """Return a CSS string in which everything but letters and figures is an escape.

    >>> _css_text('a</b')
    '"a\\\\00003c\\\\00002fb"'
    """
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):06x}" for c in text) + '"'
