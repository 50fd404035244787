"""`inbox-agent review ...`: what waits for a person, and what the person decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inbox_agent.cli.options import CONFIG, AsJson, By, ConfigFile, print_json

if TYPE_CHECKING:
    from inbox_agent.service import Service

app = typer.Typer(help="What waits for a person: list, show, approve, ask, reject, forward.")

Number = Annotated[int, typer.Argument(metavar="N", help="The message's number in `review list`.")]


@contextmanager
def _service(config: ConfigFile) -> "Iterator[Service]":
    from inbox_agent.app import log_to_stderr, opened
    from inbox_agent.config import load

    settings = load(config)
    log_to_stderr()
    with opened(settings) as service:
        yield service


@app.command("list")
def list_(json: AsJson = False, config: ConfigFile = CONFIG) -> None:
    """The messages that wait, oldest first."""
    from inbox_agent.service import review

    with _service(config) as service:
        rows = review.listing(service)
    for row in rows:
        if json:
            print_json(row)
        else:
            print(f"{row['id']:5}  {row['state']:9}  {row['sender']}  {row['subject']}")
            for words in [reason["text"] for reason in row["reasons"]] or [row["reason"]]:
                print(f"                  {words}")
    if not rows and not json:
        print("nothing waits")


@app.command()
def show(number: Number, json: AsJson = False, config: ConfigFile = CONFIG) -> None:
    """All that is known of one message."""
    from inbox_agent.service import review

    with _service(config) as service:
        found = review.show(service, number)
    if json:
        print_json(found)
    else:
        print("\n".join(_shown(found)))


@app.command()
def approve(
    number: Number,
    edits: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="A correction, as line.2.quantity=12")
    ] = None,
    by: By = "reviewer",
    config: ConfigFile = CONFIG,
) -> None:
    """Make the order of it, with corrections. The receipt leaves with the next run."""
    from inbox_agent.service import review

    with _service(config) as service:
        approval = review.approve(service, number, edits or (), by)
    if approval.order_number is None:
        raise review.ReviewError(f"message {number} is not complete: {'; '.join(approval.missing)}")
    print(f"message {number} is approved: order {approval.order_number}")


@app.command()
def ask(
    number: Number,
    missing: Annotated[
        list[str] | None, typer.Option("--missing", metavar="TEXT", help="What to ask for (default: every reason).")
    ] = None,
    by: By = "reviewer",
    config: ConfigFile = CONFIG,
) -> None:
    """Ask the customer back, in one mail that lists everything that is missing."""
    from inbox_agent.service import review

    with _service(config) as service:
        review.ask(service, number, missing or (), by)
    print(f"message {number}: the customer will be asked")


@app.command()
def reject(number: Number, by: By = "reviewer", config: ConfigFile = CONFIG) -> None:
    """Close it; nothing is sent."""
    from inbox_agent.service import review

    with _service(config) as service:
        review.reject(service, number, by)
    print(f"message {number} is closed")


@app.command()
def forward(number: Number, by: By = "reviewer", config: ConfigFile = CONFIG) -> None:
    """Pass it to customer service."""
    from inbox_agent.service import review

    with _service(config) as service:
        review.forward(service, number, by)
    print(f"message {number} goes to customer service")


@app.command("take-back")
def take_back(
    order: Annotated[str, typer.Argument(metavar="ORDER", help="Its number.")],
    by: By = "reviewer",
    config: ConfigFile = CONFIG,
) -> None:
    """Cancel an order whose receipt has not left yet; its message waits again."""
    from inbox_agent.service import review

    with _service(config) as service:
        review.take_back(service, order, by)
    print(f"order {order} is taken back")


@app.command()
def again(number: Number, by: By = "reviewer", config: ConfigFile = CONFIG) -> None:
    """Let the program read a message once more that it could not finish."""
    from inbox_agent.service import review

    with _service(config) as service:
        review.try_again(service, number, by)
    print(f"message {number} is read again with the next run")


@app.command()
def settle(
    effect: Annotated[int, typer.Argument(metavar="EFFECT", help="Its number in `review show`.")],
    state: Annotated[str, typer.Argument(metavar="sent|pending|cancelled", help="What you found out.")],
    by: By = "reviewer",
    config: ConfigFile = CONFIG,
) -> None:
    """Say of a message that may have been sent: it was (sent), send it once more (pending), drop it (cancelled)."""
    from inbox_agent.service import review

    with _service(config) as service:
        review.settle(service, effect, state, by)
    print(f"effect {effect} is {state}")


def _shown(found: dict[str, Any]) -> Iterator[str]:
    """A message for a reader."""
    yield f"message {found['id']}  {found['state']}{', handled' if found['handled'] else ''}"
    yield f"from       {found['sender']}"
    yield f"subject    {found['subject']}"
    outcome = found["outcome"]
    if outcome is None:
        yield f"not understood: {found['reason']}"
        return
    reading, parsed = outcome["reading"], outcome["parsed"]
    yield f"intent     {reading['intent']['value']}"
    for number, line in enumerate(reading["lines"], start=1):
        near = ", ".join(candidate["sku"] for candidate in line["candidates"][:3])
        product = f"{line['sku']} {line['name']}" if line["sku"] else f"? (perhaps {near})" if near else "?"
        quantity = " ".join(part for part in (line["quantity"] or "?", line["unit"]) if part)
        yield f'line {number:<5} {quantity}  {product}  <- "{line["asked"]["item"]}"'
    for field in ("ship_to", "bill_to", "requested_date", "payment_method", "po_number", "instructions"):
        if reading[field]:
            value = reading[field]["value"]
            words = ", ".join(part for part in value.values() if part) if isinstance(value, dict) else value
            yield f"{field:10} {words}"
    for reason in outcome["decision"]["reasons"]:
        yield f"reason     {reason['text']}"
    for effect in found["effects"]:
        to = f" to {effect['recipient']}" if effect["recipient"] else ""
        yield f"effect {effect['id']:<3} {effect['kind']}{to}: {effect['state']} {effect['problem']}".rstrip()
    yield ""
    yield from parsed["body"].splitlines()
