"""What speaks for a machine, and how much. Headers are certain; words are graded, and several must agree."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from inbox_agent.lexicon import Rules
from inbox_agent.model import Evidence, ParsedMail
from inbox_agent.parse.report import Report
from inbox_agent.wording import needed, pattern, plain, words

Signs = tuple[Evidence, ...]
SURE = 1.0

_LOOKED_AT = 8_000  # characters of a passage: what a machine says of itself stands at its beginning
_NEAR = 120  # characters between two phrases of one sentence
_DRAWN = re.compile(r"[-'_=*~#]{3,}")
_CITED = re.compile(r"[\"“„«»][^\"“”„«»\n]{3,300}(?:\n[^\"“”„«»\n]{1,300}){0,5}[\"”“«»]")
_QUOTED = re.compile(r"^[ \t]*[>|].*$", re.MULTILINE)
_PASSED_ON = re.compile(r"\s*(?:fwd?|wg|tr|wtr|i)\s*:", re.IGNORECASE)
_ANSWERED = re.compile(r"\s*(?:re|aw|antw|sv|r)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much speaks for something, 1 and more is enough, and which words and headers do. ``certain``: a header or
    the form of the message says it."""

    weight: float = 0.0
    signs: Signs = ()
    certain: bool = False

    @property
    def sure(self) -> bool:
        return self.weight >= SURE

    def but(self, against: Callable[[], float]) -> "Weighed":
        """Less what speaks against it, which is asked only where it matters."""
        return replace(self, weight=round(self.weight - against(), 3)) if self.sure else self


@dataclass(frozen=True, slots=True)
class Seen:
    """What the checks look at. ``headers``: lower-case name to value, repeated ones joined by a newline. ``copy_at``:
    where in the body a returned message begins; what stands there is nobody's own word."""

    headers: Mapping[str, str]
    report: Report
    parsed: ParsedMail
    rules: Rules
    copy_at: int

    def header(self, name: str) -> str:
        return self.headers.get(name, "").strip()

    def text(self, source: str) -> str:
        """The beginning of a passage as phrases are looked for in it: without lines drawn of dashes, without quoted
        lines, and without what is cited in quotation marks: a person cites what a machine writes. Offsets stay."""
        whole = self.parsed.passage(source)
        return _readable(whole[: self.copy_at if source == "body" else _LOOKED_AT][:_LOOKED_AT])

    def phrases(self, key: str, *sources: str) -> Signs:
        """Where phrases of automatic.toml stand in the passages, each phrase once."""
        return self._found(_phrases(self.rules, "automatic", key), key, sources or ("body",))

    def cues(self, label: str, *sources: str) -> Signs:
        """As ``phrases``, of the cues in intents.toml."""
        return self._found(_phrases(self.rules, "intents", label), label, sources or ("subject", "body"))

    def opening(self, key: str) -> Signs:
        """A phrase with which the subject begins."""
        subject = plain(self.parsed.subject).lstrip(" *[(")
        shift = len(self.parsed.subject) - len(subject)
        hit = _phrases(self.rules, "automatic", key).pattern.match(subject)
        return (_sign("subject", self.parsed.subject, hit, key, shift),) if hit else ()

    def beside(self, one: str, other: str, *sources: str) -> Signs:
        """A phrase of one list with one of the other near it, as in a sentence."""
        for source in sources or ("body",):
            others = self._all(other, source)
            for sign in self._all(one, source):
                if close := next((o for o in others if abs((o.start or 0) - (sign.start or 0)) <= _NEAR), None):
                    return (sign, close)
        return ()

    def matching(self, searched: re.Pattern[str], rule: str, *sources: str) -> Signs:
        """Where a pattern first matches."""
        for source in sources or ("body",):
            if hit := searched.search(self.text(source)):
                return (_sign(source, self.parsed.passage(source), hit, rule),)
        return ()

    @property
    def passed_on(self) -> bool:
        """A person's subject for what came from somebody else."""
        return bool(_PASSED_ON.match(self.parsed.subject))

    @property
    def answers(self) -> bool:
        return bool(_ANSWERED.match(self.parsed.subject))

    def _all(self, key: str, source: str) -> Signs:
        passage = self.parsed.passage(source)
        hits = _phrases(self.rules, "automatic", key).finditer(self.text(source))
        return tuple(_sign(source, passage, hit, key) for hit in hits)

    def _found(self, phrases: "_Phrases", rule: str, sources: tuple[str, ...]) -> Signs:
        seen: dict[str, Evidence] = {}
        for source in sources:
            passage = self.parsed.passage(source)
            for hit in phrases.finditer(self.text(source)):
                seen.setdefault(hit[0].lower(), _sign(source, passage, hit, rule))
        return tuple(seen.values())


def certain(signs: Signs) -> Weighed:
    return Weighed(SURE, signs, certain=True)


def header(name: str, value: str, rule: str) -> Signs:
    return (Evidence("header", f"{name}: {' '.join(value.split())}"[:200], f"automatic.{rule}"),)


def weighed(*parts: tuple[float, Signs]) -> Weighed:
    """All parts that were found, together."""
    found = [(weight, signs) for weight, signs in parts if signs]
    return Weighed(round(sum(weight for weight, _ in found), 3), tuple(s for _, signs in found for s in signs))


def graded(signs: Signs, each: float, most: float, first: float | None = None) -> tuple[float, Signs]:
    """Each phrase counts, together not more than ``most``; ``first``: what the first one counts."""
    return min(most, (first or each) + each * (len(signs) - 1)), signs


def _sign(source: str, text: str, hit: re.Match[str], rule: str, shift: int = 0) -> Evidence:
    start, end = hit.start() + shift, hit.end() + shift
    return Evidence(source, text[start:end], f"automatic.{rule}", start, end)


@lru_cache(maxsize=8)  # of one mail: each list of phrases asks for the same few texts
def _readable(text: str) -> str:
    return _CITED.sub(_blank, _DRAWN.sub(_blank, _QUOTED.sub(_blank, plain(text))))


def _blank(hit: re.Match[str]) -> str:
    return " " * len(hit[0])


@dataclass(frozen=True, slots=True)
class _Phrases:
    """A list of phrases, and the words of each: a text that has all words of none is not searched."""

    pattern: re.Pattern[str]
    needed: Mapping[str, Collection[frozenset[str]]]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        said = _words(text)
        if any(said >= words for longest in self.needed.keys() & said for words in self.needed[longest]):
            return self.pattern.finditer(text)
        return iter(())


@lru_cache(maxsize=8)
def _words(text: str) -> frozenset[str]:
    return words(text) | {""}


@cache
def _phrases(rules: Rules, table: str, key: str) -> _Phrases:
    """Every language's phrases of a list."""
    listed: list[str] = []
    for lexicon in rules.both():
        own = table == "automatic"
        listed += lexicon.words(table, key) if own else lexicon.mapping(table, "cues").get(key, ())
    return _Phrases(pattern(listed), needed(listed))
