"""What a fetch that failed says, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

_SENTENCES = {
    "fetch.at_work": later("It is being fetched."),
    "fetch.not_an_address": later(
        "This is not an address that can be fetched. Copy it from the browser’s address bar."
    ),
    "fetch.not_http": later("Only addresses that begin with https:// or http:// are fetched."),
    "fetch.has_credentials": later(
        "The address holds a name or password. Ask the publisher for an address without one."
    ),
    "fetch.other_port": later(
        "The address names a port that files are not served on; 80, 443, 8080 and 8443 are asked."
    ),
    "fetch.not_public": later(
        "The address, or one that it sends on to, leads to this machine or to a private network. "
        "Such are never fetched; send the file instead."
    ),
    "fetch.unknown_host": later("There is no machine of that name. Look for a slip of the pen."),
    "fetch.no_answer": later(
        "The machine does not answer. It is tried again tomorrow; send the file if that is too "
        "late."
    ),
    "fetch.not_trusted": later(
        "The machine cannot prove that it is who it says: its certificate is not valid. Tell its "
        "publisher."
    ),
    "fetch.redirect_unprotected": later(
        "A protected address (https) sends on to an unprotected one (http); that is not followed."
    ),
    "fetch.too_many_redirects": later(
        "The address sends on and on. Give the address at which the file itself stands."
    ),
    "fetch.refused_there": later(
        "The machine answered %(status)s instead of the file. Open the address in a browser "
        "without being signed in."
    ),
    "fetch.too_large": later(
        "What stands there is larger than %(megabytes)s MB, or never ends. Nothing of it was kept."
    ),
    "fetch.too_slow": later(
        "What stands there did not come in time. It is tried again tomorrow; send the file if that "
        "is too late."
    ),
    "fetch.broken_off": later(
        "The machine broke off before the end. Nothing of it was kept; it is tried again tomorrow."
    ),
    "fetch.packed": later(
        "The machine sends the file packed though it was asked not to. Tell its publisher."
    ),
    "fetch.empty": later("There is an empty file at the address."),
    "fetch.no_room": later("This installation has no room for the file. Tell an administrator."),
    "fetch.not_taken": later(
        "It was fetched and not taken in: too many reports of this source wait for a decision, or "
        "it is too large. Decide about some of them."
    ),
    "fetch.failed": later("Something failed on our side. It is tried again tomorrow."),
}


def fetch_sentence(code: str, data: Mapping[str, object]) -> str:
    """Return the sentence of a code; empty for none."""
    if not code:
        return ""
    if code not in _SENTENCES:
        return _("It was fetched and could not be taken in (%(code)s). Try it by hand.") % {
            "code": code
        }
    return str(_SENTENCES[code]) % data
