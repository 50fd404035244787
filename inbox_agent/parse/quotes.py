"""Where the sender's own words end: quoted mail, forwarded mail, answers between quoted lines, the signature.

A reply's quote is ``quoted``; a mail passed on for its content is ``forwarded``. Answers between quoted lines keep the
line that they answer, with its ">". Text that nothing marks as older stays in the body: a quote that is taken for an
order is seen by the checks, an order that is taken for a quote is not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from inbox_agent.lexicon import Rules
from inbox_agent.model import Person
from inbox_agent.parse import signature
from inbox_agent.parse.attribution import MAIL, Attribution, attributions
from inbox_agent.parse.header_block import Head, head
from inbox_agent.parse.html_writer import ANSWER
from inbox_agent.parse.inline import answered, older_lines, without_cited
from inbox_agent.parse.quoted_lines import bare, is_quoted, joined, single_spaced, skip_blank, unquoted
from inbox_agent.parse.thread_words import ThreadWords, thread_words

# What Outlook's plain text adds: the address behind a link that is an address itself, the name of a picture.
_ADDED = re.compile(
    r"(?P<shown>[^\s<>\[\]]{1,200})<(?P<address>(?:https?://|mailto:)[^<>\s]{1,2000})>|\[cid:[^\]\s]{1,200}\]"
)
_DRAWN = re.compile(r"[-—–_=*]{3,}")
_GREETING = re.compile(r"\D{2,50}[,!]")
_TOP = 8  # lines in which a mail greets
_OTHER_MARK = re.compile(r"\|| {2,8}|\t")
_ARROW = re.compile(r"\s{0,8}(?:-{1,4}>|={1,4}>|→|#{2,4}) ?\w")
_DEEPEST = 10  # forwarded mails within one another


@dataclass(frozen=True, slots=True)
class Split:
    """A text taken apart. ``author`` wrote the forwarded mail."""

    body: str
    quoted: str = ""
    forwarded: str = ""
    author: Person | None = None
    signature: str = ""


@dataclass(frozen=True, slots=True)
class _Cut:
    """Lines ``start`` to ``end`` (the line after) are an older mail; its own words begin at ``text``."""

    start: int
    text: int
    end: int
    is_forward: bool
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the subject and the headers say of a mail."""

    is_reply: bool
    is_forward: bool


def split(text: str, subject: str, is_reply: bool, rules: Rules, sender: str | None = None, depth: int = 0) -> Split:
    """Take a message's text apart. ``is_reply``: a header or the subject says that it answers an earlier mail;
    ``sender``: the display name in From, None leaves the signature in the body; ``depth``: how often it was passed
    on."""
    words = thread_words(rules)
    lines = text.split("\n")
    kind = _Kind(is_reply or bool(words.reply_prefix.match(subject)), bool(words.forward_prefix.match(subject)))
    cut = _first_cut(lines, kind, words)
    if cut is None:
        return _own(lines, kind, sender, rules)
    cut = replace(cut, start=_rules_above(lines, cut.start))
    older = lines[cut.start : cut.end]
    known = None if sender is None else f"{sender} {cut.values.get('to', '')} {_greeted(lines[cut.text : cut.end])}"
    own = _own([*lines[: cut.start], *lines[cut.end :]], kind, known, rules)
    if cut.is_forward or kind.is_forward:
        return _passed_on(own, older, cut, rules, depth)
    return _with_answers(own, older, cut, sender, rules)


def _first_cut(lines: Sequence[str], kind: _Kind, words: ThreadWords) -> _Cut | None:
    """The first older mail that has no quote marks, or is passed on within them."""
    named = {one.start: one for one in attributions(lines, words) if not one.is_quoted and one.is_certain}
    written = quoting = False
    for start, line in enumerate(lines):
        if not line.strip():
            continue
        if is_quoted(line) and not line.startswith(">>> "):
            if not quoting and (cut := _in_quote(lines, start, kind, words)):
                return cut
            quoting = True
            continue
        quoting = False
        if (found := head(lines, start, words)) is not None:
            if _is_older(found, kind, written):
                return _Cut(start, found.end, len(lines), found.is_forward, found.values)
        elif start in named and _is_unmarked_quote(lines, named[start], kind):
            return _Cut(start, named[start].end, len(lines), False, {"from": named[start].text})
        written = True
    return None


