"""Records of the registry: who keeps them, who sees what of them, and what is refused."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ground import a_capacity, a_mandate, the_ground
from openpyxl import load_workbook

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import AuditEntry, SharingRule, User
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.registry.models import Capacity, Mandate
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.queries.record import record_or_none, records
from intarsia_site.registry.queries.table_file import xlsx_table
from intarsia_site.registry.services.record import change_record, keep_record, remove_record
from people import NOW, Cast

pytestmark = pytest.mark.django_db
MANDATES, CAPACITIES = NOUNS["mandates"], NOUNS["capacities"]


@pytest.fixture
def cast() -> Cast:
    return the_ground()


def _lines(noun_name: str, who: User, **asked: str) -> list:
    return list(records(NOUNS[noun_name], asked, viewing=viewer_of(who, at=NOW)).lines)


def test_a_curator_keeps_a_mandate_and_everybody_in_the_country_reads_it(cast: Cast) -> None:
    kept = keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)

    (line,) = _lines("mandates", cast.daniel)
    assert line.public_id == kept
    said = {cell.field.name: cell.text for cell in line.cells}
    assert said["organization_id"] == "UN health agency"
    assert said["place_code"] == "Darn"
    assert Mandate.objects.get().area_code == "XA01"
    assert AuditEntry.objects.filter(verb="keep", subject_id=kept).count() == 1


def test_nobody_signed_in_and_nobodys_administrator_read_nothing_of_it(cast: Cast) -> None:
    keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)
    SharingRule.objects.update(label=Label.AMBER)

    assert records(MANDATES, {}, viewing=nobody(NOW)).total == 0
    assert _lines("mandates", cast.eva) == []
    assert _lines("mandates", cast.daniel) == []
    assert len(_lines("mandates", cast.bruno)) == 1


def test_who_may_not_keep_a_mandate_is_told_to_propose_it(cast: Cast) -> None:
    for person in (cast.bruno, cast.daniel, cast.eva):
        with pytest.raises(NotAllowed):
            keep_record(MANDATES, a_mandate(cast), by=person, at=NOW)
    assert not Mandate.objects.exists()


def test_an_organization_keeps_its_own_statement_and_no_other_does(cast: Cast) -> None:
    keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)

    with pytest.raises(NotAllowed):
        keep_record(CAPACITIES, a_capacity(cast, name="Tents"), by=cast.daniel, at=NOW)
    assert Capacity.objects.get().rule.owner == cast.agency


def test_nothing_is_kept_before_the_protocol_is_accepted(cast: Cast) -> None:
    cast.arvenia.protocol_accepted_at = None
    cast.arvenia.save()

    with pytest.raises(NotAllowed, match="has accepted how"):
        keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)


def test_a_sensitive_sector_starts_red_coarse_and_without_the_implementer(cast: Cast) -> None:
    texts = a_mandate(cast, sector_code="human_trafficking")

    keep_record(MANDATES, texts, by=cast.amina, at=NOW)

    rule = SharingRule.objects.get()
    assert (rule.label, rule.finest_level, rule.hides_implementer) == (Label.RED, 1, True)
    assert list(rule.persons.all()) == [cast.amina]
    (line,) = _lines("mandates", cast.amina)
    said = {cell.field.name: (cell.text, cell.is_shown) for cell in line.cells}
    assert said["organization_id"] == ("", False)
    assert said["place_code"] == ("North Sirin", False)
    for person in (cast.bruno, cast.chinara, cast.daniel, cast.eva):
        assert _lines("mandates", person) == []


def test_a_change_to_a_sensitive_sector_makes_the_rule_as_strict(cast: Cast) -> None:
    kept = keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)

    change_record(
        MANDATES, kept, {"sector_code": "gender_based_violence"}, revision=1, by=cast.amina, at=NOW
    )

    assert SharingRule.objects.get().label == Label.RED
    assert _lines("mandates", cast.daniel) == []


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(cast: Cast) -> None:
    kept = keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)
    change_record(CAPACITIES, kept, {"name": "Kits"}, revision=1, by=cast.bruno, at=NOW)

    with pytest.raises(Stale) as told:
        change_record(CAPACITIES, kept, {"name": "Boxes"}, revision=1, by=cast.bruno, at=NOW)

    assert told.value.data["theirs"]["name"] == "Kits"
    assert told.value.data["yours"]["name"] == "Boxes"
    assert Capacity.objects.get().name == "Kits"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organization_id": "zzzzzzzzzzzz"}, "organization_id"),
        ({"organization_id": ""}, "organization_id"),
        ({"country_code": "XQ"}, "country_code"),
        ({"place_code": "XA9999"}, "place_code"),
        ({"function": "rule"}, "function"),
        ({"sector_code": "everything"}, "sector_code"),
        ({"starts_on": "31/06/2010"}, "starts_on"),
        ({"ends_on": "2009-01-01"}, "ends_on"),
        ({"instrument": "x" * 401}, "instrument"),
        ({"instrument": "a\x00b"}, "instrument"),
        ({"rule": "1"}, "rule"),
        ({"revision": "7"}, "revision"),
        ({"area_code": "XA02"}, "area_code"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    cast: Cast, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        keep_record(MANDATES, a_mandate(cast, **changes), by=cast.amina, at=NOW)

    assert field in refused.value.data["fields"]
    assert not Mandate.objects.exists()


def test_the_same_record_again_is_refused_but_a_hidden_one_is_not_hinted_at(cast: Cast) -> None:
    keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)
    with pytest.raises(Refused):
        keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)

    # The curator does not see what the agency keeps for itself.
    keep_record(CAPACITIES, a_capacity(cast), by=cast.amina, at=NOW)

    assert Capacity.objects.count() == 2


def test_a_foreign_id_and_a_forbidden_one_are_the_same(cast: Cast) -> None:
    kept = keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)

    answers = set()
    for public_id in (kept, "zzzzzzzzzzzz"):
        with pytest.raises(NotFound) as told:
            change_record(CAPACITIES, public_id, {"name": "x"}, revision=1, by=cast.daniel, at=NOW)
        answers.add((told.value.code, told.value.message))
        assert record_or_none(CAPACITIES, public_id, viewing=viewer_of(cast.daniel, at=NOW)) is None
    assert len(answers) == 1


def test_a_record_stays_with_its_organization(cast: Cast) -> None:
    kept = keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)

    with pytest.raises(Refused):
        change_record(
            CAPACITIES, kept, {"organization_id": cast.donor.public_id},
            revision=1, by=cast.bruno, at=NOW,
        )  # fmt: skip


def test_taking_out_needs_a_reason_and_leaves_what_it_said_in_the_trail(cast: Cast) -> None:
    kept = keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)
    with pytest.raises(Refused):
        remove_record(CAPACITIES, kept, revision=1, by=cast.bruno, at=NOW, because=" ")

    remove_record(CAPACITIES, kept, revision=1, by=cast.bruno, at=NOW, because="Given away.")

    assert not Capacity.objects.exists()
    entry = AuditEntry.objects.get(verb="remove")
    assert entry.before["name"] == "Emergency health kits"
    assert entry.because == "Given away."


def test_a_coarse_line_has_sector_and_region_and_no_name(cast: Cast) -> None:
    keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)
    SharingRule.objects.update(label=Label.AMBER, beyond=int(Precision.COARSE))
    Mandate.objects.update(plausible=3)

    (line,) = _lines("mandates", cast.daniel)

    assert line.precision is Precision.COARSE
    said = {cell.field.name: cell.text for cell in line.cells}
    assert said["place_code"] == "North Sirin"
    assert said["organization_id"] == said["instrument"] == said["starts_on"] == ""
    assert _lines("mandates", cast.daniel, search="Memorandum") == []
    assert _lines("mandates", cast.daniel, organization_id=cast.agency.public_id) == []


def test_a_list_asks_as_often_for_many_as_for_few(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            records(MANDATES, {}, viewing=viewer_of(cast.daniel, at=NOW))
        return len(queries)

    for n in range(10):
        keep_record(MANDATES, a_mandate(cast, instrument=f"Instrument {n}"), by=cast.amina, at=NOW)
    few = asked()
    rule = SharingRule.objects.first()
    Mandate.objects.bulk_create(
        Mandate(
            rule=rule, country=cast.arvenia, organization=cast.agency, function="lead",
            instrument=f"Instrument {n}", sector_code="police", place_code="XA0101",
            area_code="XA01", place_level=2,
        )
        for n in range(1000)
    )  # fmt: skip

    assert asked() <= few


def test_every_page_of_a_long_list_is_reached_once(cast: Cast) -> None:
    for n in range(6):
        where = "XA" if n % 2 else ""
        texts = a_capacity(cast, name=f"Capacity {n // 2}", country_code=where)
        keep_record(CAPACITIES, texts, by=cast.bruno, at=NOW)
    viewing, cursor, found = viewer_of(cast.bruno, at=NOW), "", []
    while True:
        page = records(CAPACITIES, {"cursor": cursor}, viewing=viewing, size=2)
        found += [line.public_id for line in page.lines]
        cursor = page.next_cursor
        if not cursor:
            break

    assert len(found) == len(set(found)) == Capacity.objects.count() == page.total


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzEsMl0", "W3sieCI6MX0sImEiXQ", "é" * 50])
def test_a_cursor_that_is_none_begins_at_the_beginning(cast: Cast, cursor: str) -> None:
    keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)

    page = records(MANDATES, {"cursor": cursor}, viewing=viewer_of(cast.daniel, at=NOW))

    assert page.total == 1


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x1b", "\x7f", "\u202e", "\uffff"])
def test_a_sign_that_no_text_has_is_refused_at_its_field(cast: Cast, sign: str) -> None:
    with pytest.raises(Refused) as refused:
        keep_record(
            MANDATES, {**a_mandate(cast), "provision": f"art.{sign}5"}, by=cast.amina, at=NOW
        )

    assert set(refused.value.fields) == {"provision"}


def test_lines_and_marks_of_writing_are_text(cast: Cast) -> None:
    said = "First line\nsecond\tline, \u200ccol\u200dlected"
    keep_record(CAPACITIES, {**a_capacity(cast), "description": said}, by=cast.bruno, at=NOW)

    assert Capacity.objects.get().description == said


def test_what_was_kept_with_a_sign_that_a_workbook_has_not_is_still_given_out(cast: Cast) -> None:
    keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)
    Mandate.objects.update(provision="art.\x01 5")

    content = xlsx_table(MANDATES, {}, viewing=viewer_of(cast.amina, at=NOW))

    cells = [cell for row in load_workbook(io.BytesIO(content)).active.values for cell in row]
    assert "art. 5" in cells
