"""Who answers for an organization? A branch in, the head of its family out.

A mission in a country is its organization, a ministry its government. The United Nations are a
system, not an organization that one could call: their agencies answer for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.analysis.duplicates.facts import columns_of
from intarsia.spelling import latin

#: Families whose members are organizations of their own.
SYSTEMS = ("XM-DAC-41305", "intarsia:un-secretariat", "XM-DAC-47015")


_PUBLIC = ("10", "11", "15")
#: How names of authorities begin, where their type is not stated.
_AUTHORITY = re.compile(
    r"^(?:(?:general|provincial|regional|district|national|local|state|federal) )?"
    r"(?:directorate|ministry|municipality|governorate|government|gobernacion|alcaldia|ministerio|"
    r"secretaria|ministere|mairie|prefecture|ministerstvo|upravlenie|departamento)\b"
)


def authorities_of(organizations: pa.Table, countries: Iterable[str]) -> list[str]:
    """Return the organizations that are authorities of the countries a picture is about.

    Of a public body, or one of such a name, that no register knows, and of one whose identifier
    begins with the country's code, that is taken to be so.

    countries   ISO 3166-1 alpha-2 codes
    """
    prefixes = (*(f"{code}-" for code in countries), "name:")
    wanted = ["organization_id", "name", "type_code"]
    return [
        row["organization_id"]
        for row in organizations.select(wanted).to_pylist()
        if row["organization_id"].startswith(prefixes)
        and (row["type_code"] in _PUBLIC or _AUTHORITY.match(latin(row["name"])))
    ]


def head_of(key: str, parents: Mapping[str, str | None]) -> str:
    """Return the head of an organization's family, below a system; of a circle one of its members.

    >>> head_of("unicef-xa", {"unicef-xa": "unicef", "unicef": "XM-DAC-41305"})
    'unicef'
    """
    seen = set()
    while (above := parents.get(key)) and above not in SYSTEMS and key not in seen:
        seen.add(key)
        key = above
    return key


class Heads:
    """Organization ids as the head of their family; placeholders and strangers as null."""

    def __init__(self, organizations: pa.Table) -> None:
        parents = dict(columns_of(organizations, "organization_id", "parent_id"))
        nobody = dict(columns_of(organizations, "organization_id", "is_placeholder"))
        heads = [None if nobody[key] else head_of(key, parents) for key in parents]
        self._ids = pa.array(list(parents), pa.string())
        self._heads = pa.array(heads, pa.string())

    def __call__(self, ids: pa.ChunkedArray) -> pa.Array:
        """Return the head of each."""
        return self._heads.take(pc.index_in(ids, self._ids).combine_chunks())
