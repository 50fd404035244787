"""The message within an S/MIME signature that wraps it (RFC 8551, 3.5.2): CMS SignedData, RFC 5652, in BER.

Only the content is taken out; whether the signature is good is the mail server's business."""

from collections.abc import Iterator

_CONTEXT_0, _OCTETS, _OCTETS_IN_PIECES = 0xA0, 0x04, 0x24


def signed_content(data: bytes) -> bytes | None:
    """The signed MIME entity, or None when there is none or the structure is not as it should be."""
    try:
        content_info = next(_values(data))[1]
        wrapped = dict(_values(content_info))[_CONTEXT_0]
        signed_data = list(_values(next(_values(wrapped))[1]))
        encapsulated = dict(_values(signed_data[2][1]))[_CONTEXT_0]
        return _octets(encapsulated)
    except (StopIteration, KeyError, IndexError, ValueError, RecursionError):
        return None


def _octets(data: bytes) -> bytes:
    """Octet strings joined; large ones come in pieces."""
    return b"".join(_octets(v) if tag == _OCTETS_IN_PIECES else v for tag, v in _values(data))


def _values(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The (tag, content) pairs within ``data``."""
    at = 0
    while at + 2 <= len(data) and data[at : at + 2] != b"\0\0":
        content, after = _content(data, at)
        yield data[at], content
        at = after


def _content(data: bytes, at: int) -> tuple[bytes, int]:
    """Content of the value at ``at`` and where the next one starts. Raises ValueError when it runs over the end."""
    length, start = data[at + 1], at + 2
    if length == 0x80:  # until two zero bytes
        end = start
        while data[end : end + 2] != b"\0\0":
            if end + 2 > len(data):
                raise ValueError("value without end")
            end = _content(data, end)[1]
        return data[start:end], end + 2
    if length > 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start : start + size]), start + size
    if start + length > len(data):
        raise ValueError("value is cut off")
    return data[start : start + length], start + length
