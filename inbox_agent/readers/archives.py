"""ZIP files, and the office files that are ZIPs inside, opened so that no crafted one fills the memory or the day.

What an archive says of itself is checked first (number of members, sizes, overlaps, passwords), what it really holds
when it is read: a member that unpacks to anything else than it says fails its checksum (APPNOTE.TXT, 4.4.7)."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from inbox_agent.readers import limits
from inbox_agent.tables import OLE, ZIP

PASSWORD = "the file is protected by a password"
ENTITIES = "the file declares XML entities and was not read"
_ENDS = ((b"PK\x06\x06", 40, struct.Struct("<Q")), (b"PK\x05\x06", 12, struct.Struct("<I")))  # ZIP64, then the usual
_LONG_ENTRY = 500  # bytes; an entry of the directory takes 46 and its name
_HEADER = 30  # bytes before a member's name and data
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may want a dictionary of gigabytes
_ODD_XML = (b"<!DOCTYPE", b"<!ENTITY")


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, when it may be unpacked. Raises ValueError whose text is one line for a person."""
    if _directory_size(data) > limits.MAX_MEMBERS * _LONG_ENTRY:
        raise ValueError(f"the file has more than {limits.MAX_MEMBERS} parts and was not opened")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
        raise ValueError("the file is damaged") from error
    _check(archive.infolist(), len(data))
    return archive


def verified(data: bytes) -> zipfile.ZipFile:
    """As ``opened``, for an office file: every part unpacks to what it says, and no XML declares entities."""
    archive = opened(data)
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in member(archive, "META-INF/manifest.xml"):
        raise ValueError(PASSWORD)  # ODF 1.2 part 3, 3.4
    for info in archive.infolist():
        start = member(archive, info)[:4096]
        if any(odd in start for odd in _ODD_XML):
            raise ValueError(ENTITIES)
    return archive


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo | str) -> bytes:
    """A member's bytes. Raises ValueError, in words, and KeyError for a name that is not there."""
    try:
        return archive.read(info)
    except KeyError:
        raise
    except Exception as error:  # zlib's and zipfile's own kinds: checksum, cut off, sizes that lie
        raise ValueError("the file is damaged") from error


def xml(archive: zipfile.ZipFile, name: str) -> Element:
    """A part's root element. Raises ValueError, in words, for XML that is broken or declares entities."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(member(archive, name), forbid_dtd=True)
        return root
    except DefusedXmlException as error:
        raise ValueError(ENTITIES) from error
    except (ParseError, KeyError) as error:
        raise ValueError("the file is damaged") from error


def names(data: bytes) -> frozenset[str]:
    """The members' names; none when it is no ZIP or may not be opened."""
    try:
        return frozenset(opened(data).namelist()) if data.startswith(ZIP) else frozenset()
    except ValueError:
        return frozenset()


def is_encrypted(data: bytes) -> bool:
    """An office file with a password is an OLE container around the encrypted ZIP (MS-OFFCRYPTO)."""
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data


def _directory_size(data: bytes) -> int:
    """Bytes of the list of members, as the archive says; zipfile takes that many into memory."""
    for sign, offset, size in _ENDS:
        at = data.rfind(sign, -70_000)
        if 0 <= at <= len(data) - offset - size.size:
            return int(size.unpack_from(data, at + offset)[0])
    return 0


def _check(members: Sequence[zipfile.ZipInfo], size: int) -> None:
    if len(members) > limits.MAX_MEMBERS:
        raise ValueError(f"the file has more than {limits.MAX_MEMBERS} parts and was not opened")
    if any(info.flag_bits & 0x1 for info in members):
        raise ValueError(PASSWORD)
    if sum(info.file_size for info in members) > limits.MAX_UNPACKED:
        raise ValueError(limits.UNPACKED_TOO_LARGE)
    if any(info.compress_type not in _USUAL for info in members):
        raise ValueError("the file is packed in a way that is not read")
    end = 0
    for info in sorted(members, key=lambda m: m.header_offset):
        if info.header_offset < end:
            raise ValueError("the file's parts overlap: it is made to fill the memory, and was not opened")
        end = info.header_offset + _HEADER + info.compress_size
    if end > size:
        raise ValueError("the file is damaged")
