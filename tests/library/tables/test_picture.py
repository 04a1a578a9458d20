"""A picture on disk: whole or not at all, the same when read back, refused where it is none."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from intarsia.tables import (
    ACTIVITIES,
    PLACES,
    SCHEMA_VERSION,
    TABLES,
    Picture,
    PictureError,
    TableShapeError,
    load_picture,
    save_picture,
)

AS_OF = dt.date(2011, 5, 31)


def a_picture(*titles: str) -> Picture:
    activities = pa.Table.from_pylist(
        [
            {"activity_id": f"A{at}", "report_id": "r", "file": "a.xml", "title": title}
            for at, title in enumerate(titles)
        ],
        ACTIVITIES.schema,
    )
    places = pa.Table.from_pylist(
        [
            {
                "place_code": "XA01",
                "level": 1,
                "name": "Sirin",
                "names": [("en", "Sirin"), ("ru", "Сирин")],
                "valid_from_on": dt.date(2009, 1, 1),
                "boundary": b"\x00\x01",
            }
        ],
        PLACES.schema,
    )
    return Picture({"activities": activities, "places": places}, AS_OF)


def refusal(folder: Path) -> PictureError:
    with pytest.raises(PictureError) as caught:
        load_picture(folder)
    return caught.value


def titles_in(folder: Path) -> list[str]:
    titles: list[str] = load_picture(folder)["activities"]["title"].to_pylist()
    return titles


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


def test_a_picture_read_back_is_the_same(tmp_path: Path) -> None:
    before = a_picture("Wells", "Школы")

    save_picture(before, tmp_path / "picture")
    after = load_picture(tmp_path / "picture")

    assert after.as_of == AS_OF
    assert all(after[name].equals(before[name]) for name in TABLES)


def test_an_empty_picture_without_a_day_is_read_back_too(tmp_path: Path) -> None:
    save_picture(Picture(), tmp_path / "picture")

    after = load_picture(tmp_path / "picture")

    assert after.as_of is None
    assert not any(after[name].num_rows for name in after)


def test_the_folder_is_one_file_a_table_and_its_mark(tmp_path: Path) -> None:
    save_picture(a_picture("Wells"), tmp_path / "new" / "picture")

    found = {path.name for path in (tmp_path / "new" / "picture").iterdir()}
    mark = json.loads((tmp_path / "new" / "picture" / "picture.json").read_text(encoding="utf-8"))
    assert found == {*(f"{name}.parquet" for name in TABLES), "picture.json"}
    assert (mark["schema_version"], mark["as_of"]) == (SCHEMA_VERSION, "2011-05-31")
    assert mark["rows"]["activities"] == 1


def test_saving_again_replaces_the_picture_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "picture"
    save_picture(a_picture("Wells"), folder)

    save_picture(a_picture("Schools", "Clinics"), folder)

    assert titles_in(folder) == ["Schools", "Clinics"]
    assert beside(folder) == []


def test_a_write_that_fails_leaves_the_old_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "picture"
    save_picture(a_picture("Wells"), folder)
    write = pq.write_table

    def disk_is_full(table: pa.Table, path: Path, **options: object) -> None:
        if Path(path).stem == "places":
            raise OSError(28, "No space left on device")
        write(table, path, **options)

    monkeypatch.setattr(pq, "write_table", disk_is_full)
    with pytest.raises(OSError, match="No space left"):
        save_picture(a_picture("Schools"), folder)

    assert titles_in(folder) == ["Wells"]
    assert beside(folder) == []


def test_a_folder_of_other_files_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")

    with pytest.raises(PictureError) as caught:
        save_picture(a_picture("Wells"), tmp_path)

    assert caught.value.code == "picture.not_a_picture"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_in_the_place_of_the_folder_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "picture").write_text("keep me", encoding="utf-8")

    with pytest.raises(PictureError) as caught:
        save_picture(a_picture("Wells"), tmp_path / "picture")

    assert caught.value.code == "picture.not_a_picture"
    assert (tmp_path / "picture").read_text(encoding="utf-8") == "keep me"


def test_an_empty_folder_may_become_a_picture(tmp_path: Path) -> None:
    (tmp_path / "picture").mkdir()

    save_picture(a_picture("Wells"), tmp_path / "picture")

    assert titles_in(tmp_path / "picture") == ["Wells"]


@pytest.mark.parametrize("mark", [None, "", "[]", "{}", '{"schema_version": "one"}'])
def test_a_folder_without_a_readable_mark_is_no_picture(tmp_path: Path, mark: str | None) -> None:
    if mark is not None:
        (tmp_path / "picture.json").write_text(mark, encoding="utf-8")

    error = refusal(tmp_path)

    assert error.code == "picture.not_a_picture"
    assert "intarsia read" in error.message


def test_a_folder_that_is_not_there_is_no_picture(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere").code == "picture.not_a_picture"


@pytest.mark.parametrize(
    ("step", "code"), [(1, "picture.newer_version"), (-1, "picture.older_version")]
)
def test_a_picture_of_another_version_is_refused(tmp_path: Path, step: int, code: str) -> None:
    save_picture(a_picture("Wells"), tmp_path / "picture")
    mark = tmp_path / "picture" / "picture.json"
    version = SCHEMA_VERSION + step
    mark.write_text(json.dumps({"schema_version": version}), encoding="utf-8")

    error = refusal(tmp_path / "picture")

    assert error.code == code
    assert error.data["version"] == version


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "picture"
    save_picture(a_picture("Wells"), folder)
    whole = (folder / "transactions.parquet").read_bytes()
    (folder / "transactions.parquet").write_bytes(whole[: len(whole) // 2])

    error = refusal(folder)

    assert error.code == "picture.unreadable"
    assert error.data["table"] == "transactions"
    assert "transactions.parquet" in error.message


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    save_picture(a_picture("Wells"), tmp_path / "picture")
    (tmp_path / "picture" / "needs.parquet").unlink()

    assert refusal(tmp_path / "picture").data["table"] == "needs"


def test_a_table_with_other_columns_is_named(tmp_path: Path) -> None:
    save_picture(a_picture("Wells"), tmp_path / "picture")
    pq.write_table(pa.table({"well": ["W1"]}), tmp_path / "picture" / "needs.parquet")

    assert refusal(tmp_path / "picture").data["table"] == "needs"


def test_what_people_put_into_the_folder_stays(tmp_path: Path) -> None:
    save_picture(a_picture("Wells"), tmp_path / "picture")
    (tmp_path / "picture" / "brief.html").write_text("mine")

    save_picture(a_picture("Roads"), tmp_path / "picture")

    assert (tmp_path / "picture" / "brief.html").read_text() == "mine"
    assert titles_in(tmp_path / "picture") == ["Roads"]


def test_a_saved_picture_can_be_moved(tmp_path: Path) -> None:
    save_picture(a_picture("Wells"), tmp_path / "picture")

    shutil.move(tmp_path / "picture", tmp_path / "elsewhere")

    assert titles_in(tmp_path / "elsewhere") == ["Wells"]


def test_a_table_that_is_not_given_is_there_without_rows() -> None:
    picture = a_picture("Wells")

    assert picture["needs"].num_rows == 0
    assert list(picture) == list(TABLES)


def test_a_wrong_table_is_refused_before_it_is_in_the_picture() -> None:
    with pytest.raises(TableShapeError):
        a_picture("Wells").having(needs=pa.table({"well": ["W1"]}))


def test_replacing_a_table_leaves_the_first_picture_as_it_was() -> None:
    picture = a_picture("Wells")

    without = picture.having(activities=ACTIVITIES.empty())

    assert (picture["activities"].num_rows, without["activities"].num_rows) == (1, 0)
    assert without.as_of == AS_OF
