"""The passages of a letter: own words, quote, forwarded mail (in the text or attached), signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Person
from inbox_agent.parse import headers, quotes, signature
from inbox_agent.parse.mime import Letter

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
    parts = _split(letter, rules)
    body, closing = signature.cut(parts.body, _sender(letter).name, rules)
    attached = [_attached(inner, rules) for inner in letter.forwarded]
    returned = [_whole(inner) for inner in letter.returned]
    return Passages(
        body,
        _joined([parts.quoted, *(a.quoted for a in attached), *returned]),
        _joined([parts.forwarded, *(a.forwarded for a in attached)]),
        closing,
        parts.author or next((a.author for a in attached if a.author), None),
    )


def attachments(letter: Letter) -> list[Attachment]:
    """The letter's own files and those of the mails attached to it."""
    return [*letter.attachments, *(a for inner in letter.forwarded for a in attachments(inner))]


def any_encrypted(letter: Letter) -> bool:
    return letter.encrypted or any(map(any_encrypted, letter.forwarded))


def any_unreadable(letter: Letter) -> bool:
    return letter.unreadable or any(map(any_unreadable, letter.forwarded))


def _attached(letter: Letter, rules: Rules) -> Passages:
    """A mail that was attached: its own words are forwarded, with what it passes on itself; its quote is a quote."""
    parts = _split(letter, rules)
    deeper = [_attached(inner, rules) for inner in letter.forwarded]
    own = _joined([_head(letter), parts.body, parts.forwarded])
    return Passages(
        quoted=_joined([parts.quoted, *(d.quoted for d in deeper)]),
        forwarded=_joined([own, *(d.forwarded for d in deeper)]),
        author=_sender(letter),
    )


def _split(letter: Letter, rules: Rules) -> quotes.Split:
    fields = headers.fields(letter.message)
    answers = bool(fields.get("in-reply-to") or fields.get("references"))
    return quotes.split(letter.body.strip("\n"), fields.get("subject", ""), answers, rules)


def _whole(letter: Letter) -> str:
    return _joined([_head(letter), letter.body.strip("\n")])


def _head(letter: Letter) -> str:
    """The header lines that a reader sees above an attached mail."""
    fields = headers.fields(letter.message)
    return "\n".join(f"{name}: {fields[name.lower()]}" for name in _SHOWN if fields.get(name.lower()))


def _sender(letter: Letter) -> Person:
    return next(iter(headers.persons(letter.message, "from")), Person("", ""))


def _joined(texts: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(t.strip("\n") for t in texts if t.strip()))
