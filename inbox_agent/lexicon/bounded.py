"""Regular expressions that a shop writes, with a bound on how long one can try.

Python's ``re`` tries every way in which a pattern's repeats may share a text. That grows without end when one repeat
stands inside another (``(\\w+ ?)+``): such patterns are refused. Of all others the number of ways is at most

    places to begin x the lengths that each *open* repeat may have

where a repeat is open when what follows it may be of the same characters (``.+ \\d``; but not ``\\d+ ``: it ends where
the digits end). ``steps`` counts that for a given line, so that a line that would take too long is not tried at all.
(J. Friedl, Mastering Regular Expressions, chapter 6.)"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from re import _parser  # type: ignore[attr-defined]  # the only way to know what a pattern consists of
from typing import Any

Chars = frozenset[str]
# Every character that patterns of forms tell apart; the last four stand for all other letters, digits, blanks, signs.
_ALPHABET: Chars = frozenset([*map(chr, range(9, 127)), *"äöüÄÖÜßéèàç\xa0§×½€–—‘’“”„…•", "λ", "٣", "\u2003", "†"])
_OTHERS: Chars = frozenset("λ٣\u2003†")
_END: Chars = frozenset()  # nothing can follow
_FEW = 4  # times; a group repeated no more often is counted as written out
_EDGES = {"AT_END", "AT_END_STRING"}
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "DIGIT": str.isdigit,
    "SPACE": str.isspace,
    "WORD": lambda c: c.isalnum() or c == "_",
}
_PROBES = ("Guten Tag, Frau Weber", "4711 12,50 Stück")


class UnboundedError(ValueError):
    """A pattern that may try for ever; its text says what in it."""


@dataclass(frozen=True, slots=True)
class Loop:
    """An open repeat: the stretches of a line that it may take up, and how many lengths it may have at most."""

    stretches: re.Pattern[str]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Bounded:
    """A pattern. ``starts``: where it may begin; None: only at the start of the line."""

    source: str
    regex: re.Pattern[str]
    starts: re.Pattern[str] | None
    loops: tuple[Loop, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.regex.groupindex)

    @property
    def fits_everything(self) -> bool:
        """Whether it takes up whole lines, whatever they say."""
        return all((found := self.regex.search(probe)) and found[0] == probe for probe in _PROBES)

    def steps(self, line: str) -> int:
        """In how many ways the pattern can be tried on that line, at most."""
        steps = 1 if self.starts is None else 1 + len(self.starts.findall(line))
        for loop in self.loops:
            longest = max(map(len, loop.stretches.findall(line)), default=0)
            steps *= 1 + (longest if loop.most is None else min(longest, loop.most))
        return steps


def bounded(source: str) -> Bounded:
    """Compiles a pattern. Raises re.error, or ValueError in words when it cannot be used."""
    regex = re.compile(source)
    tree = _parser.parse(source)
    if tree.getwidth()[0] == 0:
        raise ValueError("it may match nothing at all")
    walk = _Walk(bool(regex.flags & re.IGNORECASE))
    first = walk.sequence(list(tree), _END)
    starts = None if _begins_line(list(tree)) else re.compile(_class(first))
    return Bounded(source, regex, starts, tuple(walk.loops))


def _begins_line(items: Sequence[Any]) -> bool:
    if not items:
        return False
    op, value = items[0]
    if op.name == "SUBPATTERN":
        return _begins_line(list(value[3]))
    return op.name == "AT" and value.name in ("AT_BEGINNING", "AT_BEGINNING_STRING")


@cache
def _class(chars: Chars) -> str:
    """A pattern for one of the characters."""
    listed = "".join(map(re.escape, sorted(chars)))
    others = "".join(map(re.escape, sorted(_ALPHABET))) if chars & _OTHERS else ""
    return "|".join(([f"[{listed}]"] if listed else []) + ([f"[^{others}]"] if others else [])) or "(?!)"


def _loop(chars: Chars, most: int | None = None) -> Loop:
    return Loop(re.compile(f"(?:{_class(chars)})+"), most)


def _kind(c: str) -> str:
    """The character itself, or the one in the alphabet that it is judged like."""
    if c in _ALPHABET:
        return c
    return "λ" if c.isalpha() else "٣" if c.isdigit() else "\u2003" if c.isspace() else "†"


@dataclass
class _Walk:
    """Goes through a pattern from its end, so that what may follow is known; collects the open repeats."""

    ignore_case: bool
    loops: list[Loop] = field(default_factory=list)

    def sequence(self, items: Sequence[Any], follow: Chars) -> Chars:
        """What the items may begin with, given what may follow them."""
        for op, value in reversed(items):
            follow = self._item(op.name, value, follow)
        return follow

    def _item(self, op: str, value: Any, follow: Chars) -> Chars:
        match op:
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                return self._chars(op, value)
            case "SUBPATTERN":
                return self._within(value[1], list(value[3]), follow)
            case "ATOMIC_GROUP":
                return self.sequence(list(value), follow)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self._repeat(value[0], value[1], value[2], follow)
            case "BRANCH":
                return self._branch([list(branch) for branch in value[1]], follow)
            case "AT":
                return _END if value.name in _EDGES else follow
            case "ASSERT" | "ASSERT_NOT":
                self.sequence(list(value[1]), _END)
                return follow
        raise UnboundedError("it refers back to a group, which takes too long")

    def _within(self, flags: int, items: Sequence[Any], follow: Chars) -> Chars:
        before = self.ignore_case
        self.ignore_case = before or bool(flags & re.IGNORECASE)
        first = self.sequence(items, follow)
        self.ignore_case = before
        return first

    def _repeat(self, least: int, most: Any, body: Any, follow: Chars) -> Chars:
        items = list(body)
        if len(items) == 1 and items[0][0].name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            first = self._chars(items[0][0].name, items[0][1])
            if least != most and first & follow:
                self.loops.append(_loop(first, int(most) - least if most != _parser.MAXREPEAT else None))
        elif most <= _FEW:
            return self._written_out(least, most, items, follow)
        else:
            narrow, wide = body.getwidth()
            if narrow != wide or narrow == 0 or _has_branch(items):
                raise UnboundedError("a repeat (+ or *) stands inside another one; write [\\w ]+ rather than (\\w+ ?)+")
            first = self.sequence(items, _ALPHABET)
            if least != most and first & follow:
                self.loops.append(_loop(_ALPHABET))
        return first | follow if least == 0 else first

    def _written_out(self, least: int, most: int, items: Sequence[Any], follow: Chars) -> Chars:
        """(…){0,3} as three groups, each of which may be left out."""
        for number in range(most, 0, -1):
            first = self.sequence(items, follow)
            optional = number > least
            if optional and first & follow:
                self.loops.append(_loop(_ALPHABET, 1))
            follow = first | follow if optional else first
        return follow

    def _branch(self, branches: Sequence[Sequence[Any]], follow: Chars) -> Chars:
        """Of the alternatives that with the most open repeats counts; where several may begin alike, each does."""
        here, firsts, found = self.loops, [], []
        for branch in branches:
            self.loops = []
            firsts.append(self.sequence(branch, follow))
            found.append(self.loops)
        self.loops = here + max(found, key=len)
        if sum(map(len, firsts)) > len(frozenset().union(*firsts)):
            self.loops.append(_loop(_ALPHABET, len(branches) - 1))
        return frozenset().union(*firsts)

    def _chars(self, op: str, value: Any) -> Chars:
        return _taken(op, tuple(value) if isinstance(value, list) else value, self.ignore_case)


def _has_branch(items: Sequence[Any]) -> bool:
    return any(
        op.name == "BRANCH" or (op.name in ("SUBPATTERN",) and _has_branch(list(value[3]))) for op, value in items
    )


@cache
def _taken(op: str, value: Any, ignore_case: bool) -> Chars:
    """The characters of the alphabet that one place of a pattern takes."""

    def forms(c: str) -> set[str]:
        return {form for form in (c, c.lower(), c.upper()) if len(form) == 1} if ignore_case else {c}

    return frozenset(c for c in _ALPHABET if any(_takes(op, value, form) for form in forms(c)))


def _takes(op: str, value: Any, c: str) -> bool:
    """Whether one place of a pattern takes that character."""
    match op:
        case "LITERAL":
            return _kind(chr(value)) == c
        case "NOT_LITERAL":
            return chr(value) != c
        case "ANY":
            return c != "\n"
        case "IN":
            negated = bool(value[0][0].name == "NEGATE")
            return negated != any(_takes(part.name, what, c) for part, what in value if part.name != "NEGATE")
        case "RANGE":
            low, high = value
            return bool(low <= ord(c) <= high) or c in (_kind(chr(low)), _kind(chr(high)))
    kind, negated = _category(value.name)
    return _CATEGORIES[kind](c) != negated


def _category(name: str) -> tuple[str, bool]:
    """CATEGORY_NOT_DIGIT (\\D) as ("DIGIT", True)."""
    kind = name.removeprefix("CATEGORY_")
    return kind.removeprefix("NOT_"), kind.startswith("NOT_")
