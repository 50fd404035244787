"""The receipt as PDF: one A4 (or US letter) page or more, the same bytes for the same order."""

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from inbox_agent.config import Settings
from inbox_agent.render.fonts import Font, font_for
from inbox_agent.render.view import OrderView, Words, footer

INK, SOFT, LINE, TINT = "#1d2327", "#667078", "#d5dadd", "#f5f7f8"
MARGIN = 56.7  # points, 20 mm
PADDING = 6  # that reportlab leaves within the margins
CELL, LONG = 300, 4000  # characters at most in a table's cell, and in a paragraph of its own
LETTER = ("US", "CA")


def pdf(order: OrderView, words: Words, settings: Settings) -> bytes:
    """The order confirmation that is attached to a receipt."""
    from reportlab.platypus import SimpleDocTemplate

    sheet = Sheet(font_for(repr(order) + repr(footer(words, settings))), words, settings)
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=sheet.size, leftMargin=MARGIN - PADDING, rightMargin=MARGIN - PADDING,
        topMargin=MARGIN - PADDING, bottomMargin=MARGIN + 22,
        title=f"{words.labels['title']} {order.number}", author=settings.company.name, invariant=1,
    )  # fmt: skip
    document.build(sheet.story(order), canvasmaker=_numbered(sheet))
    return out.getvalue()


