"""Phrases of rules/<language>/<table>.toml ``[cues] label = ["phrase", …]``, found in a text.

Case and line breaks do not count, "ae" is as good as "ä". ``*`` in a phrase stands for the rest of a word, ``…`` for up
to four words. A text is cut into words once, by spaCy; plain phrases are found by its PhraseMatcher in one pass, those
with ``*`` or ``…`` by their first word."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from inbox_agent.errors import RulesError
from inbox_agent.extract.nlp import LOCK, abbreviations, pipeline
from inbox_agent.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

_GAP = 4  # words that "…" may stand for
_ENDS = frozenset(".!?;:")  # "…" does not reach over them

Part: TypeAlias = "str | re.Pattern[str] | None"  # of a phrase: a word, an open word, a gap


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of rules/ found in a text: its table and label, where, the words found, and the phrase itself."""

    table: str
    label: str
    start: int
    end: int
    text: str
    phrase: str


def cues(text: str, lexicons: tuple[Lexicon, ...], *tables: str) -> tuple[Cue, ...]:
    """Every cue of these tables in ``text``, in order; the text is cut into words as the first lexicon's language is.
    A cue within a longer one of the same table and label is left out. Raises RulesError when [cues] is not lists of
    strings."""
    with LOCK:
        compiled = _compiled(lexicons, tables)
        nlp = pipeline(lexicons[0].language)
        with nlp.memory_zone():
            doc, offsets = _words(nlp, text)
            found = [(nlp.vocab.strings[key], a, b) for key, a, b in compiled.phrases(doc)] if len(doc) else []
            found.extend(compiled.find([token.lower_ for token in doc]))
    return _longest(_cue(key, offsets[a][0], offsets[b - 1][1], text) for key, a, b in found)


@dataclass(slots=True)
class _Compiled:
    """The phrases of some tables: plain ones, and those with ``*`` or ``…`` by how their first word begins."""

    phrases: "PhraseMatcher"
    opened: dict[str, list[tuple[str, Sequence[Part]]]] = field(default_factory=dict)

    def add(self, key: str, phrase: str, parts: Sequence[Part]) -> None:
        first = parts[0] if isinstance(parts[0], str) else phrase.split("*")[0].strip()
        self.opened.setdefault(first, []).append((key, parts))

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """(key, first word, behind the last word) of each phrase with ``*`` or ``…``."""
        for at, word in enumerate(words):
            for length in range(len(word) + 1):
                for key, parts in self.opened.get(word[:length], ()):
                    if (end := _end(words, at, parts)) is not None:
                        yield key, at, end


def _end(words: Sequence[str], at: int, parts: Sequence[Part]) -> int | None:
    """Where a phrase that begins at ``at`` ends, with as many words in its gaps as fit; None when it does not fit."""
    for i, part in enumerate(parts):
        if part is None:
            reach = at
            while reach < min(at + _GAP, len(words)) and words[reach] not in _ENDS:
                reach += 1
            ends = (_end(words, start, parts[i + 1 :]) for start in range(reach, at - 1, -1))
            return next((end for end in ends if end is not None), None)
        if at >= len(words) or not (words[at] == part if isinstance(part, str) else part.fullmatch(words[at])):
            return None
        at += 1
    return at


@functools.cache
def _compiled(lexicons: tuple[Lexicon, ...], tables: tuple[str, ...]) -> _Compiled:
    from spacy.matcher import PhraseMatcher

    nlp = pipeline(lexicons[0].language)
    result = _Compiled(PhraseMatcher(nlp.vocab, attr="LOWER"))
    for lexicon in lexicons:
        for table in tables:
            for label, phrase in _listed(lexicon, table):
                key = f"{table}\t{label}\t{phrase}"
                for variant in _spellings(_plain(phrase)):
                    if "*" in phrase or "…" in phrase:
                        result.add(key, variant, _parts(variant, nlp))
                    else:
                        result.phrases.add(key, [_words(nlp, variant)[0]])
    return result


def _listed(lexicon: Lexicon, table: str) -> Iterator[tuple[str, str]]:
    labels: Mapping[str, object] = lexicon.mapping(table, "cues")
    for label, phrases in labels.items():
        if not isinstance(phrases, list | tuple) or not all(isinstance(p, str) and p.strip() for p in phrases):
            raise RulesError(f'{lexicon.folder / table}.toml: [cues] "{label}" must be a list of strings')
        yield from ((label, phrase) for phrase in phrases)


def _spellings(phrase: str) -> set[str]:
    """A phrase as it is, and as typed without umlauts."""
    typed = phrase.lower()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        typed = typed.replace(letter, plain)
    return {phrase.lower(), typed, phrase.lower().replace("ß", "ss")}


def _parts(phrase: str, nlp: "Language") -> list[Part]:
    result: list[Part] = []
    for word in phrase.replace("…", " … ").split():
        if word == "…":
            result.append(None)
        elif "*" in word:
            result.append(re.compile(re.escape(word).replace(r"\*", r"[\w-]*")))
        else:
            result.extend(token.lower_ for token in nlp.tokenizer(word))
    return result


def _plain(text: str) -> str:
    """One form for apostrophes, spaces and dashes; the length stays, and with it every offset."""
    return text.translate({0x2019: "'", 0x2018: "'", 0xB4: "'", 0x60: "'", 0xA0: " ", 0x202F: " ", 0x2011: "-"})


def _words(nlp: "Language", text: str) -> tuple["Doc", Sequence[tuple[int, int]]]:
    """The words of a text, and where each is: without white space, so that a phrase is found over a line break, and
    without the full stop of an abbreviation."""
    from spacy.tokens import Doc

    known = abbreviations(nlp.lang)
    words: list[str] = []
    offsets: list[tuple[int, int]] = []
    before = ""
    for token in nlp.tokenizer(_plain(text)):
        word = token.text
        if word.isspace():
            continue
        if word != "." or before.lower() not in known:
            words.append(word)
            offsets.append((token.idx, token.idx + len(word)))
        before = word
    return Doc(nlp.vocab, words=words), offsets


def _cue(key: str, start: int, end: int, text: str) -> Cue:
    table, label, phrase = key.split("\t", 2)
    return Cue(table, label, start, end, text[start:end], phrase)


def _longest(found: Iterable[Cue]) -> tuple[Cue, ...]:
    """Without those that lie within another of the same label."""
    kept: list[Cue] = []
    reach: dict[tuple[str, str], int] = {}
    for cue in sorted(found, key=lambda c: (c.start, -c.end)):
        name = cue.table, cue.label
        if cue.end > reach.get(name, -1):
            kept.append(cue)
            reach[name] = cue.end
    return tuple(kept)
