"""What a date's words mean, counted from the day a mail was written.

- A date without a year is its next occurrence; one that passed less than ``PAST`` days ago is taken as past, since
  "by 30.10." written on 5 November is a slip that a person should see, not an order for next year.
- A weekday is the coming one, never the day of writing itself. "next Tuesday" is the Tuesday of the next calendar week
  (Monday is its first day): on a Thursday and on a Monday alike."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

PAST = 45
NEAR_YEARS = 3


class Kind(Enum):
    DAY = "day"
    WEEK = "week"  # a calendar week: a weekday beside it is a day of it
    SPAN = "span"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a time. ``value``: the day, or the Monday of a week; None when it cannot be known."""

    start: int
    end: int
    kind: Kind
    value: date | None = None
    sure: float = 1.0  # how sure the day is, given that the words are a date
    bare: bool = False  # a weekday without a date
    contradiction: bool = False  # the weekday is not that of the date
    ambiguous: bool = False  # 03/04: which is the month cannot be known
    backward: bool = False  # "last Friday", "yesterday"
    relative: bool = False  # today, tomorrow


def on(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(text: str | None, today: date) -> int | None:
    """ "26" or "2026" as a year, when it is near the mail's own; None for a number that is no year."""
    if not text:
        return None
    year = int(text) + (2000 if len(text) == 2 else 0)
    return year if abs(year - today.year) <= NEAR_YEARS else None


def occurrence(month: int, day: int, today: date) -> date | None:
    """A day and month without a year."""
    for year in (today.year, today.year + 1):
        found = on(year, month, day)
        if found is not None and (found - today).days >= -PAST:
            return found
    return None


def day_of_month(day: int, today: date) -> date | None:
    """ "the 20th": the next one, today included."""
    for ahead in range(12):
        month = today.month - 1 + ahead
        found = on(today.year + month // 12, month % 12 + 1, day)
        if found is not None and found >= today:
            return found
    return None


def coming(weekday: int, today: date) -> date:
    """The coming Monday (1) … Sunday (7), after today."""
    return today + timedelta(days=(weekday - today.isoweekday() - 1) % 7 + 1)


def weekday_in(weekday: int, monday: date) -> date:
    return monday + timedelta(days=weekday - 1)


def monday(today: date, weeks: int = 0) -> date:
    """The Monday of today's calendar week, or some weeks later."""
    return today - timedelta(days=today.isoweekday() - 1) + timedelta(weeks=weeks)


def week(number: int, today: date) -> date | None:
    """The Monday of an ISO week without a year: the next such week, this week included."""
    for year in (today.year, today.year + 1):
        try:
            first = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if first >= monday(today):
            return first
    return None


def later(day: date, weeks: int) -> date:
    return day + timedelta(weeks=weeks)


def back(day: date) -> date:
    """The same weekday before: "last Friday"."""
    return day - timedelta(weeks=1)


def days_after(day: date, days: int) -> date:
    return day + timedelta(days=days)
