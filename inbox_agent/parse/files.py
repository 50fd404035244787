"""Attachments: a name that is safe as a file name and unique within its mail (evidence refers to it)."""

import mimetypes
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from inbox_agent.model import Attachment

_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*]+")
_LONGEST = 120


def safe_name(name: str, content_type: str) -> str:
    """The last part of the sender's name for the file, or a made-up one; always with an ending."""
    base = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).strip(". ")
    path = PurePosixPath(base or "attachment")
    ending = path.suffix or _ending(content_type)
    return path.stem[: _LONGEST - len(ending)] + ending[:20]


def _ending(content_type: str) -> str:
    textual = content_type.startswith(("text/", "message/"))
    return mimetypes.guess_extension(content_type) or (".txt" if textual else ".bin")


def distinct(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The same attachments, a second "order.csv" renamed "order (2).csv"."""
    taken: set[str] = set()
    result = []
    for attachment in attachments:
        path, name, n = PurePosixPath(attachment.name), attachment.name, 1
        while name.lower() in taken:
            n += 1
            name = f"{path.stem} ({n}){path.suffix}"
        taken.add(name.lower())
        result.append(replace(attachment, name=name))
    return tuple(result)
