"""Intarsia's sectors and the roads to them: every code has one, none is a refuge."""

from __future__ import annotations

from collections import Counter

import pytest

from intarsia import codelists

SECTORS = codelists.rows("sectors")
CROSSWALK = codelists.rows("sector_crosswalk")
REFUGES = ("other", "misc", "unspecified", "various", "autre", "divers", "проч", "разн", "иные")


def codes(list_name: str) -> set[str]:
    return {row["code"] for row in codelists.rows(list_name)}


def mapped(vocabulary: str) -> set[str]:
    return {row["source_code"] for row in CROSSWALK if row["vocabulary"] == vocabulary}


def test_every_purpose_code_has_exactly_one_sector() -> None:
    assert mapped("1") == codes("dac_purposes")


def test_every_category_and_group_has_exactly_one_sector() -> None:
    assert mapped("2") == codes("dac_categories")


def test_every_cluster_has_a_sector_by_name_acronym_and_number() -> None:
    clusters = codelists.rows("clusters")

    for column in ("code", "acronym", "number"):
        assert {row[column] for row in clusters if row[column]} <= mapped("10")


def test_every_goal_and_target_has_a_sector() -> None:
    assert mapped("7") == codes("sdg_goals")
    assert {target.split(".")[0] for target in mapped("8")} == codes("sdg_goals")
    assert len(mapped("8")) == 169


def test_no_pair_of_vocabulary_and_code_is_mapped_twice() -> None:
    assert len(codelists.sector_crosswalk()) == len(CROSSWALK)


def test_every_mapped_sector_exists_and_says_how_near_it_is() -> None:
    assert {row["sector_code"] for row in CROSSWALK} <= codes("sectors")
    assert {row["basis"] for row in CROSSWALK} == {"direct", "nearest", "broad"}


def test_a_purpose_or_category_that_is_not_mapped_directly_says_why() -> None:
    for row in CROSSWALK:
        if row["vocabulary"] in {"1", "2"} and row["basis"] != "direct":
            assert row["note"], row["source_code"]


@pytest.mark.parametrize(
    ("source_code", "sector_code"),
    [
        ("15130", "justice"),
        ("15132", "police"),
        ("15137", "prisons"),
        ("15151", "elections"),
        ("15161", "elections"),
        ("15153", "media"),
        ("22030", "media"),
        ("15160", "human_rights"),
        ("15170", "gender_equality"),
        ("15180", "gender_based_violence"),
        ("15190", "migration"),
        ("15210", "security_sector_reform"),
        ("15220", "peacebuilding"),
        ("15240", "arms_control"),
        ("15250", "mine_action"),
        ("12240", "nutrition"),
        ("14030", "water_sanitation"),
        ("16063", "organized_crime"),
        ("72040", "food_security"),
        ("73010", "reconstruction"),
        ("74020", "disaster_risk_reduction"),
        ("93010", "refugees_in_donor_countries"),
        ("99810", "unallocated"),
    ],
)
def test_a_purpose_code_goes_to_the_sector_a_person_would_choose(
    source_code: str, sector_code: str
) -> None:
    assert codelists.sector_crosswalk()["1", source_code] == sector_code


def test_every_sector_has_a_dimension_and_a_group_that_exist() -> None:
    for row in SECTORS:
        assert row["dimension"] in codes("dimensions"), row["code"]
        assert row["group"] in codes("sector_groups"), row["code"]


def test_every_group_and_every_dimension_holds_a_sector() -> None:
    assert {row["group"] for row in SECTORS} == codes("sector_groups")
    assert {row["dimension"] for row in SECTORS} == codes("dimensions")


def test_a_sector_without_a_task_says_why() -> None:
    tasks = codes("transition_tasks")

    for row in SECTORS:
        assert row["task"] in tasks if row["task"] else row["note"], row["code"]
    assert tasks <= {row["task"] for row in SECTORS}


def test_every_cluster_belongs_to_a_sector() -> None:
    assert {row["cluster"] for row in SECTORS if row["cluster"]} == codes("clusters")


def test_a_sector_that_no_donor_code_or_cluster_reaches_says_so() -> None:
    reached = {row["sector_code"] for row in CROSSWALK if row["vocabulary"] in {"1", "2", "10"}}
    unreached = {row["code"]: row["note"] for row in SECTORS if row["code"] not in reached}

    assert set(unreached) == {
        "border_management",
        "counter_terrorism",
        "dialogue_reconciliation",
        "displacement_return",
        "human_trafficking",
        "minorities_tolerance",
    }
    assert all("No DAC code or cluster of its own" in note for note in unreached.values())


def test_only_the_papers_four_fields_are_cross_dimensional() -> None:
    cross = {
        row["code"]
        for row in SECTORS
        if row["dimension"] == "cross_dimensional" and row["is_field_of_work"] == "true"
    }

    assert cross == {
        "police",
        "border_management",
        "human_trafficking",
        "counter_terrorism",
        "organized_crime",
    }


def test_what_is_not_a_field_of_work_has_codes_of_its_own() -> None:
    not_fields = {row["code"] for row in SECTORS if row["is_field_of_work"] == "false"}

    assert not_fields == {row["code"] for row in SECTORS if row["group"] == "not_a_field"}
    assert {"general_budget_support", "debt", "administrative_costs", "unallocated"} <= not_fields
    assert {row["is_field_of_work"] for row in SECTORS} == {"true", "false"}
    assert 55 <= len(SECTORS) - len(not_fields) <= 70


@pytest.mark.parametrize("column", ["code", "name_en", "name_fr", "name_ru"])
def test_no_sector_is_a_refuge_for_the_rest(column: str) -> None:
    for row in SECTORS:
        assert not any(word in row[column].lower() for word in REFUGES), row[column]


@pytest.mark.parametrize(
    "column", ["name_en", "name_fr", "name_ru", "short_en", "short_fr", "short_ru"]
)
def test_names_are_there_and_unique_in_each_language(column: str) -> None:
    counted = Counter(row[column] for row in SECTORS)

    assert "" not in counted
    assert max(counted.values()) == 1


def test_short_names_fit_the_head_of_a_column() -> None:
    for row in SECTORS:
        for column in ("short_en", "short_fr", "short_ru"):
            assert len(row[column]) <= 28, row[column]
