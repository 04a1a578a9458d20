"""The key figures: a number, what it counts, what it leaves out, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia.analysis.coverage import Coverage
from intarsia.documents.brief.speech import Speech
from intarsia.documents.brief.twice import Twice


@dataclass(frozen=True)
class Figure:
    """One figure in pieces (unit before, number, unit behind), its name, and its second line."""

    before: str
    number: str
    after: str
    name: str
    notes: tuple[str, ...]


def key_figures(coverage: Coverage, twice: Twice, speech: Speech) -> list[Figure]:
    """Return the six figures at the head of the page."""
    return [
        _activities(coverage, twice, speech),
        _organizations(coverage, speech),
        _committed(coverage, speech),
        _spent(coverage, speech),
        _running(coverage, speech),
        _places(coverage, speech),
    ]


def _activities(coverage: Coverage, twice: Twice, speech: Speech) -> Figure:
    figures = coverage.figures
    if twice.things:
        notes = [speech.say("figure.activities_once", once=twice.once)]
    else:
        notes = [speech.say("figure.activities_note")]
    if figures.shared_activities:
        notes.append(speech.say("figure.activities_shared", count=figures.shared_activities))
    return _plain(speech, figures.activities, "figure.activities", notes)


def _organizations(coverage: Coverage, speech: Speech) -> Figure:
    figures = coverage.figures
    notes = [speech.say("figure.organizations_note", reporters=figures.reporters)]
    return _plain(speech, figures.organizations, "figure.organizations", notes)


def _committed(coverage: Coverage, speech: Speech) -> Figure:
    figures = coverage.figures
    if figures.committed_usd is None:
        return _budgeted(coverage, speech)
    year_known = figures.committed_year_usd is not None
    notes = [
        speech.say(
            "figure.committed_note" if year_known else "figure.committed_note_unknown_year",
            year=figures.year,
            year_usd=figures.committed_year_usd,
            known=figures.committed_activities,
            all=figures.activities,
        )
    ]
    if figures.budgeted_usd:
        notes.append(
            speech.say(
                "figure.budgeted_note",
                usd=figures.budgeted_usd,
                count=figures.budgeted_activities,
            )
        )
    if figures.incoming_usd:
        notes.append(speech.say("figure.incoming_note", usd=figures.incoming_usd))
    return _money(speech, figures.committed_usd, "figure.committed", notes)


def _budgeted(coverage: Coverage, speech: Speech) -> Figure:
    figures = coverage.figures
    if figures.budgeted_usd is None:
        return _money(speech, None, "figure.committed", [speech.say("figure.money_unknown_note")])
    note = speech.say(
        "figure.budgeted_only_note", known=figures.budgeted_activities, all=figures.activities
    )
    return _money(speech, figures.budgeted_usd, "figure.budgeted", [note])


def _spent(coverage: Coverage, speech: Speech) -> Figure:
    figures = coverage.figures
    if figures.spent_usd is None:
        return _money(speech, None, "figure.spent", [speech.say("figure.money_unknown_note")])
    year_known = figures.spent_year_usd is not None
    notes = [
        speech.say(
            "figure.spent_note" if year_known else "figure.spent_note_unknown_year",
            year=figures.year,
            year_usd=figures.spent_year_usd,
            known=figures.spent_activities,
            all=figures.activities,
        )
    ]
    if figures.spent_undated_usd:
        notes.append(speech.say("figure.undated_note", usd=figures.spent_undated_usd))
    return _money(speech, figures.spent_usd, "figure.spent", notes)


def _running(coverage: Coverage, speech: Speech) -> Figure:
    figures = coverage.figures
    notes = [
        speech.say("figure.running_note", unknown=coverage.unknowns.period),
        speech.say("figure.running_year_note", year=figures.year, count=figures.running_year),
    ]
    if figures.running_weak:
        notes.append(speech.say("figure.running_weak_note", count=figures.running_weak))
    name = speech.say("figure.running", day=coverage.scope.as_of)
    return Figure("", speech.number(figures.running), "", name, tuple(notes))


def _places(coverage: Coverage, speech: Speech) -> Figure:
    places = coverage.places
    if places is None:
        located = coverage.unknowns.place_not_found
        note = speech.say("figure.places_none_note", count=located)
        return Figure("", "–", "", speech.say("figure.places_none"), (note,))
    name = speech.say("figure.districts" if places.level > 1 else "figure.regions")
    note = speech.say("figure.places_note", nobody=places.without_anyone, running=places.running)
    of_all = f"/ {speech.number(places.total)}"
    return Figure("", speech.number(places.with_someone), of_all, name, (note,))


def _plain(speech: Speech, count: int, code: str, notes: list[str]) -> Figure:
    return Figure("", speech.number(count), "", speech.say(code), tuple(notes))


def _money(speech: Speech, usd: float | None, code: str, notes: list[str]) -> Figure:
    if usd is None:
        return Figure("", speech.say("not_known"), "", speech.say(code), tuple(notes))
    pieces = speech.money_pieces(usd)
    return Figure(pieces.before, pieces.number, pieces.after, speech.say(code), tuple(notes))
