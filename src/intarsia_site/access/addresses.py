"""How a public id stands in an address: `<key:public_id>`. Importing this makes it known."""

from __future__ import annotations

from django.urls import register_converter

from intarsia_site.access.keys import ALPHABET, LENGTH


class KeyConverter:
    """A public id; anything else is no address at all."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KeyConverter, "key")
