"""XML of strangers, parsed by defusedxml: entities are refused, nothing is fetched, size, number and depth of elements
are bounded. Names are without their namespaces."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from inbox_agent.tables import decode

MAX_BYTES = 10_000_000
MAX_ELEMENTS = 250_000
MAX_DEPTH = 60
_PAGES = ("html", "head", "body", "meta", "style", "table", "div", "p", "span", "b", "i", "font", "center", "svg")
_HEAD = 65_536  # bytes in which the first element must begin
_PROLOG = re.compile(r"\s*(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)", re.DOTALL)
_FIRST = re.compile(r"\s*<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)([^<>]*)")


class Node(ElementTree.Element):
    """An element that knows its line in the file."""

    line: int = 0

    def value(self, *paths: str) -> str:
        """The text of the first of these paths that has any."""
        return next((text for path in paths if (text := " ".join((self.findtext(path) or "").split()))), "")

    def first(self, *paths: str) -> "Node | None":
        """The first element that one of these paths has."""
        return next((node for path in paths for node in self.all(path)), None)

    def all(self, *paths: str) -> "Iterator[Node]":
        return (node for path in paths for node in self.iterfind(path) if isinstance(node, Node))

    def raw(self) -> str:
        """The element as it is written, without namespaces."""
        return ElementTree.tostring(self, encoding="unicode").strip()


def root_name(data: bytes) -> tuple[str, str] | None:
    """(namespace, name) of the first element, without parsing the rest; None when the bytes are no XML, or a page.

    >>> root_name(b'<?xml version="1.0"?><o:Order xmlns:o="urn:x"/>'), root_name(b"<html><b>Order</b></html>")
    (('urn:x', 'Order'), None)
    """
    if not data[:400].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return None
    text = decode(data[:_HEAD]).lstrip("\ufeff")
    at = 0
    while prolog := _PROLOG.match(text, at):
        at = prolog.end()
    first = _FIRST.match(text, at)
    if first is None or first[2].lower() in _PAGES:
        return None
    closed = re.search(rb"</(?:[\w.-]+:)?" + first[2].encode() + rb"\s*>\s*$", data[-200:]) is not None
    if not (at or closed or "xmlns" in first[3]):
        return None  # a text that begins with a "<"
    declared = f"xmlns:{re.escape(first[1])}" if first[1] else "xmlns"
    namespace = re.search(rf"\s{declared}\s*=\s*[\"']([^\"']*)", first[3])
    return (namespace[1] if namespace else ""), first[2]


def parse(data: bytes) -> Node:
    """The root element. Raises ValueError, in words."""
    if len(data) > MAX_BYTES:
        raise ValueError(f"the file has {len(data) // 1_000_000} MB; XML of up to {MAX_BYTES // 1_000_000} MB is read")
    errors = []
    for encoding in _encodings(data):
        try:
            return _parsed(data, encoding)
        except (ElementTree.ParseError, LookupError) as error:
            errors.append(str(error))
    raise ValueError(f"the XML is damaged ({errors[0]})")


def _encodings(data: bytes) -> Iterator[str | None]:
    """As declared (None), unless the bytes are plainly UTF-8; then what a wrong declaration mostly hides."""
    try:
        data.decode("utf-8")
        utf8 = not data.isascii() and 0 not in data[:200]
    except UnicodeDecodeError:
        utf8 = False
    yield from ("utf-8", None) if utf8 else (None, "utf-8", "cp1252")


def _parsed(data: bytes, encoding: str | None) -> Node:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import XMLParser

    builder = _Builder()
    parser = XMLParser(target=builder, encoding=encoding, forbid_entities=True, forbid_external=True)
    builder.expat = parser.parser
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException as error:
        raise ValueError("the XML declares entities, by which a small file can grow without end: not opened") from error
    assert isinstance(root, Node)
    return root


class _Builder(ElementTree.TreeBuilder):
    """Builds Nodes; gives up on a file that is meant to exhaust whoever reads it. Raises ValueError."""

    expat: Any = None

    def __init__(self) -> None:
        super().__init__(element_factory=Node)
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Node:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise ValueError(f"the XML is nested more than {MAX_DEPTH} deep: no order is")
        if self._count > MAX_ELEMENTS:
            raise ValueError(f"the XML has more than {MAX_ELEMENTS} elements")
        node = super().start(_local(tag), {_local(name): value for name, value in attrs.items()})
        assert isinstance(node, Node)
        node.line = self.expat.CurrentLineNumber
        return node

    def end(self, tag: str, /) -> ElementTree.Element:
        self._depth -= 1
        return super().end(_local(tag))


def _local(name: str) -> str:
    return name.rpartition("}")[2]
