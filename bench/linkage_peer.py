"""What does a generic linkage library find? Splink 5 on DuckDB, set up as well as we can.

python bench/linkage_peer.py FILE untrained|trained|unruled    one run; its measures as JSON

FILE is a table of `synthetic.laid_out`. Counted are the library's columns, its training and its
prediction; what it counts as found is decided afterwards, at the threshold that suits it best.

untrained   u from random pairs, m by expectation maximization
trained     m, u and the prior from the truth of the very file that is searched: more than anybody
            ever has
unruled     trained, but not told that two reports of one organization are never one activity: it
            may learn that from a field that compares reporters
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import And, CustomRule

from measured_run import Clock, Run, at_best_threshold, peak_gb, true_pairs

MODES = ("untrained", "trained", "unruled")
#: Pairs below this match weight, in bits, are not kept: the best threshold is above it.
LEAST_WEIGHT = -4
#: Random pairs for u. Five times as many change F1 by less than 0.001 and take most of the time.
RANDOM_PAIRS, SEED = 1e6, 7
#: m of what is not seen of any true pair, where the library would take it for a good sign.
UNSEEN = 0.001
#: Expectation maximization goes on for so long: with more it ends in numbers too small for it.
MOST_STEPS = 10
#: Rows with the same of these are compared, in the same country.
BLOCKS = (
    ("title",), ("funder", "implementer"), ("funder", "purpose"), ("implementer", "purpose"),
    ("funder", "start"), ("funder", "end"), ("purpose", "start"), ("purpose", "end"),
    ("funder", "adm2"),
)  # fmt: skip
#: What expectation maximization looks at, one after the other.
EM_BLOCKS = (("title",), ("funder", "implementer", "purpose"), ("funder", "start", "adm1"))
#: Pairs that are one thing for sure, about a fifth of all, for the prior of the untrained.
SURE_BLOCK, SURE_RECALL = ("funder", "implementer", "purpose", "start"), 0.2

#: Words as numbers, since comparing these is five times as fast; `rare` are those of few titles.
COLUMNS_SQL = r"""
CREATE TABLE words AS
SELECT id, unnest(list_distinct(list_filter(
    string_split_regex(lower(title), '[^a-z0-9]+'), lambda word: length(word) > 2
))) AS word
FROM given;
CREATE TABLE uses AS
SELECT word, row_number() OVER () AS number, count(*) AS titles FROM words GROUP BY word;
CREATE TABLE reports AS
SELECT
    given.id AS unique_id, entity, country, adm1, adm2, reporting_org_id AS reporter,
    funder_id AS funder, implementer_id AS implementer, start, "end", target,
    lower(title) AS title, sectors, sectors[1] AS purpose,
    list_distinct(list_transform(sectors, lambda code: code // 100)) AS sector_groups,
    budget * CASE currency WHEN 'EUR' THEN 1 / 0.92 WHEN 'GBP' THEN 1 / 0.79
        WHEN 'SEK' THEN 1 / 10.5 ELSE 1 END AS usd,
    CASE WHEN regexp_matches(lower(title), '(phase 2|phase ii| ii)$') THEN 2 ELSE 1 END AS phase,
    coalesce(titles.words, []) AS words, coalesce(titles.rare, []) AS rare
FROM given LEFT JOIN (
    SELECT id, list(number) AS words, list(number) FILTER (titles BETWEEN 2 AND 12) AS rare
    FROM words JOIN uses USING (word) GROUP BY id
) AS titles ON titles.id = given.id;
"""
SCORED_SQL = """
SELECT scored.match_weight AS weight, a.entity = b.entity AS is_true
FROM {scored} AS scored
JOIN reports AS a ON a.unique_id = scored.unique_id_l
JOIN reports AS b ON b.unique_id = scored.unique_id_r
"""


def _shared(words: str) -> str:
    """SQL: how many words two titles share."""
    return f"len(list_filter({words}_l, lambda word: list_contains({words}_r, word)))"


def _compared(name: str, *levels: str | cll.ComparisonLevelCreator) -> cl.CustomComparison:
    """A comparison of levels, of which some are said in SQL; the last is what is left."""
    creators = [cll.CustomLevel(one) if isinstance(one, str) else one for one in levels]
    rest = cll.ElseLevel().configure(m_probability=UNSEEN)
    return cl.CustomComparison(output_column_name=name, comparison_levels=[*creators, rest])


def _days(name: str) -> cl.CustomComparison:
    return _compared(
        name,
        cll.NullLevel(name),
        *(f'abs("{name}_l" - "{name}_r") <= {days}' for days in (0, 31, 62, 185, 366)),
    )


def comparisons(has_rule: bool) -> list[cl.CustomComparison]:
    """Return what is compared of two reports; the reporters themselves where no rule does it."""
    same = cll.CustomLevel("reporter_l = reporter_r").configure(m_probability=UNSEEN)
    same_reporter = () if has_rule else (same,)
    likeness = (0.8, 0.6, 0.45, 0.3, 0.15)
    times = (1.002, 1.02, 1.06, 1.18, 1.6, 2.5, 4.5)
    exact = cll.ExactMatchLevel
    return [
        _compared(
            "roles",
            *same_reporter,
            "reporter_l = implementer_r AND reporter_r = funder_l"
            " OR reporter_r = implementer_l AND reporter_l = funder_r",
            "reporter_l = implementer_r OR reporter_r = implementer_l",
            "reporter_l = funder_r OR reporter_r = funder_l",
        ),
        cl.ExactMatch("funder").configure(term_frequency_adjustments=True),
        cl.ExactMatch("implementer").configure(term_frequency_adjustments=True),
        _compared(
            "title",
            exact("title", term_frequency_adjustments=True),
            # Jaccard's index of at least j: shared words >= j / (1 + j) of all words of both.
            *(
                f"{_shared('words')} >= {j / (1 + j):.4f} * (len(words_l) + len(words_r))"
                for j in likeness
            ),
        ),
        _compared(
            "rare",
            cll.CustomLevel("len(rare_l) = 0 OR len(rare_r) = 0").configure(is_null_level=True),
            f"{_shared('rare')} >= 2",
            f"{_shared('rare')} >= 1",
        ),
        _compared("phase", exact("phase")),
        _compared(
            "sectors",
            exact("purpose", term_frequency_adjustments=True),
            "list_has_any(sectors_l, sectors_r)",
            "list_has_any(sector_groups_l, sector_groups_r)",
        ),
        _compared(
            "place",
            cll.NullLevel("adm1"),
            exact("adm2", term_frequency_adjustments=True),
            "adm2_l <> adm2_r AND adm1_l = adm1_r",
            exact("adm1", term_frequency_adjustments=True),
        ),
        _days("start"),
        _days("end"),
        _compared(
            "usd",
            cll.NullLevel("usd"),
            *(f"greatest(usd_l, usd_r) <= {one} * least(usd_l, usd_r)" for one in times),
        ),
        _compared("target", cll.NullLevel("target"), exact("target")),
    ]


def _blocked(columns: tuple[str, ...], has_rule: bool) -> object:
    same = block_on("country", *columns)
    return And(same, CustomRule("l.reporter <> r.reporter")) if has_rule else same


def _rare_words(has_rule: bool) -> CustomRule:
    rule = " AND l.reporter <> r.reporter" if has_rule else ""
    same = f"l.country = r.country AND l.rare = r.rare{rule}"
    return CustomRule(same, arrays_to_explode=["rare"])


def linked(path: Path, mode: str) -> Run:
    """Return what the library takes and finds on a table of reports."""
    database = duckdb.connect()
    database.read_parquet(str(path)).create("given")
    entities = database.sql("SELECT entity FROM given").fetchnumpy()["entity"]
    true, count = true_pairs(entities), len(entities)
    has_rule = mode != "unruled"
    clock = Clock()
    database.execute(COLUMNS_SQL)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons(has_rule),
        blocking_rules_to_generate_predictions=[
            *(_blocked(columns, has_rule) for columns in BLOCKS),
            _rare_words(has_rule),
        ],
        probability_two_random_records_match=true / (count * (count - 1) / 2),
        max_iterations=MOST_STEPS,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(DuckDBAPI(database).register("reports"), settings)
    before = clock.seconds()
    _train(linker, mode)
    training = clock.seconds() - before
    found = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT)
    seconds, cpu, peak = clock.seconds(), clock.cpu(), peak_gb()
    scored = database.sql(SCORED_SQL.format(scored=found.physical_name)).fetchnumpy()
    precision, recall, f1, _ = at_best_threshold(scored["weight"], scored["is_true"], true)
    return Run(seconds, training, cpu, peak, precision, recall, f1)


def _train(linker: Linker, mode: str) -> None:
    training = linker.training
    if mode == "untrained":
        training.estimate_probability_two_random_records_match(
            [_blocked(SURE_BLOCK, True)], recall=SURE_RECALL
        )
    training.estimate_u_using_random_sampling(RANDOM_PAIRS, seed=SEED, min_count_per_level=30)
    if mode == "untrained":
        for columns in EM_BLOCKS:
            training.estimate_parameters_using_expectation_maximisation(
                _blocked(columns, True), estimate_without_term_frequencies=True
            )
    else:
        training.estimate_m_from_label_column("entity")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[2] not in MODES:
        sys.exit(__doc__)
    logging.disable(logging.CRITICAL)
    linked(Path(sys.argv[1]), sys.argv[2]).printed()
