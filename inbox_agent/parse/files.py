"""Attachments: a name that is safe as a file name and unique within its mail (evidence refers to it)."""

import mimetypes
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from inbox_agent.model import Attachment

_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*]+")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_LONGEST = 120
_NO_TYPE = {"application/octet-stream", "application/x-unknown"}
_BEGINNINGS = ((b"%PDF-", ".pdf"), (b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"),
               (b"PK\x03\x04", ".zip"), (b"<?xml", ".xml"), (b"{\\rtf", ".rtf"))  # fmt: skip
_IN_ZIP = ((b"xl/workbook", ".xlsx"), (b"word/document", ".docx"), (b"opendocument.spreadsheet", ".ods"))


def safe_name(name: str, content_type: str, data: bytes = b"") -> str:
    """The last part of the sender's name for the file, or a made-up one; always with an ending."""
    if _ESCAPED.search(name) and "\ufffd" not in (plain := unquote(name)):
        name = plain  # as in a web address
    base = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).strip(". ")
    path = PurePosixPath(base or "attachment")
    ending = path.suffix or _ending(content_type, data)
    return path.stem[: max(_LONGEST - len(ending), 20)] + ending[:20]


def _ending(content_type: str, data: bytes) -> str:
    """By the type; by the file's first bytes where that says nothing."""
    textual = content_type.startswith(("text/", "message/"))
    guessed = None if content_type in _NO_TYPE else mimetypes.guess_extension(content_type)
    return guessed or (".txt" if textual else _by_content(data))


def _by_content(data: bytes) -> str:
    ending = next((ending for beginning, ending in _BEGINNINGS if data.startswith(beginning)), ".bin")
    if ending == ".zip":  # the names of what is in it stand at its end, in the open
        return next((inner for member, inner in _IN_ZIP if member in data), ending)
    return ending


def distinct(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The same attachments, a second "order.csv" renamed "order (2).csv"."""
    taken: dict[str, int] = {}
    result = []
    for attachment in attachments:
        path, name, n = PurePosixPath(attachment.name), attachment.name, taken.get(attachment.name.lower(), 0)
        while name.lower() in taken:
            n += 1
            name = f"{path.stem} ({n}){path.suffix}"
        taken[attachment.name.lower()] = max(n, 1)
        taken.setdefault(name.lower(), 1)
        result.append(replace(attachment, name=name))
    return tuple(result)
