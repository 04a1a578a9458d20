"""What an IATI file states, as a bag of facts: to see whether writing it again loses any.

A fact is an attribute or a text with its path. Facts are bagged by the activity's child they
stand in. What says nothing (empty attributes, defaults, layout, the order of children) is no
fact; of contact-info nothing is compared, for persons are taken out of it.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Facts = Counter[tuple[str, tuple[tuple[str, str, str], ...]]]


def facts_of(activity: etree._Element) -> Facts:
    """Return the facts of one 2.0x activity."""
    bag: Facts = Counter()
    for child in activity:
        if isinstance(child.tag, str) and child.tag != "contact-info":
            stated = tuple(sorted(_facts(child)))
            if stated:
                bag[child.tag, stated] += 1
    own = tuple(sorted(("@", str(name), value) for name, value in activity.attrib.items() if value))
    bag["@", own] += 1
    return bag


def _facts(child: etree._Element) -> list[tuple[str, str, str]]:
    found = []
    for node in child.iter(etree.Element):
        path = _path(node, child)
        for name, value in node.attrib.items():
            said = _normal(str(node.tag), str(name), value.strip())
            if said and name != LANG:
                found.append((path, str(name), said))
        text = " ".join((node.text or "").split())
        if text:
            language = _language(node) if node.tag == "narrative" else ""
            found.append((path, language, _normal(str(node.tag), "", text)))
    return found


def _path(node: etree._Element, top: etree._Element) -> str:
    names = [str(node.tag)]
    while node is not top:
        parent = node.getparent()
        assert parent is not None
        node = parent
        names.append(str(node.tag))
    return "/".join(reversed(names))


def _language(node: etree._Element | None) -> str:
    while node is not None:
        language = node.get(LANG)
        if language:
            return str(language)
        node = node.getparent()
    return ""


def _normal(tag: str, attribute: str, said: str) -> str:
    """A number is the number, a default that is written out is the default."""
    if attribute == "vocabulary" and said == "1" and tag in ("sector", "recipient-region"):
        return ""
    if attribute == "humanitarian":
        return {"true": "1", "false": "0"}.get(said, said)
    if attribute == "percentage" or (tag in ("value", "pos") and not attribute):
        try:
            return " ".join(str(float(part)) for part in said.split())
        except ValueError:
            return said
    return said
