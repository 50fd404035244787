"""What a file of rules/formats/ says: how the mail of one known sender, or one form, is written.

A format reads a text line by line. ``Bounded`` patterns have named groups: those of a line are columns of an order
table (columns.toml), those of an address are its parts, any other value is the group ``value``."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from inbox_agent.lexicon.bounded import Bounded, bounded
from inbox_agent.lexicon.toml_lines import line_of

MOST_LINES = 5  # of the text that one record may take
NAMING = frozenset({"sku", "number", "gtin", "name", "item", "thing"})  # groups that say what is ordered
ADDRESS = frozenset({"name", "company", "street", "postcode", "city", "region", "country"})


def _pattern(value: Any) -> Bounded:
    if not isinstance(value, str):
        raise ValueError("must be a pattern in quotes")
    try:
        return bounded(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from None
    except ValueError as error:
        raise ValueError(f"{value!r}: {error}") from None


def _patterns(value: Any) -> tuple[Bounded, ...]:
    listed = value if isinstance(value, list) else [value]
    if not 1 <= len(listed) <= MOST_LINES:
        raise ValueError(f"must be a pattern, or a list of up to {MOST_LINES} for lines that follow each other")
    return tuple(map(_pattern, listed))


def _sender(value: Any) -> str:
    """An address, or one with * for any letters: "*@firm.example"."""
    if not isinstance(value, str) or not re.fullmatch(r"[\w.+*-]+@[\w.*-]*\w[\w.*-]*", value):
        raise ValueError(f'{value!r} is no sender: write "orders@firm.example" or "*@firm.example"')
    return value.lower()


def _numbers(value: str) -> str:
    """The language whose numbers look like that."""
    styles = {"1.234,50": "de", "1,234.50": "en", "1'234.50": "en"}
    if value not in styles:
        raise ValueError('write how the form shows 1234 and a half: "1.234,50" or "1,234.50"')
    return styles[value]


def _dates(value: str) -> str:
    """The order of day, month and year, as "dmy"; "words" for a month in words."""
    names = {"31": "d", "12": "m", "2026": "y", "26": "y"}
    order = "".join(names.get(number, "?") for number in re.findall(r"\d+", value))
    if order in ("dmy", "mdy", "ymd"):
        return order
    if sorted(order) == ["d", "y"] and re.search(r"[^\W\d_]{3}", value):
        return "words"
    raise ValueError('write how the form shows 31 December 2026: "31.12.2026", "12/31/2026", "2026-12-31"')


Pattern = Annotated[Bounded, BeforeValidator(_pattern)]
Patterns = Annotated[tuple[Bounded, ...], BeforeValidator(_patterns)]


class Section(BaseModel):
    """Base of every table: frozen, no key that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class When(Section):
    """All that is given must hold. ``subject`` and ``text`` are found anywhere, ``text`` within one line."""

    senders: tuple[Annotated[str, BeforeValidator(_sender)], ...] = Field((), alias="from")
    subject: Pattern | None = None
    text: Pattern | None = None


class Value(Section):
    """Where a value stands: what a ``pattern`` has in its groups, or the lines from ``after`` to ``before``."""

    pattern: Patterns = ()
    after: Pattern | None = None
    before: Pattern | None = None


class Payment(Section):
    """``always`` the same method, or the words that a pattern finds; ``values`` says what the form's words mean."""

    always: str | None = None
    pattern: Patterns = ()
    values: dict[str, str] = {}


class Fields(Section):
    po_number: Value | None = None
    requested_date: Value | None = None
    payment_method: Payment | None = None
    instructions: Value | None = None
    ship_to: Value | None = None
    bill_to: Value | None = None


class LineRule(Section):
    """What one ordered item looks like, in one line or in several that follow each other."""

    name: str = ""
    pattern: Patterns


class Ignore(Section):
    """What says nothing: patterns within one line; phrases, which may be wrapped (written as in the word lists)."""

    patterns: tuple[Pattern, ...] = ()
    phrases: tuple[str, ...] = ()


class Example(Section):
    """A mail of the sender, and what must be read from it: each line as group = text."""

    text: str
    subject: str = ""
    lines: tuple[dict[str, str], ...] = ()
    po_number: str | None = None
    requested_date: date | None = None
    payment_method: str | None = None
    instructions: str | None = None
    ship_to: dict[str, str] | None = None
    bill_to: dict[str, str] | None = None


class Format(Section):
    name: str = Field(min_length=1)
    active: bool = True
    numbers: Annotated[str, AfterValidator(_numbers)] | None = None
    dates: Annotated[str, AfterValidator(_dates)] | None = None
    unit: str | None = None  # that a quantity without one counts
    when: When
    stated: Fields = Field(Fields(), alias="fields")
    lines: tuple[LineRule, ...] = Field((), alias="line")
    columns: dict[str, str] = {}  # heading -> role
    ignore: Ignore = Ignore()
    examples: tuple[Example, ...] = Field((), alias="example")
    file: Path = Field(Path(), exclude=True)
    at: dict[tuple[str | int, ...], int] = Field({}, exclude=True)  # line of the file in which each key stands

    def place(self, *path: str | int) -> str:
        """Where in the file that key stands, for a person: "rules/formats/firm.toml:12"."""
        return f"{self.file}:{line_of(path, self.at)}"

    @property
    def reads_lines(self) -> bool:
        return bool(self.lines or self.columns)
