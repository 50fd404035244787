"""Damaged messages: whatever is done to them, an object comes out, in time, and nothing raises.

What is damaged and how follows from the message's name alone, so that a failure can be seen again."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType

import pytest

from inbox_agent import pipeline, read
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import RawMail
from tests.fuzz.mutations import MUTATIONS
from tests.golden.messages import messages

CORPUS = Path(__file__).parent.parent / "corpus"
SHOPS = ("fahrrad", "gaertnerei", "kennel")
MUTANTS = 3  # of each message
SECONDS = 20  # for one message; it takes a hundredth of that


class TooSlow(BaseException):
    """Not an Exception, which the program would take for a bad mail."""


@contextmanager
def watchdog() -> Iterator[None]:
    def bark(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"no answer within {SECONDS} s")

    before = signal.signal(signal.SIGALRM, bark)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    known = read.knowledge(None, CORPUS / "kennel" / "products.csv", CORPUS / "kennel" / "customers.csv")
    pipeline.process(RawMail(b"From: a@b.example\n\nplease send 3 bags\n"), known)  # what is built at the first mail
    return known


def mutants(path: Path) -> Iterator[bytes]:
    """The message damaged in one to three ways."""
    for number in range(MUTANTS):
        chance = Random(f"{path.name} {number}")
        data = path.read_bytes()
        for mutation in chance.sample(MUTATIONS, chance.choice((1, 1, 2, 3))):
            data = mutation(data or b"\n", chance)
        yield data


PATHS = [*messages(), *(path for shop in SHOPS for path in sorted((CORPUS / shop / "mail").glob("*.eml"))[::2])]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_a_damaged_message_is_answered(known: Knowledge, path: Path) -> None:
    for data in mutants(path):
        with watchdog():
            outcome = pipeline.process(RawMail(data, path.name), known)
        assert [reason.text for reason in outcome.decision.reasons if reason.code == "internal_error"] == []
        answer = read.as_json(outcome)
        assert answer["message_id"].startswith("<")
        json.dumps(answer).encode("utf-8")
