"""What is done in Arvenia: some eighty topics with their sector, size and words in three languages.

In: `data/topics.csv`, `titles.csv`, `targets.csv`, `descriptions.csv`. Out: `Topic` records, titles
and descriptions.
"""

import functools
from dataclasses import dataclass

from intarsia.examples.geography import places
from intarsia.examples.packaged import packaged_rows

Range = tuple[int, int]
LANGUAGES = ("en", "fr", "ru")


@dataclass(frozen=True)
class Topic:
    """One kind of work, finer than a sector; ranges are (lowest, highest)."""

    name: str
    group: str
    sector: str
    dac_code: str
    function: str
    target: str
    usd: Range
    people: Range
    count: Range
    months: Range
    national: float


@functools.cache
def topics() -> dict[str, Topic]:
    """Return the topics by name."""
    return {row["topic"]: _topic(row) for row in packaged_rows("topics.csv")}


def target_name(target: str, language: str) -> str:
    """Return the name of a target group."""
    return _targets()[target][language]


def titles(topic: Topic, count: int, codes: tuple[str, ...]) -> dict[str, str]:
    """Return the titles by language; `other` is a second English wording of the same thing."""
    words = _titles()[topic.name]
    where = {language: where_in_words(codes, language) for language in LANGUAGES}
    found = {
        language: words[language].format(n=count, place=where[language]) for language in LANGUAGES
    }
    found["other"] = words["en_other"].format(n=count, place=where["en"])
    return {key: text[0].upper() + text[1:] for key, text in found.items()}


def description(topic: Topic, people: int, codes: tuple[str, ...], language: str) -> str:
    """Return two or three sentences on how the work is done."""
    return _descriptions()[topic.function][language].format(
        people=people,
        target=target_name(topic.target, language),
        where=where_in_words(codes, language),
    )


def where_in_words(codes: tuple[str, ...], language: str) -> str:
    """Return the places as a title says them: "Darn and Sel districts"."""
    units = [places()[code] for code in codes]
    names = _joined([unit.name(language) for unit in units], language)
    if units[0].level == 0:
        return {"en": "nation-wide", "fr": "ensemble du pays", "ru": "по всей стране"}[language]
    if units[0].level == 1:
        return {"en": f"{names} region", "fr": f"région {names}", "ru": f"регион {names}"}[language]
    many = len(units) > 1
    if language == "en":
        return f"{names} district{'s' if many else ''}"
    if language == "fr":
        return f"district{'s' if many else ''} {_of(names)}"
    return f"{'районы' if many else 'район'} {names}"


def _of(name: str) -> str:
    """Return a French name after `de`, which elides before a vowel and joins an article."""
    if name.startswith(("Col ", "Cap ")):
        return f"du {name}"
    return f"d'{name}" if name[0] in "AEIOUÉ" else f"de {name}"


def _joined(names: list[str], language: str) -> str:
    last = {"en": " and ", "fr": " et ", "ru": " и "}[language]
    return last.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _topic(row: dict[str, str]) -> Topic:
    def between(name: str) -> Range:
        return (int(row[f"{name}_low"]), int(row[f"{name}_high"]))

    return Topic(
        name=row["topic"],
        group=row["group"],
        sector=row["sector"],
        dac_code=row["dac"],
        function=row["function"],
        target=row["target"],
        usd=between("usd"),
        people=between("people"),
        count=between("count"),
        months=between("months"),
        national=float(row["national"]),
    )


@functools.cache
def _titles() -> dict[str, dict[str, str]]:
    return {row["topic"]: row for row in packaged_rows("titles.csv")}


@functools.cache
def _targets() -> dict[str, dict[str, str]]:
    return {row["target"]: row for row in packaged_rows("targets.csv")}


@functools.cache
def _descriptions() -> dict[str, dict[str, str]]:
    return {row["function"]: row for row in packaged_rows("descriptions.csv")}
