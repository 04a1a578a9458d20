"""How the page speaks: one language's phrases, names and figures, for the sections of the brief."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from intarsia import codelists
from intarsia.phrases import say
from intarsia.phrases.figures import ShortMoney, day, number, percent, short_money


@dataclass(frozen=True)
class Speech:
    """Says codes, names and figures in one language."""

    language: str

    def say(self, code: str, **data: object) -> str:
        """Return the sentence of a code of the brief, without its leading "brief."."""
        return say(f"brief.{code}", data, self.language)

    def number(self, value: float) -> str:
        """Return a count."""
        return number(value, self.language)

    def percent(self, share: float) -> str:
        """Return a part of 1 in per cent."""
        return percent(share, self.language)

    def day(self, value: dt.date) -> str:
        """Return a date in words."""
        return day(value, self.language)

    def money(self, usd: float | None) -> str:
        """Return short money; what is not known is said to be so."""
        return self.say("not_known") if usd is None else str(short_money(usd, self.language))

    def money_pieces(self, usd: float) -> ShortMoney:
        """Return short money in pieces: what stands before and behind the number."""
        return short_money(usd, self.language)

    def period(self, first: dt.date | None, last: dt.date | None) -> str:
        """Return "1 June 2011 – 31 December 2011", or what of it is known; "" for nothing."""
        if first and last:
            return self.say("largest.period", first=self.day(first), last=self.day(last))
        if first:
            return self.say("largest.since", first=self.day(first))
        return self.say("largest.until", last=self.day(last)) if last else ""

    def country(self, code: str) -> str:
        """Return a country's name."""
        return codelists.name("countries", code, self.language)

    def named(self, list_name: str, code: str) -> str:
        """Return the name of a code of one of the packaged lists."""
        return codelists.name(list_name, code, self.language)

    def sector(self, code: str) -> str:
        """Return a sector's short name, as tables have it."""
        row = self._sectors.get(code)
        if row is None:
            return code
        return row.get(f"short_{self.language}") or row["short_en"]

    def is_field(self, sector_code: str) -> bool:
        """Whether a sector is a field of work, not a way of giving money."""
        row = self._sectors.get(sector_code)
        return row is None or row["is_field_of_work"] == "true"

    @cached_property
    def _sectors(self) -> dict[str, codelists.Row]:
        return {row["code"]: row for row in codelists.rows("sectors")}

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """The groups of sectors and their names, in the order of matrices."""
        rows = sorted(codelists.rows("sector_groups"), key=lambda row: int(row["order"]))
        return [(row["code"], self.named("sector_groups", row["code"])) for row in rows]
