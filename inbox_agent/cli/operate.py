"""Commands that run the service and look at what it did: demo, check, run, ledger, orders."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from inbox_agent.cli.options import CONFIG, AsJson, ConfigFile, print_json
from inbox_agent.errors import ConfigError

if TYPE_CHECKING:
    from inbox_agent.model import Outcome

app = typer.Typer()


@app.command()
def demo(once: Annotated[bool, typer.Option("--once", help="End when the sample mail is done.")] = False) -> None:
    """A complete run on embedded servers and sample mail. Nothing to set up, nothing leaves this machine."""
    try:
        import aiosmtpd  # noqa: F401
        import pymap  # noqa: F401
    except ImportError as error:
        raise ConfigError("the demo needs its own mail servers: pip install 'inbox-agent[demo]'") from error
    from rich.console import Console

    from inbox_agent.demo import run

    run(Console(highlight=False), once)


@app.command()
def check(config: ConfigFile = CONFIG) -> None:
    """Try configuration, mailboxes, SMTP, store, catalogue, rules and templates; say what is wrong."""
    from inbox_agent.check import check as results

    wrong = 0
    for result in results(config):
        wrong += result.grade == "wrong"
        print(f"{result.grade:5}  {result.what}: {' '.join(result.words.split())}")
    if wrong:
        print(f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong")
        raise typer.Exit(1)


@app.command()
def run(
    once: Annotated[bool, typer.Option("--once", help="One round: poll, process, deliver what is due.")] = False,
    shadow: Annotated[bool, typer.Option("--shadow", help="Read and decide, answer nobody, move nothing.")] = False,
    config: ConfigFile = CONFIG,
) -> None:
    """Poll, understand, answer, until SIGTERM (which lets the mail in hand be finished)."""
    from inbox_agent import app, schedule
    from inbox_agent.config import load

    settings = load(config)
    app.log_to_stderr("--debug" in sys.argv)
    with app.opened_shadow(settings, _tell) if shadow else app.opened(settings) as service:
        if not once:
            schedule.run(service)
        elif not schedule.run_once(service):
            print("inbox-agent: something is left over, see above; `inbox-agent ledger` counts it", file=sys.stderr)
            raise typer.Exit(1)


def _tell(mail_id: int, outcome: "Outcome") -> None:
    """What would have been done with a mail, in the words of --shadow."""
    parsed, decision = outcome.parsed, outcome.decision
    print(f"{decision.route.value:9}  {parsed.sender.email}  {parsed.subject}")
    for reason in decision.reasons:
        print(f"           {reason.text}")
    for effect in outcome.effects:
        to = effect.payload.get("recipient") or effect.payload.get("folder") or ""
        print(f"           would: {effect.kind.value.replace('_', ' ')} {to}")
    sys.stdout.flush()


@app.command()
def ledger(json: AsJson = False, config: ConfigFile = CONFIG) -> None:
    """Account for every message ever received."""
    from inbox_agent.config import load
    from inbox_agent.store import open_store
    from inbox_agent.store.ledger import ledger as counts

    settings = load(config)
    store = open_store(settings.store.url, settings.base)
    with store.read() as uow:
        found = counts(uow)
    store.close()
    if json:
        print_json(found)
        return
    print(f"{found['received']:6}  messages received ({found['duplicates']} further copies)")
    for title in ("by_state", "effects"):
        print("effects" if title == "effects" else "of which")
        for name, number in found[title].items():
            print(f"{number:6}  {name}")
    print(f"{found['orders']:6}  orders")


@app.command()
def orders(json: AsJson = False, config: ConfigFile = CONFIG) -> None:
    """List the orders."""
    from inbox_agent.config import load
    from inbox_agent.store import open_store
    from inbox_agent.store.orders import rows

    settings = load(config)
    store = open_store(settings.store.url, settings.base)
    with store.read() as uow:
        for row in rows(uow):
            if json:
                print_json(row)
            else:
                total = f"{row['gross']} {row['currency']}"
                print(f"{row['number']:14}  {row['state']:16}  {total:>16}  {row['customer']}")
    store.close()
