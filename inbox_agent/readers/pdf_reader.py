"""PDF: tables with rules (pdfplumber), tables without (pdf_table), and the text around them, page by page; pages that
are pictures are recognised (ocr.py)."""

import io
import time
from collections.abc import Sequence
from typing import Any

from inbox_agent.model import Attachment, Document
from inbox_agent.readers import archives, kinds, limits, ocr, pdf_words
from inbox_agent.readers.pages import Pages
from inbox_agent.readers.pdf_layout import Word
from inbox_agent.readers.pdf_table import Grid

KIND = "pdf"
FOREIGN = True
SCAN = "a scan: its pages are pictures without text"
accepts = kinds.is_pdf
_SECONDS = 20.0  # after which no further page is begun
_DRAWING = 4_000  # lines and rectangles; beyond that a page is a drawing, in which no table is looked for


def read(attachment: Attachment) -> Document:
    import pdfplumber
    import pypdfium2
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(attachment.data)) as pdf, pypdfium2.PdfDocument(attachment.data) as drawn:
            return _Reader(attachment.name, pdf, drawn).document()
    except (PdfminerException, PDFPasswordIncorrect) as error:
        locked = isinstance(error, PDFPasswordIncorrect) or any(isinstance(a, PDFPasswordIncorrect) for a in error.args)
        return Document(attachment.name, KIND, problem=archives.PASSWORD if locked else "the PDF is damaged")
    except pypdfium2.PdfiumError:
        return Document(attachment.name, KIND, problem="the PDF is damaged")


class _Reader:
    """Reads the pages of one file. ``drawn`` is the same file, for what must be seen and not only parsed."""

    def __init__(self, name: str, pdf: Any, drawn: Any) -> None:
        self._pdf, self._drawn = pdf, drawn
        self._pages = Pages(name)
        self._until = time.monotonic() + _SECONDS
        self._problems: list[str] = []
        self._scanned = 0
        self._hidden = False

    def document(self) -> Document:
        count = len(self._pdf.pages)
        for number, page in enumerate(self._pdf.pages[: limits.MAX_PAGES]):
            if time.monotonic() > self._until:
                self._problems.append(f"reading it takes too long; the first {number} of {count} pages were read")
                break
            self._page(page, number)
            page.close()
        if count > limits.MAX_PAGES:
            self._problems.append(f"it has {count} pages; the first {limits.MAX_PAGES} were read")
        if not count:
            self._problems.append("the PDF has no pages")
        elif not self._pages.filled and not self._problems:
            self._problems.append(SCAN)
        problem = "; ".join(dict.fromkeys(self._problems)) or None
        return self._pages.document(KIND, problem, recognised=self._hidden or self._scanned > 0)

    def _page(self, page: Any, number: int) -> None:
        words, across = pdf_words.words(page)
        if marks := pdf_words.marks(page):
            self._problems.append(marks)
        if not words or pdf_words.is_garbled(page):
            self._pages.add(self._recognised(number) if page.images or words else [])
            return
        self._hidden = self._hidden or pdf_words.is_hidden(self._drawn[number])
        ruled, words = _ruled(page, words)
        self._pages.add(words, ruled, across)

    def _recognised(self, number: int) -> list[Word]:
        """The words of a page that is a picture."""
        if missing := ocr.missing():
            self._problems.append(f"{SCAN}; {missing}")
            return []
        self._scanned += 1
        if self._scanned > ocr.MAX_PAGES:
            self._problems.append(f"it has more than {ocr.MAX_PAGES} scanned pages; the others were not read")
            return []
        page = self._drawn[number]
        scale = min(ocr.RESOLUTION / 72, ocr.LONGEST_SIDE / max(*page.get_size(), 1))
        return ocr.words(page.render(scale=scale, grayscale=True).to_pil(), self._until)


def _ruled(page: Any, words: list[Word]) -> tuple[list[Grid], list[Word]]:
    """(tables that are drawn with rules, the words outside them)."""
    grids: list[Grid] = []
    if len(page.lines) + len(page.rects) + len(page.curves) > _DRAWING:
        return grids, words
    for table in page.find_tables():
        cells = table.extract()
        rows = [[" ".join((cell or "").split()) for cell in row] for row in cells]
        inside = [word for word in words if _within(word, table.bbox)]
        if inside and _is_table(rows, cells):
            grids.append(Grid(rows, ()))
            words = [word for word in words if word not in inside]
    return grids, words


def _is_table(rows: Sequence[Sequence[str]], raw: Sequence[Sequence[str | None]]) -> bool:
    """Several rows and columns, mostly filled; and no row that is really several (rules between columns only)."""
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    several = any(sum((cell or "").count("\n") > 1 for cell in row) > 1 for row in raw)
    return len(filled) > 1 and not several and 2 * len(filled) >= len(rows)


def _within(word: Word, box: tuple[float, float, float, float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
