"""Mail of many machines, and of people who write about machines. ``machines/test`` is kept to report figures."""

from pathlib import Path

import pytest

from tests.corpus.machines_score import Figures, score


@pytest.fixture(scope="module")
def figures() -> Figures:
    return score(Path(__file__).parent / "machines" / "build")


def test_nobody_s_mail_is_filed_unread(figures: Figures) -> None:
    assert figures.right["person"] == figures.all["person"] > 30, figures.misses


@pytest.mark.parametrize(("kind", "floor"), [
    ("bounce", 0.95), ("auto_reply", 0.9), ("report", 0.95), ("newsletter", 0.9), ("generated", 0.9), ("spam", 0.7),
])  # fmt: skip
def test_machines_are_known(figures: Figures, kind: str, floor: float) -> None:
    assert figures.right[kind] >= floor * figures.all[kind] > 0, figures.misses


def test_a_bounce_finds_the_message_that_it_is_about(figures: Figures) -> None:
    assert figures.found >= 0.95 * figures.about > 0, figures.misses
