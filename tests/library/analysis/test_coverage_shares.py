"""A country is given the part that the report gives it, and no more."""

from __future__ import annotations

from pathlib import Path

from intarsia.analysis.coverage import summarize
from normalize_support import AS_OF, picture_of

COMMITTED = (
    '<transaction><transaction-type code="2"/><transaction-date iso-date="2011-03-01"/>'
    '<value value-date="2011-03-01">100</value>{country}</transaction>'
)


def test_a_country_beside_a_region_has_its_part_only(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path,
        '<recipient-country code="GE" percentage="20"/>'
        '<recipient-region code="998" percentage="80"/>' + COMMITTED.format(country=""),
    )

    assert summarize(picture, as_of=AS_OF, country="GE").figures.committed_usd == 20.0


def test_an_empty_country_of_a_transaction_is_none(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path,
        '<recipient-country code="GE"/>' + COMMITTED.format(country='<recipient-country code=""/>'),
    )

    assert summarize(picture, as_of=AS_OF, country="GE").figures.committed_usd == 100.0
