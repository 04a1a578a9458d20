"""Whom a person wrote by name into a form of sharing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from intarsia_site.access.errors import Refused
from intarsia_site.access.queries.audience import organizations_written, persons_written
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.web.protocol.forms import RuleForm


def audience_written(form: RuleForm, viewing: Viewing) -> tuple[list[str], list[str]]:
    """Return the public ids of the organizations and of the other persons written.

    Raises   Refused at the field with the lines that mean none or several.
    """
    given = form.cleaned_data
    organizations, unclear = organizations_written(viewing, given["organizations"].splitlines())
    persons, unknown = persons_written(viewing, given.get("other_persons", "").splitlines())
    refused = {}
    if unclear:
        refused["organizations"] = _("Not one organization, but none or several: %(names)s") % {
            "names": "; ".join(unclear)
        }
    if unknown:
        refused["other_persons"] = _(
            "Not one person whom you know here, but none or several: %(names)s"
        ) % {"names": "; ".join(unknown)}
    if refused:
        raise Refused(refused)
    return organizations, persons
