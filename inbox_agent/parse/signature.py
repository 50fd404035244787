"""The signature below a letter: closing formula, name, contact lines, disclaimers, what a phone adds.

It is taken off line by line and paragraph by paragraph, and only what looks like one: an order line, a P.S. or
labelled data below the closing formula is the customer's and stays (lessons: freescout#5624)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from inbox_agent.lexicon import Rules
from inbox_agent.parse.signature_words import PHONE, SignatureWords, signature_words
from inbox_agent.wording import plain

_DELIMITER = re.compile(r"--\s*")
_RULE = re.compile(r"([—–]+|\*{3,}|_{2,}|-{3,}|={5,})\s*")
_POSTCODE = re.compile(r"\b(\d{4,5}|\d{4} ?[a-z]{2}|[a-z]{1,2}\d[a-z\d]? \d[a-z]{2})\b")
_LINK = re.compile(r"<?(?:https?://|www\.)\S+")
_COUNTED = re.compile(r"\W*\d{1,4}\s+[^\W\d_]{2,}")
_NAME_WORD = re.compile(r"\w{3,}")
_INITIALS = re.compile(r"[^\W\d_]\.|[^\W\d_]\.? ?[^\W\d_]\.?")
_SMILEY = re.compile(r"[:;]-?[)(DP]+")
_DIGIT, _NOT_IN_NAMES, _NO_WORD = re.compile(r"\d"), re.compile(r"[\d:?]"), re.compile(r"\W+")
_SHORTEST_CARD = 3  # lines
_STEM = 3  # letters that a short form of a name keeps
_LONGEST_NAME, _LONGEST_THANKS = 5, 8  # words
_LONGEST_FORMULA, _LONGEST_GAPS = 200, 30  # characters, and spaces among them
_LONGEST_DISCLAIMER, _LONGEST_LINE = 5_000, 2_000  # characters that are looked at
_LONGEST_NAME_BLOCK, _LONGEST_BELOW = 10, 60  # lines


@dataclass(frozen=True, slots=True)
class _Letter:
    """The lines as ``shown`` and in lower case, and which of them are the signature as far as is known. ``names``:
    words of the sender's name; ``paragraphs``: runs of lines without an empty one."""

    shown: Sequence[str]
    lines: Sequence[str]
    taken: list[bool]
    paragraphs: list[range]
    names: frozenset[str]
    words: SignatureWords
    said: dict[int, bool] = field(default_factory=dict)  # what ``speaks`` has found already

    def speaks(self, n: int) -> bool:
        """Whether a line is a sentence of the letter. A postscript is none: it stays wherever the letter ends."""
        if n not in self.said:
            line, words = self.lines[n], self.words
            self.said[n] = words.is_statement(line) and not words.postscript.match(line)
        return self.said[n]

    def text_lines(self, where: range) -> Sequence[str]:
        return self.lines[where.start : where.stop]

    def text(self, where: range) -> str:
        return " ".join(self.lines[n] for n in where)[:_LONGEST_DISCLAIMER]

    def take(self, where: Iterable[int]) -> None:
        for n in where:
            self.taken[n] = True


def mark(lines: Sequence[str], sender: str, rules: Rules) -> list[bool]:
    """Which lines of a letter are its signature; empty lines go with what stands above them. ``sender`` is the display
    name in From: a mail may end with it and no closing formula."""
    names = frozenset(_NAME_WORD.findall(sender.lower()))
    shown = plain("\n".join(line[:_LONGEST_LINE] for line in lines)).split("\n")
    lower = [line.lower() for line in shown]
    letter = _Letter(shown, lower, [False] * len(lines), _paragraphs(lines), names, signature_words(rules))
    _take_banner(letter)
    _take_footers(letter)
    limit = _delimiter(letter)
    start = _start(letter, limit)
    _take_below(letter, limit if start is None else start, limit)
    _take_last_rule(letter)
    taken = letter.taken
    for n, line in enumerate(lines[1:], start=1):
        taken[n] = taken[n] or (not line.strip() and taken[n - 1])
    return taken


