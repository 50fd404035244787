"""The passages of a letter: own words, quote, forwarded mail (in the text or attached), signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Person
from inbox_agent.parse import headers, quotes
from inbox_agent.parse.letter import Letter
from inbox_agent.parse.mime import within_reason

_MAX_READ = 40_000  # characters of a text that is searched for an order, about twenty pages
_SHOWN = ("From", "Date", "To", "Subject")


@dataclass(frozen=True, slots=True)
class Passages:
    body: str = ""
    quoted: str = ""
    forwarded: str = ""
    signature: str = ""
    author: Person | None = None  # of what is forwarded


def passages(letter: Letter, rules: Rules) -> Passages:
    """Split the letter's text, and add the mails attached to it to what it forwards (never to the body)."""
    parts = _split(letter, rules, letter.sender.name)
    attached = [_attached(inner, rules) for inner in letter.forwarded]
    older = [*map(_whole, letter.returned), *letter.aside]
    return Passages(
        within_reason(parts.body, letter, _MAX_READ),
        within_reason(_joined([parts.quoted, *(a.quoted for a in attached), *older]), letter),
        within_reason(_joined([parts.forwarded, *(a.forwarded for a in attached)]), letter, _MAX_READ),
        parts.signature,
        parts.author or next((a.author for a in attached if a.author), None),
    )


def set_own_mail_apart(letter: Letter, own_addresses: frozenset[str]) -> None:
    """A mail of ours that the sender attached (a receipt) is an older thread: neither it nor its files order anything.

    Ours is also what was sent from the address that this mail is sent to, unless that is of the sender's own house."""
    if not letter.forwarded:
        return
    house = letter.sender.email.rpartition("@")[2]
    addressed = {p.email for p in headers.persons(letter.head, "to") if p.email.rpartition("@")[2] != house}
    for one in list(letter.all()):
        ours = [n for n, inner in enumerate(one.forwarded) if inner.sender.email in own_addresses | addressed]
        one.returned += [one.forwarded[n] for n in ours]
        one.forwarded = [inner for n, inner in enumerate(one.forwarded) if n not in ours]


def attachments(letter: Letter) -> list[Attachment]:
    """The letter's own files and those of the mails attached to it."""
    return [file for one in letter.all() for file in one.attachments]


def _attached(letter: Letter, rules: Rules) -> Passages:
    """A mail that was attached: its own words are forwarded, with what it passes on itself; its quote is a quote."""
    parts = _split(letter, rules)
    deeper = [_attached(inner, rules) for inner in letter.forwarded]
    own = _joined([_head(letter), parts.body, parts.forwarded])
    return Passages(
        quoted=_joined([parts.quoted, *(d.quoted for d in deeper), *map(_whole, letter.returned), *letter.aside]),
        forwarded=_joined([own, *(d.forwarded for d in deeper)]),
        author=letter.sender,
    )


def _split(letter: Letter, rules: Rules, sender: str | None = None) -> quotes.Split:
    """``sender``: the name that may begin a signature; None leaves the signature where it stands."""
    fields = letter.head.fields
    answers = bool(fields.get("in-reply-to") or fields.get("references"))
    return quotes.split(letter.body.strip("\n"), letter.head.shown("subject"), answers, rules, sender)


def _whole(letter: Letter) -> str:
    return _joined([_head(letter), letter.body.strip("\n"), "\n".join(f"[{file.name}]" for file in letter.attachments)])


def _head(letter: Letter) -> str:
    """The header lines that a reader sees above an attached mail."""
    shown = ((name, letter.head.shown(name.lower())) for name in _SHOWN)
    return "\n".join(f"{name}: {value}" for name, value in shown if value)


def _joined(texts: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(t.strip("\n") for t in texts if t.strip()))
