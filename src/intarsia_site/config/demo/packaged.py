"""The small lists beside this module, and days and rules that all of them share."""

from __future__ import annotations

import csv
import datetime as dt
from importlib.resources import files

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.models import Country, Organization, SharingRule

SOURCE = "Invented for exercise"
STATED_ON = dt.date(2011, 3, 31)


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of `data/<name>.csv`."""
    text = files("intarsia_site.config.demo").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(text.read_text(encoding="utf-8").splitlines()))


class Rules:
    """One rule for each owner and label, made when it is first asked for."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self._made: dict[tuple[int, str], SharingRule] = {}

    def of(self, owner: Organization, label: str) -> SharingRule:
        """Return the owner's rule with this label; beyond its audience it is hinted, no more."""
        key = (owner.pk, label)
        if key not in self._made:
            self._made[key] = SharingRule.objects.create(
                owner=owner,
                country=self.country,
                label=Label(label),
                beyond=int(Precision.EXISTENCE if label == Label.RED else Precision.COARSE),
            )
        return self._made[key]

    def every(self) -> list[tuple[SharingRule, str]]:
        """Return the rules made so far, each with its label."""
        return [(rule, label) for (_, label), rule in self._made.items()]
