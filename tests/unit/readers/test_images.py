"""Pictures and scans: their text is recognised, and never taken for sure."""

import io
import subprocess
import sys

import pytest
from PIL import Image, ImageDraw, ImageFont

from inbox_agent.lexicon import Rules
from inbox_agent.readers import ocr
from tests.unit.readers.files import one

recognises = pytest.mark.skipif(ocr.missing() is not None, reason=ocr.missing() or "")


def picture(size: tuple[int, int], text: str = "", kind: str = "PNG") -> bytes:
    drawn = Image.new("L", size, 255)
    ImageDraw.Draw(drawn).multiline_text((40, 40), text, fill=0, font=ImageFont.load_default(32), spacing=20)
    buffer = io.BytesIO()
    drawn.save(buffer, kind)
    return buffer.getvalue()


def test_a_small_picture_is_set_aside(rules: Rules) -> None:
    assert "small" in (one(rules, "logo.png", picture((600, 120))).aside or "")


@recognises
def test_a_picture_without_text_is_set_aside(rules: Rules) -> None:
    assert "without text" in (one(rules, "photo.jpg", picture((900, 700), kind="JPEG")).aside or "")


@recognises
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_written_list_is_read(rules: Rules, kind: str) -> None:
    document = one(rules, "list", picture((900, 500), "Please send:\n12 green candles\n30 masking tape", kind))
    assert document.recognised
    assert "12 green candles" in document.passages[0].text and "30 masking tape" in document.passages[0].text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n broken", "damaged"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 400, "format that is not read"),
    ],
)
def test_a_picture_that_cannot_be_opened_says_so(rules: Rules, data: bytes, words: str) -> None:
    assert words in (one(rules, "p.png", data, "image/png").problem or "")


def test_a_picture_of_too_many_pixels_is_not_opened(rules: Rules) -> None:
    buffer = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(buffer, "PNG")
    assert "too many pixels" in (one(rules, "p.png", buffer.getvalue()).problem or "")


def test_without_the_extra_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['tesserocr'] = None\n"
        "from inbox_agent.model import Attachment\nfrom inbox_agent.readers import image_reader\n"
        "print(image_reader.read(Attachment('p.png', '', sys.stdin.buffer.read())).problem)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=picture((900, 700)), capture_output=True, timeout=60)
    assert "inbox-agent[ocr]" in done.stdout.decode() and done.stdout.count(b"\n") == 1
