"""What the formats of known senders (rules/formats/) make of a mail.

The one format that applies reads the texts first: items, fields, and what says nothing. What it read is taken out of
what the general rules see; everything else they read as ever. Two formats that apply are a doubt, and none of them
reads. A format finds values, it decides nothing: every check looks at them, and at the whole mail, as at any other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TypeVar

from inbox_agent.extract import attached, format_lines, order_table, quantities, reconcile, stated
from inbox_agent.extract.format_fields import said
from inbox_agent.extract.format_lines import Items, joined
from inbox_agent.extract.format_match import (
    MAIL,
    Match,
    Search,
    Sheet,
    Span,
    between,
    ignored,
    items,
    sheet_of,
    values,
    without,
    written,
)
from inbox_agent.extract.found import Found
from inbox_agent.extract.headings import is_total_word
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon.formats import Format, Value
from inbox_agent.model import Document, Doubt, Evidence, Line, ParsedMail, Passage, Row, Stated, Table

T = TypeVar("T")
FIELDS = ("po_number", "requested_date", "payment_method", "instructions", "ship_to", "bill_to")
_LOOKED_AT = 20_000  # characters in which a quantity is looked for
_LETTERS = 120  # of a text shown in a reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a format applies to a mail, and why or why not, in words."""

    format: Format
    applies: bool
    why: str


