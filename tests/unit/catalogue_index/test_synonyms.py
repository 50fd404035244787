"""Words for the same thing find each other across the languages; near-twins and homonyms do not."""

import re
from collections import defaultdict

import pytest

from inbox_agent.catalogue.vocabulary import synonyms
from inbox_agent.catalogue.words import word_key
from inbox_agent.lexicon import Lexicon, Rules

LANGUAGES = ("en", "de")

# Words that may stand under two concepts, and why.
ALLOWED = {
    "Nudel": "both noodle and pasta; the English words themselves do not meet",
    "Garnele": "both prawn and shrimp; the English words themselves do not meet",
}

MEET = [
    ("screw", "Schraube"), ("washer", "Beilagscheibe"), ("Unterlegscheibe", "Beilagscheibe"), ("rawlplug", "Dübel"),
    ("Schraubendreher", "Schraubenzieher"), ("spanner", "wrench"), ("spanner", "Schraubenschlüssel"),
    ("plywood", "Sperrholz"), ("sandpaper", "Schmirgelpapier"), ("bucket", "Kübel"), ("galvanised", "galvanized"),
    ("galvanised", "verzinkt"), ("stainless", "Edelstahl"), ("brass", "Messing"), ("aluminium", "aluminum"),
    ("flashlight", "Taschenlampe"), ("ziptie", "Kabelbinder"), ("wheelbarrow", "Scheibtruhe"),
    ("Schubkarre", "Scheibtruhe"), ("potato", "Erdapfel"), ("Kartoffel", "Erdäpfel"), ("tomatoes", "Paradeiser"),
    ("carrots", "Rüebli"), ("Möhren", "Karotten"), ("aubergine", "eggplant"), ("eggplant", "Melanzani"),
    ("courgette", "zucchini"), ("cauliflower", "Karfiol"), ("horseradish", "Kren"), ("apricot", "Marille"),
    ("onions", "Zwiebeln"), ("lemons", "Zitronen"), ("Brötchen", "Semmel"), ("Schlagobers", "Schlagsahne"),
    ("Sahne", "Obers"), ("mince", "Faschiertes"), ("yoghurt", "yogurt"), ("cookies", "Kekse"), ("wheat", "Weizen"),
    ("envelope", "Kuvert"), ("ballpoint", "Kugelschreiber"), ("notebook", "Notizbücher"), ("eraser", "Radiergummi"),
    ("diaper", "nappy"), ("nappies", "Windeln"), ("clothespeg", "clothespin"), ("towel", "Handtücher"),
    ("sofa", "settee"), ("Kissenbezug", "Polsterüberzug"), ("drawer", "Schublade"), ("hay", "Heu"),
    ("horse", "Pferd"), ("fertilizer", "Dünger"), ("tyre", "Pneu"), ("tyre", "tire"), ("bicycle", "Velo"),
    ("grey", "gray"), ("brown", "braune"), ("green", "grüner"), ("ground", "gemahlene"), ("ground", "gemahlen"),
    ("whole", "ganzer"), ("sliced", "geschnitten"), ("lined", "liniert"), ("dotted", "gepunktet"),
    ("unsalted", "ungesalzen"), ("smoked", "geselcht"), ("organic", "Bio"), ("tea", "Tee"), ("loose", "lose"),
]  # fmt: skip

# Near-twins, and words whose key is a homonym's in the other language (beer and "Beere", hose and "Hose").
NEVER = [
    ("butter", "margarine"), ("Butter", "Margarine"), ("nut", "Mutter"), ("nut", "Nuss"), ("Mutter", "Nuss"),
    ("bolt", "nut"), ("screw", "bolt"), ("screw", "nail"), ("Schraube", "Nagel"), ("pliers", "pincers"),
    ("shovel", "spade"), ("Schaufel", "Spaten"), ("screwdriver", "spanner"), ("rope", "string"), ("glue", "sealant"),
    ("steel", "stainless"), ("Stahl", "Edelstahl"), ("brass", "copper"), ("prawn", "shrimp"), ("noodle", "pasta"),
    ("wheat", "rye"), ("Weizen", "Dinkel"), ("flour", "starch"), ("caraway", "cumin"), ("Kümmel", "Kreuzkümmel"),
    ("radish", "horseradish"), ("Radieschen", "Rettich"), ("cherry", "morello"), ("plum", "prune"),
    ("blueberry", "cranberry"), ("blackberry", "raspberry"), ("cream", "Creme"), ("buttermilk", "milk"),
    ("pepper", "Paprika"), ("Pfeffer", "Paprika"), ("beef", "veal"), ("lamb", "mutton"), ("ham", "bacon"),
    ("biscuit", "Biskuit"), ("cake", "gateau"), ("roll", "bun"), ("small", "mini"), ("large", "jumbo"),
    ("pencil", "ballpoint"), ("lined", "checked"), ("liniert", "kariert"), ("dotted", "striped"), ("Hemd", "shirt"),
    ("sock", "stocking"), ("shoe", "boot"), ("pillow", "cushion"), ("fork", "spoon"), ("teaspoon", "tablespoon"),
    ("fridge", "freezer"), ("chair", "armchair"), ("hay", "straw"), ("violet", "pink"), ("bordeaux", "burgundy"),
    ("dark", "black"), ("dried", "dry"), ("salted", "unsalted"), ("gesalzen", "ungesalzen"), ("ground", "whole"),
    ("peeled", "unpeeled"), ("chopped", "diced"), ("smoked", "cured"), ("coated", "uncoated"), ("Buch", "beechwood"),
    ("hose", "Schlauch"), ("beer", "Bier"), ("date", "Dattel"), ("straw", "Strohhalm"), ("sage", "Salbei"),
]  # fmt: skip


