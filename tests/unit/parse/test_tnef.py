"""winmail.dat: what Outlook wrapped is read, what is damaged is said, and nothing in it keeps us busy."""

import struct

import pytest

from inbox_agent.parse import rtf, tnef
from tests.unit.parse.winmail import (
    attribute,
    binary_property,
    file,
    message,
    packed,
    properties,
    text_property,
    winmail,
)

HTML_IN_RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf {\f0 \htmlrtf0 F\'fcr "
    rb"5 {\*\htmltag84 &euro;}\htmlrtf \'80\htmlrtf0 : gro\u223?{\*\htmltag72 </p>}\htmlrtf }\htmlrtf0 {\pict 0011}}"
)


def test_files_have_their_long_names() -> None:
    found = tnef.unwrapped(winmail(file("BESTEL~1.CSV", b"a;b", text_property(0x3707, "Bestellung Küche.csv"))))
    assert [(f.name, f.data) for f in found.files] == [("Bestellung Küche.csv", b"a;b")]
    assert found.whole


def test_short_names_and_types() -> None:
    found = tnef.unwrapped(winmail(file("größe.csv", b"a;b", text_property(0x370E, "text/csv")), file("b.txt", b"c")))
    assert [(f.name, f.content_type) for f in found.files] == [
        ("größe.csv", "text/csv"),
        ("b.txt", "application/octet-stream"),
    ]


def test_html_before_rich_text() -> None:
    listed = (
        binary_property(0x1013, "<p>3 Säcke</p>".encode("cp1252")),
        binary_property(0x1009, packed(b"{\\rtf1 x}")),
    )
    assert tnef.unwrapped(winmail(message(*listed))).html == "<p>3 Säcke</p>"


def test_a_message_in_it() -> None:
    inner = winmail(message(text_property(0x37, "list"), text_property(0x1000, "9 pots"), text_property(0xC1A, "Ole")))
    prefix = b"\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"
    held = attribute(2, 0x9002, 6, bytes(14)) + attribute(
        2, 0x9005, 6, properties([binary_property(0x3701, prefix + inner)])
    )
    found = tnef.unwrapped(winmail(held))
    assert [(m.subject, m.plain, m.sender) for m in found.messages] == [("list", "9 pots", "Ole")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no winmail",
        winmail(file("a.csv", b"a;b"))[:-9],
        winmail(file("a.csv", b"a;b")).replace(b"a;b", b"x;y"),  # its checksum says otherwise
        winmail(message(binary_property(0x1009, packed(b"{\\rtf1 12 pots}")[:-4]))),
        winmail(message(binary_property(0x1009, b"LZFu"))),
        winmail(attribute(1, 0x9003, 6, properties([text_property(0x1000, "x")], count=2))),
    ],
    ids=["empty", "none", "cut off", "checksum", "packed text cut off", "packed text without header", "too few"],
)
def test_damage_is_said(data: bytes) -> None:
    assert not tnef.unwrapped(data).whole


@pytest.mark.parametrize(
    "block",
    [
        properties([], count=0xFFFFFFFF),
        properties([struct.pack("<HHI", 0x1002, 0x1234, 0xFFFFFFFF)], count=1),
        properties([struct.pack("<HHI", 0x1E, 0x1000, 0xFFFFFFFF) + bytes(400_000)]),
        properties([struct.pack("<HHII", 0x1F, 0x1000, 1, 0xFFFFFFFF)]),
        properties([struct.pack("<HH", 0x7F, 0x1000)]),
    ],
    ids=["properties", "numbers", "values", "length", "type"],
)
def test_made_up_counts_keep_nobody_busy(block: bytes) -> None:
    found = tnef.unwrapped(winmail(attribute(1, 0x9003, 6, block), file("a.csv", b"a;b")))
    assert not found.whole
    assert [f.name for f in found.files] == ["a.csv"]


def test_a_million_attributes_are_too_many() -> None:
    assert not tnef.unwrapped(winmail() + attribute(1, 0, 0, b"") * 100_000).whole


def test_messages_within_messages_end() -> None:
    prefix, data = b"\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", winmail()
    for _ in range(30):
        block = properties([binary_property(0x3701, prefix + data)])
        data = winmail(attribute(2, 0x9002, 6, bytes(14)), attribute(2, 0x9005, 6, block))
    assert not tnef.unwrapped(data).whole


def test_packed_text_may_repeat_itself() -> None:
    assert rtf.unpacked(packed(b"{\\rtf1 12 pots", (7, 7), (0, 2))) == b"{\\rtf1 12 pots12 pots{\\"
    assert rtf.unpacked(packed(b"ab", (0, 6))) == b"abababab"  # what is being written is read


def test_rich_text_shows_the_html_it_was_made_from() -> None:
    words, is_html = rtf.read(HTML_IN_RTF)
    assert is_html
    assert words.strip() == "<p>Für 5 &euro;: groß</p>"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}12 pots\par 5 rolls}", "12 pots\n5 rolls"),
        (rb"{\rtf1\ansi Pots\cell 12\cell\row Rolls\cell 5\cell\row}", "Pots\t12\t\nRolls\t5\t\n"),
        (rb"{\rtf1\ansi\ansicpg1252 f\'fcr\~5 \'80 \{a\}}", "für\xa05 € {a}"),
        (rb"{\rtf1\uc1 \u8364?5 \uc0\u228 x}", "€5 äx"),
        (rb"{\rtf1 {\*\generator Word;}{\info{\title secret}}{\pict 89504e47}12}", "12"),
        (rb"{\rtf1 {\field{\*\fldinst HYPERLINK x}{\fldrslt shop}}}", "shop"),
        (rb"{\rtf1 \u-10179?\u-8704?}", "😀"),
        (rb"{\rtf1 12 pots}}}} and more", "12 pots and more"),
        (rb"no rtf", "no rtf"),
    ],
)
def test_rich_text_as_text(source: bytes, words: str) -> None:
    assert rtf.read(source) == (words, False)


@pytest.mark.parametrize(
    "flood", [b"{", b"}", b"\\", b"\\'", b"{\\field{\\*\\fldinst{", b"\\u1 ", b"\\uc99999999 ", b"a"]
)
def test_rich_text_of_nonsense(flood: bytes) -> None:
    rtf.read(b"{\\rtf1 " + flood * (200_000 // len(flood)))
