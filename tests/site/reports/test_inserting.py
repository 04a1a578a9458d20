"""Many rows at once: written as they were given, and what is there already is left as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DataError, transaction
from ground import the_ground
from sent import CLINIC, a_source, sent

from intarsia_site.reports.inserting import insert_missing
from intarsia_site.reports.models import Activity, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
#: The columns in which rows of these tests differ.
COLUMNS = ("public_id", "activity_id", "title", "starts_on", "budget_usd", "place_level")


def written(*rows: tuple[Any, ...]) -> Activity:
    """Write rows like one that an import wrote, but for these columns; return that one. "" is its
    own activity id."""
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC)
    one = Activity.current.get()
    others = [
        field.attname
        for field in Activity._meta.concrete_fields
        if field.attname not in (*COLUMNS, "id")
    ]
    alike = tuple(getattr(one, name) for name in others)
    insert_missing(Activity, (*COLUMNS, *others), [
        (row[0], row[1] or one.activity_id, *row[2:], *alike) for row in rows
    ])  # fmt: skip
    return one


def test_rows_are_written_as_they_were_given() -> None:
    written(
        ("aaaaaaaaaaaa", "A-7", "100 % “écoles”; Дарн\n", dt.date(2011, 2, 28), 0.1, 3),
        ("bbbbbbbbbbbb", "A-8", "", None, None, 0),
    )

    rows = Activity.versions.filter(activity_id__in=("A-7", "A-8")).order_by("activity_id")
    assert list(rows.values_list(*COLUMNS)) == [
        ("aaaaaaaaaaaa", "A-7", "100 % “écoles”; Дарн\n", dt.date(2011, 2, 28), 0.1, 3),
        ("bbbbbbbbbbbb", "A-8", "", None, None, 0),
    ]
    assert rows.filter(starts_on__lt=dt.date(2011, 3, 1)).count() == 1


def test_what_is_there_already_stays_and_the_others_are_written() -> None:
    one = written(
        ("aaaaaaaaaaaa", "", "Another title", None, None, 0),
        ("bbbbbbbbbbbb", "A-8", "New", None, None, 0),
    )

    one.refresh_from_db()
    assert one.title == "Clinic of Darn repaired"
    titles = Activity.versions.values_list("title", flat=True)
    assert sorted(titles) == ["Clinic of Darn repaired", "New"]
    held = Standing.objects.get()
    again = (held.report_import_id, held.activity_id, "Elsewhere", 9, "")
    insert_missing(Standing, ("report_import_id", "activity_id", "sheet", "row", "xpath"), [again])
    assert Standing.objects.get().row == 2


def test_no_rows_are_no_question(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        insert_missing(Standing, ("report_import_id", "activity_id"), [])


def test_a_text_that_is_too_long_is_never_cut_off() -> None:
    """PostgreSQL refuses it; SQLite keeps it whole."""
    marking = "x" * 500
    one = written()
    columns = [f.attname for f in Activity._meta.concrete_fields if f.attname != "id"]
    row = [getattr(one, name) for name in columns]
    for name, value in (("public_id", "a" * 12), ("activity_id", "A-9"), ("marking", marking)):
        row[columns.index(name)] = value

    try:
        with transaction.atomic():
            insert_missing(Activity, columns, [tuple(row)])
    except DataError:
        assert not Activity.versions.filter(activity_id="A-9").exists()
    else:
        assert Activity.versions.get(activity_id="A-9").marking == marking
