"""Answers that nobody wrote: absence notices, acknowledgements of helpdesks, answers to invitations, requests to prove
that one is human (RFC 3834; headers of the programs that came before it)."""

import re
from dataclasses import replace
from functools import cache

from inbox_agent.lexicon import Rules
from inbox_agent.parse import ordering
from inbox_agent.parse.signs import SURE, Seen, Signs, Weighed, certain, graded, header, weighed

_REPLY_HEADERS = ("x-autoreply", "x-auto-reply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-vacation",
                  "x-mail-autoreply", "x-otrs-loop", "x-fc-machinegenerated")  # fmt: skip
_HINT = 0.2  # a day of return, an address to turn to
_NO = ("", "no", "false", "0", "none")
_REPLY_VALUES = ("auto_reply", "auto-reply", "autoreply")
_ANSWERS = ("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER")
ROBOT = re.compile(r"(?:no-?_?reply|do-?_?not-?_?reply|auto-?(?:reply|responder|mailer))[\w.+-]*@", re.IGNORECASE)
_DESK = re.compile(r"(?:support|help-?desk|service|ticket|kundenservice|hilfe|desk)[\w.+-]*@", re.IGNORECASE)
_TICKET = re.compile(
    r"\[[A-Z]{2,8}-\d{3,}\]|\[[^\]\n]{0,24}[#:]\s?[\w-]{0,24}\d[^\]\n]{0,24}\]|#\s?\d{4,}|\b\d{5,}\b|"
    r"\b20\d\d[-/]\d{3,}|##- "
)
_NUMBER = re.compile(r"\W{0,6}(?:\w{2,6}\W)?(?:[A-Z]{1,6}-?)?\d[\d-]{2,}")
_CONTACT = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}|(?<![\w.])\+?\d[\d /()-]{5,20}\d(?![\w.])")
_ABOUT_OURS = re.compile(r"\w.{1,80}?\b(?:re|aw)\s?: ", re.IGNORECASE)  # a notice's own title before ours


def reply(seen: Seen) -> Weighed:
    """An automatic answer."""
    if told := _certain(seen):
        return certain(told)
    if seen.passed_on:
        return Weighed()
    machine = weighed(*_machine(seen))
    best = max((judge(seen, machine) for judge in _JUDGES), key=lambda found: found.weight)
    best = replace(best, certain=_submitted(seen))  # a header says that it is a machine's, its words say which
    return best.but(lambda: _ordering(seen) + _personal(seen, best.signs))


def _certain(seen: Seen) -> Signs:
    submitted = seen.header("auto-submitted")
    if submitted.lower().startswith("auto-replied"):
        return header("Auto-Submitted", submitted, "auto_reply")
    for name in _REPLY_HEADERS:
        if seen.header(name).lower() not in _NO:
            return header(name.title(), seen.header(name), "auto_reply")
    if seen.header("precedence").lower() in _REPLY_VALUES:
        return header("Precedence", seen.header("precedence"), "auto_reply")
    if seen.report.calendar in _ANSWERS:
        return header("Content-Type", f"text/calendar; method={seen.report.calendar}", "calendar")
    return ()


def _absence(seen: Seen, machine: Weighed) -> Weighed:
    """Somebody is away. A person who is away says what he wants besides: then it is no notice."""
    opened = seen.opening("auto_reply_subjects")
    found = weighed(
        (1.0, opened) if opened else (0.5, () if seen.answers else seen.phrases("auto_reply_subjects", "subject")),
        graded(seen.phrases("absent"), 0.25, 0.9, first=0.55),
        graded(seen.phrases("notice"), 0.3, 0.6),
        (0.35, seen.phrases("absent", "subject")),
        (0.35, seen.matching(_ABOUT_OURS, "about_ours", "subject")),
        (0.2, header("Subject", seen.parsed.subject, "answers") if seen.answers else ()),
        (0.8, seen.phrases("declared", "body", "signature")),
        (machine.weight, machine.signs),
    )
    if found.weight < SURE - 2 * _HINT:
        return found
    return weighed(
        (found.weight, found.signs),
        (_HINT, seen.matching(_until(seen.rules), "until")),
        (_HINT, seen.matching(_CONTACT, "contact")),
    )


def _acknowledgement(seen: Seen, machine: Weighed) -> Weighed:
    """A helpdesk or shop says that something arrived. A number, a robot's word or a header must be beside it."""
    said = weighed(
        graded(seen.phrases("acknowledged", "subject", "body"), 0.2, 0.7, first=0.3),
        (0.5, seen.beside("your_mail", "taken", "body", "subject")),
    )
    if not said.signs:
        return Weighed()
    ticket = seen.phrases("ticket", "subject", "body")
    number = seen.matching(_TICKET, "number", "subject", "body") or _numbered(seen, ticket)
    robotic = (*seen.phrases("robotic", "body", "signature"), *seen.phrases("declared", "body", "signature"))
    sender = seen.parsed.sender.email
    desk = header("From", sender, "desk") if _DESK.match(sender) else ()
    titled = bool(number) and number[0].source == "subject" and not seen.answers
    if not (robotic or (number and ticket) or titled or desk or machine.signs):
        return Weighed()
    return weighed(
        (said.weight, said.signs),
        (0.4, robotic),
        (0.2, number),
        (0.2, ticket),
        (0.2, number and ticket),
        (0.15, desk),
        (machine.weight, machine.signs),
    )


