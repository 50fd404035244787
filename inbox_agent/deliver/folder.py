"""Hands confirmed orders to fulfilment: one JSON file an order, whole or not there at all, written once."""

import json
import os
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from inbox_agent.errors import TryLater


def write(folder: Path, key: str, payload: Mapping[str, Any]) -> Path:
    """Write the payload of a hand-off; the same ``key`` is written only once. Returns the file.

    Whoever watches the folder sees complete files only: they are written under a hidden name, synced, then renamed.
    Raises TryLater when the folder cannot be written to."""
    path = folder / _name(key, payload)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_whole(path, json.dumps({"key": key, **payload}, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise TryLater(f"{path}: cannot be written: {error.strerror}") from error
    return path


def _name(key: str, payload: Mapping[str, Any]) -> str:
    """The order's number for people, and a part of the key, which makes it unique for ever."""
    number = re.sub(r"[^\w.-]+", "-", str(payload.get("order_number") or "order")).strip(".-")
    return f"{number or 'order'}-{sha256(key.encode()).hexdigest()[:12]}.json"


def _write_whole(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name too, or a power cut loses it
    finally:
        os.close(folder)