def _rules_above(lines: Sequence[str], start: int) -> int:
    """Where a line drawn above an older mail begins; it belongs to that."""
    at = start
    while at > 0 and (not lines[at - 1].strip() or _DRAWN.fullmatch(lines[at - 1].strip())):
        at -= 1
        start = at if lines[at].strip() else start
    return start


def _is_older(found: Head, kind: _Kind, written: bool) -> bool:
    """With nothing above it, a head in a mail of its own is a form ("From: ... Subject: ..."), and "reply above this
    line" is what a helpdesk writes to us."""
    if found.needs_text and not written:
        return False
    if found.is_forward or kind.is_reply or kind.is_forward:
        return found.is_certain or "subject" in found.values
    return written and found.is_certain


def _is_unmarked_quote(lines: Sequence[str], one: Attribution, kind: _Kind) -> bool:
    """An attribution that no quote marks follow: an older mail all the same, if a program wrote the line."""
    below = skip_blank(lines, one.end)
    if below < len(lines) and is_quoted(lines[below]):
        return False
    return kind.is_reply or kind.is_forward or bool(MAIL.search(one.text))


def _in_quote(lines: Sequence[str], start: int, kind: _Kind, words: ThreadWords) -> _Cut | None:
    """A mail that is passed on within quote marks, as Apple Mail does."""
    end = next((n for n in range(start, len(lines)) if lines[n].strip() and not is_quoted(lines[n])), len(lines))
    view = [unquoted(line) for line in lines[start:end]]
    at = skip_blank(view, 0)
    found = head(view, at, words) if at < len(view) else None
    if found is None or not (found.is_forward or kind.is_forward):
        return None
    return _Cut(start, start + found.end, end, True, found.values)


def _own(lines: Sequence[str], kind: _Kind, sender: str | None, rules: Rules) -> Split:
    """What the sender wrote, between the lines with quote marks and around the signature."""
    lines = single_spaced(lines)
    named = [one for one in attributions(lines, thread_words(rules)) if _is_above_quote(lines, one)]
    older = older_lines(lines, named, kind.is_reply)
    own = ["" if old else line for line, old in zip(lines, older, strict=True)]
    greeted = _greeted([line for line, old in zip(lines, older, strict=True) if old])
    closing = signature.mark(own, f"{sender or ''} {greeted}", rules)
    said = [bool(line.strip()) and not gone for line, gone in zip(own, closing, strict=True)]
    older = without_cited(lines, older, said, named)
    kept = answered(lines, older, said)
    lines = [line if old else _without_added(line) for line, old in zip(lines, older, strict=True)]
    where = list(zip(lines, older, closing if sender is not None else [False] * len(lines), kept, strict=True))
    return Split(
        joined([line for line, old, gone, stays in where if stays or not (old or gone)]),
        joined([line for line, old, _, stays in where if old and not stays]),
        signature=joined([line for line, old, gone, _ in where if gone and not old]),
    )


def _without_added(line: str) -> str:
    return _ADDED.sub(_shown, line) if "<" in line or "[cid:" in line else line


def _shown(added: re.Match[str]) -> str:
    """The words of a link; with its address where that says something else."""
    words = (added["shown"] or "").lower().strip("/.,;:").removeprefix("www.")
    return added["shown"] or "" if words in (added["address"] or "").lower() else added[0]


def _greeted(older: Sequence[str]) -> str:
    """Whom the older mail greets: the sender of this one, perhaps by a name that From does not have."""
    lines = (bare(line) for line in older[:_TOP])
    return next((line for line in lines if _GREETING.fullmatch(line)), "")


def _is_above_quote(lines: Sequence[str], one: Attribution) -> bool:
    below = skip_blank(lines, one.end)
    return one.is_quoted or (below < len(lines) and is_quoted(lines[below]))


