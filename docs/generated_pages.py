"""The pages of docs/ that are made from the code, so that they cannot be wrong for long."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from intarsia import phrases
from intarsia.phrases import catalogue
from intarsia.tables import TABLES, Picture
from intarsia.terms import Role

HERE = Path(__file__).resolve().parent
_MADE = "<!-- Made by `make docs`; change the code, not this page. -->\n"
_DOMAINS = {
    "reader": "Files that are refused",
    "archive": "Archives",
    "workbook": "Workbooks",
    "xml": "XML",
    "iati": "IATI files",
    "country_sheet": "By-country spreadsheets",
    "aims": "AIMS releases",
    "grid": "Tables in any file",
    "list": "Lists of activities",
    "needs": "Lists of needs",
    "mandate": "Lists of mandates",
    "mapping": "Mappings of lists",
    "template": "Templates that come back",
    "activity": "Activities",
    "people": "People",
    "group": "Target groups",
    "modality": "Modalities",
    "date": "Dates",
    "number": "Numbers",
    "percentage": "Percentages",
    "sector": "Sectors",
    "location": "Places an activity names",
    "places": "Boundaries and places",
    "place": "Places of lists",
    "organization": "Organizations",
    "register": "Registers of organizations",
    "budget": "Budgets",
    "money": "Money",
    "report": "Reports together",
    "personal_data": "Personal data",
    "sharing": "Sharing",
    "picture": "Pictures",
    "table": "Tables",
    "findings": "Findings",
    "labels": "Judged pairs",
    "model": "Models of pairs",
    "codelist": "Code lists",
    "phrases": "Sentences",
}


def tables_page() -> str:
    """docs/tables.md: every table, its key, its columns with type and meaning."""
    lines = [
        _MADE,
        "# The tables\n",
        "A picture is a folder of Parquet files with these names. Dates are inclusive, a null"
        " end means still running, unknown is null and never zero, `_usd` is US dollars."
        " *Added* columns are filled by normalization; a reader hands the table over without"
        " them.\n",
    ]
    for table in TABLES.values():
        lines.append(f"\n## {table.name}\n")
        key = ", ".join(f"`{name}`" for name in table.key)
        lines.append(f"One row is {table.row}." + (f" Key: {key}." if key else "") + "\n")
        lines.append("| column | type | meaning |")
        lines.append("| --- | --- | --- |")
        for column in table.columns:
            notes = [
                note
                for note, holds in (("required", column.required), ("added", column.added))
                if holds
            ]
            said = column.meaning + (f" *({', '.join(notes)})*" if notes else "")
            lines.append(f"| `{column.name}` | {column.type} | {said} |")
    return "\n".join(lines) + "\n"


def problems_page() -> str:
    """docs/using/problems.md: every code with what it says."""
    groups: dict[str, list[str]] = defaultdict(list)
    for code in phrases.codes():
        domain = code.split(".")[0]
        if domain in _DOMAINS:
            groups[domain].append(code)
    lines = [
        _MADE,
        "# Problems and errors\n",
        "A *problem* is something wrong in a report: it is listed beside the picture with file,"
        " place and what became of it, and never stops the reading. An *error* stops the work on"
        " one file; the others are still read. Codes are permanent: programs may rely on them."
        " What stands in braces is filled in.\n",
    ]
    for domain, title in _DOMAINS.items():
        if groups[domain]:
            lines += [f"\n## {title}\n", "| code | what it says |", "| --- | --- |"]
            for code in sorted(groups[domain]):
                said = catalogue.phrases("en")[code].forms["other"]
                lines.append(f"| `{code}` | {_cell(said)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def formats_page(picture: Picture, refused: dict[str, str], lists: str) -> str:
    """docs/using/formats.md: what a run over the public test data gave, file by file.

    picture  of all files, read in one command
    refused  file name -> code of the error, for those that could not be read
    lists    the table of the lists of activities and needs
    """
    reports = picture["reports"].to_pylist()
    reporters = _reporters(picture)
    problems: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in picture["problems"].to_pylist():
        problems[row["report_id"]][row["code"]] += row["times"]
    lines = [
        _MADE,
        (HERE / "using" / "formats.head.md").read_text(encoding="utf-8"),
        "| file | form | rows or elements | kept | named in problems | activities | "
        "reporting organizations | problems |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    small: list[dict[str, object]] = []
    for report in sorted(reports, key=lambda row: row["file"]):
        if "should-fail" in report["file"]:
            small.append(report)
            continue
        counted = sorted(problems[report["report_id"]].items(), key=lambda item: (-item[1], item))
        said = ", ".join(f"{code} {times:,}" for code, times in counted) or "none"
        version = f" {report['version']}" if report["version"] else ""
        lines.append(
            f"| {report['file']} | {report['kind']}{version} | {report['rows']:,} | "
            f"{report['rows_kept']:,} | {report['rows_named']:,} | {report['activities']:,} | "
            f"{len(reporters[report['report_id']]):,} | {said} |"
        )
    lines += _odd_files(small, refused, problems)
    lines += ["", (HERE / "using" / "formats-lists.head.md").read_text(encoding="utf-8"), lists]
    return "\n".join(lines) + "\n"


def _odd_files(
    small: list[dict[str, object]],
    refused: dict[str, str],
    problems: dict[str, dict[str, int]],
) -> list[str]:
    counted: dict[str, int] = defaultdict(int)
    for report in small:
        for code, times in problems[str(report["report_id"])].items():
            counted[code] += times
    why: dict[str, int] = defaultdict(int)
    for code in refused.values():
        why[code] += 1
    read = ", ".join(f"{code} {times:,}" for code, times in sorted(counted.items()))
    turned = ", ".join(f"{code} {times:,}" for code, times in sorted(why.items()))
    return [
        "",
        "## The standard's own cases that should fail",
        "",
        f"{len(small)} of them are read, with these problems: {read}. {len(refused)} are refused"
        f" with the reason: {turned}. What the schema forbids and the picture can still say is"
        " kept; nothing is dropped without a word.",
    ]


def _reporters(picture: Picture) -> dict[str, set[str]]:
    activities = picture["activities"].select(["activity_id", "report_id"]).to_pydict()
    report_of = dict(zip(activities["activity_id"], activities["report_id"], strict=True))
    found: dict[str, set[str]] = defaultdict(set)
    rows = picture["participations"].select(["activity_id", "role", "organization_id"])
    for row in rows.to_pylist():
        if row["role"] == str(Role.REPORTING) and row["organization_id"] is not None:
            found[report_of[row["activity_id"]]].add(row["organization_id"])
    return found
