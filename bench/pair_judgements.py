"""Are the pairs that duplicates finds in real countries one thing? A sample to judge, and verdicts.

python bench/pair_judgements.py draw FOLDER    the first hundred proposals of each country, with
                                               pairs planted that were not proposed; the key apart
python bench/pair_judgements.py summarize      how many are wrong, and how far two judges agree

Judges see titles, organizations, sectors, days and money; ids, verdicts and reasons are kept.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np

import intarsia
from intarsia.analysis.duplicates import kinds
from intarsia.analysis.duplicates.fields import Field
from intarsia.analysis.duplicates.model import day_one
from intarsia.analysis.duplicates.pairs import Pairs, find_pairs
from intarsia.tables import Picture
from judgements import KEPT, kappa, read_sheet, verdicts_on, write_sheet
from list_measures import SHARED

FILES = {
    "AL": "AL-2021-07-22", "AZ": "AZ-2023-02-17-en", "GE": "GE-2021-07-22",
    "KG": "KG-2021-07-22", "MD": "MD-2021-07-22", "XK": "XK-2021-07-22",
}  # fmt: skip
#: A country that no weight and no rule was looked at with, its publishers' own files.
UNSEEN = "GH"
PROPOSED, PLANTED, SEED = 100, 20, 23
_SIDE = ("id", "reporter", "title", "funded_by", "implemented_by", "sectors", "from", "to", "usd")
SHEET = ("number", "country", "kind", *(f"{name}_{side}" for side in "ab" for name in _SIDE))
KEY = ("number", "country", "kind", "planted", "id_a", "id_b", "probability")
Row = dict[str, str]


def normalized_picture_of(country: str, file: str | None = None) -> Picture:
    """Return the picture of a country's files, its organizations not settled yet."""
    paths = [SHARED / "iati" / "by-country" / f"{file or FILES.get(country)}.xlsx"]
    if country == UNSEEN:
        paths = sorted((SHARED / "iati" / "xml-ghana").glob("*.xml"))
    as_of = dt.date(2023, 12, 31)
    picture = intarsia.combine(
        [
            intarsia.normalize_report(intarsia.read_report(path), as_of=as_of, country=country)
            for path in paths
        ]
    )
    return intarsia.select_country(picture, country) if len(paths) > 1 else picture


def picture_of(country: str, file: str | None = None) -> Picture:
    """Return the picture of a country's files, its organizations settled."""
    picture = normalized_picture_of(country, file)
    register = intarsia.register_with([])
    return intarsia.settle_organizations(picture, register, country=country)[0]


def proposals(pairs: Pairs) -> np.ndarray:
    """Return the first PROPOSED pairs said to be one activity or a chain, the surest first."""
    wanted = np.flatnonzero(np.isin(pairs.kind, (kinds.SAME_ACTIVITY, kinds.FUNDING_CHAIN)))
    odds = pairs.model.log_odds(pairs.levels)
    return wanted[np.argsort(-odds[wanted], kind="stable")][:PROPOSED]


def decoys(picture: Picture, chance: random.Random) -> Pairs:
    """Return pairs of different publishers that share something and were not proposed."""
    model = day_one()
    lower = replace(model, bias=model.bias + 6)
    pairs = find_pairs(picture, model=lower)
    odds = model.log_odds(pairs.levels)
    apart = pairs.levels[:, Field.REPORTER] > 1
    known = np.flatnonzero(apart & (odds < -3) & (odds > -6) & np.isin(pairs.kind, (2, 3)))
    return pairs.chosen(np.array(sorted(chance.sample(known.tolist(), PLANTED))))


