"""A sentence of a mail with the phrases of rules/ that were found in it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from inbox_agent.extract.cues import Cue
from inbox_agent.extract.nlp import Span
from inbox_agent.lexicon import Lexicon

# Words about words ("not", "if", "but"): a longer phrase around them does not make them void.
_KEPT = frozenset(
    {
        "no_order",
        "not_an_order",
        "new_order",
        "fine",
        "unreal",
        "own",
        "resolved",
        "contrast",
        "past",
        "irony",
        "remedy",
        "thanks",
        "order_noun",
        "negation",
        "please",
        "previous",
        "was",
        "failing",
        "insists",
        "like_before",
        "some_of",
    }
)
# What a word of praise around it takes back.
_BAD = ("complaint", "fault", "weak_fault", "irony", "remedy", "receipt", "status", "failing")
# Words that say more about the shorter phrases in them ("arrived without"), and do not take their place.
_BESIDE = frozenset({"previous", "was", "failing", "insists", "like_before", "some_of", "contrast"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the phrases found in it. ``item``: it has a number, so it may name goods."""

    span: Span
    cues: Mapping[str, tuple[Cue, ...]]
    asked: bool  # it ends in a question mark
    item: bool
    role: str = "statement"
    complaint: float = 0.0  # how much it is a complaint, 0..1
    damaged: bool = False  # it names damage that is not only supposed
    because: tuple[Cue, ...] = field(default=())  # the phrases that the role rests on

    def has(self, *labels: str) -> bool:
        return any(label in self.cues for label in labels)

    def of(self, *labels: str) -> tuple[Cue, ...]:
        return tuple(cue for label in labels for cue in self.cues.get(label, ()))


def given_way(found: Iterable[Cue]) -> list[Cue]:
    """Without the phrases that lie within a longer one of another meaning: "would like" in "would like to know"."""
    listed = sorted(found, key=lambda c: (c.start, -c.end))
    return [cue for cue in listed if cue.label in _KEPT or not _swallowed(cue, listed)]


def _swallowed(cue: Cue, listed: Sequence[Cue]) -> bool:
    for other in listed:
        if other.start > cue.start:
            return False
        longer = other.end - other.start > cue.end - cue.start
        inside = other.end >= cue.end and other.label not in (cue.label, *_BESIDE)
        if longer and inside and "…" not in other.phrase:
            return True
    return False


def with_cues(span: Span, found: Iterable[Cue], lexicons: Sequence[Lexicon]) -> Sentence:
    inside: dict[str, list[Cue]] = {}
    for cue in found:
        if span.start <= cue.start and cue.end <= span.end:
            inside.setdefault(cue.label, []).append(cue)
    _drop_overlapped(inside, ("that_is_all",), ("no_order", "not_an_order", "want", "negation"))
    _drop_overlapped(inside, ("no_order", "not_an_order"), ("order", "want"))
    _drop_overlapped(inside, ("fine",), _BAD)
    _drop_overlapped(inside, ("resolved",), ("remedy", "complaint"))
    asked = span.text.rstrip(" \"'”»)*").endswith("?")
    return Sentence(span, {k: tuple(v) for k, v in inside.items() if v}, asked, _names_number(span.text, lexicons))


def _drop_overlapped(inside: dict[str, list[Cue]], by: Iterable[str], labels: Iterable[str]) -> None:
    over = [cue for label in by for cue in inside.get(label, ())]
    for label in labels:
        kept = [c for c in inside.get(label, ()) if not any(o.start < c.end and c.start < o.end for o in over)]
        if label in inside:
            inside[label] = kept


def _names_number(text: str, lexicons: Sequence[Lexicon]) -> bool:
    return bool(re.search(r"\d", text)) or any(_number_words(lexicon).search(text) for lexicon in lexicons)


@cache
def _number_words(lexicon: Lexicon) -> re.Pattern[str]:
    words = (*lexicon.words("numbers", "words"), *lexicon.words("numbers", "articles"))
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b", re.IGNORECASE)
