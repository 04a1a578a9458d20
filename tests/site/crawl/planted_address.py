"""A source that is fetched: its address holds a key."""

from __future__ import annotations

from sent import a_source

from intarsia_site.reports.services.fetching import set_address
from people import NOW, Cast

_KEY = "zqkeyofaddresszq"


def plant_address(cast: Cast) -> dict[str, set[str]]:
    """Set the address of a source of the agency.

    Returns   the secret in it: its own people and administrators may read it
    """
    source = a_source(cast, name="Fetched each night", kind="address")
    there = f"https://data.example.org/3w.csv?key={_KEY}"
    set_address(source.public_id, there, by=cast.eva, at=NOW)
    return {_KEY: {"bruno", "eva"}}
