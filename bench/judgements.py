"""Are the decisions about sectors and organizations right? A sample to judge, and what judges said.

python bench/judgements.py draw FOLDER      decisions of the public lists, wrong ones planted among
                                            them, as sheets for judges; the key apart from them
python bench/judgements.py summarize        how many are right, and how far two judges agree

Two judges see neither each other's verdicts nor the key, and judge every decision. The sheets,
the key and both verdicts are kept beside this file, in `judgements/`; what the rows themselves
say is left out of the sheets kept, and can be drawn again.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter
from pathlib import Path

import intarsia
import list_measures
from intarsia import codelists
from intarsia.tables import Picture, ProblemLog

KEPT = Path(__file__).with_name("judgements")
DRAWN, PLANTED, SEED = 200, 20, 11
SUBJECTS = ("sectors", "organizations")
SHEET = ("number", "file", "country", "as_reported", "row_says", "decision", "decided", "meaning")
KEY = ("number", "planted", "uses", "true_decision")
VERDICT = ("number", "verdict", "reason")
Row = dict[str, str]


def pictures(shared: Path) -> list[tuple[str, str, Picture]]:
    """Return (file, country, normalized picture) of each public list."""
    found = []
    for file, country, places in list_measures.FILES:
        tree = intarsia.read_places(
            [shared / one for one in places], country=country, log=ProblemLog("places")
        )
        picture = intarsia.normalize_report(
            intarsia.read_report(shared / file),
            as_of=list_measures.AS_OF,
            places=tree,
            country=country,
        )
        found.append((file, country, picture))
    return found


def sector_decisions(read: list[tuple[str, str, Picture]]) -> list[Row]:
    """Return each distinct (file, name as reported, sector), then one row of each, at random.

    The lists write fewer than DRAWN different names, so all of them are judged once as names,
    and the sample is filled with rows, judged by what the row says is done.
    """
    chance = random.Random(SEED)
    names = codelists.names("sectors", "en")
    distinct, single = [], []
    for file, country, picture in read:
        uses: Counter[tuple[str, str]] = Counter()
        said: list[tuple[str, str, str]] = []
        titles = dict(
            zip(
                picture["activities"]["activity_id"].to_pylist(),
                picture["activities"]["title"].to_pylist(),
                strict=True,
            )
        )
        for table, column, key in (
            ("activity_sectors", "name_as_reported", "activity_id"),
            ("needs", "sector_as_reported", "sector_as_reported"),
        ):
            pairs = zip(
                picture[table][column].to_pylist(),
                picture[table]["sector_code"].to_pylist(),
                picture[table][key].to_pylist(),
                strict=True,
            )
            for name, code, of in pairs:
                if name and code:
                    uses[name, code] += 1
                    if titles.get(of):
                        said.append((name, code, str(titles[of])))
        for (name, code), count in sorted(uses.items()):
            about = {"decision": "sector", "decided": code, "meaning": names[code]}
            distinct.append(_row(file, country, name, count, row_says="", **about))
        for name, code, title in chance.sample(sorted(set(said)), min(100, len(set(said)))):
            about = {"decision": "sector", "decided": code, "meaning": names[code]}
            single.append(_row(file, country, name, 1, row_says=title, **about))
    chance.shuffle(single)
    return distinct + single[: max(0, DRAWN + PLANTED - len(distinct))]


def organization_decisions(read: list[tuple[str, str, Picture]]) -> list[Row]:
    """Return each organization that a list names, and whom it was taken for."""
    register = intarsia.register_with([])
    known = {str(row["organization_id"]): row for row in register.to_pylist()}
    rows = []
    for file, country, picture in read:
        _, decisions = intarsia.settle_organizations(picture, register, country=country)
        for made in decisions.to_pylist():
            if made["decision"] == "doubtful":
                continue
            entry = known.get(str(made["organization_id"]), {})
            meaning = made["proposed_name"] or entry.get("name") or ""
            about = [entry.get("acronym"), entry.get("country_code"), made["branch_of"]]
            meaning = "; ".join(str(part) for part in (meaning, *about) if part)
            rows.append(
                _row(
                    file,
                    country,
                    made["name"],
                    made["uses"],
                    decision=made["decision"],
                    decided=made["organization_id"] if made["decision"] == "resolved" else "",
                    meaning=meaning if made["decision"] == "resolved" else "",
                )
            )
    return rows


def _row(file: str, country: str, as_reported: str, uses: int, **decided: object) -> Row:
    return {
        "file": file,
        "country": country,
        "as_reported": as_reported,
        "uses": str(uses),
        **{name: str(value or "") for name, value in decided.items()},
    }


def drawn(rows: list[Row], subject: str) -> list[Row]:
    """Return the sample in random order: DRAWN decisions and PLANTED wrong ones among them.

    A planted one is a further decision, drawn likewise, with the answer of another name put in
    its place; a new organization is planted as one of the known ones.
    """
    chance = random.Random(f"{SEED} {subject}")
    chosen = chance.sample(rows, min(DRAWN + PLANTED, len(rows)))
    sample = [{**row, "planted": "no", "true_decision": row["decided"]} for row in chosen]
    for row in sample[-PLANTED:]:
        others = [one for one in rows if one["decided"] and one["decided"] != row["decided"]]
        other = chance.choice(others)
        row |= {name: other[name] for name in ("decision", "decided", "meaning")}
        row["planted"] = "yes"
    chance.shuffle(sample)
    return [{**row, "number": str(number)} for number, row in enumerate(sample, 1)]


def draw(folder: Path) -> None:
    """Write SUBJECT.csv for the judges and SUBJECT.key.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    read = pictures(list_measures.SHARED)
    for subject, rows in (
        ("sectors", sector_decisions(read)),
        ("organizations", organization_decisions(read)),
    ):
        sample = drawn(rows, subject)
        write_sheet(folder / f"{subject}.csv", SHEET, sample)
        write_sheet(folder / f"{subject}.key.csv", KEY, sample)
        print(f"{subject}: {len(sample)} of {len(rows)}")


