"""Takes the persons out of contact details written as XML: fragment in, fragment and count out."""

from __future__ import annotations

import re

__all__ = ["HINT", "PERSONAL", "says_nothing_of_anybody", "scrub_contact_info"]

_PERSONAL = "person-name|telephone|email|mailing-address|job-title"
#: Elements that hold a person or lead to one, without a namespace's prefix.
PERSONAL = frozenset(_PERSONAL.split("|"))

#: RE2 pattern of every fragment that `scrub_contact_info` may change, and of some others.
HINT = rf"<(?:[\w.-]+:)?(?:{_PERSONAL})[\s\p{{Z}}>]"

_OPENING = rf"<(?P<tag>(?:[\w.-]+:)?(?:{_PERSONAL}))(?:\s[^>]*)?(?<!/)>"
_CLOSING = r"</(?P=tag)\s*>"
# Innermost elements first; they are taken out again and again until none is left. No standard
# nests them: what then still does is taken out from its first opening to its first closing tag.
_INNERMOST = re.compile(
    rf"{_OPENING}(?P<content>(?:(?!<(?:[\w.-]+:)?(?:{_PERSONAL})[\s>]).)*?){_CLOSING}", re.DOTALL
)
_NESTING = re.compile(rf"{_OPENING}(?P<content>.*?){_CLOSING}", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
#: What publishers write where they have taken the person out themselves.
_NOTHING = frozenset(
    {"", "redacted", "n/a", "na", "none", "null", "-", "not available", "not applicable", "0"}
)


def says_nothing_of_anybody(content: str) -> bool:
    """Whether such an element says nothing, or that the publisher took the person out.

    >>> says_nothing_of_anybody(" REDACTED "), says_nothing_of_anybody("N. K.")
    (True, False)
    """
    return " ".join(content.split()).casefold() in _NOTHING


def scrub_contact_info(fragment: str) -> tuple[str, int]:
    """Return an XML fragment without the elements that hold persons, and how many had content.

    Organization, department and website stay, and so do elements that say nothing ("REDACTED").

    >>> scrub_contact_info("<contact-info><organisation>OSCE</organisation>"
    ...                    "<email>n.k@osce.org</email></contact-info>")
    ('<contact-info><organisation>OSCE</organisation></contact-info>', 1)
    """
    removed = 0

    def out(match: re.Match[str]) -> str:
        nonlocal removed
        if says_nothing_of_anybody(_TAG.sub(" ", match["content"])):
            return match[0]
        removed += 1
        return ""

    before = -1
    while removed != before:
        before = removed
        fragment = _INNERMOST.sub(out, fragment)
    return _NESTING.sub(out, fragment), removed
