"""`intarsia crowding` on a picture of seven organizations."""

from __future__ import annotations

import json
from pathlib import Path

from cells_support import an_activity, picture_of
from cli_support import Run
from intarsia.tables import save_picture


def test_measures_stand_with_their_denominators_and_all_findings_are_written(
    run: Run, tmp_path: Path
) -> None:
    donor = {"organization_id": "sweden", "name": "Sweden", "type_code": "10"}
    activities = [
        an_activity(f"a{n}", title=f"Well {n * 37}", organization_id=f"ngo-{n}",
                    funders=["sweden"], budget_usd=1_000.0 * n if n else None)
        for n in range(7)
    ]  # fmt: skip
    save_picture(picture_of(activities, organizations=[donor]), tmp_path / "p")

    done = run("crowding", tmp_path / "p", "-o", tmp_path / "c.json")

    assert done.code == 0
    once = next(line for line in done.out.splitlines() if " once " in line)
    assert once.split()[-6:] == ["21,000", "1", "1.00", "0.00", "0", "of", "1"][-6:]
    assert "7 organizations carry out activities: NGO-0, NGO-1" in done.out
    (row,) = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert row["subjects"] == ["water_sanitation", "D1"]
