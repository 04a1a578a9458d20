"""Which people does a row of a needs list count? Its group, sex and age in, a `Part` out.

A row that names a group which cannot be read is a part all the same: it never stands for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from intarsia.people import Disaggregation, disaggregation_of
from intarsia.readers.activity_list.listed import Column, Listed
from intarsia.readers.activity_list.numbers import number_of
from intarsia.spelling import folded
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

__all__ = ["ALL", "DIMENSIONS", "NO_PLACE", "Part", "column_of", "divided", "parts_of"]

#: What stands for all of something: all sectors, both sexes, every age.
ALL = frozenset(
    folded(text)
    for text in "all|a|total|both|both sexes|all ages|all sectors|all groups|any|overall|t|"
    "intersectoral|intersector|inter sector|multi sector|joint|tous|toutes|les deux|tous secteurs|"
    "tous âges|ensemble|todos|todas|ambos|todos los sectores|total general|все|оба|всего|"
    "все секторы|усі|всі|обидва|всього|الكل|جميع|كلا الجنسين|المجموع|grand total|general".split("|")
)
#: Columns that say which people a row counts, by what their headings say, folded.
_PARTS = {
    "sex": "gender|sex|sexe|sexo|genero|genre|пол|стать|الجنس",
    "age": "age range|age group|age|ages|groupe d age|tranche d age|grupo de edad|edad|возраст|"
    "возрастная группа|вік|вікова група|العمر|الفئه العمريه",
    "age_from": "min age|age min|minimum age|age minimum|edad minima",
    "age_to": "max age|age max|maximum age|age maximum|edad maxima",
    "disability": "disabled|disability|is disabled|handicap|discapacidad|инвалидность|інвалідність",
    "group": "population group|group|population type|pop group|groupe de population|category|"
    "groupe|grupo|grupo de poblacion|grupo poblacional|группа населения|группа|група населення|"
    "categorie|categoria|категория|الفئه السكانيه",
}
#: Single letters and words that are also names: all of something in a sector, never in a place.
NO_PLACE = frozenset(folded(text) for text in "a|t|any|joint|general|total general".split("|"))
_YES = frozenset({"y", "yes", "oui", "si", "да", "так", "نعم", "true", "1", "d", "disabled"})
_NO = frozenset({"n", "no", "non", "нет", "ні", "لا", "false", "0"})
#: Which way of dividing a total is believed where no row states the total itself.
DIMENSIONS = ("group", "sex", "age", "disability")


@dataclass(frozen=True)
class Part:
    """Which people a row counts; None = all of them.

    said  the ways of dividing people by which it is a part, also where it could not be read
    """

    group: str | None = None
    sex: str | None = None
    age: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    disability: bool | None = None
    status: str | None = None
    said: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        told = (self.group, self.sex, self.age, self.age_from, self.age_to, self.disability)
        return "\x1f".join("" if one is None else str(one) for one in (*told, *self.said))


def column_of(listed: Listed, headings: Iterable[str], used: list[Column]) -> Column | None:
    wanted = set(headings)
    column = next((c for c in listed.columns if folded(c.heading) in wanted), None)
    if column is not None:
        used.append(column)
    return column


def parts_of(listed: Listed, used: list[Column], log: ProblemLog) -> list[Part]:
    """Which people each row counts; each distinct combination is read once."""
    columns = {name: column_of(listed, said.split("|"), used) for name, said in _PARTS.items()}
    present = {name: column for name, column in columns.items() if column is not None}
    if not present:
        return [Part()] * len(listed)
    known: dict[tuple[str | None, ...], Part] = {}
    result = []
    for said in zip(*(column.texts for column in present.values()), strict=True):
        part = known.get(said)
        if part is None:
            texts = {
                name: text
                for name, text in zip(present, said, strict=True)
                if text is not None and folded(text) not in ALL
            }
            part = known[said] = _part(texts)
            for name, is_read in (("sex", part.sex), ("disability", part.disability)):
                if name in texts and is_read is None:
                    log.tally(
                        "needs.unknown_group",
                        severity=Severity.NOTE,
                        sheet=listed.sheet,
                        column=present[name].heading,
                        value=texts[name],
                    )
        result.append(part)
    return result


def _part(said: dict[str, str]) -> Part:
    found = disaggregation_of(said["age"]) if "age" in said else None
    low, high = _years(said.get("age_from")), _years(said.get("age_to"))
    if found is not None:
        low = found.age_from if low is None else low
        high = found.age_to if high is None else high
    has_age = "age" in said or low not in (None, 0) or high is not None
    group = said.get("group")
    who = None if group is None else disaggregation_of(group)
    has = {"group": group, "sex": said.get("sex"), "disability": said.get("disability")}
    return Part(
        group=group,
        sex=_sex(has["sex"]),
        age=said.get("age"),
        age_from=low,
        age_to=high,
        disability=_yes_no(has["disability"]),
        status=None if who is None else who.status,
        said=tuple(n for n in DIMENSIONS if (has_age if n == "age" else has[n] is not None)),
    )


def divided(parts: list[Part], people: Disaggregation | None) -> list[Part]:
    """The parts of the rows that a column counts whose heading says which people it counts."""
    if people is None:
        return parts
    known: dict[Part, Part] = {}
    for part in set(parts):
        said = {*part.said}
        changes: dict[str, object] = {}
        if people.sex is not None:
            changes["sex"] = people.sex
            said.add("sex")
        if people.age is not None or people.age_from is not None or people.age_to is not None:
            changes |= {"age": people.age, "age_from": people.age_from, "age_to": people.age_to}
            said.add("age")
        if people.disability is not None:
            changes["disability"] = people.disability
            said.add("disability")
        if people.status is not None:
            changes |= {"status": people.status, "group": part.group or people.status}
            said.add("group")
        changes["said"] = tuple(name for name in DIMENSIONS if name in said)
        known[part] = replace(part, **changes)  # type: ignore[arg-type]
    return [known[part] for part in parts]


def _years(text: str | None) -> int | None:
    found = None if text is None else number_of(text)
    return None if found is None else int(found.value)


def _sex(text: str | None) -> str | None:
    if text is None:
        return None
    if folded(text) in ("f", "m"):
        return folded(text)
    found = disaggregation_of(text)
    return None if found is None else found.sex


def _yes_no(text: str | None) -> bool | None:
    if text is None:
        return None
    plain = folded(text)
    return True if plain in _YES else False if plain in _NO else None
