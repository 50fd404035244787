"""Whole mails of invented shops, read as ``inbox-agent read`` reads them: what must never happen, on any of them.

``hygiene`` is not read here: it is kept to report figures on mail that nobody tuned for."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inbox_agent import read
from inbox_agent.mailbox.folder import read_paths

HERE = Path(__file__).parent
SHOPS = ("fahrrad", "gaertnerei", "kennel")
WHERE = ("street", "postcode", "city")


@dataclass(frozen=True)
class Case:
    gold: dict[str, Any]
    read: dict[str, Any]


@pytest.fixture(scope="module", params=SHOPS)
def cases(request: pytest.FixtureRequest) -> list[Case]:
    """What was read of each mail of a shop, beside what is right."""
    shop = HERE / request.param
    gold = [json.loads(line) for line in (shop / "gold.jsonl").read_text("utf-8").splitlines()]
    known = read.knowledge(None, shop / "products.csv", shop / "customers.csv")
    answers = {a["source"]: a for a in read.read(tuple(read_paths([shop / "mail"])), known)}
    assert set(answers) == {g["file"] for g in gold}
    return [Case(g, answers[g["file"]]) for g in gold]


def lines(answer: dict[str, Any]) -> Counter[tuple[str | None, str | None]]:
    return Counter((line["sku"], line["quantity"]) for line in answer["lines"] if line["sku"])


def place(address: dict[str, str] | None) -> list[str]:
    return ["".join(filter(str.isalnum, (address or {}).get(key, "").casefold())) for key in WHERE]


def test_nothing_is_confirmed_that_a_careful_clerk_would_not(cases: list[Case]) -> None:
    wrong = [
        c.gold["file"]
        for c in cases
        if c.read["decision"] == "accept" and (c.gold["decision"] != "accept" or lines(c.read) != lines(c.gold))
    ]
    assert wrong == []


def test_nothing_is_confirmed_to_another_place(cases: list[Case]) -> None:
    astray = [
        c.gold["file"]
        for c in cases
        if c.read["decision"] == "accept" and place(c.read["ship_to"]) != place(c.gold["ship_to"])
    ]
    assert astray == []


def test_machines_and_spam_are_ignored_and_people_are_not(cases: list[Case]) -> None:
    assert [c.gold["file"] for c in cases if (c.read["decision"] == "ignore") != (c.gold["decision"] == "ignore")] == []


def test_complaints_reach_customer_service(cases: list[Case]) -> None:
    missed = [c.gold["file"] for c in cases if c.gold["decision"] == "complaint" != c.read["decision"]]
    assert missed == []


def test_every_decision_has_its_reasons(cases: list[Case]) -> None:
    assert [c.gold["file"] for c in cases if (c.read["decision"] == "accept") == bool(c.read["reasons"])] == []


def test_evidence_points_at_the_words_that_are_shown(cases: list[Case]) -> None:
    for case in cases:
        found = [e for line in case.read["lines"] for e in line["evidence"]]
        found += [e for reason in case.read["reasons"] for e in reason["evidence"]]
        texts = {"body": case.read["text"], "subject": case.read["subject"]}
        texts |= {name: case.read[name] for name in ("quoted", "forwarded", "signature")}
        for evidence in found:
            if evidence.get("start") is not None and evidence["source"] in texts:
                text = texts[evidence["source"]]
                assert text[evidence["start"] : evidence["end"]] == evidence["text"], case.gold["file"]
