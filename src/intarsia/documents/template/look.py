"""How a template looks: the colours and letters of the house, for a workbook."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

ACCENT, ACCENT_INK, INK, INK_2, INK_3 = "0D5C63", "08454B", "1C2126", "4D565F", "727B84"
RULE, PAPER, SHEET, EXERCISE, EXERCISE_INK = "DDD8CE", "FAF8F4", "FFFFFF", "F2E6C9", "4A3800"

#: Letters that every machine has; the serif is for what is said, the sans for what is read off.
SERIF, SANS = "Georgia", "Calibri"


def fill(colour: str) -> PatternFill:
    """Return a plain ground of a colour."""
    return PatternFill("solid", start_color=colour)


TITLE = Font(name=SERIF, size=16, bold=True, color=ACCENT_INK)
SUBTITLE = Font(name=SANS, size=10, color=INK_2)
HEADING = Font(name=SANS, size=10, bold=True, color=SHEET)
TEXT = Font(name=SANS, size=10, color=INK)
NUMBERED = Font(name=SERIF, size=11, bold=True, color=ACCENT)
NOTICE = Font(name=SANS, size=10, color=EXERCISE_INK)

HAIRLINE = Border(bottom=Side("hair", color=RULE), right=Side("hair", color=RULE))
UNDER_HEADING = Border(right=Side("hair", color="42898C"))
TOP = Alignment(vertical="top", wrap_text=True)
FIGURES = Alignment(vertical="top", horizontal="right")
MIDDLE = Alignment(vertical="center", wrap_text=True)
