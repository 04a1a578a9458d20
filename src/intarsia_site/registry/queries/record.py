"""The registry's records as a viewer sees them: lists with their filters, one record, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import Country, Organization
from intarsia_site.access.queries.audience import own_rule_id
from intarsia_site.access.queries.seen import Seen, SeenRecord
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.nouns import Field, Holds, Noun
from intarsia_site.registry.nouns.cursors import cursor_after, cursor_place
from intarsia_site.registry.queries.deciding import may_decide
from intarsia_site.registry.queries.names import Names, names_for, place_names

PAGE = 50
MOST_CHOICES = 200


@dataclass(frozen=True)
class Cell:
    """One value: the field, what it says, and whether it is shown at all."""

    field: Field
    text: str
    code: str
    is_shown: bool


@dataclass(frozen=True)
class Line:
    """One record: coarse ones without what may not be seen, existence as a bare hint.

    area_code, area_name   the first-level area of its place; "" where it is not shown, where the
                           record holds for the whole country, and of nouns without places
    """

    public_id: str
    precision: Precision
    label: str
    owner: str
    organization_id: str
    cells: tuple[Cell, ...]
    revision: int | None
    marking: str
    title: str
    area_code: str
    area_name: str

    @property
    def is_full(self) -> bool:
        return self.precision is Precision.FULL

    @property
    def is_hint(self) -> bool:
        return self.precision is Precision.EXISTENCE


@dataclass(frozen=True)
class Choice:
    """One value to filter by, with how many records it leaves."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One part of the sentence above a list."""

    name: str
    label: Any
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_chosen), None)


@dataclass(frozen=True)
class Page:
    """A part of a list: lines, how many there are in all, and where the next part begins."""

    noun: Noun
    lines: tuple[Line, ...]
    total: int
    filters: tuple[Filter, ...]
    search: str
    next_cursor: str
    may_keep: bool


def records(
    noun: Noun,
    asked: Mapping[str, str],
    *,
    viewing: Viewing,
    size: int = PAGE,
    counting: bool = True,
) -> Page:
    """Return a page of a noun's records.

    asked     filters by field name, `search`, `cursor`; what is unknown or empty is left out.
    counting  whether the choices of filters are counted; without, there are none
    Queries   as many for ten records as for a thousand.
    """
    every = Seen(noun.model, viewing)
    countries = dict(Country.objects.values_list("code", "name"))
    seen = _filtered(noun, asked, every)
    place = cursor_place(noun, asked.get("cursor", ""))
    listed = seen.ordered(noun.order)
    if place is not None:
        listed = listed.after(noun.order, *place)
    found = listed[: size + 1]
    more, found = len(found) > size, found[:size]
    total, counts = _counts(noun, asked, every, seen) if counting else (seen.count(), {})
    return Page(
        noun=noun,
        lines=tuple(_lines(noun, found, viewing, countries)),
        total=total,
        filters=tuple(_filters(noun, asked, counts, viewing, countries)) if counting else (),
        search=asked.get("search", ""),
        next_cursor=cursor_after(found[-1][noun.order], found[-1].public_id) if more else "",
        may_keep=bool(viewing.memberships),
    )


def every_record(noun: Noun, asked: Mapping[str, str], *, viewing: Viewing) -> Iterator[Line]:
    """Yield every record that the same filters leave, in the order of the list, for a file."""
    yield from _lines(
        noun, list(_filtered(noun, asked, Seen(noun.model, viewing)).ordered(noun.order)), viewing
    )


@dataclass(frozen=True)
class RecordPage:
    """One record with what the viewer may do with it."""

    noun: Noun
    line: Line
    may_change: bool
    may_propose: bool
    texts: Mapping[str, str]


def record_or_none(noun: Noun, public_id: str, *, viewing: Viewing) -> RecordPage | None:
    """Return one record, or None: forbidden and unknown are one answer."""
    found = Seen(noun.model, viewing).one_or_none(public_id)
    if found is None:
        return None
    (line,) = _lines(noun, [found], viewing)
    organization = Organization.objects.filter(public_id=line.organization_id or "-").first()
    country = Country.objects.filter(code=found.values.get("country_code") or "-").first()
    sees_all = line.is_full and all(cell.is_shown for cell in line.cells)
    return RecordPage(
        noun=noun,
        line=line,
        may_change=sees_all and may_decide(noun, viewing, country, organization),
        may_propose=sees_all and bool(viewing.memberships),
        texts={cell.field.name: cell.code for cell in line.cells},
    )


def rule_of_record(noun: Noun, public_id: str, *, viewing: Viewing) -> str:
    """Return the id of the rule that says who may see it, for the owner's people; else ""."""
    return own_rule_id(noun.model, public_id, viewing)


