"""Names out of reports that somebody confirmed: one that is asked of curators, those of reports
whose rule or protection keeps them, and the one that its sender released all the same."""

from __future__ import annotations

from sent import CLINIC, SHELTER, a_list, a_source, imported, read, received

from intarsia_site.registry.models import NameToLearn
from intarsia_site.reports.carried_names import carried_names
from intarsia_site.reports.services.deciding import confirm_organizations
from people import NOW, Cast

#: Secrets, and who of the cast may read each. What the whole community sees in activities is none.
_OF_AMBER, _OF_RED, _RELEASED, _HOPE = (
    "zqnameofamberzq", "zqnameofredzq", "zqnamereleasedzq", "zqhouseofhopezq",
)  # fmt: skip
_MAY = {
    _OF_AMBER: {"bruno"},
    _OF_RED: {"bruno"},
    _RELEASED: {"bruno", "amina"},
    _HOPE: {"bruno"},
}


def a_name(said: str, cast: Cast) -> NameToLearn:
    """Make a name that waits for the curators, to be said under some rule."""
    return NameToLearn.objects.create(
        country=cast.arvenia, kind="organizations", name=said, mark=said[:32], said_at=NOW
    )


def plant_names(cast: Cast) -> dict[str, set[str]]:
    """Import reports whose implementers somebody confirmed as new organizations.

    Returns   the secrets, with who may read each
    """
    _confirmed(cast, "Amber", [(*CLINIC[:2], _OF_AMBER, *CLINIC[3:])], "TLP:AMBER+STRICT")
    rows = [
        (*CLINIC[:2], _OF_RED, *CLINIC[3:]),
        ("A-9", CLINIC[1], _RELEASED, *CLINIC[3:]),
    ]
    _confirmed(cast, "Red", rows, "TLP:RED", released=_RELEASED)
    _confirmed(cast, "Shelters", [(*SHELTER[:2], _HOPE, *SHELTER[3:])], "TLP:GREEN")
    assert set(NameToLearn.objects.values_list("name", flat=True)) >= {_OF_AMBER, _RELEASED}
    return _MAY


def _confirmed(
    cast: Cast,
    name: str,
    rows: list[tuple[str, ...]],
    label: str,
    released: frozenset[str] | set[str] = frozenset(),
) -> None:
    report = read(received(a_source(cast, name=f"3W {name}"), a_list(*rows), cast))
    meant = {row[2]: "new" for row in rows}
    confirm_organizations(report.public_id, meant, by=cast.bruno, at=NOW)
    report.refresh_from_db()
    report = read(report)
    marks = [one.meaning.mark for one in carried_names(report) if one.meaning.name == released]
    imported(report, cast, label=label, names=marks)
