"""From an activity to its row: its own people see the sheet, others its row and no neighbour's."""

from __future__ import annotations

import pytest
from ground import the_ground
from sent import CLINIC, SHELTER, VACCINES, a_source, imported, read, received, sent
from walked import client_of

from intarsia_site.access.models import SharingRule
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.reports.kept import folder
from intarsia_site.reports.models import Activity
from intarsia_site.reports.queries.kept_sheet import sheet_or_none
from people import NOW, Cast, a_membership, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]


def sheet(cast_person: object, title: str) -> str:
    row = Activity.current.get(title=title)
    answer = client_of(cast_person).get(f"/activities/{row.public_id}/sheet/")
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


@pytest.fixture
def cast() -> Cast:
    """Return the cast, with a report of three rows, of which one is in a sensitive sector."""
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, SHELTER, VACCINES, label="TLP:GREEN")
    return cast


def test_its_own_people_see_the_rows_around_it_and_which_is_meant(cast: Cast) -> None:
    said = sheet(cast.bruno, CLINIC[3])

    assert "3w.csv" in said
    assert "Implementing partner" in said
    assert "Vaccination round" in said
    assert "House of Hope" in said
    assert said.split('class="marked"')[1].split("</tr>")[0].count("Clinic of Darn repaired") == 1
    assert said.count('class="marked"') == 1


def test_others_see_its_row_and_nothing_else_of_the_file(cast: Cast) -> None:
    said = sheet(cast.daniel, CLINIC[3])

    assert "Clinic of Darn repaired" in said
    assert "Doctors of Darn" in said
    for secret in ("3w.csv", "Vaccination", "House of Hope", "Safe house", "Implementing partner"):
        assert secret not in said


def test_a_colleague_who_is_not_named_does_not_see_the_sensitive_row(cast: Cast) -> None:
    colleague = a_person(name="Boris Colleague")
    a_membership(user=colleague, organization=cast.agency, role="editor")

    said = sheet(colleague, CLINIC[3])

    assert "Vaccination round" in said
    assert "House of Hope" not in said
    assert "1 row is left out" in said
    assert sheet(colleague, "Safe house") == "404"


def test_a_row_that_is_no_activity_is_read_by_those_who_may_look_into_the_report() -> None:
    cast = the_ground()
    note = ("", "", "", "Note: the house stands in Rose Street")
    sent(a_source(cast), cast, CLINIC, SHELTER, note, label="TLP:GREEN")
    colleague = a_person(name="Boris Colleague")
    a_membership(user=colleague, organization=cast.agency, role="editor")

    theirs, said = sheet(cast.bruno, CLINIC[3]), sheet(colleague, CLINIC[3])

    assert "Rose Street" in theirs
    assert "Rose Street" not in said
    assert "Implementing partner" in said
    assert "2 rows are left out" in said


def test_what_a_rule_hides_in_part_is_not_opened(cast: Cast) -> None:
    SharingRule.objects.filter(label="TLP:GREEN").update(hides_implementer=True)
    assert sheet(cast.daniel, CLINIC[3]) == "404"
    SharingRule.objects.filter(label="TLP:GREEN").update(hides_implementer=False, finest_level=1)
    assert sheet(cast.daniel, CLINIC[3]) == "404"
    assert "Vaccination" in sheet(cast.bruno, CLINIC[3])


def test_a_file_that_is_gone_is_told_to_its_own_people_and_to_nobody_else(cast: Cast) -> None:
    for path in folder().iterdir():
        path.unlink()

    own = client_of(cast.bruno).get(
        f"/activities/{Activity.current.get(title=CLINIC[3]).public_id}/sheet/"
    )

    assert own.status_code == 400
    assert "3w.csv" in own.content.decode()
    assert sheet(cast.daniel, CLINIC[3]) == "404"


def test_an_element_of_xml_is_shown_as_indented_text() -> None:
    cast = the_ground()
    activities = "".join(
        f"<iati-activity><iati-identifier>XM-{n}</iati-identifier><reporting-org ref='XM' "
        f"type='40'><narrative>UN health agency</narrative></reporting-org><title><narrative>"
        f"Clinic {n}</narrative></title><recipient-country code='XA'/></iati-activity>"
        for n in range(3)
    )
    content = f"<iati-activities version='2.03'>{activities}</iati-activities>".encode()
    imported(read(received(a_source(cast), content, cast, name="a.xml")), cast, label="TLP:GREEN")
    row = Activity.current.get(title="Clinic 1")

    page = sheet_or_none(row.public_id, viewing=viewer_of(cast.daniel, at=NOW))

    assert page is not None
    assert any("Clinic 1" in line.text and line.is_marked for line in page.window.lines)
    said = client_of(cast.daniel).get(f"/activities/{row.public_id}/sheet/").content.decode()
    assert "Clinic 1" in said
    assert "Clinic 2" not in said
