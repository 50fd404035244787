"""Words, sentences and cues, by spaCy's tokenizers and matchers.

Two pipelines without a model (blank "en" and "de"), built when first used. Everything that touches spaCy's vocabulary
runs inside a memory zone, or it would grow with every mail; the lock is there because zones of two threads mix."""

import functools
import itertools
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inbox_agent.errors import RulesError
from inbox_agent.lexicon import LANGUAGES, Lexicon

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: ``text[start:end]``, offsets in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of rules/ found in a text: its label, where, the words found, and the phrase that found them."""

    label: str
    start: int
    end: int
    text: str
    phrase: str


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
_GAP = 4  # words that "…" in a phrase may stand for
_LOCK = threading.RLock()


def sentences(text: str, language: str) -> tuple[Span, ...]:
    """The sentences of a mail's text in order, without surrounding white space.

    A line break ends a sentence where it ends a paragraph or a list item, not where a line was only wrapped; the full
    stop of "Nr.", "z. B.", "No." or "am 5. November" does not."""
    cuts = sorted({0, *_stops(text, language), *_breaks(text), len(text)})
    pieces = itertools.pairwise(cuts)
    return tuple(span for start, end in pieces if (span := _trim(text, start, end)) is not None)


def cues(text: str, lexicon: Lexicon, table: str) -> tuple[Cue, ...]:
    """Where phrases of ``[cues] label = ["phrase", …]`` in rules/<language>/<table>.toml stand in ``text``, in order.

    Case and line breaks do not count, "ae" is as good as "ä". ``*`` in a phrase stands for the rest of a word, ``…``
    for up to four words. A cue within a longer one of the same label is left out."""
    with _LOCK:
        phrases, patterns = _matchers(lexicon, table)
        nlp = _pipeline(lexicon.language)
        with nlp.memory_zone():
            doc, offsets = _words(nlp, text)
            found = [*phrases(doc), *patterns(doc)] if len(doc) else []
            result = [_cue(nlp.vocab.strings[key], offsets[a][0], offsets[b - 1][1], text) for key, a, b in found]
    return _longest(result)


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    words = piece.strip()
    return Span(start, start + len(words), words) if words else None


def _stops(text: str, language: str) -> Iterable[int]:
    """Where a sentence ends by its punctuation."""
    known = _abbreviations(language if language in LANGUAGES else "en")
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
def _abbreviations(language: str) -> Set[str]:
    with _LOCK:
        exceptions: Mapping[str, object] = getattr(_pipeline(language).tokenizer, "rules", None) or {}
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
    full = width >= 45 and len(line.rstrip()) + 1 + first_word > min(width, 78) - 6
    if full:
        return True
    begins_small = following.lstrip()[:1].islower()
    return begins_small and not _ITEM.match(line) and not line.rstrip().endswith((",", "."))


# ---- spaCy ---------------------------------------------------------------------------------------------------------


@functools.cache
def _pipeline(language: str) -> "Language":
    import spacy  # half a second: only where text is read

    return spacy.blank(language)


def _plain(text: str) -> str:
    """One form for apostrophes, spaces and dashes; the length stays, and with it every offset."""
    return text.translate({0x2019: "'", 0x2018: "'", 0xB4: "'", 0x60: "'", 0xA0: " ", 0x202F: " ", 0x2011: "-"})


def _words(nlp: "Language", text: str) -> tuple["Doc", Sequence[tuple[int, int]]]:
    """The words of a text, and where each is: without white space, so that a phrase is found over a line break, and
    without the full stop of an abbreviation."""
    from spacy.tokens import Doc

    known = _abbreviations(nlp.lang)
    spoken = [t for t in nlp.tokenizer(_plain(text)) if not t.is_space]
    before = [None, *spoken]
    tokens = [t for p, t in zip(before, spoken, strict=False) if not (p and t.text == "." and p.lower_ in known)]
    doc = Doc(nlp.vocab, words=[t.text for t in tokens], spaces=[bool(t.whitespace_) for t in tokens])
    return doc, [(t.idx, t.idx + len(t.text)) for t in tokens]


@functools.cache
def _matchers(lexicon: Lexicon, table: str) -> tuple["PhraseMatcher", "Matcher"]:
    """The compiled phrases of one rules file. Raises RulesError when [cues] is not lists of strings."""
    from spacy.matcher import Matcher, PhraseMatcher

    nlp = _pipeline(lexicon.language)
    phrases, patterns = PhraseMatcher(nlp.vocab, attr="LOWER"), Matcher(nlp.vocab)
    for label, listed in lexicon.mapping(table, "cues").items():
        if not isinstance(listed, list | tuple) or not all(isinstance(p, str) and p.strip() for p in listed):
            raise RulesError(f'{lexicon.folder / table}.toml: [cues] "{label}" must be a list of strings')
        for phrase in listed:
            key = f"{label}\t{phrase}"
            for variant in _spellings(_plain(phrase)):
                if "*" in phrase or "…" in phrase:
                    patterns.add(key, [_pattern(variant, nlp.tokenizer)])
                else:
                    phrases.add(key, [_words(nlp, variant)[0]])
    return phrases, patterns


def _spellings(phrase: str) -> set[str]:
    """A phrase as it is, and as typed without umlauts."""
    typed = phrase.lower()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        typed = typed.replace(letter, plain)
    return {phrase.lower(), typed, phrase.lower().replace("ß", "ss")}


def _pattern(phrase: str, tokenizer: Callable[[str], "Doc"]) -> list[dict[str, object]]:
    """A phrase with ``*`` or ``…`` as the token pattern that spaCy's Matcher reads."""
    result: list[dict[str, object]] = []
    for word in phrase.replace("…", " … ").split():
        if word == "…":
            result.append({"LOWER": {"NOT_IN": [".", "!", "?", ";", ":"]}, "OP": f"{{0,{_GAP}}}"})
        elif "*" in word:
            result.append({"LOWER": {"REGEX": "^" + re.escape(word).replace(r"\*", r"[\w-]*") + "$"}})
        else:
            result.extend({"LOWER": token.lower_} for token in tokenizer(word))
    return result


def _cue(key: str, start: int, end: int, text: str) -> Cue:
    label, phrase = key.split("\t", 1)
    return Cue(label, start, end, text[start:end], phrase)


def _longest(found: Sequence[Cue]) -> tuple[Cue, ...]:
    """Without those that lie within another of the same label."""
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (c.start, c.start - c.end)):
        if not any(k.label == cue.label and k.start <= cue.start and cue.end <= k.end for k in kept):
            kept.append(cue)
    return tuple(kept)
