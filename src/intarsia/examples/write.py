"""Writes the example country's files into a folder and says what was written.

In: a folder and a seed. Out: report files, registers, truth and an `ExampleSummary`. The same seed
gives the same bytes.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from intarsia.examples import (
    aims_files,
    country_sheets,
    geography,
    iati_files,
    iati_old_file,
    list_sheets,
    list_texts,
    registers,
    texts,
    truth,
)
from intarsia.examples.links import Links, links
from intarsia.examples.plots import deeds
from intarsia.examples.reporting import FILES, Statement, statements
from intarsia.examples.written import Written

_CUT_AT = 1180
_RICH, _PLAIN, _CUT = (
    iati_files.Style("2.03", rich=True),
    iati_files.Style("2.02", rich=False),
    iati_files.Style("2.03", rich=False),
)
_KINDS = {"xml": "iati_xml", "zip": "aims_release", "csv": "list", "xlsx": "list"}


@dataclass(frozen=True)
class ExampleFile:
    """One written file; `count` is how many entries, rows or features it holds."""

    path: str
    kind: str
    count: int


@dataclass(frozen=True)
class ExampleSummary:
    """What `write_example` wrote: the files, and how many true activities stand behind them."""

    folder: Path
    files: tuple[ExampleFile, ...]
    true_activities: int

    @property
    def statements(self) -> int:
        """How many entries the report files hold together."""
        return sum(file.count for file in self.files if file.path.startswith("reports/"))


def write_example(folder: Path, *, seed: int = 2011) -> ExampleSummary:
    """Write the example country into a folder, which is made where it does not exist.

    folder    existing files of the same names are replaced, others stay
    seed      changes who does what; the country and the planted stories stay the same
    Returns   the files with their kinds and counts, in the order of writing

    Everything is invented and says so. `docs/using/example.md` describes it.
    """
    for part in ("reports", "truth"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    found = deeds(seed)
    told = statements(found, seed)
    known = links(found, (entry for entries in told.values() for entry in entries))
    files: list[ExampleFile] = []
    written: list[Written] = []
    for stem, entries in told.items():
        content, lines = _report(stem, entries, known, seed)
        name = FILES[stem][0]
        (folder / "reports" / name).write_bytes(content)
        files.append(ExampleFile(f"reports/{name}", _kind(stem, name), len(lines)))
        written += lines
    needs = registers.needs(seed)
    world = truth.World(found, written, needs, _other_faults(told, written))
    files += _registers(folder, needs) + _truth(folder, world)
    return ExampleSummary(folder, tuple(files), len(found))


def _report(
    stem: str, entries: list[Statement], known: dict[str, Links], seed: int
) -> tuple[bytes, list[Written]]:
    """Return a report file's bytes and where each statement stands in it."""
    if stem == "3w-health-water":
        return list_sheets.english_list(entries, seed)
    if stem == "3w-protection-fr":
        return list_sheets.french_list(entries, seed)
    if stem == "3w-ngo-ru":
        return list_texts.russian_list(entries, seed)
    if stem == "3w-shelter":
        return list_texts.monthly_list(entries, seed)
    return _with_ids(stem, entries, known, seed), [Written(entry) for entry in entries]


def _with_ids(stem: str, entries: list[Statement], known: dict[str, Links], seed: int) -> bytes:
    if stem == "undp-xa":
        return iati_files.activities(entries, known, _RICH, seed)
    if stem == "osce-mission":
        return iati_files.activities(entries, known, _PLAIN, seed)
    if stem == "eu-delegation":
        return iati_old_file.activities(entries, known, seed)
    if stem == "broken":
        cut = replace(entries[-1], statement_id=f"{entries[-1].statement_id}9")
        whole = iati_files.activities([*entries, cut], known, _CUT, seed)
        return iati_files.truncated(whole, tail=_CUT_AT)
    if stem == "aims-release":
        return aims_files.release(entries, seed)
    return country_sheets.workbook(entries, FILES[stem][1], seed)


def _kind(stem: str, name: str) -> str:
    if stem in ("donors-en", "donateurs-fr"):
        return "by_country_sheet"
    return _KINDS[name.rpartition(".")[2]]


def _other_faults(
    told: dict[str, list[Statement]], written: list[Written]
) -> list[dict[str, object]]:
    """Return the vices that belong to no single entry."""
    last = {line.entry.file: line.row for line in written if line.row}
    health, shelter = "3w-health-water.xlsx", "3w-shelter.csv"
    found = [
        (health, "", "header_row", "The header is row 5, under titles and merged groups."),
        (health, "", "merged_cells", "The region stands once for neighbouring rows."),
        (health, "", "blank_rows", "Two rows among the others are empty."),
        (health, f"{health}#{last[health] + 1}", "total_row", "Sums, not an activity."),
        (health, f"{health}#{last[health] + 3}", "foot_note", "A source, not an activity."),
        ("3w-protection-fr.xlsx", "", "tag_row", "Row 2 holds HXL tags."),
        ("3w-ngo-ru.csv", "", "encoding", "Windows-1251, semicolons, decimal commas."),
        ("3w-ngo-ru.csv", "", "unknown_rate", "Dinars, whose rate nobody knows."),
        (shelter, "", "wide_months", "One column a month; no first or last day."),
        (shelter, "", "blank_rows", "One row among the others is empty."),
        (shelter, f"{shelter}#{last[shelter] + 1}", "total_row", "Sums, not an activity."),
        (
            "aims-release.zip",
            aims_files.UNKNOWN_PROJECT,
            "unknown_project",
            "A transaction of a project that is not in the release.",
        ),
        (
            "broken.xml",
            "",
            "truncated",
            f"Cut off in the middle; the first {len(told['broken'])} activities are complete.",
        ),
        ("readme.txt", "", "no_report", "A note that lies among the reports."),
    ]
    return [
        {"file": file, "id": identifier, "vice": vice, "meaning": meaning}
        for file, identifier, vice, meaning in found
    ]


def _registers(folder: Path, needs: list[registers.Need]) -> list[ExampleFile]:
    contents = {
        "reports/readme.txt": ("no_report", texts.REPORTS.encode()),
        "README.txt": ("readme", texts.FOLDER.encode()),
        "organizations.csv": ("organizations", registers.organizations_csv()),
        "mandates.csv": ("mandates", registers.mandates_csv()),
        "needs.csv": ("needs", registers.needs_csv(needs)),
    }
    features = geography.write_places(folder / "places.geojson")
    files = [ExampleFile("places.geojson", "places", features)]
    for name, (kind, content) in contents.items():
        (folder / name).write_bytes(content)
        rows = content.count(b"\n") - 1 if name.endswith(".csv") else 0
        files.append(ExampleFile(name, kind, rows))
    return files


def _truth(folder: Path, world: truth.World) -> list[ExampleFile]:
    files = [ExampleFile("truth/README.txt", "readme", 0)]
    (folder / "truth" / "README.txt").write_bytes(texts.TRUTH.encode())
    for name, content in truth.truth_files(world).items():
        (folder / "truth" / name).write_bytes(content)
        files.append(ExampleFile(f"truth/{name}", "truth", content.count(b"\n") - 1))
    return files
