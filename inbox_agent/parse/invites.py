"""Invitations to a meeting (iCalendar, RFC 5545; sent as RFC 5546): what they say, to be set aside. No order."""

import re

from inbox_agent.parse.charset import clean

KINDS = {"text/calendar", "application/ics"}
_SHOWN = ("METHOD", "SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")
_LONGEST = 50_000  # characters
_PROPERTY = re.compile(r"([A-Z-]{1,40})(?:;[^:]{0,500})?:(.*)")
_ESCAPED = re.compile(r"\\([\\;,nN])")


def described(calendar: str) -> str:
    """The properties of an invitation that a person reads, one a line: "SUMMARY: ..."."""
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar[:_LONGEST])
    found: list[str] = []
    for line in unfolded.splitlines():
        named = _PROPERTY.match(line)
        if named and named[1] in _SHOWN and named[2].strip():
            found.append(f"{named[1]}: {_unescaped(named[2])}")
    return clean("\n".join(dict.fromkeys(found)))


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value).strip()
