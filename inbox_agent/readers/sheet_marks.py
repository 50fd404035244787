"""What a person sees of an XLSX sheet and its plain values do not tell: hidden rows and columns, formulas whose result
was not stored, text that is struck out, numbers shown with leading zeros (ECMA-376 part 1, 18.3 and 18.8).

The XML is searched, not parsed: most sheets have nothing of this, and a large one must stay fast."""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inbox_agent.readers.archives import member

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_UNSOLVED = re.compile(  # a formula in a cell that has no value, or an empty one that is no text
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FONT = re.compile(rb"<(?:\w+:)?font\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s+val=\"(?:1|true)\")?\s*/>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*\"([^\"]*)\"")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ZEROS = re.compile(r'(?:"([^"]*)")?(0{2,})')


@dataclass
class Marks:
    """Of one sheet; rows and columns from 0 on."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)  # "=B2*C2": their results were not stored
    struck: set[tuple[int, int]] = field(default_factory=set)
    zeros: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)  # (text before, number of digits)


@dataclass(frozen=True, slots=True)
class _Styles:
    """The numbers of cell styles that matter here."""

    struck: frozenset[str]
    zeros: Mapping[str, tuple[str, int]]


def of(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Sheet name -> its marks. Raises ValueError for a damaged file; a part that is missing marks nothing."""
    parts = set(archive.namelist())
    if "xl/workbook.xml" not in parts:
        return {}
    styles = _styles(member(archive, "xl/styles.xml")) if "xl/styles.xml" in parts else _Styles(frozenset(), {})
    return {name: _marks(member(archive, part), styles) for name, part in _sheets(archive) if part in parts}


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name of a sheet, the part that has its cells)."""
    relations = "xl/_rels/workbook.xml.rels"
    links = member(archive, relations) if relations in archive.namelist() else b""
    found = (_attributes(match[1]) for match in _RELATION.finditer(links))
    targets = {link.get("Id", ""): link.get("Target", "") for link in found}
    for match in _SHEET.finditer(member(archive, "xl/workbook.xml")):
        sheet = _attributes(match[1])
        link = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(link, "")
        yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _marks(xml: bytes, styles: _Styles) -> Marks:
    marks = Marks()
    if b"hidden=" in xml:
        marks.hidden_rows |= set(_hidden_rows(xml))
        marks.hidden_columns |= set(_hidden_columns(xml))
    for match in _UNSOLVED.finditer(xml) if b"<f" in xml or b":f" in xml else ():
        cell = _attributes(match[1])
        if cell.get("t") != "str" and (place := _place(cell.get("r", ""))):
            marks.formulas[place] = "=" + (html.unescape(match[2].decode("utf-8", "replace")) if match[2] else "…")
    for match in _CELL.finditer(xml) if styles.struck or styles.zeros else ():
        cell = _attributes(match[1])
        style, place = cell.get("s", ""), _place(cell.get("r", ""))
        if place and style in styles.struck:
            marks.struck.add(place)
        if place and style in styles.zeros:
            marks.zeros[place] = styles.zeros[style]
    return marks


def _hidden_rows(xml: bytes) -> Iterator[int]:
    row = -1
    for match in _ROW.finditer(xml):
        attributes = _attributes(match[1])
        row = int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else row + 1
        if attributes.get("hidden") in ("1", "true"):
            yield row


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for match in _COLUMN.finditer(xml):
        attributes = _attributes(match[1])
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in ("1", "true") and first.isdigit() and last.isdigit():
            yield from range(int(first) - 1, min(int(last), 20_000))


def _styles(xml: bytes) -> _Styles:
    fonts = [_STRIKE.search(match[1] or b"") is not None for match in _FONT.finditer(xml)]
    formats = {}
    for match in _FORMAT.finditer(xml):
        attributes = _attributes(match[1])
        if zeros := _ZEROS.fullmatch(html.unescape(attributes.get("formatCode", ""))):
            formats[attributes.get("numFmtId", "")] = (zeros[1] or "", len(zeros[2]))
    if not any(fonts) and not formats:
        return _Styles(frozenset(), {})
    listed = _STYLES.search(xml)
    cells = [_attributes(match[1]) for match in _STYLE.finditer(listed[1])] if listed else []
    struck = {str(n) for n, style in enumerate(cells) if _is_any(fonts, style.get("fontId", ""))}
    zeros_of = {str(n): formats[style["numFmtId"]] for n, style in enumerate(cells) if style.get("numFmtId") in formats}
    return _Styles(frozenset(struck), zeros_of)


def _is_any(fonts: list[bool], number: str) -> bool:
    return number.isdigit() and int(number) < len(fonts) and fonts[int(number)]


def _attributes(text: bytes) -> dict[str, str]:
    return {key.decode(): html.unescape(value.decode("utf-8", "replace")) for key, value in _ATTRIBUTE.findall(text)}


def _place(reference: str) -> tuple[int, int] | None:
    """(row, column) of "B7", from 0 on."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
