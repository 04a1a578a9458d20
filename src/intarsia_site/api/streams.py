"""Answers that are written while they are sent: one line, or one group of rows, at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.http import StreamingHttpResponse
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from intarsia_site.api.activity_shapes import CODES, DAYS, NAMES, NUMBERS, TEXTS
from intarsia_site.api.view import View
from intarsia_site.registry.queries.table_file import harmless

Items = Iterator[list[dict[str, Any]]]
COLUMNS = ("id", "precision", "owner", "source", *TEXTS, *DAYS, *NUMBERS, *CODES, *NAMES)
_KINDS = {
    **dict.fromkeys(DAYS, pa.date32()),
    **dict.fromkeys(NUMBERS, pa.float64()),
    **dict.fromkeys((*CODES, *NAMES), pa.list_(pa.string())),
}
SCHEMA = pa.schema([(name, _KINDS.get(name, pa.string())) for name in COLUMNS])


class Streamed(BaseRenderer):
    """A form in which a view answers; it writes the answer itself."""

    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("what is streamed is not rendered")


class Lines(Streamed):
    """One JSON object a line."""

    media_type, format = "application/x-ndjson", "jsonl"


class Csv(Streamed):
    """Comma-separated text."""

    media_type, format = "text/csv", "csv"


class Parquet(Streamed):
    """Apache Parquet."""

    media_type, format = "application/vnd.apache.parquet", "parquet"


class StreamView(View):
    """A view that answers in a form of its own; its errors are JSON as everywhere."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(response, Response):
            request.accepted_renderer = JSONRenderer()  # type: ignore[attr-defined]
            request.accepted_media_type = JSONRenderer.media_type  # type: ignore[attr-defined]
        return super().finalize_response(request, response, *args, **kwargs)


def streamed(parts: Iterable[bytes], form: type[BaseRenderer], name: str) -> StreamingHttpResponse:
    """Return an answer that is written while it is sent.

    name   of the file without its ending; "" for what is no file
    """
    response = StreamingHttpResponse(parts, content_type=form.media_type)
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}.{form.format}"'
    # Whoever is shown less from now on must find nothing kept on the way.
    response["Cache-Control"] = "private, no-store"
    return response


def line(said: dict[str, Any]) -> bytes:
    """Return an object as a line of JSON."""
    return json.dumps(said, ensure_ascii=False, default=str).encode() + b"\n"


def as_lines(parts: Items) -> Iterator[bytes]:
    """Yield records as JSON Lines."""
    for part in parts:
        yield b"".join(map(line, part))


def as_csv(parts: Items) -> Iterator[bytes]:
    """Yield records as comma-separated text in UTF-8, which no spreadsheet takes for formulas.

    Several values in one cell stand between "; ".
    """
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for part in parts:
        table.writerows([[harmless(_cell(said[name])) for name in COLUMNS] for said in part])
        yield written.getvalue().encode()
        written.seek(0)
        written.truncate()
    yield written.getvalue().encode()


def as_parquet(parts: Items) -> Iterator[bytes]:
    """Yield records as a Parquet file, one group of rows a part."""
    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), SCHEMA, compression="zstd") as file:
        for part in parts:
            file.write_table(pa.Table.from_pylist(part, SCHEMA))
            yield sink.taken()
    yield sink.taken()


FORMS: dict[str, tuple[type[Streamed], Callable[[Items], Iterator[bytes]]]] = {
    "jsonl": (Lines, as_lines),
    "csv": (Csv, as_csv),
    "parquet": (Parquet, as_parquet),
}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


class _Sink(io.RawIOBase):
    """What is written is held until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, said: Any) -> int:
        self._held += said
        return len(said)

    def taken(self) -> bytes:
        """Return what was written since this was asked last."""
        said = bytes(self._held)
        self._held.clear()
        return said
