"""Many values asked for as one."""

from __future__ import annotations

import pytest

from intarsia_site.access.models import Organization
from people import an_organization

pytestmark = pytest.mark.django_db


def test_rows_are_found_among_keys_and_among_texts() -> None:
    bread, water, _other = (an_organization(name=name) for name in ("Bread", "Wat'er", "Other"))

    by_key = Organization.objects.filter(pk__among=[bread.pk, water.pk, 10**9])
    by_name = Organization.objects.filter(name__among=["Wat'er", 'no"ne', "Bread"])

    assert set(by_key) == set(by_name) == {bread, water}
    assert not Organization.objects.filter(pk__among=[]).exists()


def test_thousands_of_values_are_one_value_to_the_database() -> None:
    many = Organization.objects.filter(pk__among=range(5_000))

    _sql, values = many.query.sql_with_params()

    assert len(values) == 1