def _filtered(noun: Noun, asked: Mapping[str, str], every: Seen, leave: str = "") -> Seen:
    wanted = {name: asked[name] for name in noun.filters if name != leave and asked.get(name)}
    seen = every.where(**wanted) if wanted else every
    search = asked.get("search", "").strip()
    if search:
        seen = seen.where_any(*({f"{name}__icontains": search} for name in noun.search))
    return seen


def _counts(
    noun: Noun, asked: Mapping[str, str], every: Seen, seen: Seen
) -> tuple[int, dict[str, dict[Any, int]]]:
    """Return how many records there are, and by filter how many each value leaves.

    One pass for those not chosen, which gives the number of all too; one for each that is.
    """
    free = [name for name in noun.filters if not asked.get(name)]
    counts = seen.counts_of(free) if free else {}
    total = sum(counts[free[0]].values()) if free else seen.count()
    for name in noun.filters:
        if name not in counts:
            counts[name] = _counts_without(noun, asked, every, name)
    return total, counts


def _filters(
    noun: Noun,
    asked: Mapping[str, str],
    counted: Mapping[str, Mapping[Any, int]],
    viewing: Viewing,
    countries: Mapping[str, str],
) -> Iterator[Filter]:
    """Yield the parts of the sentence."""
    fields = {field.name: field for field in noun.fields}
    for name in noun.filters:
        counts = {code: count for code, count in counted[name].items() if code}
        if asked.get(name):
            # What is asked for stays in the sentence, also where it leaves nothing.
            counts.setdefault(asked[name], 0)
        if not counts:
            continue
        field = fields.get(name) or fields["place_code"]
        yield Filter(
            name=name,
            label=field.label,
            choices=tuple(_choices(name, field, counts, asked, viewing, countries)),
        )


def _counts_without(noun: Noun, asked: Mapping[str, str], every: Seen, name: str) -> dict[str, int]:
    return _filtered(noun, asked, every, leave=name).counts_of([name])[name]


def _choices(
    name: str,
    field: Field,
    counts: Mapping[str, int],
    asked: Mapping[str, str],
    viewing: Viewing,
    countries: Mapping[str, str],
) -> list[Choice]:
    labels = _labels(name, field, counts, viewing, countries)
    found = [
        Choice(str(code), labels.get(str(code), str(code)), count, asked.get(name) == str(code))
        for code, count in counts.items()
    ]
    return sorted(found, key=lambda one: one.label.casefold())[:MOST_CHOICES]


def _labels(
    name: str,
    field: Field,
    counts: Mapping[str, int],
    viewing: Viewing,
    countries: Mapping[str, str],
) -> dict[str, str]:
    codes = [str(code) for code in counts]
    if name == "organization_id":
        # Ids that the viewer sees in records already, or asked for by name from the register.
        return dict(
            Organization.objects.filter(public_id__among=codes).values_list("public_id", "name")
        )
    if name == "area_code":
        wanted = [(country, code) for country in countries for code in codes]
        named = place_names(wanted, viewing=viewing, on=viewing.at.date())
        return {code: label for (_country, code), label in named.items()}
    names = Names(countries=dict(countries))
    return {code: names.of(field, code, {}) for code in codes}


def _lines(
    noun: Noun,
    found: list[SeenRecord],
    viewing: Viewing,
    countries: Mapping[str, str] | None = None,
) -> Iterator[Line]:
    if countries is None:
        countries = dict(Country.objects.values_list("code", "name"))
    names = names_for(
        (one.values for one in found), countries, viewing=viewing, on=viewing.at.date()
    )
    called = noun.by_name[noun.called]
    for one in found:
        values = one.values
        area = str(values.get("area_code") or "")
        yield Line(
            public_id=one.public_id,
            precision=one.precision,
            label=values.get("label") or "",
            owner=values.get("owner_name") or "",
            organization_id=values.get("organization_id") or "",
            cells=tuple(_cell(field, one, names) for field in noun.fields),
            revision=values.get("revision"),
            marking=values.get("marking") or "",
            title=names.of(called, values.get(called.name), values),
            area_code=area,
            area_name=names.place(str(values.get("country_code") or ""), area) if area else "",
        )


def _cell(field: Field, record: SeenRecord, names: Names) -> Cell:
    value = record.values.get(field.name)
    is_shown = value is not None or (
        record.precision is Precision.FULL and not _may_be_hidden(field)
    )
    text, code = names.of(field, value, record.values), field.written(value)
    if field.holds is Holds.PLACE and not code and record.values.get("area_code"):
        # Coarse: the first-level area is what may be said of the place.
        text = names.place(
            str(record.values.get("country_code") or ""), str(record.values["area_code"])
        )
    return Cell(field, text, code, is_shown)


def _may_be_hidden(field: Field) -> bool:
    return field.holds in (Holds.ORGANIZATION, Holds.PLACE)
