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
LONGEST_SIDE, _SMALL_SIDE = 3_000, 1_400  # pixels; larger pictures are made smaller, and to see which way is up
MAX_PAGES = 5  # that are recognised of one file
MAX_SECONDS = 20.0  # for all of them
_NOISE, _CERTAIN = 35, 80  # percent, below which a word is noise, and from which on it is certain
_MOSTLY = 0.4  # share of the letters that are clear in a page that is the right way up
_LETTERS = 12  # clear ones, without which a picture has no text
_PAPER = 0.6  # share of a page that is paper
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

    picture = _shrunk(ImageOps.exif_transpose(picture).convert("L"), LONGEST_SIDE)
    small = _shrunk(picture, _SMALL_SIDE)
    if not _is_page(small) and _clear(_recognised(small, until)) < _LETTERS:
        return []
    found = _recognised(picture, until)
    if _clear(found) < _MOSTLY * sum(len(word.text) for word, _ in found):
        clear = {angle: _clear(_recognised(small.rotate(angle, expand=True), until)) for angle in (90, 270, 180)}
        angle = max(clear, key=lambda a: clear[a])
        if clear[angle] > max(_clear(found), _LETTERS):
            found = _recognised(picture.rotate(angle, expand=True), until)
    return [word for word, sure in found if sure >= _NOISE] if _clear(found) >= _LETTERS else []


def _is_page(picture: Any) -> bool:
    """Whether most of a picture is as bright as its paper; a photo of goods mostly is not."""
    import numpy

    pixels = numpy.asarray(_shrunk(picture, 300), dtype=float)
    return bool((pixels > 0.7 * numpy.percentile(pixels, 90)).mean() > _PAPER)


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


def _recognised(picture: Any, until: float) -> list[tuple[Word, float]]:
    """Words with their confidence in percent; none when the time is over."""
    from tesserocr import PSM, PyTessBaseAPI

    left = until - time.monotonic()
    if left <= 0:
        return []
    folder, languages = _data() or ("", "")
    with PyTessBaseAPI(path=folder, lang=languages, psm=PSM.SINGLE_BLOCK) as api:
        api.SetVariable("user_defined_dpi", str(RESOLUTION))
        api.SetImage(_without_rules(picture))
        return list(_found(api)) if api.Recognize(int(left * 1000) + 1) else []


def _found(api: Any) -> Iterator[tuple[Word, float]]:
    from tesserocr import RIL, iterate_level

    iterator = api.GetIterator()
    for level in iterate_level(iterator, RIL.WORD) if iterator else ():
        box, text = level.BoundingBox(RIL.WORD), ""
        with suppress(RuntimeError):  # how tesserocr says that there is no text
            text = level.GetUTF8Text(RIL.WORD).strip()
        if box and any(c.isalnum() for c in text):
            left, top, right, bottom = box
            yield Word(text, left, right, top, bottom), level.Confidence(RIL.WORD)


def _shrunk(picture: Any, longest: int) -> Any:
    side = max(picture.size)
    return picture if side <= longest else picture.resize(tuple(max(1, n * longest // side) for n in picture.size))


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
