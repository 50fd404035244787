"""Pictures: a photographed list, a fax, a logo, a photo of damaged goods. Their text is recognised (ocr.py)."""

import io
import time
from collections.abc import Iterator
from typing import Any

from inbox_agent.model import Attachment, Document
from inbox_agent.readers import ocr
from inbox_agent.readers.kinds import is_image
from inbox_agent.readers.pages import Pages

KIND = "image"
FOREIGN = True
SMALL = "a small picture, as in signatures and letterheads"
NO_TEXT = "a picture without text"
_FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")
_SMALLEST = 200  # pixels of the shorter side; below that nobody writes an order
accepts = is_image


def read(attachment: Attachment) -> Document:
    from PIL import Image, UnidentifiedImageError

    name = attachment.name
    try:
        with Image.open(io.BytesIO(attachment.data), formats=_FORMATS) as picture:
            if min(picture.size) < _SMALLEST:
                return Document(name, KIND, aside=SMALL)
            if picture.width * picture.height > ocr.MAX_PIXELS:
                return Document(name, KIND, problem=ocr.TOO_LARGE)
            return _recognised(name, picture)
    except UnidentifiedImageError:
        return Document(name, KIND, problem="a picture of a format that is not read, or a damaged one")


def _recognised(name: str, picture: Any) -> Document:
    if missing := ocr.missing():
        return Document(name, KIND, problem=missing)
    until = time.monotonic() + ocr.MAX_SECONDS
    pages = Pages(name)
    count = getattr(picture, "n_frames", 1)
    for frame in _frames(picture, min(count, ocr.MAX_PAGES)):
        pages.add(ocr.words(frame, until))
    if not pages.filled and time.monotonic() < until:
        return Document(name, KIND, aside=NO_TEXT)
    return pages.document(KIND, _problem(count, time.monotonic() < until), recognised=True)


def _problem(count: int, in_time: bool) -> str | None:
    if count > ocr.MAX_PAGES:
        return f"it has {count} pages; the first {ocr.MAX_PAGES} were read"
    return None if in_time else f"recognising its text took longer than {ocr.MAX_SECONDS:.0f} seconds"


def _frames(picture: Any, count: int) -> Iterator[Any]:
    """The pages of a fax; of most pictures the only one."""
    for number in range(count):
        picture.seek(number)
        yield picture
