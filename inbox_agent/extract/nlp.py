"""Sentences, and the spaCy pipelines (blank "en" and "de", built when first used)."""

import functools
import itertools
import re
import threading
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inbox_agent.lexicon import LANGUAGES

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: ``text[start:end]``, offsets in code points."""

    start: int
    end: int
    text: str


# spaCy knows "z.B.", "Mr." and the like; these stand in order mail and are missing there.
_ABBREVIATIONS = {
    "en": ("no", "nos", "qty", "pcs", "approx", "art", "attn", "dept", "ref", "incl", "excl", "tel", "ext", "vs", "min",
           "max", "co", "ltd", "inc", "ave", "rd", "apt", "fl", "mr", "mrs", "ms", "dr", "st"),
    "de": ("nr", "art", "bestell", "stk", "st", "ca", "inkl", "exkl", "zzgl", "bzw", "evtl", "ggf", "str", "tel", "hd",
           "abs", "usw", "gem", "lt", "max", "min", "dr", "hr", "fr", "ltr", "kart", "pkg", "pal", "lfd", "pos", "od",
           "mind", "vgl", "co", "sog", "vers", "verp", "geb", "gr", "kl"),
}  # fmt: skip
_ITEM = re.compile(r"[ \t>]*(?:[-–—*•·+o]|\(?[0-9]+[.)]?|[a-z]\))[ \t]*\S")
_LISTED = re.compile(r":\s*\D{0,12}\d[^:]*$|(?<!\w)\d+\s?[^\W\d_]{1,12}\.?\)?\s*$")  # "Tape: 4 rolls", "roses 4 trays"
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_STOP = re.compile(r"[.!?…]+[\"'“”»)\]]*(?=\s)|:(?=[ \t]*\n)|;(?=\s)")
_STARTS = re.compile(  # a word that begins a sentence and hardly follows an ordinal number: "nicht 3. Und …"
    r"\s+(?:and|und|the|die|der|das|den|please|bitte|i|we|ich|wir|then|dann|also|auch|thanks|danke|sonst|can|could)\b",
    re.I,
)
_LONGEST = 1_000  # characters
LOCK = threading.RLock()  # memory zones of two threads mix


def sentences(text: str, language: str) -> tuple[Span, ...]:
    """The sentences of a mail's text in order, without surrounding white space.

    A line break ends a sentence where it ends a paragraph or a list item, not where a line was only wrapped; the full
    stop of "Nr.", "z. B.", "No." or "am 5. November" does not."""
    cuts = sorted({0, *_stops(text, language), *_breaks(text), len(text)})
    pieces = (piece for start, end in itertools.pairwise(cuts) for piece in _in_reason(text, start, end))
    return tuple(span for start, end in pieces if (span := _trim(text, start, end)) is not None)


def _in_reason(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A sentence longer than any that people write, in pieces: reading one takes time with the square of its length."""
    while end - start > _LONGEST:
        near = text[start : start + _LONGEST]
        cut = start + (max(near.rfind(","), near.rfind("\n"), near.rfind(";")) + 1 or near.rfind(" ") + 1 or _LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    words = piece.strip()
    return Span(start, start + len(words), words) if words else None


def _stops(text: str, language: str) -> Iterable[int]:
    """Where a sentence ends by its punctuation."""
    known = abbreviations(language if language in LANGUAGES else "en")
    for stop in _STOP.finditer(text):
        if stop[0] == "." and _goes_on(text, stop.start(), known):
            continue
        yield stop.end()


def _goes_on(text: str, dot: int, known: Set[str]) -> bool:
    """Whether the full stop at ``dot`` is one of an abbreviation or of an ordinal number."""
    before = re.search(r"[\w.]*$", text[max(0, dot - 30) : dot])
    word = before[0].lower() if before else ""
    after = re.match(r"[ \t]*\n?[ \t]*(\S)", text[dot + 1 :])
    follows = after[1] if after else ""
    if word in known or (len(word) == 1 and word.isalpha()):
        return True
    if word[-1:].isdigit():
        if _STARTS.match(text, dot + 1):
            return False
        return follows.isalpha() and "\n" not in (after[0] if after else "") and len(word) <= 2
    return follows.islower()


@functools.cache
def abbreviations(language: str) -> Set[str]:
    """Lower case, without their full stop."""
    with LOCK:
        exceptions: Mapping[str, object] = getattr(pipeline(language).tokenizer, "rules", None) or {}
    known = {e[:-1].lower() for e in exceptions if e.endswith(".") and len(e) > 2}
    return known.union(_ABBREVIATIONS[language])


def _breaks(text: str) -> Iterable[int]:
    """Line breaks that end a sentence."""
    yield from (m.end() for m in _BLANK_LINE.finditer(text))
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    width = max((end - start for start, end in lines), default=0)
    for (start, end), (start_next, end_next) in itertools.pairwise(lines):
        if not _wrapped(text[start:end], text[start_next:end_next], width):
            yield start_next


def _wrapped(line: str, following: str, width: int) -> bool:
    """Whether ``following`` goes on where ``line`` had no more room, or was broken off within a phrase."""
    if _ITEM.match(following) or "\t" in line or "\t" in following or line.rstrip().endswith((":", ";", "!", "?")):
        return False
    if _LISTED.search(line) and (len(line) < 50 or not following.lstrip()[:1].islower()):
        return False
    first_word = len((following.split() or [""])[0])
    full = width >= 58 and len(line.rstrip()) + 1 + first_word > min(width, 78) - 6
    if full:
        return True
    begins_small = following.lstrip()[:1].islower()
    return begins_small and not _ITEM.match(line) and not line.rstrip().endswith((",", "."))


@functools.cache
def pipeline(language: str) -> "Language":
    """A blank pipeline. What touches its vocabulary takes LOCK and runs inside a memory zone, or the vocabulary would
    grow with every mail."""
    import spacy  # half a second: only where text is read

    return spacy.blank(language)
