"""What the pages of a Parquet file unpack to, by what each says of itself.

The foot of a file says how large its parts are, and may lie: what is unpacked goes by the header of
each page, a structure of Thrift's compact protocol (`PageHeader` of parquet.thrift).
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["PageError", "Unpacked", "unpacked_of"]

#: Pages of a file: a list has some hundred.
MAX_PAGES = 100_000
#: Fields and values in one header; the format has a dozen.
_MOST_STEPS = 10_000
_DATA, _DICTIONARY, _DATA_2 = 0, 2, 3
#: Encodings in which a value may be longer than the bytes that say it: a number stands for a text
#: of the dictionary; a text begins as the one before it.
_BY_NUMBER, _BY_BEGINNING = frozenset({2, 8}), 7
#: How pyarrow calls a packing where the file's name for it is another.
_PACKINGS = {"LZ4": "lz4_raw"}
_LENGTH = struct.Struct("<I")
#: The longest value of a type of fixed size, a moment of 96 bits.
_FIXED = 16
#: Texts of a dictionary that are measured one by one.
_MEASURED = 200_000


class PageError(ValueError):
    """The pages are not as the format has them."""


@dataclass(frozen=True)
class Unpacked:
    """What pages unpack to, in bytes and values.

    in_pages   bytes of all pages together
    largest    bytes of the largest page
    values     cells, and parts of cells that hold several
    in_all     bytes at most where each value is written out
    in_a_row   of these, bytes at most in one row
    """

    in_pages: int
    largest: int
    values: int
    in_all: int
    in_a_row: int


@dataclass(frozen=True)
class _Page:
    """One page: `body` is where its bytes begin, `next` where the next page does."""

    kind: int
    unpacked: int
    values: int
    encoding: int
    body: int
    next: int


def unpacked_of(path: Path, about: pq.FileMetaData, *, most: int) -> Unpacked:
    """Return what a file's pages unpack to, unpacking none but dictionaries.

    most     bytes; a dictionary that says it is larger is not unpacked either
    Raises   PageError; OSError
    """
    in_pages = largest = values = in_all = pages = 0
    in_a_row: dict[int, int] = {}
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        for group in range(about.num_row_groups):
            for at in range(about.num_columns):
                chunk, column = about.row_group(group).column(at), about.schema.column(at)
                longest = column.length if column.length > 0 else _FIXED
                widest = of_chunk = 0
                for page in _pages(held, chunk):
                    pages += 1
                    in_pages, largest = in_pages + page.unpacked, max(largest, page.unpacked)
                    if pages > MAX_PAGES:
                        raise PageError(f"it has more than {MAX_PAGES:,} pages")
                    if page.kind == _DICTIONARY:
                        if column.physical_type == "BYTE_ARRAY":
                            longest = _longest(held, page, chunk.compression, most)
                        continue
                    values += page.values
                    value = _value(page, longest)
                    widest, of_chunk = max(widest, value), of_chunk + value * page.values
                # A row of a list may hold all that its column has.
                row = of_chunk if column.max_repetition_level else widest
                in_all, in_a_row[at] = in_all + of_chunk, max(in_a_row.get(at, 0), row)
    return Unpacked(in_pages, largest, values, in_all, sum(in_a_row.values()))


def _value(page: _Page, longest: int) -> int:
    """Return how many bytes a value may have that does not stand in the page itself."""
    if page.encoding in _BY_NUMBER:
        return longest
    return page.unpacked if page.encoding == _BY_BEGINNING else 0


def _pages(held: mmap.mmap, chunk: Any) -> Iterator[_Page]:
    """Yield a column's data and dictionary pages, as far as a reader goes."""
    at, first = int(chunk.data_page_offset), chunk.dictionary_page_offset
    if chunk.has_dictionary_page and first and 0 < first < at:
        at = int(first)
    end, seen = min(at + int(chunk.total_compressed_size), len(held)), 0
    if at < 0 or end < at:
        raise PageError("a column begins outside the file")
    while seen < chunk.num_values and at < end:
        page = _page(held, at)
        if page.kind in (_DATA, _DATA_2):
            seen += page.values
        if page.kind in (_DATA, _DICTIONARY, _DATA_2):
            yield page
        at = page.next


