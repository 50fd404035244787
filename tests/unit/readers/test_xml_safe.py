"""XML from strangers: nothing is fetched, nothing grows without end, and what is no order is said by name."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Document
from inbox_agent.readers import READERS, xml_safe
from tests.unit.readers.golden_orders import FOLDER, one

UBL = 'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE Order [<!ENTITY a0 "ha">{LAUGHS}]>',
        '<!DOCTYPE Order [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Order [<!ENTITY a11 SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE Order [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
        '<!DOCTYPE Order [<!ENTITY a11 PUBLIC "p" "http://127.0.0.1:9/x" NDATA gif>]>',
    ],
)
def test_entities_are_refused(rules: Rules, doctype: str) -> None:
    document = one(rules, "o.xml", f"<?xml version='1.0'?>{doctype}<Order {UBL}><ID>&a11;</ID></Order>".encode())
    assert "entities" in (document.problem or "") and "\n" not in (document.problem or "")
    assert not document.stated


def test_a_dtd_that_is_only_named_is_not_asked_for() -> None:
    data = b'<!DOCTYPE cXML SYSTEM "http://127.0.0.1:9/cXML.dtd"><cXML><Request/></cXML>'
    assert xml_safe.parse(data).first("Request") is not None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<Order " + UBL.encode() + b">" + b"<a>" * 100_000, "deep"),
        (b"<Order " + UBL.encode() + b">" + b"<a/>" * 260_000 + b"</Order>", "elements"),
        (b"<Order " + UBL.encode() + b"><ID>" + b"1" * 11_000_000 + b"</ID></Order>", "MB"),
        (b"<Order " + UBL.encode() + b"><ID>1</Order>", "damaged"),
        (b"<Order " + UBL.encode() + b"><ID>&euro;</ID></Order>", "damaged"),
    ],
)
def test_what_is_too_much_or_broken_is_a_problem(rules: Rules, data: bytes, words: str) -> None:
    started = time.monotonic()
    document = one(rules, "o.xml", data)
    assert words in (document.problem or "") and time.monotonic() - started < 15


@pytest.mark.parametrize(
    ("declared", "really"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "cp1252"),
        ("ISO-8859-1", "latin-1"),
        ("ISO-8859-1", "utf-8"),
        ("windows-1252", "cp1252"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-8"),
        ("x-unknown", "utf-8"),
    ],
)
def test_the_encoding_that_is_meant(declared: str, really: str) -> None:
    data = f'<?xml version="1.0" encoding="{declared}"?><Order {UBL}><ID>Größe 7</ID></Order>'.encode(really)
    assert xml_safe.parse(data).value("ID") == "Größe 7"
    assert xml_safe.root_name(data) is not None


@pytest.mark.parametrize(
    ("name", "data", "kind", "aside"),
    [
        ("r.xml", b"<rsm:CrossIndustryInvoice xmlns:rsm='urn:x'/>", "xml", "an invoice"),
        ("r.xml", b"<?xml version='1.0'?><ORDERS05><IDOC/></ORDERS05>", "xml", None),
        ("r.txt", b"<?xml version='1.0'?><feed><entry/></feed>", "xml", None),
    ],
)
def test_other_xml_is_said_by_name(rules: Rules, name: str, data: bytes, kind: str, aside: str | None) -> None:
    document = one(rules, name, data)
    assert document.kind == kind
    assert (aside in (document.aside or "")) if aside else "not read" in (document.problem or "")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<!DOCTYPE html><html><body><p>3 pens</p></body></html>"),
        ("page.html", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>3 pens</body></html>"),
        ("list.xls", b"<table><tr><td>Item</td><td>Qty</td></tr><tr><td>Pen</td><td>3</td></tr></table>"),
        ("note.txt", b"<3 your shop! Please send 3 pens\nThanks"),
        ("note.txt", b"<b>3 pens</b> please"),
        ("note.txt", b"<Order me 3 pens>"),
    ],
)
def test_pages_and_notes_are_not_taken_for_data(rules: Rules, name: str, data: bytes) -> None:
    assert one(rules, name, data).kind in ("html", "text")


@given(data=st.binary(max_size=200), name=st.sampled_from(["a.xml", "a.edi", "a.txt", "a.csv", "a"]))
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("start", [b"<Order xmlns='u'>", b"<?xml version='1.0'?>", b"<ORDER>", b"UNB+", b"ISA*00*"])
def test_no_two_readers_want_one_file(start: bytes, data: bytes, name: str) -> None:
    attachment = Attachment(name, "application/octet-stream", start + data)
    assert sum(reader.accepts(attachment) for reader in READERS) <= 1


@given(put=st.binary(max_size=30), at=st.integers(0, 6000), path=st.sampled_from(sorted(FOLDER.glob("*/*full.xml"))))
@settings(max_examples=40, deadline=None)
def test_damage_never_raises(rules: Rules, put: bytes, at: int, path) -> None:  # type: ignore[no-untyped-def]
    whole = path.read_bytes()
    assert isinstance(one(rules, "o.xml", whole[:at] + put + whole[at + 5 :]), Document)


@pytest.mark.parametrize(
    "filler", [b"<", b"<?", b"<!--", b"<!DOCTYPE ", b"<a ", b" ", b"<?xml?>", b"<!DOCTYPE a [", b"&"]
)
def test_long_nonsense_takes_no_time(filler: bytes) -> None:
    started = time.monotonic()
    for start in (b"<", b"<?xml version='1.0'?>", b"<a xmlns"):
        xml_safe.root_name(start + filler * 100_000)
    assert time.monotonic() - started < 2
