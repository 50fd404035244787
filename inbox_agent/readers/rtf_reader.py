"""Rich Text Format: its text, and its tables by the marks of their cells and rows."""

import re

from inbox_agent.model import Attachment, Document, Passage
from inbox_agent.readers import limits
from inbox_agent.tables import legacy

KIND = "rtf"
FOREIGN = True
_START, _CELL, _ROW = "\ue000", "\ue001", "\ue002"  # characters for private use, which no text has
_CONTROLS = {"trowd": _START, "cell": _CELL, "nestcell": _CELL, "row": _ROW, "nestrow": _ROW}
_CONTROL = re.compile(r"\\(trowd|nestcell|cell|nestrow|row)(?![a-z])")
_TABLE = re.compile(rf"(?:{_START}[^{_ROW}]*{_ROW}\s*)+")
_NOT_SHOWN = re.compile(r"\\(?:strike|striked1|deleted|v)(?![a-z0-9])")
CHANGED = "parts of it are struck out, deleted or hidden"


def accepts(attachment: Attachment) -> bool:
    return attachment.data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")


def read(attachment: Attachment) -> Document:
    from striprtf.striprtf import rtf_to_text

    name, source = attachment.name, legacy(attachment.data)
    marked = _CONTROL.sub(lambda control: rf"{{\uc1\u{ord(_CONTROLS[control[1]])}?}}", source)
    text: str = rtf_to_text(marked, errors="replace")  # type: ignore[no-untyped-call]
    rows = [_rows(match[0]) for match in _TABLE.finditer(text)]
    tables = tuple(limits.table(name, table) for table in rows if any(any(row) for row in table))
    passage = _plain(_TABLE.sub("\n", text))
    problem = _problem(source, bool(tables or passage)) or limits.too_much_text(len(passage))
    passages = (Passage(name, passage[: limits.MAX_TEXT]),) if passage else ()
    return Document(name, KIND, tables, passages, problem=problem)


def _rows(table: str) -> list[list[str]]:
    rows = (row.replace(_START, " ").split(_CELL)[:-1] for row in table.split(_ROW))
    return [[" ".join(cell.split()) for cell in row] for row in rows]


def _plain(text: str) -> str:
    lines = (line.rstrip() for line in re.sub(f"[{_START}{_CELL}{_ROW}]", " ", text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _problem(source: str, filled: bool) -> str | None:
    if not filled:
        return "the document has no text"
    return CHANGED if _NOT_SHOWN.search(source) else None
