"""Writes lists of who does what where as text: a Russian one and one with a column a month.

In: statements. Out: csv bytes and, for each statement, the row it stands in.
"""

import csv
import datetime as dt
import io
import random

from intarsia.examples.faults import PERSON_IN_TEXT_RU
from intarsia.examples.geography import places
from intarsia.examples.list_words import row_of
from intarsia.examples.notice import AS_OF, NOTICE, NOTICE_RU
from intarsia.examples.reporting import Statement
from intarsia.examples.written import Written

_RUSSIAN = (
    "Организация",
    "Партнёр",
    "Донор",
    "Сектор",
    "Вид деятельности",
    "Статус",
    "Регион",
    "Район",
    "Код района",
    "Начало",
    "Окончание",
    "Целевая группа",
    "Количество людей",
    "Бюджет (XAD)",
    "Примечание",
)
_MONTHS = tuple(dt.date(2010 + (8 + n) // 12, (8 + n) % 12 + 1, 1) for n in range(9))
_SHELTER = (
    "Organization",
    "Donor",
    "Region",
    "District",
    "P-code",
    "Activity",
    "Unit",
    "Planned",
    *(f"{month:%b-%y}" for month in _MONTHS),
    "Budget (USD)",
    "Remarks",
)
_UNITS = {"housing_repair": "houses", "collective_centres": "centres", "relief_items": "kits"}


def russian_list(entries: list[Statement], seed: int) -> tuple[bytes, list[Written]]:
    """Return the list in Windows-1251: semicolons, days first, decimal commas, dinars."""
    lines: list[list[str]] = [
        ["НПО Арвении: кто, что, где. На 31 мая 2011 г."],
        [f"{NOTICE_RU} {NOTICE}"],
        list(_RUSSIAN),
    ]
    written: list[Written] = []
    for entry in entries:
        chance = random.Random(f"{seed}/{entry.deed.entity}/{entry.file}")
        row = row_of(entry, chance)
        people = f"{row.people} чел." if entry.fault == "number_in_words" else str(row.people)
        ends_on = f"{row.ends_on:%d.%m.%Y}" if row.ends_on else ""
        lines.append(
            [
                row.organization,
                row.implementer,
                row.donor,
                row.sector,
                row.activity,
                row.status,
                row.region,
                ", ".join(row.districts),
                ", ".join(row.pcodes),
                f"{row.starts_on:%d.%m.%Y}" if row.starts_on else "",
                "31.06.2011" if entry.fault == "impossible_date" else ends_on,
                row.target,
                people,
                _decimal(entry.amount + chance.randint(0, 99) / 100),
                PERSON_IN_TEXT_RU if entry.fault == "person_in_text" else "",
            ]
        )
        written.append(Written(entry, len(lines), row.organization, ", ".join(row.districts)))
    return _text(lines, ";", "\r\n").encode("cp1251"), written


def monthly_list(entries: list[Statement], seed: int) -> tuple[bytes, list[Written]]:
    """Return the shelter list: what was finished, one column a month; a total at the foot."""
    lines: list[list[str]] = [[NOTICE], list(_SHELTER)]
    written: list[Written] = []
    sums = [0] * (1 + len(_MONTHS))
    for index, entry in enumerate(entries):
        chance = random.Random(f"{seed}/{entry.deed.entity}/{entry.file}")
        row = row_of(entry, chance)
        if index == len(entries) // 2:
            lines.append([""] * len(_SHELTER))
        done = _finished(entry, chance)
        district = ", ".join(row.districts)
        if entry.fault == "region_for_district":
            district = places()[places()[entry.deed.places[0]].parent].name()
        planned = str(entry.deed.count)
        sums = [total + value for total, value in zip(sums, [int(planned), *done], strict=True)]
        lines.append(
            [
                row.organization,
                row.donor,
                row.region,
                district,
                "" if entry.fault == "region_for_district" else ", ".join(row.pcodes),
                row.activity,
                _UNITS[entry.deed.topic.name],
                f"about {planned}" if entry.fault == "number_in_words" else planned,
                *(str(value) if value else "" for value in done),
                str(row.budget),
                "Figures not final" if chance.random() < 0.1 else "",
            ]
        )
        written.append(Written(entry, len(lines), row.organization, district))
    lines.append(["Grand total", *[""] * 6, *map(str, sums), "", ""])
    return b"\xef\xbb\xbf" + _text(lines, ",", "\n").encode("utf-8"), written


def _finished(entry: Statement, chance: random.Random) -> list[int]:
    """Return how many units were finished in each month of the list."""
    days = max(30, (entry.ends_on - entry.starts_on).days)
    found = []
    for month in _MONTHS:
        running = entry.starts_on <= month <= min(entry.ends_on, AS_OF)
        found.append(
            round(entry.deed.count * 30 / days * chance.uniform(0.5, 1.2)) if running else 0
        )
    return found


def _decimal(value: float) -> str:
    """Return a number as Russian offices write it: spaces for thousands, a decimal comma."""
    return f"{value:,.2f}".replace(",", " ").replace(".", ",")


def _text(lines: list[list[str]], delimiter: str, end: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(lines)
    return text.getvalue()
