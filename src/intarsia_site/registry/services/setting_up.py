"""An installation set up together with the places of its first country: both or neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from intarsia_site.access.models import User
from intarsia_site.access.services.installation import (
    NewAdministrator,
    NewCountry,
    set_up_installation,
)
from intarsia_site.registry.place_files import ReadPlaces
from intarsia_site.registry.services.place_set import put_places


@transaction.atomic
def set_up_with_places(
    *,
    administrator: NewAdministrator,
    country: NewCountry,
    controller: str,
    hosting: str,
    languages: Sequence[str],
    at: dt.datetime,
    places: ReadPlaces | None,
    names_style: str = "",
) -> User:
    """Set the installation up, see `set_up_installation`, and let the country's places count.

    The installation's own work, before there is anybody to do it.
    places       None: they are given later
    names_style  the house style of their names; "" for all
    Raises   Refused, NotAllowed; then nothing is made.
    """
    first = set_up_installation(
        administrator=administrator, country=country, controller=controller, hosting=hosting,
        languages=languages, at=at,
    )  # fmt: skip
    if places is not None:
        put_places(
            country.code, places, house_style=names_style, counts_from_on=at.date(),
            by=first, at=at,
        )  # fmt: skip
    return first
