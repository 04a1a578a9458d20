"""Names as people write them meet the organizations of a register, or stay open."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intarsia.normalize import resolve_organizations
from intarsia.normalize.who_is_who import Context, Decision, Match, Stated
from intarsia.register import packaged_register
from intarsia.register.table import Entry, register_table

IRAQ = Context(country="IQ")
UNHCR, UNICEF, WHO = "XM-DAC-41121", "XM-DAC-41122", "XM-DAC-928"


def a_register(*entries: Entry) -> pa.Table:
    """A user's own register of these organizations."""
    return register_table(entries)


def an_organization(key: str, name: str, *aliases: str, **facts: str | None) -> Entry:
    """An organization of a user's own register."""
    entry = Entry(key, name, "own.csv", **facts)  # type: ignore[arg-type]
    for alias in aliases:
        entry.also(alias)
    return entry


SMALL = a_register(
    an_organization("A-1", "Hope Relief Network", acronym="HRN", type_code="21"),
    an_organization("A-2", "Valley Water Users' Federation", "Water Users of the Valley"),
    an_organization("A-3", "Southern Women's Centre", acronym="SWC"),
    an_organization("GB-CHC-1", "Open Door Trust", acronym="ODT"),
)


def match_of(
    stated: str | Stated, register: pa.Table | None = None, context: Context | None = None
) -> Match:
    """The match of one name; against the packaged register if none is given."""
    known = packaged_register() if register is None else register
    return resolve_organizations([stated], known, context)[0]


@pytest.mark.parametrize("identifier", ["41119", "XM-DAC-41119", " xm–dac 41119 "])
def test_an_identifier_resolves_in_any_of_its_forms(identifier: str) -> None:
    match = match_of(Stated("Some name", identifier=identifier))

    assert (match.organization_id, match.decision) == ("XM-DAC-41119", "resolved")
    assert match.because[0].code == "match.identifier"


def test_an_identifier_and_another_organizations_name_are_doubtful() -> None:
    match = match_of(Stated("World Food Programme", identifier="XM-DAC-41122"))

    assert match.organization_id is None
    assert {option.organization_id for option in match.candidates} == {
        "XM-DAC-41122",
        "XM-DAC-41140",
    }


def test_a_short_bare_number_is_no_identifier() -> None:
    register = a_register(an_organization("7", "Numbered Seven"))

    match = match_of(Stated("Rural Aid Society", identifier="7"), register)

    assert (match.decision, match.organization_id) == ("new", "name:rural-aid-society")


def test_an_unknown_identifier_becomes_the_id_of_a_new_organization() -> None:
    match = match_of(Stated("Rural Aid Society", identifier="us-ein–123"), SMALL)

    assert (match.decision, match.organization_id) == ("new", "US-EIN-123")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Hope Relief Network", "match.name"),
        ("  HOPE  relief network ", "match.name"),
        ("Water Users of the Valley", "match.alias"),
        ("Hope-ReliefNetwork", "match.letters"),
        ("HRN", "match.acronym"),
        ("H.R.N.", "match.acronym"),
        ("Network of Hope Relief", "match.words"),
        ("Hope Relief Netwrok", "match.corrected"),
        ("Hope Releif Network", "match.corrected"),
        ("Valley Water Users Fedration", "match.slips"),
        ("Valley Water Users Fed.", "match.words"),
        ("Hope Relief Network (HRN)", "match.both_names"),
        ("HRN - Hope Relief Network", "match.both_names"),
    ],
)
def test_the_reason_says_what_a_match_rests_on(name: str, code: str) -> None:
    register = a_register(
        an_organization("A-1", "Hope Relief Network", acronym="HRN"),
        an_organization("A-2", "Valley Water Users' Federation", "Water Users of the Valley"),
    )

    match = match_of(name, register)

    assert match.decision == Decision.RESOLVED
    assert match.because[0].code == code


@pytest.mark.parametrize(
    "name",
    [
        "World Health Organisation",
        "Organisation mondiale de la Santé (OMS)",
        "Organización Mundial de la Salud",
        "Всемирная организация здравоохранения",
        "WHO - World Health Organization",
        "ВОЗ",
    ],
)
def test_spellings_languages_and_scripts_of_one_organization_meet(name: str) -> None:
    assert match_of(name).organization_id == WHO


@pytest.mark.parametrize(
    ("name", "key"),
    [("WHO", WHO), ("Unicef", UNICEF), ("unhcr", UNHCR)],
)
def test_an_acronym_may_be_written_small(name: str, key: str) -> None:
    assert match_of(name).organization_id == key


def test_an_acronym_that_is_a_small_word_is_doubtful() -> None:
    match = match_of("who")

    assert match.decision == Decision.DOUBTFUL
    assert [option.organization_id for option in match.candidates] == [WHO]


SHARED_ACRONYM = a_register(
    an_organization("A-1", "African Relief Council", acronym="ARC", type_code="21"),
    an_organization("A-2", "Academy of Rural Change", acronym="ARC", type_code="80"),
    an_organization(
        "A-3", "Arvenian River Commission", acronym="ARC", type_code="10", country_code="XA"
    ),
)


