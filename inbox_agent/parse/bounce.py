"""Mail that came back: delivery status (RFC 3464), and the many reports that keep to no standard."""

import re

from inbox_agent.parse import ordering
from inbox_agent.parse.signs import SURE, Seen, Signs, Weighed, certain, graded, header, weighed

_DAEMON = re.compile(r"(?:mailer-?daemon|mail-?daemon|maildaemon|mdaemon)@", re.IGNORECASE)
_POSTMASTER = re.compile(
    r"(?:postmaster|mailer|microsoftexchange\w{8,}|mail-?(?:system|gateway|gate|filter|admin|server)|bounces?|\w*-bounces)@",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\b[45]\d\d[ -]{1,2}#?[45]\.\d{1,3}\.\d{1,3}\b|\(?#[45]\.\d{1,3}\.\d{1,3}\)?|\b55[0-4][ -][A-Za-z]|"
    r"\b(?:smtp|status|error)[^\n]{0,40}\b[45]\d\d\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_ARRIVED = frozenset({"delivered", "relayed", "expanded"})


def bounce(seen: Seen) -> Weighed:
    """What could not be delivered, or not yet."""
    if told := _certain(seen):
        return certain(told)
    sender = seen.parsed.sender.email
    opened = seen.opening("bounce_subjects")
    traces = weighed(
        (0.45, opened) if opened else (0.3, seen.phrases("bounce_subjects", "subject")),
        (0.5, header("From", sender, "bounce") if _POSTMASTER.match(sender) else ()),
        (0.4, header("Return-Path", "<>", "bounce") if seen.parsed.return_path == "" else ()),
        (0.3, _marked(seen)),
    )
    if not traces.signs or seen.passed_on or arrived(seen):
        return Weighed()  # the words alone are people's too
    found = weighed(
        (traces.weight, traces.signs),
        graded(seen.phrases("bounce_stock"), 0.6, 1.2),
        graded(seen.phrases("bounce_texts"), 0.25, 0.5),
        (0.3, seen.beside("your_mail", "undelivered", "body", "subject")),
        (0.4, seen.matching(_STATUS, "status_code")),
        (0.15, seen.matching(_ADDRESS, "address")),
    )
    return found.but(lambda: _personal(seen))


def delayed(seen: Seen) -> bool:
    """Whether the server only warns, and tries on."""
    if seen.report.actions:
        return "failed" not in seen.report.actions
    return bool(seen.phrases("delayed", "subject", "body")) and not seen.phrases("given_up")


def arrived(seen: Seen) -> bool:
    """Whether a delivery report tells of success (RFC 3464, 2.3.3)."""
    return bool(seen.report.actions) and _ARRIVED.issuperset(seen.report.actions)


def _certain(seen: Seen) -> Signs:
    report, content_type = seen.report, seen.header("content-type")
    if arrived(seen):
        return ()
    if report.kind == "delivery-status":
        diagnosis = header("Diagnostic-Code", report.diagnosis, "diagnosis") if report.diagnosis else ()
        return (*header("Content-Type", content_type, "report"), *diagnosis)
    if report.kind == "disposition-notification" and seen.opening("bounce_subjects"):
        return header("Content-Type", content_type, "report")  # a full mailbox, as Dovecot tells of it
    if failed := seen.header("x-failed-recipients"):
        return header("X-Failed-Recipients", failed, "bounce")
    if "x-ms-exchange-message-is-ndr" in seen.headers:
        return header("X-MS-Exchange-Message-Is-Ndr", "", "bounce")
    sender = seen.parsed.sender.email
    return header("From", sender, "bounce") if _DAEMON.match(sender) else ()


def _marked(seen: Seen) -> Signs:
    value = seen.header("auto-submitted")
    return header("Auto-Submitted", value, "marked") if value and not value.lower().startswith("no") else ()


def _personal(seen: Seen) -> float:
    """What only people do in a mail about mail that came back."""
    asks = "?" in seen.text("body") or "?" in seen.parsed.subject
    if ordering.clear(seen):
        return 2 * SURE
    return 0.4 * asks + 0.4 * bool(seen.phrases("person_says") or seen.phrases("person_self")) + 0.3 * seen.answers
