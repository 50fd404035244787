"""Dates in digits: 2026-11-20, 20.11., 11/20/2026, 20th Nov, November 20, "the 20th"."""

import re
from datetime import date

from inbox_agent.extract import calendar
from inbox_agent.extract.calendar import Kind, Mention
from inbox_agent.extract.date_grammar import Grammar


def dated(g: Grammar, lower: str, today: date | None, month_first: bool | None) -> list[Mention]:
    """Every date that has a day's number, but weekdays and weeks."""
    if not any(c.isdigit() for c in lower):
        return []
    return [m for match in g.dated.finditer(lower) if (m := _from_match(g, lower, match, today, month_first))]


def _from_match(
    g: Grammar, lower: str, match: re.Match[str], today: date | None, month_first: bool | None
) -> Mention | None:
    """A date in digits. None: the words are none after all."""
    shape = next(
        name for name in ("iso_d", "dot_d", "slash_a", "dash_a", "dm_d", "md_d", "short_a", "day") if match[name]
    )
    before = lower[max(0, match.start(shape) - 24) : match.start(shape)]
    named = match["weekday"] or match["weekday_after"]
    if shape == "day" and not _is_day(g, lower, match, before):
        return None
    if shape == "short_a" and not named and not g.short_before.search(before):
        return None
    if shape == "md_d" and match["md_m"] in g.also_words and named is None and not g.short_before.search(before):
        return None
    value, ambiguous, end = _value(g, match, shape, today, month_first)
    if value is None and today is not None:
        return None
    wrong = bool(named and value and g.weekdays[named] != value.isoweekday())
    span = g.week_before.search(lower[max(0, match.start() - 30) : match.start()])
    kind = Kind.SPAN if span else Kind.DAY
    return Mention(match.start(), end, kind, value, contradiction=wrong, ambiguous=ambiguous)


def _is_day(g: Grammar, lower: str, match: re.Match[str], before: str) -> bool:
    """Whether "20th" or "20." alone is a day of the month."""
    if not 1 <= int(match["day"]) <= 31 or g.no_day_after.match(lower, match.end("day") + _suffix(match)):
        return False
    return match["weekday"] is not None or bool(g.day_before.search(before)) or bool(g.week_before.search(before))


def _suffix(match: re.Match[str]) -> int:
    """Length of "th" or "." after the day's number."""
    rest = match.string[match.end("day") : match.end("day") + 3]
    return 1 if rest.startswith(".") else len(rest) - len(rest.lstrip("abcdefghijklmnopqrstuvwxyz"))


def _value(
    g: Grammar, match: re.Match[str], shape: str, today: date | None, month_first: bool | None
) -> tuple[date | None, bool, int]:
    """The day, whether it is ambiguous, and where its words end (a number that is no year is left out)."""
    if shape == "iso_d":
        return calendar.on(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"])), False, match.end()
    if shape == "dash_a":
        return calendar.on(int(match["dash_y"]), int(match["dash_b"]), int(match["dash_a"])), False, match.end()
    if today is None:
        return _absolute(g, match, shape), False, match.end()
    if shape == "day":
        return calendar.day_of_month(int(match["day"]), today), False, match.end()
    if shape in ("slash_a", "short_a"):
        return *_numeric(match, shape, today, month_first), match.end()
    prefix = shape[:-1]
    day, month = int(match[shape]), match[prefix + "m"]
    written = match[prefix + "y"] or (match["dot_yy"] if prefix == "dot_" else None)
    year = calendar.full_year(written, today)
    number = int(month) if month.isdigit() else g.months[month]
    end = match.start(prefix + "y") - 1 if written and year is None and match[prefix + "y"] else match.end()
    return calendar.on(year, number, day) if year else calendar.occurrence(number, day, today), False, end


def _absolute(g: Grammar, match: re.Match[str], shape: str) -> date | None:
    """A date with its year, in a mail whose own date is not known."""
    year = match["dot_y"] or match["dm_y"] or match["md_y"]
    if not year or shape not in ("dot_d", "dm_d", "md_d"):
        return None
    month = match[shape[:-1] + "m"]
    return calendar.on(int(year), int(month) if month.isdigit() else g.months[month], int(match[shape]))


def _numeric(match: re.Match[str], shape: str, today: date, month_first: bool | None) -> tuple[date | None, bool]:
    """11/13/2026, 13/11/26, 13/11, 13.11"""
    first, second = int(match[shape]), int(match[shape[:-1] + "b"])
    dotted = shape == "short_a" and match["short_sep"] == "."
    month_leads = False if dotted else month_first
    if first > 12 or second > 12:
        month_leads = second > 12
    ambiguous = month_leads is None and first != second
    month, day = (first, second) if month_leads else (second, first)
    if shape == "short_a":
        return calendar.occurrence(month, day, today), ambiguous
    year = calendar.full_year(match["slash_y"], today)
    return (calendar.on(year, month, day) if year else None), ambiguous
