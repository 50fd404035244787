"""Numbers that count something, in digits and words, and numbers that do not."""

from decimal import Decimal

import pytest

from inbox_agent.extract.numbers import parse_digits, parse_words
from inbox_agent.extract.quantities import find
from inbox_agent.lexicon import Rules


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("3 boxes of tape", "en", "3", "box"),
        ("24 x tape", "en", "24", None),
        ("24x tape", "en", "24", None),
        ("tape x 24", "en", "24", None),
        ("three dozen pairs of gloves", "en", "36", "pair"),
        ("half a dozen brushes", "en", "6", None),
        ("a dozen brushes", "en", "12", None),
        ("two hundred and fifty brushes", "en", "250", None),
        ("a box of brushes", "en", "1", "box"),
        ("1,000 pcs", "en", "1000", "each"),
        ("2.5 kg filler", "en", "2.5", "kg"),
        ("2½ kg filler", "en", "2.5", "kg"),
        ("12 Stk. Pinsel", "de", "12", "each"),
        ("zwei Dutzend Pinsel", "de", "24", None),
        ("fünfundzwanzig Rollen", "de", "25", "roll"),
        ("fuenfundzwanzig Rollen", "de", "25", "roll"),
        ("1.000 Stück", "de", "1000", "each"),
        ("1.250,5 kg", "de", "1250.5", "kg"),
        ("12,5 kg", "de", "12.5", "kg"),
        ("anderthalb Kilo", "de", "1.5", "kg"),
        ("einen Karton Krepp", "de", "1", "box"),
        ("je 5 Rollen", "de", "5", "roll"),
        ("5er-Set und 3 Eimer", "de", "3", "bucket"),
    ],
)
def test_a_quantity_is_found_with_its_unit(
    text: str, language: str, value: str, unit: str | None, rules: Rules
) -> None:
    quantity = find(text, language, rules)[0]
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)
    assert text[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("3-4 brushes", "en"),
        ("3 or 4 brushes", "en"),
        ("two or three rolls", "en"),
        ("about 20 rolls", "en"),
        ("a couple of rolls", "en"),
        ("1.000 rolls", "en"),  # a thousand, or one with three decimals?
        ("2,000 Rollen", "de"),
        ("3 bis 4 Pinsel", "de"),
        ("ca. 20 Rollen", "de"),
        ("ein paar Pinsel", "de"),
    ],
)
def test_what_is_not_exact_has_no_value(text: str, language: str, rules: Rules) -> None:
    assert find(text, language, rules)[0].value is None


@pytest.mark.parametrize(
    "text",
    [
        "gloves size 9",
        "Handschuhe Größe 9",
        "brush 30 mm",
        "M8x40",
        "M8 x 40",
        "DIN 933",
        "P120",
        "33 x 33 cm",
        "at 12,90 €",
        "$ 5",
        "line 3 is down",
        "items 1 and 3",
        "the one with the red handle",
        "und der Pinsel",
    ],
)
def test_what_counts_nothing_is_no_quantity(text: str, rules: Rules) -> None:
    assert [q.text for q in find(text, "de" if "ö" in text else "en", rules)] == []


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.000", "de", "1000"),
        ("1,000", "en", "1000"),
        ("1'000", "de", "1000"),
        ("2,5", "en", "2.5"),
        ("2.5", "de", "2.5"),
        ("0.125", "en", "0.125"),
        ("0,125", "de", "0.125"),
        ("1.234.567", "de", "1234567"),
        ("1,234.50", "en", "1234.50"),
        ("1.000", "en", None),
        ("2,000", "de", None),
    ],
)
def test_digits_by_language(text: str, language: str, value: str | None) -> None:
    assert parse_digits(text, language) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [("zwölf", 12), ("zwoelf", 12), ("dreißig", 30), ("zwo", 2), ("einen", 1), ("twenty-five", 25), ("brush", None)],
)
def test_numbers_in_words(text: str, value: int | None) -> None:
    assert parse_words(text) == (None if value is None else Decimal(value))
