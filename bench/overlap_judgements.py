"""Would you telephone about this? The first overlaps of real countries, to be judged, and verdicts.

python bench/overlap_judgements.py draw FOLDER    a sheet a country as text: its first twenty
                                                  overlaps in shuffled order, and among them what
                                                  merely is in one place; the key apart
python bench/overlap_judgements.py summarize      precision of the first twenty, how many decoys
                                                  were taken for findings, how far judges agree

Two judges see organizations, titles, sectors, places, days, money and people; neither scores nor
which are decoys, nor each other's verdicts. Only numbers, ids of findings, verdicts and short
reasons are kept, in `judgements/overlaps.*.csv`.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

import intarsia
from intarsia import codelists
from intarsia.analysis.duplicates.findings import finding_id
from intarsia.analysis.ground import lay_out
from intarsia.analysis.overlaps import PAGE, Search, page_of
from intarsia.tables import Picture, ProblemLog
from intarsia.terms import FindingKind
from judgements import telephone_table, write_sheet
from list_measures import AS_OF, FILES, SHARED
from pair_judgements import picture_of

#: The lists that are judged, and countries of IATI files, which state no places.
LISTS = {
    "SO": "3w/somalia-3w-2022-03.xlsx", "IQ": "3w/iraq-3w-2022-q1.xlsx",
    "AF": "3w/afghanistan-3w-2023-q3.csv", "CO": "3w/colombia-345w.xlsx",
    "NP": "3w/nepal-2015/data__data.json",
}  # fmt: skip
IATI = ("GE", "KG")
COUNTRIES = (*LISTS, *IATI)
DECOYS, SEED = 12, 29
KEY = ("number", "country", "decoy", "rank", "finding_id", "score")
QUESTION = """You are a co-ordination officer in this country; the picture is of the day named below.
Each item names organizations that report work there. Would you telephone them about it: because they may be doing
the same for the same people in the same place and time without knowing, so that it is worth a call?

Write a csv file with the columns number, verdict, reason. Verdict: yes, no or unsure. Reason: a few words.
Judge each item by itself, by what it says; that little is known does not by itself make it a yes or a no.
"""  # noqa: E501
Row = dict[str, str]


def country_picture(country: str) -> Picture:
    """Return the picture of a country's list or IATI files, organizations settled, with places."""
    if country in IATI:
        return picture_of(country)
    file, code, places = next(one for one in FILES if one[0] == LISTS[country])
    tree = intarsia.read_places(
        [SHARED / one for one in places], country=code, log=ProblemLog("places")
    )
    reading = intarsia.read_report(SHARED / file)
    picture = intarsia.normalize_report(reading, as_of=AS_OF, places=tree, country=code)
    settled, _ = intarsia.settle_organizations(picture, intarsia.register_with([]), country=code)
    return settled.having(places=tree)


