"""What a part holds: its content-transfer-encoding undone (RFC 2045, 6), also where the label is misspelt, missing, or
the end was cut off."""

import binascii
import re

from inbox_agent.parse import uuencode
from inbox_agent.parse.tree import Part

_LONGEST_TEXT = 1_000_000  # bytes
_QUOTED = re.compile(rb"(?:=[0-9A-F]{2})+")
_BEYOND_ASCII = re.compile(rb"=(?:[C-F][0-9A-F]=[89AB][0-9A-F]|E4|F6|FC|DF|C4|D6|DC)")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4}\s*){12,}(?:[A-Za-z0-9+/]{2,3}={0,2}\s*)?")


def content(part: Part) -> tuple[bytes, bool]:
    """(the part's bytes, whether the encoding is complete)."""
    label, data = _label(part), part.encoded()
    if "base64" in label:
        return _from_base64(data)
    if "quoted" in label:
        return binascii.a2b_qp(data), True
    if "uue" in label:
        return uuencode.decoded(data), True
    return data, True


def undeclared(part: Part, data: bytes) -> bytes:
    """Text that is quoted-printable or base64 although no header says so."""
    if _label(part) not in ("", "7bit", "8bit", "binary") or not data.isascii() or len(data) > _LONGEST_TEXT:
        return data
    if b"=" not in data and b" " in data[:100]:
        return data  # as nearly all text
    if _BASE64.fullmatch(data.strip()):
        found, _ = _from_base64(data)
        return found if _is_text(found) else data
    escapes = b"".join(_QUOTED.findall(data))
    return binascii.a2b_qp(data) if _BEYOND_ASCII.search(escapes) else data


def _label(part: Part) -> str:
    return str(part.get("content-transfer-encoding", "")).strip().lower()


def _from_base64(data: bytes) -> tuple[bytes, bool]:
    """Decoded as far as it goes; a last group that is not full says that something was cut off."""
    try:
        return binascii.a2b_base64(data), True
    except binascii.Error:
        sound = re.sub(rb"[^A-Za-z0-9+/]", b"", data.partition(b"=")[0])
        return binascii.a2b_base64(sound[: len(sound) // 4 * 4]), False


def _is_text(data: bytes) -> bool:
    """Whether bytes are UTF-8 that a person can read."""
    try:
        shown = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return shown.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
