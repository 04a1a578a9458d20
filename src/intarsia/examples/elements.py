"""Writes XML the way the example's IATI files need it: elements, narratives, whole files."""

from lxml import etree

from intarsia.examples.notice import NOTICE

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def add(parent: etree._Element, tag: str, text: str = "", **attributes: object) -> etree._Element:
    """Append an element; `_` in attribute names becomes `-`, `lang` becomes `xml:lang`."""
    element = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        if value not in ("", None):
            key = _XML_LANG if name == "lang" else name.rstrip("_").replace("_", "-")
            element.set(key, str(value))
    if text:
        element.text = text
    return element


def say(
    parent: etree._Element, tag: str, text: str | dict[str, str], **attributes: object
) -> etree._Element:
    """Append an element with narratives: one text, or texts by language, the first without."""
    element = add(parent, tag, "", **attributes)
    texts = {"": text} if isinstance(text, str) else text
    for language, words in texts.items():
        add(element, "narrative", words, lang=language)
    return element


def document(root: etree._Element) -> bytes:
    """Return the file: declaration, the exercise's sentence, the indented tree."""
    etree.indent(root, space="  ")
    body: str = etree.tostring(root, encoding="unicode")
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {NOTICE} -->\n'
    return (head + body + "\n").encode("utf-8")
