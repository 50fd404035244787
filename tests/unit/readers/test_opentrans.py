"""openTRANS orders: whole files beside what is read, then what single elements mean."""

from pathlib import Path

import pytest

from inbox_agent.lexicon import Rules
from inbox_agent.model import Address, Document
from tests.unit.readers.golden_orders import expected, inputs, one, plain


@pytest.mark.parametrize("path", inputs("opentrans"), ids=lambda path: path.name)
def test_golden(rules: Rules, path: Path) -> None:
    assert plain(one(rules, path.name, path.read_bytes())) == expected(path)


def order(info: str = "", items: str = "", attributes: str = "") -> bytes:
    head = f"<ORDER_HEADER><ORDER_INFO><ORDER_ID>A1</ORDER_ID>{info}</ORDER_INFO></ORDER_HEADER>"
    lines = f"<ORDER_ITEM_LIST>{items}</ORDER_ITEM_LIST>"
    return f'<?xml version="1.0"?><ORDER {attributes}>{head}{lines}</ORDER>'.encode()


def stated(document: Document) -> dict[str, object]:
    return {s.key: s.value for s in document.stated}


@pytest.mark.parametrize(
    ("payment", "method"),
    [
        ("<CARD/>", "card"),
        ("<DEBIT/>", "direct_debit"),
        ("<CASH/>", "cash"),
        ("<PAYMENT_TERMS/>", "invoice"),
        ("<CHECK/>", None),
    ],
)
def test_payment(rules: Rules, payment: str, method: str | None) -> None:
    found = stated(one(rules, "o.xml", order(f"<PAYMENT>{payment}</PAYMENT>")))
    assert found.get("payment_method") == method


def test_a_party_may_be_named_by_reference_only(rules: Rules) -> None:
    address = "<ADDRESS><NAME>Elm</NAME><STREET>Weg {0}</STREET><ZIP>1234{0}</ZIP><CITY>Ort</CITY></ADDRESS>"
    parties = "".join(f"<PARTY><PARTY_ID>{n}</PARTY_ID>{address.format(n)}</PARTY>" for n in (1, 2))
    reference = (
        "<ORDER_PARTIES_REFERENCE><SHIPMENT_PARTIES_REFERENCE><DELIVERY_IDREF>2</DELIVERY_IDREF>"
        "</SHIPMENT_PARTIES_REFERENCE></ORDER_PARTIES_REFERENCE>"
    )
    found = stated(one(rules, "o.xml", order(f"<PARTIES>{parties}</PARTIES>{reference}")))
    assert found["ship_to"] == Address(None, "Elm", "Weg 2", "12342", "Ort")


@pytest.mark.parametrize(("kind", "settled"), [("standard", False), ("", False), ("express", True), ("release", True)])
def test_an_order_of_another_type_is_to_be_settled(rules: Rules, kind: str, settled: bool) -> None:
    attributes = f'type="{kind}"' if kind else ""
    assert ("open_matter" in stated(one(rules, "o.xml", order(attributes=attributes)))) is settled


def test_parts_of_a_line_are_to_be_settled(rules: Rules) -> None:
    item = "<ORDER_ITEM><LINE_ITEM_ID>7</LINE_ITEM_ID><QUANTITY>1</QUANTITY><SUB_ITEM_LIST/></ORDER_ITEM>"
    assert "line 7 has parts" in str(stated(one(rules, "o.xml", order(items=item)))["open_matter"])


@pytest.mark.parametrize("root", ["ORDERRESPONSE", "DISPATCHNOTIFICATION", "QUOTATION"])
def test_other_documents_are_set_aside(rules: Rules, root: str) -> None:
    assert "no order" in (one(rules, "o.xml", f"<?xml version='1.0'?><{root}/>".encode()).aside or "")
