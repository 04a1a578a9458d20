"""Label and audience of a whole report, checked against the country's protocol; the stricter rules
of sensitive sectors beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, TypedDict

from django.utils.translation import gettext as _

from intarsia.sharing.labels import Label, Precision
from intarsia.sharing.protocol import Handling, Kind, Protocol
from intarsia_site.access.errors import Refused
from intarsia_site.access.models import Group, Organization, SharingRule, User
from intarsia_site.access.protocols import protocol_or_refuse
from intarsia_site.reports.models import Source, SourceRule

#: Stands between a handling and the person whose own it is.
_OF = "|"


class Sharing(TypedDict):
    """Who may see what a report says: the fields of a rule, as an import keeps them."""

    label: str
    beyond: int
    host_authorities: bool
    organizations: list[str]
    groups: list[str]
    persons: list[str]
    released_at: str | None
    expires_at: str | None
    #: Why it is looser than the protocol's default, where it is.
    because: str
    #: Marks of the names that curators may see whatever the rule says: see `services.teaching`.
    names: NotRequired[list[str]]


def sharing_of(source: Source, *, by: User | None) -> Sharing:
    """Return what a new report of the source starts with: what the last one said, else the
    protocol's default."""
    plain = source.rules.filter(handling="").select_related("rule").first()
    if plain is None:
        label = protocol_or_refuse(source.country).default_for(Kind.ACTIVITIES, []).label
        named = [by.public_id] if by is not None and label is Label.RED else []
        return {
            "label": str(label), "beyond": int(Precision.NOTHING), "host_authorities": False,
            "organizations": [], "groups": [], "persons": named,
            "released_at": None, "expires_at": None, "because": "",
        }  # fmt: skip
    rule = plain.rule
    return {
        "label": rule.label,
        "beyond": rule.beyond,
        "host_authorities": rule.host_authorities,
        "organizations": sorted(rule.organizations.values_list("public_id", flat=True)),
        "groups": sorted(rule.groups.values_list("public_id", flat=True)),
        "persons": sorted(rule.persons.values_list("public_id", flat=True)),
        "released_at": rule.released_at.isoformat() if rule.released_at else None,
        "expires_at": rule.expires_at.isoformat() if rule.expires_at else None,
        "because": "",
    }


def check_sharing(source: Source, wanted: Sharing, *, by: User) -> None:
    """Raise Refused where a report would be shown more freely than the protocol says, without a
    reason, or than those allow who are named on what the source says under TLP:RED; sensitive
    sectors keep the protocol's handling whatever the report says."""
    default = protocol_or_refuse(source.country).default_for(Kind.ACTIVITIES, [])
    if wanted["label"] not in set(Label):
        raise Refused({"label": _("Choose one from the list.")})
    plain = source.rules.filter(handling="").select_related("rule").first()
    if plain is not None and wanted["label"] != Label.RED and _is_for_others(plain.rule, by):
        raise Refused(
            {
                "label": _(
                    "What this source said before is TLP:RED and names others. Keep TLP:RED, or "
                    "ask one of them to import it."
                )
            }
        )
    asked = Handling(Label(wanted["label"]), default.finest_level, default.implementer_hidden)
    if asked.is_looser_than(default) and not wanted["because"].strip():
        raise Refused(
            {
                "label": _(
                    "The country’s protocol says %(label)s for reports. Keep to it, or say why "
                    "this one may be shown more freely."
                )
                % {"label": default.label}
            }
        )


def handling_of(protocol: Protocol, label: Label, sectors: Iterable[str]) -> tuple[str, Handling]:
    """Return the key and handling of an activity: the report's own label, or what the protocol
    asks of a sensitive sector where that is stricter. The key of the plain one is empty."""
    plain = protocol.default_for(Kind.ACTIVITIES, [])
    own = Handling(label, plain.finest_level, plain.implementer_hidden)
    asked = protocol.default_for(Kind.ACTIVITIES, list(sectors))
    if not plain.is_looser_than(asked):
        return "", own
    both = own.strictest_with(asked)
    hidden = "hidden" if both.implementer_hidden else "shown"
    level = "any" if both.finest_level is None else str(both.finest_level)
    return f"{asked.label} {level} {hidden}", both


