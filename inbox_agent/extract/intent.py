"""What a mail is about, from what its sentences do and what was found to order.

A complaint that is taken for an order is the worst mistake here, a needless review the cheapest: so a complaint needs
fewer signs than an order, and what only mentions goods (status, quote, thanks) orders nothing."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from math import prod

from inbox_agent.extract import stated
from inbox_agent.extract.complaints import COMPLAINS
from inbox_agent.extract.cues import Cue
from inbox_agent.extract.roles import read, sentence_roles
from inbox_agent.extract.sentence import Sentence
from inbox_agent.extract.spam import CERTAIN, spam
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Document, Evidence, Finding, Intent, Line, ParsedMail

__all__ = ["intents", "sentence_roles"]

_AUTOMATIC = {
    "auto_reply": Intent.AUTO_REPLY,
    "report": Intent.AUTO_REPLY,
    "bounce": Intent.BOUNCE,
    "newsletter": Intent.SPAM,
    "own": Intent.OTHER,
}
_BY_ROLE = {
    "cancellation": Intent.CANCELLATION,
    "change": Intent.CHANGE,
    "quote": Intent.QUOTE_REQUEST,
    "status": Intent.STATUS,
    "question": Intent.QUESTION,
}
_PART_OF_COMPLAINT = frozenset({Intent.STATUS, Intent.QUESTION, Intent.CANCELLATION, Intent.CHANGE})
_ANSWERED = re.compile(r"\s*(?:re|aw|antw|fwd?|wg|sv)\s*:", re.IGNORECASE)
_SURE = 0.99
_WORDED = 0.97  # a machine's mail by its words alone
_REMARKED = 0.8  # an order beside which something is told
_FAINT = 0.45  # weight of signs that are in many good mails


@dataclass(frozen=True, slots=True)
class _Mail:
    """What the judgements below look at."""

    parsed: ParsedMail
    source: str  # the passage that ``sentences`` are of
    sentences: tuple[Sentence, ...]
    subject: tuple[Sentence, ...]  # empty for a reply: then the subject is older than the mail
    lines: tuple[Line, ...]
    attached: tuple[Line, ...]  # those of ``lines`` that come from attachments
    documents: tuple[Document, ...]

    @property
    def tidy(self) -> int:
        return sum(line.sku is not None and line.quantity is not None for line in self.lines)

    def of_role(self, *roles: str) -> tuple[Sentence, ...]:
        return tuple(s for s in (*self.sentences, *self.subject) if s.role in roles)

    def has(self, *labels: str) -> bool:
        return any(s.has(*labels) for s in (*self.sentences, *self.subject))

    def evidence(self, found_cues: Iterable[Cue]) -> tuple[Evidence, ...]:
        """The phrases as evidence, each once."""
        titles = {id(c) for s in self.subject for label in s.cues.values() for c in label}
        found = (Evidence("subject" if id(c) in titles else self.source, c.text, f"intent: {c.label}", c.start, c.end)
                 for c in found_cues)  # fmt: skip
        return tuple(dict.fromkeys(found))


def intents(
    parsed: ParsedMail, documents: Sequence[Document], lines: Sequence[Line], knowledge: Knowledge
) -> tuple[Finding[Intent], ...]:
    """What the mail is about, the one that decides first; never empty. ``lines``: what was found that may be ordered
    (it may also be what a complaint or a question names: the sentences decide)."""
    mail = _mail(parsed, documents, lines, knowledge.rules)
    machine = parsed.automatic
    if machine is not None and machine.kind in _AUTOMATIC and (machine.certain or not mail.tidy):
        return (Finding(_AUTOMATIC[machine.kind], _SURE if machine.certain else _WORDED, machine.evidence),)
    known = knowledge.customers.find(parsed.sender.email) is not None and parsed.trust.authenticated is not False
    if not known:
        certainty, signs = spam(parsed, mail.sentences)
        if certainty >= CERTAIN and not (mail.tidy >= 2 and not mail.has("unsubscribe", "bait")):
            return (Finding(Intent.SPAM, certainty, signs),)
    found = _judged(mail)
    return found or (_other(mail),)


def _mail(parsed: ParsedMail, documents: Sequence[Document], lines: Sequence[Line], rules: Rules) -> _Mail:
    first = rules.lexicon(parsed.language)
    lexicons = (first, *(lexicon for lexicon in rules.both() if lexicon is not first))
    source, sentences = "body", read(parsed.body, lexicons, parsed.language)
    if parsed.forwarded and not any(s.role in (*_BY_ROLE, "order", "complaint") for s in sentences):
        source, sentences = "forwarded", read(parsed.forwarded, lexicons, parsed.language)
    subject = () if _ANSWERED.match(parsed.subject) else read(parsed.subject, lexicons, parsed.language)
    names = {d.name for d in documents}
    attached = tuple(line for line in lines if any(e.source in names for e in line.evidence))
    return _Mail(parsed, source, sentences, subject, tuple(lines), attached, tuple(documents))


# ---- judgements ------------------------------------------------------------------------------------------------------


def _judged(mail: _Mail) -> tuple[Finding[Intent], ...]:
    complaint = _complaint(mail)
    asking = _asking(mail, complaint is not None)
    order = _order(mail, complaint is not None, asking)
    if order is not None:
        asking = [f for f in asking if not _within_order(f, mail)]
        order = Finding(Intent.ORDER, round(order.confidence - 0.04 * len(asking), 3), order.evidence)
    elif not asking and complaint is None:
        asking = _small_questions(mail)
    first = [f for f in (complaint, order) if f is not None]
    return (*first, *sorted(asking, key=lambda f: -f.confidence))


def _complaint(mail: _Mail) -> Finding[Intent] | None:
    weight, among = _complaining(mail)
    if weight < COMPLAINS:
        return None
    return Finding(Intent.COMPLAINT, _rounded(weight), mail.evidence(c for s in among for c in s.because))


def _complaining(mail: _Mail) -> tuple[float, list[Sentence]]:
    """Signs add up over the mail; many faint ones are none. A photograph is one more. In a mail that wants nothing it
    takes less: who only tells of what came, with a "not" or a "but", does so for a reason."""
    among = sorted((*mail.sentences, *mail.subject), key=lambda s: -s.complaint)[:3]
    among = [s for s in among if s.complaint >= _FAINT]
    listing = bool(mail.lines) and mail.has("order_noun")
    idle = mail.tidy < 2 and not listing and not mail.of_role("order", *(_BY_ROLE.keys() - {"question"}))
    told = any(s.has("receipt", "ordered", "fault", "remedy") for s in mail.sentences)
    beside = [0.65 if idle else 0.35] if told and _shows_picture(mail.parsed) else []
    if idle and (telling := _telling(mail)):
        beside.append(0.62)
        among = among or telling
    if not beside and among and among[0].complaint < 0.5:
        return among[0].complaint, among
    return 1 - prod(1 - w for w in (*beside, *(s.complaint for s in among))), among


def _telling(mail: _Mail) -> list[Sentence]:
    """In a mail that wants nothing: damage, or what came set against what should have come."""
    if mail.has("other", "bank_change", "resolved") or (mail.has("fine") and not mail.has("contrast")):
        return []
    if damaged := [s for s in mail.sentences if s.damaged]:
        return damaged[:1]
    came = mail.has("receipt") or (mail.has("parcel") and not mail.of_role("question"))
    wrong = [s for s in mail.sentences if s.has("weak_fault", "negation", "contrast", "irony") and not s.has("unreal")]
    if mail.has("receipt") and mail.has("ordered"):
        wrong = wrong or [s for s in mail.sentences if s.has("receipt", "ordered")]
    return wrong[:2] if came or mail.has("ordered") else []


def _shows_picture(parsed: ParsedMail) -> bool:
    return any(a.content_type.startswith("image/") and not a.inline for a in parsed.attachments)


def _asking(mail: _Mail, complains: bool) -> list[Finding[Intent]]:
    """Change, cancellation, quote request, status, question: one finding each, as sure as its phrases. What a
    complaint asks ("where are the other three?") is part of it."""
    found: list[Finding[Intent]] = []
    for role, intent in _BY_ROLE.items():
        if (complains and intent in _PART_OF_COMPLAINT) or (intent is Intent.QUESTION and found):
            continue
        if intent is Intent.CHANGE and mail.has("bank_change"):
            continue
        sentences = mail.of_role(role)
        if sentences:
            weights = [0.85 if s.because else 0.7 for s in sentences]
            evidence = mail.evidence(c for s in sentences for c in s.because) or _whole(mail, sentences)
            found.append(Finding(intent, _rounded(1 - prod(1 - w for w in weights)), evidence))
    named = {f.value for f in found}
    return [*found, *(f for f in stated.intents(mail.documents) if f.value not in (Intent.ORDER, *named))]


def _small_questions(mail: _Mail) -> list[Finding[Intent]]:
    """A word about prices, a polite question, a wish for papers: matters of their own where nothing else is wanted."""
    if prices := [s for s in (*mail.subject, *mail.sentences) if s.has("price_word") and not s.has("other")]:
        return [Finding(Intent.QUOTE_REQUEST, 0.75, mail.evidence(c for s in prices for c in s.of("price_word")))]
    asked = [s for s in mail.of_role("courtesy") if s.asked]
    papers = [s for s in mail.sentences if s.has("paper") and not s.has("other")]
    if not asked and not papers:
        return []
    evidence = mail.evidence(c for s in papers for c in s.of("paper")) or _whole(mail, asked)
    return [Finding(Intent.QUESTION, 0.75, evidence)]


def _order(mail: _Mail, complains: bool, asking: Sequence[Finding[Intent]]) -> Finding[Intent] | None:
    ordering = [s for s in mail.of_role("order") if mail.lines or not s.has("paper")]
    weights = [_wish(s, bool(mail.lines)) for s in ordering[:4]]
    if any(s.has("order_noun") for s in mail.subject):
        weights.append(0.45)
    if any(s.has("order_noun") for s in mail.sentences):
        weights.append(0.2)
    weights += _by_lines(mail)
    sure = 1 - prod(1 - w for w in weights)
    if not complains and (grumbles := _complaining(mail)[0]) > _FAINT:
        sure *= 1 - (grumbles - _FAINT) / 2
    if _remarks(mail):
        sure = min(sure, _REMARKED)
    if sure < 0.55 or not _independent(mail, ordering, complains, {f.value for f in asking}):
        return None
    evidence = mail.evidence(c for s in ordering for c in s.because)
    evidence = evidence or tuple(e for line in mail.lines for e in line.evidence)
    return Finding(Intent.ORDER, _rounded(sure), evidence or _whole(mail, mail.subject or mail.sentences))


def _remarks(mail: _Mail) -> bool:
    """Whether an order says something of earlier goods, or of damage, that is no plain praise and no measure for this
    order: a person should read it."""
    told = [s for s in mail.sentences if s.role != "order" and (s.has("previous", "some_of") or s.damaged)]
    return any(not s.has("fine", "like_before", "resolved", "own", "thanks") for s in told)


def _wish(s: Sentence, lines: bool) -> float:
    """How much an ordering sentence orders: in so many words, as a wish, or with a "please" and a number."""
    if s.has("order"):
        return 0.85
    if s.has("want"):
        return 0.65 if s.item or lines else 0.25
    return 0.5 if lines else 0.1


def _by_lines(mail: _Mail) -> list[float]:
    if mail.attached and any(f.value is Intent.ORDER for f in stated.intents(mail.documents)):
        return [stated.SURE]
    if mail.tidy:
        return [(0.82, 0.90, 0.94)[min(mail.tidy, 3) - 1]]
    if mail.parsed.language not in ("en", "de"):  # its words of ordering are not known; a list is a list
        return [0.7] if mail.lines else []
    return [0.35] if mail.lines else []


def _independent(mail: _Mail, ordering: Sequence[Sentence], complains: bool, told: Set[Intent]) -> bool:
    """Whether an order is placed, and goods are not only named in a complaint, a question, an invoice."""
    clear = [s for s in ordering if s.has("order")]
    new = mail.has("new_order")
    if mail.has("not_an_order") and not new:
        return False
    if complains:
        return bool(mail.tidy or mail.attached) and (new or any(not s.has("remedy") for s in clear))
    if told & {Intent.CHANGE} or (Intent.CANCELLATION in told and not _only_corrects(mail)):
        return new and bool(mail.lines)
    if mail.has("other", "bank_change") and not (clear and (mail.lines or mail.attached)):
        return False
    if told & {Intent.STATUS, Intent.QUOTE_REQUEST}:
        return bool(clear) and bool(mail.lines)
    if Intent.QUESTION in told:
        return bool(mail.tidy) or (bool(clear) and bool(mail.lines))
    return bool(mail.lines or clear or _in_subject(mail)) and bool(ordering or mail.lines or _in_subject(mail))


def _in_subject(mail: _Mail) -> bool:
    """ "Order 4711" over a mail that says nothing but "see attached"."""
    return bool(mail.parsed.attachments) and any(s.has("order_noun", "order") for s in mail.subject)


def _only_corrects(mail: _Mail) -> bool:
    """Whether what is cancelled is a thing within this mail, not an order placed before."""
    sentences = mail.of_role("cancellation")
    return bool(mail.tidy and sentences) and not any(s.has("order_noun", "past", "change") for s in sentences)


def _within_order(finding: Finding[Intent], mail: _Mail) -> bool:
    return finding.value is Intent.CANCELLATION and _only_corrects(mail)


def _other(mail: _Mail) -> Finding[Intent]:
    """None of these: a thank-you, an invoice, a greeting; sure only when its words say so."""
    told = [c for s in (*mail.sentences, *mail.subject) for c in s.of("other", "bank_change", "thanks", "fine")]
    return Finding(Intent.OTHER, 0.9 if told and not mail.lines else 0.6, mail.evidence(told))


def _whole(mail: _Mail, sentences: Sequence[Sentence]) -> tuple[Evidence, ...]:
    subject = {id(s) for s in mail.subject}
    spans = [("subject" if id(s) in subject else mail.source, s.span) for s in sentences[:3]]
    return tuple(Evidence(src, span.text, "intent: sentence", span.start, span.end) for src, span in spans)


def _rounded(weight: float) -> float:
    return round(min(weight, _SURE), 3)
