"""What kinds of sources, states of imports and of expected reports are called on a page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SOURCE_KINDS = {
    "files": _("files that somebody sends"),
    "by_hand": _("entered on the site"),
    "address": _("fetched from an address"),
}
IMPORT_STATES = {
    "waiting": _("waits to be read"),
    "reading": _("is being read"),
    "ready": _("waits to be looked at"),
    "queued": _("waits to be imported"),
    "importing": _("is being imported"),
    "imported": _("imported"),
    "unchanged": _("nothing new in it"),
    "undone": _("taken back"),
    "failed": _("could not be read"),
    "set_aside": _("set aside"),
}
#: With the class that draws it; the word always stands beside the colour.
PERIOD_STATES = {
    "received": (_("received"), "good"),
    "running": (_("still running"), ""),
    "due": (_("expected"), "same"),
    "late": (_("not here yet"), "overlap"),
}
#: Fields of an activity that a sheet carries.
FIELDS = {
    "activity": _("the activity itself"),
    "title": _("title"),
    "description": _("description"),
    "status": _("status"),
    "starts_on": _("start"),
    "ends_on": _("end"),
    "organizations": _("organizations"),
    "sectors": _("sectors"),
    "places": _("places"),
    "target_group": _("target group"),
    "people_targeted": _("people targeted"),
    "people_reached": _("people reached"),
    "modality": _("form of help"),
    "budget": _("budget"),
    "spent": _("spent"),
}
