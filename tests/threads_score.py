"""How exactly threads are taken apart: ``python tests/threads_score.py tests/corpus/threads/build [--show]``.

A thread set is a folder of messages with a gold.jsonl (file, client, language, style, text, quoted, forwarded,
signature). Compared without regard to white space; "exact" is the share of messages whose ``text`` is exactly right."""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from inbox_agent import lexicon
from inbox_agent.catalogue.customers import Customers
from inbox_agent.lexicon import Rules
from inbox_agent.model import ParsedMail, RawMail
from inbox_agent.parse import parse

PARTS = ("text", "quoted", "forwarded", "signature")


@dataclass(frozen=True)
class Thread:
    """A message with what is right (``gold``) and what was read of it (``read``), each part by its name."""

    file: str
    client: str
    style: str
    gold: dict[str, str] = field(repr=False)  # a failing test shows nothing of the mails
    read: dict[str, str] = field(repr=False)

    def agrees(self, part: str) -> bool:
        return _normal(self.gold[part], part) == _normal(self.read[part], part)


def threads(folder: Path, rules: Rules) -> list[Thread]:
    """Every message of a set, taken apart."""
    found = []
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        mail = parse(RawMail((folder / gold["file"]).read_bytes(), gold["file"]), rules, Customers(), None)
        parts = {part: gold.get(part) or "" for part in PARTS}
        found.append(Thread(gold["file"], gold["client"], gold["style"], parts, _parts(mail)))
    return found


def exact(found: Iterable[Thread], part: str = "text") -> float:
    """The share of messages that have this part exactly right."""
    agreed = [thread.agrees(part) for thread in found]
    return sum(agreed) / len(agreed) if agreed else 0.0


def report(found: list[Thread]) -> str:
    """Figures of the set, then of each client and style."""
    rows = ["  ".join(f"{part} {exact(found, part):.3f}" for part in PARTS) + f"  ({len(found)} messages)"]
    for key in ("client", "style"):
        groups: dict[str, list[Thread]] = defaultdict(list)
        for thread in found:
            groups[getattr(thread, key)].append(thread)
        rows += [f"{key} {name}: {exact(group):.2f} of {len(group)}" for name, group in sorted(groups.items())]
    return "\n".join(rows)


def _parts(mail: ParsedMail) -> dict[str, str]:
    return {"text": mail.body, "quoted": mail.quoted, "forwarded": mail.forwarded, "signature": mail.signature}


def _normal(text: str, part: str) -> str:
    """Words with single spaces. Lines of nothing but dashes or ">" say nothing, and marks before an older mail are as
    its program pleases."""
    text = re.sub(r"(?m)^[\s>]*(?:[-_*=]{2,}|>)?\s*$", "", text)
    return " ".join((text if part == "text" else re.sub(r"(?m)^[> ]+", "", text)).split())


def _differences(found: Iterable[Thread]) -> str:
    return "\n".join(
        f"=== {t.file} {t.client} {t.style}\n--- gold\n{t.gold['text']}\n--- read\n{t.read['text']}"
        for t in found
        if not t.agrees("text")
    )


if __name__ == "__main__":
    folder, *options = sys.argv[1:]
    everything = threads(Path(folder), lexicon.load(Path(__file__).parent.parent / "rules"))
    print(report(everything))
    if "--show" in options:
        print(_differences(everything))
