"""The one way in which a form asks for an organization: its name is written, not sought in a list.

What is written means one organization, or else those that it could mean are offered below the
field, to be ticked. No script is needed, and the page stays small however long the register is.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intarsia_site.access.queries.audience import organizations_written
from intarsia_site.access.queries.organization import NamedOrganization, organization_list
from intarsia_site.access.queries.organization import organization_name as name_of
from intarsia_site.access.queries.viewer import Viewing

MOST = 10
_WITH_ACRONYM = re.compile(r"(.+) \([^()]+\)")


class OrganizationChoice(forms.CharField):
    """A name, acronym or identifier; becomes the public id of the organization."""

    def __init__(self, *, viewing: Viewing, **said: Any) -> None:
        said.setdefault("label", _("Organization"))
        said["help_text"] = said.get("help_text") or _("Its name, acronym or identifier.")
        said.setdefault("max_length", 300)
        said.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**said)
        self.viewing = viewing
        #: What could be meant: shown below the field by `components/_field.html`.
        self.found: list[NamedOrganization] = []

    def prepare_value(self, value: Any) -> Any:
        """Show the name of an organization that was chosen before."""
        return name_of(self.viewing, str(value)) or value if value else value

    def clean(self, value: Any) -> str:
        """Return the public id; what is left empty, and may be, is empty."""
        text = str(super().clean(value))
        if not text:
            return text
        found = organizations_written(self.viewing, [text])[0]
        called = _WITH_ACRONYM.fullmatch(text)
        if not found and called:
            found = organizations_written(self.viewing, [called[1]])[0]
        if found:
            return found[0]
        page = organization_list(self.viewing, q=text, size=MOST)
        self.found = [
            NamedOrganization(
                one.public_id, f"{one.name} ({one.acronym})" if one.acronym else one.name
            )
            for one in page.lines
        ]
        if not self.found:
            raise forms.ValidationError(_("No organization is called so. Write less of the name."))
        if page.next:
            raise forms.ValidationError(
                _("This fits more than %(count)d organizations. Tick one, or write more.")
                % {"count": MOST}
            )
        raise forms.ValidationError(_("This is not the whole name. Tick which one is meant."))
