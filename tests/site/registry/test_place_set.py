"""Newer places: looked at, count whole or not at all, lose nothing, can be taken back."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.test import Client
from ground import a_mandate, the_ground
from place_sets import a_country, a_file, a_newer_country, a_unit, as_read
from planted_places import MAY, put

from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import AuditEntry, Country
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.registry.models import Mandate, Place, PlaceName, PlaceSet
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.place_files import ReadPlaces
from intarsia_site.registry.queries import place as place_queries
from intarsia_site.registry.queries.place_set import place_set
from intarsia_site.registry.services.place_set import (
    drop_places,
    receive_places,
    take_places_back,
    use_places,
)
from intarsia_site.registry.services.record import keep_record
from intarsia_site.reports.tables import ground_of
from people import NOW, Cast, the_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def received(cast: Cast, read: ReadPlaces, on: dt.date = MAY) -> str:
    return receive_places("XA", read, house_style="", counts_from_on=on, by=cast.amina, at=NOW)


def counted(cast: Cast, read: ReadPlaces, on: dt.date = MAY) -> str:
    made = received(cast, read, on)
    page = place_set(made, viewing=viewer_of(cast.amina, at=NOW))
    use_places(made, mark=page.mark, by=cast.amina, at=NOW, because="The year's set")
    return made


def state() -> list[tuple[object, ...]]:
    """Everything that is said of the units that count."""
    return sorted(
        (
            one.code, one.level, one.parent.code if one.parent else "", str(one.boundary),
            *sorted(
                (name.language, name.name, str(name.valid_from_on))
                for name in one.names.all() if name.valid_until_on is None
            ),
        )
        for one in Place.objects.filter(valid_until_on__isnull=True)
    )  # fmt: skip


def names_on(cast: Cast, day: dt.date) -> dict[str, str]:
    page = place_queries.places("XA", viewing=viewer_of(cast.amina, at=NOW), on=day)
    return {line.code: line.name for line in page.lines}


def test_the_first_places_were_always_so(cast: Cast, tmp_path: Path) -> None:
    counted(cast, as_read(tmp_path, a_country()))

    darn = Place.objects.get(code="XA0101")
    assert (darn.level, darn.parent.code if darn.parent else "") == (2, "XA01")
    assert darn.boundary["type"] == "Polygon"
    assert darn.valid_from_on is None
    assert sorted(darn.names.values_list("language", "name")) == [("en", "Darn"), ("fr", "Darne")]
    assert names_on(cast, dt.date(1999, 1, 1))["XA0101"] == "Darn"


def test_the_difference_is_shown_before_anything_changes(cast: Cast, tmp_path: Path) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    before = state()

    made = received(cast, as_read(tmp_path, a_newer_country()))

    page = place_set(made, viewing=viewer_of(cast.amina, at=NOW))
    lines = {
        part.kind: [(one.code, one.before, one.after) for one in part.lines] for part in page.parts
    }
    assert lines == {
        "new": [("XA0203", "", "South")],
        "renamed": [("XA0101", "Darn", "New Darn (en)")],
        "moved": [("XA0102", "North", "South")],
        "gone": [("XA0202", "South", "")],
    }
    assert page.levels == ((1, 2, 2), (2, 4, 4))
    assert page.same == 3
    assert state() == before


def test_a_newer_set_ends_and_renames_by_date_and_deletes_nothing(
    cast: Cast, tmp_path: Path
) -> None:
    counted(cast, as_read(tmp_path, a_country()))

    counted(cast, as_read(tmp_path, a_newer_country()))

    before, after = names_on(cast, dt.date(2011, 4, 30)), names_on(cast, MAY)
    assert before["XA0101"] == "Darn"
    assert "XA0202" in before
    assert "XA0203" not in before
    assert after["XA0101"] == "New Darn"
    assert "XA0202" not in after
    assert after["XA0203"] == "Upper Tamm"
    moved = Place.objects.get(code="XA0102")
    assert moved.parent is not None
    assert moved.parent.code == "XA02"
    assert PlaceName.objects.filter(place__code="XA0202", name="Tamm").exists()
    entry = AuditEntry.objects.filter(verb="use_places").latest("pk")
    assert entry.after["units_gone"] == 1
    assert entry.because == "The year's set"
    assert AuditEntry.objects.filter(verb="use_places").count() == 2


def test_a_record_in_a_unit_that_is_gone_keeps_it_and_its_name(tmp_path: Path) -> None:
    cast = the_ground()
    mandate = keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=NOW)
    without = [a_unit("XA01", "North Sirin", 1, 10), a_unit("XA0177", "Else", 2, 10, parent="XA01")]

    counted(cast, as_read(tmp_path, without))

    assert Mandate.objects.get(public_id=mandate).place_code == "XA0101"
    client = Client()
    client.force_login(cast.amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Darn" in client.get(f"/mandates/{mandate}/").content.decode()
    assert Place.objects.get(code="XA0101").valid_until_on == MAY - dt.timedelta(days=1)
    assert "XA0101" in ground_of(cast.arvenia).areas


def test_a_set_of_one_level_ends_nothing_of_the_others(cast: Cast, tmp_path: Path) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    finer = [a_unit("XA010101", "Village", 3, 10, parent="XA0101", wide=0.5)]

    counted(cast, as_read(tmp_path, finer, frozenset(["XA0101"])))

    assert not Place.objects.filter(valid_until_on__isnull=False).exists()
    village = Place.objects.get(code="XA010101")
    assert village.parent is not None
    assert village.parent.code == "XA0101"


def test_the_same_files_again_change_nothing_and_double_nothing(cast: Cast, tmp_path: Path) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    before, names = state(), PlaceName.objects.count()

    first = received(cast, as_read(tmp_path, a_country()))
    assert received(cast, as_read(tmp_path, a_country())) == first
    page = place_set(first, viewing=viewer_of(cast.amina, at=NOW))
    assert page.parts == ()
    assert page.same == 6
    with pytest.raises(Refused, match="already"):
        use_places(first, mark=page.mark, by=cast.amina, at=NOW)
    assert (state(), PlaceName.objects.count()) == (before, names)


def test_codes_written_otherwise_are_the_same_units(cast: Cast, tmp_path: Path) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    otherwise = a_country()
    for one in otherwise:
        one["properties"]["pcode"] = one["properties"]["pcode"].lower()
        if "parent" in one["properties"]:
            one["properties"]["parent"] = one["properties"]["parent"].lower()

    made = received(cast, as_read(tmp_path, otherwise))

    assert place_set(made, viewing=viewer_of(cast.amina, at=NOW)).parts == ()


def test_taken_back_everything_is_as_before_and_sent_again_nothing_doubles(
    cast: Cast, tmp_path: Path
) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    before = state()
    second = counted(cast, as_read(tmp_path, a_newer_country()))
    after = state()

    take_places_back(second, by=cast.amina, at=NOW, because="Too early")

    assert state() == before
    assert names_on(cast, MAY)["XA0101"] == "Darn"
    assert "XA0203" not in names_on(cast, MAY)
    assert "XA0203" not in ground_of(cast.arvenia).areas
    with pytest.raises(Refused):
        take_places_back(second, by=cast.amina, at=NOW)
    counted(cast, as_read(tmp_path, a_newer_country()))
    assert state() == after
    assert Place.objects.count() == 7


def test_the_very_first_set_is_taken_back_too(cast: Cast, tmp_path: Path) -> None:
    first = counted(cast, as_read(tmp_path, a_country()))
    whole = state()

    take_places_back(first, by=cast.amina, at=NOW)

    assert names_on(cast, MAY) == {}
    assert ground_of(cast.arvenia).places.num_rows == 0
    counted(cast, as_read(tmp_path, a_country()))
    assert state() == whole


def test_a_set_before_the_last_is_not_taken_back(cast: Cast, tmp_path: Path) -> None:
    first = counted(cast, as_read(tmp_path, a_country()))
    second = counted(cast, as_read(tmp_path, a_newer_country()))

    with pytest.raises(Refused):
        take_places_back(first, by=cast.amina, at=NOW)
    take_places_back(second, by=cast.amina, at=NOW)
    take_places_back(first, by=cast.amina, at=NOW)
    assert names_on(cast, MAY) == {}


def test_who_saw_another_difference_looks_again(cast: Cast, tmp_path: Path) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    made = received(cast, as_read(tmp_path, a_newer_country()))
    mark = place_set(made, viewing=viewer_of(cast.amina, at=NOW)).mark
    put(cast.arvenia, as_read(tmp_path, [*a_country(), a_unit("XA0301", "X", 1, 15)]))
    before = state()

    with pytest.raises(Refused, match="changed meanwhile"):
        use_places(made, mark=mark, by=cast.amina, at=NOW)
    assert state() == before


def test_names_of_one_house_style_leave_those_of_another(cast: Cast, tmp_path: Path) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    read = as_read(tmp_path, a_newer_country()[:3])

    made = receive_places("XA", read, house_style="OSCE", counts_from_on=MAY, by=cast.eva, at=NOW)
    page = place_set(made, viewing=viewer_of(cast.eva, at=NOW))
    use_places(made, mark=page.mark, by=cast.eva, at=NOW)

    names = PlaceName.objects.filter(place__code="XA0101", language="en")
    assert sorted(names.values_list("house_style", "name", "valid_until_on")) == [
        ("", "Darn", None), ("OSCE", "New Darn", None),
    ]  # fmt: skip
    assert names_on(cast, MAY)["XA0101"] == "Darn"
    Country.objects.update(house_style="OSCE")
    assert names_on(cast, MAY)["XA0101"] == "New Darn"


def test_an_ended_unit_leaves_its_name_to_the_one_of_today(cast: Cast, tmp_path: Path) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    coded_anew = a_country()
    coded_anew[5]["properties"]["pcode"] = "XA0299"

    counted(cast, as_read(tmp_path, coded_anew))

    rows = {one["place_code"]: one for one in ground_of(cast.arvenia).places.to_pylist()}
    assert rows["XA0299"]["name"] == "Tamm"
    assert rows["XA0202"]["name"] == "XA0202"


@pytest.mark.parametrize("who", ["bruno", "chinara", "daniel"])
def test_only_the_countrys_curators_and_administrators_may(
    cast: Cast, tmp_path: Path, who: str
) -> None:
    person = getattr(cast, who)
    read = as_read(tmp_path, a_country())
    waits = received(cast, read)

    with pytest.raises(NotAllowed):
        receive_places("XA", read, house_style="", counts_from_on=MAY, by=person, at=NOW)
    for service in (use_places, drop_places, take_places_back):
        more = {"mark": ""} if service is use_places else {}
        with pytest.raises(NotFound):
            service(waits, by=person, at=NOW, **more)  # type: ignore[operator]
    with pytest.raises(NotFound):
        place_set(waits, viewing=viewer_of(person, at=NOW))
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"house_style": "NATO"}, "house_style"),
        ({"counts_from_on": dt.date(2031, 1, 1)}, "counts_from_on"),
        ({"counts_from_on": dt.date(2010, 1, 1)}, "counts_from_on"),
    ],
)
def test_what_cannot_be_is_said_by_field(
    cast: Cast, tmp_path: Path, changes: dict[str, object], field: str
) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    wanted = {"house_style": "", "counts_from_on": MAY, "by": cast.amina, "at": NOW, **changes}

    with pytest.raises(Refused) as refused:
        receive_places("XA", as_read(tmp_path, a_newer_country()), **wanted)  # type: ignore[arg-type]

    assert set(refused.value.fields) == {field}


def test_one_set_waits_at_a_time_and_can_be_left_alone(cast: Cast, tmp_path: Path) -> None:
    first = received(cast, as_read(tmp_path, a_country()))
    second = received(cast, as_read(tmp_path, a_newer_country()))

    assert PlaceSet.objects.get(public_id=first).state == "dropped"
    drop_places(second, by=cast.amina, at=NOW)
    with pytest.raises(Refused, match="decided already"):
        drop_places(second, by=cast.amina, at=NOW)
    assert not Place.objects.exists()
    assert PlaceSet.objects.get(public_id=second).content is None


def test_a_set_that_fails_in_the_middle_changes_nothing(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted(cast, as_read(tmp_path, a_country()))
    made = received(cast, as_read(tmp_path, a_newer_country()))
    page = place_set(made, viewing=viewer_of(cast.amina, at=NOW))
    before, entries = state(), AuditEntry.objects.count()

    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("intarsia_site.registry.services.place_set.record", broken)
    with pytest.raises(OSError, match="full"):
        use_places(made, mark=page.mark, by=cast.amina, at=NOW)

    assert state() == before
    assert AuditEntry.objects.count() == entries
    assert PlaceSet.objects.get(public_id=made).state == "waiting"


@pytest.mark.usefixtures("time_machine_at_exercise")
def test_the_page_says_what_is_wrong_and_shows_nothing_to_others(
    cast: Cast, tmp_path: Path
) -> None:
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(cast.bruno, backend=backend)
    assert client.get("/places/newer/").status_code == 403
    client.force_login(cast.amina, backend=backend)
    units = a_file(tmp_path, [a_unit("KG01", "Osh", 1, 70)]).path.read_bytes()
    for name, content, said in (
        ("a.geojson", b"{", "GeoJSON"),
        ("a.geojson", b"", "empty"),
        ("a.geojson", units, "KG"),
        ("a.exe", b"MZ", "boundaries are read from"),
    ):
        file = io.BytesIO(content)
        file.name = name
        answer = client.post(
            "/places/newer/", {"country": "XA", "counts_from_on": "2011-05-01", "file": file}
        )
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not PlaceSet.objects.exists()
