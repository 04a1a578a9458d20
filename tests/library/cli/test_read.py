"""`intarsia read`: files in, a picture and a list of problems out; exit codes as promised."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cli_support import Run
from intarsia import load_picture
from readers_support import an_activity, file_of

AS_OF = ("--as-of", "2011-05-31")


def listed(folder: Path) -> list[dict[str, str]]:
    path = folder.with_name(folder.name + ".problems.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def ids(folder: Path) -> list[str]:
    found: list[str] = load_picture(folder)["activities"]["activity_id"].to_pylist()
    return sorted(found)


def test_a_report_becomes_a_picture_with_its_problems_beside_it(
    run: Run, report: Path, tmp_path: Path
) -> None:
    done = run("read", report, *AS_OF, "-o", tmp_path / "picture")

    assert (done.code, done.err) == (0, "")
    assert ids(tmp_path / "picture") == ["XX-1-POLICE"]
    assert (tmp_path / "picture.problems.csv").is_file()
    assert "mission.xml" in done.out
    assert "iati-xml" in done.out
    assert "picture.problems.csv" in done.out


def test_the_day_asked_for_is_the_pictures_day(run: Run, report: Path, tmp_path: Path) -> None:
    run("read", report, *AS_OF, "-o", tmp_path / "picture")

    mark = json.loads((tmp_path / "picture" / "picture.json").read_text(encoding="utf-8"))
    assert mark["as_of"] == "2011-05-31"


def test_no_progress_bar_is_drawn_where_nobody_looks(
    run: Run, report: Path, tmp_path: Path
) -> None:
    done = run("read", report, *AS_OF, "-o", tmp_path / "picture")

    assert done.err == ""
    assert not {"\x1b", "\r", "━"} & set(done.out)


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    run: Run, report: Path, odd_report: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.xml"
    empty.touch()
    missing = tmp_path / "missing.xml"

    done = run("read", empty, report, missing, tmp_path, odd_report, *AS_OF, "-o", tmp_path / "p")

    assert done.code == 0
    assert ids(tmp_path / "p") == ["XX-1-ODD", "XX-1-POLICE"]
    refused = {row["file"]: row["code"] for row in listed(tmp_path / "p") if row["message"]}
    assert refused["empty.xml"] == "reader.empty_file"
    assert refused["missing.xml"] == "reader.no_such_file"
    assert refused[tmp_path.name] == "reader.a_folder"
    assert "empty.xml" in done.out


def test_where_no_file_can_be_read_no_picture_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.xml").touch()
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4")

    done = run("read", tmp_path / "empty.xml", tmp_path / "letter.pdf", "-o", tmp_path / "p")

    assert done.code == 3
    assert "empty.xml" in done.err
    assert "a PDF document" in done.err
    assert "no picture was written" in done.err
    assert not (tmp_path / "p").exists()


def test_problems_alone_are_no_failure(run: Run, odd_report: Path, tmp_path: Path) -> None:
    assert run("read", odd_report, *AS_OF, "-o", tmp_path / "p").code == 0


def test_strict_makes_problems_a_failure_and_still_writes_the_picture(
    run: Run, odd_report: Path, tmp_path: Path
) -> None:
    done = run("read", odd_report, "--strict", *AS_OF, "-o", tmp_path / "p")

    assert done.code == 1
    assert ids(tmp_path / "p") == ["XX-1-ODD"]


def test_strict_without_problems_is_done(run: Run, tmp_path: Path) -> None:
    dated = '<activity-date type="2" iso-date="2011-01-01"/>'
    (tmp_path / "plain.xml").write_text(file_of(an_activity(inside=dated)), encoding="utf-8")

    done = run("read", tmp_path / "plain.xml", "--strict", *AS_OF, "-o", tmp_path / "p")

    assert (done.code, listed(tmp_path / "p")) == (0, [])


def test_strict_counts_a_file_that_could_not_be_read(
    run: Run, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.xml").touch()

    done = run("read", report, tmp_path / "empty.xml", "--strict", *AS_OF, "-o", tmp_path / "p")

    assert done.code == 1


def test_no_cell_of_the_list_of_problems_is_a_formula(
    run: Run, odd_report: Path, tmp_path: Path
) -> None:
    run("read", odd_report, *AS_OF, "-o", tmp_path / "p")

    (row,) = [row for row in listed(tmp_path / "p") if row["code"] == "date.not_a_date"]
    assert row["value"] == "'=HYPERLINK(1)"
    assert not [
        cell
        for row in listed(tmp_path / "p")
        for cell in row.values()
        if cell.startswith(("=", "+", "-", "@"))
    ]


def test_every_problem_is_said_in_a_sentence(run: Run, odd_report: Path, tmp_path: Path) -> None:
    run("read", odd_report, *AS_OF, "-o", tmp_path / "p")

    rows = listed(tmp_path / "p")
    assert rows
    assert all("odd.xml" in row["message"] and row["message"].endswith(".") for row in rows)


def test_a_country_keeps_its_activities_and_names_how_many_were_left_out(
    run: Run, report: Path, odd_report: Path, tmp_path: Path
) -> None:
    run("read", report, odd_report, "--country", "ge", *AS_OF, "-o", tmp_path / "p")

    assert ids(tmp_path / "p") == ["XX-1-POLICE"]
    (row,) = [row for row in listed(tmp_path / "p") if row["code"] == "report.other_countries"]
    assert (row["file"], row["times"]) == ("odd.xml", "1")


def test_a_file_named_twice_is_counted_once_and_said(
    run: Run, report: Path, tmp_path: Path
) -> None:
    again = tmp_path / "mission-again.xml"
    again.write_bytes(report.read_bytes())

    run("read", report, again, *AS_OF, "-o", tmp_path / "p")

    assert ids(tmp_path / "p") == ["XX-1-POLICE"]
    assert [row["code"] for row in listed(tmp_path / "p")].count("report.same_file") == 1


def test_the_order_of_the_files_changes_nothing(
    run: Run, report: Path, odd_report: Path, tmp_path: Path
) -> None:
    run("read", report, odd_report, *AS_OF, "-o", tmp_path / "one")
    run("read", odd_report, report, *AS_OF, "-o", tmp_path / "other")

    one, other = load_picture(tmp_path / "one"), load_picture(tmp_path / "other")
    assert all(one[name].equals(other[name]) for name in one if name != "problems")


def test_reading_again_replaces_the_picture(
    run: Run, report: Path, odd_report: Path, tmp_path: Path
) -> None:
    run("read", report, *AS_OF, "-o", tmp_path / "p")
    run("read", odd_report, *AS_OF, "-o", tmp_path / "p")

    assert ids(tmp_path / "p") == ["XX-1-ODD"]


def test_a_folder_that_is_no_picture_is_left_as_it_is(
    run: Run, report: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep me", encoding="utf-8")

    done = run("read", report, *AS_OF, "-o", folder)

    assert done.code == 3
    assert "nothing was written" in done.err
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_rates_of_a_file_go_before_the_packaged_ones(
    run: Run, report: Path, tmp_path: Path
) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("currency,date,rate\nEUR,2011-01-01,0.5\n", encoding="utf-8")

    run("read", report, "--rates", rates, *AS_OF, "-o", tmp_path / "p")

    assert load_picture(tmp_path / "p")["transactions"]["value_usd"].to_pylist() == [501.0]


@pytest.mark.parametrize("option", ["--rates", "--places"])
def test_a_file_of_rates_or_places_that_is_not_there_is_said_before_anything_is_written(
    run: Run, report: Path, tmp_path: Path, option: str
) -> None:
    done = run("read", report, option, tmp_path / "nowhere.csv", *AS_OF, "-o", tmp_path / "p")

    assert done.code == 3
    assert "nowhere.csv" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("a.xml",), "-o"),
        (("-o", "p"), "FILE"),
        (("a.xml", "-o", "p", "--country", "Georgia"), "no country code"),
        (("a.xml", "-o", "p", "--as-of", "31/05/2011"), "2011-05-31"),
        (("a.xml", "-o", "p", "--loose"), "--loose"),
    ],
)
def test_wrong_usage_is_said_with_what_is_right(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    done = run("read", *words)

    assert done.code == 2
    assert said in done.err
