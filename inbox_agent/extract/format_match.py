"""Where the patterns of a format match: line by line, within bounds, each stretch of the text once.

A pattern is looked for anywhere in a line, whose blanks at both ends do not count; what it leaves over stays for the
general rules. A match that would cut a word or a number is none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from inbox_agent.extract.format_sheet import Sheet, Span, Written, written
from inbox_agent.extract.masking import blanked
from inbox_agent.lexicon.bounded import Bounded
from inbox_agent.lexicon.formats import MOST_LINES, Ignore, LineRule, Value
from inbox_agent.model import Cell
from inbox_agent.wording import pattern as phrases
from inbox_agent.wording import plain

MAX_LINE = 500  # characters; a longer line is left to the general rules
MAX_STEPS = 1_000_000  # ways to try a pattern on one line
ALL_STEPS = 20_000_000  # on all lines of a mail
_BLOCK = 8  # lines of a value between two labels
_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+)(?!\d|[.,]\d)")  # with a mark in it


@dataclass(frozen=True, slots=True)
class Match:
    """What one rule found. ``spans`` are the stretches of the text that it took, in order."""

    kind: str  # line | field | ignore | heading (of a table)
    rule: str  # as a person knows it: "line 1", "po_number"
    sheet: Sheet
    groups: tuple[tuple[str, Cell], ...]
    spans: tuple[Span, ...]

    @property
    def span(self) -> Span:
        return self.spans[0][0], self.spans[-1][1]

    @property
    def number(self) -> int:
        """The line of the text in which it begins, from 1."""
        return self.sheet.text.count("\n", 0, self.span[0]) + 1

    def of(self, group: str) -> str:
        return " ".join(" ".join(cell.text for name, cell in self.groups if name == group).split())


class Search:
    """Tries patterns on lines, as long as that is affordable. ``spent``: something was left untried."""

    def __init__(self) -> None:
        self._left = ALL_STEPS
        self.spent = False

    def all(self, pattern: Bounded, line: str) -> list[re.Match[str]]:
        """Every match in a line, not overlapping."""
        if len(line) > MAX_LINE or (steps := pattern.steps(line)) > MAX_STEPS:
            return []
        if steps > self._left:
            self.spent = True
            return []
        self._left -= steps
        return [match for match in pattern.regex.finditer(line) if not _cuts(match)]

    def first(self, pattern: Bounded, line: str) -> re.Match[str] | None:
        return next(iter(self.all(pattern, line)), None)


def _cuts(match: re.Match[str]) -> bool:
    """Whether it begins or ends within a word, or a group within a number: "5" of "1.5"."""
    text, edges = match.string, match.span()
    if any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in edges):
        return True
    numbers = [number.span() for number in _NUMBER.finditer(text)]
    ends = {*edges, *(at for group in match.re.groupindex for at in match.span(group))}
    return any(start < at < end for at in ends for start, end in numbers)


def without(text: str, matches: Sequence[Match]) -> str:
    """The text with what was matched as blanks, every offset unchanged."""
    return blanked(text, (span for match in matches for span in match.spans), " ")


# ---- items -----------------------------------------------------------------------------------------------------------


def items(sheet: Sheet, left: str, rules: Sequence[LineRule], search: Search) -> list[Match]:
    """Every ordered item, in order. ``left``: the sheet's text without what is read already. Of several rules that
    fit where a line begins the first one counts."""
    lines = written(left)
    found: list[Match] = []
    at = 0
    while at < len(lines):
        number, here = next(
            (
                (n, new)
                for n, rule in enumerate(rules)
                if (new := _records(rule, n, sheet, lines[at : at + MOST_LINES], search))
            ),
            (0, []),
        )
        found += here
        at += len(rules[number].pattern) if here else 1
    return found


def _records(rule: LineRule, number: int, sheet: Sheet, lines: Sequence[Written], search: Search) -> list[Match]:
    """What a rule finds from a line on: one record over several lines, or each that stands in this one line."""
    name = rule.name or f"line {number + 1}"
    if len(rule.pattern) > 1:
        whole = _record(rule.pattern, lines, search)
        runs = [whole] if whole else []
    else:
        runs = [[(lines[0], match)] for match in search.all(rule.pattern[0], lines[0].text)]
    found = [_match("line", name, sheet, run) for run in runs]
    return [match for match in found if match.of("quantity")]


def _record(
    patterns: Sequence[Bounded], lines: Sequence[Written], search: Search
) -> list[tuple[Written, re.Match[str]]]:
    """A match of each pattern in lines that follow each other; nothing when one is missing."""
    run: list[tuple[Written, re.Match[str]]] = []
    for pattern, line in zip(patterns, lines, strict=False):
        if (match := search.first(pattern, line.text)) is None:
            return []
        run.append((line, match))
    return run if len(run) == len(patterns) else []


def _match(kind: str, rule: str, sheet: Sheet, run: Sequence[tuple[Written, re.Match[str]]]) -> Match:
    groups = [
        (match.start(group), name, Cell(match[group].strip(), line.start + _inner(match, group)))
        for line, match in run
        for name, group in match.re.groupindex.items()
        if match[group] and match[group].strip()
    ]
    spans = tuple((line.start + match.start(), line.start + match.end()) for line, match in run)
    return Match(kind, rule, sheet, tuple((name, cell) for _, name, cell in groups), spans)


def _inner(match: re.Match[str], group: int) -> int:
    """Where a group begins, without blanks."""
    return match.start(group) + len(match[group]) - len(match[group].lstrip())


# ---- values ----------------------------------------------------------------------------------------------------------


def values(
    name: str, patterns: Sequence[Bounded], sheet: Sheet, lines: Sequence[Written], search: Search
) -> Iterator[Match]:
    """Every match of the pattern of a field."""
    for at, line in enumerate(lines):
        if len(patterns) > 1:
            if run := _record(patterns, lines[at : at + MOST_LINES], search):
                yield _match("field", name, sheet, run)
        else:
            for match in search.all(patterns[0], line.text):
                yield _match("field", name, sheet, [(line, match)])


def between(name: str, value: Value, sheet: Sheet, lines: Sequence[Written], search: Search) -> Iterator[Match]:
    """What stands behind the label ``after``, in its line and below, up to the line with the label ``before``, or up to
    a blank line."""
    for at, line in enumerate(lines):
        label = search.first(value.after, line.text) if value.after else None
        if label is None:
            continue
        rest = line.text[label.end() :].strip(" \t:")
        parts = [Written(rest, line.start + line.text.rindex(rest))] if rest else []
        parts += _below(value, sheet, lines[at : at + _BLOCK + 1], search)
        if parts:
            end = parts[-1].start + len(parts[-1].text)
            block = Cell(sheet.text[parts[0].start : end], parts[0].start)
            spans = ((line.start + label.start(), end),)
            yield Match("field", name, sheet, (("value", block),), spans)


def _below(value: Value, sheet: Sheet, lines: Sequence[Written], search: Search) -> Iterator[Written]:
    for above, line in pairwise(lines):
        gap = sheet.text[above.start + len(above.text) : line.start]
        if search.first(value.before, line.text) if value.before else gap.count("\n") > 1:
            return
        yield line


def ignored(sheet: Sheet, ignore: Ignore, search: Search) -> Iterator[Match]:
    """What says nothing: phrases, which may go over several lines, and patterns of one line."""
    for number, phrase in enumerate(ignore.phrases, start=1):
        for hit in _phrase(phrase).finditer(plain(sheet.text)):
            yield Match("ignore", f"ignored phrase {number}", sheet, (), (hit.span(),))
    for line in written(sheet.text):
        for number, pattern in enumerate(ignore.patterns, start=1):
            for match in search.all(pattern, line.text):
                yield _match("ignore", f"ignored pattern {number}", sheet, [(line, match)])


@cache
def _phrase(phrase: str) -> re.Pattern[str]:
    return phrases((phrase,))
