"""How does one say what a field of a difference says? Codes with data in, a text out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from intarsia import codelists
from intarsia.changes.parts import Part, Value
from intarsia.phrases import UnknownPhraseError, say
from intarsia.phrases.figures import day, language_name, number

#: Says a place of this code in a language, or None where it is not known.
PlaceNames = Callable[[str], str | None]
_BETWEEN = "; "
#: Columns whose value is a code: the list of names, by table where tables differ.
_LISTS: Mapping[str, str] = {
    "organization_type": "organization_types",
    "provider_type": "organization_types",
    "receiver_type": "organization_types",
    "aid_type": "aid_types",
    "finance_type": "finance_types",
    "flow_type": "flow_types",
    "tied_status": "tied_statuses",
    "collaboration_type": "collaboration_types",
    "country_code": "countries",
    "region_code": "regions",
    "scope_code": "activity_scopes",
    "measure_code": "indicator_measures",
    "category_code": "document_categories",
    "precision": "geographic_exactness",
    "reach_code": "location_reach",
    "class_code": "location_classes",
    "activities.status_code": "activity_statuses",
    "budgets.status_code": "budget_statuses",
    "budgets.type_code": "budget_types",
    "results.type_code": "result_types",
    "activity_sectors.source_vocabulary": "sector_vocabularies",
    "activity_locations.source_vocabulary": "geographic_vocabularies",
    "transactions.kind": "transaction_types",
    "transactions.sector_vocabulary": "sector_vocabularies",
    "budgets.sector_vocabulary": "sector_vocabularies",
}
#: Kinds of CODES whose code has names.
_CODED_KINDS = {
    "policy_marker": "policy_markers",
    "collaboration_type": "collaboration_types",
    "flow_type": "flow_types",
    "finance_type": "finance_types",
    "aid_type": "aid_types",
    "tied_status": "tied_statuses",
}
#: Columns whose values are words of ours, said by `difference.value.<column>.<value>`.
_OURS = frozenset(
    {"kind", "role", "on_basis", "measure", "unit", "sex", "age", "status", "reported_for"}
)


def say_value(
    value: Value,
    language: str = "en",
    *,
    places: PlaceNames | None = None,
    most: int | None = None,
) -> str:
    """Return what a field says, in a language; "" where nothing is stated.

    places  what places are called where this is read; else as the picture names them
    most    how many parts are told; of more it is said how many

    >>> from intarsia.changes.parts import part
    >>> say_value((part("amount", value=1500.5, currency="EUR"),), "fr")
    '1\\u202f500,5 EUR'
    """
    if value is None:
        return ""
    shown = value if most is None or len(value) <= most else value[:most]
    said = [_said(one, language, places) for one in shown]
    if len(shown) < len(value):
        said.append(say("difference.more", {"count": len(value) - len(shown)}, language))
    return _BETWEEN.join(said)


def _said(one: Part, language: str, places: PlaceNames | None) -> str:
    return _SAYS[one.code](one.data, language, places)


def _coded(data: Mapping[str, Any], language: str, _places: PlaceNames | None) -> str:
    return codelists.name(data["list"], data["code"], language)


def _amount(data: Mapping[str, Any], language: str, _places: PlaceNames | None = None) -> str:
    said = number(data["value"], language)
    return f"{said} {data['currency']}" if data.get("currency") else said


def _period(data: Mapping[str, Any], language: str, _places: PlaceNames | None = None) -> str:
    first, last = (
        _day(data[name], language) if name in data else "…" for name in ("from_on", "to_on")
    )
    return f"{first} – {last}"


def _organization(data: Mapping[str, Any], language: str, _places: PlaceNames | None) -> str:
    return _labelled(_ours("role", data["role"], language), data["name"], language)


def _sector(data: Mapping[str, Any], language: str, _places: PlaceNames | None) -> str:
    name = data.get("name") or codelists.name("sectors", data["code"], language)
    return f"{name} {_share(data['percentage'], language)}" if "percentage" in data else str(name)


def _place(data: Mapping[str, Any], language: str, places: PlaceNames | None) -> str:
    if "code" in data:
        name = (places and places(data["code"])) or data["name"]
        return f"{name} ({data['code']})"
    name = str(data.get("name", ""))
    if "latitude" not in data:
        return name
    point = f"{data['latitude']:.5g}, {data['longitude']:.5g}"
    return f"{name} ({point})" if name else point


def _row(data: Mapping[str, Any], language: str, _places: PlaceNames | None) -> str:
    """A row: what it is and how much, then the columns that tell it from others, named."""
    table = data["table"]
    told = dict(data)
    del told["table"]
    head = [text for text in _HEADS.get(table, _no_head)(told, language) if text]
    rest = [
        _labelled(_column(name, language), _cell(table, name, value, language), language)
        for name, value in told.items()
    ]
    return ", ".join([*head, *rest])


def _no_head(_told: dict[str, Any], _language: str) -> Iterator[str]:
    yield from ()


def _money_head(table: str) -> Callable[[dict[str, Any], str], Iterator[str]]:
    def head(told: dict[str, Any], language: str) -> Iterator[str]:
        if "kind" in told:
            yield _cell(table, "kind", told.pop("kind"), language)
        if "value" in told:
            amount: dict[str, Any] = {
                name: told.pop(name) for name in ("value", "currency") if name in told
            }
            yield _amount(amount, language)
        if "on" in told:
            yield _day(told.pop("on"), language)
        if "from_on" in told or "to_on" in told:
            yield _span(told, language)

    return head


def _span(told: dict[str, Any], language: str) -> str:
    names = [name for name in ("from_on", "to_on") if name in told]
    return _period({name: told.pop(name) for name in names}, language)


def _result_head(told: dict[str, Any], language: str) -> Iterator[str]:
    for name in ("title", "indicator_title"):
        if name in told:
            yield str(told.pop(name))
    if "from_on" in told or "to_on" in told:
        yield _span(told, language)


def _document_head(told: dict[str, Any], _language: str) -> Iterator[str]:
    url = told.pop("url", None)
    if "title" in told:
        yield f"{told.pop('title')} ({url})" if url else str(told.pop("title"))
    elif url:
        yield str(url)


def _code_head(told: dict[str, Any], language: str) -> Iterator[str]:
    kind = str(told.pop("kind", ""))
    code, name = told.pop("code", None), told.pop("name", None)
    if code and not name and kind in _CODED_KINDS:
        name, code = codelists.name(_CODED_KINDS[kind], code, language), None
    said = f"{name} ({code})" if name and code else name or code or "…"
    yield _labelled(_ours("kind", kind, language), str(said), language)
    if "of" in told:
        where = told.pop("of")
        place = where.get("name_as_reported") or where.get("source_code")
        if not place and where.get("path_names"):
            place = " / ".join(name for name in where["path_names"] if name)
        if place:
            yield str(place)


def _text_head(told: dict[str, Any], language: str) -> Iterator[str]:
    element = str(told.pop("element", ""))
    label = _element(element, language)
    if "language" in told:
        label = f"{label} ({language_name(told.pop('language'), language)})"
    yield _labelled(label, str(told.pop("text", told.pop("source", "…"))), language)


def _link_head(told: dict[str, Any], language: str) -> Iterator[str]:
    type_code = told.pop("type_code", None)
    kind = told.pop("kind", None)
    label = _ours("kind", kind or type_code or "link", language)
    yield _labelled(label, str(told.pop("other_activity_id", "…")), language)


def _people_head(told: dict[str, Any], language: str) -> Iterator[str]:
    if "value" in told:
        unit = _ours("unit", told.pop("unit", "people"), language)
        yield f"{number(told.pop('value'), language)} {unit}"
    for name in ("measure", "sex", "age", "status"):
        if name in told:
            yield _ours(name, told.pop(name), language)
    if "age_from" in told or "age_to" in told:
        ages = {"first": told.pop("age_from", "…"), "last": told.pop("age_to", "…")}
        yield say("difference.ages", {name: str(age) for name, age in ages.items()}, language)
    if "name_as_reported" in told:
        yield str(told.pop("name_as_reported"))
    if "from_on" in told or "to_on" in told:
        yield _span(told, language)


def _organization_head(told: dict[str, Any], language: str) -> Iterator[str]:
    role = _ours("role", told.pop("role", "unstated"), language)
    for name in ("name_as_reported", "acronym_as_reported", "identifier_as_reported"):
        if name in told:
            yield _labelled(role, str(told.pop(name)), language)
            return
    yield role


def _sector_head(told: dict[str, Any], language: str) -> Iterator[str]:
    names = [str(told.pop(n)) for n in ("name_as_reported", "source_code") if n in told]
    share = _share(told.pop("percentage"), language) if "percentage" in told else ""
    said = f"{names[0]} ({names[1]})" if len(names) == 2 else "".join(names)
    yield " ".join(text for text in (said, share) if text)


def _location_head(told: dict[str, Any], _language: str) -> Iterator[str]:
    path = " / ".join(name for name in told.pop("path_names", ()) if name)
    code = told.pop("source_code", None)
    name = told.pop("name_as_reported", None) or path or code
    if name:
        yield f"{name} ({code})" if code and code != name else str(name)
    if "latitude" in told:
        yield f"{told.pop('latitude'):.7g}, {told.pop('longitude', 0.0):.7g}"


_HEADS: Mapping[str, Callable[[dict[str, Any], str], Iterator[str]]] = {
    "transactions": _money_head("transactions"),
    "budgets": _money_head("budgets"),
    "results": _result_head,
    "documents": _document_head,
    "codes": _code_head,
    "narratives": _text_head,
    "remainders": _text_head,
    "activity_links": _link_head,
    "people": _people_head,
    "participations": _organization_head,
    "activity_sectors": _sector_head,
    "activity_locations": _location_head,
}
_SAYS: Mapping[str, Callable[[Mapping[str, Any], str, PlaceNames | None], str]] = {
    "text": lambda data, _language, _places: str(data["text"]),
    "day": lambda data, language, _places: _day(data["day"], language),
    "period": _period,
    "number": lambda data, language, _places: number(data["value"], language),
    "amount": _amount,
    "coded": _coded,
    "organization": _organization,
    "sector": _sector,
    "place": _place,
    "row": _row,
}


def _cell(table: str, name: str, value: Any, language: str) -> str:
    """One column's value in words."""
    if isinstance(value, bool):
        return say("difference.yes" if value else "difference.no", {}, language)
    if name == "language":
        return language_name(value, language)
    of = _LISTS.get(f"{table}.{name}") or _LISTS.get(name)
    if of is not None:
        return codelists.name(of, codelists.v2_code(of, value) or value, language)
    if name in _OURS:
        return _ours(name, value, language)
    if name.endswith("_on") or name == "on":
        return _day(value, language)
    if name == "percentage":
        return _share(value, language)
    if isinstance(value, list):
        return " / ".join(str(one) for one in value if one)
    # Years, ages and levels are read without a comma.
    return number(value, language) if isinstance(value, float) else str(value)


def _column(name: str, language: str) -> str:
    return _word(f"difference.column.{name}", name.replace("_", " "), language)


def _ours(column: str, value: str, language: str) -> str:
    code = value.replace(" ", "_").replace(",", "").replace("-", "_")
    return _word(f"difference.value.{column}.{code}", value, language)


def _element(element: str, language: str) -> str:
    """The name of an element or column of a file; our word for it where there is one."""
    head = element.partition(":")[0]
    return _word(f"difference.column.{head}", element, language)


def _word(code: str, otherwise: str, language: str) -> str:
    try:
        return say(code, {}, language)
    except UnknownPhraseError:
        return otherwise


def _labelled(label: str, said: str, language: str) -> str:
    return say("difference.labelled", {"label": label, "said": said}, language)


def _day(text: str, language: str) -> str:
    return day(dt.date.fromisoformat(text), language)


def _share(percentage: float, language: str) -> str:
    return say("difference.share", {"share": percentage}, language)