def test_an_acronym_of_several_stays_open_with_all_of_them() -> None:
    match = match_of("ARC", SHARED_ACRONYM)

    assert match.organization_id is None
    assert [option.organization_id for option in match.candidates] == ["A-1", "A-2", "A-3"]


@pytest.mark.parametrize(
    ("stated", "context", "key"),
    [
        (Stated("ARC", type_code="80"), None, "A-2"),
        (Stated("ARC"), Context(country="XA"), "A-3"),
        (Stated("ARC"), Context(others=frozenset({"A-1"})), "A-1"),
        (Stated("ARC"), Context(types=frozenset({"21"})), "A-1"),
    ],
)
def test_what_is_known_around_it_decides_an_acronym_of_several(
    stated: Stated, context: Context | None, key: str
) -> None:
    match = match_of(stated, SHARED_ACRONYM, context)

    assert match.organization_id == key
    assert match.because[-1].code == "match.context"


def test_a_local_bodys_short_acronym_is_not_an_agencys() -> None:
    match = match_of(Stated("HRN", type_code="10"), SMALL, IRAQ)

    assert (match.decision, match.because[0].code) == ("doubtful", "match.other_kind")


def test_both_sides_of_a_name_must_not_contradict() -> None:
    match = match_of("Danish Refugee Council (NRC)")

    assert (match.decision, match.because[0].code) == ("doubtful", "match.contradiction")


def test_two_organizations_in_one_name_are_doubtful() -> None:
    assert match_of("UNHCR/UNICEF").decision == Decision.DOUBTFUL


def test_another_name_with_a_known_acronym_is_another_organization() -> None:
    match = match_of("Salaam Development Centre (SDC)")

    assert (match.decision, match.branch_of) == ("new", None)


def test_a_name_and_the_initials_beside_it_are_one_statement() -> None:
    match = match_of("Southern Women's Centre (SWC)", SMALL)

    assert match.organization_id == "A-3"


def test_initials_that_nobody_has_as_acronym_lead_to_a_name_nearby() -> None:
    assert match_of("VWUF", SMALL).decision == Decision.DOUBTFUL
    assert match_of("VWUF", SMALL).candidates[0].organization_id == "A-2"
    assert match_of("MTBO").decision == Decision.NEW


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("UNHCR Iraq", UNHCR),
        ("UNHCR-Iraq", UNHCR),
        ("UNHCR (Iraq)", UNHCR),
        ("UNHCR Country Office Iraq", UNHCR),
        ("Italian Committee for UNICEF", UNICEF),
        ("Italian Committee for United Nations Children's Fund", UNICEF),
    ],
)
def test_an_unknown_branch_is_new_and_hangs_under_its_parent(name: str, parent: str) -> None:
    match = match_of(name, context=IRAQ)

    assert match.decision == Decision.NEW
    assert match.branch_of == parent


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Save the Children Sweden", "Save the Children UK"),
        ("Oxfam GB", "Oxfam Novib"),
        ("MSF Holland", "MSF Spain"),
        ("British RC", "Swedish Red Cross"),
        ("South Sudan Red Cross", "Sudanese Red Crescent Society"),
    ],
)
def test_branches_that_are_known_are_themselves(name: str, other: str) -> None:
    one, two = match_of(name), match_of(other)

    assert one.decision == two.decision == Decision.RESOLVED
    assert one.organization_id != two.organization_id


def test_the_parent_is_meant_by_a_name_that_fits_it_and_its_branches() -> None:
    register = a_register(
        an_organization("P", "Help Worldwide", acronym="HWW"),
        an_organization("P-SE", "Help Sweden", "HWW", parent_id="P", country_code="SE"),
    )

    assert match_of("HWW", register).organization_id == "P"
    assert match_of("HWW Sweden", register).organization_id == "P-SE"
    assert match_of("HWW Norway", register).branch_of == "P"


def test_a_place_of_the_country_tells_a_branch() -> None:
    osh = Context(country="KG", place_names=frozenset({"osh"}))

    assert match_of("UNDP Osh", context=osh).branch_of == "XM-DAC-41114"
    assert match_of("UNDP Osh", context=Context(country="KG")).decision == Decision.DOUBTFUL


def test_an_acronym_behind_a_country_may_be_a_body_of_its_own() -> None:
    match = match_of("Somali HRN", SMALL, Context(country="SO"))

    assert match.decision == Decision.DOUBTFUL


@pytest.mark.parametrize(
    "name",
    [
        "Norway (MFA)",
        "Gov. of Norway",
        "Government of Norway",
        "Norwegian Ministry of Foreign Affairs",
        "Norway - Ministry of Foreign Affairs",
        "Royal Norwegian Ministry of Foreign Affairs",
        "Ministère norvégien des Affaires étrangères",
        "МИД Норвегии",
        "Norway",
    ],
)
@pytest.mark.parametrize("own", [False, True])
def test_a_donor_government_meets_its_foreign_ministry(name: str, own: bool) -> None:
    register = a_register(an_organization("NO-MFA", "Norwegian Ministry of Foreign Affairs"))

    if own:
        assert match_of(name, register).organization_id == "NO-MFA"
    else:
        assert match_of(name).organization_id == "XM-DAC-8"