def _numbered(seen: Seen, ticket: Signs) -> Signs:
    """The word for a ticket that a number follows: "Ticket 8823"."""
    return tuple(s for s in ticket if _NUMBER.match(seen.text(s.source), s.end or 0))


def _challenge(seen: Seen, machine: Weighed) -> Weighed:
    """A filter wants the sender to prove that he is human, or a list asks its owner."""
    asked = seen.phrases("challenge", "subject", "body")
    return weighed(graded(asked, 0.6, 1.2), (machine.weight, machine.signs)) if asked else Weighed()


def _attendance(seen: Seen, machine: Weighed) -> Weighed:
    """An invitation is accepted or declined, as a calendar without iTIP says it."""
    titled = seen.opening("attendance_subjects")
    said = graded(seen.phrases("attendance_texts"), 0.6, 0.6)
    return weighed((0.5, titled), said, (machine.weight, machine.signs)) if titled else Weighed()


_JUDGES = (_absence, _acknowledgement, _challenge, _attendance)


def _ordering(seen: Seen) -> float:
    """Who orders is no machine; but a helpdesk that marks its mail may quote what we wrote."""
    if not ordering.clear(seen):
        return 0.0
    if not _submitted(seen):
        return 2 * SURE
    return 0.4 + 0.5 * bool(seen.phrases("machine_made"))


def _submitted(seen: Seen) -> bool:
    return seen.header("auto-submitted").lower().startswith("auto")


def _machine(seen: Seen) -> tuple[tuple[float, Signs], ...]:
    """What is no proof by itself: companies mark all their mail so, and gateways mark people's."""
    submitted, precedence = seen.header("auto-submitted").lower(), seen.header("precedence").lower()
    suppressed, sender = seen.header("x-auto-response-suppress"), seen.parsed.sender.email
    return (
        (0.5, header("Auto-Submitted", submitted, "marked") if submitted.startswith("auto") else ()),
        (0.5, header("Return-Path", "<>", "marked") if seen.parsed.return_path == "" else ()),
        (0.2, header("Precedence", precedence, "marked") if precedence in ("bulk", "junk") else ()),
        (0.2, header("X-Auto-Response-Suppress", suppressed, "marked") if suppressed else ()),
        (0.2, header("From", sender, "robot") if ROBOT.match(sender) else ()),
    )


def _personal(seen: Seen, beside: Signs) -> float:
    """What people do and notices do not: ask, order, count things, complain, speak of what they were sent."""
    asks = "?" in seen.text("body")
    wants = [s for s in seen.phrases("person_orders") if not _within(s.source, s.start, beside)]
    told = _complaints(seen, beside)
    if seen.phrases("person_wants"):
        return SURE
    says = bool(seen.phrases("person_says"))
    return 0.7 * asks + 0.4 * bool(wants) + 0.5 * bool(told) + 0.5 * says + 0.6 * bool(ordering.counts(seen))


def _complaints(seen: Seen, beside: Signs) -> Signs:
    """Damage or lack outside of the words ``beside``: "has been received" is also said of a broken parcel."""
    faint = {sign.text.lower() for sign in seen.cues("weak_fault", "body")}
    told = (*seen.cues("complaint", "body"), *seen.cues("fault", "body"))  # the subject may be ours
    return tuple(s for s in told if s.text.lower() not in faint and not _within(s.source, s.start, beside))


@cache
def _until(rules: Rules) -> re.Pattern[str]:
    """"Until 4 May", "ab Montag", "reopens on the 3rd": the day of a return."""
    lists = [lexicon.mapping("dates", name) for lexicon in rules.both() for name in ("months", "weekdays")]
    names = sorted({word for listed in lists for words in listed.values() for word in words}, key=len, reverse=True)
    led = sorted({w for lexicon in rules.both() for w in lexicon.words("automatic", "until")}, key=len, reverse=True)
    day = rf"(?:\d{{1,2}}(?:\.|st|nd|rd|th|[ ./-]\d|[ ](?:{'|'.join(names)}))|(?:{'|'.join(names)})\b)"
    return re.compile(rf"\b(?:{'|'.join(led)})[ ](?:[^\W\d_]{{2,12}},?[ ]){{0,3}}{day}", re.IGNORECASE)


def _within(source: str, start: int | None, signs: Signs) -> bool:
    return any(s.source == source and (s.start or 0) <= (start or 0) < (s.end or 0) for s in signs)
