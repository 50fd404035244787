"""What kind of file an attachment is. Its content decides; its name and type lie (a CSV called
application/vnd.ms-excel, an .xls that is HTML)."""

from functools import lru_cache

from inbox_agent.model import Attachment
from inbox_agent.readers import archives, edifact_syntax, x12_syntax, xml_safe
from inbox_agent.readers.archives import is_encrypted
from inbox_agent.tables import OLE, ZIP

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_BOXED_IMAGES = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")  # ISO base media files, from the fifth byte on
_SHEETS = (".xlsx", ".xlsm", ".xltx", ".xlsb", ".ods")
_WORDS = (".docx", ".docm", ".dotx")
_EMPTY = b"PK\x05\x06"  # an archive without anything in it
_WORKBOOK = "Workbook".encode("utf-16-le")
_TEXTUAL_CONTROLS = set(b"\t\n\r\f\x1b")


def is_pdf(attachment: Attachment) -> bool:
    return b"%PDF-" in attachment.data[:1024] and not is_message(attachment.data)


def is_image(attachment: Attachment) -> bool:
    data = attachment.data
    return _is_picture(data) or (attachment.content_type.startswith("image/") and not is_text(data))


def is_spreadsheet(attachment: Attachment) -> bool:
    """XLSX, XLSM, XLSB and ODS by what is in the ZIP; XLS, or an encrypted XLSX, by what is in the OLE container."""
    data, name = attachment.data, attachment.name.lower()
    if data.startswith(OLE):
        return _WORKBOOK in data or (is_encrypted(data) and not name.endswith(_WORDS))
    members = _members(data)
    if data.startswith(ZIP) and not members:
        return name.endswith(_SHEETS)  # it may not be opened; the reader says why
    return any(m.startswith("xl/workbook") for m in members) or _is_open_document(members, "spreadsheet", attachment)


def is_word(attachment: Attachment) -> bool:
    """DOCX and DOCM by what is in the ZIP, one that cannot be opened by its name."""
    data, name = attachment.data, attachment.name.lower()
    if data.startswith(OLE):
        return is_encrypted(data) and name.endswith(_WORDS)
    members = _members(data)
    if data.startswith(ZIP) and not members:
        return name.endswith(_WORDS)
    return "word/document.xml" in members


def is_open_document_text(attachment: Attachment) -> bool:
    """ODT, as LibreOffice writes it."""
    unopened = attachment.data.startswith(ZIP) and not _members(attachment.data)
    named = unopened and attachment.name.lower().endswith(".odt")
    return named or _is_open_document(_members(attachment.data), "text", attachment)


def is_archive(attachment: Attachment) -> bool:
    """A ZIP that is no office file."""
    office = is_spreadsheet(attachment) or is_word(attachment) or is_open_document_text(attachment)
    return attachment.data.startswith((ZIP, _EMPTY)) and not office


def _is_open_document(members: frozenset[str], kind: str, attachment: Attachment) -> bool:
    """ODF names its kind in the first, uncompressed member (part 3, 3.3)."""
    return "content.xml" in members and f"opendocument.{kind}".encode() in attachment.data[:100]


def is_text(data: bytes) -> bool:
    """Text in whatever encoding: hardly any control characters, or UTF-16 (every other byte zero). What one program
    wrote for another (XML, EDIFACT, X12) is none."""
    if is_message(data):
        return False
    sample = data[:4000]
    if b"%PDF-" in sample[:1024] or sample.startswith((ZIP, OLE)) or _is_picture(sample):
        return False
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    zeros = sample.count(0)
    if zeros:
        return zeros > len(sample) // 4 and max(sample[::2].count(0), sample[1::2].count(0)) > zeros * 0.95
    return sum(byte < 0x20 and byte not in _TEXTUAL_CONTROLS for byte in sample) <= len(sample) // 100


def is_message(data: bytes) -> bool:
    """EDIFACT, X12, or XML that is no page."""
    return edifact_syntax.looks_like(data) or x12_syntax.looks_like(data) or xml_safe.root_name(data) is not None


def _is_picture(data: bytes) -> bool:
    bitmap = data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"
    return bitmap or data.startswith(_IMAGES) or data[8:12] == b"WEBP" or data[4:12] in _BOXED_IMAGES


@lru_cache(maxsize=1)
def _members(data: bytes) -> frozenset[str]:
    return archives.names(data)