def _paragraphs(lines: Sequence[str]) -> list[range]:
    found: list[range] = []
    for n, line in enumerate(lines):
        if not line.strip():
            continue
        if found and found[-1].stop == n:
            found[-1] = range(found[-1].start, n + 1)
        else:
            found.append(range(n, n + 1))
    return found


def _take_banner(letter: _Letter) -> None:
    """The warning that a mail system puts above mail from outside: the first lines, up to the last with such words."""
    first = letter.paragraphs[0] if letter.paragraphs else range(0)
    warning = [n for n in first if letter.words.banner.search(letter.lines[n])]
    if not warning and letter.words.banner.search(letter.text(first)):  # wrapped in the middle of the words
        warning = list(first)
    if warning and (len(letter.paragraphs) > 1 or warning[-1] + 1 < first.stop):
        end = warning[-1] + 1
        while end < first.stop and letter.shown[end][:1].islower():
            end += 1
        letter.take(range(first.start, end))


def _take_footers(letter: _Letter) -> None:
    """From the end up: what phones and mail services add, and legal paragraphs; a P.S. below them stays."""
    words, lines = letter.words, letter.lines
    for where in reversed(letter.paragraphs):
        if letter.taken[where.start]:
            break
        if any(map(words.is_data, letter.text_lines(where))):
            letter.take(n for n in where if words.is_footer(lines[n]))
        elif words.is_legal(letter.text(where)) and where != letter.paragraphs[0]:
            letter.take(where)
        else:
            footers = _trailing_footers(letter, where)
            letter.take(footers)
            if len(footers) < len(where):
                break


def _trailing_footers(letter: _Letter, where: range) -> range:
    """The last lines of a paragraph that a phone or a mail service added, with the address of the advertiser."""
    start = where.stop
    for n in reversed(where):
        if letter.words.is_footer(letter.lines[n]):
            start = n
        elif not _LINK.fullmatch(letter.lines[n].strip()):
            break
    return range(start, where.stop)


def _delimiter(letter: _Letter) -> int:
    """The line "-- " that divides letter and signature (RFC 3676, 4.3), or the end. A line of two dashes above a
    closing formula divides parts of the letter; one with nothing above it divides nothing."""
    left = [n for n, line in enumerate(letter.lines) if line.strip() and not letter.taken[n]]
    for at in range(len(left) - 1, -1, -1):
        if not _DELIMITER.fullmatch(letter.lines[left[at]]):
            continue
        if at == 0:
            letter.take(range(left[0], left[0] + 1))
            break
        below = [letter.lines[n] for n in left[at + 3 : at + _LONGEST_BELOW]]
        closes = any(map(letter.words.is_closing, below))
        return len(letter.lines) if closes else left[at]
    return len(letter.lines)


def _take_last_rule(letter: _Letter) -> None:
    """A line drawn below the last words of the letter divides them from nothing any more."""
    left = [n for n, line in enumerate(letter.lines) if line.strip() and not letter.taken[n]]
    if len(left) > 1 and (_RULE.fullmatch(letter.lines[left[-1]]) or _DELIMITER.fullmatch(letter.lines[left[-1]])):
        letter.take(left[-1:])


def _start(letter: _Letter, limit: int) -> int | None:
    """The line above ``limit`` with which the signature begins: a closing formula, a name, a rule above contacts, or a
    paragraph of nothing but contacts."""
    left = [n for n in range(limit) if letter.lines[n].strip() and not letter.taken[n]]
    found = (start for at in range(len(left)) if (start := _start_at(letter, left, at)) is not None)
    start = next(found, None)
    return _contact_block(letter, left) if start is None else start


