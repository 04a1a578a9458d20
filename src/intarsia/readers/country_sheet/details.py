"""What a sheet says beside who, what and how much: codes, links, columns of its own."""

from __future__ import annotations

from urllib.parse import unquote

import pyarrow as pa

from intarsia.readers.columns import fill
from intarsia.readers.country_sheet.grouping import Groups, ordinals
from intarsia.readers.country_sheet.lines import Lines
from intarsia.tables import CODES, DOCUMENTS, REMAINDERS

_Code = tuple[int, int, str, str | None, str, str | None]


def codes(lines: Lines, groups: Groups) -> pa.Table | None:
    """Return CODES: the types of aid, finance and flow, and what is flagged; null if nothing."""
    found: list[_Code] = []
    for kind, column in (
        ("aid_type", lines.aid_type),
        ("finance_type", lines.finance_type),
        ("flow_type", lines.flow_type),
    ):
        stating = column.where(lambda one: one.code is not None)
        positions, said = groups.distinct(column.codes, stating)
        for position, code, at in zip(positions, said, ordinals(positions).tolist(), strict=True):
            stated = column.said[code]
            found.append((position, at, kind, None, stated.code or "", stated.name))
    found += [
        (position, 0, "multi_country", None, "1", None)
        for position in sorted(groups.having(lines.multi_country, True))
    ]
    found += [
        (position, 0, "tag", "covid", "1", None)
        for position in sorted(groups.having(lines.covid, True))
    ]
    if not found:
        return None
    activities, places, kinds, vocabularies, stated_codes, names = zip(*found, strict=True)
    return fill(
        CODES,
        {
            "activity_id": groups.ids_of(activities),
            "ordinal": places,
            "kind": kinds,
            "vocabulary": vocabularies,
            "code": stated_codes,
            "name": names,
        },
    )


def documents(lines: Lines, groups: Groups) -> tuple[pa.Table | None, int]:
    """Return DOCUMENTS, and how many links only repeat the identifier."""
    links: list[tuple[int, str]] = []
    repeating = 0
    stating = lines.url.where(lambda url: url is not None)
    for position, code in zip(*groups.distinct(lines.url.codes, stating), strict=True):
        url = lines.url.said[code] or ""
        identifier = lines.identifier.said[lines.identifier.codes[groups.first[position]]]
        if identifier is not None and unquote(url).endswith(f"={identifier}"):
            repeating += 1
        else:
            links.append((position, url))
    if not links:
        return None, repeating
    return fill(
        DOCUMENTS,
        {
            "activity_id": groups.ids_of([position for position, _ in links]),
            "ordinal": ordinals([position for position, _ in links]),
            "url": [url for _, url in links],
        },
    ), repeating


def remainders(lines: Lines, groups: Groups) -> pa.Table | None:
    """Return REMAINDERS: what columns without a place in the picture say, once per activity."""
    found: list[tuple[int, str, int, str]] = []
    for heading, column in lines.extra.items():
        positions, said = groups.distinct(column.codes, column.where(lambda one: one is not None))
        found.extend(
            (position, heading, at, column.said[code] or "")
            for position, code, at in zip(
                positions, said, ordinals(positions).tolist(), strict=True
            )
        )
    if not found:
        return None
    activities, elements, places, texts = zip(*found, strict=True)
    return fill(
        REMAINDERS,
        {
            "activity_id": groups.ids_of(activities),
            "element": elements,
            "ordinal": places,
            "source": texts,
        },
    )
