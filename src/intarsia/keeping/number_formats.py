"""How a workbook shows a number: days, per cent, decimals. Its formats in, text out."""

from __future__ import annotations

import datetime as dt
import re

from lxml import etree

from intarsia.keeping.window_parts import shown

__all__ = ["Formats"]

#: Formats that every program knows by their number. ECMA-376 Part 1, 18.8.30.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
}  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE = re.compile(r"[dy]|m{3}", re.IGNORECASE)
_CLOCK = re.compile(r"[hs]", re.IGNORECASE)
_DECIMALS = re.compile(r"\.([0#?]+)")
_EPOCHS = (dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1))  # noqa: DTZ001 - no time zone
_LAST_DAY = 2_958_466


class Formats:
    """The formats of a workbook's cells, by the number that a cell names."""

    def __init__(self, styles: etree._Element | None, *, from_1904: bool = False) -> None:
        self._epoch = _EPOCHS[from_1904]
        self._codes: list[str] = []
        if styles is None:
            return
        own = {
            str(one.get("numFmtId")): str(one.get("formatCode", ""))
            for one in styles.iter("{*}numFmt")
        }
        for formats in styles.iter("{*}cellXfs"):
            for one in formats.iter("{*}xf"):
                number = str(one.get("numFmtId", "0"))
                built_in = _BUILT_IN.get(int(number), "") if number.isdecimal() else ""
                self._codes.append(_QUOTED.sub("", own.get(number, built_in)).split(";")[0])

    def text(self, stored: str, style: int) -> str:
        """Return a stored number as it is shown.

        >>> formats = Formats(None)
        >>> formats.text("0.5", 0), formats.text("12.0", 0), formats.text("x", 0)
        ('0.5', '12', 'x')
        """
        try:
            value = float(stored)
        except ValueError:
            return stored
        code = self._codes[style] if 0 <= style < len(self._codes) else ""
        if _DATE.search(code) or _CLOCK.search(code):
            return self._moment(value, code)
        if "%" in code:
            return f"{value * 100:.{_decimals(code)}f}%"
        if not code or code.lower() == "general" or "e" in code.lower() or "/" in code:
            return shown(value)
        if "0" in code or "#" in code:
            return f"{value:{',' if ',' in code else ''}.{_decimals(code)}f}"
        return shown(value)

    def _moment(self, value: float, code: str) -> str:
        if not 0 <= value < _LAST_DAY:
            return shown(value)
        moment = self._epoch + dt.timedelta(seconds=round(value * 86400))
        if not _DATE.search(code):
            return moment.time().isoformat("seconds" if "s" in code.lower() else "minutes")
        return shown(moment)


def _decimals(code: str) -> int:
    found = _DECIMALS.search(code)
    return min(len(found[1]), 10) if found else 0
