"""The pages in which activities are entered: with and without script, one and several."""

from __future__ import annotations

import re

import pytest
from entering import a_clinic, entered
from ground import the_ground
from sent import CLINIC, VACCINES, a_source, sent
from walked import client_of

from intarsia_site.reports.models import Activity, Draft, Source
from people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
NEW, GRID, SIMILAR = "/activities/new/", "/activities/grid/", "/activities/similar/"


@pytest.fixture
def cast() -> Cast:
    return the_ground()


def grid_of(*rows: dict[str, str]) -> dict[str, str]:
    return {
        f"{number}-{name}": text for number, row in enumerate(rows) for name, text in row.items()
    }


def test_bruno_hands_an_activity_in_and_reads_it_at_once(cast: Cast) -> None:
    bruno = client_of(cast.bruno)

    form = bruno.get(NEW).content.decode()
    answer = bruno.post(NEW, a_clinic(), follow=True)

    assert "UN health agency · Arvenia" in form
    said = answer.content.decode()
    assert "It counts from now on." in said
    assert "Entered here by hand." in said
    assert Activity.current.get().title == "Clinic of Darn repaired"


def test_what_cannot_be_kept_stands_beside_its_field_with_what_was_typed(cast: Cast) -> None:
    answer = client_of(cast.bruno).post(NEW, a_clinic(title="", starts_on="soon"))

    said = answer.content.decode()
    assert answer.status_code == 422
    assert said.count('class="errors"') == 2
    assert 'value="soon"' in said
    assert 'value="Doctors of Darn"' in said


def test_a_draft_holds_what_is_not_right_yet(cast: Cast) -> None:
    bruno = client_of(cast.bruno)

    kept = bruno.post(NEW, {"title": "Clinic", "starts_on": "soon", "keep": "yes"})
    again = bruno.get(kept["Location"]).content.decode()

    assert 'value="soon"' in again
    draft = Draft.objects.get()
    handed_in = bruno.post(NEW, {**a_clinic(), "draft": draft.public_id})
    assert handed_in.status_code == 302
    assert not Draft.objects.exists()
    assert kept["Location"].split("=")[1] not in client_of(cast.daniel).get(
        kept["Location"]
    ).content.decode().replace(kept["Location"], "")


def test_who_else_is_there_stands_beside_the_form_with_script_and_without(cast: Cast) -> None:
    sent(a_source(cast), cast, CLINIC, VACCINES, label="TLP:GREEN")
    daniel = client_of(cast.daniel)

    fragment = daniel.post(SIMILAR, a_clinic(), headers={"HX-Request": "true"})
    page = daniel.post(NEW, {**a_clinic(), "look": "yes"})

    for answer in (fragment, page):
        said = answer.content.decode()
        assert answer.status_code == 200
        assert "Clinic of Darn repaired</a>" in said
        assert "UN health agency" in said
        assert "Compared with 2 activities" in said
    assert b"<html" not in fragment.content
    assert not Activity.versions.filter(source__kind="by_hand").exists()


def test_a_change_of_another_is_shown_beside_ones_own(cast: Cast) -> None:
    row = entered(cast)
    bruno = client_of(cast.bruno)
    address = f"/activities/{row.public_id}/change/"
    assert 'value="120000"' in bruno.get(address).content.decode()
    assert bruno.post(address, a_clinic(budget="150000")).status_code == 302

    stale = bruno.post(address, a_clinic(title="Clinic of Darn"))

    said = stale.content.decode()
    assert stale.status_code == 409
    assert re.search(r"120000</td>\s*<td>150000", said)
    now = Activity.current.get()
    assert f"/activities/{now.public_id}/change/" in said
    assert now.title == "Clinic of Darn repaired"


def test_withdrawing_asks_for_a_reason(cast: Cast) -> None:
    row = entered(cast)
    bruno = client_of(cast.bruno)
    address = f"/activities/{row.public_id}/withdraw/"

    assert bruno.post(address, {"because": ""}).status_code == 422
    assert bruno.post(address, {"because": "Never began"}).status_code == 302
    assert not Activity.current.exists()


def test_a_grid_is_filled_with_names_and_days_as_people_write_them(cast: Cast) -> None:
    bruno = client_of(cast.bruno)
    assert bruno.get(GRID).content.decode().count("-title") >= 10
    pasted = a_clinic(
        sector_code="Health", place_code="Darn", starts_on="10.01.2011", ends_on="31 December 2011",
        budget="1,200,000",
    )  # fmt: skip

    answer = bruno.post(GRID, grid_of(pasted, a_clinic(title="Vaccination round")), follow=True)

    assert "2 activities handed in." in answer.content.decode()
    row = Activity.current.get(title="Clinic of Darn repaired")
    assert (row.sector_code, row.area_code, row.budget_usd) == ("primary_health", "XA01", 1200000)
    assert str(row.ends_on) == "2011-12-31"


def test_a_grid_says_what_is_wrong_in_which_cell_and_adds_rows(cast: Cast) -> None:
    bruno = client_of(cast.bruno)

    wrong = bruno.post(GRID, grid_of(a_clinic(), a_clinic(starts_on="soon")))
    more = bruno.post(GRID, {**grid_of(a_clinic(), a_clinic()), "more": "yes"})

    assert wrong.status_code == 422
    assert 'id="id_1-starts_on-problem"' in wrong.content.decode()
    assert 'name="11-title"' in more.content.decode()
    assert not Source.objects.exists()
    kept = bruno.post(GRID, {**grid_of(a_clinic(starts_on="soon")), "keep": "yes"})
    assert 'value="soon"' in bruno.get(kept["Location"]).content.decode()


def test_who_enters_for_nobody_is_told_so(cast: Cast) -> None:
    cast.daniel.memberships.update(role="viewer")
    daniel = client_of(cast.daniel)

    assert "for no organization" in daniel.get(NEW).content.decode()
    assert daniel.post(NEW, a_clinic()).status_code == 422
    assert daniel.post(GRID, grid_of(a_clinic())).status_code == 422
    assert daniel.post(SIMILAR, a_clinic()).status_code == 200


def test_only_its_own_editors_see_the_forms_of_what_is_there(cast: Cast) -> None:
    row = entered(cast)

    for address in ("change", "withdraw"):
        assert (
            client_of(cast.daniel).get(f"/activities/{row.public_id}/{address}/").status_code == 404
        )
