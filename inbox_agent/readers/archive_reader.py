"""ZIP files: what is in them is read like attachments of their own. An archive within an archive is not opened."""

import re

from inbox_agent.model import Attachment, Document
from inbox_agent.readers import archives, limits

KIND = "zip"
MAX_FILES = 20
_LONGEST_PATH = 200
_OF_PROGRAMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def unpacked(attachment: Attachment) -> tuple[Attachment, ...] | Document:
    """The files in a ZIP, each named "archive.zip/file"; or a Document with the problem for which it is not opened."""
    try:
        with archives.opened(attachment.data) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir() and not _is_by_itself(info.filename)]
            if not infos:
                return _problem(attachment, "the archive is empty")
            if len(infos) > MAX_FILES:
                return _problem(attachment, f"the archive has {len(infos)} files; at most {MAX_FILES} are read")
            if sum(info.file_size for info in infos) > limits.MAX_BYTES:
                return _problem(attachment, f"the archive unpacks to more than {limits.MAX_BYTES // 1_000_000} MB")
            return tuple(
                Attachment(f"{attachment.name}/{_inner(info.filename)}", "", archives.member(archive, info))
                for info in infos
            )
    except ValueError as error:
        return _problem(attachment, str(error))


def _inner(name: str) -> str:
    """A member's path as it may be shown."""
    parts = re.split(r"[/\\]+", "".join(char for char in name if char.isprintable()))
    return "/".join(part for part in parts if part.strip("."))[:_LONGEST_PATH]


def _is_by_itself(name: str) -> bool:
    return any(part in name for part in _OF_PROGRAMS)


def _problem(attachment: Attachment, problem: str) -> Document:
    return Document(attachment.name, KIND, problem=problem)
