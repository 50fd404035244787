"""Rows of CSV and spreadsheet files, for catalogues and order attachments alike.

A row is a list of strings; an empty line is an empty list, so that ``index + 1`` is the row as a person counts it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

SEPARATORS = (";", "\t", ",", "|", "^")  # the earlier wins a tie: German files have decimal commas
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # XLSX and ODS; XLS, and every password-protected office file
_DOS_SMALL = re.compile(rb"(?<=[A-Za-z])[\x81\x84\x94](?=[A-Za-z\xe1])")  # ü ä ö of code page 850; in Windows-1252
_DOS_CAPITAL = re.compile(rb"(?<![\x80-\xff0-9])[\x8e\x99\x9a](?=[a-z])")  # Ä Ö Ü     they are quotes and the like
_MAC_UMLAUT = re.compile(rb"(?<=[A-Za-z])[\x8a\x9a\x9f\xa7](?=[A-Za-z])|[\x80\x85\x86](?=[a-z])")  # of Mac Roman
_AS_TEXT = re.compile(r'="([^"]*)"')  # how Excel is told to keep the zeros of ="00123"
_SAMPLE = 100_000  # characters by which the separator is chosen
_REGULAR = 0.95  # share of equally wide rows from which on a separator is certain


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; ``rows[0]`` is the row that a person sees as row 1.

    ``merged``: ranges of cells joined to one, as ((top row, left column), (bottom row, right column)) from 0 on; the
    text of such a range stands in its first cell."""

    name: str
    rows: list[list[str]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


def decode(data: bytes) -> str:
    """Text of unlabelled bytes: BOM, UTF-16 by its zero bytes, UTF-8, DOS or Macintosh by umlauts, Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    sample = data[:2000]
    if sample.count(0) > len(sample) // 4:
        little_endian = sample[1::2].count(0) >= sample[::2].count(0)
        return data.decode("utf-16-le" if little_endian else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return legacy(data)


def legacy(data: bytes) -> str:
    """Text of bytes in one of the 8-bit code pages of western Europe; every byte string has one."""
    beyond_ascii = sum(byte >= 0x80 for byte in data)
    if 2 * (len(_DOS_SMALL.findall(data)) + len(_DOS_CAPITAL.findall(data))) > beyond_ascii:
        return data.decode("cp850")
    if 2 * len(_MAC_UMLAUT.findall(data)) > beyond_ascii:
        return data.decode("mac_roman")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def read_csv(data: bytes) -> list[list[str]]:
    """Rows of a CSV file in whatever encoding and with whatever separator (``;`` ``,`` tab ``|`` ``^``)."""
    text = decode(data)
    first, _, rest = text.partition("\n")
    if first.strip('\r "').lower() in {f"sep={s}" for s in SEPARATORS}:  # Excel's own hint, which it does not show
        return _rows(rest, first.strip('\r "')[-1])
    separator, regular = _separator(text)
    if regular == 0 and (bare := _unwrapped(text)) is not None:
        text, separator = bare, _separator(bare)[0]
    return _rows(text, separator)


def read_xlsx(data: bytes) -> list[Sheet]:
    """The visible sheets of an XLSX, XLS or ODS file. Raises ValueError, in words, when it cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise ValueError("the file is protected by a password")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
        return [_sheet(name, book.get_sheet_by_name(name)) for name in shown]
    except CalamineError as error:
        raise ValueError(f"the file is no spreadsheet or is damaged ({error})") from error


def read_rows(path: Path) -> list[list[str]]:
    """Rows of a CSV file, or of the first sheet. Raises OSError, and ValueError when a spreadsheet is unreadable."""
    data = path.read_bytes()
    if not data.startswith((ZIP, OLE)):
        return read_csv(data)
    sheets = read_xlsx(data)
    return sheets[0].rows if sheets else []


def _rows(text: str, separator: str) -> list[list[str]]:
    """Rows by one separator; a quotation mark that is never closed (an inch sign) is an ordinary character."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        rows = [[_unquoted(c) for c in line.split(separator)] if line else [] for line in text.splitlines()]
    return [[_AS_TEXT.sub(r"\1", cell.strip()) for cell in row] for row in rows]


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _separator(text: str) -> tuple[str, float]:
    """(the separator by which the rows are most regular, 0 when nothing is separated by any)."""
    sample = text if len(text) <= _SAMPLE else text[: text.rfind("\n", 0, _SAMPLE)]
    regular = {separator: _regularity(_rows(sample, separator)) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: regular[separator])
    return best, regular[best]


def _unwrapped(text: str) -> str | None:
    """The text without the quotation marks that some programs put around whole lines; None when they are not there."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(len(line) > 1 and line[0] == line[-1] == '"' for line in lines):
        return None
    return "\n".join(map(_unquoted, lines))


def _regularity(rows: Sequence[Sequence[str]]) -> float:
    """How regular rows are: more than 1 when nearly all are equally wide; else below 1, more for more cells in rows of
    the most frequent width (a letterhead above the table is not regular); 0 when nothing was separated."""
    widths = Counter(len(row) for row in rows if any(row))
    wide = Counter({width: n for width, n in widths.items() if width > 1})
    if not wide:
        return 0.0
    width, count = wide.most_common(1)[0]
    share = count / widths.total()
    return 1 + share if share >= _REGULAR else 1 - 1 / (1 + count * (width - 1))


def _sheet(name: str, sheet: Any) -> Sheet:
    return Sheet(name, _sheet_rows(sheet), tuple(sheet.merged_cell_ranges or ()))


def _sheet_rows(sheet: Any) -> list[list[str]]:
    """Rows from A1 on, whatever empty rows and columns the file leaves out."""
    if sheet.start is None:
        return []
    above, left = sheet.start
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    return [[] for _ in range(above)] + [[""] * left + row if any(row) else [] for row in rows]


def _text(value: object) -> str:
    """A cell as a person reads it: 12 for 12.0, ISO dates, no binary noise in 0.30000000000000004."""
    if isinstance(value, str):
        return value.strip()
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)
