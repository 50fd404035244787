"""cXML OrderRequest: whole files beside what is read, then what single attributes mean."""

from pathlib import Path

import pytest

from inbox_agent.lexicon import Rules
from inbox_agent.model import Document
from tests.unit.readers.golden_orders import expected, inputs, one, plain


@pytest.mark.parametrize("path", inputs("cxml"), ids=lambda path: path.name)
def test_golden(rules: Rules, path: Path) -> None:
    assert plain(one(rules, path.name, path.read_bytes())) == expected(path)


def request(attributes: str = "", head: str = "", items: str = "", mode: str = "production") -> bytes:
    header = f'<OrderRequestHeader orderID="A1" {attributes}>{head}</OrderRequestHeader>'
    inner = f"<OrderRequest>{header}{items}</OrderRequest>"
    return f'<?xml version="1.0"?><cXML><Request deploymentMode="{mode}">{inner}</Request></cXML>'.encode()


def stated(document: Document) -> dict[str, object]:
    return {s.key: s.value for s in document.stated}


def cells(document: Document) -> dict[str, str]:
    (row,) = document.tables[0].rows
    return dict(zip(document.tables[0].roles or (), (cell.text for cell in row.cells), strict=True))


@pytest.mark.parametrize(
    ("attributes", "intent"),
    [("", "order"), ('type="new"', "order"), ('type="update"', "change"), ('type="delete"', "cancellation"),
     ('type="odd"', "other")],
)  # fmt: skip
def test_what_the_request_is_for(rules: Rules, attributes: str, intent: str) -> None:
    assert stated(one(rules, "o.xml", request(attributes)))["intent"] == intent


@pytest.mark.parametrize(
    ("attributes", "words"), [('orderType="release"', "release"), ('pickUpDate="2026-11-20"', "pickUpDate")]
)
def test_what_a_person_settles(rules: Rules, attributes: str, words: str) -> None:
    assert words in str(stated(one(rules, "o.xml", request(attributes))).get("open_matter"))


def test_a_test_is_never_an_order(rules: Rules) -> None:
    assert "test" in str(stated(one(rules, "o.xml", request(mode="test"))).get("open_matter"))


def test_a_card_is_said_and_its_number_is_not_shown(rules: Rules) -> None:
    document = one(
        rules, "o.xml", request(head='<Payment><PCard number="4111111111111111" expiration="2028-04-30"/></Payment>')
    )
    assert stated(document)["payment_method"] == "card" and "card_data" in stated(document)
    assert "4111" not in repr(document)


def test_shipping_that_costs_nothing_is_no_matter(rules: Rules) -> None:
    free, paid = (f'<Shipping><Money currency="EUR">{amount}</Money></Shipping>' for amount in ("0.00", "9.50"))
    assert "open_matter" not in stated(one(rules, "o.xml", request(head=free)))
    assert "9.50" in str(stated(one(rules, "o.xml", request(head=paid)))["open_matter"])


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("<Description>Folding box</Description>", "Folding box"),
        ("<Description><ShortName>Box</ShortName>Folding box 20 cm</Description>", "Folding box 20 cm"),
        ("<Description><ShortName>Box</ShortName></Description>", "Box"),
        ("", ""),
    ],
)
def test_the_description_may_stand_behind_a_short_name(rules: Rules, description: str, name: str) -> None:
    item = f'<ItemOut quantity="5"><ItemDetail>{description}</ItemDetail></ItemOut>'
    assert cells(one(rules, "o.xml", request(items=item)))["name"] == name


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<Request><InvoiceDetailRequest/></Request>", "an invoice"),
        ("<Request><PunchOutSetupRequest/></Request>", "a catalogue request"),
        ('<Response><Status code="200"/></Response>', "a technical answer"),
    ],
)
def test_other_requests_are_set_aside(rules: Rules, body: str, words: str) -> None:
    assert words in (one(rules, "o.xml", f"<cXML>{body}</cXML>".encode()).aside or "")
