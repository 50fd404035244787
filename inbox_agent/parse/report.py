"""What the machine-readable parts of a message say: delivery and disposition reports, feedback, calendars.

RFC 3462 multipart/report, RFC 3464 delivery status, RFC 8098 disposition, RFC 5965 feedback, RFC 5546 calendars."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message

from inbox_agent.parse.headers import guarded, message_id

_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global",
             "message/global-headers")  # fmt: skip
_ORIGINAL_ID = ("original-message-id", "x-original-message-id")
_DIAGNOSES = ("diagnostic-code", "status")
_FIELD = re.compile(r"^([A-Za-z][\w-]{0,60}):[ \t]*(.*(?:\n[ \t].*){0,20})", re.MULTILINE)
_MOST_PARTS = 200
_LONGEST = 50_000  # characters of a part that are read


@dataclass(frozen=True, slots=True)
class Report:
    """``kind`` is the report-type, "" when the message is no report. The fields of the other parts are those of the
    first part that has them."""

    kind: str = ""
    actions: tuple[str, ...] = ()  # of each recipient: failed, delayed, delivered, relayed, expanded
    diagnosis: str = ""  # what the other server said, or the status code
    disposition: str = ""  # displayed, deleted, ...
    calendar: str = ""  # METHOD of an iTIP message: REQUEST, REPLY, CANCEL, ...
    original: str | None = None  # Message-ID of the message that it is about


def read(message: Message) -> Report:
    """The report in a message, nested in whatever it is in. Never raises."""
    return guarded(lambda: _read(message), Report())


def _read(message: Message) -> Report:
    kind = str(message.get_param("report-type") or "").lower()
    whole = message.get_content_type()
    if not kind and whole.startswith("message/"):
        kind = whole.removeprefix("message/") if whole in _BY_TYPE else ""
    inside = list(_parts(message, whole == "multipart/report"))
    calendar = next((_method(part) for part, _ in inside if part.get_content_type() == "text/calendar"), "")
    reported = [part for part, own in inside if own]
    if not reported and whole not in _BY_TYPE and whole != "multipart/report":
        return Report(calendar=calendar)
    status = [f for p in reported if p.get_content_type() in _STATUS for f in _blocks(p)]
    notice = [f for p in reported if p.get_content_type() == "message/disposition-notification" for f in _blocks(p)]
    named = kind or next((_BY_TYPE[t] for p in reported if (t := p.get_content_type()) in _BY_TYPE), "delivery-status")
    return Report(
        named,
        tuple(action.split()[0].lower() for f in status if (action := f.get("action", "").strip())),
        next((" ".join(f[name].split()) for name in _DIAGNOSES for f in status if f.get(name, "").strip()), "")[:200],
        next((f["disposition"].partition(";")[2].strip().lower() for f in notice if "disposition" in f), ""),
        calendar,
        _original(reported, [*status, *notice]),
    )


_BY_TYPE = {
    "message/delivery-status": "delivery-status",
    "message/global-delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "message/global-disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report",
}
_STATUS = ("message/delivery-status", "message/global-delivery-status")


def _parts(message: Message, reporting: bool, depth: int = 0) -> Iterator[tuple[Message, bool]]:
    """The parts with whether they belong to a report; what a mail merely carries along (message/rfc822) is not entered.
    A part that is a report by itself, as gateways leave it, counts too."""
    kind = message.get_content_type()
    if depth > 20:
        return
    if kind in _BY_TYPE or kind in _RETURNED or not message.is_multipart():
        yield message, reporting or (depth == 0 and kind in _BY_TYPE)
        return
    inner = [part for part in message.get_payload() if isinstance(part, Message)]
    for part in inner[:_MOST_PARTS]:
        yield from _parts(part, reporting or kind == "multipart/report", depth + 1)


def _original(parts: Sequence[Message], fields: Sequence[Mapping[str, str]]) -> str | None:
    """The Message-ID of the message returned, or as the report's fields give it."""
    returned = [f for p in parts if p.get_content_type() in _RETURNED for f in _blocks(p)]
    named = [f["message-id"] for f in returned if f.get("message-id", "").strip()]
    named += [f[name] for f in fields for name in _ORIGINAL_ID if f.get(name, "").strip()]
    return message_id(named[0]) if named else None


def _blocks(part: Message) -> list[Mapping[str, str]]:
    """The groups of fields in a part: those that the parser made messages of, or those in its text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        found = [_of_message(inner) for inner in payload if isinstance(inner, Message)]
        if any(found):
            return found
        payload = "\n\n".join(str(inner.get_payload()) for inner in payload if isinstance(inner, Message))
    data = part.get_payload(decode=True)
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else str(payload)
    return [fields(block) for block in re.split(r"\r?\n\r?\n", text[:_LONGEST])]


def _of_message(message: Message) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), str(value))
    return found


def fields(text: str) -> Mapping[str, str]:
    """``Name: value`` lines of a text, lower-case name to its first value."""
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(text.replace("\r\n", "\n")):
        found.setdefault(name.lower(), value)
    return found


def _method(part: Message) -> str:
    """METHOD of a calendar part, from its type or its text."""
    named = part.get_param("method")
    if isinstance(named, str) and named:
        return named.upper()
    data = part.get_payload(decode=True)
    text = data.decode("utf-8", "replace")[:2_000] if isinstance(data, bytes) else ""
    found = re.search(r"^METHOD:(\w+)", text, re.MULTILINE)
    return found[1].upper() if found else ""
