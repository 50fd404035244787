"""PDF: tables with rules (pdfplumber), tables without (pdf_layout), and the text around them, page by page."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from inbox_agent.model import Attachment, Document, Passage
from inbox_agent.readers import kinds, limits
from inbox_agent.readers.pdf_layout import Grid, Word, find_table, lines, text

KIND = "pdf"
FOREIGN = True
PASSWORD = "the file is protected by a password"
SCAN = "a scan: its pages are pictures without text"
accepts = kinds.is_pdf


@dataclass
class _Table:
    """A table that may go on over several pages."""

    page: int
    header: list[str]
    rows: list[list[str]] = field(default_factory=list)


def read(attachment: Attachment) -> Document:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(attachment.data)) as pdf:
            return _document(attachment.name, pdf)
    except (PdfminerException, PDFPasswordIncorrect) as error:
        locked = isinstance(error, PDFPasswordIncorrect) or any(isinstance(a, PDFPasswordIncorrect) for a in error.args)
        return Document(attachment.name, KIND, problem=PASSWORD if locked else "the PDF is damaged")


def _document(name: str, pdf: Any) -> Document:
    tables: list[_Table] = []
    passages: list[Passage] = []
    above: Grid | None = None
    for number, page in enumerate(pdf.pages[: limits.MAX_PAGES], start=1):
        grids, around, above = _page(page, above)
        for grid in grids:
            _add(tables, grid, number)
        if around.strip():
            passages.append(Passage(name, around[: limits.MAX_TEXT], number))
        page.close()
    found = tuple(limits.table(name, table.rows, page=table.page) for table in tables)
    return Document(name, KIND, found, tuple(passages), problem=_problem(pdf, bool(found or passages)))


def _problem(pdf: Any, has_text: bool) -> str | None:
    if not pdf.pages:
        return "the PDF has no pages"
    if not has_text:
        return SCAN
    if len(pdf.pages) > limits.MAX_PAGES:
        return f"it has {len(pdf.pages)} pages; the first {limits.MAX_PAGES} were read"
    return None


def _page(page: Any, above: Grid | None) -> tuple[list[Grid], str, Grid | None]:
    """(tables, text around them, the table that may go on upon the next page)."""
    words = [Word(w["text"], w["x0"], w["x1"], w["top"], w["bottom"]) for w in page.extract_words()]
    grids: list[Grid] = []
    for table in page.find_tables():
        rows = [[" ".join((cell or "").split()) for cell in row] for row in table.extract()]
        if _is_table(rows, table.extract()):
            grids.append(Grid(rows, ()))
            words = [w for w in words if not _within(w, table.bbox)]
    rest = lines(words)
    if not grids:
        grid, rest = find_table(rest, above)
        while grid:
            grids.append(grid)
            grid, rest = find_table(rest, None)
    return grids, text(rest), grids[-1] if grids else None


def _is_table(rows: Sequence[Sequence[str]], raw: Sequence[Sequence[str | None]]) -> bool:
    """Several rows and columns, mostly filled; and no row that is really several (rules between columns only)."""
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    several = any(sum((cell or "").count("\n") > 1 for cell in row) > 1 for row in raw)
    return len(filled) > 1 and not several and 2 * len(filled) >= len(rows)


def _within(word: Word, box: tuple[float, float, float, float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _add(tables: list[_Table], grid: Grid, page: int) -> None:
    """A table of its own, or the next page of the last one: its header again, or none."""
    last = tables[-1] if tables and tables[-1].page < page else None
    if last and grid.rows[0] == last.header:
        last.rows += grid.rows[1:]
    elif last and len(grid.rows[0]) == len(last.header) and (not grid.headed or _has_number(grid.rows[0])):
        last.rows += grid.rows
    else:
        tables.append(_Table(page, grid.rows[0], list(grid.rows)))


def _has_number(row: Sequence[str]) -> bool:
    return any(cell[:1].isdigit() for cell in row)
