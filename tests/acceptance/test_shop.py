"""A day in a shop: mail comes in, `run --once` handles it, a person reviews."""

import json
from email import message_from_bytes, policy
from typing import Any

from .conftest import Shop, Sink

ORDER, SERVICE = "vroni@imkerei-sonnleitner.example", "service@wabenwerk.example"


def ledger(shop: Shop) -> dict[str, Any]:
    done = shop.run("ledger", "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert sum(found["by_state"].values()) == found["received"]
    return found


def orders(shop: Shop) -> list[dict[str, Any]]:
    return [json.loads(line) for line in shop.run("orders", "--json").stdout.splitlines()]


def once(shop: Shop, *more: str) -> str:
    done = shop.run("run", "--once", *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def recipients(sink: Sink) -> list[str]:
    """To whom something was sent since the last question."""
    found = sorted(to[0] for to, _ in sink.messages)
    sink.messages.clear()
    return found


def test_mail_is_answered_once_and_machines_never(shop: Shop, sink: Sink) -> None:
    for name in ("01-tidy-list", "17-complaint-broken-jars", "28-out-of-office", "29-bounce", "30-newsletter"):
        shop.receive(f"{name}.eml")

    told = once(shop, "--shadow")
    assert ORDER in told and "accept" in told and "complaint" in told
    assert sink.messages == [] and ledger(shop)["received"] == 0

    once(shop)
    (order,) = orders(shop)
    receipt = message_from_bytes(next(data for to, data in sink.messages if to == [ORDER]), policy=policy.default)
    text = receipt.get_body(("plain",))
    assert text is not None and order["number"] in text.get_content()
    assert receipt["In-Reply-To"] == order["message_id"]
    assert receipt["Message-ID"] == order["receipt_message_id"]
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert order["gross"] == "236.57"
    assert recipients(sink) == ["kasse@imker-wiesental.example", SERVICE, ORDER]
    found = ledger(shop)
    assert found["by_state"] | {"accepted": 1, "complaint": 1, "ignored": 3} == found["by_state"]

    shop.receive("01-tidy-list.eml")  # once more, as a mail program would that was not sure
    once(shop)
    assert sink.messages == [] and len(orders(shop)) == 1
    assert ledger(shop)["received"] == 5


def test_a_person_reviews(shop: Shop, sink: Sink) -> None:
    names = ("20-unknown-item", "25-no-address", "26-not-in-full-cartons", "33-where-is-it", "34-cancellation")
    for name in names:
        shop.receive(f"{name}.eml")
    once(shop)
    assert sink.messages == []
    waiting = [json.loads(line) for line in shop.run("review", "list", "--json").stdout.splitlines()]
    number = {row["sender"].split("@")[0]: str(row["id"]) for row in waiting}
    assert len(number) == len(names)

    cartons = number["bienen-ag"]
    assert "GLAS-125" in shop.run("review", "show", cartons).stdout
    edits = ("--set", "line.1.quantity=96", "--set", "po_number=AG-7")
    assert shop.run("review", "approve", cartons, *edits, "--by", "Ida").returncode == 0

    lines = ("--set", "line.1.sku=HUT", "--set", "line.1.quantity=1")
    incomplete = shop.run("review", "approve", number["henrike.lauer"], *lines)
    assert incomplete.returncode == 1 and "ship_to.street" in incomplete.stderr
    assert len(incomplete.stderr.splitlines()) == 1
    wrong = shop.run("review", "approve", number["henrike.lauer"], "--set", "line.1.colour=red")
    assert wrong.returncode == 1 and "line.N.quantity" in wrong.stderr
    assert "99" in shop.run("review", "show", "99").stderr

    assert shop.run("review", "ask", number["hello"]).returncode == 0
    assert shop.run("review", "reject", number["marlies.dornbusch"]).returncode == 0
    assert shop.run("review", "forward", number["t.ehrlich"]).returncode == 0
    once(shop)
    asked, approved, forwarded = "hello@foxglove-farm.example", "bienen-ag@albertus-gymnasium.example", SERVICE
    assert recipients(sink) == sorted([asked, approved, forwarded, "t.ehrlich@netzbote.example"])
    (order,) = orders(shop)
    assert order["lines"][0]["quantity"] == "96" and order["po_number"] == "AG-7"
    found = ledger(shop)["by_state"]
    assert (found["accepted"], found["review"], found["complaint"]) == (1, 3, 1)
    assert "henrike.lauer" in shop.run("review", "list").stdout


def test_a_mail_server_that_is_down_loses_nothing(shop: Shop, sink: Sink) -> None:
    shop.change(f"port = {sink.port}", "port = 1")
    shop.receive("01-tidy-list.eml")
    done = shop.run("run", "--once")
    assert done.returncode == 1
    assert "127.0.0.1:1" in done.stderr and "Traceback" not in done.stderr
    shop.change("port = 1\n", f"port = {sink.port}\n")
    once(shop)
    assert recipients(sink) == [ORDER] and len(orders(shop)) == 1
