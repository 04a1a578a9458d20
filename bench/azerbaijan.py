"""Does an English list find itself in French? Azerbaijan 2023, one file in both languages.

python bench/azerbaijan.py

Both files state the same activities. Identifiers of activities and organizations, addresses and
codes in brackets are hidden on both sides; in the French one every amount is blurred by up to 5 %
and each first and last day by a quarter. Then each English activity is compared with every French
one: is the best its own? Who reports is left out of the sum, for it is the same in both.
"""

from __future__ import annotations

import calendar
import datetime as dt
import random
import re
from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

import intarsia
from intarsia.analysis.duplicates.blocks import blocks_of
from intarsia.analysis.duplicates.levels import levels_of
from intarsia.analysis.duplicates.model import day_one
from intarsia.analysis.duplicates.neighbours import nearest_titles
from intarsia.analysis.duplicates.packed import Packed, packed
from intarsia.analysis.duplicates.records import NO_DAY, Records, records_of, weighed
from intarsia.analysis.duplicates.sets import owners_of, sets_of
from intarsia.analysis.duplicates.sweep import sweep
from intarsia.normalize.organizations import organization_id
from intarsia.tables import TABLES, Picture
from pair_judgements import normalized_picture_of

ENGLISH, FRENCH, COUNTRY = "AZ-2023-02-17-en", "AZ-2023-02-17-fr", "AZ"
SEED, BLUR = 43, 0.05
_TABLES = ("activities", "participations", "activity_sectors", "activity_locations", "transactions")
_CODE = re.compile(r"\s*[\[(][^\[\]()a-zа-я]*[\])]")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
Row = dict[str, Any]


class Lists(NamedTuple):
    """The two lists as records of one picture: English ones first, each French one at + count."""

    records: Records
    picture: Picture
    count: int


def without_codes(text: str | None) -> str | None:
    """Return a text without addresses and what stands in brackets without a small letter.

    >>> without_codes("UN Population Fund (UNFPA) [XM-DAC-41119], see https://unfpa.org")
    'UN Population Fund, see'
    """
    return None if text is None else _CODE.sub("", _ADDRESS.sub("", text)).strip()


