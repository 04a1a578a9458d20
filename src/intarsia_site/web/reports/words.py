"""What states, stages, kinds, fields and errors of reports are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from intarsia import phrases
from intarsia.errors import IntarsiaError
from intarsia_site.reports.queries.report_problems import language_of_phrases

STATES = {
    "waiting": later("waits to be read"),
    "reading": later("being read"),
    "ready": later("to be looked at"),
    "queued": later("waits to be imported"),
    "importing": later("being imported"),
    "imported": later("imported"),
    "unchanged": later("nothing new in it"),
    "undone": later("taken back"),
    "failed": later("could not be read"),
    "set_aside": later("set aside"),
}
STAGES = {
    "": later("In line; it begins in a moment."),
    "reading": later("Reading the file."),
    "understanding": later("Finding sectors, places, days and amounts."),
    "organizations": later("Finding out which organizations are meant."),
    "comparing": later("Comparing it with the report before."),
    "keeping": later("Putting down what was found."),
    "importing": later("Writing the activities. Nothing counts before all of it is there."),
    "switching": later("Putting it in the place of the report before."),
}
KINDS = {
    "activity-list": later("list of activities (3W, 4W, 5W)"),
    "needs-list": later("list of needs"),
    "mandate-list": later("list of mandates"),
    "iati-xml": later("IATI activity file"),
    "country-sheet": later("spreadsheet of IATI data on a country"),
    "aims-release": later("release of an aid database (AIMS)"),
}
SEVERITIES = {
    "lost": later("not read"),
    "changed": later("read differently"),
    "note": later("for information"),
}
REMOVED = {
    "email": later("e-mail addresses"),
    "telephone": later("telephone numbers"),
    "name": later("names of persons"),
    "column": later("cells of columns about persons"),
    "contact": later("particulars of contact"),
    "author": later("names of authors and editors of the file"),
}
#: The fields of a difference, see `intarsia.changes.FIELDS`.
CHANGED = {
    "title": later("title"),
    "description": later("description"),
    "status": later("status"),
    "starts_on": later("begins"),
    "ends_on": later("ends"),
    "reported_period": later("period of the report"),
    "organizations": later("organizations"),
    "sectors": later("sectors"),
    "places": later("places"),
    "target_group": later("for whom"),
    "people_targeted": later("people to be reached"),
    "people_reached": later("people reached"),
    "people": later("people by sex and age"),
    "modality": later("way of giving help"),
    "budget": later("budget"),
    "spent": later("spent"),
    "budgets": later("budgets by period"),
    "transactions": later("payments"),
    "results": later("results"),
    "documents": later("documents"),
    "label": later("label"),
    "other": later("everything else"),
}
_FAILURES = {
    "reports.given_up": later(
        "It was begun several times and stopped each time. The file is kept: have it read again, "
        "or send it in parts."
    ),
    "reports.reading_failed": later(
        "Something failed on our side while it was read. The file is kept: have it read again, and "
        "tell an administrator if it stops once more."
    ),
    "reports.importing_failed": later(
        "Something failed on our side while it was imported. Nothing of it counts, and nothing is "
        "half: have it read again and import it once more."
    ),
    "reports.kept_file_gone": later(
        "The file is kept here no longer. Send it again; an administrator finds it in the last "
        "backup."
    ),
    "reports.kept_file_changed": later(
        "The file is not the one that was handed in: its bytes changed where it is kept. Send it "
        "again, and tell an administrator."
    ),
    "reports.list_of_needs": later(
        "This is a list of people in need, not of activities. Sources of reports take activities "
        "only: nothing of it counts here."
    ),
    "reports.list_of_mandates": later(
        "This is a list of mandates, not of activities. Send it on the page of mandates, where a "
        "table comes in with the difference shown first."
    ),
    "reports.template_of_another_source": later(
        "This sheet was written for another source. Send it where it belongs, or take a "
        "new sheet of this source."
    ),
    "reports.template_unknown": later(
        "What this sheet was written from is not known here any more. Take a new sheet of "
        "this source, and put your changes into it."
    ),
}


def said_failure(code: str, data: Mapping[str, Any]) -> str:
    """Return why a report could not be read, in the language of the page."""
    own = _FAILURES.get(code)
    if own is not None:
        return str(own)
    try:
        return phrases.error_sentence(code, data, language_of_phrases())
    except phrases.UnknownPhraseError:
        return _("It could not be read (%(code)s). Correct the file and send it again.") % {
            "code": code
        }


def said_error(error: IntarsiaError) -> str:
    """Return an error of the library or of a service in the language of the page."""
    try:
        return phrases.error_sentence(error.code, error.data, language_of_phrases())
    except phrases.UnknownPhraseError:
        return error.message