def concepts(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Concept -> its words in one language; itself an English word, unless it is a label ("nut_hardware")."""
    result = {}
    for concept, words in lexicon.mapping("synonyms", "words").items():
        own = (concept,) if lexicon.language == "en" and "_" not in concept else ()
        result[concept] = (*own, *words)
    return result


def shared(pairs: list[tuple[str, str]]) -> dict[str, set[str]]:
    """What stands under more than one concept, of (what, concept)."""
    table: dict[str, set[str]] = defaultdict(set)
    for what, concept in pairs:
        table[what].add(concept)
    return {what: under for what, under in table.items() if len(under) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_has_one_concept(language: str, rules: Rules) -> None:
    words = [(w.casefold(), c) for c, ws in concepts(rules.lexicon(language)).items() for w in ws]
    assert set(shared(words)) <= {w.casefold() for w in ALLOWED}


@pytest.mark.parametrize("language", LANGUAGES)
def test_stems_of_two_concepts_differ(language: str, rules: Rules) -> None:
    keys = [(word_key(w), c) for c, ws in concepts(rules.lexicon(language)).items() for w in ws]
    assert set(shared(keys)) <= {word_key(w) for w in ALLOWED}


def test_stems_of_two_concepts_differ_across_languages(rules: Rules) -> None:
    """Keys have no language: "Jacke" would join "jack", the tool."""
    keys = []
    for lexicon in rules.both():
        for concept, words in lexicon.mapping("synonyms", "words").items():
            keys += [(word_key(w), concept) for w in (concept, *words)]
    assert set(shared(keys)) <= {word_key(w) for w in ALLOWED}


def test_what_is_allowed_is_needed(rules: Rules) -> None:
    words = [(w, c) for c, ws in concepts(rules.lexicon("de")).items() for w in ws]
    assert set(shared(words)) == set(ALLOWED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_single_and_in_order(language: str, rules: Rules) -> None:
    table = rules.lexicon(language).mapping("synonyms", "words")
    assert list(table) == sorted(table)
    assert [c for c in table if not re.fullmatch(r"[a-z]+(?:_[a-z]+)*", c)] == []
    assert [w for words in table.values() for w in words if not re.fullmatch(r"[^\W\d_]+(?:_[^\W\d_]+)*", w)] == []
    assert [c for c, words in table.items() if not words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_repeats_another(language: str, rules: Rules) -> None:
    """Plurals and endings that the stem covers are not listed."""
    for concept, words in concepts(rules.lexicon(language)).items():
        keys = [word_key(w) for w in words]
        assert len(keys) == len(set(keys)), concept


def test_what_stands_under_one_name_joins_something(rules: Rules) -> None:
    """The English name and at least one more."""
    words: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for concept, listed in concepts(rules.lexicon(language)).items():
            words[concept] |= {word_key(w) for w in (concept, *listed)}
    assert [c for c, keys in words.items() if len(keys) < 2] == []


def meet(one: str, other: str, rules: Rules) -> bool:
    """Whether a customer's word finds a catalogue's word."""
    key = word_key(one)
    return word_key(other) in (key, *synonyms(rules).get(key, ()))


@pytest.mark.parametrize(("one", "other"), MEET)
def test_the_same_thing_is_found(one: str, other: str, rules: Rules) -> None:
    assert meet(one, other, rules)
    assert meet(other, one, rules)


@pytest.mark.parametrize(("one", "other"), NEVER)
def test_near_twins_stay_apart(one: str, other: str, rules: Rules) -> None:
    assert not meet(one, other, rules)
    assert not meet(other, one, rules)
