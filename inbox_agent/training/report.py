"""The figures as a table or as JSON, and each miss beside its mail."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import indent
from typing import Any

from rich.console import Console
from rich.table import Table

from inbox_agent.training.evaluation import FIELDS, Lines, Score, figures

_ENOUGH = 5  # mails that a tag must have for its figures to say anything
_COUNTS = ("mails", "accepted", "wrong_accepts")
_HEADINGS = {"line_precision": "prec.", "line_recall": "recall", "line_f1": "F1", "exact_orders": "exact",
             "payment_method": "pay", "po_number": "PO", "requested_date": "date", "language": "lang.",
             "complaints_caught": "compl.", "machines_ignored": "ignored", "reviews_kept": "kept",
             "accepted": "acc.", "wrong_accepts": "wrong", "wrong_at_most": "≤"}  # fmt: skip


def groups(scores: Sequence[Score]) -> dict[str, dict[str, tuple[Score, ...]]]:
    """The mails by business, language and tag, the whole first."""
    return {
        "all": {"all": tuple(scores)},
        "business": _by(scores, lambda s: [s.business]),
        "language": _by(scores, lambda s: [s.gold["language"]]),
        "tag": {k: v for k, v in _by(scores, lambda s: s.gold.get("tags") or []).items() if len(v) >= _ENOUGH},
    }


def as_json(scores: Sequence[Score]) -> dict[str, Any]:
    return {kind: {name: figures(part) for name, part in parts.items()} for kind, parts in groups(scores).items()}


def show(scores: Sequence[Score], console: Console, tags: bool = False) -> None:
    """A row a group: the whole, each business, each language, and each tag when asked for."""
    shown = groups(scores)
    columns = list(figures(()))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for column in columns:
        table.add_column(_HEADINGS.get(column, column), justify="right")
    for kind in ("business", "language", *(("tag",) if tags else ())):
        for name, part in shown[kind].items():
            table.add_row(name, *_cells(figures(part)))
        table.add_section()
    table.add_row("all", *_cells(figures(scores)), style="bold")
    console.print(table)


def misses(scores: Sequence[Score]) -> Iterable[str]:
    """Each mail of which something was read wrong, with what, and what it says."""
    for score in scores:
        if wrong := list(_wrong(score)):
            gold, got = score.gold, score.got
            head = f"== {score.business}/{gold['file']}  {', '.join(gold.get('tags') or [])}"
            reasons = [f"   {r['code']}: {r['text']}" for r in got["reasons"]] if not score.touchless else []
            yield "\n".join([head, *(f"   {w}" for w in wrong), *reasons, indent(got["text"].strip(), "   | ")])


def _wrong(score: Score) -> Iterable[str]:
    gold, got = score.gold, score.got
    if score.wrong:
        yield f"WRONGLY CONFIRMED: {gold.get('why', '')}"
    if gold["decision"] != got["decision"]:
        yield f"decision: {got['decision']}, right is {gold['decision']} ({gold.get('why', '')})"
    if gold["intent"] != got["intent"]["label"]:
        yield f"intent: {got['intent']['label']}, right is {gold['intent']}"
    if not score.exact:
        yield f"lines: missing {_listed(score.missing)}; too many {_listed(score.extra)}"
    for name in FIELDS:
        if not score.fields.get(name, True):
            yield f"{name}: {got[name]}, right is {gold.get(name)}"


def _listed(lines: Lines) -> str:
    return ", ".join(f"{quantity} × {sku}" for (sku, quantity), n in lines.items() for _ in range(n)) or "none"


def _by(scores: Sequence[Score], names: Any) -> dict[str, tuple[Score, ...]]:
    found: dict[str, list[Score]] = {}
    for score in scores:
        for name in names(score):
            found.setdefault(name, []).append(score)
    return {name: tuple(found[name]) for name in sorted(found)}


def _cells(row: Mapping[str, float | int | None]) -> list[str]:
    def cell(name: str, value: float | int | None) -> str:
        return "–" if value is None else str(value) if name in _COUNTS else f"{value:.2f}"

    return [cell(name, value) for name, value in row.items()]
