"""Addresses of the registry: /mandates/, /mandates/k7m2qx9d3fhp/, /proposals/ …"""

from __future__ import annotations

from django.urls import path, register_converter

from intarsia_site.registry.nouns import NOUNS, Noun
from intarsia_site.web.registry import (
    names,
    places,
    proposals,
    sections,
    transfer,
    views,
    words,
)


class NounConverter:
    """A noun's plural."""

    regex = "|".join(NOUNS)

    def to_python(self, value: str) -> Noun:
        return NOUNS[value]

    def to_url(self, value: Noun | str) -> str:
        return value if isinstance(value, str) else value.plural


register_converter(NounConverter, "noun")

app_name = "registry"
#: Loading them adds the registry to organizations' pages.
SECTIONS = sections.SHOWN
urlpatterns = [
    path("proposals/", proposals.index, name="proposals"),
    path("proposals/<key:public_id>/", proposals.detail, name="proposal"),
    path("proposals/<key:public_id>/decide/", proposals.decide, name="decide"),
    path("proposals/<key:public_id>/forget/", names.forget, name="forget"),
    path("places/", words.places, name="places"),
    path("places/newer/", places.send, name="send-places"),
    path("places/newer/<key:public_id>/", places.detail, name="place-set"),
    path("sectors/", words.sectors, name="sectors"),
    path("<noun:noun>/", views.index, name="list"),
    path("<noun:noun>/new/", views.new, name="new"),
    path("<noun:noun>/table.csv", transfer.csv_file, name="csv"),
    path("<noun:noun>/table.xlsx", transfer.xlsx_file, name="xlsx"),
    path("<noun:noun>/from-file/", transfer.upload, name="upload"),
    path("<noun:noun>/<key:public_id>/", views.detail, name="detail"),
    path("<noun:noun>/<key:public_id>/change/", views.change, name="change"),
    path("<noun:noun>/<key:public_id>/remove/", views.remove, name="remove"),
]
