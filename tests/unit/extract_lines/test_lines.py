"""Phrase -> lines: what customers write, and what they do not order by it."""

import pytest

from inbox_agent.extract import lines
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Line


def read(text: str, language: str, shop: Knowledge) -> tuple[Line, ...]:
    return lines.find(text, "body", language, (), shop).lines


def found(text: str, language: str, shop: Knowledge) -> list[tuple[str | None, str | None]]:
    return [
        (line.sku, None if line.quantity is None else format(line.quantity, "f")) for line in read(text, language, shop)
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("3 x flat brush 30 mm", "en", [("BR-30", "3")]),
        ("Please send 2 boxes of masking tape 25mm.", "en", [("TP-25", "72")]),
        ("a box of the flat brushes, 50 mm", "en", [("BR-50", "12")]),
        (
            "We need two dozen 50 mm flat brushes and 6 cans of the red enamel paint.",
            "en",
            [("BR-50", "24"), ("LK-R", "6")],
        ),
        ("4 x WF-10-W", "en", [("WF-10-W", "4")]),
        ("4 x wf 10 w", "en", [("WF-10-W", "4")]),
        ("4 x WF-1O-W", "en", [("WF-10-W", "4")]),
        ("Flat brush 30 mm: 10 pcs", "en", [("BR-30", "10")]),
        ("Masking tape 38 mm - 5 rolls", "en", [("TP-38", "5")]),
        ("3 buckets of white wall paint, the 10 l ones", "en", [("WF-10-W", "3")]),
        ("24 pairs of nitrile gloves in size 9", "en", [("GL-9", "24")]),
        ("two packs of nitrile gloves size 10", "en", [("GL-10", "24")]),
        ("10 l of linseed oil", "en", [("LE-1", "10")]),
        ("5 Eimer Wandfarbe weiß 10 l", "de", [("WF-10-W", "5")]),
        ("5 Eimer Wandfarbe weiss, 10 Liter", "de", [("WF-10-W", "5")]),
        ("12 Flachpinsel 30mm und 6 Dosen Buntlack blau", "de", [("BR-30", "12"), ("LK-B", "6")]),
        ("zwei Kartons Malerkrepp 38 mm", "de", [("TP-38", "48")]),
        ("3 Sack Spachtelmasse grob à 25 kg", "de", [("KL-25", "3")]),
        ("Farbrollen 18 cm: 20 Stück", "de", [("RO-18", "20")]),
        ("3 Flachpinzel 50 mm", "de", [("BR-50", "3")]),  # a slip
        ("2 Pakete Schleifpapier P120", "de", [("SP-120", "2")]),
        ("1 Palette Wandfarbe matt grau", "de", [("WF-10-G", "40")]),
        ("24 Flachpinsel 30 mm (2 Kartons)", "de", [("BR-30", "24")]),  # the same twice
    ],
)
def test_what_is_clear_is_read(text: str, language: str, expected: list[tuple[str, str]], shop: Knowledge) -> None:
    assert found(text, language, shop) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("3 buckets of wall paint 10 l", "en"),  # white or grey?
        ("5 flat brushes", "en"),  # 30 or 50 mm?
        ("2 Rollen Malerkrepp", "de"),
        ("6 Dosen Buntlack", "de"),
        ("4 x flat brush 40 mm", "en"),  # there is none
        ("6 cans of green enamel paint 375 ml", "en"),  # nor in green
        ("10 window scrapers", "en"),  # not sold
        ("3 Eimer Dispersionsbinder 10 l", "de"),
    ],
)
def test_what_is_open_or_unknown_has_no_product(text: str, language: str, shop: Knowledge) -> None:
    (line,) = read(text, language, shop)
    assert line.sku is None


