"""Bulk mail: newsletters, notifications, mailing lists (RFC 2369, RFC 2919).

A list header alone is no proof: people write through mailing lists, and gateways put such headers into single mails."""

import re
from dataclasses import replace

from inbox_agent.parse import ordering
from inbox_agent.parse.signs import SURE, Seen, Signs, Weighed, graded, header, weighed

_CAMPAIGN = ("x-csa-complaints", "x-campaign", "x-campaignid", "x-campaign-id", "x-mailchimp-campaign-id", "x-mc-user",
             "feedback-id", "x-feedback-id", "x-mailer-recptid", "list-unsubscribe-post", "x-sg-eid",
             "x-cmail-recipientid", "x-newsletter", "x-mailing-id", "x-mj-mid", "x-rpcampaign", "x-sfmc-stack",
             "x-mailgun-sid", "x-job", "x-mailman-version", "x-beenthere", "list-post")  # fmt: skip
_CERTAIN = 0.7  # two headers of bulk mail
_BULK_SENDER = re.compile(
    r"(?:no-?_?reply|do-?not-?reply|news\w*|marketing|mailings?|angebote?|offers?|promo\w*|aktion\w*|aktuell\w*|"
    r"info-?mail\w*|notifications?|benachrichtigung\w*|update\w*|deals?|shop-?news|hello-?news)[\w.+-]*@",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[£$€]\s?\d|\d[.,]\d\d\s?(?:€|£|EUR\b|GBP\b|USD\b|CHF\b)")
_BULK_PATH = re.compile(r"(?:bounces?|return|news)[-+._=]|.*-bounces?@|.*=.*@", re.IGNORECASE)


def newsletter(seen: Seen) -> Weighed:
    """Mail to many that nobody has to answer."""
    praise = seen.cues("marketing")
    priced = seen.matching(_PRICE, "prices") if len(_PRICE.findall(seen.text("body"))) > 1 else ()
    leaving = (*seen.cues("unsubscribe"), *seen.cues("unsubscribe", "signature"))
    listed = weighed(
        (0.5, _named(seen, "list-unsubscribe")),
        (0.3, _named(seen, "list-id")),
        (0.2, _bulk(seen)),
        (0.4, next((named for name in _CAMPAIGN if (named := _named(seen, name))), ())),
    )
    found = weighed(
        (listed.weight, listed.signs),
        (0.25, _by_address(seen)),
        (0.45, leaving[:1]),
        graded(praise[:4], 0.25, 0.75),
        (0.3, priced),
        graded(seen.phrases("circular", "subject", "body"), 0.45, 1.35),
    )
    advertises = bool(praise or priced or leaving)
    found = replace(found, certain=listed.weight >= _CERTAIN and advertises)
    return found.but(lambda: _personal(seen, listed, bool(praise or priced)) + _ordering(seen, len(praise)))


def _named(seen: Seen, name: str) -> Signs:
    return header(name.title(), seen.header(name), "newsletter") if seen.header(name) else ()


def _bulk(seen: Seen) -> Signs:
    precedence = seen.header("precedence")
    return header("Precedence", precedence, "newsletter") if precedence.lower() in ("bulk", "junk", "list") else ()


def _by_address(seen: Seen) -> Signs:
    sender, path = seen.parsed.sender.email, seen.parsed.return_path or ""
    if _BULK_SENDER.match(sender):
        return header("From", sender, "newsletter")
    return header("Return-Path", path, "newsletter") if _BULK_PATH.match(path) else ()


def _personal(seen: Seen, listed: Weighed, praises: bool) -> float:
    """What is written to one reader only. Where nothing is praised, the headers may be those of a list that people
    write to; where there are no headers, the words may be those of a reader who answers an advertisement."""
    asks, says = "?" in seen.text("body"), bool(seen.phrases("person_says"))
    against = 0.5 * says + 0.4 * (seen.answers and not _named(seen, "list-id"))
    if not listed.signs:
        return against + 0.4 * asks + 0.5 * bool(seen.phrases("person_self"))
    if praises:
        return against
    wants = bool(seen.phrases("person_orders") or ordering.counts(seen))
    footed = not _named(seen, "list-post") and bool(seen.cues("unsubscribe") or seen.phrases("circular"))
    concerned = bool(seen.phrases("concerns_us")) * (0.8 if footed else 2.0)
    return against + 0.8 * wants + 0.4 * asks + concerned


def _ordering(seen: Seen, praise: int) -> float:
    """Who orders praises nothing. An advertisement counts goods too, and says how good they are."""
    counted = ordering.items(seen) if praise < 2 else 0
    if (counted > 1 and not praise) or (praise < 2 and ordering.worded(seen)):
        return 3 * SURE
    return min(0.4, 0.2 * counted)
