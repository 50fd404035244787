"""The shapes of dates as regular expressions, built from rules/<language>/dates.toml. For lower-case text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from inbox_agent.extract.phrases import mapping, union
from inbox_agent.lexicon import Rules

TABLE = "dates"


@dataclass(frozen=True, eq=False)
class Grammar:
    """Patterns and the meaning of the words in them."""

    dated: re.Pattern[str]  # anything with a day's number
    weekday: re.Pattern[str]
    short_weekday: re.Pattern[str]
    relative: re.Pattern[str]
    numbered_week: re.Pattern[str]
    relative_week: re.Pattern[str]
    span: re.Pattern[str]
    time: re.Pattern[str]
    week_before: re.Pattern[str]  # just before a date: "w/c"
    range_before: re.Pattern[str]  # just before a date: "10. –"
    short_before: re.Pattern[str]
    day_before: re.Pattern[str]
    no_day_after: re.Pattern[str]
    no_relative_before: re.Pattern[str]
    joins: re.Pattern[str]  # all there is between two dates of a range or a choice
    between_before: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    relative_days: dict[str, int]
    relative_weeks: dict[str, int]
    modifiers: dict[str, str]
    also_words: frozenset[str]


@cache
def grammar(rules: Rules) -> Grammar:
    """The grammar of a rules folder, compiled once."""
    shapes, spans = mapping(rules, TABLE, "shapes"), mapping(rules, TABLE, "spans")
    months, full = _numbers(rules, "months"), _numbers(rules, "weekdays")
    short = _numbers(rules, "short_weekdays")
    before, behind = mapping(rules, TABLE, "weekday_before"), mapping(rules, TABLE, "weekday_after")
    relative_days, relative_weeks = _numbers(rules, "relative_days"), _numbers(rules, "relative_weeks")
    modifier = union(w for group in before.values() for w in group)
    post = union(w for group in behind.values() for w in group)
    month, units, later = union(months), union(spans["units"]), union(relative_weeks)
    return Grammar(
        dated=_dated(month, union([*full, *short]), modifier, shapes),
        weekday=re.compile(
            rf"(?:(?P<before>{modifier})\s{{1,3}})?\b(?P<weekday>{_plain(full)})(?:(?:vor|nach)?mittag|abend|morgen|früh)?"
            rf"\b(?![’']s)(?:\s{{1,3}}(?P<after>{post})(?!\s*(?:\d|week|woche)))?"
        ),
        short_weekday=re.compile(
            rf"{union(['by', 'on', 'for', 'next', 'until', 'bis', 'am', 'für'])}\s{{1,2}}"
            rf"(?P<weekday>{_plain(w for w in short if len(w) > 2)}\b|{_plain(w for w in short if len(w) == 2)}\.)"
        ),
        relative=re.compile(rf"(?P<day>{union(relative_days)})"),
        numbered_week=re.compile(
            rf"\b{_plain(spans['week_number'])}\.?\s?(?P<week>\d{{1,2}})(?!\d)"
            r"(?:\s?[-–/]\s?\d{1,4}(?!\d))?"
        ),
        relative_week=re.compile(f"(?P<week>{later})"),
        span=re.compile(
            rf"{union(shapes['units_after'])}\s{{1,2}}\d{{1,3}}(?:\s?(?:[-–]|to|bis)\s?\d{{1,3}})?\s{{0,2}}{units}"
            rf"|{union(spans['vague'])}\s{{1,2}}(?:der\s|the\s)?{month}(?:\s20\d\d)?|\b{_plain(months)}woche"
            rf"|{union(spans['alone'])}"
        ),
        time=_time(mapping(rules, TABLE, "times"), union([*full, *short, *months])),
        week_before=re.compile(rf"{union(spans['before'])}\s{{0,2}}(?:the\s|dem\s)?$"),
        range_before=re.compile(
            rf"(?<![\d.,/])(?P<first>\d{{1,2}})(?:\.\d{{1,2}})?(?:\.|{union(shapes['ordinal'])})?"
            rf"\s?(?:[-–/&]|{union([*spans['range'], *spans['choice']])})\s?$"
        ),
        short_before=re.compile(rf"{union(shapes['short_after'])}[:\s]{{1,3}}$"),
        day_before=re.compile(rf"{union(shapes['day_before'])}\s{{1,2}}$"),
        no_day_after=re.compile(rf"[\s-]{{0,2}}{union(shapes['not_after_ordinal'])}"),
        no_relative_before=re.compile(rf"{union(shapes['not_before_relative'])}\s{{1,2}}$"),
        joins=re.compile(
            rf"[\s,]{{0,3}}(?:[-–/&]|{union([*spans['range'], *spans['choice']])})[\s,]{{0,3}}(?:the|dem|den|am)?\s?"
        ),
        between_before=re.compile(rf"{union(spans['between'])}\s(?:the\s|dem\s)?$"),
        months=months,
        weekdays={**full, **short},
        relative_days=relative_days,
        relative_weeks=relative_weeks,
        modifiers={w: kind for table in (before, behind) for kind, group in table.items() for w in group},
        also_words=frozenset(shapes["also_words"]),
    )


def _numbers(rules: Rules, key: str) -> dict[str, int]:
    """``{1 = ["january"]}`` as word -> number."""
    return {word: int(number) for number, group in mapping(rules, TABLE, key).items() for word in group}


def _plain(phrases: Iterable[str]) -> str:
    """Words that may be followed by more letters (compounds)."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(p) for p in ordered) + ")"


