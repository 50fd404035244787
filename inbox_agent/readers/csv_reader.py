"""CSV and other text with columns, whatever it is called."""

from inbox_agent.model import Attachment, Document
from inbox_agent.readers.kinds import is_text
from inbox_agent.readers.limits import table, too_many_rows
from inbox_agent.tables import read_csv

KIND = "csv"
FOREIGN = False  # safe to read in this process
_NAMES = (".csv", ".tsv", ".tab")
_TYPES = ("text/csv", "text/tab-separated-values", "application/csv", "text/comma-separated-values")
_REGULAR = 0.8  # share of equally wide rows by which text that is not called CSV is a table


def accepts(attachment: Attachment) -> bool:
    """By name or type; else text in which most rows have the same number of columns, by tab or semicolon."""
    if not attachment.data.strip() or not is_text(attachment.data):
        return False
    named = attachment.name.lower().endswith(_NAMES) or attachment.content_type in _TYPES
    return named or _has_columns(attachment)


def read(attachment: Attachment) -> Document:
    rows = read_csv(attachment.data)
    return Document(attachment.name, KIND, (table(attachment.name, rows),), problem=too_many_rows([len(rows)]))


def _has_columns(attachment: Attachment) -> bool:
    if attachment.data.lstrip()[:1] in (b"<", b"{"):
        return False
    if not any(separator in attachment.data for separator in (b"\t", b";", b"|")):
        return False
    widths = [len(row) for row in read_csv(attachment.data) if any(row)]
    usual = max(set(widths), key=widths.count, default=0)
    return len(widths) > 1 and usual > 1 and widths.count(usual) >= len(widths) * _REGULAR
