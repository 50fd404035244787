"""Attachments as their reader understands them: tables with rows as a person counts them, text around, problems."""

import io
import time
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table as DrawnTable

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Document
from inbox_agent.readers import READERS, read
from inbox_agent.readers.sandbox import Sandbox

ROWS = [["Pos.", "Artikel", "Menge", "Preis"], ["1", "Stift, blau", "12", "1,50"], ["2", "Heft A4", "3", "2,00"]]


def one(rules: Rules, name: str, data: bytes, kind: str = "application/octet-stream") -> Document:
    (document,) = read([Attachment(name, kind, data)], rules)
    return document


def cells(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def csv(rows: Sequence[Sequence[str]], separator: str = ";") -> bytes:
    return "\n".join(separator.join(row) for row in rows).encode()


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def word(body: str, doctype: str = "") -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml", f'{doctype}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
        )
    return buffer.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


# ---- which reader --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "data", "wanted"),
    [
        ("order.csv", "text/csv", csv(ROWS), "csv"),
        ("order.xls", "application/vnd.ms-excel", csv(ROWS), "csv"),
        ("order.dat", "application/octet-stream", csv(ROWS, "\t"), "csv"),
        ("order.txt", "text/plain", csv(ROWS, "\t"), "csv"),
        ("order.txt", "text/plain", b"3 boxes of pens\nplease; soon", "text"),
        ("order.csv", "text/csv", workbook(a=[["x"]]), "xlsx"),
        ("order.bin", "application/octet-stream", workbook(a=[["x"]]), "xlsx"),
        ("order.doc", "application/msword", word(paragraph("x")), "docx"),
        ("photo.dat", "application/octet-stream", b"\xff\xd8\xff\xe0 jpeg", "image"),
        ("page.html", "text/html", b"<html>", "other"),
        ("film.mp4", "video/mp4", b"\0\0\0\x18ftypmp42", "other"),
    ],
)
def test_content_decides_and_not_the_label(rules: Rules, name: str, kind: str, data: bytes, wanted: str) -> None:
    assert one(rules, name, data, kind).kind == wanted


@given(
    data=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.txt", "a.pdf", "a.xlsx", "a.docx", "a.png", "a"])
)
@settings(max_examples=150, deadline=None)
def test_no_two_readers_want_one_file(data: bytes, name: str) -> None:
    attachment = Attachment(name, "application/octet-stream", data)
    assert sum(reader.accepts(attachment) for reader in READERS) <= 1


@pytest.mark.parametrize("name", ["card.vcf", "smime.p7s", "invite.ics"])
def test_what_mail_programs_attach_by_themselves_is_no_problem(rules: Rules, name: str) -> None:
    assert one(rules, name, b"BEGIN:x\nEND:x").problem is None


def test_an_unknown_kind_of_file_is_named(rules: Rules) -> None:
    assert one(rules, "plan.dwg", b"AC1032 \0\1\2").problem == "kind of file not read: plan.dwg"


def test_a_fax_is_a_scan(rules: Rules) -> None:
    assert "scan" in (one(rules, "fax.tif", b"II*\0 tiff", "image/tiff").problem or "")
    assert one(rules, "logo.png", b"\x89PNG", "image/png").problem is None


# ---- tables in files -----------------------------------------------------------------------------------------------


def test_csv_keeps_row_numbers_and_what_stands_above(rules: Rules) -> None:
    document = one(rules, "o.csv", b"Bestellung;4711;;\n\n" + csv(ROWS))
    assert [row.number for row in document.tables[0].rows] == [1, 3, 4, 5]
    assert cells(document)[1:] == ROWS


def test_a_long_csv_says_so(rules: Rules) -> None:
    document = one(rules, "o.csv", b"a;b\n" * 6000)
    assert "6000 rows" in (document.problem or "") and len(document.tables[0].rows) == 5000


def test_every_sheet_is_a_table(rules: Rules) -> None:
    document = one(
        rules,
        "o.xlsx",
        workbook(Order=[["Item", "Qty"], [], ["Pen", 3]], More=[["Item", "Qty"], ["Ink", 2.5]], Empty=[]),
    )
    assert [t.sheet for t in document.tables] == ["Order", "More"]
    assert [row.number for row in document.tables[0].rows] == [1, 3]
    assert cells(document, 1) == [["Item", "Qty"], ["Ink", "2.5"]]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("o.xlsx", workbook(a=[]), "empty"),
        ("o.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("o.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("o.docx", word(paragraph("x"), '<!DOCTYPE x [<!ENTITY a "b">]>'), "damaged"),
        ("o.docx", word(""), "no text"),
        ("o.pdf", b"%PDF-1.4\nnothing", "damaged"),
        ("o.csv", b"", "empty"),
    ],
)
def test_problems_are_said_in_words(rules: Rules, name: str, data: bytes, words: str) -> None:
    problem = one(rules, name, data).problem
    assert problem is not None and words in problem and "\n" not in problem


def test_a_zip_bomb_is_not_opened(rules: Rules) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(230):
                member.write(b"\0" * 1_000_000)
    assert "unpacks" in (one(rules, "o.xlsx", buffer.getvalue()).problem or "")


def test_word_has_paragraphs_and_tables(rules: Rules) -> None:
    row = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Pen", "3"))
    document = one(
        rules, "o.docx", word(f"{paragraph('PO 4711')}<w:tbl><w:tr>{row}</w:tr></w:tbl>{paragraph('Thanks')}")
    )
    assert cells(document) == [["Pen", "3"]]
    assert document.passages[0].text == "PO 4711\nThanks"


# ---- PDF -----------------------------------------------------------------------------------------------------------


