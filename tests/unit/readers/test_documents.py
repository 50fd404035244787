"""Word, OpenDocument, RTF, HTML and plain text."""

import time

import pytest

from inbox_agent.lexicon import Rules
from tests.unit.readers.files import cells, one, paragraph, word


def test_word_has_paragraphs_and_tables(rules: Rules) -> None:
    row = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Pen", "3"))
    document = one(
        rules, "o.docx", word(f"{paragraph('PO 4711')}<w:tbl><w:tr>{row}</w:tr></w:tbl>{paragraph('Thanks')}")
    )
    assert cells(document) == [["Pen", "3"]]
    assert document.passages[0].text == "PO 4711\nThanks"


def test_a_content_control_does_not_hide_rows_or_cells(rules: Rules) -> None:
    cell = f"<w:sdt><w:sdtContent><w:tc>{paragraph('Pen')}</w:tc></w:sdtContent></w:sdt><w:tc>{paragraph('3')}</w:tc>"
    row = f"<w:sdt><w:sdtContent><w:tr>{cell}</w:tr></w:sdtContent></w:sdt>"
    assert cells(one(rules, "o.docx", word(f"<w:tbl>{row}</w:tbl>"))) == [["Pen", "3"]]


@pytest.mark.parametrize(
    ("html", "table", "text"),
    [
        ("<p>Hi</p><table><tr><td>Pen<td>3<tr><td>Ink<td>2</table>", [["Pen", "3"], ["Ink", "2"]], "Hi"),
        (
            "<table><tr><td rowspan=2>Shirt<td>S<td>3<tr><td>M<td>5</table>",
            [["Shirt", "S", "3"], ["Shirt", "M", "5"]],
            "",
        ),
        ("<table><tr><td>Pen<td><input value=3><tr><td>Ink<td><input value=''></table>", None, "Pen\t 3"),
        ("<table><tr><td colspan=2>All<td>x<tr><td>a<td>b<td>c</table>", [["All", "", "x"], ["a", "b", "c"]], ""),
        ("<p style='display: none'>secret</p><p>shown</p><script>x()</script>", None, "shown"),
        ("<p>2 pens <s>3 pads</s></p>", None, "2 pens ~~3 pads~~"),
    ],
)
def test_html(rules: Rules, html: str, table: list[list[str]] | None, text: str) -> None:
    document = one(rules, "o.html", f"<html><body>{html}</body></html>".encode())
    assert (cells(document) if document.tables else None) == table
    assert "".join(p.text for p in document.passages).startswith(text)
    assert "secret" not in str(document)


def test_rtf_says_what_was_struck_out(rules: Rules) -> None:
    assert "struck out" in (one(rules, "o.rtf", rb"{\rtf1 2 pens {\strike 3 pads}\par}").problem or "")


@pytest.mark.parametrize("filler", ["a", "> ", "\t", ".", "|", "{", "<", "a b  ", "1,"])
@pytest.mark.parametrize("name", ["o.txt", "o.csv", "o.html", "o.rtf"])
def test_100_kb_of_nonsense_take_no_time(rules: Rules, name: str, filler: str) -> None:
    head = {"o.html": "<html>", "o.rtf": "{\\rtf1 "}.get(name, "")
    started = time.monotonic()
    one(rules, name, (head + filler * (100_000 // len(filler))).encode())
    assert time.monotonic() - started < 5
