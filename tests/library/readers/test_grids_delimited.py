"""Tables of text: encodings, separators, quotation marks, rows of many lengths."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.readers.grids import Cell, Grid, is_grid, open_grids
from intarsia.readers.grids.encodings import decode
from intarsia.readers.grids.records import separator_of
from intarsia.readers.source import ReaderError, open_source
from intarsia.tables import ProblemLog

Said = list[tuple[str, str | None, str | None, int]]


def read(tmp_path: Path, content: bytes | str, name: str = "3w.csv") -> tuple[Grid, Said]:
    """Return a file's grid, and its problems: code, cell, value, times."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    log = ProblemLog(name)
    [grid] = open_grids(open_source(path), log)
    return grid, [(one.code, one.cell, one.value, one.times) for one in log]


def rows(tmp_path: Path, content: bytes | str) -> list[list[Cell]]:
    return read(tmp_path, content)[0].rows


def test_cells_stay_text_and_empty_ones_are_null(tmp_path: Path) -> None:
    grid, said = read(tmp_path, "who,people,code\nUNHCR,12,007\n,, x \n")

    assert grid.rows == [["who", "people", "code"], ["UNHCR", "12", "007"], [None, None, " x "]]
    assert (grid.name, grid.cell(1, 2), said) == (None, "C2", [])


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Région;Éducation\nMaïs;x\n"),
        ("utf-16", "Область;Вода\nОш;x\n"),
        ("utf-16-le", "who;what\nUNHCR;x\n"),
        ("cp1252", "Région;Préfecture\nÉcole à côté, où être;x\n"),
        ("cp1252", "Organización;Año\nNariño, Bogotá;x\n"),
        ("cp1252", "Größe;Straße\nKöln;x\n"),
        ("cp1251", "Организация;Сектор\nМЧС;г. Ош\n"),
        ("cp1251", "Громада;їжа\nКиїв;є\n"),
        ("cp1256", "المنظمة;القطاع\nاليونيسف;المياه\n"),
        ("cp1250", "Račun;Općina\nĐakovo;žene, što\n"),
        ("cp1250", "Województwo;żywność\nłódzkie;ś\n"),
    ],
)
def test_the_encoding_is_known_by_its_letters(tmp_path: Path, encoding: str, text: str) -> None:
    grid, _ = read(tmp_path, text.encode(encoding))

    assert grid.rows == [line.split(";") for line in text.splitlines()]


def test_a_guessed_encoding_is_named(tmp_path: Path) -> None:
    _, said = read(tmp_path, "who;what\nМЧС;Вода\n".encode("cp1251"))

    assert said == [("grid.encoding_guessed", "2", "windows-1251", 1)]


def test_each_line_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    content = (
        "Область;Район\n".encode("cp1251")
        + "Région;Éducation\n".encode("cp1252")
        + "Ош;Київ\n".encode()
        + "المياه;حلب\n".encode("cp1256")
        + "Вода;Баткен\n".encode("cp1251")
    )

    grid, said = read(tmp_path, content)

    assert grid.rows == [
        ["Область", "Район"],
        ["Région", "Éducation"],
        ["Ош", "Київ"],
        ["المياه", "حلب"],
        ["Вода", "Баткен"],
    ]
    assert ("grid.encodings_mixed", "2", 3) in [
        (code, cell, times) for code, cell, _, times in said
    ]


def test_bytes_without_a_letter_are_kept_and_named(tmp_path: Path) -> None:
    grid, said = read(tmp_path, b"Province;r\x81gion\nPr\xe9fecture;x\n")

    assert grid.rows == [["Province", "r\u0081gion"], ["Préfecture", "x"]]
    assert ("grid.bytes_unreadable", "1", "windows-1252", 1) in said


def test_words_of_two_encodings_in_one_line_are_both_read() -> None:
    content = "Région;".encode() + "Éducation\n".encode("cp1252")

    assert decode(content).text == "Région;Éducation\n"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff\x00")))
