"""What kind of file an attachment is. Its content decides; its name and type lie (a CSV called
application/vnd.ms-excel, an .xls that is HTML)."""

import io
import zipfile
from functools import lru_cache

from inbox_agent.model import Attachment
from inbox_agent.tables import OLE, ZIP

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_BOXED_IMAGES = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")  # ISO base media files, from the fifth byte on
_WORKBOOK = "Workbook".encode("utf-16-le")
_TEXTUAL_CONTROLS = set(b"\t\n\r\f\x1b")


def is_pdf(attachment: Attachment) -> bool:
    return b"%PDF-" in attachment.data[:1024]


def is_image(attachment: Attachment) -> bool:
    data = attachment.data
    return _is_picture(data) or (attachment.content_type.startswith("image/") and not is_text(data))


def is_spreadsheet(attachment: Attachment) -> bool:
    """XLSX, XLSM, XLSB and ODS by what is in the ZIP; XLS, or an encrypted XLSX, by what is in the OLE container."""
    data, name = attachment.data, attachment.name.lower()
    if data.startswith(OLE):
        return _WORKBOOK in data or (is_encrypted(data) and name.endswith((".xls", ".xlsx", ".xlsm")))
    members = _members(data)
    if data.startswith(ZIP) and not members:
        return name.endswith((".xlsx", ".xlsm", ".ods"))  # damaged; the reader says so
    return any(m.startswith("xl/workbook") for m in members) or ("content.xml" in members and name.endswith(".ods"))


def is_word(attachment: Attachment) -> bool:
    data = attachment.data
    unopened = is_encrypted(data) or (data.startswith(ZIP) and not _members(data))
    return "word/document.xml" in _members(data) or (unopened and attachment.name.lower().endswith(".docx"))


def is_encrypted(data: bytes) -> bool:
    """An office file with a password is an OLE container around the encrypted ZIP (MS-OFFCRYPTO)."""
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data


def is_text(data: bytes) -> bool:
    """Text in whatever encoding: hardly any control characters, or UTF-16 (every other byte zero)."""
    sample = data[:4000]
    if b"%PDF-" in sample[:1024] or sample.startswith((ZIP, OLE)) or _is_picture(sample):
        return False
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    zeros = sample.count(0)
    if zeros:
        return zeros > len(sample) // 4 and max(sample[::2].count(0), sample[1::2].count(0)) > zeros * 0.95
    return sum(byte < 0x20 and byte not in _TEXTUAL_CONTROLS for byte in sample) <= len(sample) // 100


def _is_picture(data: bytes) -> bool:
    bitmap = data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"
    return bitmap or data.startswith(_IMAGES) or data[8:12] == b"WEBP" or data[4:12] in _BOXED_IMAGES


def unpacked_size(data: bytes) -> int:
    """Bytes that a ZIP says it unpacks to; 0 when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return 0


@lru_cache(maxsize=16)
def _members(data: bytes) -> frozenset[str]:
    if not data.startswith(ZIP):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return frozenset()
