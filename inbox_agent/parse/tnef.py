"""winmail.dat: Outlook's own wrapping of a message and its files (MS-OXTNEF, TNEF).

Own code: the library for it runs for hours on counts that a stranger made up, and gives up on all of a message for one
text that it cannot decode. Here nothing is read that is not there, and all that can be read is."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from inbox_agent.parse import mapi, rtf
from inbox_agent.parse.charset import text

SIGNATURE = b"\x78\x9f\x3e\x22"
_MOST = 20_000  # attributes; a message with a hundred files has five hundred
_DEEPEST = 5  # messages within messages
_MESSAGE = b"\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"  # IID_IMessage: an object that is TNEF again


@dataclass
class File:
    name: str = ""
    content_type: str = "application/octet-stream"
    content_id: str = ""
    data: bytes = b""


@dataclass
class Wrapped:
    """A message as Outlook wrapped it. ``whole`` is false when some of it was damaged."""

    subject: str = ""
    sender: str = ""
    email: str = ""
    plain: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)
    messages: list["Wrapped"] = field(default_factory=list)
    whole: bool = True


def unwrapped(data: bytes, depth: int = 0) -> Wrapped:
    """What is in a winmail.dat. Never raises: what is damaged is left out, and ``whole`` says so."""
    found = Wrapped(whole=data.startswith(SIGNATURE))
    charset = "cp1252"
    for name, value, sound in _attributes(data) if found.whole else ():
        found.whole = found.whole and sound
        file = found.files[-1] if found.files else File()
        match name:
            case 0x9007:  # attOemCodepage
                charset = mapi.codepage(int.from_bytes(value[:4], "little"))
            case 0x8004:  # attSubject
                found.subject = _string(value, charset)
            case 0x800C:  # attBody
                found.plain = _string(value, charset)
            case 0x9003:  # attMsgProps
                found.whole &= _describe(found, *mapi.read(value, charset))
            case 0x9002:  # attAttachRenddata: here a file begins
                found.files.append(File())
            case 0x8010:  # attAttachTitle
                file.name = file.name or _string(value, charset)
            case 0x800F:  # attAttachData
                file.data = value
            case 0x9005:  # attAttachment
                found.whole &= _describe_file(found, file, depth, *mapi.read(value, charset))
    found.files = [file for file in found.files if file.data]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """(name, value, whether its checksum fits) of each attribute; the last one may be cut off."""
    at = 6
    for _ in range(_MOST):
        if not data[at : at + 9].strip(b"\0\r\n"):
            return
        if at + 9 > len(data):
            break
        _, name, _, size = struct.unpack_from("<BHHI", data, at)
        value = data[at + 9 : at + 9 + size]
        at += 9 + size
        yield name, value, at + 2 <= len(data) and sum(value) & 0xFFFF == int.from_bytes(data[at : at + 2], "little")
        at += 2
    yield 0, b"", False


def _describe(message: Wrapped, known: mapi.Properties, sound: bool) -> bool:
    """Put the properties of a message in their place. Whether all of them could be read."""
    charset = mapi.codepage(_number(known.get(0x3FDE, b"")))  # PidTagInternetCodepage
    message.subject = message.subject or _string(known.get(0x0037, b""), charset)
    message.sender = _string(known.get(0x0C1A, b""), charset)  # PidTagSenderName
    message.email = _string(known.get(0x5D01) or known.get(0x0C1F, b""), charset)  # its SMTP address, its address
    message.plain = message.plain or _string(known.get(0x1000, b""), charset)  # PidTagBody
    message.html = _string(known.get(0x1013, b""), charset)  # PidTagHtml
    packed = known.get(0x1009)  # PidTagRtfCompressed
    if isinstance(packed, bytes) and not message.html:
        try:
            words, is_html = rtf.read(rtf.unpacked(packed))
        except ValueError:
            return False
        message.html = words if is_html else ""
        message.plain = message.plain or ("" if is_html else words)
    return sound


def _describe_file(message: Wrapped, file: File, depth: int, known: mapi.Properties, sound: bool) -> bool:
    """Put the properties of an attached file in their place; it may be a message. Whether all could be read."""
    named = known.get(0x3707) or known.get(0x3704) or known.get(0x3001, b"")  # long name, short name, as displayed
    file.name = _string(named, "cp1252") or file.name
    file.content_type = _string(known.get(0x370E, b""), "ascii").lower() or file.content_type
    file.content_id = _string(known.get(0x3712, b""), "ascii").strip("<> ")
    data = known.get(0x3701)  # PidTagAttachDataBinary, PidTagAttachDataObject
    if not isinstance(data, bytes):
        return sound
    if not data.startswith(_MESSAGE):
        file.data = file.data or data
        return sound
    if depth >= _DEEPEST:
        return False
    message.messages.append(unwrapped(data[len(_MESSAGE) :], depth + 1))
    return sound and message.messages[-1].whole


def _string(value: str | bytes, charset: str) -> str:
    return value if isinstance(value, str) else text(value.rstrip(b"\0"), charset)


def _number(value: str | bytes) -> int:
    return int.from_bytes(value[:4], "little") if isinstance(value, bytes) else 0
