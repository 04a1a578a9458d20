"""What organizations are charged to do: rows of a mandates list in, the MANDATES table out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import pyarrow as pa

from intarsia.dates import DayOrder, day_order, read_span
from intarsia.readers.activity_list.listed import Column, Listed
from intarsia.readers.columns import fill
from intarsia.readers.source import SourceFile
from intarsia.spelling import folded
from intarsia.tables import MANDATES, ProblemLog
from intarsia.terms import MandateFunction

#: What each column says, by its heading, folded, in six languages.
_HEADINGS = {
    "organization": "organization|organisation|organizacion|организация|організація|المنظمه|"
    "organization id|organisation id|mandated organization|mandate holder|who",
    "sectors": "sectors|sector|secteurs|secteur|sectores|секторы|сектор|сектори|القطاعات|القطاع|"
    "tasks|task|field|what",
    "places": "places|place|area|areas|lieux|lieu|lugares|lugar|места|место|районы|район|місця|"
    "المناطق|region|regions|where|territory",
    "function": "function|fonction|funcion|функция|функція|الوظيفه|role|mandate function",
    "from": "from|start|starts|starts on|start date|valid from|de|du|debut|date de debut|desde|"
    "inicio|начало|с|початок|من|since",
    "to": "to|end|ends|ends on|end date|valid to|until|au|fin|date de fin|hasta|окончание|до|"
    "кінець|الى",
    "instrument": "instrument|instrumento|legal basis|text|decision|base juridique|основание|"
    "документ|інструмент|الصك|source of mandate|resolution",
    "provision": "provision|article|paragraph|disposition|disposicion|положение|пункт|статья|"
    "положення|الحكم|clause|para",
}
#: What an organization is charged to do in words of its own, beside the text that says so.
_MANDATE = frozenset("mandate|mandates|mandat|mandats|mandato|мандат|الولايه".split("|"))
_FUNCTIONS = {
    MandateFunction.LEAD: "lead|leads|leading|lead agency|co ordinate|coordinate|coordination|"
    "chef de file|diriger|coordonner|liderar|coordinar|ведущий|руководить|координировать|очолювати",
    MandateFunction.IMPLEMENT: "implement|implements|implementation|carry out|execute|deliver|"
    "mettre en oeuvre|mise en oeuvre|implementar|ejecutar|осуществлять|реализация|впроваджувати",
    MandateFunction.FUND: "fund|funds|funding|finance|financing|financer|financement|financiar|"
    "финансировать|финансирование|фінансувати",
    MandateFunction.MONITOR: "monitor|monitors|monitoring|observe|verification|verify|surveiller|"
    "suivi|suivre|observer|supervisar|monitorear|мониторинг|наблюдать|моніторинг|спостерігати",
    MandateFunction.ADVISE: "advise|advises|advice|advisory|support|assist|conseiller|conseil|"
    "appui|asesorar|apoyar|консультировать|советовать|поддержка|консультувати",
    MandateFunction.PROTECT: "protect|protects|protection|proteger|защищать|защита|захист",
}
_SEVERAL = re.compile(r"\s*[|;\n]\s*")
#: Places that stand for the whole country.
_WHOLE = frozenset(
    folded(text)
    for text in "all|whole country|country|nationwide|national|tout le pays|todo el país|"
    "вся страна|уся країна|كل البلد".split("|")
)


def is_mandates(headings: Iterable[str]) -> bool:
    """Whether these headings make a list of mandates.

    >>> is_mandates(["organization", "sectors", "places", "function", "instrument"])
    True
    >>> is_mandates(["Organization", "Mandate", "Legal basis"])
    True
    >>> is_mandates(["Organization", "Sector", "District"])
    False
    """
    headings = list(headings)
    found = {name for text in headings if (name := _said(text)) is not None}
    if "instrument" in found and any(folded(one) in _MANDATE for one in headings):
        return "organization" in found
    return {"organization", "function"} <= found and bool(
        found & {"instrument", "provision", "sectors"}
    )


def mandates(listed: Listed, source: SourceFile, log: ProblemLog) -> tuple[pa.Table, int]:
    """Return MANDATES of the rows, one for each sector and place a row names.

    The second thing returned is how many rows name no organization: named in the problems.
    """
    columns: dict[str, Column] = {}
    for column in listed.columns:
        name = _said(column.heading)
        if name is not None:
            columns.setdefault(name, column)
    if "function" not in columns:
        for column in listed.columns:
            if folded(column.heading) in _MANDATE:
                columns.setdefault("function", column)
    texts = {name: columns[name].texts if name in columns else None for name in _HEADINGS}
    table: dict[str, list[object]] = {name: [] for name in MANDATES.reader_schema.names}
    nameless = 0
    known: dict[str, int] = {}
    orders = {name: _order(columns.get(name)) for name in ("from", "to")}
    for row in range(len(listed)):
        said = {name: values[row] if values else None for name, values in texts.items()}
        if said["organization"] is None:
            nameless += 1
            log.lost("mandate.no_organization", sheet=listed.sheet, cell=f"row {listed.rows[row]}")
            continue
        function = _function(said["function"])
        if function is None:
            log.tally(
                "mandate.unknown_function",
                sheet=listed.sheet,
                column=columns["function"].heading if "function" in columns else "function",
                value=said["function"],
                expected=", ".join(MandateFunction),
            )
        days = [
            _day(listed, columns.get(name), row, orders[name], log, last=name == "to")
            for name in ("from", "to")
        ]
        for sector in _several(said["sectors"]):
            for place in _several(said["places"]):
                whole = place is not None and folded(place) in _WHOLE
                key = repr((said["organization"], sector, place, function, said["provision"]))
                name = "mandate:" + hashlib.sha256(key.encode()).hexdigest()[:16]
                known[name] = known.get(name, 0) + 1
                values = {
                    "mandate_id": name if known[name] == 1 else f"{name}~{known[name]}",
                    "organization_as_reported": said["organization"],
                    "sector_as_reported": sector,
                    "place_as_reported": None if whole else place,
                    "function": None if function is None else str(function),
                    "function_as_reported": said["function"],
                    "starts_on": days[0],
                    "ends_on": days[1],
                    "instrument": said["instrument"],
                    "provision": said["provision"],
                    "report_id": source.report_id,
                    "file": source.name,
                    "sheet": listed.sheet,
                    "row": listed.rows[row],
                }
                for column_name, kept in table.items():
                    kept.append(values[column_name])
    return fill(MANDATES, table), nameless


def _said(heading: str) -> str | None:
    plain = folded(heading)
    return next((name for name, said in _HEADINGS.items() if plain in said.split("|")), None)


def _function(text: str | None) -> MandateFunction | None:
    if text is None:
        return None
    plain = folded(text)
    return next((one for one, said in _FUNCTIONS.items() if plain in said.split("|")), None)


def _several(text: str | None) -> list[str | None]:
    return [None] if text is None else [part for part in _SEVERAL.split(text) if part] or [None]


def _order(column: Column | None) -> DayOrder | None:
    return None if column is None else day_order(c for c in column.cells if isinstance(c, str))


def _day(
    listed: Listed,
    column: Column | None,
    row: int,
    order: DayOrder | None,
    log: ProblemLog,
    *,
    last: bool,
) -> object:
    if column is None or column.texts[row] is None:
        return None
    cell = column.cells[row]
    span = read_span(cell, order=order)  # type: ignore[arg-type]
    if span is None:
        log.tally(
            "date.not_a_date",
            sheet=listed.sheet,
            column=column.heading,
            value=column.texts[row],
            expected="2011-05-31",
            cell=listed.cell(row, column),
        )
        return None
    return span.last if last else span.first
