"""How many machines are told from people: figures for a folder of labelled mail.

    python -m tests.corpus.machines_score tests/corpus/machines/build [--misses]

``gold.jsonl`` beside the mail: {"file", "kind": auto_reply | bounce | newsletter | report | spam | generated | person,
"about": Message-ID of the message that it is about, or null, ...}. A machine is caught when nobody has to read its mail
(generated: when it is known as a program's order); a person is kept when somebody reads the mail, or its order is
confirmed."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from inbox_agent import lexicon, pipeline, shipped
from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.knowledge import Knowledge
from inbox_agent.mailbox.folder import read_paths
from inbox_agent.model import Intent, Outcome, Route


@dataclass
class Figures:
    """``right``: caught or kept, of ``all``, by kind; ``named``: the very kind; ``found``: messages that are about
    another one, whose Message-ID was found; ``wrongly``: what the others were taken for."""

    all: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    wrongly: Counter[str] = field(default_factory=Counter)
    about: int = 0
    found: int = 0
    misses: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        for kind, number in sorted(self.all.items()):
            yield f"{kind:11} {self.right[kind]:3} of {number:3}   named so {self.named[kind]:3}"
        machines = sum(n for kind, n in self.all.items() if kind != "person")
        caught = sum(n for kind, n in self.right.items() if kind != "person")
        yield f"persons taken for machines {self.all['person'] - self.right['person']} of {self.all['person']}"
        yield f"machines taken for persons {machines - caught} of {machines}"
        yield f"message that it is about   {self.found} of {self.about}"
        yield from (f"{number} {mistake}" for mistake, number in sorted(self.wrongly.items()))


def score(folder: Path) -> Figures:
    """The figures of a folder. No catalogue is known: only words and headers tell."""
    rules = lexicon.load(shipped.folder() / "rules")
    known = Knowledge(ProductIndex((), rules), Customers(), PriceList((), "EUR"), rules)
    gold = {g["file"]: g for g in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines())}
    figures = Figures()
    for raw in read_paths([folder / name for name in gold]):
        outcome, right = pipeline.process(raw, known), gold[raw.source]
        kind, got = right["kind"], _kind(outcome)
        ignored = outcome.decision.route is Route.IGNORE
        good = got == "generated" if kind == "generated" else ignored == (kind != "person")
        found = outcome.parsed.concerns == right["about"] if right["about"] else True
        figures.all[kind] += 1
        figures.right[kind] += good
        figures.named[kind] += got == kind
        figures.about += bool(right["about"])
        figures.found += bool(right["about"]) and found
        if not good:
            figures.wrongly[f"{kind} -> {got}, {outcome.decision.route}"] += 1
        if not (good and found):
            figures.misses.append(f"{raw.source}: {kind}, got {got}, about {outcome.parsed.concerns}")
    return figures


def _kind(outcome: Outcome) -> str:
    if outcome.parsed.automatic is not None:
        return outcome.parsed.automatic.kind
    return "spam" if outcome.reading.intent.value is Intent.SPAM else "person"


if __name__ == "__main__":
    result = score(Path(sys.argv[1]))
    print(*result.lines(), *(result.misses if "--misses" in sys.argv else ()), sep="\n")
