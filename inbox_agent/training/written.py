"""Written examples: what stands in mail as one sentence or list line, with what it does and which words say what.

A line of examples/<language>/*.tsv: role, tab, text with marks. Two roles are joined by "+". Marks: {q quantity}
{u unit} {i words for the item ordered} {x a product not ordered} {p price} {d date} {a address} {n reference}."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inbox_agent.errors import ConfigError

FOLDER = Path(__file__).parent / "examples"
ROLES = frozenset(
    {
        "order", "lead", "told", "delivery", "payment", "condition", "alternative", "question", "quote", "status",
        "change", "cancellation", "correction", "complaint", "exclusion", "past", "usual", "other",
    }
)  # fmt: skip
MARKS = {"q": "quantity", "u": "unit", "i": "item", "x": "not_ordered", "p": "price", "d": "date", "a": "address",
         "n": "reference"}  # fmt: skip
_MARK = re.compile(r"\{(\w) ([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Example:
    """``spans`` are (start, end, label) in ``text``, in order."""

    text: str
    roles: tuple[str, ...]
    spans: tuple[tuple[int, int, str], ...]


def load(language: str, folder: Path = FOLDER) -> tuple[Example, ...]:
    """Every example of a language. Raises ConfigError with file, line and what is wrong."""
    return tuple(example for file in sorted((folder / language).glob("*.tsv")) for example in _read(file))


def _read(file: Path) -> Iterator[Example]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("# "):
            try:
                yield parse(line)
            except ValueError as error:
                raise ConfigError(f"{file}:{number}: {error}") from error


def parse(line: str) -> Example:
    """One line. Raises ValueError.

    >>> parse("order\\t{q two} {u boxes} of {i blue pens}").spans
    ((0, 3, 'quantity'), (4, 9, 'unit'), (13, 22, 'item'))
    """
    names, tab, marked = line.partition("\t")
    roles = tuple(names.split("+"))
    if not tab or not marked.strip():
        raise ValueError("must be a role, a tab and a text")
    if unknown := set(roles) - ROLES:
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}")
    text, spans, at = "", [], 0
    for mark in _MARK.finditer(marked):
        if mark[1] not in MARKS:
            raise ValueError(f"no such mark: {{{mark[1]} …}}")
        text += marked[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), MARKS[mark[1]]))
        text += mark[2]
        at = mark.end()
    text += marked[at:]
    if "{" in text or "}" in text:
        raise ValueError("a mark is not closed, or marks stand in one another")
    return Example(text, roles, tuple(spans))
