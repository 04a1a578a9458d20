"""What was entered, made tidy: gathers what cannot be kept, by field, and refuses it at once."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from intarsia.sharing.markings import marking
from intarsia_site.access.errors import Refused

#: Steers a terminal, ends a text, turns the writing round, or is no sign at all: a workbook cannot
#: hold it, a letter's title must not. Marks that writing needs, such as the joiners, are text.
_OTHER_SIGNS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ufffe\uffff\ud800-\udfff]"
)


class Checks:
    """Sentences by field; `settle` raises Refused where there is any."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}

    def refuse(self, name: str, sentence: str) -> None:
        """Keep the first sentence about a field."""
        self.fields.setdefault(name, sentence)

    def line(self, name: str, text: object, most: int, *, required: bool = False) -> str:
        """Return a text as one line without spaces around it, at most so many signs long."""
        if not isinstance(text, str):
            self.refuse(name, _("This is not a text."))
            return ""
        tidy = " ".join(text.split())
        if holds_other_signs(tidy):
            self.refuse(name, _("This holds a sign that no text has."))
        elif sentence := classified(text):
            self.refuse(name, sentence)
        elif required and not tidy:
            self.refuse(name, _("Write something here."))
        elif len(tidy) > most:
            self.refuse(
                name,
                _("This has %(length)d signs; at most %(most)d can be kept.")
                % {"length": len(tidy), "most": most},
            )
        return tidy

    def one_of(self, name: str, value: object, choices: Collection[str]) -> str:
        """Return a value that is one of the choices."""
        if not isinstance(value, str) or value not in choices:
            self.refuse(name, _("Choose one from the list."))
            return ""
        return value

    def settle(self) -> None:
        """Raise Refused if anything was refused."""
        if self.fields:
            raise Refused(self.fields)


def holds_other_signs(text: str) -> bool:
    """Return whether a text holds a sign that no text has; ends of lines and tabs are text.

    >>> holds_other_signs("Darn\\x1b[2J"), holds_other_signs("Darn\\nSel")
    (True, False)
    """
    return _OTHER_SIGNS.search(text) is not None


def classified(text: str) -> str:
    """Return why a text cannot be kept where one of its lines is a classified marking, else ""."""
    found = marking(text)
    if found is None or not found.is_classified:
        return ""
    return _(
        "This bears the marking “%(marking)s”. Classified material is not kept here: leave it "
        "out, and write only what is not classified."
    ) % {"marking": found.text}


def reason(because: str) -> str:
    """Return a reason as it is kept in the trail; raises Refused where it cannot be kept."""
    checks = Checks()
    tidy = checks.line("because", because, 1000)
    checks.settle()
    return tidy
