"""Receipts and reports: read, deleted unread (RFC 8098), delivered (RFC 3464), complained of (RFC 5965), DMARC."""

from inbox_agent.parse import bounce, ordering
from inbox_agent.parse.signs import SURE, Seen, Weighed, certain, graded, header, weighed

_CERTAIN = ("disposition-notification", "feedback-report", "tlsrpt")


def report(seen: Seen) -> Weighed:
    """A receipt or report that is no bounce."""
    kind, content_type = seen.report.kind, seen.header("content-type")
    if kind in _CERTAIN or bounce.arrived(seen):
        return certain(header("Content-Type", content_type, "report"))
    titled = weighed(
        (0.5, seen.opening("report_subjects")),
        (0.4, header("Return-Path", "<>", "report") if seen.parsed.return_path == "" else ()),
        (0.5, header("Subject", seen.parsed.subject, "empty") if not seen.parsed.body.strip() else ()),
    )
    if not titled.signs or seen.passed_on:
        return Weighed()
    found = weighed(
        (titled.weight, titled.signs),
        graded(seen.phrases("report_texts"), 0.5, 1.0),
        (0.5, seen.beside("your_mail", "was_read")),
    )
    return found.but(lambda: _personal(seen))


def _personal(seen: Seen) -> float:
    if ordering.clear(seen):
        return 2 * SURE
    asks = "?" in seen.text("body") or "?" in seen.parsed.subject
    return 0.5 * asks + 0.3 * bool(seen.phrases("person_says") or seen.phrases("person_self"))
