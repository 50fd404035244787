"""Orders in the formats of programs, each beside what its reader must make of it (tests/golden/orders/<format>)."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Document
from inbox_agent.readers import read

FOLDER = Path(__file__).parents[2] / "golden" / "orders"


def inputs(kind: str) -> list[Path]:
    return sorted(path for path in (FOLDER / kind).iterdir() if path.suffix != ".json")


def one(rules: Rules, name: str, data: bytes) -> Document:
    """As the agent reads it: by its content, among all readers."""
    (document,) = read([Attachment(name, "application/octet-stream", data)], rules)
    return document


def expected(path: Path) -> Any:
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def plain(document: Document) -> dict[str, Any]:
    """What a reader found, without what is empty: each order's lines by column, what is stated with its row."""
    orders = [
        [
            {"row": row.number} | {role: c.text for role, c in zip(table.roles or (), row.cells, strict=True) if c.text}
            for row in table.rows
        ]
        for table in document.tables
    ]
    stated = [[s.key, _value(s.value), s.evidence.row, s.evidence.text] for s in document.stated]
    found = {"kind": document.kind, "problem": document.problem, "aside": document.aside, "stated": stated}
    return {name: value for name, value in (found | {"orders": orders}).items() if value}


def _value(value: Any) -> Any:
    return value if isinstance(value, str) else {name: part for name, part in asdict(value).items() if part}
