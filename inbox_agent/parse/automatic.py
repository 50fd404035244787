"""Tells mail of machines from mail of people.

What a header says for certain comes first; words are weighed, and count only where nobody orders. A machine that
orders (a shop system marks its purchase orders as "auto-generated") gets its own kind: it is never answered, and never
lost. Each kind of machine has a module of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from inbox_agent.lexicon import Rules
from inbox_agent.model import Automatic, ParsedMail
from inbox_agent.parse import bounce, lists, ordering, receipts, replies
from inbox_agent.parse.generated import generated, orders
from inbox_agent.parse.report import Report
from inbox_agent.parse.returned import concerns, copy_at
from inbox_agent.parse.signs import Seen, Signs, Weighed, header

_CHECKS: tuple[tuple[str, Callable[[Seen], Weighed]], ...] = (
    ("bounce", bounce.bounce),
    ("report", receipts.report),
    ("auto_reply", replies.reply),
    ("newsletter", lists.newsletter),
)
_ABOUT = ("bounce", "report", "auto_reply")  # kinds that answer a message of ours


def judged(
    parsed: ParsedMail, headers: Mapping[str, str], report: Report, rules: Rules, own_addresses: frozenset[str]
) -> ParsedMail:
    """The mail with why it is a machine's, and the message it is about. ``headers``: lower-case name to value,
    repeated ones joined by a newline."""
    found = automatic(parsed, headers, report, rules, own_addresses)
    about = concerns(parsed, report) if found and found.kind in _ABOUT else None
    return replace(parsed, automatic=found, concerns=about)


def automatic(
    parsed: ParsedMail, headers: Mapping[str, str], report: Report, rules: Rules, own_addresses: frozenset[str]
) -> Automatic | None:
    """Why this message is a machine's; None for a person's."""
    if parsed.sender.email in own_addresses:
        return Automatic("own", header("From", parsed.sender.email, "own"))
    seen = Seen(headers, report, parsed, rules, copy_at(parsed.body, rules))
    if (best := max(_found(seen), key=lambda one: (one[1].certain, one[1].weight), default=None)) is not None:
        return _of_kind(*best, seen)
    if marked := _marked(seen):
        if orders(seen) or _concerns_us(seen):
            return Automatic("generated", marked)
        return Automatic("auto_reply", marked, certain=False)
    ordered = generated(seen)
    return Automatic("generated", ordered.signs, ordered.certain) if ordered.sure else None


def _found(seen: Seen) -> Iterator[tuple[str, Weighed]]:
    """Each kind of machine for which enough speaks; a header that is certain ends the search."""
    for kind, check in _CHECKS:
        found = check(seen)
        if found.sure:
            yield kind, found
        if found.sure and found.certain:
            return


def _of_kind(kind: str, found: Weighed, seen: Seen) -> Automatic:
    """Who orders clearly is not ignored, whatever the headers say; words of a machine's beside it were weighed."""
    told = found.certain and all(sign.source == "header" for sign in found.signs)
    if kind == "auto_reply" and told and ordering.clear(seen):
        return Automatic("generated", found.signs)
    delayed = kind == "bounce" and bounce.delayed(seen)
    return Automatic(kind, found.signs, found.certain, delayed)


def _concerns_us(seen: Seen) -> bool:
    """Whether a marked mail that is no notice of any known kind speaks of orders, or asks."""
    if seen.header("list-unsubscribe"):
        return False
    worded = seen.phrases("concerns_us") or seen.phrases("person_orders") or seen.phrases("order_subjects", "subject")
    return bool(worded) or "?" in seen.text("body")


def _marked(seen: Seen) -> Signs:
    """Marked as no person's without a word of what it is."""
    submitted = seen.header("auto-submitted")
    if submitted.lower().startswith("auto"):
        return header("Auto-Submitted", submitted, "marked")
    return header("Return-Path", "<>", "marked") if seen.parsed.return_path == "" else ()
