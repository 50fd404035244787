"""Attachments to Documents: tables and passages. Adding a kind of file is one module and one line in READERS."""

from collections.abc import Sequence
from functools import cache

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Document
from inbox_agent.readers import csv_reader, docx_reader, image, other, pdf_reader, text_reader, xlsx_reader
from inbox_agent.readers.sandbox import Sandbox
from inbox_agent.readers.worker import read_one


def read(attachments: Sequence[Attachment], rules: Rules) -> tuple[Document, ...]:
    """One Document an attachment, in their order. Never raises: what cannot be read has its ``problem``."""
    return tuple(_read(attachment) for attachment in attachments)


def _read(attachment: Attachment) -> Document:
    try:
        return _by_its_reader(attachment)
    except Exception as error:  # a file must not keep its mail from being looked at
        problem = f"the file could not be read ({type(error).__name__}): {attachment.name}"
        return Document(attachment.name, other.KIND, problem=problem)


def _by_its_reader(attachment: Attachment) -> Document:
    accepting = [reader for reader in READERS if reader.accepts(attachment)]
    if not accepting:
        return other.read(attachment)
    if len(accepting) > 1:
        kinds = " and ".join(reader.KIND for reader in accepting)
        return Document(attachment.name, other.KIND, problem=f"it looks like {kinds} at once: {attachment.name}")
    reader = accepting[0]
    return _sandbox().read(reader.KIND, attachment) if reader.FOREIGN else read_one(reader.KIND, attachment)


@cache
def _sandbox() -> Sandbox:
    return Sandbox()


READERS = (csv_reader, text_reader, xlsx_reader, pdf_reader, docx_reader, image)