def _with_answers(own: Split, older: Sequence[str], cut: _Cut, sender: str | None, rules: Rules) -> Split:
    """The quoted mail below a head; where the sender says that the answers stand in it (or says nothing above), its
    coloured lines, or those without a quote mark, are the sender's."""
    top, inside = older[: cut.text - cut.start], older[cut.text - cut.start :]
    answers: Split | None = None
    if not own.body or thread_words(rules).answers_below.search(own.body):
        answers = _coloured(inside) or _unmarked(inside, bool(own.body), sender, rules) or _pointed(inside)
    if answers is None:
        return replace(own, quoted=_paragraphs([own.quoted, joined(older).replace(ANSWER, "")]))
    return Split(
        _paragraphs([own.body, answers.body]),
        _paragraphs([own.quoted, joined(top), answers.quoted]),
        signature=_paragraphs([own.signature, answers.signature]),
    )


def _coloured(lines: Sequence[str]) -> Split | None:
    """Answers in a colour of their own, which html.py marks; None when all of the mail is coloured, or nothing."""
    plain = [line for line in lines if not line.startswith(ANSWER)]
    if len(plain) == len(lines) or not any(line.strip() for line in plain):
        return None
    answers = [line[1:] if line.startswith(ANSWER) else "" for line in lines]
    return Split(joined(answers), joined(plain))


def _unmarked(lines: Sequence[str], is_said: bool, sender: str | None, rules: Rules) -> Split | None:
    """Answers between lines that the program marked: with ">"; unless it ``is_said`` above, also with a bar or by an
    indent, which an older mail may have of its own."""
    first = skip_blank(lines, 0)
    if first == len(lines):
        return None
    within = _Kind(is_reply=True, is_forward=False)
    if is_quoted(lines[first]):
        return _own(lines, within, sender, rules)
    mark = _OTHER_MARK.match(lines[first])
    if mark is None or is_said:
        return None
    found = _own([f"> {line}" if line.startswith(mark[0]) else line for line in lines], within, sender, rules)
    return replace(found, body=_without_marks(found.body), quoted=_without_marks(found.quoted))


def _without_marks(text: str) -> str:
    return re.sub(r"(?m)^> ", "", text)


def _pointed(lines: Sequence[str]) -> Split | None:
    """Answers that somebody marked with arrows: "-> five, please"."""
    is_answer = [_ARROW.match(line) is not None for line in lines]
    if not any(is_answer):
        return None
    answers = [line for line, marked in zip(lines, is_answer, strict=True) if marked]
    rest = [line for line, marked in zip(lines, is_answer, strict=True) if not marked]
    return Split(joined(answers), joined(rest))


def _passed_on(own: Split, older: Sequence[str], cut: _Cut, rules: Rules, depth: int) -> Split:
    """The forwarded mail with its head; what that mail quotes itself is quoted, unless it says nothing."""
    older = [line.replace(ANSWER, "") for line in older]
    author = _person(cut.values.get("from", ""))
    if depth > _DEEPEST:
        return replace(own, forwarded=joined(older), author=author)
    top, text = older[: cut.text - cut.start], older[cut.text - cut.start :]
    if all(is_quoted(line) for line in [*top[1:], *text] if line.strip()):
        top, text = [unquoted(line) for line in top], [unquoted(line) for line in text]
    inner = split(joined(text), cut.values.get("subject", ""), True, rules, None, depth + 1)
    quoted, passed = inner.quoted, [joined(top), inner.body, inner.forwarded]
    if not re.search(r"\d", inner.body + inner.forwarded):  # "see below": what it quotes was meant
        passed, quoted = [*passed, quoted], ""
    return Split(
        own.body, _paragraphs([own.quoted, quoted]), _paragraphs(passed), author or inner.author, own.signature
    )


def _person(value: str) -> Person | None:
    """The name and address in a From line of the text."""
    mail = MAIL.search(value)
    name = re.split(r"[<\[(]|mailto:", value)[0].strip(" \"'*:>")
    if mail is None:
        return Person(name, "") if name else None
    return Person("" if "@" in name else name, mail[0].lower().removeprefix("mailto:"))


def _paragraphs(texts: Sequence[str]) -> str:
    return "\n\n".join(t for t in texts if t)
