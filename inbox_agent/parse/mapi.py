"""The list of properties within winmail.dat (MS-OXTNEF, 2.1.3.4), as far as it is sound."""

from inbox_agent.parse.charset import text

Properties = dict[int, str | bytes]  # by the number of the property; text for strings, else the bytes

_STRING, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_SEVERAL = 0x1000  # flag of a type: more than one value
_NAMED = 0x8000  # from here on, a property has a name of its own before its value
_CODEPAGES = {1200: "utf-16-le", 20127: "ascii", 28591: "iso-8859-1", 28605: "iso-8859-15", 65001: "utf-8"}


def read(data: bytes, charset: str) -> tuple[Properties, bool]:
    """(the properties, whether all of them could be read). ``charset`` is that of strings that are not Unicode."""
    found: Properties = {}
    cursor = _Cursor(data)
    try:
        for _ in range(cursor.number()):
            name, kind = divmod(cursor.number(), 0x10000)
            if name >= _NAMED:
                cursor.skip_name()
            value = _value(cursor, kind)
            if kind == _UNICODE:
                found.setdefault(name, value.decode("utf-16-le", errors="replace").rstrip("\0"))
            elif kind == _STRING:
                found.setdefault(name, text(value.rstrip(b"\0"), charset))
            else:
                found.setdefault(name, value)
    except ValueError:
        return found, False
    return found, True


def codepage(number: int) -> str:
    """The charset that Windows knows by this number."""
    return _CODEPAGES.get(number, f"cp{number}")


class _Cursor:
    """Takes bytes from the front; ValueError where there are no more."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> bytes:
        """That many bytes; those that fill them up to a multiple of four are skipped."""
        if self._at + size > len(self._data):
            raise ValueError("a property is cut off")
        taken = self._data[self._at : self._at + size]
        self._at += size + -size % 4
        return taken

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def skip_name(self) -> None:
        self.take(16)
        self.take(4 if self.number() == 0 else self.number())


def _value(cursor: _Cursor, kind: int) -> bytes:
    """The first value of a property; of a type without a known size nothing behind it can be read."""
    if kind & ~_SEVERAL in _SIZES:
        size = _SIZES[kind & ~_SEVERAL]
        return cursor.take(size * (cursor.number() if kind & _SEVERAL else 1))
    if kind & ~_SEVERAL not in (_STRING, _UNICODE, _OBJECT, _BINARY):
        raise ValueError("a property of an unknown type")
    values = [cursor.take(cursor.number()) for _ in range(cursor.number())]
    return values[0] if values else b""
