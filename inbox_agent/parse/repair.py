"""Bytes of a message as its sender's program meant them, so that the standard library's parser takes them.

What stands before the header, line ends that were doubled, header lines broken without the blank that RFC 5322 (2.2.3)
wants, an empty line in the middle of the header."""

import re

MAX_HEADER = 1_000_000  # bytes; what is beyond is not read
_SOUND = re.compile(rb"(?:(?:[!-9;-~]++:|[ \t])[^\r\n]*+(?:\r\n|\r|\n|\Z))*+")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
_BY_PROGRAMS = re.compile(
    rb"(?:mime-version|content-(?:type|transfer-encoding|disposition|language)|message-id|received|return-path|"
    rb"dkim-signature|x-[\w-]+)[ \t]*:",
    re.IGNORECASE,
)
_MBOX_ESCAPE = re.compile(rb"^>From ", re.MULTILINE)
_HEADER_ENDS = (b"\n\n", b"\r\n\r\n", b"\n\r\n", b"\r\r")
_MIME_BELOW = re.compile(rb"\s*(?:mime-version|content-type|content-transfer-encoding)[ \t]*:", re.IGNORECASE)
_CONTENT_TYPE = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)


def repaired(data: bytes) -> tuple[bytes, bool]:
    """(the message, whether all of its header is in it)."""
    data = _with_one_header(_from_the_header_on(data))
    start, end = header_end(data)
    head, rest = data[:start], data[end:]
    whole = len(head) <= MAX_HEADER
    head = head if whole else head[:MAX_HEADER].rpartition(b"\n")[0] or head[:MAX_HEADER]
    mended = _mended(head.replace(b"\0", b""))
    if whole and mended == head:
        return data, True
    return mended + (b"\n\n" + rest if start < len(data) else b""), whole


def header_end(data: bytes) -> tuple[int, int]:
    """Where the first empty line begins and ends; the end of the data, twice, when there is none."""
    found = ((at, at + len(end)) for end in _HEADER_ENDS if (at := data.find(end)) >= 0)
    return min(found, default=(len(data), len(data)))


def _with_one_header(data: bytes) -> bytes:
    """Without the empty line that cuts the fields of MIME off the header."""
    start, end = header_end(data)
    if not _MIME_BELOW.match(data, end) or _CONTENT_TYPE.search(data, 0, start):
        return data
    return data[:start] + b"\n" + data[end:].lstrip(b"\r\n")


def _from_the_header_on(data: bytes) -> bytes:
    """Without a byte order mark, empty lines and doubled line ends; UTF-16 as UTF-8; lines that an mbox file escaped as
    they were."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    if b"\r\r\n" in data[:MAX_HEADER]:
        data = data.replace(b"\r\r\n", b"\r\n")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return _MBOX_ESCAPE.sub(b"From ", data) if data.startswith(b"From ") else data


def _mended(head: bytes) -> bytes:
    """The header with every line a field or the continuation of one.

    Any other belongs to the field above, if fields that only programs write follow; else the header ends there, as the
    parser finds by itself."""
    if _SOUND.fullmatch(head):
        return head
    lines = head.splitlines()
    odd = [n for n, line in enumerate(lines) if not _is_sound(line, n)]
    last = max((n for n, line in enumerate(lines) if _BY_PROGRAMS.match(line)), default=-1)
    for n in odd:
        if field := _FIELD.match(lines[n]):
            lines[n] = field[1] + b":" + lines[n][field.end() :]
        elif n < last or (n and lines[n - 1].rstrip().endswith(b";")):
            lines[n] = (b" " if n else b"X-Unreadable: ") + lines[n]
    return b"\n".join(lines)


def _is_sound(line: bytes, number: int) -> bool:
    field = _FIELD.match(line)
    if field:
        return not field[0].endswith((b" :", b"\t:"))
    return line.startswith((b" ", b"\t")) or (number == 0 and line.startswith(b"From "))
