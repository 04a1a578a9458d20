"""Would you telephone about this? The first gaps of Afghanistan, to be judged, and verdicts.

python bench/gap_judgements.py draw FOLDER    a sheet as text: the first twenty gaps of the page in
                                              shuffled order, and among them needs that are well
                                              covered, slight, or any; the key beside the folder
python bench/gap_judgements.py summarize      precision of the first twenty, how many decoys were
                                              taken for gaps, how far two judges agree

Two judges see the need, who reports work in it, there and around; neither scores nor which are
decoys, nor each other's verdicts. Numbers, ids of findings, verdicts and short reasons are kept, in
`judgements/gaps.*.csv`.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections import defaultdict
from pathlib import Path

import pyarrow as pa

import intarsia
from intarsia import codelists
from intarsia.analysis.actors import actors_of, doers_of
from intarsia.analysis.cell_findings import findings_table
from intarsia.analysis.needs import Need, needs_of
from intarsia.analysis.place_tree import PlaceTree, place_tree
from intarsia.tables import Picture, ProblemLog
from judgements import telephone_table, write_sheet
from list_measures import SHARED

COUNTRY, DAY = "AF", dt.date(2023, 9, 30)
FILES = ("3w/afghanistan-3w-2023-q3.csv", "needs/afghanistan-hno.csv")
GAZETTEER = "places/global-pcodes-adm1-2.csv"
PAGE, DECOYS, SEED, NAMED = 20, 16, 31, 4
#: A decoy that is well covered has at least so many organizations, and more need than most.
COVERED_BY = 4
KEY = ("number", "country", "decoy", "rank", "finding_id", "score")
QUESTION = """You are a co-ordination officer in this country; the picture is of the day named below.
Each item is one need in one district: how many people, who reports to work on it there, and who around. Most
organizations do not say how many people they reach. Would you telephone somebody about it, because the need may be
left without help there, so that it is worth a call?

Write a csv file with the columns number, verdict, reason. Verdict: yes, no or unsure. Reason: a few words.
Judge each item by itself, by what it says; that little is known does not by itself make it a yes or a no.
"""  # noqa: E501
Row = dict[str, str]
Cell = tuple[str, str]


def picture() -> Picture:
    """Return Afghanistan's presence and needs as one picture, organizations settled."""
    places = intarsia.read_places([SHARED / GAZETTEER], country=COUNTRY, log=ProblemLog("places"))
    read = [
        intarsia.normalize_report(
            intarsia.read_report(SHARED / file), as_of=DAY, places=places, country=COUNTRY
        )
        for file in FILES
    ]
    whole = intarsia.combine(read).having(places=places)
    settled, _ = intarsia.settle_organizations(whole, intarsia.register_with([]), country=COUNTRY)
    return settled


class Country:
    """What a judge is told of each need: who works on it there, and around."""

    def __init__(self, picture: Picture) -> None:
        self.tree: PlaceTree = place_tree(picture)
        self.actors = actors_of(picture)
        self.needs: dict[Cell, Need] = {
            (need.sector, need.place): need
            for need in needs_of(picture).needs
            if need.sector and need.place and need.people and self.tree.levels[need.place] == 2
        }
        self.there: dict[Cell, set[str]] = defaultdict(set)
        self.around: dict[Cell, set[str]] = defaultdict(set)
        self.others: dict[str, set[str]] = defaultdict(set)
        places = dict(_columns(picture["activity_locations"], "place_code", kind="location"))
        sectors = dict(_columns(picture["activity_sectors"], "sector_code"))
        for activity, actor in zip(
            *(
                doers_of(picture, self.actors)[name].to_pylist()
                for name in ("activity_id", "actor")
            ),
            strict=True,
        ):
            sector, place = sectors.get(activity), places.get(activity)
            if sector and place:
                self.there[sector, place].add(actor)
                self.around[sector, self.tree.region(place)].add(actor)
                self.others[place].add(actor)

    def told(self, cell: Cell) -> str:
        """Return what a judge sees of one need."""
        sector, place = cell
        need = self.needs[cell]
        region = self.tree.region(place)
        there, in_region = self.there[cell], self.tree.name(region)
        around, others = self.around[sector, region] - there, self.others[place] - there
        names = codelists.names("sectors")
        lines = [
            f"   {names[sector]}; {self.tree.name(place)} in {in_region}",
            f"   people in need: {need.people:,.0f}"
            + (f"; the response plan means to reach {need.targeted:,.0f}" if need.targeted else ""),
            f"   report work on it in the district: {self._some(there)}",
            f"   report work on it elsewhere in {in_region}: {self._some(around)}",
            f"   report other work in the district: {self._some(others)}",
        ]
        return "\n".join(lines)

    def _some(self, actors: set[str]) -> str:
        names = self.actors.sorted_names(actors)
        if not names:
            return "nobody"
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        return f"{len(names)}: {'; '.join(names[:NAMED])}{more}"


