"""PDF: tables by their rules and by the places of their words, and the text around them."""

import io
from collections.abc import Callable

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table as DrawnTable

from inbox_agent.lexicon import Rules
from tests.unit.readers.files import ROWS, cells, columns, one, pdf


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


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


def test_a_form_of_which_a_part_is_filled_in(rules: Rules) -> None:
    rows = [[*ROWS[0][:3], ""], ["1", "Stift", "", ""], ["2", "Heft", "4", ""], ["3", "Tinte", "", ""]]
    assert cells(one(rules, "o.pdf", pdf([columns(rows, 100)]))) == [row[:3] for row in rows]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_three_pages_is_one(rules: Rules, repeated: bool) -> None:
    more = [["3", "Block A5", "7", "0,90"], ["4", "Mappe", "20", "0,40"]]
    last = [["5", "Tinte", "2", "4,10"]]
    head = [ROWS[0]] if repeated else []
    document = one(rules, "o.pdf", pdf([columns(ROWS, 100), columns([*head, *more], 60), columns([*head, *last], 60)]))
    assert len(document.tables) == 1
    assert cells(document) == [*ROWS, *more, *last]


def test_a_table_with_rules(rules: Rules) -> None:
    def draw(canvas: Canvas) -> None:
        table = DrawnTable(ROWS, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
        table.wrapOn(canvas, 400, 400)
        table.drawOn(canvas, 50, 500)
        canvas.drawString(50, 700, "PO 4711")

    document = one(rules, "o.pdf", drawn(draw))
    assert cells(document) == ROWS
    assert document.passages[0].text == "PO 4711"


def test_a_ruled_box_beside_a_table_without_rules(rules: Rules) -> None:
    def draw(canvas: Canvas) -> None:
        box = DrawnTable([["Nr.", "4711"], ["Tag", "1.10."]], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
        box.wrapOn(canvas, 400, 400)
        box.drawOn(canvas, 350, 700)
        for x, y, text in columns(ROWS, 300):
            canvas.drawString(x, A4[1] - y, text)

    tables = [cells(one(rules, "o.pdf", drawn(draw)), n) for n in range(2)]
    assert ROWS in tables and [["Nr.", "4711"], ["Tag", "1.10."]] in tables


def test_addresses_side_by_side_are_read_one_after_the_other(rules: Rules) -> None:
    left = ["Lieferanschrift", "Muster GmbH", "1140 Lange Allee", "12345 Ort"]
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


def test_a_label_of_two_values_is_taken_apart(rules: Rules) -> None:
    page = [(50.0, 100.0, "Bestellnummer/Datum"), (50.0, 114.0, "4500012345 / 22.10.2026")]
    assert one(rules, "o.pdf", pdf([page])).passages[0].text == "Bestellnummer: 4500012345\nDatum: 22.10.2026"


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_reads_sideways_is_turned(rules: Rules, angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(angle)
        canvas.translate(-300, -250)
        for x, y, text in [(50.0, 40.0, "PO 4711"), *columns(ROWS, 100)]:
            canvas.drawString(x, 450 - y, text)

    document = one(rules, "o.pdf", drawn(draw))
    assert cells(document) == ROWS and document.passages[0].text == "PO 4711"


def test_what_was_filled_into_a_form_is_read(rules: Rules) -> None:
    def draw(canvas: Canvas) -> None:
        printed = [["Pos.", "Artikel", "Menge", ""], ["1", "Stift", "", ""], ["2", "Heft", "", ""]]
        for x, y, text in columns(printed, 100):
            canvas.drawString(x, A4[1] - y, text)
        canvas.acroForm.textfield(name="a", x=300, y=A4[1] - 118, width=40, height=12, fontSize=9, value="12")
        canvas.acroForm.textfield(name="b", x=300, y=A4[1] - 134, width=40, height=12, fontSize=9, value="")

    filled = [["Pos.", "Artikel", "Menge"], ["1", "Stift", "12"], ["2", "Heft", ""]]
    assert cells(one(rules, "o.pdf", drawn(draw))) == filled


def test_a_stamp_across_the_page_is_read(rules: Rules) -> None:
    def draw(canvas: Canvas) -> None:
        for x, y, text in columns(ROWS, 100):
            canvas.drawString(x, A4[1] - y, text)
        canvas.rotate(40)
        canvas.drawString(400, 100, "STORNIERT")

    document = one(rules, "o.pdf", drawn(draw))
    assert cells(document) == ROWS and "STORNIERT" in document.passages[0].text


def test_text_that_nobody_sees_is_never_sure(rules: Rules) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(50, 700)
        text.setTextRenderMode(3)
        text.textLine("12 Stift, blau")
        canvas.drawText(text)

    assert one(rules, "o.pdf", drawn(draw)).recognised


def test_a_pdf_without_pictures_or_text_says_so(rules: Rules) -> None:
    assert "without text" in (one(rules, "o.pdf", pdf([[]])).problem or "")


def test_a_locked_pdf_says_so(rules: Rules) -> None:
    assert "password" in (one(rules, "o.pdf", pdf([columns(ROWS, 100)], password="geheim")).problem or "")


def test_a_long_pdf_says_what_was_read(rules: Rules) -> None:
    document = one(rules, "o.pdf", pdf([[(50.0, 100.0, f"page {n}")] for n in range(55)]))
    assert "55 pages" in (document.problem or "")
    assert [p.page for p in document.passages] == list(range(1, 51))


def test_thousands_of_drawn_lines_are_no_table(rules: Rules) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "Plan 4")
        for n in range(5000):
            canvas.line(n % 500, n / 10, n % 500 + 20, n / 10 + 7)

    document = one(rules, "o.pdf", drawn(draw))
    assert document.passages[0].text == "Plan 4" and not document.tables
