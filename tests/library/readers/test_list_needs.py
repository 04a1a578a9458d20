"""Needs of several days: each day's figures stand for everybody, and say which day they are of."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from intarsia.readers import read_report


def test_a_column_that_says_as_of_is_the_day_of_the_figures(tmp_path: Path) -> None:
    path = tmp_path / "needs.csv"
    path.write_text(
        "place,sector,people_in_need,severity,as_of,source\n"
        "XA0101,water_sanitation,900,3,2011-03-31,Assessment\n"
        "XA0101,water_sanitation,700,3,2011-01-31,Survey\n"
        "XA0102,water_sanitation,500,4,,Survey\n",
        encoding="utf-8",
    )

    reading = read_report(path)

    rows = reading.tables["needs"].to_pylist()
    assert [(row["people_in_need"], row["as_of"], row["is_counted"]) for row in rows] == [
        (900.0, dt.date(2011, 3, 31), True),
        (700.0, dt.date(2011, 1, 31), True),
        (500.0, None, True),
    ]
    codes = {problem.code for problem in reading.problems}
    assert not codes & {"needs.column_not_kept", "needs.stated_again"}