def _page(held: mmap.mmap, at: int) -> _Page:
    header = _Compact(held, at)
    said = header.structure()
    # PageHeader: 1 type, 2 and 3 sizes, 5 data, 7 dictionary, 8 data of the second version.
    kind, unpacked, packed = (_number(said.get(field)) for field in (1, 2, 3))
    own = said.get({_DATA: 5, _DICTIONARY: 7, _DATA_2: 8}.get(kind, 0), {})
    values = _number(own.get(1)) if own else 0
    # DataPageHeader has its encoding as field 2, DataPageHeaderV2 as field 4.
    encoding = _number(own.get(4 if kind == _DATA_2 else 2)) if own else 0
    if header.at + packed > len(held):
        raise PageError("a page ends outside the file")
    return _Page(kind, unpacked, values, encoding, header.at, header.at + packed)


def _number(said: Any) -> int:
    if not isinstance(said, int) or said < 0:
        raise PageError("the header of a page lacks a size, or has one below zero")
    return said


def _longest(held: mmap.mmap, page: _Page, packing: str, most: int) -> int:
    """Return the bytes of the longest text in a dictionary; where it cannot be measured, those of
    the dictionary."""
    if page.unpacked > most or page.values > _MEASURED:
        return page.unpacked
    packed = held[page.body : page.next]
    if packing != "UNCOMPRESSED":
        try:
            codec = _PACKINGS.get(packing, packing.lower())
            packed = pa.decompress(
                packed, decompressed_size=page.unpacked, codec=codec, asbytes=True
            )
        except (pa.ArrowException, ValueError, OSError):
            # Whoever reads it for its values says what is wrong.
            return page.unpacked
    longest = at = 0
    for _text in range(page.values):
        if at + _LENGTH.size > len(packed):
            return page.unpacked
        (length,) = _LENGTH.unpack_from(packed, at)
        longest, at = max(longest, length), at + _LENGTH.size + length
    return min(longest, page.unpacked)


class _Compact:
    """Reads structures of Thrift's compact protocol: numbers and structures by their field, the
    rest passed over."""

    def __init__(self, held: mmap.mmap, at: int) -> None:
        self.held, self.at, self.steps = held, at, 0

    def structure(self, depth: int = 0) -> dict[int, Any]:
        found: dict[int, Any] = {}
        field = 0
        while kind := self._byte():
            delta = kind >> 4
            field = field + delta if delta else self._signed()
            found[field] = self._value(kind & 0x0F, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if depth > 8:
            raise PageError("the header of a page is nested without end")
        if kind in (1, 2):
            return kind == 1
        if kind == 3:
            return self._byte()
        if kind in (4, 5, 6):
            return self._signed()
        if kind == 7:
            return self._pass(8)
        if kind == 8:
            return self._pass(self._unsigned())
        if kind in (9, 10):
            return self._several(depth)
        if kind == 12:
            return self.structure(depth + 1)
        raise PageError("the header of a page cannot be read")

    def _several(self, depth: int) -> None:
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._unsigned()
        for _one in range(min(count, _MOST_STEPS + 1)):
            # A truth in a list has a byte of its own.
            self._byte() if head & 0x0F in (1, 2) else self._value(head & 0x0F, depth + 1)

    def _byte(self) -> int:
        self.steps += 1
        if self.at >= len(self.held) or self.steps > _MOST_STEPS:
            raise PageError("the header of a page has no end")
        self.at += 1
        return self.held[self.at - 1]

    def _unsigned(self) -> int:
        number = 0
        for shift in range(0, 70, 7):
            part = self._byte()
            number |= (part & 0x7F) << shift
            if part < 0x80:
                return number
        raise PageError("a number in the header of a page has no end")

    def _signed(self) -> int:
        number = self._unsigned()
        return (number >> 1) ^ -(number & 1)

    def _pass(self, size: int) -> None:
        self.at += size
        if self.at > len(self.held):
            raise PageError("the header of a page has no end")
