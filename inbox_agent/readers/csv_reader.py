"""CSV and other text with columns, whatever it is called."""

from inbox_agent.model import Attachment, Document
from inbox_agent.readers import html_reader, limits, rtf_reader
from inbox_agent.readers.kinds import is_text
from inbox_agent.tables import read_csv

KIND = "csv"
FOREIGN = False  # safe to read in this process
_NAMES = (".csv", ".tsv", ".tab")
_TYPES = ("text/csv", "text/tab-separated-values", "application/csv", "text/comma-separated-values")
_REGULAR = 0.8  # share of equally wide rows by which text that is not called CSV is a table
_SAMPLE = 50_000  # bytes by which that is judged


def accepts(attachment: Attachment) -> bool:
    """By name or type; else text in which most rows have as many columns, by tab, semicolon, bar or caret."""
    if not attachment.data.strip() or not is_text(attachment.data):
        return False
    if html_reader.accepts(attachment) or rtf_reader.accepts(attachment):
        return False
    named = attachment.name.lower().endswith(_NAMES) or attachment.content_type in _TYPES
    return named or _has_columns(attachment)


def read(attachment: Attachment) -> Document:
    if len(attachment.data) > limits.MAX_TEXT_BYTES:
        return Document(attachment.name, KIND, problem=limits.TEXT_TOO_LARGE)
    rows = read_csv(attachment.data)
    problem = limits.too_many_rows([len(rows)])
    return Document(attachment.name, KIND, (limits.table(attachment.name, rows),), problem=problem)


def _has_columns(attachment: Attachment) -> bool:
    sample = attachment.data[:_SAMPLE]
    if sample.lstrip()[:1] in (b"<", b"{"):
        return False
    if not any(separator in sample for separator in (b"\t", b";", b"|", b"^")):
        return False
    widths = [len(row) for row in read_csv(sample) if any(row)]
    usual = max(set(widths), key=widths.count, default=0)
    return len(widths) > 1 and usual > 1 and widths.count(usual) >= len(widths) * _REGULAR
