"""What an activity is called that states no title: by its sector and place, on every page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from ground import the_ground
from sent import CLINIC, VACCINES, a_list, a_source, imported, read, received, sent

from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.reports.models import Activity
from intarsia_site.reports.queries.report_difference import difference_page
from intarsia_site.reports.queries.untitled import names_of_untitled
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
WHERE = "(no title), Primary health care, Darn"
BARE = (*CLINIC[:3], "", *CLINIC[4:])
NOWHERE = (*VACCINES[:3], "", "", "", "", *VACCINES[7:])


def titles(cast: Cast, report: Any, kind: str) -> list[str]:
    viewing = viewer_of(cast.bruno, at=NOW)
    return [
        one.title for one in difference_page(report.public_id, viewing=viewing, kind=kind).lines
    ]


def test_of_a_report_it_is_called_by_its_sector_and_place() -> None:
    cast = the_ground()

    report = read(received(a_source(cast), a_list(BARE, VACCINES), cast))

    assert titles(cast, report, "new") == [WHERE, "Vaccination round"]


def test_what_says_neither_sector_nor_place_is_called_untitled_alone() -> None:
    cast = the_ground()

    report = read(received(a_source(cast), a_list(CLINIC, NOWHERE), cast))

    assert titles(cast, report, "new") == ["Clinic of Darn repaired", "(no title)"]


def test_what_is_gone_is_called_by_what_the_report_before_said() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, BARE, VACCINES)

    report = read(received(source, a_list(VACCINES), cast))

    assert titles(cast, report, "gone") == [WHERE]


def test_it_is_called_so_in_the_readers_language() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(BARE), cast))

    with translation.override("fr"):
        assert titles(cast, report, "new") == ["(sans titre), Soins de santé primaires, Darne"]


def test_of_no_report_nothing_is_called() -> None:
    viewing = viewer_of(the_ground().bruno, at=NOW)

    assert names_of_untitled(None, [], viewing=viewing) == {}
    assert names_of_untitled(None, ["A-1"], viewing=viewing) == {"A-1": "(no title)"}


def test_its_own_page_and_the_report_say_the_same() -> None:
    cast = the_ground()
    report = imported(read(received(a_source(cast), a_list(BARE), cast)), cast)
    client = Client()
    client.force_login(cast.bruno, backend="allauth.account.auth_backends.AuthenticationBackend")
    activity = Activity.current.get()

    for address in (f"/reports/{report.public_id}/", f"/activities/{activity.public_id}/"):
        page = client.get(address).content.decode()
        assert WHERE in page, address
        assert "A-1<" not in page.replace(" ", "")
