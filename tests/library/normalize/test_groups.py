"""Target groups and modalities of a table of activities: codes beside what was reported."""

from __future__ import annotations

from intarsia.normalize.groups import normalize_groups
from intarsia.tables import ACTIVITIES, ProblemLog, from_rows


def test_groups_and_modalities_get_codes_and_keep_their_words() -> None:
    columns: dict[str, list[str | None]] = {
        "activity_id": ["A", "B", "C", "D"],
        "target_group": ["IDPs; returnees", "Stilts", "IDPs, Stilts", None],
        "modality": ["Cash", "Trainnig", None, "n/a"],
    }
    names = [column.name for column in ACTIVITIES.columns]
    rows = [tuple(columns.get(name, [None] * 4)[row] for name in names) for row in range(4)]
    log = ProblemLog("3w.csv")

    filled = normalize_groups({"activities": from_rows(rows, ACTIVITIES.schema)}, log)

    table = filled["activities"]
    assert table["target_group"].to_pylist() == columns["target_group"]
    assert table["target_group_code"].to_pylist() == ["idps returnees", None, "idps", None]
    assert table["modality_code"].to_pylist() == ["cash", None, None, None]
    assert sorted((p.code, p.value, p.expected, p.times) for p in log) == [
        ("group.unknown", "Stilts", None, 2),
        ("modality.unknown", "Trainnig", "Training", 1),
    ]
