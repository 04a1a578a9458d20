"""Are real activities found again when another reporter writes them? By kind of perturbation.

python bench/perturbed.py [COUNTRY ...]              recall and precision, tables in Markdown;
                                                     the six by-country files, or GH alone
python bench/perturbed.py missed KIND COUNTRY        what is missed and what is wrongly found

Real activities of a country stay as they are; for a sample of them a second report is planted,
as one of their other organizations would write it. A pair of a planted report and its original is
right, one with any other real activity is wrong; pairs of two originals do not count, and pairs
of two planted reports are counted apart.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from intarsia.analysis.duplicates.fields import LEVELS, Field
from intarsia.analysis.duplicates.kinds import TWICE
from intarsia.analysis.duplicates.model import day_one
from intarsia.analysis.duplicates.pairs import Pairs, find_pairs
from intarsia.tables import Picture
from judgements import KEPT, read_sheet
from list_measures import SHARED
from pair_judgements import FILES
from perturbations import KINDS, Report
from planting import COUNTRIES, WHO, Planted, country_of, planted

SAMPLE, SEED, PRECISION = 300, 41, 0.95
LABELS = SHARED / "labels" / "cross-publisher-pairs.csv"
#: Pairs are looked at down to this log-odds.
_LOWEST = -8.0
_AS_OTHERS = next(kind for kind in KINDS if kind.name == "as others write it")


class Found(NamedTuple):
    """Pairs with a planted report, whatever they score.

    odds, is_right   of each pair: log-odds, and whether the other is the original
    by_who           who wrote the planted report of each pair
    between          log-odds of pairs of two planted reports, all of them wrong
    planted, who     how many were planted; and by who wrote them
    """

    odds: np.ndarray
    is_right: np.ndarray
    by_who: np.ndarray
    between: np.ndarray
    planted: int
    who: Counter[str]


def pairs_down_to(picture: Picture, lowest: float) -> tuple[Pairs, np.ndarray]:
    """Return the pairs that are one thing if log-odds from `lowest` on are, and their log-odds."""
    model = day_one()
    lower = replace(model, bias=model.bias - lowest / model.slope)
    pairs = find_pairs(picture, model=lower)
    pairs = pairs.chosen(np.flatnonzero(np.isin(pairs.kind, TWICE)))
    return pairs, model.log_odds(pairs.levels)


def found_in(given: Planted, same: frozenset[frozenset[str]]) -> Found:
    """Return the pairs that the engine finds with planted reports.

    same   pairs of real activities that are known to be one: a second report of one of them is
           a second report of the other as well, and such pairs do not count
    """
    pairs, odds = pairs_down_to(given.picture, _LOWEST)
    of, which, counts = twins(given, pairs, same)
    two = counts & (np.minimum(which[pairs.first], which[pairs.second]) >= 0)
    counts &= ~two
    a, b = pairs.first[counts], pairs.second[counts]
    by_who = np.array(given.who)[np.maximum(which[a], which[b])]
    who = Counter(given.who)
    return Found(odds[counts], of[a] == of[b], by_who, odds[two], len(given.ids), who)


def twins(
    given: Planted, pairs: Pairs, same: frozenset[frozenset[str]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return each record's original, which planted report it is or -1, and pairs that count."""
    ids = pairs.known.ids.to_pylist()
    place = {key: at for at, key in enumerate(ids)}
    of, which = np.arange(len(ids)), np.full(len(ids), -1)
    for at, (original, second) in enumerate(zip(given.originals, given.ids, strict=True)):
        of[place[second]] = place[original]
        which[place[second]] = at
    counts = [
        max(which[a], which[b]) >= 0 and frozenset((ids[of[a]], ids[of[b]])) not in same
        for a, b in zip(pairs.first, pairs.second, strict=True)
    ]
    return of, which, np.array(counts, bool)


def known_same() -> frozenset[frozenset[str]]:
    """Return pairs of identifiers that labels or both judges say are one activity."""
    verdicts = [
        {row["number"]: row["verdict"] for row in read_sheet(KEPT / f"pairs.{judge}.csv")}
        for judge in ("first", "second")
    ]
    found = [
        frozenset((row["id_a"], row["id_b"]))
        for row in read_sheet(KEPT / "pairs.key.csv")
        if all(judge[row["number"]] == "right" for judge in verdicts)
    ]
    found += [
        frozenset((row["id_a"], row["id_b"])) for row in read_sheet(LABELS) if row["grade"] in "AB"
    ]
    return frozenset(found)


def together(found: Sequence[Found]) -> Found:
    """Return what was found in several countries or kinds as one."""
    return Found(
        np.concatenate([one.odds for one in found]),
        np.concatenate([one.is_right for one in found]),
        np.concatenate([one.by_who for one in found]),
        np.concatenate([one.between for one in found]),
        sum(one.planted for one in found),
        sum((one.who for one in found), Counter()),
    )


def at(found: Found, odds: float) -> tuple[float, float]:
    """Return recall and precision of the pairs from these log-odds on."""
    said = found.odds >= odds
    hits = int((said & found.is_right).sum())
    return hits / max(found.planted, 1), hits / max(int(said.sum()), 1)


