"""The cast of the sharing tests: who belongs where, on the first of May 2012 in KG."""

from __future__ import annotations

import datetime as dt

from intarsia.sharing.rules import Belonging, Label, Precision, Rule, Standing, Viewer

DAY = dt.timedelta(days=1)
NOON = dt.datetime(2012, 5, 1, 12, tzinfo=dt.UTC)
ENOUGH = 3


def in_organization(
    organization_id: str,
    country_code: str | None = "KG",
    standing: Standing = Standing.ORGANIZATION,
    above: tuple[str, ...] = (),
    **dates: dt.datetime,
) -> Belonging:
    family = frozenset({organization_id, *above})
    return Belonging(organization_id, country_code, standing, family, **dates)


AMINA = Viewer("amina", (in_organization("osce_kg", above=("osce",)),))
BRUNO = Viewer("bruno", (in_organization("undp"),), groups=(("health", None, None),))
CHINARA = Viewer("chinara", (in_organization("ministry", standing=Standing.HOST_AUTHORITY),))
DANIEL = Viewer("daniel", (in_organization("donor"),))
EVA = Viewer("eva", (in_organization("unops"),), is_administrator=True)
FARID = Viewer(
    "farid",
    (in_organization("council", standing=Standing.DE_FACTO, above=("assembly",)),),
    groups=(("health", None, None),),
)
GRETA = Viewer("greta", (in_organization("icrc", None),))
TAJIK = Viewer("hamid", (in_organization("undp_tj", "TJ", above=("undp",)),))
NOBODY = Viewer()
CAST = (AMINA, BRUNO, CHINARA, DANIEL, EVA, FARID, GRETA, TAJIK, NOBODY)


def a_rule(label: Label, **changes: object) -> Rule:
    """A record of UNDP in KG."""
    return Rule("undp", label, **{"country_code": "KG", **changes})  # type: ignore[arg-type]


#: Shorthand of the expected answers.
NOTHING, EXISTENCE, COARSE, FULL = Precision