def _moved(day: dt.date | None, quarters: int) -> dt.date | None:
    """The day so many quarters later; the last day of a month stays the last."""
    if day is None:
        return None
    months = day.year * 12 + day.month - 1 + 3 * quarters
    is_last = (day + dt.timedelta(days=1)).day == 1
    last = calendar.monthrange(months // 12, months % 12 + 1)[1]
    return dt.date(months // 12, months % 12 + 1, last if is_last else min(day.day, last))


def _hidden(picture: Picture, mark: str, chance: random.Random | None) -> dict[str, list[Row]]:
    """The rows of a list under other ids, what gives it away hidden; blurred if chance is given."""
    rows = {name: picture[name].to_pylist() for name in _TABLES}
    for row in (row for name in _TABLES for row in rows[name]):
        row["activity_id"] = f"{mark}{row['activity_id']}"
    for row in rows["participations"]:
        row["name_as_reported"] = without_codes(row["name_as_reported"]) or None
        row["identifier_as_reported"] = row["other_activity_id"] = None
        row["organization_id"] = organization_id(None, row["name_as_reported"])
    reporters = {
        row["activity_id"]: row["organization_id"]
        for row in rows["participations"]
        if row["role"] == "reporting"
    }
    for row in rows["activities"]:
        row["identifier"], row["title"] = None, without_codes(row["title"]) or None
        row["organization_id"] = reporters.get(row["activity_id"])
    for row in rows["transactions"]:
        for column in ("reference", "provider_id", "receiver_id"):
            row[column] = None
    if chance is not None:
        for row in rows["activities"]:
            for column in ("starts_on", "ends_on"):
                row[column] = _moved(row[column], chance.choice((-1, 0, 1)))
            if None not in (row["starts_on"], row["ends_on"]):
                row["ends_on"] = max(row["starts_on"], row["ends_on"])
        for row in rows["activities"] + rows["transactions"]:
            for column in ("budget_usd", "spent_usd", "value_usd"):
                if row.get(column) is not None:
                    row[column] *= 1 + chance.uniform(-BLUR, BLUR)
    return rows


def two_lists(*, titles: bool) -> Lists:
    """Return both lists, hidden and blurred, as records; with titles or without any."""
    english, french = (
        normalized_picture_of(COUNTRY, ENGLISH),
        normalized_picture_of(COUNTRY, FRENCH),
    )
    ids = set(french["activities"]["activity_id"].to_pylist())
    parts = _hidden(english, "en ", None), _hidden(french, "fr ", random.Random(SEED))
    order = [one for one in english["activities"]["activity_id"].to_pylist() if one in ids]
    rows = {name: [row for part in parts for row in part[name]] for name in _TABLES}
    place = {f"{mark} {one}": at for mark in ("en", "fr") for at, one in enumerate(order)}
    kept = [row for row in rows["activities"] if row["activity_id"] in place]
    rows["activities"] = sorted(
        kept, key=lambda row: (row["activity_id"][:2], place[row["activity_id"]])
    )
    if not titles:
        for row in rows["activities"]:
            row["title"] = None
    names = {
        row["organization_id"]: row["name_as_reported"]
        for row in rows["participations"]
        if row["organization_id"] is not None
    }
    rows["organizations"] = [
        {"organization_id": key, "name": name, "identifiers": [], "aliases": [],
         "is_placeholder": False}
        for key, name in names.items()
    ]  # fmt: skip
    picture = english.having(
        **{
            name: pa.Table.from_pylist(given, schema=TABLES[name].schema)
            for name, given in rows.items()
        }
    )
    settled, _ = intarsia.settle_organizations(picture, intarsia.register_with([]), country=COUNTRY)
    return Lists(records_of(settled).records, settled, len(order))


def compared(lists: Lists, *, with_reporter: bool) -> Records:
    """Return the records as two reporters' lists whose reporters are not compared.

    with_reporter   whether who reports counts as one of those who pay
    """
    records, count = lists.records, lists.count
    everybody = np.arange(2 * count)

    def joined(name: str) -> Any:
        sets = getattr(records, name)
        owners = np.concatenate((owners_of(sets), everybody))
        return sets_of(owners, np.concatenate((sets.ids, records.reporters)), 2 * count)

    return weighed(
        records._replace(
            publishers=(everybody >= count).astype(np.int64),
            parties=joined("parties"),
            funders=joined("funders") if with_reporter else records.funders,
            reporters=np.full(2 * count, -1),
        )
    )


def unique_signatures(lists: Lists) -> np.ndarray:
    """Return whether no other English activity could be taken for each, after the blur.

    Another could where it names the same organizations and sectors, its first and last quarter
    are at most two away, and its amounts budgeted and spent differ by at most 10 %.
    """
    records, count = lists.records, lists.count
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for record in range(count):
        named = tuple(
            tuple(sets.ids[sets.starts[record] : sets.starts[record + 1]].tolist())
            for sets in (records.parties, records.sectors)
        )
        groups[(int(records.reporters[record]), *named)].append(record)
    unique = np.ones(count, bool)
    for members in groups.values():
        for at, one in enumerate(members):
            for other in members[at + 1 :]:
                if _could_be(records, one, other):
                    unique[one] = unique[other] = False
    return unique


def _could_be(records: Records, one: int, other: int) -> bool:
    for days in (records.starts, records.ends):
        if days[one] != NO_DAY and days[other] != NO_DAY and abs(days[one] - days[other]) > 184:
            return False
    for amounts in (records.budgets, records.spent):
        pair = amounts[[one, other]]
        if np.isnan(pair).sum() == 1 or pair.max() / pair.min() > (1 + BLUR) / (1 - BLUR):
            return False
    return True


class Ranks(NamedTuple):
    """How each English activity's own French one ranks.

    better, equal   how many other French ones score higher, and as high
    compared        whether the engine would compare the two at all
    """

    better: np.ndarray
    equal: np.ndarray
    compared: np.ndarray


def ranks(records: Records, count: int) -> Ranks:
    """Return the ranks of all English activities, each compared with every French one."""
    model, ready = day_one(), packed(records)
    better, equal = np.zeros(count, int), np.zeros(count, int)
    french = np.arange(count, 2 * count)
    none = np.zeros(count, np.uint8)
    for one in range(count):
        odds = model.log_odds(levels_of(ready, np.full(count, one), french, none))
        better[one] = (odds > odds[one] + 1e-4).sum()
        equal[one] = (np.abs(odds - odds[one]) <= 1e-4).sum() - 1
    return Ranks(better, equal, _candidates(records, ready, count))


def _candidates(records: Records, ready: Packed, count: int) -> np.ndarray:
    """Which English activities meet their own French one in a block or as near titles."""
    swept, _ = sweep(ready, blocks_of(records), day_one().weights, -1e9)
    pairs = np.unique(np.concatenate((swept, nearest_titles(records))))
    own = (np.arange(count) << 32) | (np.arange(count) + count)
    return np.isin(own, pairs)


def line(name: str, found: Ranks, chosen: np.ndarray) -> str:
    """Return a line of the table for some of the English activities."""
    better, equal = found.better[chosen], found.equal[chosen]
    first = (better == 0) & (equal == 0)
    shares = (first.mean(), (better == 0).mean(), (better + equal < 5).mean())
    cells = " | ".join(f"{share:.3f}" for share in (*shares, found.compared[chosen].mean()))
    return f"| {name} | {int(chosen.sum()):,} | {cells} |"


def measured() -> str:
    """Return what is found, as a table in Markdown."""
    lines = [
        "| English against French | activities | first place | first or tied | among five | "
        "compared at all |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for titles, told in ((True, "with titles"), (False, "without titles")):
        lists = two_lists(titles=titles)
        unique = unique_signatures(lists)
        for with_reporter, who in ((False, "reporter left out"), (True, "reporter as a funder")):
            found = ranks(compared(lists, with_reporter=with_reporter), lists.count)
            lines.append(line(f"{told}, {who}: unique signature", found, unique))
            lines.append(line(f"{told}, {who}: all", found, np.ones(lists.count, bool)))
    names = lists.picture["activities"]["organization_id"].to_pylist()
    same = sum(a == b for a, b in zip(names[: lists.count], names[lists.count :], strict=True))
    text = lists.picture["activities"]
    return "\n".join(lines) + (
        f"\n\nReporters under one id in both languages: {same:,} of {lists.count:,} activities; "
        f"{text.num_rows:,} activities compared."
    )


if __name__ == "__main__":
    print(measured())
