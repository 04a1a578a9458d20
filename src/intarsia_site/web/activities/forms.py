"""Forms in which activities are entered: one, and a grid of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from intarsia_site.access.names import sector_choices
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.queries.choices import place_choices
from intarsia_site.reports.entered import BY_NAME, ENTERED, currencies, target_groups
from intarsia_site.reports.queries.entering import Desk
from intarsia_site.web.registry.forms import form_field

ROWS, MORE, MOST_ROWS = 10, 10, 200


class ActivityForm(forms.Form):
    """One activity. What cannot be kept is said by the service; a draft may hold it."""

    draft = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(
        self,
        viewing: Viewing,
        desks: Sequence[Desk],
        data: Any = None,
        *,
        texts: Mapping[str, str] | None = None,
        desk: str = "",
        with_reason: bool = False,
    ) -> None:
        given = {"currency": "USD", "desk": desk or (desks[0].key if desks else "")}
        super().__init__(data, initial={**given, **(texts or {})})
        several = len(desks) > 1 and not with_reason
        where = forms.ChoiceField(
            label=_("For"),
            choices=[(one.key, f"{one.organization_name} · {one.country_name}") for one in desks],
            required=False,
        )
        if several:
            self.fields["desk"] = where
        for field in ENTERED:
            self.fields[field.name] = form_field(field, viewing)
            # What is missing is the service's to say: a draft is kept without it.
            self.fields[field.name].widget.attrs["aria-required"] = str(field.required).lower()
        if with_reason:
            self.fields["because"] = forms.CharField(
                label=_("Why"), required=False, max_length=1000,
                help_text=_("Kept in the trail."),
            )  # fmt: skip

    def texts(self) -> dict[str, str]:
        """Return what was written, right or not, by field."""
        return texts_in(self.data) if self.is_bound else {}

    def say(self, problems: Mapping[str, str]) -> None:
        """Put the service's sentences beside their fields; what no field said before."""
        for name, sentence in problems.items():
            if name not in self.fields:
                self.add_error(None, sentence)
            elif name not in self.errors:
                self.add_error(name, sentence)


def texts_in(data: QueryDict | Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """Return the texts of an activity's fields in what was sent."""
    return {name: str(data.get(prefix + name, "")) for name in BY_NAME if prefix + name in data}


def desk_in(data: Mapping[str, str], desks: Sequence[Desk]) -> Desk | None:
    """Return for whom something was sent: the one that was chosen, or the only one there is."""
    chosen = next((one for one in desks if one.key == data.get("desk")), None)
    return chosen or (desks[0] if len(desks) == 1 else None)


class GridRow(forms.Form):
    """One row of the grid: texts, for which the page offers lists."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        for field in ENTERED:
            self.fields[field.name] = forms.CharField(label=field.label, required=False)


def grid_rows(
    data: QueryDict | None = None, *, texts: Sequence[Mapping[str, str]] = ()
) -> list[GridRow]:
    """Return the rows of the grid: as they were sent, or as a draft holds them, and empty ones."""
    count = len(texts) + ROWS if data is None else rows_sent(data)
    if data is not None and "more" in data:
        count += MORE
    rows = []
    for number in range(min(count, MOST_ROWS)):
        initial = {"currency": "USD", **(texts[number] if number < len(texts) else {})}
        given: dict[str, Any] = {"prefix": str(number), "initial": initial}
        if data is not None and f"{number}-title" in data:
            given["data"] = data
        rows.append(GridRow(**given))
    return rows


def lists_of(desk: Desk | None, viewing: Viewing) -> dict[str, list[str]]:
    """Return what the grid offers while somebody types, by field: names, and codes for places."""
    places = place_choices(desk.country_code if desk else "", viewing=viewing)
    return {
        "sector_code": [name for _code, name in sector_choices()],
        "place_code": [f"{said.rpartition(' · ')[0]} ({code})" for code, said in places],
        "currency": [code for code, _name in currencies()],
        "target_group": [str(name) for _code, name in target_groups()],
    }


def rows_sent(data: QueryDict) -> int:
    """Return how many rows were sent: they are numbered without a gap."""
    number = 0
    while f"{number}-title" in data and number < MOST_ROWS:
        number += 1
    return number


def grid_texts(data: QueryDict) -> list[dict[str, str]]:
    """Return the texts of every row that was sent."""
    return [texts_in(data, f"{number}-") for number in range(rows_sent(data))]
