"""What a date in a mail is for: the day something is to arrive, to leave, or something else.

Of the cues around a date (rules/<language>/dates.toml, [cues]) the nearest one before it in the same clause counts; a
weak preposition ("on Friday") counts only in an order's words or alone."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from inbox_agent.extract.calendar import Kind, Mention
from inbox_agent.extract.date_grammar import TABLE
from inbox_agent.extract.phrases import mapping, union
from inbox_agent.lexicon import Rules

BEFORE, AFTER = 120, 60  # letters looked at
FEW = 2  # words before a date that is wished for without a verb: "das dann am Freitag bitte"
WRAPPED = 45  # a line at least this long may go on in the next one


class Role(Enum):
    ARRIVAL = "arrival"
    DISPATCH = "dispatch"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Judged:
    mention: Mention
    role: Role
    sure: float
    rule: str


@dataclass(frozen=True, eq=False)
class Cues:
    label: re.Pattern[str]
    other_label: re.Pattern[str]
    prefix: re.Pattern[str]  # prepositions just before the date
    strong: re.Pattern[str]
    delivery: re.Pattern[str]
    dispatch: re.Pattern[str]
    other: re.Pattern[str]
    past: re.Pattern[str]
    after: re.Pattern[str]
    other_after: re.Pattern[str]
    again: re.Pattern[str]


@cache
def cues(rules: Rules) -> Cues:
    table = mapping(rules, TABLE, "cues")
    small = union([*table["strong"], *table["weak"]])
    again = union(mapping(rules, TABLE, "shapes")["again"])
    joint = rf"[\s,;:()–—./-]|{small}|{union(table['delivery'])}"
    return Cues(
        label=_label(table["label"], small),
        other_label=_label(table["other_label"], ""),
        prefix=re.compile(rf"(?:{small}[\s,:]{{0,3}}){{1,3}}(?:the\s|den\s|dem\s)?$"),
        strong=re.compile(union(table["strong"])),
        delivery=re.compile(union([*table["delivery"], *table["label"]])),
        dispatch=re.compile(union(table["dispatch"])),
        other=re.compile(union(table["other"])),
        past=re.compile(union(table["past"])),
        after=re.compile(r"[\s,)–-]{0,3}" + union(table["after"])),
        other_after=re.compile(r"[\s,)–-]{0,3}" + union(table["other_after"])),
        again=re.compile(rf"(?:{joint})*{again}(?:{joint}|{again})*"),
    )


def _label(phrases: list[str], fillers: str) -> re.Pattern[str]:
    """ "Liefertermin: spätestens " at the end of the text before a date."""
    filler = rf"(?:{fillers}[\s:]{{1,2}}){{0,2}}" if fillers else ""
    return re.compile(rf"{union(phrases)}[ \t]{{0,12}}[:=#|.\t)-]?[\s:]{{0,4}}{filler}$")


def judge(lower: str, found: tuple[Mention, ...], rules: Rules, subject: bool) -> list[Judged]:
    """The role of every day in a passage. ``lower``: its text in lower case."""
    judged: list[Judged] = []
    previous: Judged | None = None
    days = [m for m in found if m.kind is Kind.DAY]
    for number, mention in enumerate(days):
        start = days[number - 1].end if number else 0
        end = days[number + 1].start if number + 1 < len(days) else len(lower)
        left = lower[max(start, mention.start - BEFORE) : mention.start]
        right = _right(lower[mention.end : min(end, mention.end + AFTER)])
        one = _again(lower, previous, mention, cues(rules)) or _judge(cues(rules), mention, left, right, subject)
        judged.append(one)
        previous = one
    return judged


def _again(lower: str, previous: Judged | None, mention: Mention, c: Cues) -> Judged | None:
    """ "by Friday, sorry, Thursday": the second date is for what the first was for."""
    if previous is None or previous.role is Role.OTHER:
        return None
    between = lower[previous.mention.end : mention.start]
    if len(between) > 40 or "\n\n" in between or not c.again.fullmatch(between):
        return None
    return Judged(mention, previous.role, previous.sure, "date_again")


def _judge(c: Cues, mention: Mention, left: str, right: str, subject: bool) -> Judged:
    """One day by the words around it."""
    if mention.backward:
        return Judged(mention, Role.OTHER, 1.0, "date_past")
    if labelled := _by_label(c, mention, left):
        return labelled
    left = _left(left)
    prefix = c.prefix.search(left)
    strong = bool(prefix and c.strong.search(prefix[0]))
    wish = c.after.match(right)
    other_behind = c.other_after.match(right)
    if other_behind and not (wish and wish.end() >= other_behind.end()):
        return Judged(mention, Role.OTHER, 1.0, "date_of_something_else")
    before = left[: prefix.start()] if prefix else left
    nearest = _nearest(c, before)
    if nearest is Role.OTHER or (not strong and c.past.search(right)):
        return Judged(mention, Role.OTHER, 1.0, "date_of_something_else")
    if strong or nearest is not None:
        return Judged(mention, nearest or Role.ARRIVAL, 0.95 if strong else 0.93, "date_asked_for")
    wished = wish is not None and len(before.split()) <= FEW and not mention.relative
    alone = subject or bool(prefix and not before.strip(" \t\n-–*•()") and not right.strip(" \t\n.,!-–()"))
    if wished or alone or c.delivery.search(right):
        return Judged(mention, Role.ARRIVAL, 0.93 if wished else 0.91, "date_wished")
    return Judged(mention, Role.OTHER, 1.0, "date_mentioned")


def _by_label(c: Cues, mention: Mention, left: str) -> Judged | None:
    """ "Liefertermin: 20.11." or "Datum: 20.11."; the longer label counts."""
    label, other = c.label.search(left), c.other_label.search(left)
    if other and not (label and label.start() <= other.start()):
        return Judged(mention, Role.OTHER, 1.0, "date_label_other")
    if label and (":" in label[0] or "\t" in label[0]):
        return Judged(mention, Role.ARRIVAL, 0.97, "date_label")
    return None


def _nearest(c: Cues, left: str) -> Role | None:
    """Which cue stands nearest before the date; of two that end there, the longer."""
    best: tuple[int, int] | None = None
    role = None
    for pattern, meaning in ((c.delivery, Role.ARRIVAL), (c.dispatch, Role.DISPATCH), (c.other, Role.OTHER)):
        for match in pattern.finditer(left):
            key = (match.end(), match.end() - match.start())
            if best is None or key > best:
                best, role = key, meaning
    return role


def _left(text: str) -> str:
    """The clause before a date: from the last full stop, comma, blank line or short line."""
    cut = 0
    for match in re.finditer(r"[.!?;](?=\s)|,(?=\s)|\n\s*\n|[()]|\n|\t", text):
        if match[0] != "\n" or _ends_line(text, match.start()):
            cut = match.end()
    tail = text[cut:]
    if tail.strip() or cut == 0:
        return tail
    return text[_before_comma(text, cut) :] if text[:cut].rstrip().endswith(",") else tail


def _before_comma(text: str, cut: int) -> int:
    """ "needed here, Friday": a comma just before the date parts nothing."""
    end = text[:cut].rstrip().rfind(",")
    starts = [m.end() for m in re.finditer(r"[.!?;,](?=\s)|\n", text[:end])]
    return starts[-1] if starts else 0


def _right(text: str) -> str:
    """The clause after a date."""
    end = re.search(r"[.!?;](?=\s|$)|,\s(?!if|wenn|falls|bitte|please|sp)|\n\s*\n|[(]|\t", text)
    text = text[: end.start()] if end else text
    line = text.find("\n")
    return text if line < 0 or line > 30 or not text[:line].strip() else text[:line]


def _ends_line(text: str, newline: int) -> bool:
    """Whether a line break ends a clause: not when a long line was wrapped there."""
    begin = text.rfind("\n", 0, newline) + 1
    return bool(begin) and newline - begin < WRAPPED
