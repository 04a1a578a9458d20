"""The cast in the database, and its pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from intarsia_site.access.models import User
from people import PASSWORD, Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The five people with their organizations and the health group."""
    return the_cast(PASSWORD)


@pytest.fixture
def browse(cast: Cast) -> Callable[[User | None], Client]:
    """Pages as one of the cast sees them; None: nobody signed in."""

    def as_person(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return as_person
