"""What body and attachments order, as one list."""

from decimal import Decimal

import pytest

from inbox_agent.extract.reconcile import merged, reconcile
from inbox_agent.model import Asked, Evidence, Line

Items = str  # "a3 b5": 3 of A and 5 of B; "?x2": 2 of something unknown called x


def lines(items: Items, source: str = "body") -> list[Line]:
    found = []
    for item in items.split():
        unknown = item.startswith("?")
        name, quantity = item.lstrip("?")[:1], Decimal(item.lstrip("?")[1:])
        sku = None if unknown else name.upper()
        proof = (Evidence(source, item, "test"),)
        found.append(Line(sku, name, quantity, "each", Asked(str(quantity), None, name), 0.97, proof))
    return found


def shown(found: tuple[Line, ...]) -> Items:
    return " ".join(f"{'' if line.sku else '?'}{line.name}{line.quantity}" for line in found)


@pytest.mark.parametrize(
    ("written", "attached", "both", "codes"),
    [
        ("", "a3 b5", "a3 b5", []),
        ("a3 b5", "", "a3 b5", []),
        ("a3 b5", "a3 b5", "a3 b5", []),
        ("b5 a3", "a3 b5", "a3 b5", []),
        ("a3", "a3 b5 c1", "a3 b5 c1", []),
        ("a3 b5 c1", "b5", "b5 a3 c1", []),
        ("?x2", "a3 ?x2", "a3 ?x2", []),
        ("a4 b5", "a3 b5", "a3 b5", ["body_and_attachment"]),
        ("c2", "a3 b5", "a3 b5 c2", ["body_and_attachment"]),
        ("?x2", "a3", "a3 ?x2", ["body_and_attachment"]),
        ("a3 a3", "", "a3 a3", ["contradictory_quantity"]),
        ("a3", "a3 a4", "a3 a4", ["contradictory_quantity"]),
    ],
)
def test_one_list(written: Items, attached: Items, both: Items, codes: list[str]) -> None:
    found, doubts = reconcile(lines(written), lines(attached, "o.csv"))
    assert shown(found) == both
    assert [doubt.code for doubt in doubts] == codes


@pytest.mark.parametrize(
    ("files", "once"),
    [
        (["a3 b5", "a3 b5"], "a3 b5"),
        (["a3 b5", "b5"], "a3 b5"),
        (["b5", "a3 b5"], "b5 a3"),
        (["a3", "b5"], "a3 b5"),
        (["a3", "a4"], "a3 a4"),
        (["a3 a3", "a3"], "a3 a3"),
    ],
)
def test_the_same_order_in_two_files_is_one(files: list[Items], once: Items) -> None:
    found = merged([lines(items, f"{n}.csv") for n, items in enumerate(files)])
    assert shown(found) == once


def test_a_line_that_is_said_twice_has_both_as_evidence() -> None:
    found, _ = reconcile(lines("a3"), lines("a3", "o.csv"))
    assert {e.source for e in found[0].evidence} == {"body", "o.csv"}
