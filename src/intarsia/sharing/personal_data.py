"""Takes persons' names, telephone numbers and e-mail addresses out of a reader's tables.

The tables as read go in; the same tables with a mark in each such place come out, and the log
counts what was removed, by column, never what it was. Method: docs/methods/personal-data.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.sharing import contact_info, emails, person_names, telephones
from intarsia.sharing.headings import is_personal_heading
from intarsia.tables import ProblemLog

__all__ = [
    "MARKS",
    "clean_text",
    "is_personal_heading",
    "may_hold_personal_data",
    "scrub_contact_info",
    "without_emails",
    "without_personal_data",
]

scrub_contact_info = contact_info.scrub_contact_info
without_emails = emails.without_emails

#: What stands in a cell in place of what a column of persons held, by the column's kind.
MARKS = {
    "email": emails.MARK,
    "telephone": telephones.MARK,
    "name": person_names.MARK,
    "contact": "[contact removed]",
}

#: The columns that hold free text or names; all others hold codes, numbers and days.
FREE_TEXT = {
    "activities": ("title", "description", "target_group", "modality"),
    "participations": ("name_as_reported", "acronym_as_reported"),
    "activity_sectors": ("name_as_reported",),
    "activity_locations": ("name_as_reported",),
    "transactions": ("reference", "description", "provider_name", "receiver_name"),
    "budgets": ("provider_name", "receiver_name"),
    "results": ("title", "indicator_title", "baseline_value", "target_value", "actual_value"),
    "documents": ("title",),
    "codes": ("name",),
    "narratives": ("text",),
    "people": ("name_as_reported",),
    "needs": ("group", "source", "sector_as_reported"),
    "mandates": ("organization_as_reported", "instrument", "provision"),
    # A value that a problem quotes is a cell of the report like any other.
    "problems": ("value", "suggestion"),
}
#: Columns that name things of ours or are cleaned by themselves.
_NO_TEXT = frozenset(
    {"activity_id", "report_id", "file", "xpath", "url", "source", "element", "kind", "cell"}
)
#: Elements of IATI that only sound like columns of persons; their content is cleaned.
_ELEMENTS = frozenset({"contact-info", "activity-website", "owner-org"})
#: Texts searched in one call; far below the two gigabytes that one Arrow array of text can hold.
_BATCH_BYTES = 64 * 1024**2
#: Texts of a column looked at to say whether its texts repeat.
_GLANCE = 1000
_TEXT_HINT = "|".join((emails.HINT, telephones.HINT, person_names.HINT))
_FRAGMENT_HINT = f"{contact_info.HINT}|{_TEXT_HINT}"

Cleaner = Callable[[str], tuple[str, Counter[str]]]


def clean_text(text: str) -> tuple[str, Counter[str]]:
    """Return the text without personal data, and how often each kind was removed.

    The kinds are "email", "telephone" and "name".

    >>> clean_text("Call Ms Lee, tel. 29 31 234, lee@example.org")[0]
    'Call Ms [name removed], tel. [telephone removed], [e-mail removed]'
    """
    removed: Counter[str] = Counter()
    for kind, without in (
        ("email", emails.without_emails),
        ("telephone", telephones.without_telephones),
        ("name", person_names.without_names),
    ):
        text, times = without(text)
        if times:
            removed[kind] = times
    return text, removed


def may_hold_personal_data(texts: Sequence[str]) -> list[bool]:
    """Return for each text whether `clean_text` may find something in it; many at once are quick.

    >>> may_hold_personal_data(["Wells in 3 villages", "Call +995 32 293 12 34"])
    [False, True]
    """
    found = pc.match_substring_regex(pa.array(texts, pa.large_string()), _TEXT_HINT)
    suspicious: list[bool] = found.to_pylist()
    return suspicious


def without_personal_data(tables: dict[str, pa.Table], log: ProblemLog) -> dict[str, pa.Table]:
    """Return the tables without personal data; log how much was removed from which column.

    tables   any of a reader's tables, by name, or PROBLEMS, whose values quote the report;
             others, and other columns, are left as they are.
    log      gets "personal_data.email_removed", "….telephone_removed", "….name_removed" and
             "….contact_removed", counted by `table.column`.
    """
    cleaned = dict(tables)
    free_text = [(name, column) for name, columns in FREE_TEXT.items() for column in columns]
    _clean_columns(cleaned, free_text, clean_text, _TEXT_HINT, log)
    # An address on the web is full of digits; only an e-mail address in it is personal.
    _clean_columns(cleaned, [("documents", "url")], _clean_url, emails.HINT, log)
    codes = [
        (name, field.name)
        for name, table in cleaned.items()
        for field in table.schema
        if pa.types.is_string(field.type)
        and field.name not in (*FREE_TEXT.get(name, ()), *_NO_TEXT)
    ]
    # Nobody writes a telephone number into a code, but some write an address.
    _clean_columns(cleaned, codes, _clean_url, emails.HINT, log)
    _clean_columns(cleaned, [("remainders", "source")], _clean_fragment, _FRAGMENT_HINT, log)
    if "remainders" in cleaned:
        cleaned["remainders"] = _without_personal_columns(cleaned["remainders"], log)
    return cleaned


def _without_personal_columns(remainders: pa.Table, log: ProblemLog) -> pa.Table:
    """Drop what stood in columns whose heading says that they hold persons."""
    headings = remainders["element"].unique().to_pylist()
    personal = [
        heading
        for heading in headings
        if heading not in _ELEMENTS and is_personal_heading(heading) is not None
    ]
    if not personal:
        return remainders
    for heading in personal:
        times = pc.sum(pc.equal(remainders["element"], heading)).as_py()
        log.tally("personal_data.column_removed", column=heading, times=times)
    unwanted = pc.is_in(remainders["element"], pa.array(personal, pa.string()))
    return remainders.filter(pc.invert(unwanted))


def _clean_url(url: str) -> tuple[str, Counter[str]]:
    url, times = emails.without_emails(url)
    return url, Counter(email=times)


def _clean_fragment(fragment: str) -> tuple[str, Counter[str]]:
    fragment, contacts = contact_info.scrub_contact_info(fragment)
    fragment, removed = clean_text(fragment)
    removed["contact"] = contacts
    return fragment, removed


def _clean_columns(
    tables: dict[str, pa.Table],
    columns: Sequence[tuple[str, str]],
    clean: Cleaner,
    hint: str,
    log: ProblemLog,
) -> None:
    """Clean these columns in place of the old ones in `tables`, and log what was removed."""
    present = [
        (name, column)
        for name, column in columns
        if name in tables and column in tables[name].column_names
    ]
    chunks = [chunk for name, column in present for chunk in tables[name].column(column).chunks]
    suspicious = iter(_suspicious(chunks, hint))
    for name, column in present:
        table = tables[name]
        removed: Counter[str] = Counter()
        old = table.column(column).chunks
        new = [_clean_chunk(chunk, next(suspicious), clean, removed) for chunk in old]
        if all(after is before for after, before in zip(new, old, strict=True)):
            continue
        at = table.column_names.index(column)
        field = table.schema.field(at)
        tables[name] = table.set_column(at, field, pa.chunked_array(new, field.type))
        for kind in sorted(kind for kind, times in removed.items() if times):
            times = removed[kind]
            log.tally(f"personal_data.{kind}_removed", column=f"{name}.{column}", times=times)


def _suspicious(chunks: Sequence[pa.Array], hint: str) -> list[pa.Array]:
    """Return, for each chunk, which texts RE2 thinks suspicious.

    Arrow compiles the pattern once a call, which takes longer than searching a small chunk;
    so many chunks are searched together. Where texts repeat, each is searched once.
    """
    masks: list[pa.Array] = []
    batch: list[tuple[pa.Array, pa.Array | None]] = []
    size = 0
    for position, chunk in enumerate(chunks):
        coded = chunk.dictionary_encode() if _repeats(chunk) else None
        batch.append((chunk, None) if coded is None else (coded.dictionary, coded.indices))
        size += batch[-1][0].nbytes
        if size >= _BATCH_BYTES or position == len(chunks) - 1:
            joined = pa.concat_arrays([texts for texts, _ in batch])
            found = pc.fill_null(pc.match_substring_regex(joined, hint), False)
            start = 0
            for texts, indices in batch:
                mask = found.slice(start, len(texts))
                if indices is not None:
                    mask = pc.fill_null(mask.take(indices), False)
                masks.append(mask)
                start += len(texts)
            batch, size = [], 0
    return masks


def _repeats(texts: pa.Array) -> bool:
    """Whether the first texts say that most of them repeat."""
    first = texts.slice(0, _GLANCE)
    return len(texts) > _GLANCE and 2 * len(first.unique()) < len(first)


def _clean_chunk(
    texts: pa.Array, suspicious: pa.Array, clean: Cleaner, removed: Counter[str]
) -> pa.Array:
    """Clean the suspicious texts, each distinct one once; the same array where none changes."""
    distinct = texts.filter(suspicious).dictionary_encode()
    often = Counter(distinct.indices.to_pylist())
    fresh = []
    changed = False
    for position, text in enumerate(distinct.dictionary.to_pylist()):
        new, found = clean(text)
        changed = changed or new != text
        fresh.append(new)
        for kind, number in found.items():
            removed[kind] += number * often[position]
    if not changed:
        return texts
    return pc.replace_with_mask(
        texts, suspicious, pa.array(fresh, texts.type).take(distinct.indices)
    )
