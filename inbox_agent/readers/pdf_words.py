"""The words of a PDF page as a person sees them: printed, filled into a form, typed onto it; whichever way it turns.

PDF 32000-1: text matrices 9.4.2, rendering modes 9.3.6, form fields 12.7, annotations 12.5."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from inbox_agent.readers.pdf_layout import Word

_MARKS = {"StrikeOut": "struck out", "Ink": "drawn by hand"}
_LETTER = 0.5  # of its height: width of a letter of filled-in text, whose font is not looked up
_FILLED_IN = 9.0  # points, its usual size
_INVISIBLE = 3  # text rendering mode of the text that scanners lay under their picture
_UNKNOWN = "(cid:"  # how pdfminer writes a sign that its font gives no letter for

Character = Mapping[str, Any]


def words(page: Any) -> tuple[list[Word], str]:
    """(words with their places in the direction in which most of the page reads, the text in other directions: a note
    along the margin, a stamp across)."""
    from pdfplumber.utils.text import extract_words

    groups: dict[str, list[Character]] = {}
    for char in page.chars:
        groups.setdefault(_direction(char["matrix"]), []).append(char)
    if not groups:
        return list(_typed(page)), ""
    main = max(groups, key=lambda direction: len(groups[direction]))
    turned = [_turned(char, main, page) for char in groups.pop(main)]
    found = [Word(w["text"], w["x0"], w["x1"], w["top"], w["bottom"]) for w in extract_words(turned)]
    across = " ".join("".join(char["text"] for char in chars) for chars in groups.values())
    return [*found, *(_typed(page) if main == "right" else ())], " ".join(across.split())


def is_garbled(page: Any) -> bool:
    """Whether the page's fonts do not say which letters they draw."""
    unknown = sum(char["text"].startswith(_UNKNOWN) for char in page.chars)
    return bool(5 * unknown > len(page.chars))


def is_hidden(drawn: Any) -> bool:
    """Whether text of a page (pypdfium2) is there to be found and not to be seen."""
    import pypdfium2.raw as pdfium

    texts = drawn.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,))
    return any(pdfium.FPDFTextObj_GetTextRenderMode(text.raw) == _INVISIBLE for text in texts)


def marks(page: Any) -> str | None:
    """What somebody drew onto the page that changes what it says, in words."""
    found = Counter(_MARKS.get(_name(annotation["data"].get("Subtype"))) for annotation in page.annots)
    said = [mark for mark in found if mark]
    return f"something on it is {' and '.join(said)}" if said else None


def _direction(matrix: Sequence[float]) -> str:
    """Where the writing runs: right, left (upside down), up, down, or across."""
    a, b = matrix[0], matrix[1]
    if abs(b) <= 0.1 * abs(a):
        return "right" if a > 0 else "left"
    if abs(a) <= 0.1 * abs(b):
        return "up" if b > 0 else "down"
    return "across"


def _turned(char: Character, direction: str, page: Any) -> dict[str, Any]:
    """A character where it would be if the page were turned so that it reads from left to right."""
    x0, x1, top, bottom = char["x0"], char["x1"], char["top"], char["bottom"]
    match direction:
        case "up":
            x0, x1, top, bottom = page.height - bottom, page.height - top, x0, x1
        case "down":
            x0, x1, top, bottom = top, bottom, page.width - x1, page.width - x0
        case "left":
            x0, x1, top, bottom = page.width - x1, page.width - x0, page.height - bottom, page.height - top
    return {**char, "x0": x0, "x1": x1, "top": top, "doctop": top, "bottom": bottom, "upright": True}


def _typed(page: Any) -> Iterator[Word]:
    """What was filled into form fields and typed onto the page, a line each."""
    for annotation in page.annots:
        text = _value(annotation["data"])
        box_height = annotation["bottom"] - annotation["top"]
        lines = text.splitlines()
        height = min(box_height / max(1, len(lines)), _FILLED_IN)
        lead = (box_height - height) / 2 if len(lines) == 1 else 0.0
        for n, line in enumerate(lines):
            top = annotation["top"] + lead + n * height
            yield Word(line, annotation["x0"], annotation["x0"] + _LETTER * height * len(line), top, top + height)


def _value(data: Mapping[str, Any]) -> str:
    """The text of a form field or of a typed note; of a ticked box "x"."""
    kind = _name(data.get("Subtype"))
    if kind == "FreeText":
        return _text(data.get("Contents"))
    if kind != "Widget":
        return ""
    if _name(_inherited(data, "FT")) == "Btn":
        return "x" if _name(data.get("AS")) not in ("", "Off") else ""
    return _text(_inherited(data, "V"))


def _inherited(data: Mapping[str, Any], key: str) -> Any:
    """A field's entry, or that of the field it is part of."""
    from pdfminer.pdftypes import resolve1

    for _ in range(5):
        if key in data:
            return resolve1(data[key])
        parent = resolve1(data.get("Parent"))
        if not isinstance(parent, dict):
            return None
        data = parent
    return None


def _text(value: Any) -> str:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    value = resolve1(value)
    return decode_text(value).strip() if isinstance(value, bytes) else _name(value)


def _name(value: Any) -> str:
    name = getattr(value, "name", "")
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)
