"""Where journeys begin: Arvenia with its cast, or a machine with nothing on it yet."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from ground import the_ground

from intarsia_site.access.models import Installation
from people import NOW, PASSWORD, Cast, the_cast


@pytest.fixture(autouse=True)
def today(request: pytest.FixtureRequest) -> Any:
    """The clock: it stands at the exercise's day, and goes on when a journey says so.

    In a browser it runs: keys and sessions there go by the machine's own.
    """
    cache.clear()
    if request.node.get_closest_marker("browser"):
        return None
    clock = request.getfixturevalue("time_machine")
    clock.move_to(NOW, tick=False)
    return clock


@pytest.fixture
def arvenia(db: Any) -> Cast:
    """The cast in Arvenia; its protocol is accepted."""
    _installed()
    return the_ground(PASSWORD)


@pytest.fixture
def new_arvenia(db: Any) -> Cast:
    """The cast in Arvenia; its protocol is only proposed."""
    _installed()
    return the_cast(PASSWORD)


def _installed() -> None:
    Installation.objects.create(
        controller="OSCE Mission to Arvenia", hosting="Here", languages=["en", "fr", "ru"]
    )
