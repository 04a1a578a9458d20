"""How well are names of organizations resolved? Labelled variants in, figures out.

The labels are `organizations/name-variants.csv` of the shared data: a name and a variant of it.
Left out: rows whose variant is the name itself, and variants that stand for several names. Names
that differ only in case and signs are one organization.

Two protocols. "other variants": the register holds the names and all variants as aliases but one
of each organization, the one under test (as many rounds as the organization with the most
variants has). "names only": the register holds the names and nothing else.

Yardsticks in the same run: the nearest name by plain edit distance, and by token-set similarity,
each at the threshold that serves it best (the highest F1).

python bench/organization_names.py
"""

from __future__ import annotations

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import Levenshtein

from intarsia.normalize.who_is_who import Match, Stated, resolve_organizations
from intarsia.register import REGISTER, packaged_register
from intarsia.spelling import folded
from intarsia.tables import from_rows

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
PROTOCOLS = ("other variants", "names only")


@dataclass(frozen=True)
class Labels:
    """Names with their variants, and which organizations share a variant.

    names     organization -> its names
    variants  organization -> the variants to test
    families  organization -> organizations that the labels give a name in common with it
    """

    names: dict[str, list[str]]
    variants: dict[str, list[str]]
    families: dict[str, set[str]]


@dataclass
class Figures:
    """What came of one method under one protocol; counts of tested variants."""

    method: str
    protocol: str
    tested: int = 0
    right: int = 0
    wrong: int = 0
    branch: int = 0
    doubtful: int = 0
    new: int = 0
    seconds: float = 0.0
    mistakes: list[tuple[str, str, str]] = field(default_factory=list)
    missed: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Right ones among the resolved, branch mistakes counted apart."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def strict_precision(self) -> float:
        """The same with branch mistakes counted as wrong."""
        return self.right / max(self.right + self.wrong + self.branch, 1)

    @property
    def recall(self) -> float:
        """Right ones among all."""
        return self.right / max(self.tested, 1)


def read_labels(path: Path) -> Labels:
    """Read the labels; identical rows and variants of several names are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["canonical_name"], row["variant"]) for row in csv.DictReader(file)]
    meant: dict[str, set[str]] = defaultdict(set)
    names: dict[str, list[str]] = defaultdict(list)
    for name, variant in rows:
        meant[variant].add(name)
        key = folded(name) or name
        if name not in names[key]:
            names[key].append(name)
    variants: dict[str, list[str]] = defaultdict(list)
    families: dict[str, set[str]] = defaultdict(set)
    for name, variant in rows:
        key = folded(name) or name
        if len(meant[variant]) > 1:
            families[key] |= {folded(other) or other for other in meant[variant]}
        elif variant != name and variant not in variants[key]:
            variants[key].append(variant)
    return Labels(dict(names), dict(variants), dict(families))


def register_of(labels: Labels, aliases: dict[str, list[str]]) -> pa.Table:
    """A register of the labels' names with these aliases."""
    rows = []
    for key in sorted(labels.names):
        name, *others = labels.names[key]
        also = dict.fromkeys([*others, *aliases.get(key, [])], "")
        also.pop(name, None)
        rows.append((key, name, None, None, None, None, [], list(also.items()), False, None, "x"))
    return from_rows(rows, REGISTER.schema)


Round = tuple[list[tuple[str, str]], pa.Table]


def rounds(labels: Labels, protocol: str) -> Iterable[Round]:
    """The variants to test with the register to test them on: (organization, variant), table."""
    if protocol == "names only":
        tests = [(key, text) for key, texts in labels.variants.items() for text in texts]
        yield tests, register_of(labels, {})
        return
    for place in range(max(map(len, labels.variants.values()))):
        tests = [(key, v[place]) for key, v in labels.variants.items() if place < len(v)]
        aliases = {key: v[:place] + v[place + 1 :] for key, v in labels.variants.items()}
        yield tests, register_of(labels, aliases)


def _judge(figures: Figures, labels: Labels, key: str, variant: str, answer: str | None) -> None:
    """Count one answer: the organization resolved to, or "doubtful" or "new" without one."""
    if answer == key:
        figures.right += 1
    elif answer is not None and answer in labels.families.get(key, ()):
        figures.branch += 1
        figures.mistakes.append((variant, labels.names[key][0], f"branch: {answer}"))
    elif answer is not None:
        figures.wrong += 1
        figures.mistakes.append((variant, labels.names[key][0], answer))


def measure_resolver(labels: Labels, protocol: str) -> Figures:
    """Intarsia's own answers."""
    figures = Figures("intarsia", protocol)
    for tests, register in rounds(labels, protocol):
        begun = time.perf_counter()
        matches: list[Match] = resolve_organizations([text for _, text in tests], register)
        figures.seconds += time.perf_counter() - begun
        for (key, variant), match in zip(tests, matches, strict=True):
            figures.tested += 1
            if match.decision == "resolved":
                _judge(figures, labels, key, variant, match.organization_id)
                continue
            figures.doubtful += match.decision == "doubtful"
            figures.new += match.decision == "new"
            figures.missed.append((variant, labels.names[key][0], str(match.decision)))
    return figures


