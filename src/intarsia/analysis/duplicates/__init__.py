"""Which activities are reported twice, which pay for each other, and which only look alike?

In: a picture. Out: FINDINGS with reasons and unknowns, and totals that count nothing twice.
See docs/methods/duplicates.md. The steps stand in the order of their names below:

    records, texts   activities as arrays            blocks, sweep, neighbours     candidates
    owners, words    ids and words as numbers        sketch, reach                 left early
    fields, levels   a pair, field by field          model, training, unlabelled   the weights
    kinds            what the two are to each other  clusters, counting            counted once
    findings         reasons, stakes, ids            changes                       since last time
    limits           what was bounded, and said so
    one, around      one activity against a country
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intarsia.analysis.duplicates.changes import CHANGES, compare_findings
from intarsia.analysis.duplicates.counting import CountedOnce, count_once
from intarsia.analysis.duplicates.findings import findings_of
from intarsia.analysis.duplicates.limits import limits_in, limits_of
from intarsia.analysis.duplicates.model import Model, ModelError, day_one, load_model, save_model
from intarsia.analysis.duplicates.one import Prepared, find_duplicates_of, prepare_duplicates
from intarsia.analysis.duplicates.pairs import Pairs, find_pairs

if TYPE_CHECKING:
    import pyarrow as pa

    from intarsia.tables import Picture

__all__ = [
    "CHANGES",
    "CountedOnce",
    "Model",
    "ModelError",
    "Pairs",
    "Prepared",
    "compare_findings",
    "count_once",
    "day_one",
    "find_duplicates",
    "find_duplicates_of",
    "find_pairs",
    "findings_of",
    "limits_in",
    "limits_of",
    "load_model",
    "prepare_duplicates",
    "save_model",
]


def find_duplicates(picture: Picture, *, model: Model | None = None) -> pa.Table:
    """Return FINDINGS of the pairs of a picture that are one thing, or only look alike.

    picture   a combined picture, its organizations settled
    model     weights of the fields; `day_one()` if left out
    Kinds     same_report, same_activity, funding_chain; and told apart from these part_of, phase
              and sibling. `score` is the probability, at least 0.5.
    Bounded   what was too much to be compared whole is said in the table: `limits_in(findings)`
    Source    docs/methods/duplicates.md
    """
    return findings_of(picture, find_pairs(picture, model=model))
