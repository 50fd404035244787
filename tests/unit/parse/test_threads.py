"""Threads as the mail programs of customers really write them: what share is taken apart exactly as a person would.

``build`` was there to learn from, ``test`` was not looked at; a figure below the floor means that a change broke
something general."""

from pathlib import Path

import pytest

from inbox_agent.lexicon import Rules
from tests.threads_score import exact, report, threads

SETS = Path(__file__).parents[2] / "corpus" / "threads"


@pytest.mark.parametrize(("name", "text", "signature"), [("build", 0.96, 0.94), ("test", 0.85, 0.78)])
def test_threads_are_taken_apart_as_a_person_would(rules: Rules, name: str, text: float, signature: float) -> None:
    found = threads(SETS / name, rules)
    assert exact(found) >= text, report(found)
    assert exact(found, "signature") >= signature, report(found)


def test_every_line_of_a_thread_is_somewhere(rules: Rules) -> None:
    """Set apart is not thrown away."""
    for thread in threads(SETS / "build", rules):
        shown = " ".join(" ".join(thread.read.values()).split())
        missing = [line for line in thread.gold["text"].split("\n") if " ".join(line.split()) not in shown]
        assert missing == [], thread.file
