"""Which code does a name mean? The name of a list and a name as a report writes it in, a code out.

The names stand in tables beside the lists: `activity_status_names.csv` for `activity_statuses`,
with columns code, language and name, in English, French, Spanish, Russian, Ukrainian and Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from intarsia import codelists
from intarsia.spelling import folded

__all__ = [
    "code_named",
    "codes_by_name",
    "names_table",
    "organization_type_named",
    "status_code_named",
]

_TABLE = "_names"
#: "International NGO (INGO)": what stands in brackets at the end says it once more.
_AGAIN = re.compile(r"^(.+?)\s*\(([^()]*)\)\s*$")


def names_table(list_name: str) -> str:
    """Return the name of the table that holds the names of a list; of a table, itself.

    >>> names_table("activity_statuses"), names_table("modalities"), names_table("target_groups")
    ('activity_status_names', 'modality_names', 'target_group_names')
    """
    if list_name.endswith(_TABLE):
        return list_name
    for plural, singular in (("ies", "y"), ("uses", "us"), ("s", "")):
        if list_name.endswith(plural):
            return list_name.removesuffix(plural) + singular + _TABLE
    return list_name + _TABLE


@cache
def codes_by_name(list_name: str) -> Mapping[str, frozenset[str]]:
    """Return folded name -> the codes that it means, from the list and its table of names.

    list_name  the list or its table: "activity_statuses" or "activity_status_names"
    Raises     UnknownListError (`codelist.unknown_list`) where there is no such list or table.
    """
    table = names_table(list_name)
    found: dict[str, set[str]] = {}
    for row in codelists.rows(table):
        found.setdefault(folded(row["name"]), set()).add(row["code"])
    named = (name for name in codelists.lists() if name != table and names_table(name) == table)
    for row in (row for name in named for row in codelists.rows(name)):
        for column, text in row.items():
            if column.startswith("name_") and text:
                # The table goes first: it says where one name stands for several codes.
                found.setdefault(folded(text), {row["code"]})
    return MappingProxyType({name: frozenset(codes) for name, codes in found.items()})


def code_named(list_name: str, text: str | None) -> str | None:
    """Return the one code that a text names in full, else None; never the nearest.

    list_name  a list with a table of names ("activity_statuses"), or the table
    text       as a report writes it; case, accents and signs do not matter
    Raises     UnknownListError (`codelist.unknown_list`).

    >>> code_named("activity_statuses", "On-going"), code_named("activity_statuses", "В процессе")
    ('2', '2')
    >>> code_named("activity_statuses", "sort of") is None
    True
    """
    if text is None:
        return None
    known = codes_by_name(list_name)
    codes = known.get(folded(text))
    if codes is None and (again := _AGAIN.match(text)):
        outside, inside = known.get(folded(again[1])), known.get(folded(again[2]))
        # What stands in the brackets may be a remark, but it may not say something else.
        codes = outside if inside is None or inside == outside else None
    return next(iter(codes)) if codes is not None and len(codes) == 1 else None


def status_code_named(text: str | None) -> str | None:
    """Return the IATI ActivityStatus code of a status as a list writes it, else None.

    "Completed" is 3, as in the readers of other formats; 4 is what is closed in the books too.

    >>> status_code_named("En ejecución"), status_code_named("Planned"), status_code_named("Done")
    ('2', '1', '3')
    """
    return code_named("activity_statuses", text)


def organization_type_named(text: str | None) -> str | None:
    """Return the IATI OrganisationType code of a type as a list writes it, else None.

    The Red Cross and Red Crescent Movement has no code of its own: its international bodies are
    21 and its national societies 22. "Donor" is what somebody does, not a type: None.

    >>> [organization_type_named(text) for text in ("INGO", "NNGO", "UN Agency", "Gov", "Donor")]
    ['21', '22', '40', '10', None]
    """
    return code_named("organization_types", text)
