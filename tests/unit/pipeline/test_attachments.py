"""Mails with files: what is ordered, what is set aside, and what a person must look at."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from inbox_agent import pipeline, read
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Outcome, RawMail
from inbox_agent.readers import ocr

GOLDEN = Path(__file__).parents[2] / "golden" / "attachments"
ADDRESS = "\n\nLieferadresse:\nOtt Bau GmbH\nHafenweg 3\n24103 Kiel\n"
SEE = f"Guten Tag,\n\nanbei unsere Bestellung, bitte liefern.{ADDRESS}"
Sent = Callable[..., Outcome]


@pytest.fixture(scope="module")
def shop(rules: Rules) -> Knowledge:
    return read.knowledge(None, GOLDEN / "products.csv")


@pytest.fixture(scope="module")
def sent(shop: Knowledge) -> Sent:
    def sent(*files: str, body: str = SEE, subject: str = "Bestellung", **made: bytes) -> Outcome:
        """A mail with golden files, and with files made of their bytes (``o_csv`` is "o.csv")."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "Ott Bau <buero@ott-bau.example>", "order@shop.example", subject
        mail["Message-ID"], mail["Date"] = "<1@ott-bau.example>", "Wed, 14 Oct 2026 09:00:00 +0200"
        mail.set_content(body)
        golden = {Path(name).name: (GOLDEN / name).read_bytes() for name in files}
        for name, data in {**golden, **{name.replace("_", "."): data for name, data in made.items()}}.items():
            mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
        return pipeline.process(RawMail(mail.as_bytes()), shop)

    return sent


def ordered(outcome: Outcome) -> dict[str | None, str]:
    return {line.sku: f"{line.quantity}" for line in outcome.reading.lines}


def codes(outcome: Outcome) -> set[str]:
    return {reason.code for reason in outcome.decision.reasons}


def uses(outcome: Outcome) -> dict[str, str]:
    return {one["name"]: one["use"] for one in read.as_json(outcome)["attachments"]}


def test_see_attached(sent: Sent) -> None:
    outcome = sent("sheet/old-excel.xls")
    assert ordered(outcome) == {"ZU-5": "3", "HM-12": "48", "TE-25": "6"}
    assert codes(outcome) == set() and uses(outcome) == {"old-excel.xls": "order"}


def test_the_same_order_as_pdf_and_as_text_in_the_mail_is_one(sent: Sent) -> None:
    csv = b"Artikel-Nr;Menge\nPF-40;10\nPF-60;10\nLE-05;2\nSC-2540;100\n"
    body = f"Hallo,\n\nunter anderem bestellen wir:\n10 Flachpinsel 60 mm\n2 Kanister Leinöl 5 l{ADDRESS}"
    outcome = sent("pdf/two-columns.pdf", body=body, o_csv=csv)
    assert ordered(outcome) == {"PF-40": "10", "PF-60": "10", "LE-05": "2", "SC-2540": "100"}
    assert codes(outcome) == set() and set(uses(outcome).values()) == {"order"}


def test_mail_and_file_that_differ_are_a_contradiction(sent: Sent) -> None:
    outcome = sent("sheet/old-excel.xls", body=f"Hallo,\n\nanbei die Bestellung: 5 Sack Zucker 5 kg.{ADDRESS}")
    assert "body_and_attachment" in codes(outcome)


def test_papers_beside_an_order_are_set_aside(sent: Sent) -> None:
    outcome = sent("sheet/old-excel.xls", "pdf/terms.pdf", "scan/logo.png", card_vcf=b"BEGIN:VCARD\nEND:VCARD")
    assert codes(outcome) == set() and ordered(outcome)
    assert uses(outcome) == {
        "old-excel.xls": "order", "terms.pdf": "aside", "logo.png": "aside", "card.vcf": "aside",
    }  # fmt: skip


def test_an_invoice_orders_nothing(sent: Sent) -> None:
    outcome = sent("pdf/invoice.pdf", body="Guten Tag,\n\nanbei unsere Rechnung.", subject="Rechnung")
    assert not outcome.reading.lines and outcome.decision.route.value == "review"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan_xyz", b"\0\1\2", "kind of file"),
        ("notes_txt", b"Der Hof ist von 12 bis 13 Uhr geschlossen.", "nothing in it"),
        ("o_xlsx", b"PK\x03\x04", "damaged"),
    ],
)
def test_a_file_that_was_not_understood_is_for_a_person(sent: Sent, name: str, data: bytes, words: str) -> None:
    outcome = sent("sheet/old-excel.xls", **{name: data})
    assert ordered(outcome)
    reasons = [reason.text for reason in outcome.decision.reasons if reason.code == "unreadable_attachment"]
    assert len(reasons) == 1 and words in reasons[0]
    assert uses(outcome)[name.replace("_", ".")] == "unread"


@pytest.mark.skipif(ocr.missing() is not None, reason=ocr.missing() or "")
def test_a_scan_is_read_and_always_looked_at(sent: Sent) -> None:
    outcome = sent("scan/fax.tif")
    assert ordered(outcome) == {"KB-50": "48", "HA-10": "24", "PL-10": "6"}
    assert codes(outcome) == {"scan"}


def test_an_archive_with_an_order(sent: Sent) -> None:
    outcome = sent("archive/order-and-terms.zip")
    assert len(outcome.reading.lines) == 4
    assert uses(outcome) == {
        "order-and-terms.zip/export/order.xlsx": "order",
        "order-and-terms.zip/export/AGB.pdf": "aside",
    }


def test_what_is_struck_out_or_conditional_in_a_file_is_for_a_person(sent: Sent) -> None:
    assert {"unexplained", "condition"} <= codes(sent("sheet/two-row-heading.xlsx"))
    assert "unclear_quantity" in codes(sent("sheet/formulas-without-results.xlsx"))
