"""CSV files and workbooks: rows as a person counts them, cells as a person sees them."""

import openpyxl
import pytest
from openpyxl.styles import Font

from inbox_agent.lexicon import Rules
from tests.unit.readers.files import ROWS, archive, cells, csv, one, saved, workbook

ITEMS = [["Item", "Qty"], ["Pen", 3], ["Ink", 2], ["Pad", 5]]


def book(rows: list[list[object]]) -> tuple[openpyxl.Workbook, openpyxl.worksheet.worksheet.Worksheet]:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    return made, sheet


def test_csv_keeps_row_numbers_and_what_stands_above(rules: Rules) -> None:
    document = one(rules, "o.csv", b"Bestellung;4711;;\n\n" + csv(ROWS))
    assert [row.number for row in document.tables[0].rows] == [1, 3, 4, 5]
    assert cells(document)[1:] == ROWS


def test_a_long_csv_says_so(rules: Rules) -> None:
    document = one(rules, "o.csv", b"a;b\n" * 6000)
    assert "6000 rows" in (document.problem or "") and len(document.tables[0].rows) == 5000


def test_a_huge_csv_is_not_read(rules: Rules) -> None:
    assert "5 MB" in (one(rules, "o.csv", b"a;b\n" * 1_300_000).problem or "")


def test_wide_rows_and_long_cells_are_cut(rules: Rules) -> None:
    document = one(rules, "o.csv", b"x;" * 1000 + b"\n" + b"y" * 50_000 + b";z\n")
    assert max(len(row.cells) for row in document.tables[0].rows) == 200
    assert max(len(cell.text) for row in document.tables[0].rows for cell in row.cells) == 4000


def test_every_sheet_is_a_table(rules: Rules) -> None:
    document = one(
        rules,
        "o.xlsx",
        workbook(Order=[["Item", "Qty"], [], ["Pen", 3]], More=[["Item", "Qty"], ["Ink", 2.5]], Empty=[]),
    )
    assert [t.sheet for t in document.tables] == ["Order", "More"]
    assert [row.number for row in document.tables[0].rows] == [1, 3]
    assert cells(document, 1) == [["Item", "Qty"], ["Ink", "2.5"]]


def test_too_many_sheets_are_said(rules: Rules) -> None:
    document = one(rules, "o.xlsx", workbook(**{f"s{n}": [["x", n]] for n in range(32)}))
    assert "32 sheets" in (document.problem or "") and len(document.tables) == 30


def test_words_of_a_merged_cell_belong_to_each_row_and_numbers_do_not(rules: Rules) -> None:
    made, sheet = book([["Shirt", "S", 3], [None, "M", None]])
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("C1:C2")
    assert cells(one(rules, "o.xlsx", saved(made))) == [["Shirt", "S", "3"], ["Shirt", "M", ""]]


def test_hidden_columns_are_not_read(rules: Rules) -> None:
    made, sheet = book([["Item", "Cost", "Qty"], ["Pen", 0.2, 3]])
    sheet.column_dimensions["B"].hidden = True
    assert cells(one(rules, "o.xlsx", saved(made))) == [["Item", "Qty"], ["Pen", "3"]]


def test_a_hidden_row_that_is_as_full_as_the_others_is_said(rules: Rules) -> None:
    made, sheet = book([list(row) for row in ITEMS])
    sheet.row_dimensions[3].hidden = True
    document = one(rules, "o.xlsx", saved(made))
    assert [row[0] for row in cells(document)] == ["Item", "Pen", "Pad"]
    assert "hidden" in (document.problem or "") and "3" in (document.problem or "")


@pytest.mark.parametrize("quantity", [None, 0])
def test_a_hidden_row_of_a_form_without_quantity_is_no_problem(rules: Rules, quantity: int | None) -> None:
    made, sheet = book([["Item", "Qty"], ["Pen", 3], ["Ink", quantity], ["Pad", 5]])
    sheet.row_dimensions[3].hidden = True
    assert one(rules, "o.xlsx", saved(made)).problem is None


def test_a_formula_without_a_stored_result_is_shown_and_not_worked_out(rules: Rules) -> None:
    data = workbook(a=[["Pen", 3, "=B1*2"], ["Ink", "=CMD|' /C calc'!A0", 'x="1"']])
    assert cells(one(rules, "o.xlsx", data)) == [["Pen", "3", "=B1*2"], ["Ink", "=CMD|' /C calc'!A0", 'x="1"']]


def test_a_formula_with_a_stored_result_is_its_result(rules: Rules) -> None:
    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">' \
          b'<c r="A1" t="str"><f>"P"&amp;"en"</f><v>Pen</v></c><c r="B1"><f>1+2</f><v>3</v></c>' \
          b'<c r="C1" t="str"><f>IF(B1,"","x")</f><v></v></c></row></sheetData></worksheet>'  # fmt: skip
    data = replaced(workbook(a=[["x"]]), "xl/worksheets/sheet1.xml", xml)
    assert [cell for cell in cells(one(rules, "o.xlsx", data))[0] if cell] == ["Pen", "3"]


def test_leading_zeros_are_shown_as_excel_shows_them(rules: Rules) -> None:
    made, sheet = book([["No.", 123, 45]])
    sheet["B1"].number_format = "000000"
    sheet["C1"].number_format = '"AB-"0000'
    assert cells(one(rules, "o.xlsx", saved(made))) == [["No.", "000123", "AB-0045"]]


def test_what_is_struck_out_is_marked(rules: Rules) -> None:
    made, sheet = book([["Pen", 3], ["Ink", 2]])
    sheet["A2"].font = sheet["B2"].font = Font(strike=True)
    assert cells(one(rules, "o.xlsx", saved(made))) == [["Pen", "3"], ["~~Ink~~", "~~2~~"]]


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """A ZIP with one member exchanged."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {member: file.read(member) for member in file.namelist()}
    return archive(members | {name: content})
