"""The day on which the customer wants the goods.

Every date of the mail is read (date_mentions) and judged by the words around it (date_roles). A day of arrival is
preferred to a day of dispatch. Two that differ are a Doubt, as is a weekday that is not that of its date. Nothing but
the mail's own date is "now", in the sender's own zone."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from inbox_agent.extract.calendar import Kind, Mention
from inbox_agent.extract.date_grammar import TABLE
from inbox_agent.extract.date_mentions import mentions
from inbox_agent.extract.date_roles import Judged, Role, judge
from inbox_agent.extract.found import Found
from inbox_agent.extract.phrases import lowered, mapping, mark, union
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Doubt, Evidence, Finding, ParsedMail, Passage

REPLY = re.compile(r"\s*(?:re|aw|antw|sv|fw|fwd|wg)\s*:", re.IGNORECASE)

Asked = tuple[Judged, Evidence]


def find(passages: Sequence[Passage], parsed: ParsedMail, knowledge: Knowledge) -> Found[date]:
    """The requested date; every other date and time is ``seen``."""
    today = mail_day(parsed)
    month_first = _month_first(parsed, knowledge)
    asked: list[Asked] = []
    seen: list[Evidence] = []
    for passage in passages:
        lower = lowered(passage.text)
        found = mentions(passage.text, today, month_first, knowledge.rules)
        if not found:
            continue
        columns = _columns(lower, knowledge.rules)
        reply = passage.source == "subject" and REPLY.match(lower) is not None
        judged = {j.mention: j for j in judge(lower, found, knowledge.rules, passage.source == "subject")}
        for mention in found:
            one = _in_column(lower, mention, columns) or judged.get(mention)
            if one is None or one.role is Role.OTHER or reply or not _possible(one, today):
                seen.append(
                    mark(passage, mention.start, mention.end, one.rule if one else f"date_{mention.kind.value}")
                )
            else:
                asked.append((one, mark(passage, mention.start, mention.end, one.rule)))
    return _conclude(asked, tuple(seen))


def mail_day(parsed: ParsedMail) -> date | None:
    """The day the mail was written, where it was written."""
    moment = parsed.date or parsed.received
    return moment.date() if moment else None


def _conclude(asked: list[Asked], seen: tuple[Evidence, ...]) -> Found[date]:
    arrivals = [a for a in asked if a[0].role is Role.ARRIVAL]
    chosen = arrivals or asked
    seen += tuple(e for a, e in asked if (a, e) not in chosen)
    values = {a.mention.value for a, _ in chosen}
    evidence = tuple(e for _, e in chosen)
    doubts: list[Doubt] = []
    if len(values) > 1:
        doubts.append(Doubt("contradictory_date", evidence))
    doubts += [Doubt("contradictory_date", (e,)) for a, e in chosen if a.mention.contradiction or a.mention.ambiguous]
    if not chosen:
        return Found(None, (), seen)
    best = max(chosen, key=lambda pair: pair[0].sure * pair[0].mention.sure)
    value = best[0].mention.value
    if value is None:
        return Found(None, tuple(doubts), seen + evidence)
    sure = 0.5 if doubts else best[0].sure * best[0].mention.sure
    return Found(Finding(value, round(sure, 3), evidence), tuple(doubts), seen)


def _possible(judged: Judged, today: date | None) -> bool:
    """A past day is asked for only by clear words; then it is kept, so that a person sees the slip."""
    value = judged.mention.value
    if value is None:
        return False
    return today is None or value >= today or judged.sure >= 0.95


def _month_first(parsed: ParsedMail, knowledge: Knowledge) -> bool | None:
    """How 03/04/2026 is meant: by the customer's country, else the sender's zone (UTC-4 … -10 is taken as the United
    States), else the language. None: nobody knows."""
    customer = knowledge.customers.find(parsed.sender.email)
    address = (customer.ship_to or customer.bill_to) if customer else None
    if address and address.country:
        return True if address.country == "US" else None if address.country == "CA" else False
    if parsed.language == "de":
        return False
    offset = parsed.date.utcoffset() if parsed.date else None
    if offset is None or timedelta(hours=-4) < offset < timedelta(0):
        return None
    if timedelta(hours=-10) <= offset <= timedelta(hours=-4):
        return True
    at_home = knowledge.settings.company.country if knowledge.settings else None
    return None if offset == timedelta(0) and at_home == "US" else False


# ---- a column of dates in a table ------------------------------------------------------------------------------


@cache
def _heading(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = mapping(rules, TABLE, "cues")
    return re.compile(union(cues["label"])), re.compile(union(cues["other_label"]))


def _columns(lower: str, rules: Rules) -> list[tuple[int, int]]:
    """(where the table's rows start, which cell) of every column whose heading asks for a date."""
    if "\t" not in lower:
        return []
    wanted, other = _heading(rules)
    found, position = [], 0
    for line in lower.split("\n"):
        position += len(line) + 1
        if line.count("\t") < 2 or any(c.isdigit() for c in line):
            continue
        cells = [c.strip(" :\r") for c in line.split("\t")]
        found += [(position, i) for i, c in enumerate(cells) if wanted.fullmatch(c) and not other.fullmatch(c)]
    return found


def _in_column(lower: str, mention: Mention, columns: list[tuple[int, int]]) -> Judged | None:
    """A date below such a heading is asked for, below another heading it is not."""
    begin = lower.rfind("\n", 0, mention.start) + 1
    cell = lower.count("\t", begin, mention.start)
    line = lower[begin : lower.find("\n", mention.end) if "\n" in lower[mention.end :] else len(lower)]
    above = [index for start, index in columns if start <= mention.start]
    if mention.kind is not Kind.DAY or not above or line.count("\t") < 2:
        return None
    return Judged(mention, Role.ARRIVAL, 0.97, "date_column") if cell in above else None
