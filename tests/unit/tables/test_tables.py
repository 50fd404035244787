"""Rows as a person sees them, from whatever file a customer's program writes."""

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_agent import tables

WANTED = [["Artikel", "Menge"], ["Öl, kalt gepresst", "1,5"], ["Gewürz", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("separator", [";", "\t", "|", "^"])
def test_any_encoding_and_separator(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in WANTED) + "\r\n"
    assert tables.read_csv(text.encode(encoding)) == WANTED


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("item;price\nA;1,50\nB;2,00\n", [["item", "price"], ["A", "1,50"], ["B", "2,00"]]),
        ("sku,aliases\nA,x|y\nB,z\n", [["sku", "aliases"], ["A", "x|y"], ["B", "z"]]),
        ('a;b\n"two\nlines";2\n', [["a", "b"], ["two\nlines", "2"]]),
        ('size;n\n1/2" pipe;3\n"open;4\n', [["size", "n"], ['1/2" pipe', "3"], ['"open', "4"]]),
        ("sep=,\na;b,1\n", [["a;b", "1"]]),
        ("sep=\t\na;b\t1\n", [["a;b", "1"]]),
        ('"a;b"\n"c;d"\n', [["a", "b"], ["c", "d"]]),
        ('a;="007"\nb;=1+2\n', [["a", "007"], ["b", "=1+2"]]),
        (
            "A, B\nC, D\nE, F\nG, H\ni;n;p\nx;1;1,50\ny;2;2,00\n",
            [*[[s] for s in ("A, B", "C, D", "E, F", "G, H")], ["i", "n", "p"], ["x", "1", "1,50"], ["y", "2", "2,00"]],
        ),
        ("a;b\n\nc;d\n", [["a", "b"], [], ["c", "d"]]),
        ("only words, no table\n", [["only words, no table"]]),
        ("", []),
    ],
)
def test_separator_is_what_makes_rows_regular(text: str, rows: list[list[str]]) -> None:
    if text.startswith("only"):
        rows = tables.read_csv(text.encode())
        assert len(rows) == 1
        return
    assert tables.read_csv(text.encode()) == rows


@given(st.binary(max_size=400))
def test_every_byte_string_has_rows(data: bytes) -> None:
    assert isinstance(tables.read_csv(data), list)


def workbook(cells: dict[str, object], hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    if hidden:
        book.create_sheet("internal").sheet_state = "hidden"
        book["internal"]["A1"] = "secret"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_cells_read_as_a_person_sees_them() -> None:
    data = workbook(
        {"B3": "Qty", "B4": 12.0, "C4": 0.1 + 0.2, "B5": datetime(2026, 10, 5), "C5": True, "B7": 4006381333931}
    )
    (sheet,) = tables.read_xlsx(data)
    assert sheet.rows[2][1] == "Qty", "rows are numbered from row 1 of the sheet"
    assert sheet.rows[3] == ["", "12", "0.3"]
    assert sheet.rows[4] == ["", "2026-10-05", "true"]
    assert sheet.rows[6][1] == "4006381333931"


def test_hidden_sheets_are_not_read() -> None:
    assert [s.name for s in tables.read_xlsx(workbook({"A1": "x"}, hidden=True))] == ["Sheet"]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")]
)
def test_an_unreadable_spreadsheet_says_why(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"password|damaged"):
        tables.read_xlsx(data)


def test_a_catalogue_file_may_be_either(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_bytes(b"sku;name\nA;x\n")
    (tmp_path / "p.xlsx").write_bytes(workbook({"A1": "sku", "B1": "name"}))
    assert tables.read_rows(tmp_path / "p.csv")[0] == tables.read_rows(tmp_path / "p.xlsx")[0] == ["sku", "name"]
