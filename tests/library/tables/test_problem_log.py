"""Problems are gathered, never raised; alike ones are counted together."""

from __future__ import annotations

from intarsia.tables import PROBLEMS, ProblemLog, check
from intarsia.terms import Severity


def test_alike_problems_are_counted_and_keep_the_place_of_the_first() -> None:
    log = ProblemLog("a.xml", "r1")
    log.tally("number.separators", column="value", value="1,000", cell="line 7")
    log.tally("number.separators", column="value", value="1,000", cell="line 9", times=2)

    (problem,) = log

    assert (problem.times, problem.cell) == (3, "line 7")


def test_problems_of_another_column_or_value_are_told_apart() -> None:
    log = ProblemLog("a.xml")
    log.tally("number.separators", column="value", value="1,000")
    log.tally("number.separators", column="value", value="2,000")
    log.tally("number.separators", column="budget/value", value="1,000")

    assert [problem.times for problem in log] == [1, 1, 1]
    assert len(log) == 3


def test_what_became_of_the_thing_is_said() -> None:
    log = ProblemLog("a.xml")
    log.lost("xml.not_well_formed", cell="line 7")
    log.changed("date.not_a_date", cell="line 9")
    log.note("activity.id_again", cell="line 12")

    assert [problem.severity for problem in log] == [
        Severity.LOST,
        Severity.CHANGED,
        Severity.NOTE,
    ]


def test_problems_of_another_part_go_on_being_counted() -> None:
    log, part = ProblemLog("a.xml"), ProblemLog("a.xml")
    log.tally("number.separators", column="value")
    part.tally("number.separators", column="value", times=4)
    part.lost("xml.not_well_formed", cell="line 7")

    log.extend(part)

    assert {problem.code: problem.times for problem in log} == {
        "number.separators": 5,
        "xml.not_well_formed": 1,
    }


def test_the_table_names_file_and_report_and_cuts_long_values() -> None:
    log = ProblemLog("a.xml", "r1")
    log.changed("date.not_a_date", value="x" * 1000)

    table = log.table()

    check(table, PROBLEMS)
    (row,) = table.to_pylist()
    assert (row["file"], row["report_id"], row["times"]) == ("a.xml", "r1", 1)
    assert len(row["value"]) == 200


def test_no_problems_are_an_empty_table() -> None:
    check(ProblemLog("a.xml").table(), PROBLEMS)
