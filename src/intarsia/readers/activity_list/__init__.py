"""Lists of who does what, where, when and for whom (3W, 4W, 5W): any table in, the picture's
tables out, one activity a row.

`sheets.py` and `layout.py` find the table, `headings.py`, `hxl.py` and `mapping.py` what its
columns are, `who.py`, `what.py`, `where.py`, `when.py`, `for_whom.py` and `money.py` what its rows
say. Lists of needs and of mandates are recognized and read here too.
"""

from intarsia.readers.activity_list.reading import KIND, can_read, read

__all__ = ["KIND", "can_read", "read"]
