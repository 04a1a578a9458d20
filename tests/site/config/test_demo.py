"""The example country as an installation: the cast, records to try, nothing twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.models import (
    Country,
    Installation,
    Membership,
    Organization,
    OrganizationAlias,
    ProtocolRow,
    User,
)
from intarsia_site.access.queries.organization import organization_list
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.config.demo.load import NotForDemoError, load_demo
from intarsia_site.config.demo.people import log_ins, password
from intarsia_site.config.demo.reports import load_reports
from intarsia_site.registry.models import Mandate, Place, PlaceName, Priority
from intarsia_site.reports.models import Activity, ReportImport, Source

AT = dt.datetime(2011, 5, 31, 12, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=1)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return tmp_path


def seen_by(name: str) -> dict[str, Precision]:
    """Each mandate's precision for one of the cast, by its public id."""
    user = User.objects.get(name=name)
    return {one.public_id: one.precision for one in Seen(Mandate, viewer_of(user, at=LATER))}


@pytest.mark.django_db
def test_the_example_is_loaded_once_with_the_cast_and_its_records(data: Path) -> None:
    assert load_demo(at=AT) is True
    assert load_demo(at=LATER) is False

    arvenia = Country.objects.get()
    assert (arvenia.code, arvenia.is_exercise, arvenia.protocol_accepted_at) == ("XA", True, AT)
    assert ProtocolRow.objects.filter(label=Label.RED).exists()
    assert Organization.objects.count() > 1500
    assert OrganizationAlias.objects.filter(language="ru").count() > 100
    names = PlaceName.objects.filter(place__code="XA01").values_list("language", "name")
    assert dict(names) == {"en": "Lomara", "fr": "Lomara", "ru": "Ломара"}
    assert Place.objects.get(code="XA0101").parent == Place.objects.get(code="XA01")
    assert Place.objects.get(code="XA01").boundary["type"] in ("Polygon", "MultiPolygon")
    assert Priority.objects.count() == 5
    assert len(log_ins()) == User.objects.count() == 5
    for user in User.objects.all():
        assert user.is_demo
        assert user.check_password(password())
    assert (data / "demo-password").stat().st_mode & 0o077 == 0
    roles = dict(Membership.objects.values_list("user__name", "role"))
    assert roles == {
        "Amina": "editor",
        "Bruno": "focal_point",
        "Chinara": "manager",
        "Daniel": "viewer",
    }
    ministry = Membership.objects.get(user__name="Chinara").organization
    assert ministry.standing == Organization.Standing.HOST_AUTHORITY

    assert not list(Seen(Mandate, nobody(LATER)))
    assert seen_by("Eva") == {}
    amina, bruno, daniel = seen_by("Amina"), seen_by("Bruno"), seen_by("Daniel")
    of = {one.public_id: one for one in Mandate.objects.select_related("rule", "organization")}
    assert len(of) > 90
    green = {key for key, one in of.items() if one.rule.label == Label.GREEN}
    assert all(seen[key] is Precision.FULL for seen in (amina, daniel) for key in green)
    red = {key for key, one in of.items() if one.rule.label == Label.RED}
    assert red
    assert all(daniel.get(key, Precision.NOTHING) <= Precision.EXISTENCE for key in red)
    trafficking = next(
        key
        for key in red
        if of[key].sector_code == "human_trafficking" and of[key].organization.acronym == "OSCE"
    )
    assert amina[trafficking] is Precision.FULL
    health = {key for key, one in of.items() if one.organization.acronym == "WHO"}
    assert {of[key].rule.label for key in health} == {Label.AMBER}
    assert all(bruno[key] is Precision.FULL for key in health)
    assert all(daniel.get(key, Precision.NOTHING) < Precision.FULL for key in health)


@pytest.mark.django_db
def test_organizations_of_the_example_are_found_and_listed_by_name(data: Path) -> None:
    load_demo(at=AT)

    viewing = viewer_of(User.objects.get(name="Amina"), at=LATER)
    names = [line.name.casefold() for line in organization_list(viewing, q="united nations").lines]
    assert len(names) > 5
    assert names == sorted(names)


@pytest.mark.django_db
def test_an_installation_in_use_takes_no_example(data: Path) -> None:
    Installation.objects.create(controller="OSCE Mission", hosting="Here")

    with pytest.raises(NotForDemoError, match="INTARSIA_DATA"):
        load_demo(at=AT)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_demo_account_answers_to_this_machine_only(data: Path, client: object) -> None:
    load_demo(at=AT)
    amina = User.objects.get(name="Amina")
    backend = settings.AUTHENTICATION_BACKENDS[0]

    client.force_login(amina, backend=backend)  # type: ignore[attr-defined]
    assert client.get("/account/email/").status_code == 200  # type: ignore[attr-defined]
    response = client.get("/account/email/", REMOTE_ADDR="10.1.2.3")  # type: ignore[attr-defined]
    assert response.status_code == 403
    response = client.get("/account/email/")  # type: ignore[attr-defined]
    assert response.status_code == 302  # signed out


@pytest.mark.django_db
def test_reports_of_the_example_are_imported_or_wait_for_their_organization(data: Path) -> None:
    load_demo(at=AT)

    assert load_reports(at=AT) == 11
    assert load_reports(at=LATER) == 0

    states = dict(ReportImport.objects.values_list("file__name", "state"))
    waiting = {name for name, state in states.items() if state == ReportImport.State.READY}
    assert waiting == {"broken.xml", "donateurs-fr.xlsx"}
    assert {*states.values()} == {ReportImport.State.READY, ReportImport.State.IMPORTED}
    monthly = Source.objects.get(every_months=1)
    assert (monthly.organization.acronym, monthly.expected_from_on) == ("WHO", dt.date(2011, 3, 1))
    assert {one.current is None for one in Source.objects.filter(files__name__in=waiting)} == {True}
    seen = {name: _activities_seen_by(name) for name in ("Amina", "Daniel", "Eva")}
    assert seen["Eva"] == {}
    full = {key for key, precision in seen["Amina"].items() if precision is Precision.FULL}
    assert len(full) > 500
    # What the protocol keeps red is its own people's alone.
    assert full > {key for key, one in seen["Daniel"].items() if one is Precision.FULL}


def _activities_seen_by(name: str) -> dict[str, Precision]:
    viewing = viewer_of(User.objects.get(name=name), at=LATER)
    return {one.public_id: one.precision for one in Seen(Activity, viewing)}