def drawn(search: Search, country: str) -> list[tuple[Row, str]]:
    """Return the key and the text of each item of a country, shuffled, not yet numbered."""
    chance = random.Random(f"{SEED} {country}")
    found = [one for one in search.found() if one.kind == FindingKind.OVERLAP]
    first = page_of(found, PAGE)
    items = []
    for rank, one in enumerate(first, 1):
        ids = search.activities_of(one.strands)
        key = {"decoy": "no", "rank": str(rank), "score": f"{one.score:.2f}"}
        items.append(({**key, "finding_id": finding_id(*ids)}, one.strands))
    used = {frozenset(one.strands.tolist()) for one in first}
    size = min(DECOYS, max(4, len(first)))
    low = found[len(first) + (len(found) - len(first)) // 2 :]
    chosen = [one.strands for one in chance.sample(low, min(size // 2, len(low)))]
    chosen += _present_together(search, chance, size - len(chosen), used)
    for strands in chosen:
        ids = search.activities_of(strands)
        key = {"decoy": "yes", "rank": "", "score": ""}
        items.append(({**key, "finding_id": finding_id(*ids)}, strands))
    chance.shuffle(items)
    return [({**key, "country": country}, told(search, strands)) for key, strands in items]


def _present_together(
    search: Search, chance: random.Random, count: int, used: set[frozenset[int]]
) -> list[np.ndarray]:
    """Strands of two or three organizations in one region and sector, whatever they do and when."""
    strands = search.strands
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at in range(strands.works.size):
        cells[int(strands.firsts[at]), int(strands.sectors[at])].append(at)
    several = [members for members in cells.values() if len(np.unique(strands.owners[members])) > 1]
    chosen: list[np.ndarray] = []
    while len(chosen) < count and several:
        members = chance.choice(several)
        owners = sorted(set(strands.owners[members].tolist()))
        wanted = chance.sample(owners, min(len(owners), chance.choice((2, 2, 3))))
        one = sorted(
            chance.choice([at for at in members if strands.owners[at] == owner]) for owner in wanted
        )
        if frozenset(one) not in used:
            used.add(frozenset(one))
            chosen.append(np.array(one))
    return chosen


def told(search: Search, strands: np.ndarray) -> str:
    """Return what a judge sees: an organization a line, with what, for whom, when, how much."""
    here = search.strands
    sectors = codelists.names("sectors")
    codes = np.unique(here.sectors[strands]).tolist()
    names = [sectors.get(search.named.sectors[at], search.named.sectors[at]) for at in codes]
    places = search.places_of(strands)
    text = [f"   sector: {'; '.join(names)}", f"   where:  {_some(places, 6) or 'not stated'}"]
    owners = np.unique(here.owners[strands]).tolist()
    lines = sorted(
        _line(search, strands[here.owners[strands] == owner], len(places)) for owner in owners
    )
    return "\n".join([*text, *(f"   - {line}" for line in lines)])


def _line(search: Search, strands: np.ndarray, places: int) -> str:
    """What one organization reports in some strands."""
    here = search.strands
    rows = search.ground.works.take(search.rows_of(strands)).to_pylist()
    titles = dict.fromkeys(search.title_of(int(at)) or "" for at in search.rows_of(strands))
    groups = codelists.names("target_groups")
    targets = dict.fromkeys(groups.get(code, code) for row in rows for code in row["targets"])
    amounts = [row["usd"] for row in rows if row["usd"] is not None]
    people = max((row["people"] for row in rows if row["people"] is not None), default=None)
    its_places = search.places_of(strands)
    parts = [
        search.names.get(rows[0]["owner_id"], rows[0]["owner_id"]),
        _some([title for title in titles if title], 3) or "(no title)",
        f"for {_some(list(targets), 4)}" if targets else "",
        _when(here, strands, rows[0]["period_basis"]),
        f"${sum(amounts):,.0f}" if amounts else "",
        f"up to {people:,.0f} people in a row" if people else "",
        f"{len(rows)} rows" if len(rows) > 1 else "",
        f"in {_some(its_places, 4)}" if 1 <= len(its_places) < places else "",
    ]
    return " | ".join(part for part in parts if part)


def _some(texts: list[str], most: int) -> str:
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return "; ".join(texts[:most]) + more


def _when(here: Any, which: np.ndarray, basis: str | None) -> str:
    known = which[here.starts[which] > -(2**30)]
    if not known.size:
        return "when: not stated"
    first, last = here.starts[known].min(), here.ends[known].max()
    days = [np.datetime64(int(end), "D") for end in (first, last)]
    weak = "" if basis == "stated" else " (from months of the list or quarters of payments)"
    return f"{days[0]} to {days[1]}{weak}"


def draw(folder: Path) -> None:
    """Write a text a country for the judges, and overlaps.key.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    key: list[Row] = []
    for country in COUNTRIES:
        picture = country_picture(country)
        search = Search(lay_out(picture), picture)
        day = np.datetime64(search.now, "D") if search.now > -(2**30) else "a day not stated"
        text = [f"{country}: the picture is of {day}.\n", QUESTION]
        for row, said in drawn(search, country):
            number = str(len(key) + 1)
            key.append({**row, "number": number})
            text.append(f"{number}.\n{said}\n")
        (folder / f"{country}.txt").write_text("\n".join(text), encoding="utf-8")
        here = [row for row in key if row["country"] == country]
        decoys = sum(row["decoy"] == "yes" for row in here)
        print(f"{country}: {len(here) - decoys} findings, {decoys} decoys")
    write_sheet(folder.parent / "overlaps.key.csv", KEY, key)


def summary() -> str:
    """Return what the judges said, country by country, as a table in Markdown."""
    return telephone_table("overlaps", (*COUNTRIES, "all"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["draw"] and len(sys.argv) == 3:
        draw(Path(sys.argv[2]))
    elif sys.argv[1:] == ["summarize"]:
        print(summary())
    else:
        sys.exit(__doc__)
