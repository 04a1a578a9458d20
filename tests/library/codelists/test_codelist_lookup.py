"""Looking up a code: names in languages, unknown codes, unknown lists, nothing heavy imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from intarsia import codelists
from intarsia.errors import IntarsiaError


def test_a_name_is_given_in_the_language_asked_for() -> None:
    assert codelists.name("activity_statuses", "2", "fr") == "Actif"
    assert codelists.name("sectors", "mine_action", "ru") == "Противоминная деятельность"


def test_a_name_falls_back_to_english() -> None:
    assert codelists.name("dac_purposes", "15151", "ru") == "Elections"
    assert codelists.name("dac_purposes", "15151", "uk") == "Elections"
    assert codelists.names("dac_purposes", "ru")["15151"] == "Elections"


def test_an_unknown_code_is_its_own_name() -> None:
    assert codelists.name("dac_purposes", "00000") == "00000"
    assert not codelists.has("dac_purposes", "00000")


def test_names_holds_every_row_of_the_list() -> None:
    roles = codelists.names("organization_roles")

    assert roles == {"1": "Funding", "2": "Accountable", "3": "Extending", "4": "Implementing"}


def test_a_caller_cannot_change_the_lists() -> None:
    codelists.names("organization_roles")["1"] = "changed"

    with pytest.raises(TypeError):
        codelists.rows("organization_roles")[0]["code"] = "9"  # type: ignore[index]
    with pytest.raises(TypeError):
        codelists.sector_crosswalk()["1", "15132"] = "x"  # type: ignore[index]
    assert codelists.name("organization_roles", "1") == "Funding"


@pytest.mark.parametrize("list_name", ["no_such_list", "sources", "../sectors", ""])
def test_an_unknown_list_is_an_error_with_a_permanent_code(list_name: str) -> None:
    with pytest.raises(IntarsiaError) as raised:
        codelists.rows(list_name)

    assert raised.value.code == "codelist.unknown_list"
    assert raised.value.data == {"list_name": list_name}


def test_a_table_without_a_code_column_has_rows_but_no_names() -> None:
    assert codelists.rows("v1_codes")
    with pytest.raises(IntarsiaError):
        codelists.names("sector_crosswalk")


def test_importing_the_lists_loads_nothing_heavy_and_reads_no_file() -> None:
    program = (
        "import sys; from intarsia import codelists;"
        "assert 'pyarrow' not in sys.modules and 'duckdb' not in sys.modules;"
        "assert codelists._read.cache_info().currsize == 0"
    )

    source_folder = Path(codelists.__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], check=True, cwd=source_folder)
