"""Which letters the PDF can draw."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Font:
    """Helvetica is in every reader and knows Windows-1252; Vera (comes with reportlab) knows more of Europe."""

    regular: str
    bold: str
    knows: Callable[[str], bool]

    def drawable(self, text: str) -> str:
        """Without the accents, or as "?", where the font has no such letter."""
        return "".join(c if self.knows(c) else self._nearest(c) for c in text)

    def _nearest(self, character: str) -> str:
        bare = unicodedata.normalize("NFKD", character)[:1]
        return bare if bare and self.knows(bare) else "?"


def font_for(text: str) -> Font:
    """Helvetica where it has every letter of the text, else Vera."""
    return _helvetica() if all(map(_in_helvetica, text)) else _vera()


def _in_helvetica(character: str) -> bool:
    try:
        return bool(character.encode("cp1252"))
    except UnicodeEncodeError:
        return False


def _helvetica() -> Font:
    return Font("Helvetica", "Helvetica-Bold", _in_helvetica)


@cache
def _vera() -> Font:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    regular = TTFont("Vera", "Vera.ttf")
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))
    glyphs = regular.face.charToGlyph
    return Font("Vera", "VeraBd", lambda character: ord(character) in glyphs)
