"""Labelled mail: a business's catalogue, customers and messages, and per message what is right.

    DIR/<business>/products.csv customers.csv gold.jsonl mail/001.eml ...      DIR/split.toml: part = ["business", ...]

A line of gold.jsonl has: file, intent, also, language, lines [{sku, quantity}], ship_to, bill_to, payment_method,
po_number, requested_date, decision, why, tags, in the words of ``inbox-agent read``."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inbox_agent.errors import ConfigError

_NEEDED = ("file", "intent", "language", "lines", "decision")


@dataclass(frozen=True, slots=True)
class Business:
    """A folder of labelled mail."""

    name: str
    folder: Path
    gold: tuple[Mapping[str, Any], ...]

    @property
    def mail(self) -> Path:
        return self.folder / "mail"


def load(folder: Path, part: str | None = None) -> tuple[Business, ...]:
    """The businesses of a folder, or the folder itself when it is one; with ``part`` only those that split.toml lists
    under it. Raises ConfigError with the file, the line and what is wrong."""
    if (folder / "gold.jsonl").is_file():
        return (_business(folder),)
    found = sorted(p.parent for p in folder.glob("*/gold.jsonl") if (p.parent / "products.csv").is_file())
    if part is not None:
        listed = _split(folder / "split.toml", part)
        found = [p for p in found if p.name in listed]
    if not found:
        raise ConfigError(f"{folder}: no labelled mail there (a folder with gold.jsonl, products.csv and mail/)")
    return tuple(_business(p) for p in found)


def _split(file: Path, part: str) -> list[str]:
    try:
        parts = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{file}: not there; it lists the businesses of each part") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}") from error
    if part not in parts:
        raise ConfigError(f"{file}: no part {part!r}; there are {', '.join(parts)}")
    return list(parts[part])


def _business(folder: Path) -> Business:
    file = folder / "gold.jsonl"
    rows = [_row(file, n, text) for n, text in enumerate(file.read_text("utf-8").splitlines(), start=1) if text.strip()]
    missing = [row["file"] for row in rows if not (folder / "mail" / row["file"]).is_file()]
    if missing:
        raise ConfigError(f"{file}: no such message in {folder / 'mail'}: {', '.join(missing[:3])}")
    return Business(folder.name, folder, tuple(rows))


def _row(file: Path, number: int, text: str) -> Mapping[str, Any]:
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigError(f"{file}:{number}: not JSON: {error.msg}") from error
    lacking = [key for key in _NEEDED if key not in row]
    if lacking:
        raise ConfigError(f"{file}:{number}: lacks {', '.join(lacking)}")
    return dict(row)
