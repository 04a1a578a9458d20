"""What a form offers: countries and places to choose from."""

from __future__ import annotations

from intarsia_site.access.models import Country
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.models import Place
from intarsia_site.registry.place_rows import standing_on
from intarsia_site.registry.queries.names import place_names

MOST_PLACES = 3000


def country_choices(*, viewing: Viewing) -> list[tuple[str, str]]:
    """Return code and name of the installation's countries, for whoever is signed in."""
    return list(Country.objects.values_list("code", "name")) if viewing.user_id else []


def place_choices(country_code: str, *, viewing: Viewing) -> list[tuple[str, str]]:
    """Return code and name of a country's places down to the second level."""
    if viewing.user_id is None:
        return []
    places = Place.objects.filter(standing_on(viewing.at.date()), level__in=(1, 2))
    if country_code:
        places = places.filter(country__code=country_code)
    keys = list(places.order_by("code").values_list("country__code", "code")[:MOST_PLACES])
    named = place_names(keys, viewing=viewing, on=viewing.at.date())
    return sorted(
        ((code, f"{named.get((country, code), code)} · {code}") for country, code in keys),
        key=lambda pair: pair[1].casefold(),
    )
