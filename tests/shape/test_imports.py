"""Loading Intarsia is quick: the heavy parts wait until they are needed."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = (
    "pyarrow",
    "duckdb",
    "lxml",
    "numpy",
    "shapely",
    "openpyxl",
    "babel",
    "rich",
    "jinja2",
    "python_calamine",
    "currency_converter",
    "django",
    "ortools",
)


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_library_loads_no_heavy_part() -> None:
    assert not loaded_after("import intarsia") & set(HEAVY)


def test_help_of_the_command_line_loads_no_heavy_part() -> None:
    asked = (
        "import contextlib, io\nfrom intarsia.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main(['--help'])"
    )

    assert not loaded_after(asked) & set(HEAVY)


def test_every_door_opens() -> None:
    import intarsia

    for name in intarsia.__all__:
        assert getattr(intarsia, name) is not None, name
