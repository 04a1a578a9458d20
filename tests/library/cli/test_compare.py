"""`intarsia compare` on two pictures of one country: everything that is found is compared."""

from __future__ import annotations

import json
from pathlib import Path

from cells_support import a_mandate, a_need, an_activity, picture_of
from cli_support import Run
from intarsia.tables import save_picture

WATER = "water_sanitation"
ELSEWHERE = an_activity("else", places=["D3"])


def test_gaps_and_mandates_appear_grow_and_are_resolved(run: Run, tmp_path: Path) -> None:
    lead = [a_mandate("osce", "lead"), a_mandate("undp", "lead")]
    before = picture_of(
        [ELSEWHERE], needs=[a_need("D1", WATER), a_need("D2", WATER)], mandates=lead[:1]
    )
    after = picture_of(
        [ELSEWHERE, an_activity("new", organization_id="oxfam", places=["D2"])],
        needs=[a_need("D1", WATER, people_in_need=2_000.0), a_need("D2", WATER)],
        mandates=lead,
    )
    save_picture(before, tmp_path / "may")
    save_picture(after, tmp_path / "june")

    done = run("compare", tmp_path / "may", tmp_path / "june", "-o", tmp_path / "c.json")

    assert done.code == 0
    assert f"grew: {WATER}, D1 (gap, 1,000 people → 2,000 people)" in done.out
    rows = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    changed = {(row["change"], *filter(None, row["subjects"] or ())) for row in rows}
    assert ("appeared", "police", "lead", "osce", "undp") in changed
    assert ("resolved", WATER, "D2") in changed


def test_a_picture_without_a_day_is_compared_by_what_needs_none_and_it_is_said(
    run: Run, tmp_path: Path
) -> None:
    undated = picture_of([ELSEWHERE], needs=[a_need("D1", WATER)], as_of=None)
    save_picture(undated, tmp_path / "p")

    compared = run("compare", tmp_path / "p", tmp_path / "p")
    asked = run("gaps", tmp_path / "p")

    assert compared.code == 0
    assert "gaps and crowding are not among what was found" in compared.err
    assert asked.code == 3
    assert "Name one: --from and --to" in asked.err
