"""When is that? Dates as people write them in cells and titles in, first and last days out.

`marks.py` turns the words of six languages into signs, `spans.py` reads what is left,
`order.py` decides for a column whether the day or the month comes first.
"""

from intarsia.dates.marks import months_named
from intarsia.dates.order import DayOrder, day_order
from intarsia.dates.spans import Precision, Span, read_span, span_in

__all__ = [
    "DayOrder",
    "Precision",
    "Span",
    "day_order",
    "months_named",
    "read_span",
    "span_in",
]