def own_key(key: str, person: str) -> str:
    """Return the key of the handling of what one person enters by hand under TLP:RED.

    It has a rule of its own: its writer is named on it, and sees nothing more of what others
    entered; they see nothing of it.
    """
    return f"{key}{_OF}{person}"


def shared_key(key: str) -> str:
    """Return the key of a handling without whose it is.

    >>> shared_key(own_key("TLP:RED 1 hidden", "k7m2qx9d4hjn"))
    'TLP:RED 1 hidden'
    """
    return key.partition(_OF)[0]


def rules_for(
    source: Source, sharing: Sharing, handlings: Mapping[str, Handling], *, by: User | None
) -> dict[str, int]:
    """Return the id of the rule of each handling, made where it is not there yet.

    A new rule shows nothing: no activity under it is so before the switch. The write itself leaves
    the audit entry: the import's.
    """
    held = dict(source.rules.values_list("handling", "rule_id"))
    for key, handling in handlings.items():
        if key not in held:
            rule = SharingRule.objects.create(
                owner=source.organization,
                country=source.country,
                label=handling.label,
                finest_level=handling.finest_level,
                hides_implementer=handling.implementer_hidden,
            )
            _say(rule, sharing, handling, by, is_own=_OF in key)
            SourceRule.objects.create(source=source, handling=key, rule=rule)
            held[key] = rule.pk
    return held


def say_rules(
    source: Source, sharing: Sharing, handlings: Mapping[str, Handling], *, by: User | None
) -> None:
    """Write anew who may see the source's activities, those of earlier imports too: editions show
    them by the same rules. The write itself leaves the audit entry: the import's or the undo's, in
    whose transaction it happens."""
    for one in source.rules.select_related("rule"):
        handling = handlings.get(one.handling) or _as_kept(one, Label(sharing["label"]))
        _say(one.rule, sharing, handling, by, is_own=_OF in one.handling)


def _as_kept(kept: SourceRule, label: Label) -> Handling:
    """Return the handling of a rule that no activity of the import at hand needs."""
    key = shared_key(kept.handling)
    if not key:
        return Handling(label, kept.rule.finest_level, kept.rule.hides_implementer)
    asked, level, hidden = key.rsplit(" ", 2)
    finest = None if level == "any" else int(level)
    return Handling(Label(asked), finest, hidden == "hidden").strictest_with(Handling(label))


def _is_for_others(rule: SharingRule, by: User | None) -> bool:
    """Return whether a rule is TLP:RED and names people with an account, and not this person: who
    is named decides who else is."""
    if rule.label != Label.RED:
        return False
    named = set(rule.persons.filter(is_active=True).values_list("pk", flat=True))
    return bool(named) and (by is None or by.pk not in named)


def _say(
    rule: SharingRule, sharing: Sharing, handling: Handling, by: User | None, *, is_own: bool
) -> None:
    if handling.label is Label.RED and not is_own and _is_for_others(rule, by):
        # A colleague who sends the next report gains nothing by it, nor loosens anything: only what
        # the protocol says anew is written.
        rule.finest_level = handling.finest_level
        rule.hides_implementer = handling.implementer_hidden
        rule.revision += 1
        rule.save()
        return
    rule.label = handling.label
    rule.finest_level = handling.finest_level
    rule.hides_implementer = handling.implementer_hidden
    rule.beyond = min(int(sharing["beyond"]), int(Precision.COARSE))
    rule.host_authorities = bool(sharing["host_authorities"])
    rule.released_at = _moment(sharing["released_at"])
    rule.expires_at = _moment(sharing["expires_at"])
    rule.revision += 1
    rule.save()
    rule.organizations.set(Organization.objects.filter(public_id__in=sharing["organizations"]))
    rule.groups.set(Group.objects.filter(public_id__in=sharing["groups"]))
    persons: Any = list(User.objects.filter(public_id__in=sharing["persons"]))
    if is_own:
        # Its writer, and whom the source names; who was named by hand since then stays so.
        persons = list(rule.persons.all()) or [*persons, *([by] if by is not None else [])]
    elif handling.label is Label.RED and not persons:
        # Who was named stays so.
        persons = list(rule.persons.all()) or ([by] if by is not None else [])
    rule.persons.set(persons)


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