def test_what_is_utf_8_is_read_as_such(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_titles_above_the_table_do_not_mislead_the_separator(separator: str) -> None:
    table = [["who", "what", "where"], ["UNHCR", "a; b, c", "Ishtal"], ["IRC", "1,5", "Kessel"]]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(table * 3)

    found = separator_of(
        "Partners, donors, sectors | May\nStatus; draft, 31 May\n\n" + text.getvalue()
    )

    assert found == separator


def test_decimal_commas_are_no_separators(tmp_path: Path) -> None:
    assert rows(tmp_path, "a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n")[1] == ["1,5", "2,5", "3,5"]


def test_a_stated_separator_is_obeyed_and_its_line_counted(tmp_path: Path) -> None:
    grid, _ = read(tmp_path, "sep=|\na,b|c\n1|2\n")

    assert (grid.rows, grid.cell(0, 0)) == ([["a,b", "c"], ["1", "2"]], "A2")


def test_text_kept_from_being_a_number_is_unwrapped(tmp_path: Path) -> None:
    assert rows(tmp_path, 'code,n\n="007",1\n') == [["code", "n"], ["007", "1"]]


def test_cells_of_several_lines_are_one_row(tmp_path: Path) -> None:
    grid, said = read(tmp_path, 'who,what\nUNHCR,"tents,\nstoves"\nIRC,water\n')

    assert grid.rows == [["who", "what"], ["UNHCR", "tents,\nstoves"], ["IRC", "water"]]
    assert (grid.cell(2, 0), said) == ("A3", [])


def test_a_mark_left_open_does_not_swallow_the_file(tmp_path: Path) -> None:
    lines = [f"UNHCR,water,place {number}" for number in range(300)]
    lines[100] = 'IRC,"water,Ishtal'

    grid, said = read(tmp_path, "who,what,where\n" + "\n".join(lines) + "\n")

    assert len(grid.rows) == 301
    assert grid.rows[101] == ["IRC", '"water', "Ishtal"]
    assert grid.rows[300] == ["UNHCR", "water", "place 299"]
    assert said == [("grid.quotes_unbalanced", "102", None, 1)]


def test_two_marks_that_seem_to_close_each_other_do_not_swallow_what_is_between(
    tmp_path: Path,
) -> None:
    lines = [f"UNHCR,water,place {number}" for number in range(20)]
    lines[5], lines[15] = 'IRC,"water,Ishtal', 'NRC,water",Kessel'

    grid, said = read(tmp_path, "who,what,where\n" + "\n".join(lines) + "\n")

    assert [len(grid.rows), grid.rows[10]] == [21, ["UNHCR", "water", "place 9"]]
    assert [code for code, *_ in said] == ["grid.quotes_unbalanced"]


def test_inches_inside_a_marked_cell_keep_the_row(tmp_path: Path) -> None:
    grid, said = read(tmp_path, 'who,what,where\nIRC,"5" pipes",Kessel\nNRC,"a\nb",Ishtal\n')

    assert grid.rows[1] == ["IRC", '5 pipes"', "Kessel"]
    assert grid.rows[2] == ["NRC", "a\nb", "Ishtal"]
    assert said == [("grid.quotes_unbalanced", "2", None, 1)]


def test_rows_of_other_lengths_are_kept_and_named(tmp_path: Path) -> None:
    content = "Title\n\na,b,c\n1,2,3\n4,5,6\n7,8\n1,2,3,4,5\n9,9,9\nA note at the foot\n"

    grid, said = read(tmp_path, content)

    assert {len(row) for row in grid.rows} == {5}
    assert grid.rows[6] == ["1", "2", "3", "4", "5"]
    assert grid.rows[8][0] == "A note at the foot"
    assert said == [("grid.row_longer", "7", None, 1), ("grid.row_shorter", "6", None, 1)]


def test_nul_bytes_are_taken_out_and_counted(tmp_path: Path) -> None:
    grid, said = read(tmp_path, b"who,what\nUN\x00HCR,\x00water\n" + b"IRC,shelter\n" * 20)

    assert grid.rows[1] == ["UNHCR", "water"]
    assert said == [("grid.nul_bytes", "2", None, 2)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_machine(tmp_path: Path, end: str) -> None:
    assert rows(tmp_path, f"a,b{end}1,2{end}") == [["a", "b"], ["1", "2"]]


def test_a_million_empty_rows_are_no_rows(tmp_path: Path) -> None:
    grid, said = read(tmp_path, "a,b,c,d\n1,2,3,\n" + ",,,\n" * 1_000_000)

    assert (len(grid.rows), said) == (2, [])


def test_cells_of_thirty_thousand_letters_are_kept(tmp_path: Path) -> None:
    long = "w" * 200_000

    assert rows(tmp_path, f'a,b\n1,"{long}"\n')[1][1] == long


def test_one_endless_row_among_many_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "3w.csv"
    path.write_text("x," * 16_000 + "x\n" + "a,b\n" * 3_000)

    with pytest.raises(ReaderError) as error:
        open_grids(open_source(path), ProblemLog(path.name))

    assert error.value.code == "reader.too_many_cells"


def test_columns_that_no_program_shows_are_cut_and_named(tmp_path: Path) -> None:
    grid, said = read(tmp_path, "a,b\n1,2\n" + "x," * 20_000 + "x\n")

    assert grid.width == 16_384
    assert ("grid.row_cut", "XFE3", "20001", 1) in said


def test_a_file_without_a_cell_is_an_empty_grid(tmp_path: Path) -> None:
    assert rows(tmp_path, ",,\n\n") == []


_CELLS = st.text(
    alphabet=st.one_of(
        st.sampled_from(',;\t|"\r\n ab'),
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff="),
    ),
    max_size=8,
)


@given(
    st.lists(
        st.lists(_CELLS, min_size=3, max_size=3).filter(
            lambda row: row[0].strip() and row[2].strip()
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_a_program_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("written")
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(table)

    grid, _ = read(folder, text.getvalue())

    assert grid.rows == [[cell or None for cell in row] for row in table]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("list.csv", "who,what\n", True),
        ("list.tsv", "who\twhat\n", True),
        ("list.txt", "who;what\nUNHCR;water\n", True),
        ("letter.txt", "Dear colleagues,\nplease find the list attached.\n\nBest\n", False),
        ("list.xls", "who\twhat\nUNHCR\twater\n", True),
        ("page.xls", "<html><table></table></html>", False),
        ("list.csv", "<html><body>Not found</body></html>", False),
        ("report.xml", "<iati-activities/>", False),
        ("picture.csv", "\x89PNG\x01\x02\x03", False),
        ("program.py", "a,b = 1,2\nc,d = 3,4\n", False),
    ],
)
def test_head_and_name_say_whether_it_is_a_table(
    tmp_path: Path, name: str, content: str, expected: bool
) -> None:
    path = tmp_path / name
    path.write_text(content)

    assert is_grid(open_source(path)) is expected


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.xls"
    path.write_text("<html></html>")

    with pytest.raises(ReaderError) as error:
        open_grids(open_source(path), ProblemLog(path.name))

    assert error.value.code == "reader.no_table"


@pytest.mark.shared
def test_real_lists_have_as_many_rows_as_the_plain_reader_finds(shared: Path) -> None:
    paths = [*(shared / "data/3w").glob("*.csv"), *(shared / "data/needs").glob("*.csv")]

    for path in paths:
        log = ProblemLog(path.name)
        [grid] = open_grids(open_source(path), log)
        with path.open(encoding="utf-8-sig", newline="") as file:
            plain = list(csv.reader(file))
        assert [[cell or "" for cell in row] for row in grid.rows] == plain, path.name
        assert not list(log), path.name
    assert paths
