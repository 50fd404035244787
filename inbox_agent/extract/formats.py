"""What the formats of known senders (rules/formats/) make of a mail.

The one format that applies reads the texts first: items, fields, and what says nothing. What it read is taken out of
what the general rules see; everything else they read as ever. Two formats that apply are a doubt, and none of them
reads. A format finds values, it decides nothing: every check looks at them, and at the whole mail, as at any other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from inbox_agent.extract import format_lines, order_table, quantities, stated
from inbox_agent.extract.format_fields import said
from inbox_agent.extract.format_form import Form, Verdict
from inbox_agent.extract.format_lines import Items, joined
from inbox_agent.extract.format_match import Match, Search, between, ignored, items, values, without
from inbox_agent.extract.format_sheet import MAIL, Sheet, sheet_of, written
from inbox_agent.extract.headings import is_total_word
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon.formats import Format, Value
from inbox_agent.model import Document, Doubt, Evidence, ParsedMail, Passage, Stated

FIELDS = ("po_number", "requested_date", "payment_method", "instructions", "ship_to", "bill_to")
_LOOKED_AT = 20_000  # characters in which a quantity is looked for
_LETTERS = 120  # of a text shown in a reason


# ---- which format ----------------------------------------------------------------------------------------------------


def read(parsed: ParsedMail, documents: Sequence[Document], knowledge: Knowledge, only: Format | None = None) -> Form:
    """What the formats, or ``only`` this one, make of a mail; an empty Form when none applies."""
    tried = (only,) if only else knowledge.rules.formats
    if not tried:
        return Form()
    search = Search()
    sheets = () if all(_is_strange(form, parsed) for form in tried) else tuple(_sheets(parsed, documents))
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
    if _is_strange(form, parsed):
        return Verdict(form, False, f"the sender {parsed.sender.email} is not {' or '.join(when.senders)}"), ()
    here = [sheet for sheet in sheets if _is_from(when.senders, sheet.source, parsed)]
    if when.subject and not search.first(when.subject, " ".join(parsed.subject.split())):
        return Verdict(form, False, f"the subject has nothing like {when.subject.source}"), ()
    if when.text and not any(search.first(when.text, line.text) for sheet in here for line in written(sheet.text)):
        return Verdict(form, False, f"no line has anything like {when.text.source}"), ()
    return Verdict(form, True, f"to {', '.join(dict.fromkeys(sheet.source for sheet in here))}"), tuple(here)


def _is_strange(form: Format, parsed: ParsedMail) -> bool:
    """Whether no text of the mail can be of a sender that the format is for."""
    return not form.active or not _is_from(form.when.senders, "forwarded", parsed)


def _is_from(senders: Sequence[str], source: str, parsed: ParsedMail) -> bool:
    """Whether one who wrote that text is named; a forwarded mail and files may be the first sender's, too."""
    writers = [parsed.sender.email]
    if parsed.forwarded_from and source not in ("body", "subject"):
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