def _columns(table: pa.Table, column: str, kind: str | None = None) -> list[tuple[str, str | None]]:
    rows = table.select(["activity_id", column, *(["kind"] if kind else [])]).to_pylist()
    return [(row["activity_id"], row[column]) for row in rows if row.get("kind") == kind]


def drawn(country: Country, findings: pa.Table) -> list[tuple[Row, Cell]]:
    """Return the key and the cell of each item: the first PAGE gaps and DECOYS others, shuffled."""
    chance = random.Random(f"{SEED} {COUNTRY}")
    page = [row for row in intarsia.gaps_page(findings).to_pylist() if row["subjects"][1]][:PAGE]
    items = [
        (
            {"decoy": "no", "rank": str(rank), "finding_id": row["finding_id"],
             "score": f"{row['score']:.2f}"},
            (row["subjects"][0], row["subjects"][1]),
        )
        for rank, row in enumerate(page, 1)
    ]  # fmt: skip
    found = {tuple(subjects) for subjects in findings["subjects"].to_pylist()}
    spoken = {sector for sector, _ in country.there}
    others = sorted(cell for cell in country.needs if cell not in found and cell[0] in spoken)
    middle = sorted(need.people or 0.0 for need in country.needs.values())[len(country.needs) // 2]
    covered = [
        cell
        for cell in others
        if len(country.there[cell]) >= COVERED_BY and (country.needs[cell].people or 0) > middle
    ]
    slight = [
        (row["subjects"][0], row["subjects"][1])
        for row in findings.to_pylist()[-findings.num_rows // 4 :]
        if row["subjects"][1]
    ]
    chosen = chance.sample(covered, DECOYS // 3) + chance.sample(slight, DECOYS // 3)
    chosen += chance.sample([cell for cell in others if cell not in chosen], DECOYS - len(chosen))
    ids = findings_table(
        [{"kind": "gap", "subjects": [*cell], "score": 0.0, "reasons": [], "unknowns": []}
         for cell in chosen],
        method="", left_out=[], is_ordered=True,
    )["finding_id"].to_pylist()  # fmt: skip
    items += [
        ({"decoy": "yes", "rank": "", "finding_id": key, "score": ""}, cell)
        for key, cell in zip(ids, chosen, strict=True)
    ]
    chance.shuffle(items)
    return [({**key, "country": COUNTRY}, cell) for key, cell in items]


def draw(folder: Path) -> None:
    """Write the text for the judges, and gaps.key.csv beside the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = picture()
    country = Country(whole)
    items = drawn(country, intarsia.find_gaps(whole, from_on=DAY, to_on=DAY))
    text = [f"{COUNTRY}: the picture is of {DAY}.\n", QUESTION]
    key = []
    for number, (row, cell) in enumerate(items, 1):
        key.append({**row, "number": str(number)})
        text.append(f"{number}.\n{country.told(cell)}\n")
    (folder / f"{COUNTRY}.txt").write_text("\n".join(text), encoding="utf-8")
    write_sheet(folder.parent / "gaps.key.csv", KEY, key)
    decoys = sum(row["decoy"] == "yes" for row in key)
    print(f"{COUNTRY}: {len(key) - decoys} gaps, {decoys} decoys")


def summary() -> str:
    """Return what the judges said, as a table in Markdown."""
    return telephone_table("gaps", (COUNTRY,))


if __name__ == "__main__":
    if sys.argv[1:2] == ["draw"] and len(sys.argv) == 3:
        draw(Path(sys.argv[2]))
    elif sys.argv[1:] == ["summarize"]:
        print(summary())
    else:
        sys.exit(__doc__)
