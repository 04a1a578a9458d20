"""Walks the activities of a file, or of spans of it in several processes, into tables."""

from __future__ import annotations

import multiprocessing
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.readers.collector import without_collector
from intarsia.readers.iati.activity import read_activity
from intarsia.readers.iati.root import Root
from intarsia.readers.iati.rows import BATCH_ACTIVITIES, LANG, Rows
from intarsia.readers.iati.stream import Span, pieces, spans
from intarsia.readers.iati.version1 import is_version_1, upgrade
from intarsia.readers.source import Progress, SourceFile
from intarsia.tables import ProblemLog

#: Bytes of a span that a process reads at a time: a second's work.
SPAN_BYTES = 8 << 20


@dataclass(frozen=True)
class Part:
    """What the activities of a file, or of a part of it, say."""

    tables: Mapping[str, pa.Table]
    problems: ProblemLog
    repeated: Mapping[str, list[str]]
    found: int
    lost: int
    old: int
    languages: Counter[str]


def walk(
    source: SourceFile,
    root: Root,
    *,
    span: Span | None = None,
    progress: Progress | None = None,
) -> Part:
    """Read the file, or a span of it, in this process."""
    log = ProblemLog(source.name, source.report_id)
    rows = Rows(log)
    version = root.attributes.get("version")
    languages: Counter[str] = Counter()
    before = span.activities_before if span is not None else 0
    found = lost = old = 0
    with without_collector():
        for piece in pieces(source, root, log, span=span, progress=progress):
            lost += piece.lost
            for node in piece.activities:
                found += 1
                if is_version_1(node, version):
                    old += 1
                    upgrade(node)
                read_activity(
                    rows, node, report=(source.report_id, source.name), number=before + found
                )
                language = node.get(LANG)
                if language:
                    languages[language] += 1
                if not found % BATCH_ACTIVITIES:
                    rows.flush()
        tables = rows.tables()
    return Part(tables, log, rows.ids.repeated, found, lost, old, languages)


def walk_in_processes(
    source: SourceFile, root: Root, *, processes: int, progress: Progress | None = None
) -> Part | None:
    """Read the file in several processes; None where only one pass can read it rightly.

    That is so where an id is used again in another span, or where what looked like the end of
    an activity was none (a comment).
    """
    cut = spans(source, root, SPAN_BYTES)
    parts: list[Part] = []
    # Spawned, not forked: Arrow's threads do not survive a fork.
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[Part]] = deque()
        for span in cut:
            waiting.append(pool.submit(walk, source, root, span=span))
            # A few spans ahead keep every process busy and bound what waits in memory.
            if len(waiting) > processes + 1:
                parts.append(waiting.popleft().result())
                if progress is not None:
                    progress(len(parts) / len(cut))
        parts.extend(future.result() for future in waiting)
    done = 0
    for part, span in zip(parts, cut, strict=True):
        if done != span.activities_before:
            return None
        done += part.found + part.lost
    return _together(parts)


def _together(parts: Sequence[Part]) -> Part | None:
    tables = {
        name: pa.concat_tables([part.tables[name] for part in parts]) for name in parts[0].tables
    }
    ids = tables["activities"]["activity_id"]
    if pc.count_distinct(ids).as_py() != len(ids) or any(part.repeated for part in parts):
        return None
    log = parts[0].problems
    for part in parts[1:]:
        log.extend(part.problems)
    return Part(
        tables,
        log,
        {},
        sum(part.found for part in parts),
        sum(part.lost for part in parts),
        sum(part.old for part in parts),
        sum((part.languages for part in parts), Counter()),
    )
