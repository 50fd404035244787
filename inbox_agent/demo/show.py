"""What the demo prints: one block a mail, and a summary."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from babel import Locale
from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from sqlalchemy import select

from inbox_agent.config import Settings
from inbox_agent.demo.servers import HOST, Servers
from inbox_agent.model import Address, Line, Outcome, PricedOrder, Reading, Route
from inbox_agent.service import Service
from inbox_agent.store import effects, orders
from inbox_agent.store.ledger import ledger
from inbox_agent.store.tables import EffectRow, Order

COLOURS = {Route.ACCEPT: "green", Route.REVIEW: "yellow", Route.COMPLAINT: "magenta", Route.IGNORE: "bright_black"}
STATES = {"accepted": "green", "review": "yellow", "complaint": "magenta", "ignored": "bright_black", "failed": "red"}
SENT = {
    "receipt": "receipt",
    "question": "question",
    "acknowledgement": "acknowledgement",
    "complaint_forward": "whole mail, with a summary,",
    "hand_off": "order handed on",
}


def welcome(settings: Settings, count: int) -> RenderableType:
    text = Text.assemble(
        (settings.company.name, "bold"),
        f", a made-up shop for beekeepers, has {count} new mails. Each is delivered to an embedded IMAP server, ",
        "understood, decided on and, where that is safe, answered. Nothing leaves this machine.",
    )
    return Padding(Panel(text, box=box.ROUNDED, style="cyan"), (0, 0, 1, 0))


def invitation(servers: Servers, settings: Settings) -> RenderableType:
    return Group(
        Text("The shop stays open. Send it a mail of your own, for example:", style="bold"),
        Text(f"  curl smtp://{HOST}:{servers.smtp_port} --mail-from you@home.example \\"),
        Text(f"       --mail-rcpt {settings.company.email} -T mail.eml"),
        Text(f"or look into its mailbox: IMAP {HOST}:{servers.imap_port}, no TLS,"),
        Text(f"  user {servers.address}, password {servers.password}"),
        Text("Ctrl-C ends the demo."),
    )


# ---- one mail ----------------------------------------------------------------------------------------------------


def mail(service: Service, mail_id: int, outcome: Outcome, label: str) -> RenderableType:
    """Who wrote, what was understood, what was decided and why, what was done."""
    parsed, route = outcome.parsed, outcome.decision.route
    head = Text.assemble((label + "  " if label else "", "bright_black"), (parsed.subject or "(no subject)", "bold"))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="bright_black", width=10, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("from", f"{parsed.sender.name} <{parsed.sender.email}>" if parsed.sender.name else parsed.sender.email)
    grid.add_row("understood", _understood(outcome))
    grid.add_row("decided", _decided(outcome))
    grid.add_row("why", _why(outcome))
    grid.add_row("done", "\n".join(_done(service, mail_id)) or "nothing sent")
    rule = Rule(head, align="left", style=COLOURS[route], characters="─")
    return Group(rule, grid, Text())


def _understood(outcome: Outcome) -> RenderableType:
    parsed, reading = outcome.parsed, outcome.reading
    intents = [reading.intent.value.value, *(i.value.value for i in reading.also)]
    language = Locale("en").languages.get(parsed.language, parsed.language)
    first = f"{' and '.join(intents).replace('_', ' ')}, in {language}"
    if parsed.automatic:
        first += ", written by a machine"
    return Group(Text(first), *([_lines(reading)] if reading.lines else []), *map(Text, _fields(reading)))


def _lines(reading: Reading) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="bright_black")
    for line in reading.lines:
        name = Text(line.name or "?") if line.sku else Text("not certain which product", style="yellow")
        table.add_row(_quantity(line), name, f"“{_asked(line)}”")
    return table


def _quantity(line: Line) -> str:
    if line.quantity is None:
        return "?"
    amount = f"{line.quantity.normalize():f}"
    return f"{amount} {line.unit}" if line.unit not in (None, "each") else amount


def _asked(line: Line) -> str:
    parts = (line.asked.quantity, line.asked.unit, line.asked.item)
    return " ".join(" ".join(part for part in parts if part).split())


def _fields(reading: Reading) -> Iterator[str]:
    if reading.ship_to:
        yield f"deliver to {_address(reading.ship_to.value)}"
    if reading.bill_to:
        yield f"invoice to {_address(reading.bill_to.value)}"
    if reading.requested_date:
        yield f"wanted by {reading.requested_date.value:%A, %d %B %Y}"
    if reading.payment_method:
        yield f"pays by {reading.payment_method.value.replace('_', ' ')}"
    if reading.po_number:
        yield f"their reference {reading.po_number.value}"
    if reading.instructions:
        yield f"wishes: {' '.join(reading.instructions.value.split())}"


def _address(address: Address) -> str:
    town = " ".join(part for part in (address.postcode, address.city) if part)
    parts = (address.name, address.company, address.street, town, address.region, address.country)
    return ", ".join(part for part in parts if part)


def _decided(outcome: Outcome) -> Text:
    decision = outcome.decision
    text = Text(decision.route.value.upper(), style=f"bold {COLOURS[decision.route]}")
    if decision.route is Route.ACCEPT:
        text.append(f", {decision.confidence:.0%} sure", style="not bold")
        if outcome.priced:
            text.append(f"\n{_sum(outcome.priced)}", style="not bold default")
    return text


def _sum(order: PricedOrder) -> str:
    shipping = f" + {order.shipping.amount} shipping" if order.shipping.amount else ""
    return f"{order.net.amount} goods{shipping} + {order.tax.amount} tax = {order.gross.amount} {order.gross.currency}"


def _why(outcome: Outcome) -> Text:
    reasons = outcome.decision.reasons
    if not reasons:
        return Text("nothing speaks against it")
    return Text("\n").join(Text(f"• {reason.text}", style=COLOURS[reason.route]) for reason in reasons)


def _done(service: Service, mail_id: int) -> Iterator[str]:
    with service.store.read() as uow:
        order = uow.scalars(select(Order).where(Order.mail_id == mail_id)).first()
        if order is not None:
            yield f"order {order.number} confirmed"
        for effect in effects.of_mail(uow, mail_id):
            yield _effect(effect)


def _effect(effect: EffectRow) -> str:
    if effect.kind == "move":
        done = f"filed in {effect.payload['folder']}"
    else:
        done = SENT[effect.kind] + (f" sent to {effect.recipient}" if effect.recipient else "")
    return done if effect.state == "sent" else f"{done}: {effect.state} {effect.problem}"


# ---- all of it ---------------------------------------------------------------------------------------------------


def summary(service: Service, seconds: float) -> RenderableType:
    with service.store.read() as uow:
        counts = ledger(uow)
        kinds = Counter(uow.scalars(select(EffectRow.kind).where(EffectRow.state == "sent")))
        gross = sum((Decimal(row["gross"]) for row in orders.rows(uow)), Decimal(0))
    table = Table(title="Summary", box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="bright_black", overflow="fold")
    meanings = {
        "accepted": "confirmed without a person",
        "review": "wait for a person",
        "complaint": "with customer service",
        "ignored": "machines and spam, never answered",
        "failed": "could not be read",
    }
    for state, meaning in meanings.items():
        if counts["by_state"][state]:
            table.add_row(Text(state, style=STATES[state]), str(counts["by_state"][state]), meaning)
    table.add_row(Text("received", style="bold"), str(counts["received"]), "every one accounted for", end_section=True)
    sent = {kind.replace("_", " "): number for kind, number in sorted(kinds.items()) if kind != "move"}
    table.add_row("mails sent", str(sum(sent.values())), ", ".join(f"{n} {kind}" for kind, n in sent.items()))
    table.add_row("orders", str(counts["orders"]), f"worth {gross:,.2f} {service.settings.company.currency}")
    table.add_row("seconds", f"{seconds:.1f}", "")
    return table