class Sheet:
    """Draws an OrderView with one font on one page size."""

    def __init__(self, font: Font, words: Words, settings: Settings) -> None:
        from reportlab.lib.pagesizes import A4, letter

        self.font, self.labels, self.settings = font, words.labels, settings
        self.footer = [font.drawable(row) for row in footer(words, settings)]
        self.size: tuple[float, float] = letter if settings.company.country in LETTER else A4
        self.width = self.size[0] - 2 * MARGIN

    def story(self, order: OrderView) -> list[Any]:
        """Everything on the page, top to bottom."""
        from reportlab.platypus import KeepTogether, Spacer

        rows = [
            self.text(self.settings.company.name, size=10, bold=True),
            Spacer(1, 26),
            self.text(f"{self.labels['title']} {order.number}", size=18, bold=True),
            Spacer(1, 14),
            self.columns(order),
            *(part for label, value in order.facts if not _short(value) for part in self.block(label, [value], LONG)),
            Spacer(1, 18),
            self.lines(order),
            KeepTogether(self.totals(order)),
            Spacer(1, 18),
            KeepTogether(self.payment(order)),
        ]
        return [*rows, Spacer(1, 12), self.text(order.note, colour=SOFT, most=LONG)] if order.note else rows

    def text(
        self, text: str, size: float = 9, bold: bool = False, colour: str = INK, align: int = 0, most: int = CELL
    ) -> Any:
        """A paragraph; ``align`` 0 is left, 2 is right. Of endless text only ``most`` characters: a cell that is higher
        than a page cannot be drawn. (The mail itself has it whole.)"""
        drawn = text if len(text) <= most else text[: most - 1] + "…"
        return self._markup(escape(self.font.drawable(drawn)), size, bold, colour, align)

    def block(self, label: str, rows: Sequence[str], most: int = CELL) -> list[Any]:
        """A small grey label over lines."""
        return [self.text(label, size=7.5, colour=SOFT), *(self.text(row, most=most) for row in rows)]

    def columns(self, order: OrderView) -> Any:
        """Both addresses, and beside them numbers and dates."""
        from reportlab.platypus import Spacer

        facts = [
            part
            for label, value in order.facts[1:]
            if _short(value)
            for part in (*self.block(label, [value]), Spacer(1, 3))
        ]
        cells = [self.block(self.labels["ship_to"], order.ship_to), self.block(self.labels["bill_to"], order.bill_to)]
        return self._table([[*cells, facts]], [0.36, 0.34, 0.30], [("LEFTPADDING", (0, 0), (0, -1), 0)])

    def lines(self, order: OrderView) -> Any:
        """The table of what was ordered; its head comes again on each page."""
        labels = self.labels
        names = ("item", "quantity", "unit_price", "net")
        head = [
            self.text(labels[name], size=7.5, colour=SOFT, align=2 if column else 0)
            for column, name in enumerate(names)
        ]
        body = [
            [self._item(line.name, line.sku, line.asked), *(self.text(t, align=2) for t in
             (line.quantity, line.unit_price, line.net))]
            for line in order.lines
        ]  # fmt: skip
        rules = [
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            *self._flush(),
        ]
        return self._table([head, *body], [0.49, 0.17, 0.17, 0.17], rules, repeat=1)

    def totals(self, order: OrderView) -> Any:
        rows = [["", self.text(label, colour=SOFT), self.text(value, align=2)] for label, value in order.totals]
        gross = ["", self.text(self.labels["gross"], 11, bold=True), self.text(order.gross, 11, bold=True, align=2)]
        rules = [("LINEABOVE", (1, -1), (-1, -1), 0.75, INK), ("TOPPADDING", (1, -1), (-1, -1), 6), *self._flush()]
        return self._table([*rows, gross], [0.45, 0.33, 0.22], rules)

    def payment(self, order: OrderView) -> Any:
        """How to pay, on a tinted box."""
        rows = [*order.how_to_pay, *(f"{label}: {value}" for label, value in order.bank)]
        label = f"{self.labels['payment']}: {order.payment_method}"
        cell = [self.text(label, bold=True), *(self.text(row, most=2 * CELL) for row in rows)]
        if order.pay_link:
            link = escape(order.pay_link, {'"': "&quot;"})
            cell.append(self._markup(f'<a href="{link}">{link}</a>', 9, False, "#1f6f54", 0))
        rules: list[tuple[Any, ...]] = [("BACKGROUND", (0, 0), (-1, -1), TINT)]
        rules += [(side, (0, 0), (-1, -1), 10) for side in ("LEFTPADDING", "TOPPADDING", "BOTTOMPADDING")]
        return self._table([[cell]], [1], rules)

    def _markup(self, markup: str, size: float, bold: bool, colour: str, align: int) -> Any:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        font = self.font.bold if bold else self.font.regular
        leading = size * 1.4
        style = ParagraphStyle(
            "text", fontName=font, fontSize=size, leading=leading, textColor=colour, alignment=align
        )  # fmt: skip
        return Paragraph(markup, style)

    def _item(self, name: str, sku: str, asked: str) -> list[Any]:
        small = f"{self.labels['sku']} {sku}" + (f" · {self.labels['asked']}: {asked}" if asked else "")
        return [self.text(name), self.text(small, size=7.5, colour=SOFT)]

    def _flush(self) -> list[tuple[Any, ...]]:
        return [("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]

    def _table(
        self, rows: list[list[Any]], shares: Sequence[float], rules: Sequence[tuple[Any, ...]], repeat: int = 0
    ) -> Any:
        from reportlab.platypus import Table

        widths = [self.width * share for share in shares]
        return Table(rows, widths, repeatRows=repeat, style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *rules])


def _short(value: str) -> bool:
    """Fits into a narrow column; a longer one (the customer's note) gets the whole width, and pages if it must."""
    return len(value) <= 100


def _numbered(sheet: Sheet) -> Any:
    """A canvas that writes footer and "page 1 of 3" when all pages are known."""
    from reportlab.pdfgen.canvas import Canvas

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                _foot(self, sheet, number, len(self._pages))
                super().showPage()
            super().save()

    return Numbered


def _foot(canvas: Any, sheet: Sheet, page: int, pages: int) -> None:
    canvas.setFont(sheet.font.regular, 7.5)
    canvas.setFillColor(SOFT)
    rows = _wrapped(" · ".join(sheet.footer), sheet)
    for number, row in enumerate(rows):
        canvas.drawString(MARGIN, MARGIN - 4 - number * 10, row)
    words = sheet.labels["page"].format(page=page, pages=pages)
    canvas.drawRightString(sheet.size[0] - MARGIN, MARGIN - 4 - len(rows) * 10, words)


def _wrapped(text: str, sheet: Sheet) -> list[str]:
    from reportlab.lib.utils import simpleSplit

    return list(simpleSplit(text, sheet.font.regular, 7.5, sheet.width))[:3]
