"""Tells mail of machines from mail of people (RFC 3834, RFC 3462 reports, RFC 2369 lists; words in automatic.toml).

What a header says for certain comes first; words alone only count where several agree and nobody orders. A machine
that orders (a shop system marks its purchase orders as "auto-generated") gets its own kind: it is never answered, and
never lost."""

import functools
import re
from collections.abc import Callable, Mapping, Sequence

from inbox_agent.lexicon import Rules
from inbox_agent.model import Automatic, Evidence, ParsedMail
from inbox_agent.wording import pattern, plain

Headers = Mapping[str, str]
Signs = tuple[Evidence, ...]

_DAEMON = re.compile(r"(?:mailer-?daemon|mail-daemon|postmaster|mdaemon)@", re.IGNORECASE)
_ROBOT = re.compile(r"(?:no-?_?reply|do-?not-?reply|newsletter|news|marketing|mailing|angebote|offers?|promo\w*)@")
_REPORT_TYPES = {
    "delivery-status": "bounce",
    "disposition-notification": "report",
    "feedback-report": "report",
    "tlsrpt": "report",
}
_REPLY_HEADERS = ("x-autoreply", "x-auto-reply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-vacation")
_CAMPAIGN_HEADERS = ("x-csa-complaints", "x-campaign", "x-campaignid", "x-campaign-id", "x-mailchimp-campaign-id",
                     "x-mc-user", "feedback-id", "x-feedback-id", "x-mailer-recptid", "list-unsubscribe-post",
                     "x-sg-eid", "x-cmail-recipientid", "x-newsletter", "x-mailing-id")  # fmt: skip
_TICKET_NUMBER = re.compile(r"\[[^\]\n]{0,24}#\s?[\w-]{3,}\]|#\s?\d{4,}|##- ", re.IGNORECASE)
_LOOKED_AT = 20_000  # characters of a passage: what a machine says of itself stands at its beginning
_ITEM_LINE = re.compile(r"(?im)^[ \t]*(?:[-*•][ \t]*)?\d{1,5}[ \t]*(?:x|×|stk|stück|pcs|kg|box|kart|kiste|sack|\t)")


def automatic(headers: Headers, parsed: ParsedMail, rules: Rules, own_addresses: frozenset[str]) -> Automatic | None:
    """Why this message is a machine's; None for a person's. ``headers``: lower-case name to value, repeated ones joined
    by a newline."""
    if parsed.sender.email in own_addresses:
        return Automatic("own", (_header("From", parsed.sender.email, "own"),))
    for kind, check in _CHECKS:
        if found := check(headers, parsed, rules):
            return Automatic(kind, found)
    if marked := _marked(headers, parsed):
        kind = "generated" if _orders(parsed, rules) else "auto_reply"
        return Automatic(kind, marked)
    return None


# ---- what headers say ----------------------------------------------------------------------------------------------


def _reported(headers: Headers, wanted: str) -> Signs:
    """A multipart/report (RFC 3462) or the report part itself as the whole message."""
    content_type = headers.get("content-type", "").lower()
    if not re.match(r"\s*(?:multipart/report|message/)", content_type):
        return ()
    named = next((kind for name, kind in _REPORT_TYPES.items() if name in content_type), None)
    if named is None and "multipart/report" in content_type:
        named = "bounce"
    return (_header("Content-Type", content_type, "report"),) if named == wanted else ()


def _is_bounce(headers: Headers, parsed: ParsedMail, rules: Rules) -> Signs:
    if found := _reported(headers, "bounce"):
        return found
    if failed := headers.get("x-failed-recipients"):
        return (_header("X-Failed-Recipients", failed, "bounce"),)
    subject = _found(rules, "bounce_subjects", parsed, "subject", at_start=True)
    text = _found(rules, "bounce_texts", parsed, "body") or _found(rules, "bounce_texts", parsed, "quoted")
    daemon = bool(_DAEMON.match(parsed.sender.email))
    machine = daemon or parsed.return_path == ""
    if daemon and (not parsed.sender.email.startswith("postmaster") or (parsed.return_path == "" and text)):
        return (_header("From", parsed.sender.email, "bounce"), *subject, *text)
    return (*subject, *text) if subject and (text or machine) else ()


