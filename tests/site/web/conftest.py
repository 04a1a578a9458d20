"""People with passwords, a country, and a browser that is signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from intarsia_site.access import models as access
from web_people import PASSWORD, sign_in

SINCE = dt.datetime(2011, 1, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _no_tries_are_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def amina(db: Any) -> access.User:
    """Amina, focal point of the OSCE mission in Arvenia, which is invented."""
    arvenia = access.Country.objects.create(
        code="XA", name="Arvenia", house_style="OSCE", is_exercise=True
    )
    mission = access.Organization.objects.create(
        name="OSCE Mission to Arvenia", acronym="OSCE Mission"
    )
    user = access.User.objects.create_user("amina@example.org", PASSWORD, name="Amina Aliyeva")
    access.Membership.objects.create(
        user=user, organization=mission, country=arvenia, role="focal_point", from_at=SINCE
    )
    return user


@pytest.fixture
def daniel(db: Any) -> access.User:
    """Daniel, who belongs to nothing."""
    return access.User.objects.create_user("daniel@example.org", PASSWORD, name="Daniel Dahl")


@pytest.fixture
def desk(client: Client, amina: access.User) -> Client:
    """A browser in which Amina has signed in."""
    assert sign_in(client, amina.email).status_code == 302
    return client
