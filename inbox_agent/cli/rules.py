"""`inbox-agent rules ...`: what the formats of rules/formats/ make of a mail."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inbox_agent.cli.files import messages
from inbox_agent.cli.options import CONFIG
from inbox_agent.errors import ConfigError, MailboxError

if TYPE_CHECKING:
    from inbox_agent.extract.format_form import Form
    from inbox_agent.knowledge import Knowledge
    from inbox_agent.lexicon.formats import Format
    from inbox_agent.model import Line, Outcome, RawMail

app = typer.Typer(help="The parsing rules of known senders (rules/formats/): test.")

_SHOWN = 12  # lines that no rule matched
_WIDTH = 72  # characters shown of a line


@app.callback()
def _group() -> None:
    """A group also while it has one command."""


@app.command()
def test(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Messages: files, folders, Maildirs, mboxes; -")
    ] = None,
    config: Annotated[Path | None, typer.Option("--config", metavar="FILE", help="The configuration.")] = None,
    products: Annotated[Path | None, typer.Option("--products", metavar="FILE", help="The catalogue.")] = None,
    customers: Annotated[Path | None, typer.Option("--customers", metavar="FILE", help="The customers.")] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", metavar="DIR", help="Instead of the configured rules.")
    ] = None,
) -> None:
    """Show which format reads a message, by which rules.

    With each rule: what it matched where; then what was read from the message as a whole.

    Without FILE each format must read its own examples as they say. Exit code 0: a format applied to every message (the
    examples hold), 1: to some none did, 2: a format is wrong."""
    if config is None and CONFIG.exists():
        config = CONFIG
    known = _knowledge(config, products, customers, rules)
    if not paths:
        raise typer.Exit(_proofs(known))
    try:
        mails = list(messages(paths))
    except MailboxError as error:
        raise ConfigError(str(error)) from error
    applied = [_mail(mail, known) for mail in mails]
    raise typer.Exit(0 if all(applied) else 1)


def _knowledge(config: Path | None, products: Path | None, customers: Path | None, rules: Path | None) -> "Knowledge":
    """As `read` has it; without a catalogue only what the formats themselves read is known."""
    from inbox_agent import lexicon, shipped
    from inbox_agent.catalogue.customers import Customers
    from inbox_agent.catalogue.index import ProductIndex
    from inbox_agent.catalogue.prices import PriceList
    from inbox_agent.config import load
    from inbox_agent.knowledge import Knowledge
    from inbox_agent.read import knowledge

    settings = load(config) if config else None
    if products or (settings and settings.catalogue.products):
        return knowledge(settings, products, customers, rules)
    words = lexicon.load(rules or (settings.rules_folder if settings else shipped.folder() / "rules"))
    return Knowledge(ProductIndex((), words), Customers(), PriceList(()), words, settings)


# ---- without a file: the examples ------------------------------------------------------------------------------------


def _proofs(known: "Knowledge") -> int:
    from inbox_agent.extract import format_proof

    formats = known.rules.formats
    if not formats:
        print(f"no formats: {known.rules.folder / 'formats'} has no file *.toml")
    wrong = 0
    for form in formats:
        problems = list(format_proof.problems(form, known))
        wrong += len(problems)
        count = "1 example" if len(form.examples) == 1 else f"{len(form.examples)} examples"
        off = "" if form.active else ", switched off"
        print(f"{'WRONG' if problems else 'ok   '}  {form.name}  ({form.file}, {count}{off})")
        for place, words in problems:
            print(f"       {place}: {words}")
        for place, words in format_proof.unproved(form, known):
            print(f"       note: {place}: {words}")
    return 2 if wrong else 0


# ---- a message -------------------------------------------------------------------------------------------------------


def _mail(raw: "RawMail", known: "Knowledge") -> bool:
    """Prints all that is known of one message. Whether a format applied."""
    from inbox_agent import pipeline
    from inbox_agent.extract import formats

    outcome = pipeline.process(raw, known)
    parsed = outcome.parsed
    form = formats.read(parsed, outcome.documents, known)
    sender = f"{parsed.sender.name} <{parsed.sender.email}>" if parsed.sender.name else parsed.sender.email
    print(f"{parsed.source}   {sender}   {parsed.subject}")
    _block("formats", _verdicts(form))
    if form.format is not None:
        _block(f"{form.format.name}, rule by rule ({form.format.file})", _matches(form.format, form))
        _block("left to the general rules", _left(form))
    elif sum(verdict.applies for verdict in form.verdicts) > 1:
        _block("none is used", ["more than one applies: say more under [when]"])
    _block("read", _read(outcome, known))
    print()
    return form.format is not None


def _block(title: str, rows: "Iterator[str] | list[str]") -> None:
    lines = list(rows)
    print(f"\n  {title}")
    for line in lines or ["nothing"]:
        print(f"    {line}".rstrip())


def _verdicts(form: "Form") -> Iterator[str]:
    for verdict in form.verdicts:
        yield f"{'applies' if verdict.applies else 'no':8} {verdict.format.name:24} {verdict.why}"


def _matches(form: "Format", found: "Form") -> Iterator[str]:
    """Each rule with every place where it matched."""
    from inbox_agent.extract.format_proof import rules

    if form.stated.payment_method and form.stated.payment_method.always:
        yield f"{'payment_method':20} {'always':16} {form.stated.payment_method.always}"
    for _, name in rules(form):
        here = [match for match in found.matches if match.rule == name and match.kind != "heading"]
        for match in here:
            where = f"{match.sheet.source} {match.number}"
            groups = ", ".join(f"{group} {match.of(group)}" for group, _ in match.groups)
            yield f"{name:20} {where:16} {groups or _short(match.sheet.text[slice(*match.span)])}"
        if not here:
            yield f"{name:20} {'-':16} matches nothing"


def _left(form: "Form") -> Iterator[str]:
    """The lines in which no rule of the format matched all."""
    from inbox_agent.extract.format_match import without
    from inbox_agent.extract.format_sheet import written

    rows = [
        f"{sheet.source + ' ' + str(sheet.text.count(chr(10), 0, line.start) + 1):16} {_short(line.text)}"
        for sheet in form.sheets
        for line in written(without(sheet.text, form.taken[sheet]))
    ]
    yield from rows[:_SHOWN]
    if len(rows) > _SHOWN:
        yield f"... and {len(rows) - _SHOWN} more"


def _read(outcome: "Outcome", known: "Knowledge") -> Iterator[str]:
    """The lines and fields of the whole reading, and what would be done."""
    reading = outcome.reading
    for line in reading.lines:
        yield f"{_quantity(line.quantity, line.unit):14} {_product(line, known):44} {_short(_asked(line))}"
    fields = ("po_number", "requested_date", "payment_method", "instructions", "ship_to", "bill_to")
    for name in fields:
        if finding := getattr(reading, name):
            yield f"{name:14} {_short(_value(finding.value)):44} by {finding.evidence[0].rule}"
    if not len(known.products):
        yield f"{'decision':14} none without a catalogue: --products FILE, or --config FILE"
        return
    yield f"{'decision':14} {outcome.decision.route.value}"
    for reason in outcome.decision.reasons:
        yield f"{'':14} {reason.text}"


def _quantity(quantity: Decimal | None, unit: str | None) -> str:
    return f"{quantity:f} {unit or ''}".strip() if quantity is not None else "?"


def _product(line: "Line", known: "Knowledge") -> str:
    if line.sku:
        return _short(f"{line.sku} {line.name}", 44)
    return "not in the catalogue" if len(known.products) else ""


def _asked(line: "Line") -> str:
    said = " ".join(part for part in (line.asked.quantity, line.asked.unit, line.asked.item) if part)
    return f"“{said}”  by {line.evidence[0].rule}"


def _value(value: object) -> str:
    from inbox_agent.model import Address

    if isinstance(value, Address):
        return ", ".join(part for name in value.__slots__ if (part := getattr(value, name)))
    return " ".join(str(value).split())


def _short(text: str, width: int = _WIDTH) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
