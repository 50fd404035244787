"""Two ways to write the same thing have the same keys; two things have not."""

import pytest

from inbox_agent.catalogue.words import features
from inbox_agent.lexicon import Rules


def keys(text: str, rules: Rules) -> set[str]:
    return {f.key for f in features(text, rules)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("25 kg", "25kg"),
        ("25 kg", "25.000 g"),
        ("0,7 l", "700 ml"),
        ("0.5 mm", "0,5mm"),
        ("M8 x 40", "m8x40"),
        ("DIN 933", "din933"),
        ("Typ 405", "Type 405"),
        ("Größe 9", "size 9"),
        ("Gr. 9", "Grösse 9"),
        ("6'0\"", "6’0”"),
        ("60-100 cm", "60 – 100 cm"),
        ("33 x 33 cm", "33x33cm"),
        ("Käse", "Kaese"),
        ("Schrauben", "Schraube"),
        ("brushes", "brush"),
        ("2-lagig", "2 lagig"),
    ],
)
def test_the_same_thing(one: str, other: str, rules: Rules) -> None:
    assert keys(one, rules) == keys(other, rules)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A2", "A4"),
        ("M8x40", "M8x45"),
        ("1 kg", "25 kg"),
        ("size M", "size L"),
        ("6'0\"", "6'3\""),
        ("3,5 %", "1,5 %"),
        ("rot", "blau"),
    ],
)
def test_not_the_same_thing(one: str, other: str, rules: Rules) -> None:
    assert not keys(one, rules) & keys(other, rules)


def test_offsets_point_at_the_words(rules: Rules) -> None:
    text = "3 Säcke Mehl Type 405 à 25 kg, naturtr."
    assert all(text[f.start : f.end] == f.text for f in features(text, rules))
    assert next(f for f in features(text, rules) if f.text == "naturtr").abbreviated