def write_sheet(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Write rows as csv, with these of their columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def summary() -> str:
    """Return what the judges said, as a table in Markdown.

    A decision is right where neither judge calls it wrong; one that a judge is unsure of counts
    as right here and is counted apart. Agreement: verdicts that are the same, and Cohen's kappa.
    """
    lines = [
        "| decisions | drawn | right by both | wrong by one or both | unsure | planted, found | "
        "judges agree | kappa |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for subject in SUBJECTS:
        key = {
            row["number"]: row["planted"] == "yes"
            for row in read_sheet(KEPT / f"{subject}.key.csv")
        }
        first, second = verdicts_on(subject)
        wrong = {n for n in key if "wrong" in (first[n], second[n])}
        drawn_ones = [n for n in key if not key[n]]
        unsure = sum("unsure" in (first[n], second[n]) for n in drawn_ones if n not in wrong)
        right = sum(n not in wrong for n in drawn_ones)
        found = sum(first[n] == second[n] == "wrong" for n in key if key[n])
        lines.append(
            f"| {subject} | {len(drawn_ones)} | {right} ({100 * right / len(drawn_ones):.1f} %) | "
            f"{len(drawn_ones) - right} | {unsure} | {found} of {sum(key.values())} | "
            f"{sum(first[n] == second[n] for n in key)} of {len(key)} | "
            f"{kappa([(first[n], second[n]) for n in key]):.2f} |"
        )
    return "\n".join(lines)


def telephone_table(subject: str, countries: tuple[str, ...]) -> str:
    """Return what two judges said to "would you telephone about this?", as a table in Markdown.

    Precision is of findings that a judge would telephone about, the mean of the two judges; unsure
    counts as no. The key says which items are decoys.
    """
    key = read_sheet(KEPT / f"{subject}.key.csv")
    first, second = verdicts_on(subject)
    lines = [
        "| country | findings | yes, first judge | yes, second | yes by both | precision@20 | "
        "decoys | yes to decoys | judges agree | kappa |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for country in countries:
        here = [row for row in key if country in (row["country"], "all")]
        if not here:
            continue
        said = {row["number"]: (first[row["number"]], second[row["number"]]) for row in here}
        real = [said[row["number"]] for row in here if row["decoy"] == "no"]
        false = [said[row["number"]] for row in here if row["decoy"] == "yes"]
        yes = [sum(one[judge] == "yes" for one in real) for judge in (0, 1)]
        both = sum(one == ("yes", "yes") for one in real)
        precision = sum(yes) / max(1, 2 * len(real))
        taken = sum(one.count("yes") for one in false) / max(1, 2 * len(false))
        same = sum(one == other for one, other in said.values())
        lines.append(
            f"| {country} | {len(real)} | {yes[0]} | {yes[1]} | {both} | {precision:.2f} | "
            f"{len(false)} | {taken:.2f} | {same} of {len(said)} | "
            f"{kappa(list(said.values())):.2f} |"
        )
    return "\n".join(lines)


def kappa(verdicts: list[tuple[str, str]]) -> float:
    """Cohen's kappa: agreement beyond what two judges of these habits reach by chance.

    Two judges who say one thing of everything agree, and by nothing else: 1.
    """
    same = sum(one == other for one, other in verdicts) / len(verdicts)
    firsts, seconds = (Counter(said) for said in zip(*verdicts, strict=True))
    chance = sum(firsts[said] * seconds[said] for said in firsts) / len(verdicts) ** 2
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)


def verdicts_on(subject: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what each of two judges said of each number."""
    first, second = (
        {row["number"]: row["verdict"] for row in read_sheet(KEPT / f"{subject}.{judge}.csv")}
        for judge in ("first", "second")
    )
    return first, second


def read_sheet(path: Path) -> list[Row]:
    """Read such a file back."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    if sys.argv[1:2] == ["draw"] and len(sys.argv) == 3:
        draw(Path(sys.argv[2]))
    elif sys.argv[1:] == ["summarize"]:
        print(summary())
    else:
        sys.exit(__doc__)
