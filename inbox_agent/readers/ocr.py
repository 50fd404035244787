"""Text recognition of pictures, by tesserocr (extra ``ocr``) with Debian's data for German and English.

Recognised text is never sure: whoever uses it marks the Document as ``recognised``, and a person looks at it."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from inbox_agent.readers.pdf_layout import Word

LANGUAGES = ("deu", "eng")
NOT_INSTALLED = "its text was not read: to read scans, install the extra: pip install 'inbox-agent[ocr]'"
NO_DATA = "its text was not read: to read scans, install tesseract's data (Debian: tesseract-ocr-deu tesseract-ocr-eng)"
TOO_LARGE = "the picture has too many pixels and was not opened"
MAX_PIXELS = 40_000_000  # of a picture; beyond that it is not opened
RESOLUTION = 200  # dots an inch at which pages are drawn
LONGEST_SIDE = 3_000  # pixels; larger pictures are made smaller
_PIECE = 700  # pixels of the square by which it is seen which way is up
MAX_PAGES = 5  # that are recognised of one file
MAX_SECONDS = 20.0  # for all of them
_NOISE, _CERTAIN = 35, 80  # percent, below which a word is noise, and from which on it is certain
_MOSTLY = 0.4  # share of the letters that are clear in a page that is the right way up
_LETTERS = 12  # clear ones, without which a picture has no text
_RULE = 60  # pixels from which on a dark run is a ruled line, not a letter
_DARK = 140  # of 255
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
)


def missing() -> str | None:
    """What must be installed before anything can be recognised, in one line; None when all is there."""
    try:
        import tesserocr  # noqa: F401
    except ImportError:
        return NOT_INSTALLED
    return None if _data() else NO_DATA


def words(picture: Any, until: float) -> list[Word]:
    """The words of a picture (PIL) with their places, upright: a page that was scanned sideways is turned. None when
    there is no clear text. ``until``: the moment (time.monotonic) at which recognition is given up."""
    from PIL import ImageOps
    from tesserocr import PSM, PyTessBaseAPI

    picture = _shrunk(ImageOps.exif_transpose(picture).convert("L"))
    folder, languages = _data() or ("", "")
    with PyTessBaseAPI(path=folder, lang=languages, psm=PSM.SINGLE_BLOCK) as tesseract:
        tesseract.SetVariable("user_defined_dpi", str(RESOLUTION))
        angle = _angle(tesseract, picture, until)
        found = _recognised(tesseract, picture.rotate(angle, expand=True), until)
    return [word for word, sure in found if sure >= _NOISE] if _clear(found) >= _LETTERS else []


def _angle(tesseract: Any, picture: Any, until: float) -> int:
    """By how many degrees a picture must be turned to be read, tried on the piece of it with the most ink."""
    piece = picture.crop(_densest(picture))
    found = _recognised(tesseract, piece, until)
    upright = _clear(found)
    if upright >= _MOSTLY * sum(len(word.text) for word, _ in found):
        return 0
    clear = {angle: _clear(_recognised(tesseract, piece.rotate(angle, expand=True), until)) for angle in (90, 270, 180)}
    best = max(clear, key=lambda angle: clear[angle])
    return best if clear[best] > max(upright, _LETTERS) else 0


def _densest(picture: Any) -> tuple[int, int, int, int]:
    """The square of _PIECE pixels, of some that overlap, with the most dark pixels."""
    import numpy

    dark = numpy.asarray(picture) < _DARK
    tops = range(0, max(1, dark.shape[0] - _PIECE // 2), _PIECE // 2)
    lefts = range(0, max(1, dark.shape[1] - _PIECE // 2), _PIECE // 2)
    squares = [(left, top, left + _PIECE, top + _PIECE) for top in tops for left in lefts]
    best = max(squares, key=lambda s: int(dark[s[1] : s[3], s[0] : s[2]].sum()))
    return best[0], best[1], min(best[2], dark.shape[1]), min(best[3], dark.shape[0])


def _clear(found: Sequence[tuple[Word, float]]) -> int:
    """Letters in words that are long and certain; in a photo of something else, or a page on its side, are none."""
    return sum(len(word.text) for word, sure in found if sure >= _CERTAIN and len(word.text) >= 4)


def _data() -> tuple[str, str] | None:
    """(folder, languages) of the recognition data."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    for folder in (*((prefix, f"{prefix}/tessdata") if prefix else ()), *_FOLDERS):
        there = [language for language in LANGUAGES if Path(folder, f"{language}.traineddata").is_file()]
        if there:
            return folder, "+".join(there)
    return None


def _recognised(tesseract: Any, picture: Any, until: float) -> list[tuple[Word, float]]:
    """Words with their confidence in percent; none when the time is over."""
    left = until - time.monotonic()
    if left <= 0:
        return []
    tesseract.SetImage(_without_rules(picture))
    return list(_found(tesseract)) if tesseract.Recognize(int(left * 1000) + 1) else []


def _found(tesseract: Any) -> Iterator[tuple[Word, float]]:
    from tesserocr import RIL, iterate_level

    iterator = tesseract.GetIterator()
    for level in iterate_level(iterator, RIL.WORD) if iterator else ():
        box, text = level.BoundingBox(RIL.WORD), ""
        with suppress(RuntimeError):  # how tesserocr says that there is no text
            text = level.GetUTF8Text(RIL.WORD).strip()
        if box and any(c.isalnum() for c in text):
            left, top, right, bottom = box
            yield Word(text, left, right, top, bottom), level.Confidence(RIL.WORD)


def _shrunk(picture: Any) -> Any:
    side = max(picture.size)
    if side <= LONGEST_SIDE:
        return picture
    return picture.resize(tuple(max(1, n * LONGEST_SIDE // side) for n in picture.size))


def _without_rules(picture: Any) -> Any:
    """Without ruled lines: between them tesseract loses cells."""
    import numpy
    from PIL import Image

    pixels = numpy.array(picture)
    dark = pixels < _DARK
    for axis in (0, 1):
        pixels[_long_runs(dark, axis)] = 255
    return Image.fromarray(pixels)


def _long_runs(dark: Any, axis: int) -> Any:
    """Where dark pixels stand in a run of at least _RULE along an axis."""
    import numpy

    if dark.shape[axis] <= _RULE:
        return numpy.zeros_like(dark)
    along = numpy.moveaxis(dark, axis, 0)
    sums = numpy.cumsum(along, axis=0, dtype=numpy.int32)
    windows = sums[_RULE - 1 :].copy()
    windows[1:] -= sums[:-_RULE]
    starts = numpy.zeros(along.shape, dtype=numpy.int32)
    starts[: len(windows)] = windows == _RULE
    covered = numpy.cumsum(starts, axis=0)
    covered[_RULE:] -= covered[:-_RULE].copy()
    return numpy.moveaxis(covered > 0, 0, axis)