@pytest.mark.parametrize("name", ["Ministry of Health (MOH)", "MoH", "Ministère de la Santé"])
def test_a_ministry_without_country_is_the_host_countrys(name: str) -> None:
    match = match_of(name, context=IRAQ)

    assert match.decision == Decision.NEW
    assert match.organization_id == "name:ministry-of-health-iraq"
    assert match.name == "Ministry of Health, Iraq"
    assert match.branch_of == "XM-DAC-543"


def test_a_ministry_is_never_another_countrys() -> None:
    register = a_register(
        an_organization("X-MOH", "Ministry of Health of Jordan", "Ministry of Health", "MoH")
    )

    assert match_of("Ministry of Health", register, IRAQ).organization_id != "X-MOH"
    assert match_of("Ministry of Health of Iraq", register).organization_id != "X-MOH"
    assert match_of("Jordanian Ministry of Health", register).organization_id == "X-MOH"


def test_a_national_organization_without_its_country_is_left_to_people() -> None:
    match = match_of("Red Crescent", context=IRAQ)

    assert (match.decision, match.because[0].code) == ("doubtful", "match.without_country")
    assert match.candidates[0].organization_id == match_of("Iraqi Red Crescent").organization_id


def test_the_host_countrys_code_stands_for_its_name() -> None:
    register = a_register(an_organization("U", "Help Worldwide", "HWW Arvenia", acronym="HWW"))

    assert match_of("HWW-XA", register, Context(country="XA")).organization_id == "U"


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        ("Northern Women's Centre", "Southern Women's Centre"),
        ("Region 4 Health Fund", "Region 5 Health Fund"),
        ("Sudan Farmers Union", "South Sudan Farmers Union"),
        ("Hope Women Society", "Hope Youth Society"),
        ("Iraq Relief Bureau", "Iran Relief Bureau"),
        ("Ministry of Wealth", "Ministry of Health"),
        ("Blue Cross Red Crescent", "Blue Cross Red Cross"),
        ("Northline GmbH", "Northline Ltd"),
    ],
)
def test_one_telling_word_keeps_two_names_apart(stated: str, known: str) -> None:
    match = match_of(stated, a_register(an_organization("K", known)))

    assert match.organization_id != "K"


def test_words_without_weight_do_not_keep_names_apart() -> None:
    match = match_of("Open Door Trust International", SMALL)

    assert match.organization_id == "GB-CHC-1"
    assert match.confidence < 0.9


def test_a_word_of_weight_more_leaves_it_to_people() -> None:
    match = match_of("Valley Upper Water Users' Federation", SMALL)

    assert match.decision == Decision.DOUBTFUL
    assert [option.organization_id for option in match.candidates] == ["A-2"]
    assert match.candidates[0].because.data["differ"] == ["upper"]


def test_another_number_in_a_national_register_speaks_against_a_likeness() -> None:
    same = match_of(Stated("Open Door Trsut", identifier="GB-CHC-1"), SMALL)
    other = match_of(Stated("Open Door Trsut", identifier="GB-CHC-2"), SMALL)

    assert same.organization_id == "GB-CHC-1"
    assert (other.decision, other.because[0].code) == ("doubtful", "match.other_registration")


@pytest.mark.parametrize(
    "name", ["", "(", "-", "...", "(((", "№ 5", "a" * 5000, "\u202eWHO", "保健省", "/ / /", "()"]
)
def test_odd_names_are_answered_too(name: str) -> None:
    match = match_of(name, SMALL, IRAQ)

    assert match.decision in tuple(Decision)


def test_an_empty_register_knows_nobody() -> None:
    empty = a_register()

    assert [m.decision for m in resolve_organizations(["A", "Bee", ""], empty)] == ["new"] * 3
    assert resolve_organizations([], empty) == []


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["HRN", "Hope Relief", "who", "SWC Iraq", "A-1", "Trust"]), max_size=6)
)
def test_the_order_of_the_names_changes_no_match(names: list[str]) -> None:
    forwards = resolve_organizations(names, SMALL, IRAQ)
    backwards = resolve_organizations(names[::-1], SMALL, IRAQ)

    assert forwards == backwards[::-1]


@settings(max_examples=80)
@given(st.text(max_size=30))
def test_a_match_is_either_of_the_register_or_new_or_open(name: str) -> None:
    match = match_of(name, SMALL, IRAQ)

    assert 0 <= match.confidence <= 1
    if match.decision == Decision.RESOLVED:
        assert match.organization_id in {"A-1", "A-2", "A-3", "GB-CHC-1"}
    if match.decision == Decision.DOUBTFUL:
        assert match.organization_id is None
        assert match.candidates
    if match.decision == Decision.NEW and match.organization_id is not None:
        assert match.organization_id.startswith("name:")
