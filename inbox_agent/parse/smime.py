"""The message within an S/MIME signature that wraps it (RFC 8551, 3.5.2): CMS SignedData, RFC 5652, in BER.

Only the content is taken out; whether the signature is good is the mail server's business."""

from collections.abc import Iterator

_CONTEXT_0, _OCTETS, _OCTETS_IN_PIECES = 0xA0, 0x04, 0x24
_END = b"\0\0"  # of a value of indefinite length
_MOST = 200_000  # values looked at: 25 MB come in 25,000 pieces


def signed_content(data: bytes) -> bytes | None:
    """The signed MIME entity, or None when there is none or the structure is not as it should be."""
    values = _Values()
    try:
        content_info = next(values.within(memoryview(data)))[1]
        wrapped = dict(values.within(content_info))[_CONTEXT_0]
        signed_data = list(values.within(next(values.within(wrapped))[1]))
        encapsulated = dict(values.within(signed_data[2][1]))[_CONTEXT_0]
        return values.octets(encapsulated)
    except (StopIteration, KeyError, IndexError, ValueError, RecursionError):
        return None


class _Values:
    """Reads values of BER, as many as a stranger may make us read."""

    def __init__(self) -> None:
        self._left = _MOST

    def within(self, data: memoryview) -> Iterator[tuple[int, memoryview]]:
        """The (tag, content) pairs within ``data``."""
        at = 0
        while at + 2 <= len(data) and bytes(data[at : at + 2]) != _END:
            content, after = self._content(data, at)
            yield data[at], content
            at = after

    def octets(self, data: memoryview) -> bytes:
        """Octet strings joined; large ones come in pieces."""
        return b"".join(self.octets(v) if tag == _OCTETS_IN_PIECES else bytes(v) for tag, v in self.within(data))

    def _content(self, data: memoryview, at: int) -> tuple[memoryview, int]:
        """Content of the value at ``at`` and where the next one starts. Raises ValueError when it runs over the end."""
        self._left -= 1
        if self._left < 0:
            raise ValueError("too many values")
        length, start = data[at + 1], at + 2
        if length == 0x80:  # until two zero bytes
            end = start
            while bytes(data[end : end + 2]) != _END:
                if end + 2 > len(data):
                    raise ValueError("value without end")
                end = self._content(data, end)[1]
            return data[start:end], end + 2
        if length > 0x80:
            size = length & 0x7F
            length, start = int.from_bytes(data[start : start + size]), start + size
        if start + length > len(data):
            raise ValueError("value is cut off")
        return data[start : start + length], start + length
