"""The files of tests/golden/attachments, each beside what is read of it and what it orders from products.csv there.

An expected file has: kind, problem, aside, recognised; tables (each row "number: cell | cell"), text (a passage each);
lines ("sku × quantity unit", with "@ price" where one is stated), doubts (codes), po_number, requested_date.
Of recognised pictures only what is ordered is compared: another version of tesseract reads other blemishes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inbox_agent import lexicon
from inbox_agent import read as reading
from inbox_agent.extract.aside import judged
from inbox_agent.extract.reading import extract
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Attachment, Document, Line, ParsedMail, Person, Reading
from inbox_agent.readers import ocr, read

GOLDEN = Path(__file__).parents[2] / "golden" / "attachments"
FILES = sorted(path for path in GOLDEN.glob("*/*") if path.suffix != ".json")
SCANS = frozenset(path.name for path in (GOLDEN / "scan").iterdir())
DAY = datetime(2026, 10, 14, 9, tzinfo=UTC)
WORDS = {"de": ("Bestellung", "Anbei unsere Bestellung."), "en": ("Order", "Please find our order attached.")}


@pytest.fixture(scope="module")
def shop(rules: lexicon.Rules) -> Knowledge:
    return reading.knowledge(None, GOLDEN / "products.csv")


def understood(path: Path, language: str, shop: Knowledge) -> tuple[tuple[Document, ...], Reading]:
    attachment = Attachment(path.name, "application/octet-stream", path.read_bytes())
    documents = judged(read([attachment], shop.rules), [attachment], shop)
    subject, body = WORDS[language]
    sender = Person("", "buyer@customer.example")
    mail = ParsedMail("x", "<x@y>", sender, subject, DAY, None, body, language=language, attachments=(attachment,))
    return documents, extract(mail, documents, shop)


def described(documents: tuple[Document, ...], found: Reading) -> dict[str, Any]:
    return {
        "kind": [d.kind for d in documents],
        "problem": [d.problem for d in documents],
        "aside": [d.aside for d in documents],
        "recognised": [d.recognised for d in documents],
        "tables": [
            [f"{row.number}: {' | '.join(cell.text for cell in row.cells)}" for row in table.rows]
            for d in documents
            for table in d.tables
        ],
        "text": [passage.text for d in documents for passage in d.passages],
        "lines": [ordered(line) for line in found.lines],
        "doubts": [doubt.code for doubt in found.doubts],
        "po_number": found.po_number.value if found.po_number else None,
        "requested_date": found.requested_date.value.isoformat() if found.requested_date else None,
    }


def ordered(line: Line) -> str:
    price = f" @ {line.stated_price.normalize():f}" if line.stated_price is not None else ""
    quantity = "?" if line.quantity is None else f"{line.quantity:f}"
    return f"{line.sku or line.name} × {quantity} {line.unit}{price}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_read_and_ordered(path: Path, shop: Knowledge) -> None:
    wanted = json.loads(path.with_name(path.name + ".json").read_text("utf-8"))
    found = described(*understood(path, wanted.pop("language"), shop))
    if path.name in SCANS and (missing := ocr.missing()):
        pytest.skip(missing)
    if any(found["recognised"]):
        found, wanted = ({key: side[key] for key in ("kind", "recognised", "lines")} for side in (found, wanted))
    assert found == wanted


def test_evidence_names_the_row_or_the_page(shop: Knowledge) -> None:
    for name, place in (("csv/stock-form.csv", "row"), ("sheet/two-sheets.xlsx", "row"), ("pdf/letter.pdf", "page")):
        _, found = understood(GOLDEN / name, "de", shop)
        assert found.lines
        assert all(
            getattr(line.evidence[0], place) and line.evidence[0].source == Path(name).name for line in found.lines
        )
