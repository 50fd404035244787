"""Lines under construction: the text that an HTML mail becomes, as a plain-text mail would have it."""

import re
from dataclasses import dataclass, field

from inbox_agent.parse.charset import clean
from inbox_agent.parse.html_style import Rgb, is_pale, is_vivid

DIVIDER = "_" * 32  # what Outlook itself writes above a quoted mail in plain text
DELIMITER = "--"  # above a signature, RFC 3676, 4.3
ANSWER = "\u2063"  # INVISIBLE SEPARATOR before a coloured line of a quoted mail; quotes.py takes it away again
_RUN = re.compile(r"[ \t\r\n\f]+")


@dataclass
class Writer:
    """``depth`` is that of quotation; ``colour`` and ``on_pale`` are those of the words to come.

    Words nobody can see, white on white, are left out unless ``shows_pale``; ``pale`` counts their characters."""

    shows_pale: bool = False
    lines: list[str] = field(default_factory=list)
    line: str = ""
    lead: str = ""  # what the next words begin with: the mark of a list item
    depth: int = 0
    lists: list[int | None] = field(default_factory=list)  # the next number of each open list, None without numbers
    preformatted: int = 0
    gap: int | None = None  # the depth in which a blank line is due
    colour: Rgb | None = None
    on_pale: bool = True
    pale: int = 0
    shown: int = 0
    is_older: bool = False  # below a divider
    coloured: bool = True  # all words of this line have a colour of their own
    has_table: bool = False
    has_struck: bool = False
    has_answers: bool = False

    def write(self, words: str) -> None:
        if self.colour and self.on_pale and is_pale(self.colour) and words.strip():
            self.pale += len(words)
            if not self.shows_pale:
                return
        if self.preformatted:
            *whole, last = words.split("\n")
            for part in whole:
                self._append(part)
                self.end_line()
            self._append(last)
            return
        if "  " in words or "\n" in words or "\t" in words or "\r" in words or "\f" in words:
            words = _RUN.sub(" ", words)
        if words[:1] == " " and (not self.line or self.line[-1] == " "):
            words = words[1:]
        if words:
            if not self.line:
                self._blank()
            self._append(words)

    def write_row(self, cells: list[str]) -> None:
        self._blank()
        self._append("\t".join(cells))
        self.end_line()

    def write_mark(self, line: str) -> None:
        """A line of its own that no reader sees: where a quote or a signature begins."""
        self.start_line()
        if next((said for said in reversed(self.lines) if said.strip("> \u00a0")), "").strip("> ") != line:
            self.line = line
            self.end_line()

    def end_line(self) -> None:
        answer = ""
        if self.is_older and not self.depth and self.coloured and self.line.strip():
            self.has_answers, answer = True, ANSWER
        self.lines.append("> " * self.depth + answer + self.line)
        self.line, self.coloured = "", True

    def start_line(self) -> None:
        """A block begins or ends: what follows starts a new line."""
        if self.line.strip(" "):
            self.end_line()
        self.line, self.coloured = "", True

    def leave_gap(self) -> None:
        self.gap = self.depth if self.gap is None else min(self.gap, self.depth)

    def last_lines(self) -> str:
        """What was written last, on up to two lines."""
        return " ".join([*self.lines[-2:], self.line])

    def text(self) -> str:
        self.start_line()
        return re.sub(r"\n{3,}", "\n\n", clean("\n".join(self.lines))).strip("\n")

    def _append(self, words: str) -> None:
        if self.lead and words.strip():
            self.line, self.lead = self.line + self.lead, ""
        if ANSWER in words:
            words = words.replace(ANSWER, "")
        self.line += words
        if words.strip():
            self.shown += len(words)
            self.coloured = self.coloured and self.colour is not None and is_vivid(self.colour)

    def _blank(self) -> None:
        if self.gap is not None and self.lines and self.lines[-1].strip("> \u00a0"):
            self.lines.append("> " * min(self.gap, self.depth))
        self.gap = None
