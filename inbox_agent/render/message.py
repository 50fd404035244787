"""The envelope of everything that leaves: headers, text and HTML, attachments; the same input gives the same bytes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Any, cast

from inbox_agent.config import Settings
from inbox_agent.errors import NeverDeliverable
from inbox_agent.render.original import carriable, file_part, message_part

REFERENCES = 20  # a longer thread keeps its first and its last messages
LOCAL_PART = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f-\U0010ffff]+")  # RFC 5322 dot-atom, roughly; ASCII
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")


class _MessageIds(UnstructuredHeader):
    """In-Reply-To and References: folded between ids. (The standard library would encode a long id as words, which
    breaks the thread.)"""

    name: str  # of the header, set by the registry's own base class

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: " + f"{policy.linesep} ".join(str(self).split()) + str(policy.linesep)


_REGISTRY = HeaderRegistry()
_REGISTRY.map_to_type("in-reply-to", cast(type[BaseHeader], _MessageIds))
_REGISTRY.map_to_type("references", cast(type[BaseHeader], _MessageIds))
POLICY = SMTP.clone(header_factory=_REGISTRY, cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says. ``pdf`` is (file name, bytes), ``original`` a whole message to attach."""

    subject: str
    text: str
    html: str
    pdf: tuple[str, bytes] | None = None
    original: bytes | None = None


def compose(key: str, payload: Mapping[str, Any], content: Content, settings: Settings, auto_submitted: str) -> bytes:
    """A whole RFC 5322 message with CRLF. ``auto_submitted`` is auto-replied or auto-generated (RFC 3834)."""
    message = EmailMessage(policy=POLICY)
    digest = sha256(key.encode()).hexdigest()[:32]
    placeholder = f"original-{digest}"
    message["From"] = _mailbox(settings.company.name, settings.company.email)
    message["To"] = _mailbox(payload.get("recipient_name") or "", payload["recipient"])
    message["Subject"] = _one_line(content.subject)
    message["Date"] = _date(payload.get("date"))
    message["Message-ID"] = message_id(key, settings)
    _thread(message, payload)
    message["Auto-Submitted"] = auto_submitted
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(content.text, cte="quoted-printable")
    message.add_alternative(content.html, subtype="html", cte="quoted-printable")
    if content.pdf:
        name, data = content.pdf
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    original = content.original and carriable(content.original)
    if content.original is not None:
        message.make_mixed()
        message.attach(message_part(original, placeholder) if original else file_part(content.original))
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_{digest}_{number}")
    data = message.as_bytes()
    return data.replace(placeholder.encode(), original) if original else data


def message_id(key: str, settings: Settings) -> str:
    """The Message-ID of an effect: the same effect sent again is the same message."""
    domain = settings.company.email.rpartition("@")[2].encode("idna").decode("ascii")
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _mailbox(name: str, email: str) -> Address:
    """Raises NeverDeliverable for an address that no mail can be sent to."""
    local, _, domain = email.strip().rpartition("@")
    try:
        if not LOCAL_PART.fullmatch(local) or not domain:
            raise ValueError("no local part or no domain")
        return Address(_one_line(name), username=local, domain=domain.encode("idna").decode("ascii"))
    except ValueError as error:
        raise NeverDeliverable(f'"{_one_line(email)}" is no address that mail can be sent to') from error


def _thread(message: EmailMessage, payload: Mapping[str, Any]) -> None:
    """In-Reply-To and References (RFC 5322 3.6.4) of a reply; what is no message id is left out."""
    answered = MESSAGE_ID.findall(payload.get("in_reply_to") or "")[:1]
    if not answered:
        return
    before: Sequence[str] = MESSAGE_ID.findall(" ".join(payload.get("references") or ()))
    thread = list(dict.fromkeys([*before, *answered]))
    message["In-Reply-To"] = answered[0]
    message["References"] = " ".join(thread[:1] + thread[1:][-REFERENCES:])


def _date(moment: str | None) -> datetime:
    """Raises ValueError without one: a message without a fixed date would differ each time."""
    if not moment:
        raise ValueError("the payload has no date")
    value = datetime.fromisoformat(moment).replace(microsecond=0)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _one_line(text: str) -> str:
    """Without line ends and control characters: nobody writes a header of ours."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
