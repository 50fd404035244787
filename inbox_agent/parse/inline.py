"""Own words among quoted lines: which quoted lines are older mail, and which an answer needs to be understood.

Answered point by point, a quote's line stays with its answer. A whole mail that is answered once, below, is older."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inbox_agent.parse.attribution import Attribution
from inbox_agent.parse.quoted_lines import bare, is_quoted

_EXCERPT = 3  # lines; a quote of this length that asks is an excerpt, kept above its only answer
_CITED = 5  # lines that somebody quotes as part of a sentence of their own
_WRAPPED_AT = 60  # characters; a quoted line of this length goes on in the next


@dataclass(frozen=True, slots=True)
class Run:
    """Lines ``start`` to ``end`` (the line after), all older or all own; empty lines go with those above."""

    start: int
    end: int
    is_older: bool


def older_lines(lines: Sequence[str], named: Sequence[Attribution], is_reply: bool) -> list[bool]:
    """Which lines are quoted mail, as far as their marks say. ``named``: the attributions above or within quoted lines;
    a mail with none that answers none has no quote."""
    if not named and not is_reply:
        return [False] * len(lines)
    older = [is_quoted(line) or _is_torn_off(lines, n) for n, line in enumerate(lines)]
    for one in named:
        older[one.start : one.end] = [True] * (one.end - one.start)
    return older


def without_cited(
    lines: Sequence[str], older: Sequence[bool], own: Sequence[bool], named: Sequence[Attribution]
) -> list[bool]:
    """``older`` without the few marked lines above any attribution that belong to the sender's words: in the middle of
    them, or right below a colon. ``own``: lines that the sender says something on."""
    result = list(older)
    said = [n for n, is_own in enumerate(own) if is_own]
    if not any(older) or not said:
        return result
    first = named[0].start if named else len(lines)
    for run in runs(lines[:first], older[:first]):
        if not run.is_older or run.start <= said[0]:
            continue
        short = sum(bool(line.strip()) for line in lines[run.start : run.end]) <= _CITED
        if short and (run.end <= said[-1] or lines[run.start - 1].endswith(":")):
            result[run.start : run.end] = [False] * (run.end - run.start)
    return result


def runs(lines: Sequence[str], older: Sequence[bool]) -> list[Run]:
    found: list[Run] = []
    start = 0
    for n in range(1, len(lines)):
        if older[n] != older[start] and lines[n].strip():
            found.append(Run(start, n, older[start]))
            start = n
    return [*found, Run(start, len(lines), older[start])] if lines else []


def answered(lines: Sequence[str], older: Sequence[bool], own: Sequence[bool]) -> list[bool]:
    """The older lines that stay with their answers. ``own``: lines that the sender says something on."""
    kept = [False] * len(lines)
    if not any(older):
        return kept
    found = runs(lines, older)
    pairs = [(q, a) for q, a in pairwise(found) if q.is_older and any(own[a.start : a.end])]
    if not pairs:
        return kept
    last_quote, last_answer = pairs[-1]
    goes_on = any(bare(lines[n]) for n in range(last_answer.end, len(lines)) if older[n])
    if len(pairs) > 1 or goes_on or _is_excerpt(lines, last_quote):
        for quote, _ in pairs:
            for n in _last_statement(lines, quote):
                kept[n] = True
    return kept


def _is_torn_off(lines: Sequence[str], n: int) -> bool:
    """The end of a quoted line that a program wrapped and did not mark."""
    if n == 0 or n + 1 >= len(lines) or not lines[n].strip():
        return False
    above = lines[n - 1]
    if len(above) < _WRAPPED_AT or not (is_quoted(above) and is_quoted(lines[n + 1])):
        return False
    return lines[n][:1].islower() and above.rstrip()[-1] not in ".?!:;" and len(lines[n].split()) <= _EXCERPT


def _is_excerpt(lines: Sequence[str], run: Run) -> bool:
    said = [n for n in range(run.start, run.end) if is_quoted(lines[n]) and bare(lines[n])]
    whole = bool(said) and said[-1] - said[0] < len(said)  # one paragraph
    return whole and len(said) <= _EXCERPT and bare(lines[said[-1]]).endswith("?")


def _last_statement(lines: Sequence[str], run: Run) -> Iterator[int]:
    """The last quoted line with words, with those before it that run on into it."""
    said = [n for n in range(run.start, run.end) if is_quoted(lines[n]) and bare(lines[n])]
    for at in range(len(said) - 1, -1, -1):
        yield said[at]
        above = lines[said[at - 1]].rstrip() if at and said[at - 1] == said[at] - 1 else ""
        if len(above) < _WRAPPED_AT or above[-1] in ".?!:;":
            return