def sheet_rows(picture: Picture, pairs: Pairs) -> list[Row]:
    """Return what a judge sees of each pair."""
    names = dict(
        zip(
            picture["organizations"]["organization_id"].to_pylist(),
            picture["organizations"]["name"].to_pylist(),
            strict=True,
        )
    )
    roles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in picture["participations"].to_pylist():
        roles[row["activity_id"], row["role"]].append(
            row["name_as_reported"] or names.get(row["organization_id"], "")
        )
    sectors: dict[str, list[str]] = defaultdict(list)
    for row in picture["activity_sectors"].to_pylist():
        sectors[row["activity_id"]].append(row["name_as_reported"] or row["sector_code"] or "")
    activities = picture["activities"].to_pylist()

    def side(record: int, letter: str) -> Row:
        one = activities[record]
        key = one["activity_id"]
        usd = [f"budget {one['budget_usd']:,.0f}" if one["budget_usd"] else ""]
        usd += [f"spent {one['spent_usd']:,.0f}" if one["spent_usd"] else ""]
        said = {
            "id": one["identifier"],
            "reporter": "; ".join(roles[key, "reporting"]) or names.get(one["organization_id"]),
            "title": one["title"],
            "funded_by": "; ".join(dict.fromkeys(roles[key, "funding"])),
            "implemented_by": "; ".join(
                dict.fromkeys(roles[key, "implementing"] + roles[key, "extending"])
            ),
            "sectors": "; ".join(dict.fromkeys(sectors[key]))[:200],
            "from": one["starts_on"],
            "to": one["ends_on"],
            "usd": ", ".join(part for part in usd if part),
        }
        return {f"{name}_{letter}": str(value or "") for name, value in said.items()}

    return [
        {
            "kind": str(kinds.KINDS[kind]),
            "probability": f"{probability:.3f}",
            **side(int(first), "a"),
            **side(int(second), "b"),
        }
        for first, second, kind, probability in zip(
            pairs.first, pairs.second, pairs.kind, pairs.probability, strict=True
        )
    ]


def draw(folder: Path) -> None:
    """Write pairs.csv for the judges and pairs.key.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(SEED)
    rows: list[Row] = []
    for country in (*FILES, UNSEEN):
        picture = picture_of(country)
        pairs = find_pairs(picture)
        chosen = proposals(pairs)
        here = [{**row, "planted": "no"} for row in sheet_rows(picture, pairs.chosen(chosen))] + [
            {**row, "planted": "yes"} for row in sheet_rows(picture, decoys(picture, chance))
        ]
        chance.shuffle(here)
        rows += [{**row, "country": country} for row in here]
        print(f"{country}: {chosen.size} proposed, {PLANTED} planted")
    rows = [{**row, "number": str(number)} for number, row in enumerate(rows, 1)]
    write_sheet(folder / "pairs.csv", SHEET, rows)
    write_sheet(folder / "pairs.key.csv", KEY, rows)


def summary() -> str:
    """Return what the judges said, country by country, as a table in Markdown."""
    key = read_sheet(KEPT / "pairs.key.csv")
    first, second = verdicts_on("pairs")
    lines = [
        "| country | proposed | wrong by both | wrong by one | unsure | planted, called wrong by "
        "both | judges agree | kappa |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for country in (*FILES, UNSEEN, "all"):
        here = [row for row in key if country in (row["country"], "all")]
        drawn = [row["number"] for row in here if row["planted"] == "no"]
        planted = [row["number"] for row in here if row["planted"] == "yes"]
        said = {row["number"]: (first[row["number"]], second[row["number"]]) for row in here}
        wrong = Counter(said[number].count("wrong") for number in drawn)
        unsure = sum("unsure" in said[n] and "wrong" not in said[n] for n in drawn)
        same = sum(one == other for one, other in said.values())
        lines.append(
            f"| {country} | {len(drawn)} | {wrong[2]} | {wrong[1]} | {unsure} | "
            f"{sum(said[n] == ('wrong', 'wrong') for n in planted)} of {len(planted)} | "
            f"{same} of {len(said)} | {kappa(list(said.values())):.2f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["draw"] and len(sys.argv) == 3:
        draw(Path(sys.argv[2]))
    elif sys.argv[1:] == ["summarize"]:
        print(summary())
    else:
        sys.exit(__doc__)
