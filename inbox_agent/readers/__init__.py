"""Attachments to Documents: tables and passages. Adding a kind of file is one module and one line in READERS.

Formats of foreign libraries are read in a process of their own (worker.py), which can be killed, has a bounded memory
and no network. All limits are in limits.py; what is beyond one is the document's problem, in words."""

import time
from collections.abc import Iterator, Sequence
from functools import cache

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Document
from inbox_agent.readers import (
    archive_reader,
    csv_reader,
    cxml,
    docx_reader,
    edifact,
    html_reader,
    image_reader,
    kinds,
    limits,
    odt_reader,
    opentrans,
    other,
    pdf_reader,
    rtf_reader,
    text_reader,
    ubl,
    x12,
    xlsx_reader,
    xml_other,
)
from inbox_agent.readers.sandbox import Sandbox
from inbox_agent.readers.worker import read_one


def read(attachments: Sequence[Attachment], rules: Rules) -> tuple[Document, ...]:
    """One Document an attachment, in their order; for a ZIP one for each file in it. Never raises: what cannot be read
    has its ``problem``."""
    until = time.monotonic() + limits.MAX_SECONDS_OF_MAIL
    return tuple(document for attachment in attachments for document in _documents(attachment, until))


def _documents(attachment: Attachment, until: float) -> Iterator[Document]:
    """What a file, or each file within an archive, holds. ``until``: the moment from which on nothing more is read."""
    if not kinds.is_archive(attachment) or len(attachment.data) > limits.MAX_BYTES:
        yield _read(attachment, until)
        return
    unpacked = archive_reader.unpacked(attachment)
    if isinstance(unpacked, Document):
        yield unpacked
        return
    for file in unpacked:
        nested = Document(file.name, archive_reader.KIND, problem="an archive within an archive is not opened")
        yield nested if kinds.is_archive(file) else _read(file, until)


def _read(attachment: Attachment, until: float) -> Document:
    name = attachment.name
    if len(attachment.data) > limits.MAX_BYTES:
        problem = f"the file has more than {limits.MAX_BYTES // 1_000_000} MB and was not read"
        return Document(name, other.KIND, problem=problem)
    try:
        return _by_its_reader(attachment, until)
    except Exception as error:  # a file must not keep its mail from being looked at
        return Document(name, other.KIND, problem=f"the file could not be read ({type(error).__name__})")


def _by_its_reader(attachment: Attachment, until: float) -> Document:
    accepting = [reader for reader in READERS if reader.accepts(attachment)]
    if not accepting:
        return other.read(attachment)
    if len(accepting) > 1:
        kinds_found = " and ".join(reader.KIND for reader in accepting)
        return Document(attachment.name, other.KIND, problem=f"it looks like {kinds_found} at once")
    reader = accepting[0]
    if not reader.FOREIGN:
        return read_one(reader.KIND, attachment)
    left = until - time.monotonic()
    if left <= 0:
        return Document(attachment.name, reader.KIND, problem="the mail's other files took too long; it was not read")
    return _sandbox().read(reader.KIND, attachment, min(left, limits.MAX_SECONDS))


@cache
def _sandbox() -> Sandbox:
    return Sandbox()


READERS = (
    csv_reader,
    text_reader,
    xlsx_reader,
    pdf_reader,
    docx_reader,
    odt_reader,
    rtf_reader,
    html_reader,
    image_reader,
    edifact,
    x12,
    ubl,
    cxml,
    opentrans,
    xml_other,
)
