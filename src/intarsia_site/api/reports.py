"""Reports on their way: the list, one of them, and what ends the looking at it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.errors import NotAllowed, Refused
from intarsia_site.access.queries.viewer import person_of, viewing_of
from intarsia_site.api.idempotency import once
from intarsia_site.api.report_shapes import item, line, said_of
from intarsia_site.api.versions import require_known, tagged, unless_known
from intarsia_site.api.view import View, because_of, following, limit_of, object_of
from intarsia_site.reports.queries.report_confirm import organization_names
from intarsia_site.reports.queries.report_import import ImportPage, import_list, import_page
from intarsia_site.reports.queries.report_sharing import SharingPage, sharing_page
from intarsia_site.reports.services import importing, receiving, undoing

BEYOND = ("nothing", "existence", "coarse")
_SHARING: dict[str, Any] = {
    "label": str, "beyond": str, "host_authorities": bool, "organization_ids": list,
    "group_ids": list, "person_ids": list, "released_at": (str, type(None)),
    "expires_at": (str, type(None)), "because": str,
}  # fmt: skip


class Reports(View):
    """Reports of the sources that one may know of, the youngest first."""

    asked = frozenset({"source", "after", "limit"})

    def get(self, request: Request) -> Response:
        asked = request.query_params
        page = import_list(
            viewing=viewing_of(request), source_id=asked.get("source", ""),
            after=asked.get("after", ""), size=limit_of(request),
        )  # fmt: skip
        items = [line(one) for one in page.lines]
        return Response({"items": items, "next": following(request, after=page.next)})


class Report(View):
    """One report: where it stands, what it was taken for, counts."""

    def get(self, request: Request, public_id: str) -> Response:
        return unless_known(request, said_of(request, public_id))

    def delete(self, request: Request, public_id: str) -> Response:
        """Set it aside: nothing of it becomes so."""
        known_by(request, public_id)
        receiving.set_aside(
            public_id, by=person_of(request), at=request.moment, because=because_of(request)
        )
        return Response(status=204)


class Sharing(View):
    """Who would see a report: what is chosen so far, what the protocol says."""

    def get(self, request: Request, public_id: str) -> Response:
        page = sharing_page(public_id, viewing=viewing_of(request))
        return Response(
            {
                "label": page.label,
                "default_label": page.default_label,
                "beyond": page.beyond,
                "host_authorities": page.host_authorities,
                "organizations": [
                    {"id": one, "name": name}
                    for one, name in zip(page.organization_ids, page.organizations, strict=True)
                ],
                "groups": [vars(one) for one in map(_Named, page.groups)],
                "persons": [vars(one) for one in map(_Named, page.persons)],
                "released_at": page.released_at or None,
                "expires_at": page.expires_at or None,
                "because": page.because or None,
                "stricter": [
                    {
                        "sector": one.name,
                        "label": one.label,
                        "finest_place": one.place_name,
                        "hides_implementer": one.hides_implementer,
                    }
                    for one in page.stricter
                ],
            }
        )


class _Named:
    """A group or person that can be named, as JSON."""

    def __init__(self, choice: Any) -> None:
        self.id, self.name, self.is_chosen = choice.public_id, choice.name, choice.is_chosen


class Importing(View):
    """Have a report become so, for those its sharing names."""

    def post(self, request: Request, public_id: str) -> Response:
        once(request, lambda: self._asked(request, public_id))
        return tagged(said_of(request, public_id), 202)

    def _asked(self, request: Request, public_id: str) -> dict[str, Any]:
        viewing = viewing_of(request)
        given = _given(request)
        page = known_by(request, public_id)
        sharing = _sharing(given, sharing_page(public_id, viewing=viewing), request)
        importing.import_report(
            public_id, revision=page.revision, sharing=sharing, by=person_of(request),
            at=request.moment,
        )  # fmt: skip
        return {"id": public_id}


class Again(View):
    """Have a report read once more."""

    def post(self, request: Request, public_id: str) -> Response:
        def asked() -> dict[str, Any]:
            receiving.read_again(public_id, by=person_of(request), at=request.moment)
            return {"id": public_id}

        once(request, asked)
        return tagged(said_of(request, public_id), 202)


class Undoing(View):
    """Take an import back: what was so before it is so again."""

    def post(self, request: Request, public_id: str) -> Response:
        def undone() -> dict[str, Any]:
            undoing.undo_import(
                public_id, by=person_of(request), at=request.moment, because=because_of(request)
            )
            return {"id": public_id}

        once(request, undone)
        return tagged(said_of(request, public_id))


def known_by(request: Request, public_id: str) -> ImportPage:
    """Return a report that the caller may look into and knows as it is (If-Match).

    Raises   NotFound, NotAllowed, Needed, Stale.
    """
    page = import_page(public_id, viewing=viewing_of(request))
    if not page.may_look:
        raise NotAllowed(_("Who sent this report, imported it or is named decides about it."))
    require_known(request, item(page))
    return page


def _given(request: Request) -> dict[str, Any]:
    kinds = {name: kind for name, kind in _SHARING.items() if name not in _MOMENTS}
    moments = dict.fromkeys(_MOMENTS, object)
    given = object_of(request, **kinds, **moments)
    wrong = {}
    for name in _MOMENTS:
        said = given.get(name)
        if said is not None and _moment(said) is None:
            wrong[name] = _("Write the moment with its time zone: 2011-06-01T09:00:00Z.")
    for name in ("organization_ids", "group_ids", "person_ids"):
        if not all(isinstance(one, str) for one in given.get(name, ())):
            wrong[name] = _("It is of another type.")
    if wrong:
        raise Refused(wrong)
    return given


_MOMENTS = ("released_at", "expires_at")


def _moment(said: Any) -> dt.datetime | None:
    try:
        found = parse_datetime(said) if isinstance(said, str) and len(said) <= 40 else None
    except ValueError:
        return None
    return found if found is not None and found.utcoffset() is not None else None


def _sharing(given: dict[str, Any], page: SharingPage, request: Request) -> Any:
    """Return who would see it as `services.handling.Sharing`; what is not said stays as it is.

    Raises   Refused where somebody is named whom the caller does not know.
    """
    wrong = {}
    label, beyond = given.get("label", page.label), given.get("beyond", page.beyond)
    if label not in set(Label):
        wrong["label"] = _("Choose one from the list.")
    if beyond not in BEYOND:
        wrong["beyond"] = ", ".join(BEYOND)
    named: dict[str, set[str]] = {}
    for name, choices, sentence in (
        ("group_ids", page.groups, _("Choose groups that you are in.")),
        ("person_ids", page.persons, _("Choose persons whom you know here.")),
    ):
        chosen = {one.public_id for one in choices if one.is_chosen}
        named[name] = set(given.get(name, chosen))
        if not named[name] <= {one.public_id for one in choices}:
            wrong[name] = sentence
    organizations = set(given.get("organization_ids", page.organization_ids))
    known = organization_names(organizations, viewing=viewing_of(request))
    if set(known) != organizations:
        wrong["organization_ids"] = _("Choose organizations that are registered.")
    moments = {
        name: _utc(given[name]) if name in given else _kept(getattr(page, name))
        for name in _MOMENTS
    }
    if all(moments.values()) and moments["expires_at"] <= moments["released_at"]:  # type: ignore[operator]
        wrong["expires_at"] = _("It would end before it is released.")
    if wrong:
        raise Refused(wrong)
    return {
        "label": label,
        "beyond": int(Precision[beyond.upper()]),
        "host_authorities": given.get("host_authorities", page.host_authorities),
        "organizations": sorted(organizations),
        "groups": sorted(named["group_ids"]),
        "persons": sorted(named["person_ids"]),
        **moments,
        "because": given.get("because", "")[:1000],
    }


def _utc(said: Any) -> str | None:
    moment = _moment(said)
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def _kept(text: str) -> str | None:
    """Return a moment that the page says to the minute, in UTC."""
    return f"{text.replace(' ', 'T')}:00+00:00" if text else None
