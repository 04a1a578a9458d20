"""The rows an IATI file becomes, gathered table by table and handed over in Arrow batches.

Also what every element needs: texts in their languages, days, numbers, and the rule that what a
column cannot hold is kept as written.
"""

from __future__ import annotations

import datetime as dt
import math
import re

import pyarrow as pa
from lxml import etree

from intarsia import periods
from intarsia.readers.identity import Ids
from intarsia.tables import ACTIVITY_TABLES, ProblemLog, from_rows

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Activities whose rows wait as Python objects before they become an Arrow batch.
BATCH_ACTIVITIES = 2000
#: No amount, share or coordinate is larger than a thousand billion.
_LARGEST = 1e15
_XSD_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([, \u00a0\u202f'])\d{3}(\1\d{3})*(\.\d+)?")

Row = tuple[object, ...]


class Rows:
    """Gathers rows of all tables of one file, and knows the activity being read."""

    def __init__(self, log: ProblemLog) -> None:
        self.log = log
        self.ids = Ids()
        self.waiting: dict[str, list[Row]] = {table.name: [] for table in ACTIVITY_TABLES}
        self.batches: dict[str, list[pa.Table]] = {table.name: [] for table in ACTIVITY_TABLES}
        self.days: dict[str, dt.date] = {}
        self.participations = self.waiting["participations"]
        self.sectors = self.waiting["activity_sectors"]
        self.locations = self.waiting["activity_locations"]
        self.transactions = self.waiting["transactions"]
        self.budgets = self.waiting["budgets"]
        self.results = self.waiting["results"]
        self.documents = self.waiting["documents"]
        self.codes = self.waiting["codes"]
        self.narratives = self.waiting["narratives"]
        self.remainders = self.waiting["remainders"]
        self.links = self.waiting["activity_links"]
        #: Whether the texts of the element looked at last are all that it holds.
        self.plain = True
        self.activity_id = ""
        self.language: str | None = None
        self.xpath = ""

    def flush(self) -> None:
        """Turn what waits into Arrow tables and forget the Python objects."""
        for spec in ACTIVITY_TABLES:
            waiting = self.waiting[spec.name]
            if waiting:
                self.batches[spec.name].append(from_rows(waiting, spec.reader_schema))
                waiting.clear()

    def tables(self) -> dict[str, pa.Table]:
        """Return everything gathered, by table name."""
        self.flush()
        return {
            spec.name: pa.concat_tables(self.batches[spec.name])
            if self.batches[spec.name]
            else spec.reader_schema.empty_table()
            for spec in ACTIVITY_TABLES
        }

    def keep(self, element: str, ordinal: int, node: etree._Element) -> None:
        """Keep an element as written, because its columns cannot say all of it."""
        source = etree.tostring(node, encoding="unicode", with_tail=False)
        self.remainders.append((self.activity_id, element, ordinal, source))

    def keep_children(
        self, element: str, ordinal: int, node: etree._Element, tags: set[str]
    ) -> None:
        """Keep all children of these names as written; they stand for those in the columns."""
        source = "".join(
            etree.tostring(child, encoding="unicode", with_tail=False)
            for child in node
            if child.tag in tags
        )
        self.remainders.append((self.activity_id, f"{element}/*", ordinal, source))

    def text(self, node: etree._Element, element: str, ordinal: int) -> str | None:
        """Return an element's text in its first language; further ones become NARRATIVES rows.

        A first text in another language than the activity's is a row as well, so that the
        language is known.
        """
        if len(node) == 1:
            only = node[0]
            if only.tag == "narrative" and not len(only):
                stated = only.items()
                if not stated or (
                    len(stated) == 1 and stated[0][0] == LANG and stated[0][1] == self.language
                ):
                    self.plain = True
                    return _stripped(only.text)
        return self.texts(node, element, ordinal, every=False)

    def texts(
        self, node: etree._Element, element: str, ordinal: int, *, every: bool = True
    ) -> str | None:
        """Return the first text; write every one (or only further ones) as NARRATIVES rows."""
        self.plain = True
        said: list[tuple[str | None, str | None]] = []
        if node.text and node.text.strip():
            said.append((None, node.text.strip()))
            self.log.tally("iati.text_without_narrative", column=element, cell=self.xpath)
        for child in node:
            if child.tag == "narrative":
                text = "".join(child.itertext()) if len(child) else child.text
                said.append((child.get(LANG), _stripped(text)))
            if (
                child.tag != "narrative"
                or len(child)
                or not {*child.keys()} <= {LANG}
                or _stripped(child.tail)
            ):
                self.plain = False
        for position, (language, text) in enumerate(said):
            if text is not None and (every or position or language not in (None, self.language)):
                self.narratives.append(
                    (self.activity_id, element, ordinal, position, language, text)
                )
        return next((text for _, text in said if text is not None), None)

    def day(self, stated: str | None, element: str) -> dt.date | None:
        """Return a stated day; what is none, or none of this age, becomes null and is named.

        Another form than YYYY-MM-DD is read where it can mean one day only, and named too.
        """
        if stated is None:
            return None
        try:
            return self.days[stated]
        except KeyError:
            pass
        day = _calendar_day(stated)
        if day is not None and periods.is_plausible(day):
            self.days[stated] = day
            return day
        if day is None:
            day = periods.unambiguous_day(stated)
            if day is not None and periods.is_plausible(day):
                self.log.tally("date.other_form", column=element, value=stated, cell=self.xpath)
                return day
        if stated.strip():
            self.log.changed(
                "date.not_a_date" if day is None else "date.implausible",
                cell=self.xpath,
                column=element,
                activity_id=self.activity_id,
                value=stated,
                expected="YYYY-MM-DD",
            )
        return None

    def number(self, stated: str | None, element: str) -> float | None:
        """Return a stated number; one that is none becomes null and is named in the problems.

        Thousands may be set apart, always by the same mark: 1,234.50. 1,23 is no number.
        """
        if stated is None:
            return None
        try:
            number = float(stated)
        except ValueError:
            number = math.nan
        if number - number == 0 and "_" not in stated:
            if abs(number) <= _LARGEST:
                return number
            self.log.changed(
                "number.implausible",
                cell=self.xpath,
                column=element,
                activity_id=self.activity_id,
                value=stated,
            )
            return None
        grouped = _THOUSANDS.fullmatch(stated.strip())
        if grouped:
            self.log.tally("number.separators", column=element, value=stated, cell=self.xpath)
            return float(stated.strip().replace(grouped.group(1), ""))
        if stated.strip():
            self.log.changed(
                "number.not_a_number",
                cell=self.xpath,
                column=element,
                activity_id=self.activity_id,
                value=stated,
            )
        return None


def _stripped(text: str | None) -> str | None:
    return text.strip() or None if text else None


def _calendar_day(stated: str) -> dt.date | None:
    """A day of xsd:date, with or without a time or zone behind it.

    >>> _calendar_day("2011-05-31Z"), _calendar_day("31/05/2011")
    (datetime.date(2011, 5, 31), None)
    """
    found = _XSD_DATE.fullmatch(stated.strip())
    try:
        return dt.date.fromisoformat(found.group(1)) if found else None
    except ValueError:
        return None