def _dated(month: str, weekday: str, modifier: str, shapes: dict[str, list[str]]) -> re.Pattern[str]:
    ordinal, of = union(shapes["ordinal"]).replace(r"\b", ""), union(shapes["of"])
    year = r"(?:,?\s{0,2}(?P<%s>20\d\d)(?!\d))?"
    dates = "|".join((
        r"(?P<iso_y>20\d\d)[-/](?P<iso_m>\d\d)[-/](?P<iso_d>\d\d)(?![\d/-])",
        r"(?P<dot_d>\d{1,2})\.\s?(?P<dot_m>\d{1,2})\.(?!\d{1,2}\.)(?:\s?(?P<dot_y>20\d\d)(?!\d)|(?P<dot_yy>\d\d)(?![\w.,]*\d))?",
        r"(?P<slash_a>\d{1,2})/(?P<slash_b>\d{1,2})/(?P<slash_y>20\d\d|\d\d)(?![\w/])",
        r"(?P<dash_a>\d{1,2})-(?P<dash_b>\d{1,2})-(?P<dash_y>20\d\d)(?![\w-])",
        rf"(?P<dm_d>\d{{1,2}})(?:{ordinal}\b|\.)?[\s-]{{0,2}}(?:{of}\s)?(?P<dm_m>{month})\b\.?" + year % "dm_y",
        rf"(?P<md_m>{month})\.?\s{{1,2}}(?:the\s)?(?P<md_d>\d{{1,2}})(?:{ordinal}\b)?(?![\d:/]|[.,]\d|\s?(?:k?g|x|ml|l)\b)"
        + year % "md_y",
        r"(?P<short_a>\d{1,2})(?P<short_sep>[./])(?P<short_b>\d{1,2})(?![\w/%]|[.,]\d|\s?(?:k?g|ml|l|x|€|eur)\b)",
        rf"(?P<day>\d{{1,2}})(?:{ordinal}\b|\.(?=\s|$|[,;!)]))",
    ))  # fmt: skip
    joint = rf"(?:{union(shapes['joint'])}\s{{1,2}}){{0,2}}"
    lead = rf"(?:(?:{modifier}\s{{1,2}})?(?P<weekday>{weekday})\.?,?\s{{0,2}}\(?{joint})?"
    tail = rf"(?:,?\s?\(\s?(?P<weekday_after>{weekday})\.?\s?\))?"
    return re.compile(rf"(?<![\w.,/:])(?<![a-z]-){lead}(?:{dates}){tail}")


def _time(times: dict[str, list[str]], names: str) -> re.Pattern[str]:
    clock, before = union(times["clock"]), union(times["before"])
    hour = r"\d{1,2}(?:[:.]\d\d)?"
    return re.compile(
        rf"(?<![\w.,/:-]){hour}(?:\s?(?:[-–]|to|bis|and|und)\s?{hour})?\s?{clock}(?!\s{{1,2}}(?:{names}|\d))"
        r"|(?<![\w.,/:-])(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?[-–]\s?\d{1,2}:\d\d)?(?![\d:])"
        rf"|(?<!\d\s){before}\s\d{{1,2}}(?:\s(?:and|und)\s\d{{1,2}})?(?=\s*(?:$|\n|[;!?)]|[.,](?!\d)))"
    )
