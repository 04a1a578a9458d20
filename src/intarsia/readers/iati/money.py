"""The money elements of an IATI activity: transaction, budget, planned-disbursement."""

from __future__ import annotations

from lxml import etree

from intarsia.readers.iati.rows import Rows
from intarsia.terms import Basis

_STATED = str(Basis.STATED)
#: Children of a transaction that are a code and nothing else, and the place of their column.
_CODED = {
    "disbursement-channel": 5,
    "recipient-country": 0,
    "flow-type": 3,
    "finance-type": 2,
    "aid-type": 1,
    "tied-status": 4,
}
#: (identifier, name, organization type, its own activity) of a giver or receiver, as stated.
Party = tuple[str | None, str | None, str | None, str | None]
_NOBODY: Party = (None, None, None, None)
_YES = {"1": True, "true": True, "0": False, "false": False}


def transaction(rows: Rows, node: etree._Element, ordinal: int) -> None:
    """One `transaction` becomes one TRANSACTIONS row."""
    kind = day = value = currency = valued = description = None
    sector_vocabulary = sector_code = region = None
    provider: Party = _NOBODY
    receiver: Party = _NOBODY
    coded: list[str | None] = [None, None, None, None, None, None]
    kept: set[str] = set()
    seen: set[str] = set()
    for child in node:
        tag = child.tag
        if tag in seen:
            kept.add(tag)
            if tag == "sector":
                code, vocabulary, _ = _vocabulary_code(child, "1")
                if _rank(vocabulary) < _rank(sector_vocabulary):
                    sector_code, sector_vocabulary = code, vocabulary
            continue
        seen.add(tag)
        if tag in _CODED:
            code, plain = _only_code(child)
            coded[_CODED[tag]] = code
            if not plain:
                kept.add(tag)
        elif tag == "value":
            value, currency, valued, plain = _value(rows, child, "transaction/value")
            if not plain:
                kept.add(tag)
        elif tag == "transaction-type":
            kind, plain = _only_code(child)
            if not plain:
                kept.add(tag)
        elif tag == "transaction-date":
            stated, plain = _only(child, "iso-date")
            day = rows.day(stated, "transaction/transaction-date")
            if not plain or (stated and stated not in rows.days):
                kept.add(tag)
        elif tag == "receiver-org":
            receiver, plain = _party(rows, child, "receiver-activity-id")
            if not plain:
                kept.add(tag)
        elif tag == "provider-org":
            provider, plain = _party(rows, child, "provider-activity-id")
            if not plain:
                kept.add(tag)
        elif tag == "sector":
            sector_code, sector_vocabulary, plain = _vocabulary_code(child, "1")
            if not plain:
                kept.add(tag)
        elif tag == "description":
            description, plain = _one_text(rows, child)
            if not plain:
                kept.add(tag)
        elif tag == "recipient-region":
            region, vocabulary, plain = _vocabulary_code(child, "1")
            if not plain or vocabulary != "1":
                kept.add(tag)
        else:
            kept.add(tag)
    reference, humanitarian = _transaction_attributes(rows, node, ordinal)
    rows.transactions.append(
        (
            rows.activity_id,
            ordinal,
            None,
            kind,
            day,
            _STATED,
            value,
            currency,
            valued,
            reference,
            description,
            *provider,
            *receiver,
            sector_vocabulary,
            sector_code,
            coded[0],
            region,
            coded[1],
            coded[2],
            coded[3],
            coded[4],
            coded[5],
            humanitarian,
        )
    )
    if kept:
        rows.keep_children("transaction", ordinal, node, kept)


def budget(rows: Rows, node: etree._Element, ordinal: int) -> None:
    """One `budget` or `planned-disbursement` becomes one BUDGETS row."""
    element = str(node.tag)
    from_on = to_on = value = currency = valued = None
    provider: Party = _NOBODY
    receiver: Party = _NOBODY
    kept: set[str] = set()
    seen: set[str] = set()
    for child in node:
        tag = str(child.tag)
        plain = tag not in seen
        if plain and tag == "value":
            value, currency, valued, plain = _value(rows, child, f"{element}/value")
        elif plain and tag in ("period-start", "period-end"):
            stated, plain = _only(child, "iso-date")
            day = rows.day(stated, f"{element}/{tag}")
            plain = plain and (not stated or stated in rows.days)
            if tag == "period-start":
                from_on = day
            else:
                to_on = day
        elif plain and tag == "provider-org":
            provider, plain = _party(rows, child, "provider-activity-id")
            plain = plain and provider[2] is None
        elif plain and tag == "receiver-org":
            receiver, plain = _party(rows, child, "receiver-activity-id")
            plain = plain and receiver[2] is None
        else:
            plain = False
        if not plain:
            kept.add(tag)
        seen.add(tag)
    attributes = dict(node.items())
    type_code, status_code = attributes.pop("type", None), attributes.pop("status", None)
    if from_on and to_on and to_on < from_on:
        rows.log.note(
            "budget.ends_before_it_starts",
            cell=f"{rows.xpath}/{element}[{ordinal + 1}]",
            column=element,
            activity_id=rows.activity_id,
            value=f"{from_on} – {to_on}",
        )
    rows.budgets.append(
        (
            rows.activity_id,
            ordinal,
            None,
            element.replace("-", "_"),
            type_code,
            status_code,
            from_on,
            to_on,
            value,
            currency,
            valued,
            provider[0],
            provider[1],
            provider[3],
            receiver[0],
            receiver[1],
            receiver[3],
            None,
            None,
            None,
        )
    )
    if attributes:
        rows.keep(element, ordinal, node)
    elif kept:
        rows.keep_children(element, ordinal, node, kept)