def threshold(found: Found, precision: float = PRECISION) -> float:
    """Return the lowest log-odds from which on so large a part is right; infinite for none."""
    order = np.argsort(-found.odds, kind="stable")
    odds, hits = found.odds[order], np.cumsum(found.is_right[order])
    is_last = np.append(odds[1:] != odds[:-1], True)
    good = np.flatnonzero(is_last & (hits >= precision * np.arange(1, odds.size + 1)))
    return float(odds[good[-1]]) if good.size else float("inf")


def drawn(reports: Sequence[Report], code: str) -> list[Report]:
    """Return the sample of a country: SAMPLE of its reports, or all."""
    return random.Random(f"{SEED} {code}").sample(reports, min(SAMPLE, len(reports)))


def line(name: str, found: Found, common: float) -> str:
    """Return a line of the table: recall at PRECISION, at 0.5, and at a common threshold."""
    own = threshold(found)
    cells = [f"{found.planted:,}", f"{at(found, own)[0]:.3f}"]
    cells += [f"{part:.3f}" for where in (common, 0.0) for part in at(found, where)]
    reached = int(found.is_right.sum()) / max(found.planted, 1)
    return f"| {name} | {' | '.join(cells)} | {reached:.3f} |"


HEAD = (
    "| second report | planted | recall at precision 0.95 | recall, one threshold | precision | "
    "recall at 0.5 | precision | found at any score |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


def measured(codes: Sequence[str]) -> str:
    """Return the tables: by kind of perturbation, by who reports, by how rare the title is."""
    same = known_same()
    by_kind: dict[str, list[Found]] = {kind.name: [] for kind in KINDS}
    several: list[Found] = []
    by_country: dict[str, list[Found]] = {}
    for code in codes:
        country = country_of(code)
        sample = drawn(country.once, code)
        for kind in KINDS:
            by_kind[kind.name].append(found_in(planted(country, sample, kind, SEED), same))
            by_country.setdefault(code, []).append(by_kind[kind.name][-1])
        sample = drawn(country.several, code)
        several.append(found_in(planted(country, sample, _AS_OTHERS, SEED), same))
    everything = together([one for found in by_kind.values() for one in found])
    common = threshold(everything)
    lines = [f"One threshold for all: log-odds {common:.2f}.", "", HEAD]
    used = [kind.name for kind in KINDS if together(by_kind[kind.name]).planted]
    lines += [line(name, together(by_kind[name]), common) for name in used]
    lines += [line("all", everything, common)]
    lines += [line("all, pairs of two planted counted", _with_between(everything), common)]
    lines += ["", HEAD.replace("second report", "who reports")]
    lines += [line(who, _by(together(by_kind[_AS_OTHERS.name]), who), common) for who, _ in WHO]
    lines += ["", HEAD.replace("second report", "title")]
    lines += [line("stands once", together(by_kind[_AS_OTHERS.name]), common)]
    lines += [line("stands several times", together(several), common)]
    lines += ["", HEAD.replace("second report", "country")]
    lines += [line(COUNTRIES[code], together(by_country[code]), common) for code in codes]
    return "\n".join(lines)


def _by(found: Found, who: str) -> Found:
    here = found.by_who == who
    return Found(
        found.odds[here], found.is_right[here], found.by_who[here], found.between[:0],
        found.who[who], Counter({who: found.who[who]}),
    )  # fmt: skip


def _with_between(found: Found) -> Found:
    """The same, pairs of two planted reports counted among the wrong ones."""
    more = found.between.size
    return found._replace(
        odds=np.append(found.odds, found.between),
        is_right=np.append(found.is_right, np.zeros(more, bool)),
        by_who=np.append(found.by_who, np.full(more, "")),
    )


def missed(kind_name: str, code: str, most: int = 30) -> str:
    """Return what is missed of one kind in one country and what is wrongly found, with levels."""
    country = country_of(code)
    kind = next(kind for kind in KINDS if kind.name == kind_name)
    given = planted(country, drawn(country.once, code), kind, SEED)
    pairs, odds = pairs_down_to(given.picture, _LOWEST)
    of, _, counts = twins(given, pairs, known_same())
    is_right = of[pairs.first] == of[pairs.second]
    titles = given.picture["activities"]["title"].to_pylist()
    lines = []
    for told, chosen in (("missed", is_right & (odds < 0)), ("wrong", ~is_right & (odds >= 0))):
        for pair in np.flatnonzero(chosen & counts)[:most]:
            said = ", ".join(
                f"{field.name.lower()} {LEVELS[field][level]}"
                for field, level in zip(Field, pairs.levels[pair], strict=True)
                if level
            )
            ends = titles[pairs.first[pair]], titles[pairs.second[pair]]
            lines.append(f"{told} {odds[pair]:+.2f}: {ends[0]} | {ends[1]}\n    {said}")
    found = {int(of[a]) for a in pairs.first[is_right & counts]}
    lines.append(f"{len(given.ids) - len(found)} of {len(given.ids)} are not compared at all.")
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["missed"] and len(sys.argv) == 4:
        print(missed(sys.argv[2], sys.argv[3]))
    else:
        print(measured(sys.argv[1:] or list(FILES)))
