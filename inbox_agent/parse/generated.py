"""Orders of a purchasing system or web shop: read, never answered."""

import re
from dataclasses import replace

from inbox_agent.parse import ordering
from inbox_agent.parse.replies import ROBOT
from inbox_agent.parse.signs import Seen, Signs, Weighed, graded, header, weighed

_PROGRAM = re.compile(
    r"SAP|NetWeaver|Dynamics|Navision|Sage\b|Odoo|Magento|Shopware|WooCommerce|WPMail|Coupa|Ariba|JTL", re.IGNORECASE
)
_NUMBERED = re.compile(r"\d[\d/-]{3,}")
_FIELD = re.compile(r"^[ \t]*[A-ZÄÖÜ][\w./ -]{2,28}?[ \t]*:[ \t]+\S", re.MULTILINE)
_GAP = re.compile(r"(?<=\S)(?:[ ]{2,}|\t)[ \t]*(?=\S)")  # between two columns
_SEVERAL = 2  # lines


def generated(seen: Seen) -> Weighed:
    """An order that a program wrote. Without a header that says so, its own words or its address must; it is certain
    that it wants no answer only where they say that too."""
    sender = seen.parsed.sender.email
    silent = weighed(
        graded(seen.phrases("robotic", "body", "signature"), 0.6, 0.8),
        (0.5, header("From", sender, "robot") if ROBOT.match(sender) else ()),
    )
    program = seen.header("x-mailer")
    made = weighed(
        graded(seen.phrases("machine_made", "body", "signature"), 0.8, 1.2),
        (0.5, header("X-Mailer", program, "program") if _PROGRAM.search(program) else ()),
    )
    named = ordering.named(seen)
    numbered = seen.matching(_NUMBERED, "numbered", "subject") if named else ()
    listed = orders(seen) if numbered or made.signs or silent.signs else ()
    if not listed:
        return Weighed()
    found = weighed(
        (made.weight, made.signs),
        (silent.weight, silent.signs),
        (0.2, listed),
        (0.2, named),
        (0.2, numbered),
        *_form(seen, bool(named)),
    )
    return replace(found, certain=bool(silent.signs)).but(lambda: 0.5 * bool(seen.phrases("person_says")))


def _form(seen: Seen, named: bool) -> tuple[tuple[float, Signs], ...]:
    """What a printed form looks like: fields with labels, columns, no word to anybody."""
    text = seen.text("body")
    impersonal = named and not seen.phrases("greets", "body", "signature")
    return (
        (0.3, seen.matching(_FIELD, "fields") if len(_FIELD.findall(text)) >= _SEVERAL else ()),
        (0.3, seen.matching(_GAP, "columns") if _rows(text) >= _SEVERAL else ()),
        (0.2, header("Subject", seen.parsed.subject, "impersonal") if impersonal else ()),
    )


def _rows(text: str) -> int:
    """Lines of a table that stands in the text: three columns, a number in one of them."""
    return sum(len(_GAP.findall(line)) > 1 and any(map(str.isdigit, line)) for line in text.split("\n"))


def orders(seen: Seen) -> Signs:
    """Goods that are counted, or a subject that names an order over a table or file."""
    named = ordering.named(seen)
    files = [a.name for a in seen.parsed.attachments if not a.inline]
    return ordering.clear(seen) or (named if files or "\t" in seen.parsed.body else ())