def _rank(vocabulary: str | None) -> int:
    """Which vocabulary says most to others: DAC 5-digit, DAC 3-digit, clusters, then the rest."""
    return {"1": 0, "2": 1, "10": 2}.get(vocabulary or "1", 3)


def _transaction_attributes(
    rows: Rows, node: etree._Element, ordinal: int
) -> tuple[str | None, bool | None]:
    attributes = node.items()
    if not attributes:
        return None, None
    if len(attributes) == 1 and attributes[0][0] == "ref":
        return attributes[0][1], None
    stated = dict(attributes)
    reference = stated.pop("ref", None)
    flag = stated.pop("humanitarian", None)
    humanitarian = _YES.get(flag) if flag is not None else None
    if stated or (flag is not None and humanitarian is None):
        rows.keep("transaction", ordinal, node)
    return reference, humanitarian


def _only_code(node: etree._Element) -> tuple[str | None, bool]:
    attributes = node.items()
    if len(attributes) == 1 and attributes[0][0] == "code":
        code = attributes[0][1]
        return code.strip() or None, not len(node) and not _has_text(node)
    return (node.get("code") or "").strip() or None, False


def _only(node: etree._Element, name: str) -> tuple[str | None, bool]:
    attributes = node.items()
    if len(attributes) == 1 and attributes[0][0] == name:
        return attributes[0][1], not len(node) and not _has_text(node)
    return node.get(name), False


def _has_text(node: etree._Element) -> bool:
    text = node.text
    return text is not None and not text.isspace()


def _vocabulary_code(node: etree._Element, default: str) -> tuple[str | None, str | None, bool]:
    """Return code, vocabulary and whether that is all the element says."""
    vocabulary, code, plain = default, None, not len(node) and not _has_text(node)
    for name, stated in node.items():
        if name == "code":
            code = stated
        elif name == "vocabulary":
            vocabulary = stated
        else:
            plain = False
    return code, vocabulary, plain


def _value(
    rows: Rows, node: etree._Element, element: str
) -> tuple[float | None, str | None, object, bool]:
    """Return amount, currency, day of value and whether that is all the element says."""
    currency = valued = None
    text = node.text
    amount = rows.number(text, element)
    plain = not len(node) and (amount is not None or not text)
    for name, stated in node.items():
        if name == "value-date":
            valued = rows.day(stated, f"{element}/@value-date")
            plain = plain and stated in rows.days
        elif name == "currency":
            currency = stated or None
        else:
            plain = False
    return amount, currency, valued, plain


def _party(rows: Rows, node: etree._Element, activity_attribute: str) -> tuple[Party, bool]:
    """Return (identifier, name, type, activity id) of a giver or receiver, and if that is all."""
    reference = kind = activity = None
    plain = True
    for name, stated in node.items():
        if name == "ref":
            reference = stated or None
        elif name == "type":
            kind = stated
        elif name == activity_attribute:
            activity = stated or None
        else:
            plain = False
    said, alone = _one_text(rows, node)
    return (reference, said, kind, activity), plain and alone


def _one_text(rows: Rows, node: etree._Element) -> tuple[str | None, bool]:
    """Return the first text, and whether it is the only one and in the activity's language."""
    size = len(node)
    if size == 1:
        only = node[0]
        if only.tag == "narrative" and not len(only):
            language = only.values()
            text = only.text
            plain = not language or language[0] == rows.language
            return (text.strip() or None if text else None), plain
    if not size:
        text = node.text
        if text is None or text.isspace():
            return None, True
        return text.strip(), False
    for child in node:
        if child.tag == "narrative":
            text = "".join(child.itertext())
            return text.strip() or None, False
    return None, False
