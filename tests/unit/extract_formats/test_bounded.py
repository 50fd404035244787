"""Patterns that a shop writes: none may hang the program, whatever a stranger's mail has in it."""

import time

import pytest

from inbox_agent.extract.format_match import MAX_LINE, MAX_STEPS, Search
from inbox_agent.lexicon.bounded import UnboundedError, bounded

USUAL = [
    r"^(?P<position>\d+)\s+(?P<sku>\S+)\s+(?P<name>.+?)\s+(?P<quantity>\d+)\s+(?P<unit>\w+)\s+(?P<price>[\d.,]+)$",
    r"(?P<quantity>\d+)\s*x\s*(?P<item>.+?)\s+@\s+(?P<price>[\d.,]+)",
    r".*Order no: (?P<value>\S+).*",
    r"(?i)bestell(?:ung|nr)\.?\s*:?\s*(?P<value>\S+)",
    r"(?P<quantity>\d{1,3}(?:[.,]\d{3})*(?:,\d\d)?) (?:Stück|ST) (?P<item>.+)",
    r"(?:\w+ ){0,3}(?P<quantity>\d+)",
    r"(.*)(.*)(.*)(.*)x",
    r"\s*\s*\s*\s*\s*\s*x",
    r"(?=.*\d)(?P<item>[\w ]+),\s+(?P<quantity>\d+)",
    r"(?P<item>[^;]+);(?P<note>[^;]*);(?P<quantity>\d+)",
    r"(?>\w+) (?P<quantity>\d++)",
]


@pytest.mark.parametrize("source", USUAL)
@pytest.mark.parametrize("text", ["a", "1", " ", "\t", ".", "> ", "1 x a ", "a b,", "1,", "@ ", "ä;"])
def test_no_line_takes_long(source: str, text: str) -> None:
    pattern, search = bounded(source), Search()
    start = time.monotonic()
    for length in (40, 100, 250, MAX_LINE, 100_000):
        search.all(pattern, (text * length)[:length])
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("source", USUAL)
def test_an_ordinary_line_is_tried(source: str) -> None:
    line = "10   AB-12   Hexagon bolt M8 x 40, zinc plated   1.200 PCS   0,35"
    assert bounded(source).steps(line) <= MAX_STEPS or source.count(".*") == 4


@pytest.mark.parametrize(
    "source",
    [
        r"(\w+ ?)+",
        r"(?P<quantity>(\d+)+)",
        r"(a|aa)+x",
        r"(?:\w\d|\d\w)*x",
        r"(.*,)*x",
        r"x(?:\s*\w+)+$",
        r"(?i)(?:[a-z]+-?)+ \d",
        r"(?:\d{1,3}[.,]?)+ ST",
        r"((?:ab){2,}c)*d",
        r"(?P<item>\w+) (?P=item)",
        r"(a)?(?(1)b|c)",
    ],
)
def test_what_may_try_for_ever_is_refused(source: str) -> None:
    with pytest.raises(UnboundedError):
        bounded(source)


@pytest.mark.parametrize("source", [r"\d*", "", "^$", r"(?P<quantity>\d+)?", "a|", r"\s*"])
def test_what_may_match_nothing_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="nothing at all"):
        bounded(source)


@pytest.mark.parametrize("source", [".+", "^.*.$", r"(?P<value>.+)", r"[\w ,.]+", r"\S.*"])
def test_what_fits_everything_is_known(source: str) -> None:
    assert bounded(source).fits_everything


@pytest.mark.parametrize("source", [r"\d+", "Guten Tag", "^Guten .+$", r".+ Stück$", r"\w+"])
def test_what_fits_some_lines_only(source: str) -> None:
    assert not bounded(source).fits_everything


@pytest.mark.parametrize(
    ("source", "line", "found"),
    [
        (r"(?P<quantity>\d+) x", "12 x nails", ["12 x"]),
        (r"(?P<quantity>\d+) x", "3 x a, 5 x b", ["3 x", "5 x"]),
        (r"(?P<quantity>\d+) St", "5 Steine", []),  # cuts a word
        (r"kg (?P<quantity>\d+)", "kg 1.500", []),  # cuts a number
        (r"(?P<quantity>\d+).*", "1,5 kg", []),
        (r"(?P<quantity>\d+),(?P<unit>\w+)", "5,kg", ["5,kg"]),
        (r"(?P<position>\d+),(?P<sku>\d+),(?P<quantity>\d+)", "10,4711,5", ["10,4711,5"]),
        (r"(?P<value>\d+\.\d+\.\d+)", "am 20.11.2026", ["20.11.2026"]),
        (r"(?P<quantity>\d+)(?P<unit>kg)", "5kg nails", ["5kg"]),
    ],
)
def test_a_match_cuts_no_word_and_no_number(source: str, line: str, found: list[str]) -> None:
    assert [match[0] for match in Search().all(bounded(source), line)] == found
