"""Plain text without columns."""

from inbox_agent.model import Attachment, Document, Passage
from inbox_agent.readers import csv_reader, html_reader, limits, rtf_reader
from inbox_agent.readers.kinds import is_text
from inbox_agent.tables import decode

KIND = "text"
FOREIGN = False
_NAMES = (".txt", ".text", ".asc.txt", ".md", ".log")
_MARKUP = (".htm", ".html", ".xml", ".json", ".ics", ".vcf", ".eml")


def accepts(attachment: Attachment) -> bool:
    """By name or type, when it is text and nothing that another reader knows better."""
    name = attachment.name.lower()
    named = name.endswith(_NAMES) or attachment.content_type == "text/plain"
    report = attachment.content_type.startswith("message/")  # of a mail server about a delivery
    if not named or report or name.endswith(_MARKUP) or not attachment.data.strip() or not is_text(attachment.data):
        return False
    return not any(reader.accepts(attachment) for reader in (csv_reader, html_reader, rtf_reader))


def read(attachment: Attachment) -> Document:
    if len(attachment.data) > limits.MAX_TEXT_BYTES:
        return Document(attachment.name, KIND, problem=limits.TEXT_TOO_LARGE)
    text = "\n".join(line.rstrip() for line in decode(attachment.data).splitlines()).strip("\n")
    passage = Passage(attachment.name, text[: limits.MAX_TEXT])
    return Document(attachment.name, KIND, passages=(passage,), problem=limits.too_much_text(len(text)))
