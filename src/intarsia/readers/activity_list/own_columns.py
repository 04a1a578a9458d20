"""A list that a site of this project gave out: its columns are known, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.mapping import Mapping
from intarsia.readers.activity_list.recognized import Reason

__all__ = ["OWN_COLUMNS", "with_own_columns"]

#: Column of the file of all activities -> what it holds. Of a code that stands for several the
#: column with all of them counts; what a reader works out anew, and what the site alone knows, is
#: not read.
OWN_COLUMNS = {
    "id": Field.IGNORED,
    "precision": Field.IGNORED,
    "owner": Field.IGNORED,
    "source": Field.IGNORED,
    "activity_id": Field.ACTIVITY_ID,
    "title": Field.TITLE,
    "description": Field.DESCRIPTION,
    "organization_id": Field.ORGANIZATION_ID,
    "organization_name": Field.ORGANIZATION,
    "country_code": Field.COUNTRY_CODE,
    "sector_code": Field.IGNORED,
    "area_code": Field.IGNORED,
    "status": Field.STATUS,
    "target_group": Field.TARGET_GROUP,
    "modality": Field.MODALITY,
    "label": Field.LABEL,
    "marking": Field.MARKING,
    "from_quarter_on": Field.IGNORED,
    "to_quarter_on": Field.IGNORED,
    "starts_on": Field.STARTS_ON,
    "ends_on": Field.ENDS_ON,
    "budget_usd": Field.BUDGET,
    "spent_usd": Field.SPENT,
    "people_targeted": Field.PEOPLE_TARGETED,
    "people_reached": Field.PEOPLE_REACHED,
    "sector_codes": Field.SECTOR_CODE,
    "area_codes": Field.IGNORED,
    "place_codes": Field.PLACE_CODE,
    "implementers": Field.IMPLEMENTING_ORGANIZATION,
    "funders": Field.FUNDING_ORGANIZATION,
}
_MONEY = (Field.BUDGET, Field.SPENT)
_SPLIT = (";",)


def with_own_columns(guessed: Mapping) -> Mapping:
    """Return a mapping with the columns of this project's own lists, where all of them are there.

    Any other mapping is returned as it is.
    """
    if not OWN_COLUMNS.keys() <= {one.heading for one in guessed.columns}:
        return guessed
    columns = []
    for one in guessed.columns:
        field = OWN_COLUMNS.get(one.heading)
        if field is None:
            columns.append(one)
            continue
        reason = Reason("mapping.by_heading", {"heading": one.heading, "language": "en"})
        currency = "USD" if field in _MONEY else None
        columns.append(
            replace(
                one, field=field, people=None, currency=currency, month=None, sector=None,
                factor=1, sureness=1.0, because=(reason,),
            )
        )  # fmt: skip
    return replace(guessed, columns=tuple(columns), split=_SPLIT)
