"""A person before a browser without script: reads pages, follows links, fills in forms.

What is on the page is all there is: a form is sent with the fields it has, to where it says, and a
link that is not shown cannot be followed. So a journey fails where a person would be stuck.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

#: What a person types, ticks (True), unticks (False), chooses by its words, or hands in (a file).
Entry = str | bool | SimpleUploadedFile


def words(element: Any) -> str:
    """Return what an element says, its spaces evened out; what stands beside it does not run on."""
    return " ".join(" ".join(element.itertext()).split())


class Visitor:
    """One browser; nobody is signed in at first."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.answer: Any = None
        self.address = "/"

    def in_another_tab(self) -> Visitor:
        """Return another tab of the same browser: what is open in this one stays."""
        tab = Visitor()
        tab.client = self.client
        return tab

    def opens(self, address: str) -> Visitor:
        """Go to an address; where it leads elsewhere, follow."""
        return self._at(self.client.get(address, follow=True), address)

    def follows(self, said: str) -> Visitor:
        """Follow the first link with these words."""
        return self.opens(self._link(said))

    def sends(
        self, button: str, entries: dict[str, Entry] | None = None, *, within: str = ""
    ) -> Visitor:
        """Fill in the form that has this button, by the labels of its fields, and press it."""
        form, pressed = self._form_with(button, within)
        files: dict[str, Any] = {}
        for label, entry in (entries or {}).items():
            files |= _fill(form, label, entry)
        sent: dict[str, Any] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        sent |= files
        if pressed.get("name"):
            sent[pressed.get("name")] = pressed.get("value", "")
        address = urljoin(self.address, form.get("action") or "")
        is_question = (form.get("method") or "get").lower() == "get"
        ask = self.client.get if is_question else self.client.post
        return self._at(ask(address, sent, follow=True), address)

    def takes(self, said: str) -> bytes:
        """Take the file behind a link."""
        answer = self.client.get(self._link(said))
        assert answer.status_code == 200
        return bytes(answer.content)

    def sees(self, *said: str) -> Visitor:
        """Hold the page to these words."""
        missing = [one for one in said if one not in self.text]
        assert not missing, f"{missing} not on {self.address} ({self.status}):\n{self.text}"
        return self

    def does_not_see(self, *said: str) -> Visitor:
        """Hold the page to be without these words, anywhere in it."""
        source = self.answer.content.decode()
        there = [one for one in said if one in self.text or one in source]
        assert not there, f"{there} on {self.address}:\n{self.text}"
        return self

    @property
    def status(self) -> int:
        return int(self.answer.status_code)

    @property
    def page(self) -> Any:
        return html.fromstring(self.answer.content.decode())

    @property
    def text(self) -> str:
        return words(self.page.body)

    def _at(self, answer: Any, address: str) -> Visitor:
        self.answer = answer
        redirects = getattr(answer, "redirect_chain", [])
        self.address = urljoin(address, redirects[-1][0]) if redirects else address
        return self

    def _link(self, said: str) -> str:
        for link in self.page.iter("a"):
            if words(link) == said:
                return urljoin(self.address, link.get("href"))
        raise AssertionError(f"no link “{said}” on {self.address}:\n{self.text}")

    def _form_with(self, button: str, within: str) -> tuple[Any, Any]:
        for form in self.page.forms:
            for pressed in form.iter("button"):
                if words(pressed) == button and (
                    not within or any(within in words(one) for one in _up(form))
                ):
                    return form, pressed
        raise AssertionError(f"no button “{button}” on {self.address}:\n{self.text}")


def _up(element: Any) -> list[Any]:
    """Return what an element stands in, up to its row, line or section, or the sentence before."""
    around = []
    for one in element.iterancestors():
        around.append(one)
        if one.tag in ("tr", "li", "dd", "section", "form"):
            break
    return around


def _fill(form: Any, label: str, entry: Entry) -> dict[str, Any]:
    """Put an entry into the field with this label; return what a file is sent as."""
    for legend in form.iter("legend"):
        if _is_called(legend, label):
            return _choose(legend.getparent(), str(entry))
    for one in form.iter("label"):
        if not _is_called(one, label):
            continue
        field = one.for_element if one.get("for") else next(one.iter("input", "select"))
        if isinstance(entry, SimpleUploadedFile):
            assert field.get("type") == "file", f"“{label}” takes no file"
            return {field.get("name"): entry}
        if field.get("type") == "checkbox":
            field.checked = bool(entry)
        elif field.tag == "select":
            options = {words(option): option.get("value", "") for option in field.iter("option")}
            assert entry in options, f"“{label}” offers no “{entry}”, but {list(options)}"
            field.value = options[str(entry)]
        else:
            field.value = entry
        return {}
    raise AssertionError(f"no field “{label}” among {[words(one) for one in form.iter('label')]}")


def _choose(group: Any, said: str) -> dict[str, Any]:
    """Tick the choices of a group that these words name, "; " between them; untick the others."""
    wanted = said.split("; ") if said else []
    for one in group.iter("label"):
        box = one.for_element if one.get("for") else next(one.iter("input"))
        if (is_wanted := words(one) in wanted) or box.get("type") == "checkbox":
            box.checked = is_wanted
    names = [words(one) for one in group.iter("label")]
    assert set(wanted) <= set(names), f"{wanted} are not all among {names}"
    return {}


def _is_called(element: Any, label: str) -> bool:
    """Return whether an element says this, with or without that it may be left empty."""
    return words(element).removesuffix(" (optional)") == label