@dataclass(frozen=True, slots=True)
class Form:
    """What was read by a format. ``items`` by source: body, forwarded, or a file's name."""

    verdicts: tuple[Verdict, ...] = ()
    format: Format | None = None
    sheets: tuple[Sheet, ...] = ()  # that it was applied to
    taken: Mapping[Sheet, tuple[Match, ...]] = field(default_factory=dict)
    items: Mapping[str, Items] = field(default_factory=dict)
    stated: tuple[Stated, ...] = ()
    doubts: tuple[Doubt, ...] = ()  # of the mail as a whole and of its fields
    tables: Mapping[Table, int] = field(default_factory=dict)  # read by their headings, with the heading's position

    @property
    def matches(self) -> tuple[Match, ...]:
        return tuple(match for matches in self.taken.values() for match in matches)

    @property
    def files(self) -> frozenset[str]:
        """Names of the files in which items were read."""
        return frozenset(source for source, read in self.items.items() if read.lines and source not in MAIL)

    @property
    def document(self) -> Document:
        """Its fields, as those of a structured order are stated."""
        return Document(f"format: {self.format.name if self.format else ''}", "format", stated=self.stated)

    def of(self, source: str) -> Items:
        return self.items.get(source, Items())

    def spans(self, source: str, *kinds: str) -> tuple[Span, ...]:
        """The stretches of body, subject or forwarded that matches of these kinds took."""
        here = (m for sheet, matches in self.taken.items() if sheet.source == source for m in matches)
        return tuple(span for match in here if match.kind in kinds for span in match.spans)

    def unread(self, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """The passages with what was read as blanks."""
        return tuple(replace(p, text=self._left(p)) for p in passages) if self.taken else tuple(passages)

    def rest(self, documents: Sequence[Document]) -> tuple[Document, ...]:
        """The documents with what was read as blanks; of a table that was read by its headings, what is above them."""
        if not self.taken:
            return tuple(documents)
        return tuple(
            replace(d, passages=self.unread(d.passages), tables=tuple(map(self._table, d.tables))) for d in documents
        )

    def _left(self, passage: Passage) -> str:
        return without(passage.text, [m for s in self.sheets if s.passage == passage for m in self.taken.get(s, ())])

    def _table(self, table: Table) -> Table:
        sheet = sheet_of(table)
        left = self._left(sheet.passage)
        above = zip(table.rows[: self.tables.get(table)], sheet.rows, strict=False)
        return replace(table, rows=tuple(_as_in(row, left[slice(*span)]) for row, span in above))


def _as_in(row: Row, text: str) -> Row:
    """A row with its cells as they stand in that text of it."""
    cells, at = [], 0
    for cell in row.cells:
        cells.append(replace(cell, text=text[at : at + len(cell.text)].strip()))
        at += len(cell.text) + 1
    return replace(row, cells=tuple(cells))


# ---- which format ----------------------------------------------------------------------------------------------------


def read(parsed: ParsedMail, documents: Sequence[Document], knowledge: Knowledge, only: Format | None = None) -> Form:
    """What the formats, or ``only`` this one, make of a mail; an empty Form when none applies."""
    tried = (only,) if only else knowledge.rules.formats
    if not tried:
        return Form()
    search = Search()
    sheets = tuple(_sheets(parsed, documents))
    judged = [_judged(form, parsed, sheets, search) for form in tried]
    verdicts = tuple(verdict for verdict, _ in judged)
    fitting = [(verdict.format, here) for verdict, here in judged if verdict.applies]
    if len(fitting) > 1:
        names = {"formats": ", ".join(form.name for form, _ in fitting)}
        return Form(verdicts, doubts=(Doubt("two_formats", (_sender(parsed, "two formats"),), names),))
    if not fitting:
        return Form(verdicts)
    return replace(apply(*fitting[0], parsed, knowledge, search), verdicts=verdicts)


def _sheets(parsed: ParsedMail, documents: Sequence[Document]) -> Iterator[Sheet]:
    """Every text that a format may read: not the older thread, no structured order, nothing that is set aside."""
    for source in ("body", "subject", "forwarded"):
        if parsed.passage(source).strip():
            yield Sheet(Passage(source, parsed.passage(source)))
    for document in documents:
        if document.aside is None and not stated.is_structured(document):
            yield from map(Sheet, document.passages)
            yield from map(sheet_of, document.tables)


def _judged(
    form: Format, parsed: ParsedMail, sheets: Sequence[Sheet], search: Search
) -> tuple[Verdict, tuple[Sheet, ...]]:
    """Whether the format applies, and to which texts."""
    if not form.active:
        return Verdict(form, False, "it is switched off (active = false)"), ()
    when = form.when
    here = [sheet for sheet in sheets if _is_from(when.senders, sheet, parsed)]
    if sheets and not here:
        return Verdict(form, False, f"the sender {parsed.sender.email} is not {' or '.join(when.senders)}"), ()
    if when.subject and not search.first(when.subject, " ".join(parsed.subject.split())):
        return Verdict(form, False, f"the subject has nothing like {when.subject.source}"), ()
    if when.text:
        marked = {s.source for s in here if any(search.first(when.text, line.text) for line in written(s.text))}
        here = [sheet for sheet in here if sheet.source in marked or (marked and sheet.source == "subject")]
    if not here:
        return Verdict(form, False, f"no line has anything like {when.text.source}" if when.text else "no text"), ()
    return Verdict(form, True, f"to {', '.join(dict.fromkeys(sheet.source for sheet in here))}"), tuple(here)


def _is_from(senders: Sequence[str], sheet: Sheet, parsed: ParsedMail) -> bool:
    """Whether one who wrote that text is named; a forwarded mail and files may be the first sender's, too."""
    writers = [parsed.sender.email]
    if parsed.forwarded_from and sheet.source not in ("body", "subject"):
        writers.append(parsed.forwarded_from.email)
    return not senders or any(fnmatchcase(writer.lower(), sender) for writer in writers for sender in senders)


def _sender(parsed: ParsedMail, rule: str) -> Evidence:
    return Evidence("header", parsed.sender.email, rule)


# ---- what it reads ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of one text. ``heading``: of a table in a file that was read by its headings, their position."""

    sheet: Sheet
    items: Items
    matches: tuple[Match, ...]
    heading: int | None = None


def apply(form: Format, sheets: Sequence[Sheet], parsed: ParsedMail, knowledge: Knowledge, search: Search) -> Form:
    """What one format reads of these texts."""
    read = [_read(form, sheet, parsed.language, knowledge, search) for sheet in sheets]
    taken = {one.sheet: one.matches for one in read}
    by_source = {source: joined(one.items for one in read if one.sheet.source == source)
                 for source in dict.fromkeys(sheet.source for sheet in sheets)}  # fmt: skip
    fields, doubts = _stated(form, [match for one in read for match in one.matches], parsed, knowledge)
    doubts += _left_over(form, read, search, parsed, knowledge)
    tables = {one.sheet.table: one.heading for one in read if one.sheet.table and one.heading is not None}
    return Form((), form, tuple(sheets), taken, by_source, fields, doubts, tables)


def _read(form: Format, sheet: Sheet, language: str, knowledge: Knowledge, search: Search) -> _Read:
    """What says nothing first, then tables, then lines, then fields; each in what those before it left."""
    silent = tuple(ignored(sheet, form.ignore, search))
    if sheet.source == "subject":
        return _Read(sheet, Items(), (*silent, *_fields(form, sheet, silent, search)))
    tables = list(_tables(form, sheet, silent, language, knowledge))
    found = joined(one for one, _ in tables)
    left = without(sheet.text, (*silent, *found.matches))
    ordered = items(sheet, left, form.lines, search)
    found = joined([found, *(format_lines.of_match(form, match, language, knowledge) for match in ordered)])
    known = (*silent, *found.matches)
    fields = tuple(_fields(form, sheet, known, search))
    missed = Items((), tuple(_between(sheet, (*known, *fields), knowledge)))
    heading = tables[0][1] if tables and sheet.table else None
    return _Read(sheet, joined((found, missed)), (*known, *fields), heading)


def _tables(
    form: Format, sheet: Sheet, known: Sequence[Match], language: str, knowledge: Knowledge
) -> Iterator[tuple[Items, int]]:
    """Tables with the headings of [columns], each with the position of its heading."""
    if not form.columns:
        return
    text = without(sheet.text, known)
    for table in (sheet.table,) if sheet.table else order_table.in_text(text, sheet.source):
        if found := format_lines.of_table(form, table, sheet, language, knowledge):
            yield found


def _fields(form: Format, sheet: Sheet, known: Sequence[Match], search: Search) -> Iterator[Match]:
    lines = written(without(sheet.text, known))
    for name in FIELDS:
        field_ = getattr(form.stated, name)
        if field_ is not None and field_.pattern:
            yield from values(name, field_.pattern, sheet, lines, search)
        elif isinstance(field_, Value):
            yield from between(name, field_, sheet, lines, search)


def _stated(
    form: Format, matches: Sequence[Match], parsed: ParsedMail, knowledge: Knowledge
) -> tuple[tuple[Stated, ...], tuple[Doubt, ...]]:
    found = list(said(form, matches, parsed, knowledge))
    payment = form.stated.payment_method
    if payment is not None and payment.always:
        found.append(Stated("payment_method", payment.always, _sender(parsed, f"format: {form.name}")))
    doubts = tuple(one for one in found if isinstance(one, Doubt))
    return tuple(one for one in found if isinstance(one, Stated)), doubts


# ---- what it leaves --------------------------------------------------------------------------------------------------


def _between(sheet: Sheet, matches: Sequence[Match], knowledge: Knowledge) -> Iterator[Doubt]:
    """Lines of a file with a number, among its items or right below them, that nothing was read from. (In the mail's
    own text every word must be accounted for: leftover.py.)"""
    ordered = [m.number for m in matches if m.kind == "line" and m.rule != "columns"]
    if sheet.source in MAIL or not ordered:
        return
    first, last = min(ordered), max(ordered)
    for line in written(without(sheet.text, matches)):
        near = first < sheet.text.count("\n", 0, line.start) + 1 <= last + 1
        if near and any(c.isdigit() for c in line.text) and not is_total_word(line.text, knowledge.rules):
            proof = sheet.proof(line.start, line.start + len(line.text), "not understood")
            yield Doubt("unexplained", (proof,), {"text": line.text[:_LETTERS]})


def _left_over(
    form: Format, read: Sequence[_Read], search: Search, parsed: ParsedMail, knowledge: Knowledge
) -> tuple[Doubt, ...]:
    """No item although quantities stand there; or so much text that not all of it was tried."""
    proof, values = _sender(parsed, f"format: {form.name}"), {"format": form.name}
    if search.spent:
        return (Doubt("format_too_long", (proof,), values),)
    if not form.reads_lines or any(match.kind == "line" for one in read for match in one.matches):
        return ()
    texts = (one.sheet.text[:_LOOKED_AT] for one in read if one.sheet.source != "subject")
    if any(quantities.find(text, parsed.language, knowledge.rules) for text in texts):
        return (Doubt("format_reads_nothing", (proof,), values),)
    return ()


# ---- beside the general rules ----------------------------------------------------------------------------------------


def beside(
    form: Form, printed: Sequence[Line], documents: Sequence[Document], knowledge: Knowledge
) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """One list of what the format and what the general rules read in files. Where the general rules find more, or the
    same otherwise, a person looks."""
    read = {document.name: form.of(document.name) for document in documents}
    lines = reconcile.merged(one.lines for one in read.values())
    if not lines:
        return tuple(printed), tuple(doubt for one in read.values() for doubt in one.doubts)
    both, contradictions = reconcile.reconcile(printed, lines)
    name = form.format.name if form.format else ""
    more = [_more(doubt, name) if doubt.code == "body_and_attachment" else doubt for doubt in contradictions]
    ordering = [document for document in documents if read[document.name].lines]
    own = (doubt for one in read.values() for doubt in one.doubts)
    return both, (*own, *more, *attached.beside(ordering, knowledge))


def _more(doubt: Doubt, name: str) -> Doubt:
    return Doubt("format_leaves_lines", doubt.evidence, {"format": name, "text": doubt.values["written"]})


def shown(found: Found[T], passages: Sequence[Passage]) -> Found[T]:
    """Evidence that was found in texts with blanks, with the words that truly stand there."""
    texts = {passage.source: passage.text for passage in passages if passage.source in MAIL}

    def true(e: Evidence) -> Evidence:
        words = texts[e.source][e.start : e.end] if e.source in texts and e.start is not None else e.text
        return replace(e, text=words)

    finding = found.finding and replace(found.finding, evidence=tuple(map(true, found.finding.evidence)))
    doubts = tuple(replace(d, evidence=tuple(map(true, d.evidence))) for d in found.doubts)
    return Found(finding, doubts, tuple(map(true, found.seen)))
