"""What a feature's properties say about its unit, under the many names that publishers use.

The properties of all features, or the rows of a list by heading, go in; one `Unit` each comes out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from intarsia import codelists

Properties = Mapping[str, object]

# Common Operational Datasets: admin1Pcode, ADM1_PCODE, adm1_pcode, adm1code; admin1Name_en,
# ADM1_EN, adm1_name, adm1_name1, adm1label.
_LEVEL_CODE = re.compile(r"adm(?:in)?_?([0-5])_?p?code")
_LEVEL_NAME = re.compile(
    r"adm(?:in)?_?([0-5])_?(?:name|label)?_?(?:([a-z]{2})|(alt\d?[a-z_]*|\d))?"
)
_GENERIC_NAME = re.compile(r"(?:name|nom|nombre)(?:[_:]([a-z]{2}))?")

_CODES = (
    "pcode",
    "p_code",
    "place_code",
    "hlcit_code",  # Nepal's own codes, which its lists use, before the P-codes of the time
    "hrpcode",
    "hr_pcode",
    "ocha_pcode",
    "code",
    "shapeiso",
    "shapeid",
    "id",
    "gid",
)
_NAMES = ("name", "shapename", "nom", "nombre", "label", "hrname")
# Names of a unit's kind; they may as well name the unit above, so they must tell all units apart.
_KINDS = ("district", "municipality", "municipio", "commune", "province", "region", "departamento")
_OTHER_NAMES = (
    "alt_name",
    "alt_names",
    "alternative_name",
    "alternative_names",
    "alternate_name",
    "other_name",
    "other_names",
    "also_known_as",
    "aka",
    "autre_nom",
    "autres_noms",
    "otro_nombre",
    "otros_nombres",
)
_PARENTS = ("parent", "parent_code", "parent_pcode", "parent_p_code", "parentcode", "parent_id")
_LANGUAGES = ("language", "lang", "langue", "idioma", "name_language")
_LEVELS = ("level", "admin_level", "adm_level", "adminlevel", "admlevel", "shapetype")
_COUNTRIES = (
    "country_code",
    "iso_a2",
    "iso2",
    "iso_3166_1",
    "country",
    "adm0_pcode",
    "admin0pcode",
    "admin0_pcode",
    "shapegroup",
    "location",
)
_POPULATIONS = ("population", "pop", "total_population", "pop_total", "people", "total")
_VALID_FROM = (
    "valid_from_on",
    "valid_from",
    "valid_from_date",
    "validon",
    "valid_on",
    "validfrom",
)
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
    code_key = _telling(folded, _CODES, any_will_do=True)
    kind_key = _telling(folded, _KINDS, any_will_do=False)
    # A number that the program gave to a shape without any name is no code of a unit.
    if code_key == "id" and not any(_says_more(one) for one in folded):
        code_key = None
    return [_unit(properties, code_key, kind_key) for properties in folded]


def is_code(heading: str) -> bool:
    """Whether a heading, as for `knows`, is that of units' own codes.

    >>> is_code("admin1_pcode"), is_code("parent_code")
    (True, False)
    """
    return heading in _CODES or _LEVEL_CODE.fullmatch(heading) is not None


def knows(heading: str) -> bool:
    """Whether a heading of a list, folded and with _ for spaces, says something about a unit.

    >>> knows("admin1_pcode"), knows("parent_p_code"), knows("remarks")
    (True, True, False)
    """
    return (
        is_code(heading)
        or heading in (*_NAMES, *_KINDS, *_OTHER_NAMES, *_PARENTS, *_LEVELS)
        or _LEVEL_NAME.fullmatch(heading) is not None
        or _GENERIC_NAME.fullmatch(heading) is not None
    )


def _telling(
    features: Sequence[Properties], keys: Sequence[str], *, any_will_do: bool
) -> str | None:
    """The first property that tells all features apart, else any there is, if that will do."""
    present = [key for key in keys if any(_text(one.get(key)) for one in features)]
    for key in present:
        stated = [_text(one.get(key)) for one in features]
        if None not in stated and len(set(stated)) == len(stated):
            return key
    return present[0] if present and any_will_do else None


def _says_more(properties: Properties) -> bool:
    return (
        any(_text(value) for key, value in properties.items() if key not in ("id", "object"))
        or not (_text(properties.get("id")) or "1").isdecimal()
    )


def _unit(properties: Properties, code_key: str | None, kind_key: str | None) -> Unit:
    codes, names = _by_level(properties)
    stated_level = _level(properties)
    level = stated_level if stated_level is not None else max(codes, default=None)
    generic = _text(properties.get(code_key)) if code_key else None
    code = (codes.get(level) if level is not None else None) or generic
    above = {n: (c, first_name(names.get(n))) for n, c in codes.items() if n < (level or 0)}
    parents = ("hrparent", *_PARENTS) if code_key == "hrpcode" else _PARENTS
    parent = _text(_any(properties, parents))
    if parent is None and above:
        parent = above[max(above)][0]
    own_names = {**names.get(level if level is not None else -1, {}), **_generic_names(properties)}
    kind = _text(properties.get(kind_key)) if kind_key else None
    if kind and not own_names:
        own_names = {"": kind}
    return Unit(
        code=code,
        level=level,
        name=first_name(own_names),
        names=with_languages(own_names),
        parent=parent,
        country=_country(properties),
        population=_number(_any(properties, _POPULATIONS)),
        valid_from=_day(_any(properties, _VALID_FROM)),
        valid_to=_day(_any(properties, _VALID_TO)),
        above=above,
    )


def with_languages(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names that have a language, or are said to be further ones ("x-other")."""
    main = first_name(names)
    return {
        key: name
        for key, name in names.items()
        if key and not (key.startswith("x-other") and name == main)
    }


def also_called(names: dict[str, str], name: str | None) -> None:
    """Add a further name, whose language is not stated, to names by language."""
    if name and name not in names.values():
        number = sum(key.startswith("x-other") for key in names) + 1
        names[f"x-other{number}"] = name


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
            own = names.setdefault(int(match[1]), {})
            if match[3] or (match[2] or "") in own:
                also_called(own, stated)
            else:
                own[match[2] or ""] = stated
    return codes, names


def _generic_names(properties: Properties) -> dict[str, str]:
    names: dict[str, str] = {}
    language = _text(_any(properties, _LANGUAGES)) or ""
    for key in _NAMES:
        stated = _text(properties.get(key))
        if stated is not None:
            names.setdefault(language.casefold() if len(language) in (2, 3) else "", stated)
    for key, value in properties.items():
        match, stated = _GENERIC_NAME.fullmatch(key), _text(value)
        if match and match[1] and stated is not None:
            names.setdefault(match[1], stated)
    for key in _OTHER_NAMES:
        for other in re.split(r"[;|]", _text(properties.get(key)) or ""):
            also_called(names, other.strip())
    return names


def first_name(names: Mapping[str, str] | None) -> str | None:
    """Return the name without a language, else the one stated first."""
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
        if stated is None:
            continue
        if re.fullmatch(r"[A-Za-z]{2}", stated) and key != "location":
            return stated.upper()
        if len(stated) == 3 and stated.upper() in alpha2():
            return alpha2()[stated.upper()]
    return None


@cache
def alpha2() -> Mapping[str, str]:
    """Return ISO 3166-1 alpha-3 code -> alpha-2 code.

    >>> alpha2()["SOM"]
    'SO'
    """
    return {row["alpha3"]: row["code"] for row in codelists.rows("countries") if row["alpha3"]}


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
