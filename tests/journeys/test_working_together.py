"""Records are proposed, decided, limited, changed by two at once, and taken out and back in."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook
from steps import (
    AGENCY,
    DONOR,
    INSTRUMENT,
    MISSION,
    limits_who_may_see_it,
    opens_the_mandate,
    records_a_mandate,
    signs_in,
)
from visitor import Visitor

from intarsia_site.registry.services.plausible import count_plausible
from people import Cast

pytestmark = pytest.mark.django_db


def test_bruno_proposes_a_change_amina_decides_and_daniel_learns_no_more_than_he_may(
    arvenia: Cast,
) -> None:
    amina, bruno, daniel = (signs_in(one) for one in (arvenia.amina, arvenia.bruno, arvenia.daniel))
    given_the_agencys_mandate_is_shared_with_the_mission_and_coarsely_beyond(amina, bruno)

    when_bruno_proposes_another_provision(bruno)
    then_it_waits_on_aminas_desk(amina)
    when_amina_accepts_it(amina)
    then_bruno_sees_it_decided_and_the_record_changed(bruno)
    then_daniel_sees_a_sector_and_nobody_in_it(daniel)
    then_daniel_sees_no_proposal(daniel)


def given_the_agencys_mandate_is_shared_with_the_mission_and_coarsely_beyond(
    amina: Visitor, bruno: Visitor
) -> None:
    records_a_mandate(amina, Provision="Article 2").sees("Kept.")
    # A hint is given only where at least three could be meant.
    for other in (f"{MISSION} (OMA)", f"{DONOR} (NDF)", "Ministry of Health of Arvenia (MoH)"):
        records_a_mandate(amina, Organization=other, Instrument="Public law").sees("Kept.")
    count_plausible(at=timezone.now())
    limits_who_may_see_it(
        bruno,
        label="TLP:AMBER",
        organizations_that_see_it=MISSION,
        others_who_work_in_the_country_are_shown="sector, first-level area and quarter",
        why="Others should know that health is led.",
    )


def when_bruno_proposes_another_provision(bruno: Visitor) -> None:
    opens_the_mandate(bruno).follows("Propose a change")
    # Without a reason nobody could decide.
    bruno.sends("Propose", {"Provision": "Article 4"})
    assert bruno.status == 422
    bruno.sends("Propose", {"Why": "The memorandum was amended in May."})
    bruno.sees("The country's curator decides", "Article 2", "Article 4", "Bruno Bianchi")


def then_it_waits_on_aminas_desk(amina: Visitor) -> None:
    amina.opens("/").follows("Proposals").sees(
        "yours to decide", "The memorandum was amended in May."
    )


def when_amina_accepts_it(amina: Visitor) -> None:
    amina.follows("Mandate").sees("Article 4").sends("Accept").sees("Accepted.")


def then_bruno_sees_it_decided_and_the_record_changed(bruno: Visitor) -> None:
    bruno.opens("/").follows("Proposals").sees("No proposal waits.").follows("accepted")
    bruno.follows("Mandate").sees("accepted", "Article 4")
    opens_the_mandate(bruno).sees("Article 4").does_not_see("Article 2")


def then_daniel_sees_a_sector_and_nobody_in_it(daniel: Visitor) -> None:
    daniel.opens("/").follows("Mandates").sees("4 records", "Primary health care", "shown coarsely")
    daniel.does_not_see(AGENCY, INSTRUMENT, "Article")


def then_daniel_sees_no_proposal(daniel: Visitor) -> None:
    daniel.follows("Proposals").follows("accepted").does_not_see("amended", "Article", "Bruno")


def test_when_a_rule_is_tightened_daniel_sees_nothing_at_his_next_request(arvenia: Cast) -> None:
    amina, bruno, daniel = (signs_in(one) for one in (arvenia.amina, arvenia.bruno, arvenia.daniel))
    records_a_mandate(amina).sees("Kept.")
    limits_who_may_see_it(bruno, label="TLP:AMBER", organizations_that_see_it=f"{MISSION}\n{DONOR}")
    opens_the_mandate(daniel).sees(INSTRUMENT)
    there = daniel.address

    limits_who_may_see_it(
        bruno,
        label="TLP:AMBER+STRICT",
        organizations_that_see_it="",
        why="It is being renegotiated.",
    )

    then_everything_daniel_had_open_is_as_if_it_had_never_been(daniel, there)
    then_bruno_still_works_with_it(bruno)


def then_everything_daniel_had_open_is_as_if_it_had_never_been(daniel: Visitor, there: str) -> None:
    assert daniel.opens(there).status == 404
    daniel.does_not_see(INSTRUMENT)
    daniel.opens("/").follows("Mandates").sees("0 records").does_not_see(AGENCY, INSTRUMENT)
    assert INSTRUMENT not in daniel.takes("csv").decode()
    daniel.opens("/").follows("Organizations").follows(AGENCY).does_not_see(INSTRUMENT)


def then_bruno_still_works_with_it(bruno: Visitor) -> None:
    opens_the_mandate(bruno).sees("TLP:AMBER+STRICT", INSTRUMENT)


def test_of_two_editors_at_once_the_second_is_told_and_sees_both(arvenia: Cast) -> None:
    amina, her_other_window = signs_in(arvenia.amina), signs_in(arvenia.amina)
    records_a_mandate(amina, Provision="Article 1").sees("Kept.")
    for window in (amina, her_other_window):
        opens_the_mandate(window).follows("Change")

    amina.sends("Save", {"Provision": "Article 2"}).sees("Changed.", "Article 2")
    her_other_window.sends("Save", {"Provision": "Article 3", "Instrument": "Exchange of letters"})

    then_nothing_of_the_second_is_kept_and_both_versions_stand_side_by_side(her_other_window)
    when_the_second_compares_and_saves_hers_is_kept(her_other_window)


def then_nothing_of_the_second_is_kept_and_both_versions_stand_side_by_side(
    second: Visitor,
) -> None:
    second.sees("Somebody changed this since you opened it", "Theirs, saved", "Yours")
    second.sees("Article 2", "Article 3", INSTRUMENT, "Exchange of letters")
    assert second.status == 409


def when_the_second_compares_and_saves_hers_is_kept(second: Visitor) -> None:
    second.sends("Save", {"Provision": "Articles 2 and 3"}).sees("Changed.", "Articles 2 and 3")
    second.sees("Exchange of letters")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_goes_out_is_changed_and_comes_back_after_its_difference_was_seen(
    arvenia: Cast, kind: str
) -> None:
    amina = signs_in(arvenia.amina)
    records_a_mandate(amina, Provision="Article 1").sees("Kept.")
    table = amina.opens("/").follows("Mandates").takes(kind)

    changed = when_she_changes_a_row_and_adds_one(table, kind, arvenia)
    amina.follows("From a table file")
    amina.sends("Show what would change", {"Table file (.csv, .xlsx, at most 5 MB)": changed})

    amina.sees("This is what would change", "provision: Article 1 → Article 9", "new")
    then_nothing_has_changed_yet(amina)
    amina.sends("Do this", {"Why": "Checked with the agency."})
    amina.sees("What became of each row", "changed", "kept")
    opens_the_mandate(amina).sees("Article 9")
    amina.opens("/").follows("Mandates").sees("2 records").follows(DONOR).sees("Grant agreement")


def when_she_changes_a_row_and_adds_one(table: bytes, kind: str, cast: Cast) -> SimpleUploadedFile:
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(table)).active
        assert sheet is not None
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    header = rows[0]
    rows[1][header.index("provision")] = "Article 9"
    added = dict.fromkeys(header, "") | {
        "organization_id": cast.donor.public_id, "country_code": "XA", "function": "fund",
        "instrument": "Grant agreement of 2011",
    }  # fmt: skip
    rows.append([added[name] for name in header])
    return _file(rows, kind)


def _file(rows: list[list[str]], kind: str) -> SimpleUploadedFile:
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        return SimpleUploadedFile("mandates.csv", text.getvalue().encode())
    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(held)
    return SimpleUploadedFile("mandates.xlsx", held.getvalue())


def then_nothing_has_changed_yet(amina: Visitor) -> None:
    amina.in_another_tab().opens("/mandates/").sees("1 record").does_not_see("Grant agreement")
