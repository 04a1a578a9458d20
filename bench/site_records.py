"""Records of the registry for the benchmark, one for each rule, and the trail of their making."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from intarsia_site.access import models as access
from intarsia_site.registry import models as registry
from intarsia_site.registry.services.plausible import count_plausible
from site_rows import NOW, SEED, SINCE, Chance, Ground, keep, rules, sector_codes

#: How many of each noun; together as many as there are rules.
MANDATES, CAPACITIES, PROFILES, COMMITMENTS = 18_000, 12_000, 6_000, 8_000
PRIORITIES, PROPOSALS = 4_000, 2_000
_STATED = dt.date(2011, 3, 1)


def fill() -> None:
    """Write a large site into the empty database."""
    chance = Chance(SEED)
    ground = Ground(chance)
    _places(ground)
    waiting = iter(rules(ground, chance))
    sectors, areas = sector_codes(), [f"{n:02}" for n in range(1, 11)]
    made: list[Any] = []
    for make, many in (
        (_mandate, MANDATES),
        (_capacity, CAPACITIES),
        (_profile, PROFILES),
        (_commitment, COMMITMENTS),
        (_priority, PRIORITIES),
        (_proposal, PROPOSALS),
    ):
        made += _kept(make, many, waiting, ground, chance, sectors, areas)
    _trail(made, ground, chance)
    count_plausible(at=NOW)


def _places(ground: Ground) -> None:
    for country in ground.countries:
        regions = keep(
            [
                registry.Place(country=country, code=f"{country.code}{n:02}", level=1)
                for n in range(1, 11)
            ]
        )
        districts = keep(
            [
                registry.Place(country=country, code=f"{one.code}{n:02}", level=2, parent=one)
                for one in regions
                for n in range(1, 11)
            ]
        )
        keep(
            [
                registry.PlaceName(place=one, language=language, name=f"Place {one.code}{ending}")
                for one in (*regions, *districts)
                for language, ending in (("en", ""), ("fr", " (nom)"))
            ]
        )


def _kept(
    make: Callable[..., Any],
    many: int,
    waiting: Any,
    ground: Ground,
    chance: Chance,
    sectors: list[str],
    areas: list[str],
) -> list[Any]:
    rows = []
    for _ in range(many):
        rule = next(waiting)
        # The owner's own, or kept for another by whoever keeps the register.
        about = rule.owner if chance.is_so(0.9) else chance.large_first(ground.organizations)
        country = rule.country or ground.countries[0]
        area = f"{country.code}{chance.choice(areas)}"
        where = {"area_code": area, "place_code": f"{area}{chance.choice(areas)}", "place_level": 2}
        common = {"public_id": chance.id(), "rule": rule}
        rows.append(make(common, about, country, where, chance.choice(sectors), chance))
    return keep(rows)


def _mandate(common: Any, about: Any, country: Any, where: Any, sector: str, chance: Chance) -> Any:
    return registry.Mandate(
        **common, **where, country=country, organization=about, sector_code=sector,
        function=chance.choice(("lead", "implement", "fund", "monitor", "advise", "protect")),
        starts_on=_STATED, instrument=f"{chance.words(6)} of 2010", provision="Article 2",
    )  # fmt: skip


def _capacity(
    common: Any, about: Any, country: Any, where: Any, sector: str, chance: Chance
) -> Any:
    return registry.Capacity(
        **common, country=country, organization=about, sector_code=sector,
        kind=chance.choice(registry.Capacity.Kind.values),
        phase=chance.choice(registry.Capacity.Phase.values),
        name=chance.words(5), description=chance.words(60), how_to_call_on_it=chance.words(15),
        source=chance.words(6), stated_on=_STATED,
    )  # fmt: skip


def _profile(common: Any, about: Any, country: Any, where: Any, sector: str, chance: Chance) -> Any:
    return registry.Profile(
        **common, country=country, organization=about, summary=chance.words(60),
        present_since_on=_STATED, staff=chance.between(3, 400), source=chance.words(6),
        stated_on=_STATED,
    )  # fmt: skip


def _commitment(
    common: Any, about: Any, country: Any, where: Any, sector: str, chance: Chance
) -> Any:
    return registry.CommitmentStatement(
        **common, organization=about,
        commitment=chance.choice(registry.CommitmentStatement.Commitment.values),
        statement=chance.words(60), source=chance.words(6), stated_on=_STATED,
    )  # fmt: skip


def _priority(
    common: Any, about: Any, country: Any, where: Any, sector: str, chance: Chance
) -> Any:
    return registry.Priority(
        **common, **where, country=country, sector_code=sector, rank=chance.between(1, 50),
        statement=chance.words(12), instrument=chance.words(6), starts_on=_STATED,
    )  # fmt: skip


def _proposal(
    common: Any, about: Any, country: Any, where: Any, sector: str, chance: Chance
) -> Any:
    changes = {
        "organization_id": ["", about.public_id], "country_code": ["", country.code],
        "function": ["", "lead"], "sector_code": ["", sector],
        "place_code": ["", where["place_code"]], "instrument": ["", chance.words(6)],
    }  # fmt: skip
    return registry.Proposal(
        **common, noun="mandates", country=country, changes=changes, because=chance.words(12),
        proposed_at=chance.moment(-300, 0),
        state=chance.choice(("open", "accepted", "accepted", "declined")),
    )  # fmt: skip


def _trail(made: list[Any], ground: Ground, chance: Chance) -> None:
    """Write one entry for each record, and one for each tenth membership."""
    entries = [
        access.AuditEntry(
            public_id=chance.id(), at=chance.moment(-300, 0),
            by_key=chance.choice(ground.people).audit_key, organization_id=one.rule.owner_id,
            country_id=one.rule.country_id, rule=one.rule, verb=f"{one._meta.model_name}.keep",
            subject_kind=str(one._meta.model_name), subject_id=one.public_id,
            after={"instrument": chance.words(6), "sector_code": "police"},
        )
        for one in made
    ]  # fmt: skip
    entries += [
        access.AuditEntry(
            public_id=chance.id(), at=SINCE, by_key=ground.people[3].audit_key,
            organization=chance.large_first(ground.organizations), verb="membership.give",
            subject_kind="membership", subject_id=chance.id(), after={"role": "viewer"},
        )
        for _ in range(5_000)
    ]  # fmt: skip
    keep(entries)
