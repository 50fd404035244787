"""Spreadsheets: XLSX, XLS, ODS. Every visible sheet is a table, its rows numbered as Excel shows them."""

from inbox_agent.model import Attachment, Document
from inbox_agent.readers import kinds, limits
from inbox_agent.tables import read_xlsx

KIND = "xlsx"
FOREIGN = True  # read where it can be stopped
accepts = kinds.is_spreadsheet


def read(attachment: Attachment) -> Document:
    if kinds.unpacked_size(attachment.data) > limits.MAX_UNPACKED:
        return Document(attachment.name, KIND, problem=limits.UNPACKED_TOO_LARGE)
    try:
        sheets = [sheet for sheet in read_xlsx(attachment.data) if any(any(row) for row in sheet.rows)]
    except ValueError as error:
        return Document(attachment.name, KIND, problem=str(error))
    tables = tuple(limits.table(attachment.name, sheet.rows, sheet=sheet.name) for sheet in sheets)
    problem = limits.too_many_rows([len(sheet.rows) for sheet in sheets]) if sheets else "the spreadsheet is empty"
    return Document(attachment.name, KIND, tables, problem=problem)
