"""What tests of the site begin on: an installation that is set up, unless they are about that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from intarsia_site.access.queries import installation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page that was asked for in French leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _is_set_up(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test makes no installation of its own, pages answer as if there was one."""
    if request.node.get_closest_marker("first_run"):
        return
    asked = installation.standing

    def standing() -> installation.Standing:
        here = asked()
        return here if here.is_set_up else installation.Standing(True)

    monkeypatch.setattr(installation, "standing", standing)
