"""On real names: precision and recall hold their floor, and English meets French."""

from __future__ import annotations

from pathlib import Path

import pytest

from intarsia.register import packaged_register
from organization_names import measure_languages, measure_resolver, read_labels

#: Reporters that the packaged register does not have, or whose two names are not one.
NOT_IN_THE_REGISTER = {
    "NO-BRC-980997278",  # its English and its French name are of two organizations
    "US-EIN-13-3287064NAM",
    "CH-FDJP-CHE-110347351",
    "SE-ON-802425-8702",
}


@pytest.mark.shared
@pytest.mark.parametrize("protocol", ["other variants", "names only"])
def test_labelled_variants_are_resolved_precisely_and_mostly(shared: Path, protocol: str) -> None:
    labels = read_labels(shared / "data" / "organizations" / "name-variants.csv")

    figures = measure_resolver(labels, protocol)

    assert figures.tested > 1900
    assert figures.precision >= 0.98
    assert figures.strict_precision >= 0.98
    assert figures.recall >= 0.95


@pytest.mark.shared
def test_english_and_french_names_of_reporters_lead_where_their_identifier_leads(
    shared: Path,
) -> None:
    path = shared / "data" / "organizations" / "reporters-en-fr.csv"

    reporters = measure_languages(path, packaged_register())

    assert len(reporters) == 74
    assert {one.identifier for one in reporters if not one.agrees} <= NOT_IN_THE_REGISTER
