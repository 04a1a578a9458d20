"""Who is in Arvenia: the organizations of the example, their names, reports and interests.

In: `data/organizations.csv`. Out: `Organization` records. International names are real so that
the files look real; what they do here is invented.
"""

import functools
from dataclasses import dataclass

from intarsia.examples.packaged import packaged_rows, parts, weighted


@dataclass(frozen=True)
class Organization:
    """One organization; `reports` says in which files it reports how many activities."""

    organization_id: str
    acronym: str
    names: dict[str, str]
    type_code: str
    prefix: str
    currency: str
    reports: dict[str, int]
    regions: tuple[str, ...]
    topics: dict[str, int]
    funders: dict[str, int]
    spellings: tuple[str, ...]

    def name(self, language: str = "en") -> str:
        """Return the full name in a language (en, fr, ru)."""
        return self.names[language]

    @property
    def is_national(self) -> bool:
        """True for Arvenia's own authorities and organizations."""
        return self.organization_id.startswith("XA-GOV") or self.type_code == "22"


@functools.cache
def cast() -> dict[str, Organization]:
    """Return the organizations by id, in the order of the list."""
    return {row["id"]: _organization(row) for row in packaged_rows("organizations.csv")}


def _organization(row: dict[str, str]) -> Organization:
    reports = (item.split(":") for item in parts(row["reports"]))
    return Organization(
        organization_id=row["id"],
        acronym=row["acronym"],
        names={"en": row["name"], "fr": row["name_fr"], "ru": row["name_ru"]},
        type_code=row["type"],
        prefix=row["prefix"],
        currency=row["currency"],
        reports={stem: int(number) for stem, number in reports},
        regions=parts(row["regions"]),
        topics=weighted(row["topics"]),
        funders=weighted(row["funders"]),
        spellings=parts(row["spellings"]),
    )