def _start_at(letter: _Letter, left: Sequence[int], at: int) -> int | None:
    """The line with which the signature begins if line ``left[at]`` shows that it does: that one, or the one above."""
    lines, words, n = letter.lines, letter.words, left[at]
    shown = PHONE.sub("", letter.shown[n][:_LONGEST_FORMULA])
    if len(lines[n]) > _LONGEST_FORMULA or _DIGIT.search(shown) or shown.count(" ") > _LONGEST_GAPS:
        return None
    labelled = at > 0 and lines[left[at - 1]].endswith(":")  # "my address:"
    is_name, closes = not labelled and _is_name(shown, letter), _may_close(lines[n], words)
    if not (closes or is_name or _RULE.fullmatch(lines[n])):
        return None
    below = left[at + 1 : at + _LONGEST_BELOW]
    if at == 0 and below and (not closes or is_name or words.alone.match(lines[n]) or any(map(letter.speaks, below))):
        return None
    if closes and _is_closing(letter, n, below):
        return n
    if (closes and not is_name) or not _is_name_block(letter, n, below):
        return None
    known = at < 2 or left[at - 1] != n - 1 or not _is_foreign_closing(letter, n - 1, lines[left[at - 2]])
    return n if known else n - 1


def _contact_block(letter: _Letter, left: Sequence[int]) -> int | None:
    """The last paragraph below a sentence, if it is a firm's card: short lines with a web or mail address."""
    paragraph = next((where for where in reversed(letter.paragraphs) if left and left[-1] in where), range(0))
    above = [n for n in left if n < paragraph.start]
    if len(paragraph) < _SHORTEST_CARD or not above or not letter.lines[above[-1]].endswith((".", "!", "?")):
        return None
    speaks = any(map(letter.speaks, paragraph)) or any(map(letter.words.is_data, letter.text_lines(paragraph)))
    return None if speaks or not any(map(letter.words.is_online, letter.text_lines(paragraph))) else paragraph.start


def _may_close(line: str, words: SignatureWords) -> bool:
    """Whether a line could be a closing formula by what it says itself."""
    return line.endswith(",") or bool(words.alone.match(line)) or words.is_closing(line)


def _is_closing(letter: _Letter, n: int, below: Sequence[int]) -> bool:
    """A closing formula, with a name or nothing or an address below it, but no sentence."""
    words, line = letter.words, letter.lines[n]
    first = letter.lines[below[0]] if below else ""
    if words.is_request(line):
        return False
    if words.is_closing(line):
        return not below or words.is_formula(line) or words.is_data(first) or not words.is_statement(first)
    speaks = any(map(letter.speaks, below))
    if line.endswith(",") and _could_be_name(line) and below and _is_name(letter.shown[below[0]], letter):
        return not speaks or bool(words.alone.match(line))  # in any language
    found = words.alone.match(line)
    rest = _NO_WORD.sub(" ", found["rest"]).strip() if found else ""
    if found is None or len(rest.split()) > _LONGEST_NAME:
        return False
    if rest:
        return (_is_name(rest, letter) or _is_name(f"{rest}.", letter)) and not speaks
    if not below:
        return not words.thanks.search(line)
    return _could_be_name(first) and not words.is_statement(first)


def _is_foreign_closing(letter: _Letter, n: int, before: str) -> bool:
    """A few words at the head of the paragraph that ends with the name, below a sentence (``before`` is the line that
    ends it): thanks, or a formula that we do not know."""
    line, words = letter.lines[n], letter.words
    if not any(where.start == n for where in letter.paragraphs) or words.is_request(line) or words.verb.search(line):
        return False
    if words.alone.match(line):
        return len(line.split()) <= _LONGEST_THANKS and not _NOT_IN_NAMES.search(line)
    return (
        before.endswith((".", "!", "?", ")")) and len(line.split()) > 1 and _could_be_name(line) and line[-1].isalpha()
    )


def _could_be_name(line: str) -> bool:
    return len(line.split()) <= _LONGEST_NAME and not _NOT_IN_NAMES.search(line)