def _is_report(headers: Headers, parsed: ParsedMail, rules: Rules) -> Signs:
    if found := _reported(headers, "report"):
        return found
    subject = _found(rules, "report_subjects", parsed, "subject", at_start=True)
    text = _found(rules, "report_texts", parsed, "body")
    bare = not parsed.body.strip() or parsed.return_path == ""
    return (*subject, *text) if subject and (text or bare) else ()


def _is_reply(headers: Headers, parsed: ParsedMail, rules: Rules) -> Signs:
    if "auto-replied" in headers.get("auto-submitted", "").lower():
        return (_header("Auto-Submitted", headers["auto-submitted"], "auto_reply"),)
    for name in _REPLY_HEADERS:
        if headers.get(name, "no").strip().lower() not in ("no", "false", ""):
            return (_header(name.title(), headers[name], "auto_reply"),)
    if headers.get("precedence", "").strip().lower() in ("auto_reply", "auto-reply"):
        return (_header("Precedence", headers["precedence"], "auto_reply"),)
    return _worded_reply(parsed, rules) or _worded_ticket(parsed, rules)


def _marked(headers: Headers, parsed: ParsedMail) -> Signs:
    """Marked as no person's without a word of what it is."""
    submitted = headers.get("auto-submitted", "").strip()
    if submitted and not submitted.lower().startswith("no"):
        return (_header("Auto-Submitted", submitted, "marked"),)
    return (_header("Return-Path", "<>", "marked"),) if parsed.return_path == "" else ()


# ---- what words say ------------------------------------------------------------------------------------------------


def _worded_reply(parsed: ParsedMail, rules: Rules) -> Signs:
    """An absence notice by its words: a subject that only machines write, or the notice and nothing ordered."""
    if subject := _found(rules, "auto_reply_subjects", parsed, "subject", at_start=True):
        return subject
    absent = _found(rules, "absent", parsed, "body")
    notice = _found(rules, "notice", parsed, "body")
    about = _found(rules, "absent", parsed, "subject")
    answers = about or bool(re.match(r"\s*(?:re|aw|antw)\s*:", parsed.subject, re.IGNORECASE))
    sure = len(notice) >= 2 or (notice and about) or (len(absent) >= 2 and answers)
    if absent and sure and not _orders(parsed, rules) and not _complains(parsed, rules, (*absent, *notice)):
        return (*absent, *notice)
    return ()


def _worded_ticket(parsed: ParsedMail, rules: Rules) -> Signs:
    """A helpdesk's acknowledgement: words to "you" that it was taken down, and a number or a robot's own word."""
    text = f"{parsed.subject}\n{parsed.body[:_LOOKED_AT]}"
    number = _TICKET_NUMBER.search(text)
    acknowledged = _found(rules, "acknowledged", parsed, "body")
    several = len({e.text.lower() for e in acknowledged}) >= 2
    if not acknowledged or _orders(parsed, rules) or (not several and _complains(parsed, rules, acknowledged)):
        return ()  # a helpdesk may quote what we wrote: only a single word of receipt may be a complaint's
    robotic = _found(rules, "robotic", parsed, "body")
    if several and robotic:
        return (*acknowledged, *robotic)
    ticket = _found(rules, "ticket", parsed, "subject") or _found(rules, "ticket", parsed, "body")
    numbered = number is not None or any(c.isdigit() for c in text)
    sure = ticket and numbered and (several or number)
    return (*ticket, *acknowledged) if sure else ()


