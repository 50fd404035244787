"""Every date, span of time and hour of a text, with its meaning but not yet its role."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from inbox_agent.extract import calendar
from inbox_agent.extract.calendar import Kind, Mention
from inbox_agent.extract.date_digits import dated
from inbox_agent.extract.date_grammar import Grammar, grammar
from inbox_agent.extract.phrases import lowered, without
from inbox_agent.lexicon import Rules

GAP = 40  # letters between a weekday and the week it stands in: "KW 42, delivery on Friday"


def mentions(text: str, today: date | None, month_first: bool | None, rules: Rules) -> tuple[Mention, ...]:
    """In order, none overlapping. ``month_first``: how 03/04/2026 is meant, None when nobody knows."""
    g, lower = grammar(rules), lowered(text)
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    scans = (dated, _weeks, _weekdays, _relative, _spans, _times)
    for scan in scans:
        new = scan(g, lower, today, month_first)
        found += [m for m in new if without(taken, m.start, m.end)]
        taken = [(m.start, m.end) for m in found]
    found.sort(key=lambda m: m.start)
    return tuple(_ranges(g, lower, _in_weeks(lower, found)))


def _weeks(g: Grammar, lower: str, today: date | None, month_first: bool | None) -> list[Mention]:
    found = [
        Mention(m.start(), m.end(), Kind.WEEK, calendar.week(int(m["week"]), today) if today else None)
        for m in g.numbered_week.finditer(lower)
        if 1 <= int(m["week"]) <= 53
    ]
    for m in g.relative_week.finditer(lower):
        first = calendar.monday(today, g.relative_weeks[" ".join(m["week"].split())]) if today else None
        found.append(Mention(m.start(), m.end(), Kind.WEEK, first))
    return found


def _weekdays(g: Grammar, lower: str, today: date | None, month_first: bool | None) -> list[Mention]:
    matches = [*g.weekday.finditer(lower), *g.short_weekday.finditer(lower)]
    return [_weekday(g, match, today) for match in matches]


def _weekday(g: Grammar, match: re.Match[str], today: date | None) -> Mention:
    groups = match.groupdict()
    start = match.start("before") if groups.get("before") else match.start("weekday")
    words = [" ".join(w.split()) for w in (groups.get("before"), groups.get("after")) if w]
    how = {g.modifiers[w] for w in words}
    number = g.weekdays[match["weekday"].rstrip(".")]
    if today is None:
        return Mention(start, match.end(), Kind.DAY, bare=True)
    value, sure = calendar.coming(number, today), 0.97
    if "last" in how:
        return Mention(start, match.end(), Kind.DAY, calendar.back(value), backward=True)
    if "next" in how:
        near, value = value, calendar.weekday_in(number, calendar.monday(today, 1))
        sure = 0.97 if value == near or (near - today).days <= 2 else 0.8
    for longer in ("week", "fortnight"):
        value = calendar.later(value, {"week": 1, "fortnight": 2}[longer]) if longer in how else value
    if number == today.isoweekday() and not how:
        sure = 0.85
    return Mention(start, match.end(), Kind.DAY, value, sure, bare=not how)


def _relative(g: Grammar, lower: str, today: date | None, month_first: bool | None) -> list[Mention]:
    found = []
    for m in g.relative.finditer(lower):
        days = g.relative_days[" ".join(m["day"].split())]
        if g.no_relative_before.search(lower[max(0, m.start() - 16) : m.start()]) or _greets(lower, m):
            continue
        value = calendar.days_after(today, days) if today else None
        found.append(Mention(m.start(), m.end(), Kind.DAY, value, backward=days < 0, relative=True))
    return found


def _greets(lower: str, match: re.Match[str]) -> bool:
    """ "Morgen zusammen," as the first words of a mail."""
    end = lower.find("\n", match.end())
    line = lower[match.start() : end if end >= 0 else len(lower)]
    return not lower[: match.start()].strip() and len(line.split()) <= 4


def _spans(g: Grammar, lower: str, today: date | None, month_first: bool | None) -> list[Mention]:
    return [Mention(m.start(), m.end(), Kind.SPAN) for m in g.span.finditer(lower)]


def _times(g: Grammar, lower: str, today: date | None, month_first: bool | None) -> list[Mention]:
    return [Mention(m.start(), m.end(), Kind.TIME) for m in g.time.finditer(lower)]


def _in_weeks(lower: str, found: list[Mention]) -> list[Mention]:
    """ "KW 42, Friday at the latest": a bare weekday beside a week is a day of that week."""
    weeks = [m for m in found if m.kind is Kind.WEEK and m.value]
    return [_in_week(lower, m, weeks) if m.bare and weeks else m for m in found]


def _in_week(lower: str, day: Mention, weeks: list[Mention]) -> Mention:
    for week in weeks:
        between = lower[min(day.end, week.end) : max(day.start, week.start)]
        if len(between) <= GAP and not re.search(r"[.!?]\s|\n\s*\n", between) and week.value and day.value:
            value = calendar.weekday_in(day.value.isoweekday(), week.value)
            return replace(day, value=value, sure=0.97, bare=False)
    return day


def _ranges(g: Grammar, lower: str, found: list[Mention]) -> list[Mention]:
    """Two days joined to a range, or "10.-12.11.", are a span."""
    days = [m for m in found if m.kind is Kind.DAY]
    spans: dict[int, int] = {}
    for day in days:
        if first := g.range_before.search(lower[max(0, day.start - 12) : day.start]):
            spans[day.start] = day.start - len(first[0])
    for one, two in pairwise(days):
        joined = g.joins.fullmatch(lower, one.end, two.start)
        if joined and (g.between_before.search(lower[max(0, one.start - 14) : one.start]) or _runs(lower, one, two)):
            spans[one.start], spans[two.start] = one.start, two.start
    return [replace(m, kind=Kind.SPAN, start=spans[m.start]) if m.start in spans else m for m in found]


def _runs(lower: str, one: Mention, two: Mention) -> bool:
    """Whether what stands between two days makes a range of them ("10.11. bis 12.11."), not a choice."""
    between = lower[one.end : two.start]
    return not re.search(r"\b(?:or|oder|bzw)\b", between) and one.value != two.value
