"""What a style makes of an element: hidden, pale, coloured, a block with an edge.

Only what decides about words is read, inline and from ``<style>`` rules with one simple selector; the cascade proper is
left to browsers. CSS 2.1 names; ``mso-hide`` is Word's."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HIDDEN = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|opacity:0(?:\.0+)?(?:;|!|$)|color:transparent"
    r"|font-size:[01](?:\.\d+)?(?:px|pt)?(?:;|!|$)|font-size:0(?:\.0+)?(?:em|rem|%)"
    r"|max-height:0(?:px)?(?:;|!|$)|text-indent:-\d{3,}px|(?<![\w-])(?:left|top):-\d{3,}px"
)
_COLOUR = re.compile(r"(?<![\w-])color:([^;!]+)")
_BACKGROUND = re.compile(r"(?<![\w-])background(?:-color|-image)?:([^;!]+)")
_RGB = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})")
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
_SIMPLE = re.compile(r"[a-z0-9]*([.#])([\w-]+)")
_FLAT = {"p", "p.msonormal", "*"}
_CLOSE = re.compile(r"margin(?:-top|-bottom)?:0")
_BRACE = re.compile(r"[{}]")
_NAMED = {
    "white": "ffffff", "black": "000000", "red": "ff0000", "blue": "0000ff", "green": "008000", "navy": "000080",
    "purple": "800080", "orange": "ffa500", "magenta": "ff00ff", "fuchsia": "ff00ff", "teal": "008080",
    "maroon": "800000", "darkred": "8b0000", "darkblue": "00008b", "darkgreen": "006400", "snow": "fffafa",
}  # fmt: skip
_LONGEST_SHEET = 200_000  # characters
_PALE, _VIVID = 0xF2, 0x60  # from here on a channel counts as white; so far apart are the channels of a colour

Rgb = tuple[int, int, int]


def compact(style: str) -> str:
    """A style attribute in lower case without white space, as the patterns here expect it."""
    return "".join(style.split()).lower()


def is_hidden(style: str) -> bool:
    """Whether a compact style takes the element's words out of sight."""
    return bool(_HIDDEN.search(style))


def colour(value: str) -> Rgb | None:
    """A CSS or HTML colour; None when it is none that we know."""
    value = _NAMED.get(value, value)
    if found := _RGB.match(value):
        return int(found[1]), int(found[2]), int(found[3])
    found = _HEX.match(value if value.startswith("#") else f"#{value}")
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(c * 2 for c in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def text_colour(style: str, attribute: str) -> Rgb | None:
    """The colour that an element gives its words (``attribute``: that of <font>), None when it gives none."""
    found = _COLOUR.search(style)
    return colour(found[1]) if found else colour(attribute) if attribute else None


def backdrop(style: str, attribute: str) -> str | None:
    """ "pale", "dark" (or a picture: nobody knows), or None when the element has no background of its own."""
    found = _BACKGROUND.search(style)
    value = found[1] if found else attribute
    if not value or value.startswith(("transparent", "none", "inherit", "initial", "rgba(0,0,0,0")):
        return None
    rgb = colour(value)
    return "pale" if rgb and is_pale(rgb) else "dark"


def is_pale(rgb: Rgb) -> bool:
    return min(rgb) >= _PALE


def is_vivid(rgb: Rgb) -> bool:
    """A colour that somebody chose to be seen: no black, no grey."""
    return max(rgb) - min(rgb) >= _VIVID


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """``hidden``: classes (".x") and ids ("#x") that are not shown. ``flat``: paragraphs have no space between them."""

    hidden: frozenset[str] = frozenset()
    flat: bool = False


def style_sheet(sources: Iterable[str]) -> StyleSheet:
    """The rules of ``<style>`` elements that hide something or set paragraphs close."""
    hidden: set[str] = set()
    flat = False
    for source in sources:
        for selectors, rules in _rules(_without_media(_without_comments(source[:_LONGEST_SHEET]))):
            if is_hidden(rules):
                hidden |= {found[1] + found[2] for name in selectors if (found := _SIMPLE.fullmatch(name))}
            flat = flat or bool(_CLOSE.search(rules) and _FLAT.intersection(selectors))
    return StyleSheet(frozenset(hidden), flat)


def _rules(source: str) -> Iterator[tuple[list[str], str]]:
    """(selectors, compact declarations) of each rule."""
    for rule in source.split("}"):
        selectors, _, declarations = rule.rpartition("{")
        yield [s.strip().lower() for s in selectors.split(",")], compact(declarations)


def _without_comments(source: str) -> str:
    first, *rest = source.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)


def _without_media(source: str) -> str:
    """Rules that hold everywhere: those within @media are for phones or for paper."""
    first, *rest = source.split("@media")
    return first + "".join(map(_after_block, rest))


def _after_block(source: str) -> str:
    """What follows the block in braces that ``source`` begins with."""
    depth = 0
    for found in _BRACE.finditer(source):
        depth += 1 if found[0] == "{" else -1
        if depth <= 0:
            return source[found.end() :]
    return ""
