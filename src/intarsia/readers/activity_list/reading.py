"""Reads one file of a list, from its sheets to the tables; says what was taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import pyarrow as pa

from intarsia.dates import DayOrder, Precision, Span, span_in
from intarsia.readers.activity_list import (
    for_whom,
    money,
    remains,
    returned_rows,
    what,
    when,
    where,
    who,
)
from intarsia.readers.activity_list.activities import activities, activity_ids
from intarsia.readers.activity_list.corrected_cells import Correction, with_corrections
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.headings import field_of_heading
from intarsia.readers.activity_list.hxl import field_of_tag, parse_tag
from intarsia.readers.activity_list.layout import Block, blocks
from intarsia.readers.activity_list.listed import Listed
from intarsia.readers.activity_list.mandates import is_mandates, mandates
from intarsia.readers.activity_list.mapped import mapped, mapped_blocks
from intarsia.readers.activity_list.mapping import Mapping, guess_block
from intarsia.readers.activity_list.needs import is_needs, needs
from intarsia.readers.activity_list.own_columns import with_own_columns
from intarsia.readers.activity_list.recognized import Reason
from intarsia.readers.activity_list.refusing import refused, say_what_was_left
from intarsia.readers.activity_list.returned import Returned, returned, settle_rows
from intarsia.readers.activity_list.sections import sections_of, with_sections
from intarsia.readers.activity_list.sheets import choose
from intarsia.readers.activity_list.taking import take
from intarsia.readers.collector import without_collector
from intarsia.readers.grids import Grid, is_grid, open_grids
from intarsia.readers.marked import Markings
from intarsia.readers.source import Progress, Reading, SourceFile
from intarsia.sectors import sector_named
from intarsia.tables import ProblemLog

KIND = "activity-list"

#: Rows of a sheet by which it is told what its tables are about.
_HEAD_ROWS = 100

#: A column of activities that holds so few texts, of which most rows' name sectors, holds sectors.
_FEW_SECTORS, _MOST_ROWS = 60, 0.8
_MARKINGS = frozenset({Field.MARKING, Field.LABEL})
_SECTORS = frozenset({Field.SECTOR, Field.SECTOR_CODE, Field.SUBSECTOR, Field.SUBSECTOR_CODE})


def can_read(source: SourceFile) -> bool:
    """Whether the file holds a table; only `read` sees what of."""
    return is_grid(source)


def read(
    source: SourceFile,
    *,
    progress: Progress | None = None,
    mapping: Mapping | None = None,
    corrections: Sequence[Correction] = (),
) -> Reading:
    """Read a list of activities, of needs or of mandates.

    mapping   how to read it; what it leaves open, and all of it without one, is guessed
    corrections   what its cells are read as, where they say something else

    Raises  ReaderError "list.not_a_list" with the reason and the sheet that comes nearest,
            "reader.classified", and those of `grids.open_grids`.
    """
    log, marks = ProblemLog(source.name, source.report_id), Markings(source.name)
    with without_collector():
        grids = with_corrections(open_grids(source, log), corrections, log)
        for grid in grids:
            marks.sheet(
                grid.name,
                grid.rows,
                first_row=grid.first_row,
                first_column=grid.first_column,
                around=grid.around,
            )
        grids, told = returned(grids, log)
        if progress is not None:
            progress(0.4)
        reading = None
        if mapping is None and told is None:
            reading = _special(grids, source, marks, log)
        if reading is None:
            reading = _activities(grids, mapping, told, source, marks, log)
    if progress is not None:
        progress(1.0)
    return reading


def _sector_code(text: str) -> str | None:
    found = sector_named(text)
    if found is None or found.is_nearest or len(found.sector_codes) != 1:
        return None
    return found.sector_codes[0]


def _guessed(block: Block, year: int | None) -> Mapping:
    guessed = with_own_columns(guess_block(block, sector_of_name=_sector_code, year=year))
    if any(use.field in _SECTORS or use.sector is not None for use in guessed.columns):
        return guessed
    columns = tuple(
        replace(use, field=Field.SECTOR, because=(*use.because, Reason("mapping.holds_sectors")))
        if use.field == Field.TITLE and _names_sectors(block, use.position)
        else use
        for use in guessed.columns
    )
    return replace(guessed, columns=columns)


def _names_sectors(block: Block, position: int) -> bool:
    """Whether a column of activities says hardly more than their sectors, in a few words."""
    said = Counter(
        cell
        for row in block.data_rows()
        if isinstance(cell := block.grid.rows[row][position], str) and cell.strip()
    )
    if not said or len(said) > _FEW_SECTORS:
        return False
    named = sum(times for text, times in said.items() if _is_sector(text))
    return named >= _MOST_ROWS * said.total()


def _is_sector(text: str) -> bool:
    found = sector_named(text)
    return found is not None and not found.is_nearest and bool(found.sector_codes)


def _special(
    grids: Sequence[Grid], source: SourceFile, marks: Markings, log: ProblemLog
) -> Reading | None:
    """A list of needs or of mandates, where the file is one."""
    for grid in grids:
        # What a table is about its first rows say; only a list of these kinds is read on.
        head = replace(grid, rows=grid.rows[:_HEAD_ROWS], merged=())
        if not any(_is_special(block) for block in blocks(head, field_of_heading)):
            continue
        for block in blocks(grid, field_of_heading):
            if is_mandates(block.headings):
                guessed = _guessed(block, None)
                _look_at_markings(block, guessed, marks)
                table, named = mandates(take(block, guessed, {}, log), source, log)
                tables = {"mandates": table}
                return _reading(source, log, "mandate-list", [block], tables, named, guessed, marks)
            if is_needs(_fields(block)):
                guessed = _guessed(block, None)
                _look_at_markings(block, guessed, marks)
                listed = take(block, guessed, {}, log)
                table, named = needs(listed, source, _whole(source, block.titles), log)
                tables = {"needs": table}
                return _reading(source, log, "needs-list", [block], tables, named, guessed, marks)
    return None


def _is_special(block: Block) -> bool:
    return is_mandates(block.headings) or is_needs(_fields(block))


def _fields(block: Block) -> set[Field]:
    fields = {field_of_heading(text) for text in (*block.headings, *block.tags)}
    fields |= {field_of_tag(tag) for text in block.tags if (tag := parse_tag(text))}
    return {field for field in fields if field is not None}


def _activities(
    grids: Sequence[Grid],
    given: Mapping | None,
    told: Returned | None,
    source: SourceFile,
    marks: Markings,
    log: ProblemLog,
) -> Reading:
    if told is not None and told.heads:
        chosen = told.blocks(grids)
    elif given is None:
        choice = choose(grids, field_of_heading)
        if not choice.blocks:
            raise refused(choice, source)
        say_what_was_left(choice, log)
        chosen = choice.blocks
    else:
        chosen = mapped_blocks(grids, given, source)
    listed, mappings, spans, guesses = [], [], [], []
    read_blocks: list[Block] = []
    for block in chosen:
        # Titles and file names of a template are ours, and speak of no period.
        whole = None if told else _whole(source, (block.grid.name or "", *block.titles))
        mapping = _guessed(block, whole.first.year if whole is not None else None)
        guesses.append(mapping)
        if told is not None:
            mapping = told.mapping(mapping)
        if given is not None:
            mapping = mapped(given, mapping, block, log)
        _look_at_markings(block, mapping, marks)
        sections = sections_of(block, mapping.columns, _is_sector)
        table = take(
            sections.block,
            mapping,
            {} if sections.sectors else _fixed(block, mapping, source, log),
            log,
        )
        said = [sections.sectors.get(row) for row in sections.block.data_rows()]
        mappings.append(mapping)
        listed.append(with_sections(table, said, log))
        spans.append(whole)
        read_blocks.append(sections.block)
    # A mapping says what the columns hold; in which language they are headed the headings say.
    language = _language(guesses)
    ids, own = activity_ids(listed)
    template = None
    if told is not None:
        ids, template = settle_rows(told, listed, ids, log)
    owner = told.organization if told is not None else None
    added = set(template.added) if template is not None else None
    parts: dict[str, list[pa.Table]] = {}
    for number, table in enumerate(listed):
        order = mappings[number].day_order or _order(language)
        days = when.when(table, spans[number], order, log)
        found = _tables(
            table, ids[number], own[number], source, days, language, log, owner=owner, added=added
        )
        for name, rows in found.items():
            parts.setdefault(name, []).append(rows)
    tables = {name: pa.concat_tables(tables) for name, tables in parts.items()}
    kept = {name: table for name, table in tables.items() if table.num_rows or name == "activities"}
    reading = _reading(source, log, KIND, read_blocks, kept, 0, mappings[0], marks, language)
    return replace(reading, template=template)


def _look_at_markings(block: Block, mapping: Mapping, marks: Markings) -> None:
    """Refuse a list with a classified marking in a column of markings, or in between its rows."""
    sheet = block.grid.name
    for use in mapping.columns:
        if use.field in _MARKINGS:
            cells = (block.grid.rows[row][use.position] for row in block.data_rows())
            marks.column(use.heading, cells, sheet)
    for text in (*block.titles, *block.sections.values()):
        marks.line(text, f"sheet {sheet}" if sheet else "beside its rows", sheet=sheet)


def _order(language: str | None) -> DayOrder | None:
    """All languages but English write the day before the month."""
    return None if language in (None, "en") else DayOrder.DAY_FIRST


def _tables(
    listed: Listed,
    ids: list[str],
    own: list[str | None],
    source: SourceFile,
    days: when.When,
    language: str | None,
    log: ProblemLog,
    *,
    added: Collection[str] | None,
    owner: str | None,
) -> dict[str, pa.Table]:
    """The tables of one table of the file.

    added  of a returned template: the ids of rows that were not in it; None of any other list
    owner  whose template it is
    """
    people = for_whom.for_whom(listed, ids, log)
    tables = {
        "activities": activities(
            listed,
            ids,
            own,
            source,
            titles=what.titles(listed) if added is None else returned_rows.titles(listed),
            when=days,
            people=people,
            language=language,
        ),
        "participations": who.participations(listed, ids, log)
        if added is None
        else returned_rows.participations(listed, ids, organization=owner, added=added),
        "activity_sectors": what.sectors(listed, ids),
        "activity_locations": where.locations(listed, ids, log),
        "budgets": money.budgets(listed, ids, days, log),
        "transactions": money.transactions(listed, ids, days, log),
        "results": what.results(listed, ids),
        "codes": what.codes(listed, ids, {}),
        "people": people.figures,
    }
    tables["remainders"] = remains.remainders(listed, ids, log)
    return tables


def _whole(source: SourceFile, texts: Sequence[str]) -> Span | None:
    """The period that titles, the sheet's name or the file's name say the whole list speaks of."""
    for text in texts:
        span = span_in(text)
        if span is not None and span.precision != Precision.YEAR:
            return span
    return span_in(source.name.rpartition(".")[0])


def _fixed(block: Block, mapping: Mapping, source: SourceFile, log: ProblemLog) -> dict[Field, str]:
    """What the sheet or file says for all of its rows: the sector, where no column does."""
    fields = {one.field for one in mapping.columns} | set(mapping.fixed)
    fields |= {Field.SECTOR for one in mapping.columns if one.sector is not None}
    if fields & _SECTORS:
        return {}
    for text in (block.grid.name or "", *block.titles, source.name.rpartition(".")[0]):
        for part in (text, *text.replace("_", " ").replace("-", " ").split()):
            code = _sector_code(part) if len(part) > 2 else None
            if code is not None:
                log.note("list.sector_of_whole_file", sheet=block.grid.name, value=part)
                return {Field.SECTOR: part}
    return {}


def _language(mappings: Sequence[Mapping]) -> str | None:
    """The language most headings are written in."""
    said = Counter(
        reason.data["language"]
        for mapping in mappings
        for one in mapping.columns
        for reason in one.because
        if reason.data.get("language")
    )
    return said.most_common(1)[0][0] if said else None


def _reading(
    source: SourceFile,
    log: ProblemLog,
    kind: str,
    read_blocks: Sequence[Block],
    tables: dict[str, pa.Table],
    named: int,
    mapping: Mapping,
    marks: Markings,
    language: str | None = None,
) -> Reading:
    rows = sum(block.row_count for block in read_blocks)
    for block in read_blocks:
        reasons = Counter(reason for row, reason in block.left_out.items() if block.first <= row)
        for reason, times in sorted(reasons.items()):
            if reason != "empty":
                code = f"list.row_{reason.replace(' ', '_')}"
                log.tally(code, sheet=block.grid.name, times=times)
                rows += times
                named += times
    report = {
        "kind": kind,
        "version": None,
        "language": language,
        "generated_at": None,
        "rows": rows,
        "rows_kept": rows - named,
        "rows_named": named,
        "activities": tables["activities"].num_rows if "activities" in tables else 0,
        "marking": marks.written,
    }
    return Reading(source, report, tables, log, mapping)