def pdf(pages: Sequence[Sequence[tuple[float, float, str]]], password: str | None = None) -> bytes:
    """Pages of texts at (x, distance from the top)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=password)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        for x, y, text in page:
            canvas.drawString(x, A4[1] - y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def columns(rows: Sequence[Sequence[str]], top: float) -> list[tuple[float, float, str]]:
    places = (50, 90, 300, 380)
    return [(x, top + 16 * n, text) for n, row in enumerate(rows) for x, text in zip(places, row, strict=True) if text]


def test_a_table_without_rules_is_found_by_its_columns(rules: Rules) -> None:
    above = [(50.0, 60.0, "Bestellung Nr. 4711"), (50.0, 76.0, "Liefertermin: 13.11.2026")]
    below = [(50.0, 300.0, "Bitte Bestellnummer angeben.")]
    document = one(rules, "o.pdf", pdf([[*above, *columns(ROWS, 150), *below]]))
    assert cells(document) == ROWS
    assert "Liefertermin: 13.11.2026" in document.passages[0].text
    assert document.passages[0].text.endswith("Bitte Bestellnummer angeben.")


def test_the_second_line_of_a_cell_belongs_to_its_row(rules: Rules) -> None:
    rows = [ROWS[0], ROWS[1], ["", "mit Kappe", "", ""], ROWS[2]]
    assert cells(one(rules, "o.pdf", pdf([columns(rows, 100)])))[1][1] == "Stift, blau mit Kappe"


def test_a_total_is_no_second_line(rules: Rules) -> None:
    rows = [*ROWS, ["", "Summe netto EUR 24,00", "", ""]]
    document = one(rules, "o.pdf", pdf([columns(rows, 100)]))
    assert cells(document) == ROWS and "Summe" in document.passages[0].text


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_two_pages_is_one(rules: Rules, repeated: bool) -> None:
    more = [["3", "Block A5", "7", "0,90"], ["4", "Mappe", "20", "0,40"]]
    second = [ROWS[0], *more] if repeated else more
    document = one(rules, "o.pdf", pdf([columns(ROWS, 100), columns(second, 60)]))
    assert len(document.tables) == 1
    assert cells(document) == [*ROWS, *more]


def test_a_table_with_rules(rules: Rules) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    table = DrawnTable(ROWS, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    table.wrapOn(canvas, 400, 400)
    table.drawOn(canvas, 50, 500)
    canvas.drawString(50, 700, "PO 4711")
    canvas.save()
    document = one(rules, "o.pdf", buffer.getvalue())
    assert cells(document) == ROWS
    assert document.passages[0].text == "PO 4711"


def test_addresses_side_by_side_are_read_one_after_the_other(rules: Rules) -> None:
    left = ["Lieferanschrift", "Muster GmbH", "Weg 1", "12345 Ort"]
    right = ["Rechnungsanschrift", "Muster Holding", "Allee 2", "54321 Stadt"]
    page = [(50.0, 100.0 + 14 * n, t) for n, t in enumerate(left)] + [
        (300.0, 100.0 + 14 * n, t) for n, t in enumerate(right)
    ]
    document = one(rules, "o.pdf", pdf([page]))
    assert document.passages[0].text == "\n".join([*left, "", *right]) and not document.tables


def test_labels_keep_their_values(rules: Rules) -> None:
    pairs = [("Bestellnummer:", "4711"), ("Datum:", "22.10.2026"), ("Bearbeiter:", "E. Muster")]
    page = [(x, 100.0 + 14 * n, t) for n, pair in enumerate(pairs) for x, t in zip((50.0, 200.0), pair, strict=True)]
    lines = one(rules, "o.pdf", pdf([page])).passages[0].text.split("\n")
    assert [line.split() for line in lines][:2] == [["Bestellnummer:", "4711"], ["Datum:", "22.10.2026"]]


def test_a_pdf_of_pictures_is_a_scan(rules: Rules) -> None:
    assert "scan" in (one(rules, "o.pdf", pdf([[]])).problem or "")


def test_a_locked_pdf_says_so(rules: Rules) -> None:
    assert "password" in (one(rules, "o.pdf", pdf([columns(ROWS, 100)], password="geheim")).problem or "")


def test_a_long_pdf_says_what_was_read(rules: Rules) -> None:
    document = one(rules, "o.pdf", pdf([[(50.0, 100.0, f"page {n}")] for n in range(55)]))
    assert "55 pages" in (document.problem or "")
    assert [p.page for p in document.passages] == list(range(1, 51))


# ---- the process that reads them ---------------------------------------------------------------------------------


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    sandbox = Sandbox(timeout=0.01)
    slow = sandbox.read("xlsx", Attachment("slow.xlsx", "x", workbook(a=[["x"] * 20] * 300)))
    assert "took longer" in (slow.problem or "")
    sandbox.close()
    patient = Sandbox(timeout=20)
    assert patient.read("xlsx", Attachment("o.xlsx", "x", workbook(a=ROWS))).problem is None
    patient.close()


def test_a_broken_reader_process_is_replaced() -> None:
    sandbox = Sandbox()
    order = Attachment("o.xlsx", "x", workbook(a=ROWS))
    assert cells(sandbox.read("xlsx", order)) == ROWS
    assert sandbox._process is not None
    sandbox._process.kill()
    time.sleep(0.1)
    assert cells(sandbox.read("xlsx", order)) == ROWS
    sandbox.close()


@given(cut=st.integers(1, 3000), put=st.binary(max_size=40))
@settings(max_examples=25, deadline=None)
def test_a_damaged_file_is_a_problem_or_a_document(rules: Rules, cut: int, put: bytes) -> None:
    for name, data in (("o.xlsx", workbook(a=ROWS)), ("o.pdf", pdf([columns(ROWS, 100)]))):
        assert isinstance(one(rules, name, data[:cut] + put + data[cut + 20 :]), Document)