def _is_newsletter(headers: Headers, parsed: ParsedMail, rules: Rules) -> Signs:
    """Bulk mail. A list header alone is no proof: people write through mailing lists, shops add it to single mails."""
    signs = [_header(n.title(), headers[n], "newsletter") for n in ("list-unsubscribe",) if n in headers]
    if headers.get("precedence", "").strip().lower() in ("bulk", "junk"):
        signs.append(_header("Precedence", headers["precedence"], "newsletter"))
    signs += [_header(n.title(), headers[n], "newsletter") for n in _CAMPAIGN_HEADERS if n in headers][:1]
    if _ROBOT.match(parsed.sender.email):
        signs.append(_header("From", parsed.sender.email, "newsletter"))
    leaving = _cued(rules, "unsubscribe", parsed)
    praising = _cued(rules, "marketing", parsed)
    if _orders(parsed, rules) and len(praising) < 2:
        return ()
    weight = len(signs) + bool(leaving) + min(len(praising), 2)
    listed = "list-unsubscribe" in headers or "list-id" in headers or bool(leaving)
    return (*signs, *leaving[:1], *praising[:3]) if signs and listed and weight >= 3 else ()


def _orders(parsed: ParsedMail, rules: Rules) -> bool:
    """Whether somebody orders here in so many words, or line by line."""
    worded = any(_found(rules, "person_orders", parsed, part) for part in ("body", "subject"))
    return worded or bool(_ITEM_LINE.search(_passage(parsed, "body")))


def _complains(parsed: ParsedMail, rules: Rules, beside: Signs) -> bool:
    """Whether damage or lack is told of outside of the words ``beside``: "has been received" is also said of a broken
    parcel."""
    faint = {e.text.lower() for e in _cued(rules, "weak_fault", parsed)}
    told = (*_cued(rules, "complaint", parsed), *_cued(rules, "fault", parsed))
    known = [(e.source, e.start or 0, e.end or 0) for e in beside]
    return any(e.text.lower() not in faint and not _within(e, known) for e in told)


def _within(sign: Evidence, spans: Sequence[tuple[str, int, int]]) -> bool:
    start, end = sign.start or 0, sign.end or 0
    return any(source == sign.source and a <= start and end <= b for source, a, b in spans)


_CHECKS: tuple[tuple[str, Callable[[Headers, ParsedMail, Rules], Signs]], ...] = (
    ("bounce", _is_bounce),
    ("report", _is_report),
    ("auto_reply", _is_reply),
    ("newsletter", _is_newsletter),
)


# ---- words of rules/ -----------------------------------------------------------------------------------------------


def _header(name: str, value: str, rule: str) -> Evidence:
    return Evidence("header", f"{name}: {' '.join(value.split())}"[:200], f"automatic.{rule}")


def _passage(parsed: ParsedMail, source: str) -> str:
    """The beginning of a passage, without lines drawn of dashes: a phrase with "…" would read them as words, very
    slowly. Offsets stay."""
    text = parsed.passage(source)[:_LOOKED_AT]
    return re.sub(r"[-'_=*~]{3,}", lambda drawn: " " * len(drawn[0]), text)


def _found(rules: Rules, key: str, parsed: ParsedMail, source: str, *, at_start: bool = False) -> Signs:
    """Where phrases of automatic.toml stand in a passage; ``at_start``: only at its very beginning."""
    text = _passage(parsed, source)
    hits = _phrases(rules, "automatic", key).finditer(plain(text))
    return tuple(_sign(source, text, h, f"automatic.{key}") for h in hits if not at_start or h.start() <= 1)


def _cued(rules: Rules, label: str, parsed: ParsedMail) -> Signs:
    """Where phrases of intents.toml [cues] stand in subject and body, each phrase once."""
    seen: dict[str, Evidence] = {}
    for source in ("subject", "body"):
        text = _passage(parsed, source)
        for hit in _phrases(rules, "intents", label).finditer(plain(text)):
            seen.setdefault(hit[0].lower(), _sign(source, text, hit, f"automatic.{label}"))
    return tuple(seen.values())


def _sign(source: str, text: str, hit: re.Match[str], rule: str) -> Evidence:
    return Evidence(source, text[hit.start() : hit.end()], rule, hit.start(), hit.end())


@functools.cache
def _phrases(rules: Rules, table: str, key: str) -> re.Pattern[str]:
    """Every language's phrases of a list as one pattern."""
    listed: list[str] = []
    for lexicon in rules.both():
        own_file = table == "automatic"
        listed += lexicon.words(table, key) if own_file else lexicon.mapping(table, "cues").get(key, ())
    return pattern(listed)
