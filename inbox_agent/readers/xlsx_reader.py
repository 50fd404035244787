"""Spreadsheets: XLSX, XLS, ODS. Every visible sheet is a table, its rows numbered as Excel shows them.

Values are read as they were stored: no formula is worked out, no macro is run. A formula without a stored result stays
what it is ("=B2*C2"), which is no number to anybody who reads on; text that is struck out stands in ~~ ~~."""

from collections.abc import Mapping, Sequence
from statistics import median_low

from inbox_agent.model import Attachment, Document, Table
from inbox_agent.readers import archives, kinds, limits, sheet_marks
from inbox_agent.readers.sheet_marks import Marks
from inbox_agent.tables import ZIP, Sheet, read_xlsx

KIND = "xlsx"
FOREIGN = True  # read where it can be stopped
accepts = kinds.is_spreadsheet


def read(attachment: Attachment) -> Document:
    name = attachment.name
    try:
        marks = _marks(attachment.data)
        sheets = [sheet for sheet in read_xlsx(attachment.data) if any(any(row) for row in sheet.rows)]
    except ValueError as error:
        return Document(name, KIND, problem=str(error))
    problems = [_hidden(sheet, marks.get(sheet.name, Marks())) for sheet in sheets]
    tables = tuple(_table(name, sheet, marks.get(sheet.name, Marks())) for sheet in sheets[: limits.MAX_SHEETS])
    return Document(name, KIND, tables, problem=_problem(sheets) or next(filter(None, problems), None))


def _marks(data: bytes) -> Mapping[str, Marks]:
    if not data.startswith(ZIP):
        return {}
    with archives.verified(data) as archive:
        return sheet_marks.of(archive)


def _problem(sheets: Sequence[Sheet]) -> str | None:
    if not sheets:
        return "the spreadsheet is empty"
    if len(sheets) > limits.MAX_SHEETS:
        return f"it has {len(sheets)} sheets; the first {limits.MAX_SHEETS} were read"
    return limits.too_many_rows([len(sheet.rows) for sheet in sheets])


def _table(name: str, sheet: Sheet, marks: Marks) -> Table:
    """The rows and columns that are shown, as they are shown."""
    rows = [list(row) for row in sheet.rows]
    _fill_merged(rows, sheet)
    for (row, column), formula in marks.formulas.items():
        _put(rows, row, column, formula)
    for (row, column), (before, digits) in marks.zeros.items():
        if (text := _at(rows, row, column)).isdigit():
            _put(rows, row, column, before + text.zfill(digits))
    for row, column in marks.struck:
        if text := _at(rows, row, column):
            _put(rows, row, column, f"~~{text}~~")
    for row in marks.hidden_rows:
        rows[row : row + 1] = [[]] * len(rows[row : row + 1])
    if marks.hidden_columns:
        rows = [[cell for n, cell in enumerate(row) if n not in marks.hidden_columns] for row in rows]
    return limits.table(name, rows, sheet=sheet.name)


def _fill_merged(rows: list[list[str]], sheet: Sheet) -> None:
    """Words that stand beside several rows belong to each of them; a number (a quantity for all) is not repeated."""
    for (top, left), (bottom, _) in sheet.merged:
        text = _at(rows, top, left)
        if text and not text[:1].isdigit():
            for row in range(top + 1, min(bottom, len(rows) - 1) + 1):
                _put(rows, row, left, text)


def _at(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _put(rows: list[list[str]], row: int, column: int, text: str) -> None:
    if row < min(len(rows), limits.MAX_ROWS) and column < limits.MAX_COLUMNS:
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = text


def _hidden(sheet: Sheet, marks: Marks) -> str | None:
    """Rows that are hidden and as full as those that are shown: were they taken out, or forgotten?"""
    filled = {n: sum(cell not in ("", "0") for cell in row) for n, row in enumerate(sheet.rows)}
    usual = median_low([count for n, count in filled.items() if count > 1 and n not in marks.hidden_rows] or [2])
    full = [n + 1 for n in sorted(marks.hidden_rows) if filled.get(n, 0) >= usual]
    if not full:
        return None
    return f"rows that are hidden in the file were not read: {', '.join(map(str, full[:10]))}"
