"""Attachments made for one test: CSV, workbooks, Word files, PDFs; and how they are read."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Document
from inbox_agent.readers import read

ROWS = [["Pos.", "Artikel", "Menge", "Preis"], ["1", "Stift, blau", "12", "1,50"], ["2", "Heft A4", "3", "2,00"]]
Placed = tuple[float, float, str]  # x, distance from the top, text


def one(rules: Rules, name: str, data: bytes, kind: str = "application/octet-stream") -> Document:
    (document,) = read([Attachment(name, kind, data)], rules)
    return document


def cells(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def csv(rows: Sequence[Sequence[str]], separator: str = ";") -> bytes:
    return "\n".join(separator.join(row) for row in rows).encode()


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def archive(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def word(body: str, doctype: str = "") -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'{doctype}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    return archive({"word/document.xml": document.encode()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(pages: Sequence[Sequence[Placed]], password: str | None = None) -> bytes:
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


def columns(rows: Sequence[Sequence[str]], top: float) -> list[Placed]:
    places = (50, 90, 300, 380)
    return [(x, top + 16 * n, text) for n, row in enumerate(rows) for x, text in zip(places, row, strict=True) if text]
