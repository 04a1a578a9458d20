"""Records with a secret in every field, under every sort of rule; and who may read which secret."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from planted_names import a_name
from planted_reports import OWN, WHOLE, a_source, stand

from intarsia.sharing.labels import Label, Precision
from intarsia.sharing.rules import Rule, sight
from intarsia.sharing.viewers import Viewer
from intarsia_site.access.models import SharedRecord, SharingRule, Shown
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.registry.models import NameSaid
from intarsia_site.reports.models import Activity
from people import NOW, Cast

_DAY = dt.timedelta(days=1)
#: Fields whose values are codes; the rest of a record's texts are secrets.
_CODES = {
    "sector_code": "police",
    "place_code": "XA0101",
    "area_code": "XA01",
    "function": "lead",
    "noun": "mandates",
    "subject_id": "",
    "website": None,
}


def shared_models() -> list[type[SharedRecord]]:
    """Return every model whose rows have a sharing rule; a new one is walked at once."""
    return [model for model in apps.get_models() if issubclass(model, SharedRecord)]


def rules(cast: Cast) -> Iterator[dict[str, Any]]:
    """Yield the rules under which secrets are planted."""
    agency, donor = cast.agency, cast.donor
    yield {"label": Label.CLEAR, "owner": agency}
    yield {"label": Label.CLEAR, "owner": agency, "released_at": NOW + _DAY}
    yield {"label": Label.GREEN, "owner": agency}
    yield {"label": Label.GREEN, "owner": agency, "expires_at": NOW - _DAY}
    yield {"label": Label.AMBER, "owner": agency}
    yield {"label": Label.AMBER, "owner": agency, "beyond": 1}
    yield {"label": Label.AMBER, "owner": agency, "beyond": 2}
    yield {"label": Label.AMBER, "owner": agency, "organizations": [donor]}
    yield {"label": Label.AMBER, "owner": donor, "groups": [cast.health]}
    yield {"label": Label.AMBER, "owner": donor, "host_authorities": True}
    yield {"label": Label.AMBER_STRICT, "owner": donor, "persons": [cast.amina]}
    yield {"label": Label.RED, "owner": agency, "persons": [cast.bruno], "beyond": 1}
    yield {
        "label": Label.RED, "owner": cast.mission, "persons": [cast.daniel],
        "hides_implementer": True, "finest_level": 1,
    }  # fmt: skip


@dataclass
class Planted:
    """One record: what its rule says, and its secrets by field."""

    model: type[SharedRecord]
    public_id: str
    pk: int
    rule: Rule
    said: dict[str, Any]
    secrets: dict[str, str] = field(default_factory=dict)

    def precision(self, viewer: Viewer) -> Precision:
        return sight(self.rule, viewer, at=NOW, plausible=3)

    def forbidden(self, viewer: Viewer) -> set[str]:
        """Return the secrets that this viewer may find nowhere."""
        precision = self.precision(viewer)
        own = self.rule.owner_id in viewer.reach(at=NOW).organizations
        allowed = {
            shown.path or name
            for name, shown in self.model.SHOWN.items()
            if precision >= shown.least and (own or not self._hides(shown))
        }
        if precision is Precision.FULL and (own or not self._hides(_WHOLE)):
            allowed |= {*WHOLE, *(OWN if own else ())}
        if own:
            # Its own people know their sources, whatever each report says.
            allowed.add("source__name")
        return {secret for name, secret in self.secrets.items() if name not in allowed}

    def _hides(self, shown: Shown) -> bool:
        """Return whether the rule hides a field from others than its owner's people."""
        finest, hides = self.said.get("finest_level"), bool(self.said.get("hides_implementer"))
        level = 2 if isinstance(shown.level, str) else shown.level
        return {
            "": False,
            "hides_implementer": hides,
            "either": hides or finest is not None,
            "finest_level": finest is not None and finest < level,
        }[shown.unless]


_WHOLE = Shown(Precision.FULL, unless="either")


def plant(cast: Cast) -> list[Planted]:
    """Write one record of every model under every rule."""
    planted = []
    for model in shared_models():
        for number, said in enumerate(rules(cast)):
            planted.append(_one(model, number, dict(said), cast))
    return planted


def _one(model: type[SharedRecord], number: int, said: dict[str, Any], cast: Cast) -> Planted:
    names = {name: said.pop(name, []) for name in ("persons", "organizations", "groups")}
    rule = SharingRule.objects.create(country=cast.arvenia, **said)
    for name, named in names.items():
        getattr(rule, name).set(named)
    secrets: dict[str, str] = {}
    values = {
        one.name: _value(one, model, number, cast, rule, secrets)
        for one in model._meta.concrete_fields
        if not one.primary_key and one.name not in ("public_id", "revision", "rule")
    }
    if model is Activity:
        secrets["source__name"] = values["source"].name
    row = model._default_manager.create(rule=rule, **values)
    if isinstance(row, Activity):
        secrets |= stand(row, number)
    pure = Rule(
        owner_id=str(rule.owner_id),
        label=Label(rule.label),
        country_code="XA",
        persons=frozenset(str(one.pk) for one in names["persons"]),
        organizations=frozenset(str(one.pk) for one in names["organizations"]),
        groups=frozenset(str(one.pk) for one in names["groups"]),
        host_authorities=rule.host_authorities,
        beyond=Precision(rule.beyond),
        released_at=rule.released_at,
        expires_at=rule.expires_at,
    )
    return Planted(model, row.public_id, row.pk, pure, said, secrets)


def _value(
    one: models.Field[Any, Any],
    model: type[SharedRecord],
    number: int,
    cast: Cast,
    rule: SharingRule,
    secrets: dict[str, str],
) -> Any:
    if one.name == "plausible":
        return 3
    if one.name == "place_level":
        return 2
    if one.name in _CODES:
        return _CODES[one.name] if _CODES[one.name] is not None else ""
    if one.is_relation:
        if one.name == "source":
            return a_source(rule.owner, cast, number)
        if one.name == "about":
            secrets["about__name"] = f"zqname{number}zq"
            return a_name(secrets["about__name"], cast)
        return {"country": cast.arvenia, "organization": rule.owner}.get(one.name)
    if one.choices:
        return one.choices[number % len(one.choices)][0]
    secret = f"zq{model.__name__.lower()}{number}{one.name.replace('_', '')}zq"
    if one.max_length and len(secret) + 2 > one.max_length:
        secret = f"zq{number}{one.name}zq"
    if isinstance(one, models.JSONField):
        secrets[one.name] = secret
        return {"instrument": ["", secret]}
    if isinstance(one, models.CharField | models.TextField):
        secrets[one.name] = secret
        return secret
    if isinstance(one, models.DateTimeField):
        return NOW
    if isinstance(one, models.DateField):
        return NOW.date()
    if isinstance(one, models.BooleanField):
        return not issubclass(model, NameSaid)
    return number + 1


def viewers(cast: Cast) -> dict[str, Viewer]:
    """Return the cast, and nobody, as the library knows them."""
    people = {name: getattr(cast, name) for name in ("amina", "bruno", "chinara", "daniel", "eva")}
    seen = {name: viewer_of(user, at=NOW).viewer for name, user in people.items()}
    return {**seen, "nobody": Viewer()}
