"""What attachments order that people read: each by its tables, or by its text where no file has an order table."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from inbox_agent.extract import leftover, lines, order_table, reconcile, remarks
from inbox_agent.extract.leftover import Account
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Document, Doubt, Evidence, Line, Passage, Table

_PLAIN = 0.9  # text of an attachment is full of numbers: only what is plainly an item is one
_RECOGNISED = 0.5  # of recognised text more is shown, as a person reads it anyhow

Found = tuple[tuple[Line, ...], tuple[Doubt, ...]]


def read(documents: Sequence[Document], language: str, knowledge: Knowledge, known: Collection[str] = ()) -> Found:
    """Lines and doubts of all documents that are not set aside; the same order in two files once. ``known``: names of
    files in which a format read items before; where there are any, the text of no other file is read."""
    documents = [d for d in documents if d.aside is None]
    found = [_by_tables(d, language, knowledge) for d in documents]
    if not any(ordered for ordered, _ in found):
        found = [_by_text(d, language, knowledge) if d.name in (known or (d.name,)) else ((), ()) for d in documents]
    ordering = [d for d, (ordered, _) in zip(documents, found, strict=True) if ordered]
    doubts = [*(doubt for _, own in found for doubt in own), *beside(ordering, knowledge)]
    return reconcile.merged(ordered for ordered, _ in found), tuple(doubts)


def _by_tables(document: Document, language: str, knowledge: Knowledge) -> Found:
    read = [one for t in _tables(document) if (one := order_table.read(t, language, knowledge)) is not None]
    found = tuple(line for one in read for line in one.lines)
    return found, tuple(doubt for one in read for doubt in one.doubts)


def _tables(document: Document) -> Iterator[Table]:
    """The document's tables, and those that stand in its text."""
    yield from document.tables
    for passage in document.passages:
        for table in order_table.in_text(passage.text, passage.source):
            yield replace(table, page=passage.page)


def _by_text(document: Document, language: str, knowledge: Knowledge) -> Found:
    """What is written in a letter. Where it lists items, what is no item in the list is a doubt."""
    least = _RECOGNISED if document.recognised else _PLAIN
    found: list[Line] = []
    doubts: list[Doubt] = []
    for passage in document.passages:
        read = lines.find(passage.text, passage.source, language, (), knowledge).lines
        plain = [line for line in read if line.sku is not None and line.confidence >= least]
        found += (replace(line, evidence=_paged(line.evidence, passage)) for line in plain)
        doubts += _unread(passage, plain)
        doubts += _more_said(passage, plain, language, knowledge)
    return tuple(found), tuple(doubts)


def _more_said(passage: Passage, plain: Sequence[Line], language: str, knowledge: Knowledge) -> Iterator[Doubt]:
    """What stands in one sentence with an item and was not understood: a second number may be the real quantity."""
    covered = _covered(plain)
    for doubt in leftover.unexplained(passage.text, passage.source, language, Account((), (), covered), knowledge):
        for e in doubt.evidence:
            if any(e.start is not None and e.end is not None and a < e.end and e.start < b for a, b in covered):
                yield replace(doubt, evidence=_paged((e,), passage))


def _covered(plain: Sequence[Line]) -> list[tuple[int, int]]:
    return [(e.start, e.end) for line in plain for e in line.evidence if e.start is not None and e.end is not None]


def _unread(passage: Passage, plain: Sequence[Line]) -> Iterator[Doubt]:
    """Lines with a number among those that list items, or right beside them, that nothing was read from."""
    covered = _covered(plain)
    written = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", passage.text) if m[0].strip()]
    items = [n for n, (start, end) in enumerate(written) if any(a < end and start < b for a, b in covered)]
    for n in range(max(min(items) - 1, 0), min(max(items) + 2, len(written))) if items else ():
        start, end = written[n]
        text = passage.text[start:end].strip()
        if n not in items and re.search(r"\d", text) and not text.endswith(":") and _is_listed(text):
            evidence = Evidence(passage.source, text, "not understood", page=passage.page)
            yield Doubt("unexplained", (evidence,), {"text": text[:120]})


def _is_listed(text: str) -> bool:
    """Whether a line stands as an item of a list: it begins with a number or a bullet."""
    return re.match(r"[-–—*•·+>\s]*\d|[-–—*•·+>]", text) is not None


def beside(documents: Sequence[Document], knowledge: Knowledge) -> Iterator[Doubt]:
    """What the text around the items leaves open: an alternative, something to be settled first."""
    for document in documents:
        for passage in document.passages:
            for code, text in remarks.open_matters(passage.text, knowledge):
                evidence = Evidence(passage.source, text, "beside the items", page=passage.page)
                yield Doubt(code, (evidence,), {"text": text})


def _paged(evidence: Sequence[Evidence], passage: Passage) -> tuple[Evidence, ...]:
    return tuple(replace(e, page=passage.page, start=None, end=None) for e in evidence)
