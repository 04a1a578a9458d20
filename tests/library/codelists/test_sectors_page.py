"""docs/methods/sectors.md shows the sectors as they are packaged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from intarsia import codelists

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "sectors.md"
BEGIN, END = "<!-- table: sectors -->\n", "<!-- end of table -->"


def sectors_in(dimension: str) -> list[codelists.Row]:
    return [
        row
        for row in codelists.rows("sectors")
        if row["dimension"] == dimension and row["is_field_of_work"] == "true"
    ]


def table(title: str, rows: list[codelists.Row]) -> str:
    lines = [
        f"\n### {title} ({len(rows)})\n",
        "| sector | name | task | cluster |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{row['code']}` | {row['name_en']} "
        f"| {codelists.name('transition_tasks', row['task'])} "
        f"| {codelists.name('clusters', row['cluster'])} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def sector_tables() -> str:
    dimensions = sorted(codelists.rows("dimensions"), key=lambda row: int(row["order"]))
    tables = [table(row["name_en"], sectors_in(row["code"])) for row in dimensions]
    rest = [row for row in codelists.rows("sectors") if row["is_field_of_work"] == "false"]
    return "".join([*tables, table("Not a field of work", rest)])


def test_the_page_shows_every_sector_as_it_is_packaged() -> None:
    shown = PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]

    assert shown == sector_tables(), f"Put this between the two marks:\n{sector_tables()}"


def test_the_page_states_how_many_codes_there_are() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert f"{len(codelists.rows('sectors'))} sectors" in page
    assert f"{len(codelists.rows('dac_purposes'))} purpose codes" in page
    crosswalk = codelists.rows("sector_crosswalk")
    assert f"{len(crosswalk)} rows" in page
    basis = Counter(row["basis"] for row in crosswalk if row["vocabulary"] == "1")
    assert f"({basis['direct']} purpose codes)" in page
    assert f"what differs ({basis['nearest']})" in page
    assert f"what else ({basis['broad']})" in page
