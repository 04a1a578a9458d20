"""The pages of reports: sending, looking, deciding, importing, taking back; who sees nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from ground import the_ground
from sent import CLINIC, SHELTER, VACCINES, a_list, a_source, imported, read, received, sent

from intarsia_site.reports.models import ReportImport, Source
from intarsia_site.reports.services.deciding import correct
from intarsia_site.reports.services.importing import carry_out
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
State = ReportImport.State


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_file_is_sent_and_its_page_says_that_it_waits() -> None:
    cast = the_ground()
    source = a_source(cast)
    client = signed_in(cast.bruno)

    answer = client.post(
        "/reports/new/",
        {"source": source.public_id, "file": SimpleUploadedFile("3w.csv", a_list(CLINIC))},
        follow=True,
    )

    assert answer.redirect_chain[0][0] == f"/reports/{ReportImport.objects.get().public_id}/"
    assert "waits to be read" in text_of(answer)
    assert "<progress" in text_of(answer)


def test_several_files_become_several_reports_of_a_source_opened_with_them() -> None:
    cast = the_ground()

    answer = signed_in(cast.bruno).post(
        "/reports/new/",
        {
            "organization": cast.agency.public_id, "country": "XA", "name": "Monthly 3W",
            "file": [
                SimpleUploadedFile("may.csv", a_list(CLINIC)),
                SimpleUploadedFile("june.csv", a_list(VACCINES)),
            ],
        },
        follow=True,
    )  # fmt: skip

    assert "2 reports are on their way." in text_of(answer)
    assert Source.objects.get().name == "Monthly 3W"
    assert sorted(one.file.name for one in ReportImport.objects.all()) == ["june.csv", "may.csv"]


def test_a_name_beside_a_source_that_is_chosen_is_not_guessed_at() -> None:
    cast = the_ground()
    source = a_source(cast)

    answer = signed_in(cast.bruno).post(
        "/reports/new/",
        {
            "source": source.public_id, "name": "Another list",
            "file": SimpleUploadedFile("4w.csv", a_list(CLINIC)),
        },
    )  # fmt: skip

    assert answer.status_code == 422
    assert "A source is chosen above" in text_of(answer)
    assert 'value="Another list"' in text_of(answer)
    assert not ReportImport.objects.exists()
    assert Source.objects.count() == 1


def test_a_report_that_was_read_says_what_it_is_and_what_would_change() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC, VACCINES), cast))

    said = text_of(signed_in(cast.bruno).get(f"/reports/{report.public_id}/"))

    assert "2 new" in said
    assert "Clinic of Darn repaired" in said
    assert "2 kept, 0 named in the problems" in said
    assert "Import 2 activities" in said


def test_what_differs_is_told_in_the_language_of_its_reader() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC)
    later = (*CLINIC[:7], "2011-01-10", "2012-03-31", "150000", "4500")
    report = read(received(source, a_list(later), cast))
    client = signed_in(cast.bruno)

    english = text_of(client.get(f"/reports/{report.public_id}/difference/"))
    client.cookies["django_language"] = "fr"
    french = text_of(client.get(f"/reports/{report.public_id}/difference/"))

    assert "<del>31 December 2011</del>" in english
    assert "<ins>31 March 2012</ins>" in english
    assert "<ins>4,500</ins>" in english
    assert "<ins>budget, 150,000 USD, 10 January 2011 – 31 March 2012</ins>" in english
    assert "<ins>31 mars 2012</ins>" in french
    assert "10 janvier 2011 – 31 mars 2012</ins>" in french
    assert "kind:" not in english + french
    assert "from_on" not in english + french


def test_a_difference_that_was_kept_as_texts_is_still_shown() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC)
    report = read(received(source, a_list((*CLINIC[:10], "4500")), cast))
    kept = '{"form":1,"changed":[["A-1","Clinic",[["budgets",null,"1 (5 USD)"]]]]}'
    report.tables.filter(name="difference").update(content=kept.encode())

    said = text_of(signed_in(cast.bruno).get(f"/reports/{report.public_id}/difference/"))

    assert "<ins>1 (5 USD)</ins>" in said


def test_it_is_imported_by_the_button_and_taken_back_with_a_reason() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast))
    client = signed_in(cast.bruno)
    at = f"/reports/{report.public_id}/"

    client.post(
        f"{at}import/",
        {"label": "TLP:AMBER", "beyond": "nothing", "revision": str(report.revision)},
    )
    carry_out(report.public_id, now=lambda: NOW)

    assert "is what counts" in text_of(client.get(at))
    refused = client.post(f"{at}undo/", {"because": ""})
    assert refused.status_code == 422
    assert "Say why" in text_of(refused)
    assert "taken back" in text_of(client.post(f"{at}undo/", {"because": "Old"}, follow=True))


def test_a_looser_label_needs_a_reason_and_keeps_what_was_typed() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast))

    answer = signed_in(cast.bruno).post(
        f"/reports/{report.public_id}/import/",
        {"label": "TLP:CLEAR", "beyond": "nothing", "revision": str(report.revision)},
    )

    assert answer.status_code == 422
    assert "say why" in text_of(answer)
    assert '<option value="TLP:CLEAR" selected>' in text_of(answer)


def test_a_form_that_is_too_old_shows_both_and_imports_nothing() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast))

    answer = signed_in(cast.bruno).post(
        f"/reports/{report.public_id}/import/",
        {"label": "TLP:AMBER", "beyond": "nothing", "revision": "99"},
    )

    assert answer.status_code == 409
    assert "Somebody was quicker" in text_of(answer)
    report.refresh_from_db()
    assert report.state == State.READY


def test_the_fragment_of_progress_has_the_page_shown_anew_when_the_work_is_done() -> None:
    cast = the_ground()
    report = received(a_source(cast), a_list(CLINIC), cast)
    client = signed_in(cast.bruno)
    at = f"/reports/{report.public_id}/progress/"

    working = client.get(at, HTTP_HX_REQUEST="true")
    read(report)
    done = client.get(at, HTTP_HX_REQUEST="true")

    assert "HX-Refresh" not in working
    assert done["HX-Refresh"] == "true"
    assert client.get(at).status_code == 302


def test_columns_are_shown_with_the_reason_and_another_choice_is_previewed_then_kept() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC, VACCINES), cast))
    client = signed_in(cast.bruno)
    at = f"/reports/{report.public_id}/columns/"

    shown = text_of(client.get(at))
    preview = text_of(client.post(f"{at}preview/", {"column-3": "description"}))
    client.post(at, {"column-3": "description", "do": "save", "revision": str(report.revision)})

    assert "Clinic of Darn repaired" in shown
    assert "its heading means" in shown
    assert "Doctors of Darn" in preview
    report.refresh_from_db()
    assert report.state == State.WAITING
    assert "description" in report.decisions["mapping"]


def test_a_correction_is_taken_over_and_the_report_read_again() -> None:
    cast = the_ground()
    wrong = (*CLINIC[:8], "2011-02-31", *CLINIC[9:])
    report = read(received(a_source(cast), a_list(wrong, VACCINES), cast))
    client = signed_in(cast.bruno)

    said = text_of(client.get(f"/reports/{report.public_id}/problems/"))
    client.post(
        f"/reports/{report.public_id}/problems/",
        {"value-0": "2011-02-31", "column-0": "End date", "to-0": "2011-02-28",
         "revision": str(report.revision)},
    )  # fmt: skip

    assert "2011-02-31" in said
    read(report)
    after = text_of(client.get(f"/reports/{report.public_id}/problems/"))
    assert "What was corrected" in after
    assert "2011-02-28" in after
    assert "is not a date" not in after


def test_a_problem_leads_to_its_cell_in_the_file() -> None:
    cast = the_ground()
    wrong = (*CLINIC[:8], "2011-02-31", *CLINIC[9:])
    report = read(received(a_source(cast), a_list(wrong, VACCINES), cast))
    client = signed_in(cast.bruno)

    said = client.get(f"/reports/{report.public_id}/problems/").content.decode()
    shown = text_of(client.get(f"/reports/{report.public_id}/sheet/", {"cell": "I2"}))

    assert f"/reports/{report.public_id}/sheet/?cell=I2#marked" in said
    assert "<mark>2011-02-31</mark>" in shown


def test_others_are_told_nothing_of_a_report() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast, name="secret name.csv"))
    addresses = ("", "problems/", "difference/", "columns/", "organizations/", "places/")

    for person in (cast.daniel, cast.amina, cast.eva):
        client = signed_in(person)
        for one in (*addresses, "comments/", "sheet/", "undo/", "set-aside/", "progress/"):
            assert client.get(f"/reports/{report.public_id}/{one}").status_code == 404
        said = text_of(client.get("/reports/"))
        assert "secret name" not in said
        assert "Monthly 3W" not in said


def test_the_convenor_sees_that_a_report_is_there_and_nothing_of_it() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast, name="secret name.csv"))
    client = signed_in(cast.chinara)

    said = text_of(client.get("/reports/")) + text_of(client.get(f"/reports/{report.public_id}/"))

    assert "Monthly 3W" in said
    assert "secret name" not in said
    assert "Clinic" not in said
    assert "1 new" not in said
    assert client.get(f"/reports/{report.public_id}/difference/").status_code == 404


def test_what_is_red_is_opened_by_those_it_names_only(cast: Cast) -> None:
    from people import a_membership, a_person

    cast = the_cast_with_ground(cast)
    other = a_person(name="Berta Other")
    a_membership(user=other, organization=cast.agency, country=cast.arvenia, role="editor")
    report = read(received(a_source(cast), a_list(SHELTER), cast))

    assert "Safe house" in text_of(signed_in(cast.bruno).get(f"/reports/{report.public_id}/"))
    assert "Safe house" not in text_of(signed_in(other).get(f"/reports/{report.public_id}/"))


def test_a_number_of_a_correction_that_is_none_takes_nothing_back() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast))
    fixed = {"sheet": None, "cell": None, "column": "Sector", "value": "Health", "to": "Education"}
    correct(report.public_id, [fixed, {**fixed, "value": "Helth"}], by=cast.bruno, at=NOW)
    report.refresh_from_db()

    signed_in(cast.bruno).post(
        f"/reports/{report.public_id}/problems/", {"back": "²", "revision": str(report.revision)}
    )

    report.refresh_from_db()
    assert len(report.decisions["corrections"]) == 2


def test_a_colleague_who_sends_the_next_report_is_not_told_what_was_red_in_the_one_before() -> None:
    from people import a_membership, a_person

    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, SHELTER, label="TLP:GREEN")
    other = a_person(name="Berta Other")
    a_membership(user=other, organization=cast.agency, country=cast.arvenia, role="editor")
    moved = ("A-3", "UN health agency", "Doctors of Darn", "Health post", "Health", *SHELTER[5:])
    goes, changes = (
        read(received(source, a_list(*rows), cast, by=other)) for rows in ([VACCINES], [moved])
    )

    client = signed_in(other)
    said = "".join(
        text_of(client.get(f"/reports/{report.public_id}/{part}?kind={kind}"))
        for report in (goes, changes)
        for part in ("", "difference/")
        for kind in ("new", "changed", "gone")
    )

    assert "Clinic of Darn repaired" in said
    assert "An activity that is not shown to you" in said
    for secret in ("Safe house", "House of Hope", "Trafficking"):
        assert secret not in said, secret
    assert "A-3" not in text_of(client.get(f"/reports/{goes.public_id}/difference/?kind=gone"))
    own = text_of(signed_in(cast.bruno).get(f"/reports/{goes.public_id}/difference/?kind=gone"))
    assert "Safe house" in own


def the_cast_with_ground(cast: Cast) -> Cast:
    from intarsia_site.access.models import ProtocolRow
    from people import SINCE

    cast.arvenia.protocol_accepted_at = SINCE
    cast.arvenia.save()
    assert not ProtocolRow.objects.exists()
    return cast


@pytest.mark.parametrize("count", [1, 6])
def test_lists_ask_the_same_number_of_questions_for_few_and_for_many(
    count: int, django_assert_max_num_queries: Any
) -> None:
    cast = the_ground()
    source = a_source(cast)
    for number in range(count):
        received(source, a_list(CLINIC), cast, name=f"{number}.csv")
    client = signed_in(cast.bruno)
    client.get("/reports/")

    with django_assert_max_num_queries(22):
        client.get("/reports/")


def test_an_import_that_another_replaced_says_so() -> None:
    cast = the_ground()
    source = a_source(cast)
    first = sent(source, cast, CLINIC)
    imported(read(received(source, a_list(VACCINES), cast)), cast)

    said = text_of(signed_in(cast.bruno).get(f"/reports/{first.public_id}/"))

    assert "a later report of this source counts by now" in said
