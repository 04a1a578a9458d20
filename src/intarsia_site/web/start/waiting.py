"""What there is to do. A new kind is one function in KINDS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from intarsia_site.access.queries.frame import frame_of
from intarsia_site.access.queries.viewer import Viewing, person_of
from intarsia_site.registry.queries.naming import names_waiting
from intarsia_site.reports.queries.report_import import reports_to_decide
from intarsia_site.reports.queries.source import missing_reports
from intarsia_site.web.account.views import steps_of
from intarsia_site.web.frame import address_or_none


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what, why, and where it is done ("" where it is done by talking)."""

    what: str
    why: str
    action: str = ""
    address: str = ""


def what_waits(request: HttpRequest, viewing: Viewing) -> list[Waiting]:
    """Return what waits for this person, the most pressing first."""
    return [one for kind in KINDS for one in kind(request, viewing)]


def _protocols(request: HttpRequest, viewing: Viewing) -> Iterator[Waiting]:
    for country in frame_of(viewing).countries:
        if country.has_protocol:
            continue
        place = {"country": country.name}
        may = viewing.is_convenor(country.code) or viewing.viewer.is_administrator
        address = address_or_none("sharing:protocol", country.code) if may else None
        yield Waiting(
            gettext("Agree how information on %(country)s is shared") % place,
            gettext("Until its information-sharing protocol is accepted, nothing can be entered.")
            if may
            else gettext("Its convenor has yet to accept the information-sharing protocol."),
            gettext("Read the protocol") if address else "",
            address or "",
        )


def _reports(request: HttpRequest, viewing: Viewing) -> Iterator[Waiting]:
    for one in reports_to_decide(viewing=viewing):
        if one.state == "failed":
            why = gettext("It could not be read; its page says why.")
        else:
            why = gettext("It is read. Nothing of it counts before you have imported it.")
        yield Waiting(
            gettext("Look at the report “%(source)s”") % {"source": one.source_name},
            why,
            gettext("Look at it"),
            reverse("reports:detail", args=[one.public_id]),
        )


def _belonging(request: HttpRequest, viewing: Viewing) -> Iterator[Waiting]:
    if not viewing.memberships and not viewing.roles and not viewing.viewer.is_administrator:
        yield Waiting(
            gettext("Be added to your organization"),
            gettext("You belong to no organization here yet. Ask its focal point to invite you."),
        )


def _second_step(request: HttpRequest, viewing: Viewing) -> Iterator[Waiting]:
    if not person_of(request).has_usable_password():
        return
    steps = steps_of(person_of(request))
    if not steps["totp"] and not steps["webauthn"]:
        yield Waiting(
            gettext("Protect your account with a second step"),
            gettext(
                "A passkey or a code from your telephone: a stolen password then opens nothing."
            ),
            gettext("Set it up"),
            reverse("mfa_index"),
        )
    elif not steps["recovery_codes"]:
        yield Waiting(
            gettext("Make recovery codes"),
            gettext("They let you in on the day the telephone is lost."),
            gettext("Make them"),
            reverse("mfa_generate_recovery_codes"),
        )


def _expected_reports(request: HttpRequest, viewing: Viewing) -> Iterator[Waiting]:
    for one in missing_reports(viewing):
        if one.expected is not None:
            said = {
                "source": one.name,
                "organization": one.organization,
                "day": date_format(one.expected.due_on),
            }
            yield Waiting(
                gettext("Report for “%(source)s”") % said,
                gettext("%(organization)s: expected by %(day)s. Nothing new is a report too.")
                % said,
                gettext("See what is expected"),
                reverse("sources:detail", args=[one.public_id]),
            )


def _names(request: HttpRequest, viewing: Viewing) -> Iterator[Waiting]:
    if count := names_waiting(viewing=viewing):
        yield Waiting(
            ngettext(
                "Decide about %(count)d name in reports",
                "Decide about %(count)d names in reports",
                count,
            )
            % {"count": count},
            gettext("What it means was confirmed on a report; the register does not know it yet."),
            gettext("Look at it"),
            reverse("registry:proposals"),
        )


#: In the order in which they are shown.
KINDS: list[Callable[[HttpRequest, Viewing], Iterator[Waiting]]] = [
    _protocols,
    _reports,
    _belonging,
    _expected_reports,
    _names,
    _second_step,
]