def _is_name(line: str, letter: _Letter) -> bool:
    """A line that has the sender's name, a short form of it, or its initials, and little else."""
    names, line = letter.names, _SMILEY.sub("", line).strip(" \t-–—~/*,!")
    if not line or len(line) > 100 or _NOT_IN_NAMES.search(line):
        return False
    if _INITIALS.fullmatch(line):
        return _are_initials(line.lower().replace(".", " ").split(), names)
    line = line.rstrip(".")
    said = _NAME_WORD.findall(line.lower())
    if len(line.split()) > _LONGEST_NAME or letter.words.toward.search(line.lower()):
        return _is_name_of_many(said, line.lower(), letter)
    if len(said) == 1 and any(_is_short_for(said[0], name) for name in names):
        return True
    return not names.isdisjoint(said) and len(set(said)) <= len(names.intersection(said)) + 2


def _is_name_of_many(said: Sequence[str], line: str, letter: _Letter) -> bool:
    """ "Ann and the team at the mill": the name, and after it where the sender belongs."""
    if len(line.split()) > _LONGEST_THANKS or not said or said[0] not in letter.names:
        return False
    return letter.words.linked.match(line, line.index(said[0]) + len(said[0])) is not None


def _is_short_for(word: str, name: str) -> bool:
    """ "Deb" for Deborah, "Steffi" for Stephanie."""
    return name.startswith(word) or (word[:_STEM] == name[:_STEM] and word.endswith(("i", "y", "ie")))


def _are_initials(said: Sequence[str], names: frozenset[str]) -> bool:
    """ "A.", "AW" and "A. W." for Ann Wood; a letter alone without its dot may answer a question."""
    first = [name[0] for name in names]
    letters = "".join(said)
    return all(first.count(c) >= letters.count(c) for c in letters)


def _is_name_block(letter: _Letter, n: int, below: Sequence[int]) -> bool:
    """Whether a mail that has no closing formula ends here: contact lines follow, not an address to deliver to."""
    if (
        len(below) > _LONGEST_NAME_BLOCK
        or any(map(letter.speaks, below))
        or (_RULE.fullmatch(letter.lines[n]) and not below)
    ):
        return False
    lines = [letter.lines[m] for m in below]
    contact = any(letter.words.is_contact(line) or letter.words.role.search(line) for line in lines)
    return contact or not any(_POSTCODE.search(line) for line in lines)


def _take_below(letter: _Letter, start: int, limit: int) -> None:
    """The closing with the name below it, and every later paragraph that is not the customer's message."""
    label_alone = contacts = False
    for where in letter.paragraphs:
        if where.stop <= start:
            continue
        reachable = any(map(letter.words.is_reachable, letter.text_lines(where)))
        contacts = contacts or reachable or letter.words.is_legal(letter.text(where))
        if where.start <= start:
            letter.take(range(start, _end_of_closing(letter, start, where.stop, limit)))
        elif not (label_alone or _is_kept(letter, where, contacts, where.start >= limit)):
            letter.take(where)
        label_alone = not letter.taken[where[-1]] and letter.lines[where[-1]].endswith(":")


def _end_of_closing(letter: _Letter, start: int, stop: int, limit: int) -> int:
    """The first line of the closing's own paragraph that is the customer's message again, or the end."""
    contacts = False
    for n in range(start + 1, stop):
        if _is_kept(letter, range(n, n + 1), contacts, n > limit):
            return n
        contacts = contacts or letter.words.is_reachable(letter.lines[n])
    return stop


def _is_kept(letter: _Letter, where: range, contacts: bool = False, delimited: bool = False) -> bool:
    """Whether a paragraph below the closing is the customer's: P.S., labelled data, an order line, a sentence.

    Below ``contacts`` and the delimiter a sentence says what the firm offers."""
    words, part, text = letter.words, letter.text_lines(where), letter.text(where)
    if any(map(words.is_data, part)):
        return True
    if any(map(words.is_address, part)) and not any(map(words.is_online, part)):
        return True
    if words.says_legal(text) or words.is_footer(part[0]) or words.is_slogan(text):
        return False
    if any(map(words.is_statement, part)):
        return not (contacts or delimited) or bool(words.personal.search(text))
    if delimited or any(words.is_contact(line) or _POSTCODE.search(line) for line in part):
        return False
    if any(map(words.amount.search, part)):
        return True
    return len(part) > 1 and (any(map(_COUNTED.match, part)) or sum("\t" in line for line in part) > 1)
