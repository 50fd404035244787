"""What the words of an order make depend on a person."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from inbox_agent.decide.basis import Case
from inbox_agent.lexicon import LANGUAGES, Rules
from inbox_agent.model import Doubt, Evidence
from inbox_agent.wording import pattern, plain


def language(case: Case) -> Iterable[Doubt]:
    """Only what is written in a language of rules/ is confirmed unseen."""
    if case.parsed.language not in LANGUAGES and not case.unwanted:
        yield Doubt("other_language", (), {"language": case.parsed.language})


def conditions(case: Case) -> Iterable[Doubt]:
    """ "Only if you can deliver by Friday"; and every other "if" that is no politeness."""
    yield from list(_worded("condition", case)) or _worded("conjunction", case, "condition")


def alternatives(case: Case) -> Iterable[Doubt]:
    """ "If you have no A4, then A2"."""
    yield from _worded("alternative", case)


def open_matters(case: Case) -> Iterable[Doubt]:
    """An offer asked for, goods to be split over two places, a delivery to be held: to be settled first."""
    yield from list(_worded("open_matter", case)) or _split(case)


def elsewhere(case: Case) -> Iterable[Doubt]:
    """ "Deliver it to my mother this time": a place that is named and is no address."""
    if case.reading.ship_to is None:
        yield from _worded("elsewhere", case, "doubtful_address")


def missing_attachment(case: Case) -> Iterable[Doubt]:
    """Something is said to be attached, and nothing is: the order may be there."""
    if not any(not attachment.inline for attachment in case.parsed.attachments):
        yield from _worded("attached", case, "missing_attachment")


def bank_data(case: Case) -> Iterable[Doubt]:
    """Somebody wants money to go to another account: to be verified by a call, never by an answer."""
    if case.unwanted:
        return
    for source in ("subject", "body", "forwarded"):
        text = case.parsed.passage(source)
        if hit := _phrases(case.knowledge.rules, "bank_change").search(_unruled(plain(text))):
            yield Doubt("bank_data", (_evidence(source, text, hit, "bank_data"),))
            return


def forwarded_order(case: Case) -> Iterable[Doubt]:
    """Somebody else's order, passed on without a word that it is to be delivered."""
    evidence = [e for line in case.reading.lines for e in line.evidence]
    own_word = any(e.source in ("body", "subject") for e in case.reading.intent.evidence)
    if case.orders and evidence and all(e.source == "forwarded" for e in evidence) and not own_word:
        yield Doubt("forwarded_order", tuple(evidence[:3]))


def _worded(label: str, case: Case, code: str | None = None) -> Iterable[Doubt]:
    """The first phrase of that list in each passage that is no part of a longer politeness."""
    if not case.orders:
        return
    rules = case.knowledge.rules
    for source in ("subject", "body", "forwarded"):
        text = case.parsed.passage(source)
        read = _unruled(plain(text))
        polite = [m.span() for m in _phrases(rules, "courtesy_condition").finditer(read)]
        for hit in _phrases(rules, label).finditer(read):
            at = bisect_right(polite, (hit.start(), len(text))) - 1  # the last politeness that begins before it
            if at >= 0 and hit.end() <= polite[at][1]:
                continue
            yield Doubt(code or label, (_evidence(source, text, hit, label),), {"text": _sentence(text, hit)})
            break


def _split(case: Case) -> Iterable[Doubt]:
    """ "5 to the yard and 5 to Mill Street"."""
    if not case.orders:
        return
    text = case.parsed.passage("body")
    if hit := _shares(case.knowledge.rules).search(plain(text)):
        yield Doubt("open_matter", (_evidence("body", text, hit, "split"),), {"text": _sentence(text, hit)})


@cache
def _shares(rules: Rules) -> re.Pattern[str]:
    """Two amounts in one sentence, each with a place of its own."""
    places = (w for lexicon in rules.both() for w in lexicon.mapping("conditions", "cues").get("share_to", ()))
    share = rf"\b\d+\s+(?:[^\W\d_]+\s+){{0,2}}?(?:{'|'.join(map(re.escape, places))})\b(?!\s+(?:an?\b|\d))"
    return re.compile(share + r"[^.!?\n]{2,60}?" + share, re.IGNORECASE)


def _unruled(text: str) -> str:
    """Without lines drawn of dashes, which a phrase with "…" would try to read as words, very slowly; offsets stay."""
    return re.sub(r"[-'_=*~]{3,}", lambda drawn: " " * len(drawn[0]), text)


def _sentence(text: str, hit: re.Match[str]) -> str:
    """The words around a hit, as far as the sentence goes."""
    start = max((m.end() for m in re.finditer(r"[.!?]\s|\n\s*\n", text[: hit.start()])), default=0)
    stop = re.search(r"[.!?](?=\s|$)|\n\s*\n", text[hit.end() :])
    end = hit.end() + stop.start() if stop else len(text)
    return " ".join(text[start:end].split())[:200]


def _evidence(source: str, text: str, hit: re.Match[str], rule: str) -> Evidence:
    return Evidence(source, text[hit.start() : hit.end()], rule, hit.start(), hit.end())


@cache
def _phrases(rules: Rules, label: str) -> re.Pattern[str]:
    table = "intents" if label == "bank_change" else "conditions"
    return pattern(p for lexicon in rules.both() for p in lexicon.mapping(table, "cues").get(label, ()))
