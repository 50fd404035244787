"""Sentences of mail, phrases of rules/ in them, and what each sentence does."""

import pytest

from inbox_agent.errors import RulesError
from inbox_agent.extract.cues import cues
from inbox_agent.extract.intent import sentence_roles
from inbox_agent.extract.nlp import sentences
from inbox_agent.lexicon import Lexicon


@pytest.mark.parametrize(("language", "text", "expected"), [
    ("en", "Send 5 kites. Thanks!", ["Send 5 kites.", "Thanks!"]),
    ("en", "Order No. 55, approx. 5 boxes, e.g. red.", ["Order No. 55, approx. 5 boxes, e.g. red."]),
    ("en", "- 5 kites\n- 3 balls", ["- 5 kites", "- 3 balls"]),
    ("en", "5 kites\n3 balls\nthanks", ["5 kites", "3 balls", "thanks"]),
    ("en", "We need\n\n5 kites", ["We need", "5 kites"]),
    ("en", "We have been looking for a kite of this kind for a long time and are \nvery glad. Bye",
     ["We have been looking for a kite of this kind for a long time and are \nvery glad.", "Bye"]),
    ("de", "Bitte z. B. 5 Stk. Art. Nr. 77 liefern. Danke!", ["Bitte z. B. 5 Stk. Art. Nr. 77 liefern.", "Danke!"]),
    ("de", "Lieferung ca. am 5. November. Die Anschrift bleibt.", ["Lieferung ca. am 5. November.", "Die "
     "Anschrift bleibt."]),
    ("de", "Bitte liefern:\n5 Drachen\n3 Bälle", ["Bitte liefern:", "5 Drachen", "3 Bälle"]),
    ("en", "", []),
    ("en", " \n ", []),
])  # fmt: skip
def test_sentences(language, text, expected):
    found = sentences(text, language)
    assert [s.text for s in found] == expected
    assert all(text[s.start : s.end] == s.text for s in found)


@pytest.fixture
def lexicon(tmp_path) -> Lexicon:
    table = {"cues": {"wish": ["would like", "möchte", "send … kites"], "lost": ["verlor*"]}}
    return Lexicon("de", {"words": table}, tmp_path)


@pytest.mark.parametrize(("text", "expected"), [
    ("I WOULD LIKE one", ["wish"]),
    ("I would\nlike one", ["wish"]),
    ("ich moechte", ["wish"]),
    ("send me five red kites", ["wish"]),
    ("send me five very large red kites", []),
    ("verloren", ["lost"]),
    ("unverloren", []),
    ("I like", []),
    ("", []),
])  # fmt: skip
def test_cues(lexicon, text, expected):
    found = cues(text, (lexicon,), "words")
    assert [c.label for c in found] == expected
    assert all(text[c.start : c.end] == c.text for c in found)


def test_words_that_are_no_list_are_refused(tmp_path):
    with pytest.raises(RulesError, match="must be a list"):
        cues("x", (Lexicon("en", {"words": {"cues": {"wish": "would like"}}}, tmp_path),), "words")


@pytest.mark.parametrize(("text", "role"), [
    ("Please send us 5 kites.", "order"),
    ("Can you send us 5 kites?", "order"),
    ("Könnten Sie uns 5 Drachen schicken?", "order"),
    ("The 12 kites arrived on Monday.", "past"),
    ("Two of the kites arrived broken.", "complaint"),
    ("Where is my order of 12 kites?", "status"),
    ("What would 20 kites cost?", "quote"),
    ("Do you have 20 kites?", "question"),
    ("Could you confirm the date?", "courtesy"),
    ("Please cancel our order of 12 kites.", "cancellation"),
    ("12 kites", "statement"),
])  # fmt: skip
def test_role_of_a_sentence(rules, text, role):
    (found,) = sentence_roles(text, *rules.both())
    assert found[1] == role


def test_list_does_what_the_sentence_above_it_does(rules):
    roles = [role for _, role in sentence_roles("Please quote for:\n\n- 5 kites\n- 3 balls", *rules.both())]
    assert roles == ["quote", "quote", "quote"]


def test_question_mark_alone_is_not_judged_in_one_language(rules):
    german = rules.lexicon("de")
    assert sentence_roles("Can you send us 5 kites?", german)[0][1] == "statement"