Scorer = Callable[..., float]


def measure_yardstick(labels: Labels, protocol: str, method: str, scorer: Scorer) -> Figures:
    """The nearest name by a similarity of whole texts, at the threshold with the highest F1."""
    begun = time.perf_counter()
    asked: list[tuple[str, str, float, str]] = []
    for tests, register in rounds(labels, protocol):
        owners, names = _names(register)
        texts = [utils.default_process(text) for _, text in tests]
        scores = process.cdist(texts, names, scorer=scorer, dtype=np.float32)
        best = scores.argmax(axis=1)
        for row, (key, variant) in enumerate(tests):
            asked.append((key, variant, float(scores[row, best[row]]), owners[best[row]]))
    tried = (_at(labels, protocol, method, asked, cut) for cut in sorted({a[2] for a in asked}))
    figures = max(tried, key=_f1)
    figures.seconds = time.perf_counter() - begun
    return figures


def _names(register: pa.Table) -> tuple[list[str], list[str]]:
    owners, names = [], []
    for row in register.to_pylist():
        for name in (row["name"], *(alias for alias, _ in row["aliases"])):
            owners.append(row["organization_id"])
            names.append(utils.default_process(name))
    return owners, names


def _at(
    labels: Labels,
    protocol: str,
    method: str,
    asked: Sequence[tuple[str, str, float, str]],
    threshold: float,
) -> Figures:
    figures = Figures(f"{method} >= {threshold:.3g}", protocol, tested=len(asked))
    for key, variant, score, answer in asked:
        if score >= threshold:
            _judge(figures, labels, key, variant, answer)
        else:
            figures.new += 1
    return figures


def _f1(figures: Figures) -> float:
    both = figures.strict_precision + figures.recall
    return 2 * figures.strict_precision * figures.recall / both if both else 0.0


def measure(path: Path) -> list[Figures]:
    """All methods under both protocols, Intarsia first."""
    labels = read_labels(path)
    found = []
    for protocol in PROTOCOLS:
        found.append(measure_resolver(labels, protocol))
        found.append(
            measure_yardstick(labels, protocol, "edit distance", Levenshtein.normalized_similarity)
        )
        found.append(measure_yardstick(labels, protocol, "token set", fuzz.token_set_ratio))
    return found


@dataclass(frozen=True)
class TwoLanguages:
    """One reporter by its identifier, its English name and its French name."""

    identifier: str
    english: str
    french: str
    by_identifier: str | None
    by_english: str | None
    by_french: str | None

    @property
    def agrees(self) -> bool:
        """Whether all that is stated leads to one organization of the register."""
        said = {self.by_identifier, self.by_english}
        said |= {self.by_french} if self.french else set()
        return len(said) == 1 and None not in said


def measure_languages(path: Path, register: pa.Table) -> list[TwoLanguages]:
    """Reporters' English and French names against their identifiers, by this register."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    french = ["" if row["name_fr"] == "None" else row["name_fr"] for row in rows]
    asked = [
        *(Stated(identifier=row["org_ref"]) for row in rows),
        *(Stated(name=row["name_en"]) for row in rows),
        *(Stated(name=name or None) for name in french),
    ]
    found = [
        match.organization_id if match.decision == "resolved" else None
        for match in resolve_organizations(asked, register)
    ]
    count = len(rows)
    return [
        TwoLanguages(
            row["org_ref"],
            row["name_en"],
            french[at],
            found[at],
            found[count + at],
            found[2 * count + at],
        )
        for at, row in enumerate(rows)
    ]


def main() -> None:
    """Print the figures; with -v the mistakes and misses of Intarsia too."""
    reporters = measure_languages(
        SHARED / "organizations" / "reporters-en-fr.csv", packaged_register()
    )
    agreeing = sum(one.agrees for one in reporters)
    print(f"reporters in English and French: {agreeing} of {len(reporters)} agree; the others:")
    for one in reporters:
        if not one.agrees:
            print(f"  {one.identifier} = {one.by_identifier}")
            print(f"      {one.english} = {one.by_english}")
            print(f"      {one.french or '-'} = {one.by_french}")
    for figures in measure(SHARED / "organizations" / "name-variants.csv"):
        print(
            f"{figures.protocol:15} {figures.method:24} tested {figures.tested:5} "
            f"precision {figures.precision:.4f} (branches as mistakes "
            f"{figures.strict_precision:.4f}) recall {figures.recall:.4f} | wrong {figures.wrong} "
            f"branch {figures.branch} doubtful {figures.doubtful} new {figures.new} | "
            f"{figures.seconds:.1f} s"
        )
        if "-v" in sys.argv and figures.method == "intarsia":
            for mistake in figures.mistakes:
                print("   MISTAKE", mistake)
            for missed in figures.missed:
                print("   missed", missed)


if __name__ == "__main__":
    main()
