"""What does a code say? Fills a phrase's placeholders with its figures, in a language.

`{name}` writes a value as what it is; `{name:number}`, `:percent`, `:date`, `:money`, `:dollars`,
`:sector` and `:plain` say how. A value that is not there is written as "(empty)" in the language.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from intarsia.errors import IntarsiaError
from intarsia.phrases.catalogue import Phrase, phrases
from intarsia.phrases.figures import FORMATS, OF_TEXTS, plural_form

_MEMBER = re.compile(r"\.(csv|json|te?xt|tsv|xlsx?|xml)$", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)(?::([a-z]+))?\}")
#: A placeholder, and the full stop behind it if there is one.
_FILLED = re.compile(_PLACEHOLDER.pattern + r"(\.?)")


class UnknownPhraseError(IntarsiaError, KeyError):
    """A code has no words, or its words ask for a figure that was not handed over."""

    __str__ = IntarsiaError.__str__


def say(code: str, data: Mapping[str, object] | None = None, language: str = "en") -> str:
    """Return the sentence of a code with its figures; in English where a language lacks it.

    data    figures and names by placeholder; more than the sentence needs is allowed
    Raises  UnknownPhraseError "phrases.unknown_code", "phrases.missing_figure" or
            "phrases.unknown_format".

    >>> say("count.activities", {"count": 1}), say("count.activities", {"count": 7830}, "fr")
    ('1 activity', '7\\u202f830 activités')
    """
    phrase = phrases(language).get(code)
    if phrase is None:
        language = "en"
        phrase = phrases(language).get(code)
    if phrase is None:
        raise UnknownPhraseError(
            "phrases.unknown_code", f"There are no words for the code {code}.", phrase=code
        )
    given = {} if data is None else data
    text = _form(code, phrase, given, language)
    return _FILLED.sub(lambda found: _filled(code, found, given, language), text)


def placeholders(phrase: Phrase) -> frozenset[tuple[str, str]]:
    """Return the (name, format) pairs that any form of a phrase asks for."""
    return frozenset(
        (name, how) for text in phrase.forms.values() for name, how in _PLACEHOLDER.findall(text)
    )


def problem_sentence(
    row: Mapping[str, object], language: str = "en", *, count_apart: bool = False
) -> str:
    """Return one row of PROBLEMS as a sentence: where, what, and what became of it.

    row          the columns of PROBLEMS by name, those that are there
    count_apart  `times` stands beside the sentence: it is not added to one that leaves it out
    A code without words gives its own `message`, else a sentence that names the code.

    >>> problem_sentence({"code": "not.known", "file": "3W.xlsx", "sheet": "May", "cell": "H40"})
    '3W.xlsx, sheet May, cell H40: something was noted under the code not.known.'
    """
    data = {**row, "where": where(row, language)}
    code = str(row.get("code"))
    phrase = phrases(language).get(code) or phrases("en").get(code)
    if phrase is None:
        text = str(row.get("message") or say("problem.unknown", data, language))
    else:
        missing = {name: None for name, _ in placeholders(phrase) if name not in data}
        text = say(code, {**missing, **data}, language)
    times = row.get("times")
    says_times = count_apart or (phrase is not None and _names(phrase, "times"))
    if isinstance(times, int) and times > 1 and not says_times:
        text = say("problem.times", {"sentence": text, "times": times}, language)
    return text


def error_sentence(code: str, data: Mapping[str, object], language: str = "en") -> str:
    """Return an error as a sentence: its reason, where its data names one, in words too.

    data    the error's `data`; `reason` is a code of its own, `sheet` where it is about a sheet
    Raises  UnknownPhraseError, as `say`.

    >>> error_sentence("list.not_a_list", {"file": "a.csv", "reason": "list.look_up"})[:58]
    'a.csv is no list of activities. It is a list to choose fro'
    """
    given = dict(data)
    if reason := given.get("reason"):
        domain, _, rest = str(reason).partition(".")
        said = say(f"{domain}.reason.{rest}", given, language)
        if given.get("sheet"):
            said = say(f"{domain}.reason.in_sheet", {**given, "said": said}, language)
        given["value"] = said
    return say(code, given, language)


def where(row: Mapping[str, object], language: str = "en") -> str:
    """Return where a problem or an activity stands: "3W.xlsx, sheet May, cell H40".

    row   `file`, `sheet`, `cell` (a cell, "row 12" or an XPath), `row`, `xpath`: what is there
    """
    parts = [str(row.get("file") or "")]
    if sheet := row.get("sheet"):
        # A member of an archive is a file, and says so by its name.
        is_file = _MEMBER.search(str(sheet)) is not None
        parts.append(str(sheet) if is_file else say("where.sheet", row, language))
    if row.get("cell"):
        parts.append(_spot(str(row["cell"]), language))
    elif row.get("row") is not None:
        # Rows are addresses: 1,204 would not be found by its comma.
        parts.append(say("where.row", {"row": str(row["row"])}, language))
    elif row.get("xpath"):
        parts.append(str(row["xpath"]))
    return ", ".join(part for part in parts if part)


def _spot(cell: str, language: str) -> str:
    if re.fullmatch(r"[A-Z]{1,3}[0-9]+", cell):
        return say("where.cell", {"cell": cell}, language)
    if found := re.fullmatch(r"(?:row )?([0-9]+)", cell):
        return say("where.row", {"row": found[1]}, language)
    return cell


def _names(phrase: Phrase, placeholder: str) -> bool:
    return phrase.by == placeholder or any(name == placeholder for name, _ in placeholders(phrase))


def _form(code: str, phrase: Phrase, data: Mapping[str, object], language: str) -> str:
    if phrase.by is None:
        return phrase.forms["other"]
    count = data.get(phrase.by)
    if not isinstance(count, int | float):
        return phrase.forms["other"]
    return phrase.forms.get(plural_form(count, language), phrase.forms["other"])


def _filled(code: str, found: re.Match[str], data: Mapping[str, object], language: str) -> str:
    """The value with the full stop behind it; one that ends in a full stop needs no other."""
    value = _written(code, found, data, language)
    return value if value.endswith(".") else value + found[3]


def _written(code: str, found: re.Match[str], data: Mapping[str, object], language: str) -> str:
    name, how = found[1], found[2]
    if name not in data:
        raise UnknownPhraseError(
            "phrases.missing_figure",
            f"The words for {code} need the figure {name}.",
            phrase=code,
            figure=name,
        )
    value = data[name]
    if value is None or value == "":
        return say("value.empty", {}, language)
    if how is None:
        how = _manner(value)
    if how not in FORMATS:
        raise UnknownPhraseError(
            "phrases.unknown_format",
            f"The words for {code} ask for the format {how}, which is none.",
            phrase=code,
            format=how,
        )
    if isinstance(value, str):
        return FORMATS[how](value, language) if how in OF_TEXTS else value
    if isinstance(value, list | tuple | set | frozenset):
        texts = [str(each) for each in value]
        return ", ".join(FORMATS[how](one, language) if how in OF_TEXTS else one for one in texts)
    return FORMATS[how](value, language)


def _manner(value: object) -> str:
    if isinstance(value, bool):
        return "plain"
    if isinstance(value, int | float):
        return "number"
    return "date" if isinstance(value, dt.date) else "plain"
