"""What stops the work: one exception with a permanent code, raised by every stage of the library.

What is merely wrong in somebody's report is a *problem*, collected and never raised:
see `intarsia.tables.problems`.
"""

from __future__ import annotations


class IntarsiaError(Exception):
    """The work cannot go on; says what, where, and what to do.

    code      permanent, dotted by stage: "reader.unknown_format". Programs may rely on it.
    message   one or two English sentences; `intarsia.phrases` says the same in other languages.
    data      the figures and names in the message, by name, so that no text has to be parsed.

    >>> raise IntarsiaError("table.column_missing", "Table has no column x.", column="x")
    Traceback (most recent call last):
    ...
    intarsia.errors.IntarsiaError: Table has no column x.
    """

    def __init__(self, code: str, message: str, **data: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data
