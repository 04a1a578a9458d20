"""Editions: what was so is frozen; each reader sees of it what they may; errata stand beside it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ground import the_ground
from sent import CLINIC, SHELTER, VACCINES, a_source, sent

from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import AuditEntry, SharingRule
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.reports.models import Edition, ReportImport, Source
from intarsia_site.reports.queries.edition import (
    EditionPage,
    edition_lines,
    edition_list,
    edition_page,
)
from intarsia_site.reports.services.edition import freeze_edition, tell_erratum
from intarsia_site.reports.services.retention import forget_undone
from intarsia_site.reports.services.undoing import undo_import
from people import NOW, Cast, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
MAY = dt.date(2011, 5, 31)
DEARER = (*CLINIC[:9], "150000", CLINIC[10])


def frozen(cast: Cast, **changes: object) -> str:
    wanted = {
        "country_code": "XA", "title": "May 2011", "as_of": MAY, "by": cast.chinara, "at": NOW,
        **changes,
    }  # fmt: skip
    return freeze_edition(**wanted)  # type: ignore[arg-type]


def seen_by(person: object, edition: str, at: dt.datetime = NOW) -> EditionPage:
    return edition_page(viewer_of(person, at=at), edition)


def in_it(page: EditionPage) -> tuple[int, int, dict[str, int]]:
    """Activities, sources named, activities by sector."""
    return page.activities, page.sources, {one.code: one.activities for one in page.sectors}


def test_an_edition_holds_what_was_so_whatever_comes_later() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES, label="TLP:GREEN")
    edition = frozen(cast)
    before = in_it(seen_by(cast.bruno, edition))

    sent(source, cast, DEARER, label="TLP:GREEN")

    assert (before[0], before[1]) == (2, 1)
    assert in_it(seen_by(cast.bruno, edition)) == before


def test_the_activities_of_an_edition_are_listed_as_they_were_then() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, SHELTER, label="TLP:GREEN")
    edition = frozen(cast)
    sent(source, cast, VACCINES, label="TLP:GREEN")
    viewing = viewer_of(cast.daniel, at=NOW)

    line, page = edition_lines(viewing, edition)

    titles = [one.values["title"] for one in page.lines if one.is_full]
    assert (line.title, titles) == ("May 2011", ["Clinic of Darn repaired"])
    client = Client()
    client.force_login(cast.daniel, backend="allauth.account.auth_backends.AuthenticationBackend")
    figures = client.get(f"/editions/{edition}/").content.decode()
    said = client.get(f"/editions/{edition}/activities/").content.decode()
    assert f'href="/editions/{edition}/activities/"' in figures
    assert "Clinic of Darn repaired" in said
    assert "Vaccination round" not in said
    assert "Safe house" not in said
    assert client.get("/editions/aaaaaaaaaaaa/activities/").status_code == 404
    assert client.get(f"/editions/{edition}/activities/?after=aaaaaaaaaaaa").status_code == 200


def test_editions_are_numbered_country_by_country() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC)

    frozen(cast)
    frozen(cast, title="June 2011", as_of=NOW.date(), at=NOW + dt.timedelta(hours=1))

    lines = edition_list(viewer_of(cast.daniel, at=NOW)).lines
    assert [(one.number, one.title) for one in lines] == [(2, "June 2011"), (1, "May 2011")]


def test_each_reader_sees_of_it_what_the_rules_of_today_say() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, SHELTER, label="TLP:GREEN")
    edition = frozen(cast)

    assert seen_by(cast.bruno, edition).activities == 2
    assert seen_by(cast.daniel, edition).activities == 1
    assert "anti_trafficking" not in in_it(seen_by(cast.daniel, edition))[2]

    sent(source, cast, VACCINES, label="TLP:AMBER")

    assert in_it(seen_by(cast.daniel, edition)) == (0, 0, {})


def test_what_a_new_report_withdraws_from_others_is_withdrawn_from_editions_too() -> None:
    cast = the_ground()
    source = a_source(cast)
    audience = {"organizations": [cast.donor.public_id]}
    sent(source, cast, CLINIC, SHELTER, label="TLP:AMBER", **audience)
    SharingRule.objects.filter(of_source__source=source).update(label="TLP:AMBER")
    edition = frozen(cast)
    assert seen_by(cast.daniel, edition).activities == 2

    sent(source, cast, CLINIC, VACCINES, label="TLP:AMBER", organizations=[])

    assert seen_by(cast.daniel, edition).activities == 0
    shelter = SharingRule.objects.exclude(of_source__handling="").get(of_source__source=source)
    assert (shelter.label, shelter.organizations.count()) == ("TLP:RED", 0)


def test_of_an_undone_import_the_edition_keeps_what_it_said() -> None:
    cast = the_ground()
    source = a_source(cast)
    report = sent(source, cast, CLINIC, label="TLP:GREEN")
    edition = frozen(cast)

    undo_import(report.public_id, by=cast.bruno, at=NOW, because="Wrong file")

    assert seen_by(cast.bruno, edition).activities == 1
    assert seen_by(cast.bruno, edition).corrected


def test_an_erratum_says_what_changed_to_whoever_may_see_it_and_why() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES, label="TLP:GREEN")
    edition = frozen(cast)
    sent(source, cast, DEARER, SHELTER, label="TLP:GREEN")

    tell_erratum(
        edition, source.public_id, because="Budget of another project", by=cast.bruno, at=NOW
    )

    (own,) = seen_by(cast.bruno, edition).errata.lines
    assert (own.new, own.changed, own.gone, own.fields) == (1, 1, 1, (("budget_usd", 1),))
    (theirs,) = seen_by(cast.daniel, edition).errata.lines
    assert (theirs.new, theirs.changed, theirs.gone) == (0, 1, 1)
    assert theirs.because == "Budget of another project"
    assert AuditEntry.objects.get(verb="tell_erratum").because == "Budget of another project"


def test_an_erratum_of_what_one_may_not_see_is_not_there() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, label="TLP:AMBER")
    edition = frozen(cast)
    sent(source, cast, DEARER, label="TLP:AMBER")

    tell_erratum(edition, source.public_id, because="Wrong budget", by=cast.bruno, at=NOW)

    assert not seen_by(cast.daniel, edition).errata.lines
    assert not seen_by(cast.amina, edition).errata.lines
    (to_convenor,) = seen_by(cast.chinara, edition).errata.lines
    assert (to_convenor.changed, to_convenor.fields, to_convenor.otherwise) == (0, (), 0)


def test_a_report_that_was_taken_back_is_told_too() -> None:
    cast = the_ground()
    source = a_source(cast)
    report = sent(source, cast, CLINIC, label="TLP:GREEN")
    edition = frozen(cast)
    undo_import(report.public_id, by=cast.bruno, at=NOW, because="Wrong file")

    tell_erratum(edition, source.public_id, because="Wrong file", by=cast.bruno, at=NOW)

    (told,) = seen_by(cast.bruno, edition).errata.lines
    assert (told.gone, told.was_taken_back) == (1, True)
    assert not seen_by(cast.bruno, edition).corrected


def test_a_correction_is_told_once_and_only_where_there_is_one() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC)
    edition = frozen(cast)

    with pytest.raises(Refused):
        tell_erratum(edition, source.public_id, because="x", by=cast.bruno, at=NOW)
    sent(source, cast, DEARER)
    tell_erratum(edition, source.public_id, because="x", by=cast.chinara, at=NOW)
    with pytest.raises(Refused):
        tell_erratum(edition, source.public_id, because="x", by=cast.bruno, at=NOW)


def test_others_tell_no_errata_and_learn_of_no_source() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, label="TLP:GREEN")
    edition = frozen(cast)
    sent(source, cast, DEARER, label="TLP:GREEN")

    for person in (cast.daniel, cast.amina, cast.eva):
        assert not seen_by(person, edition).corrected
        with pytest.raises(NotFound):
            tell_erratum(edition, source.public_id, because="x", by=person, at=NOW)


def test_the_convenor_alone_freezes_a_picture() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC)

    for person in (cast.amina, cast.bruno, cast.daniel, cast.eva):
        with pytest.raises(NotAllowed):
            frozen(cast, by=person)

    assert not Edition.objects.exists()


def test_neither_a_day_to_come_nor_a_picture_of_nothing_is_frozen() -> None:
    cast = the_ground()

    with pytest.raises(Refused) as refused:
        frozen(cast, as_of=NOW.date() + dt.timedelta(days=1))

    assert set(refused.value.fields) == {"as_of", "title"}


def test_who_works_elsewhere_learns_of_no_edition() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC)
    edition = frozen(cast)
    stranger = a_person()

    assert not edition_list(viewer_of(stranger, at=NOW)).lines
    with pytest.raises(NotFound):
        seen_by(stranger, edition)


def test_an_import_in_an_edition_cannot_be_deleted_from_under_it() -> None:
    cast = the_ground()
    report = sent(a_source(cast), cast, CLINIC)
    edition = frozen(cast)

    assert list(Edition.objects.get(public_id=edition).imports.all()) == [report]
    assert ReportImport.objects.filter(editions__public_id=edition).count() == 1


def test_what_an_edition_or_an_erratum_holds_is_never_forgotten() -> None:
    cast = the_ground()
    source = a_source(cast)
    first = sent(source, cast, CLINIC, label="TLP:GREEN")
    edition = frozen(cast)
    second = sent(source, cast, DEARER, label="TLP:GREEN")
    tell_erratum(edition, source.public_id, because="Wrong budget", by=cast.bruno, at=NOW)
    for report in (second, first):
        undo_import(report.public_id, by=cast.bruno, at=NOW, because="All wrong")

    forget_undone(at=NOW + dt.timedelta(days=31))

    page = seen_by(cast.bruno, edition)
    assert page.activities == 1
    assert [one.changed for one in page.errata.lines] == [1]


def test_a_page_asks_as_often_for_one_activity_as_for_two_hundred() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, label="TLP:GREEN")
    edition = frozen(cast)
    viewing = viewer_of(cast.daniel, at=NOW)
    with CaptureQueriesContext(connection) as few:
        edition_page(viewing, edition)
    many = [(f"B-{n}", *CLINIC[1:3], f"Clinic {n}", *CLINIC[4:]) for n in range(200)]
    sent(source, cast, *many, label="TLP:GREEN")
    larger = frozen(cast, title="June")

    with CaptureQueriesContext(connection) as more:
        page = edition_page(viewing, larger)

    assert page.activities == 200
    assert len(few) == len(more)


def test_its_pages_freeze_show_and_tell() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, label="TLP:GREEN")

    def browser_of(person: object) -> Client:
        client = Client()
        client.force_login(
            person,  # type: ignore[arg-type]
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return client

    convenor = browser_of(cast.chinara)
    answer = convenor.post(
        "/editions/new/", {"country_code": "XA", "title": "May 2011", "as_of": "2011-05-31"}
    )
    address = answer.headers["Location"]
    sent(Source.objects.get(), cast, DEARER, label="TLP:GREEN")
    convenor.post(f"{address}errata/", {"source_id": source.public_id, "because": "Wrong budget"})

    page = browser_of(cast.daniel).get(address).content.decode()
    assert "May 2011 (as of 31 May 2011), frozen on 1 June 2011" in page
    assert "0 new, 1 changed, 0 gone: budget (1)" in page
    assert "“Wrong budget”" in page
    assert "Tell it" not in page
    assert browser_of(cast.daniel).get("/editions/new/").status_code == 403
    assert browser_of(a_person()).get(address).status_code == 404
