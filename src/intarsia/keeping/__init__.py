"""The file behind a report: what is kept of it, given back with comments, opened at a spot.

A report file goes in; a copy without personal data comes out, in which every sheet, row, cell and
element stands where it stood. Of that copy come the reporter's own file with each problem beside
its cell, and a window of some rows for a page.
"""

from __future__ import annotations

from intarsia.keeping.comment import Commented, comment_file
from intarsia.keeping.keep import KeptFile, keep_file
from intarsia.keeping.window import SheetWindow, WindowLine, WindowRow, open_sheet

__all__ = [
    "Commented",
    "KeptFile",
    "SheetWindow",
    "WindowLine",
    "WindowRow",
    "comment_file",
    "keep_file",
    "open_sheet",
]