def test_a_word_that_nobody_knows_may_matter(shop: Knowledge) -> None:
    (line,) = read("12 vegane Flachpinsel 30 mm", "de", shop)
    assert line.confidence < 0.6


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("3-4 flat brushes 30 mm", "en"),
        ("about 20 paint rollers 18 cm", "en"),
        ("flat brush 30 mm - 60 pcs (4 boxes)", "en"),  # 60 or 48?
        ("ein paar Flachpinsel 30 mm", "de"),
        ("20 Stück Nitrilhandschuhe Größe 9", "de"),  # pieces of what comes in pairs
        ("5 kg Flachpinsel 30 mm", "de"),
    ],
)
def test_an_unclear_quantity_is_none(text: str, language: str, shop: Knowledge) -> None:
    (line,) = read(text, language, shop)
    assert line.sku is not None
    assert line.quantity is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We are 20 people in the workshop now.", "en"),
        ("My brother has two dogs.", "en"),
        ("Wir sind seit 12 Jahren Kunde.", "de"),
        ("Bis in 3 Wochen!", "de"),
        ("See you at 5.", "en"),
    ],
)
def test_numbers_beside_the_matter_order_nothing(text: str, language: str, shop: Knowledge) -> None:
    assert found(text, language, shop) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2 cans of enamel paint red and 3 of the same in blue", "en", [("LK-R", "2"), ("LK-B", "3")]),
        (
            "3 flat brushes 30 mm\n2 paint rollers 18 cm\n\nPS: make the brushes 5 rather than 3.",
            "en",
            [("BR-30", "5"), ("RO-18", "2")],
        ),
        (
            "3 Dosen Buntlack rot\n2 Farbroller 18 cm\n\nHalt, den Lack doch lieber blau statt rot.",
            "de",
            [("LK-B", "3"), ("RO-18", "2")],
        ),
        ("3 flat brushes 30 mm\n2 paint rollers 18 cm\n\nActually, scratch the rollers.", "en", [("BR-30", "3")]),
        ("4 nitrile gloves size 9, not size 10", "en", [("GL-9", "4")]),
        ("Two bags of filler. The fine one please.", "en", [("KL-1", "2")]),
    ],
)
def test_what_refers_to_what_was_said_before(
    text: str, language: str, expected: list[tuple[str, str]], shop: Knowledge
) -> None:
    assert found(text, language, shop) == expected


def test_a_correction_that_fits_no_line_is_a_doubt(shop: Knowledge) -> None:
    text = "3 flat brushes 30 mm\n\nSorry, make that 5 rather than 4 paint rollers."
    assert [d.code for d in lines.find(text, "body", "en", (), shop).doubts] == ["correction"]


def test_evidence_points_at_the_words(shop: Knowledge) -> None:
    text = "Guten Tag,\n\nwir brauchen 12 Flachpinsel 30mm und 6 Dosen Buntlack blau bis Freitag."
    for line in read(text, "de", shop):
        (evidence,) = line.evidence
        assert text[evidence.start : evidence.end] == evidence.text
    assert [line.evidence[0].text for line in read(text, "de", shop)] == [
        "12 Flachpinsel 30mm",
        "6 Dosen Buntlack blau",
    ]


def test_what_other_finders_own_is_not_read(shop: Knowledge) -> None:
    text = "Send 3 flat brushes 30 mm to 12 Brush Lane."
    at = text.index("12 Brush")
    assert [line.sku for line in lines.find(text, "body", "en", [(at, len(text) - 1)], shop).lines] == ["BR-30"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Please send a flat brush 30 mm and 2 paint rollers 18 cm.", "en", [("BR-30", "1"), ("RO-18", "2")]),
        ("Bitte einen Flachpinsel 50 mm und eine Abdeckfolie 4 x 5 m.", "de", [("BR-50", "1"), ("AV-5", "1")]),
        ("ein Paar Nitrilhandschuhe Größe 9", "de", [("GL-9", "1")]),
        ("24 Flachpinsel 30 mm, also 2 Kartons", "de", [("BR-30", "24")]),
        ("2 boxes of 12 flat brushes 50 mm", "en", [("BR-50", "24")]),
        ("6 each of paint roller 18 cm and 25 cm", "en", [("RO-18", "6"), ("RO-25", "6")]),
        ("flat brushes: 12 of the 30 mm and 6 of the 50 mm", "en", [("BR-30", "12"), ("BR-50", "6")]),
    ],
)
def test_articles_pairs_and_things_that_share_a_noun(
    text: str, language: str, expected: list[tuple[str, str]], shop: Knowledge
) -> None:
    assert found(text, language, shop) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("twelve (10) flat brushes 30 mm", "en"),
        ("ein paar Rollen Malerkrepp 25 mm", "de"),
        ("zwölf (10) Flachpinsel 30 mm", "de"),
    ],
)
def test_two_numbers_that_disagree_are_no_quantity(text: str, language: str, shop: Knowledge) -> None:
    assert [line.quantity for line in read(text, language, shop)] == [None]


def test_nothing_beside_an_item_is_dropped_in_silence(shop: Knowledge) -> None:
    text = "- 3 flat brushes 30 mm\n- 1 three-step painter's ladder, any colour the children will not argue about"
    assert [line.sku for line in read(text, "en", shop)] == ["BR-30", None]


@pytest.mark.parametrize(
    ("text", "language"), [("Vegan flat brush 30 mm: 3 pcs", "en"), ("Handgemachter Flachpinsel 30 mm - 5 Stück", "de")]
)
def test_a_strange_word_in_front_may_matter_too(text: str, language: str, shop: Knowledge) -> None:
    assert all(line.confidence < 0.6 for line in read(text, language, shop))
