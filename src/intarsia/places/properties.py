"""What a feature's properties say about its unit, under the many names that publishers use.

The properties of all features go in; one `Unit` a feature comes out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Properties = Mapping[str, object]

# Common Operational Datasets: admin1Pcode, ADM1_PCODE, adm1_pcode, adm1code; admin1Name_en,
# ADM1_EN, adm1_name, adm1_name1, adm1label.
_LEVEL_CODE = re.compile(r"adm(?:in)?_?([0-5])_?p?code")
_LEVEL_NAME = re.compile(r"adm(?:in)?_?([0-5])_?(?:name|label)?_?(?:([a-z]{2})|alt\d?[a-z_]*|\d)?")
_GENERIC_NAME = re.compile(r"(?:name|nom|nombre)(?:[_:]([a-z]{2}))?")

_CODES = ("pcode", "p_code", "place_code", "code", "shapeiso", "shapeid", "id", "gid")
_NAMES = ("name", "shapename", "nom", "nombre", "label")
_PARENTS = ("parent", "parent_code", "parent_pcode", "parentcode", "parent_id")
_LEVELS = ("level", "admin_level", "adm_level", "adminlevel", "admlevel", "shapetype")
_COUNTRIES = (
    "country_code",
    "iso_a2",
    "iso2",
    "iso_3166_1",
    "country",
    "adm0_pcode",
    "admin0pcode",
    "shapegroup",
)
_POPULATIONS = ("population", "pop", "total_population", "pop_total", "people", "total")
_VALID_FROM = ("valid_from_on", "valid_from", "validon", "valid_on", "validfrom")
_VALID_TO = ("valid_to_on", "valid_to", "validto")


@dataclass(frozen=True)
class Unit:
    """One unit of the administrative tree, as a feature's properties state it."""

    code: str | None
    level: int | None
    name: str | None
    names: dict[str, str] = field(default_factory=dict)
    parent: str | None = None
    country: str | None = None
    population: float | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    #: Units above it that the feature names too: level -> (code, name).
    above: dict[int, tuple[str, str | None]] = field(default_factory=dict)


def units(features: Sequence[Properties]) -> list[Unit]:
    """Return the unit that each feature's properties describe."""
    folded = [{str(key).casefold(): value for key, value in one.items()} for one in features]
    code_key = _best_code_key(folded)
    return [_unit(properties, code_key) for properties in folded]


def _best_code_key(features: Sequence[Properties]) -> str | None:
    """The first generic property that gives every feature a code of its own, else any there is."""
    present = [key for key in _CODES if any(_text(one.get(key)) for one in features)]
    for key in present:
        codes = [_text(one.get(key)) for one in features]
        if None not in codes and len(set(codes)) == len(codes):
            return key
    return present[0] if present else None


def _unit(properties: Properties, code_key: str | None) -> Unit:
    codes, names = _by_level(properties)
    stated_level = _level(properties)
    level = stated_level if stated_level is not None else max(codes, default=None)
    generic = _text(properties.get(code_key)) if code_key else None
    code = (codes.get(level) if level is not None else None) or generic
    above = {n: (c, _first(names.get(n))) for n, c in codes.items() if n < (level or 0)}
    parent = _text(_any(properties, _PARENTS))
    if parent is None and above:
        parent = above[max(above)][0]
    own_names = {**names.get(level if level is not None else -1, {}), **_generic_names(properties)}
    return Unit(
        code=code,
        level=level,
        name=_first(own_names),
        names={language: name for language, name in own_names.items() if language},
        parent=parent,
        country=_country(properties),
        population=_number(_any(properties, _POPULATIONS)),
        valid_from=_day(_any(properties, _VALID_FROM)),
        valid_to=_day(_any(properties, _VALID_TO)),
        above=above,
    )


def _by_level(properties: Properties) -> tuple[dict[int, str], dict[int, dict[str, str]]]:
    """Codes by level, and names by level and language ("" where it is not stated)."""
    codes: dict[int, str] = {}
    names: dict[int, dict[str, str]] = {}
    for key, value in properties.items():
        stated = _text(value)
        if stated is None:
            continue
        if match := _LEVEL_CODE.fullmatch(key):
            codes.setdefault(int(match[1]), stated)
        elif match := _LEVEL_NAME.fullmatch(key):
            names.setdefault(int(match[1]), {}).setdefault(match[2] or "", stated)
    return codes, names


def _generic_names(properties: Properties) -> dict[str, str]:
    names: dict[str, str] = {}
    for key in _NAMES:
        stated = _text(properties.get(key))
        if stated is not None:
            names.setdefault("", stated)
    for key, value in properties.items():
        match, stated = _GENERIC_NAME.fullmatch(key), _text(value)
        if match and match[1] and stated is not None:
            names.setdefault(match[1], stated)
    return names


def _first(names: Mapping[str, str] | None) -> str | None:
    """The name without a language, else the one stated first."""
    if not names:
        return None
    return names.get("") or next(iter(names.values()))


def _level(properties: Properties) -> int | None:
    stated = _text(_any(properties, _LEVELS))
    match = re.fullmatch(r"(?:adm(?:in)?_?)?(\d)(?:\.0)?", stated.casefold()) if stated else None
    return int(match[1]) if match else None


def _country(properties: Properties) -> str | None:
    for key in _COUNTRIES:
        stated = _text(properties.get(key))
        if stated is not None and re.fullmatch(r"[A-Za-z]{2}", stated):
            return stated.upper()
    return None


def _any(properties: Properties, keys: Sequence[str]) -> object:
    return next((properties[key] for key in keys if properties.get(key) is not None), None)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, bool | dict | list):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) or None


def _number(value: object) -> float | None:
    try:
        number = float(str(value).replace(",", "").replace(" ", "")) if value is not None else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < 1e10 else None


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10]) if value is not None else None
    except ValueError:
        return None
