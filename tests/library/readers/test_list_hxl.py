"""HXL tags as files write them: what they say of their columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.readers.activity_list.fields import Field, admin_level, may_repeat, question_of
from intarsia.readers.activity_list.hxl import (
    Tag,
    field_of_tag,
    is_tag_row,
    is_vague,
    parse_tag,
    people_of_tag,
)


@pytest.mark.parametrize(
    ("text", "name", "attributes"),
    [
        ("#adm1+code", "#adm1", {"code"}),
        ("#adm1 + code", "#adm1", {"code"}),
        (" #ADM2 +Code +v_pcodes ", "#adm2", {"code", "v_pcodes"}),
        ("#org", "#org", set()),
        ("#project+code_name", "#project", {"code_name"}),
        ("#org +impl ", "#org", {"impl"}),
    ],
)
def test_a_tag_is_read_with_any_case_and_spaces(text: str, name: str, attributes: set[str]) -> None:
    assert parse_tag(text) == Tag(name, frozenset(attributes))


@pytest.mark.parametrize(
    "text",
    ["", "Column1", "# of people", "#1", "#", "Region", "#Men and women", "# +code", "##org"],
)
def test_a_heading_is_no_tag(text: str) -> None:
    assert parse_tag(text) is None


@pytest.mark.parametrize(
    ("tag", "field"),
    [
        ("#org", "organization"),
        ("#org+name", "organization"),
        ("#org +type +name", "organization_type"),
        ("#org+impl+acronym", "implementing_organization_acronym"),
        ("#org+funder", "funding_organization"),
        ("#org+prog+type", "programme_organization_type"),
        ("#org+leader", "programme_organization"),
        ("#org+reporting", "reporting_organization"),
        ("#org+code", "organization_id"),
        ("#sector+cluster+name", "sector"),
        ("#sector +cluster +code", "sector_code"),
        ("#subsector+code", "subsector_code"),
        ("#activity", "title"),
        ("#activity+subactivity", "subactivity"),
        ("#activity+indicator+reached", "quantity_reached"),
        ("#activity+id", "activity_id"),
        ("#country+code", "country_code"),
        ("#adm0+name", "country"),
        ("#adm1+name", "admin1"),
        ("#adm4+code+v_pcodes", "admin4_code"),
        ("#adm3+name2", "other"),
        ("#region+name", "region"),
        ("#loc+name", "place"),
        ("#location+type", "site_type"),
        ("#geo+lat", "latitude"),
        ("#date+start", "starts_on"),
        ("#date+end", "ends_on"),
        ("#date +reported", "reported_on"),
        ("#date+month+cycle", "period"),
        ("#date+updated", "updated_on"),
        ("#reached+f+children", "people_reached"),
        ("#reached+new", "other"),
        ("#targeted", "people_targeted"),
        ("#inneed", "people_in_need"),
        ("#population", "population"),
        ("#beneficiary+type", "target_group"),
        ("#value+budget", "budget"),
        ("#value+spent", "spent"),
        ("#currency", "currency"),
        ("#status", "status"),
        ("#modality", "modality"),
        ("#response +name", "response_plan"),
        ("#contact+name", "contact"),
        ("#org+contact+email", "contact"),
        ("#meta+vdc_list", "other"),
    ],
)
def test_a_tag_says_what_its_column_holds(tag: str, field: str) -> None:
    parsed = parse_tag(tag)

    assert parsed is not None
    assert field_of_tag(parsed) == Field(field)


@pytest.mark.parametrize("tag", ["#covid19", "#violence", "#adm9", "#validated"])
def test_an_unknown_tag_says_nothing(tag: str) -> None:
    parsed = parse_tag(tag)

    assert parsed is not None
    assert field_of_tag(parsed) is None


def test_only_a_tag_that_leaves_something_open_is_vague() -> None:
    vague = {
        text: is_vague(tag)
        for text in ("#loc+name", "#date", "#adm1", "#date+start")
        if (tag := parse_tag(text))
    }

    assert vague == {"#loc+name": True, "#date": True, "#adm1": False, "#date+start": False}


def test_attributes_say_which_people_are_counted() -> None:
    girls = people_of_tag(Tag("#reached", frozenset({"girls"})))
    women = people_of_tag(Tag("#targeted", frozenset({"f", "adults"})))
    households = people_of_tag(Tag("#reached", frozenset({"hh"})))

    assert girls is not None
    assert (girls.sex, girls.age) == ("f", "children")
    assert women is not None
    assert (women.sex, women.age) == ("f", "adults")
    assert households is not None
    assert households.unit == "households"
    assert people_of_tag(Tag("#reached")) is None
    assert people_of_tag(Tag("#org", frozenset({"f"}))) is None


def test_a_tag_row_may_hold_plain_texts_and_gaps() -> None:
    assert is_tag_row(["#date+reported", "#status", "Column1", "", None, "#org"])
    assert is_tag_row(["#adm1", "Column1"])


def test_headings_and_data_are_no_tag_row() -> None:
    assert not is_tag_row(["# of people", "Region", "#"])
    assert not is_tag_row(["#adm1", "Sector", "Organization"])
    assert not is_tag_row([])
    assert not is_tag_row([None, 3, 2.5])


@given(st.text())
def test_any_text_is_a_tag_or_none(text: str) -> None:
    tag = parse_tag(text)

    assert tag is None or parse_tag(str(tag)) == tag


def test_fields_know_their_question_level_and_whether_they_repeat() -> None:
    assert question_of(Field.FUNDING_ORGANIZATION_TYPE) == "who"
    assert question_of(Field.PEOPLE_REACHED) == "for_whom"
    assert question_of(Field.CONTACT) is None
    assert admin_level(Field.ADMIN5_CODE) == 5
    assert admin_level(Field.PLACE) is None
    assert may_repeat(Field.PEOPLE_REACHED)
    assert not may_repeat(Field.STARTS_ON)
