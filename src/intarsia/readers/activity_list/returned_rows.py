"""What do the rows of a returned template say of titles and organizations? Exactly what stands
there: of our own template nothing has to be guessed.
"""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.listed import Listed
from intarsia.readers.activity_list.splitting import split_at
from intarsia.readers.activity_list.templates import from_templates
from intarsia.readers.template import BETWEEN
from intarsia.tables import PARTICIPATIONS
from intarsia.terms import Role

_ROLES = (
    (Role.REPORTING, Field.REPORTING_ORGANIZATION),
    (Role.FUNDING, Field.FUNDING_ORGANIZATION),
    (Role.IMPLEMENTING, Field.IMPLEMENTING_ORGANIZATION),
)


def titles(listed: Listed) -> tuple[list[str | None], list[str | None]]:
    """Return title and description of each row, each as its own column says it."""
    return listed.texts(Field.TITLE), listed.texts(Field.DESCRIPTION)


def participations(
    listed: Listed, ids: list[str], *, organization: str | None, added: Collection[str]
) -> pa.Table:
    """Return PARTICIPATIONS of the rows.

    organization  whose template it is: reports, and implements, the rows added to it that name
                  nobody else
    added         activity ids of those rows
    """
    texts = [_said(listed, field) for _, field in _ROLES]
    new = [one in added for one in ids]

    def rows_of(said: tuple[str | bool | None, ...]) -> list[tuple[object, ...]]:
        reporting, funding, implementing, is_new = said
        if is_new:
            reporting = reporting or organization
            implementing = implementing or reporting
        cells = (reporting, funding, implementing)
        return [
            (number, str(role), name)
            for (role, _), cell in zip(_ROLES, cells, strict=True)
            if cell
            for number, name in enumerate(split_at(str(cell), (BETWEEN,)))
        ]

    names = ("ordinal", "role", "name_as_reported")
    return from_templates(PARTICIPATIONS, names, ids, list(zip(*texts, new, strict=True)), rows_of)


def _said(listed: Listed, field: Field) -> list[str | None]:
    """What all columns of a field say, a "Donor 2" that somebody added among them."""
    columns = [column.texts for column in listed.of(field)]
    if not columns:
        return [None] * len(listed)
    between = f"{BETWEEN} "
    return [between.join(filter(None, said)) or None for said in zip(*columns, strict=True)]
