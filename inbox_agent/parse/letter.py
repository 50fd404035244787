"""One mail, taken apart into its letter, its files and the mails within it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from inbox_agent.model import Attachment, Doubt, Person
from inbox_agent.parse import headers
from inbox_agent.parse.headers import Head
from inbox_agent.parse.tree import Part

_NOBODY = Person("", "")


@dataclass
class Letter:
    """``forwarded`` are mails attached to this one, ``returned`` what a bounce brings back, ``aside`` what is neither
    the letter's text nor a file (an invitation to a meeting)."""

    message: Part
    head: Head
    body: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    forwarded: list["Letter"] = field(default_factory=list)
    returned: list["Letter"] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, code: str, **values: str) -> None:
        """Say once that a person may have to look."""
        doubt = Doubt(code, values=values)
        if doubt not in self.doubts:
            self.doubts.append(doubt)

    @cached_property
    def sender(self) -> Person:
        """From; where a program left it out, Sender, then the envelope's."""
        named = _NOBODY
        for field_name in ("from", "sender", "return-path"):
            everyone = headers.persons(self.head, field_name)
            if addressed := next((p for p in everyone if p.email), None):
                return Person(addressed.name or named.name, addressed.email)
            named = named if named.name else next(iter(everyone), _NOBODY)
        return named

    def all(self) -> Iterator["Letter"]:
        """This letter and those that it passes on, however deep."""
        yield self
        for inner in self.forwarded:
            yield from inner.all()
