"""Plain text without columns."""

from inbox_agent.model import Attachment, Document, Passage
from inbox_agent.readers import csv_reader
from inbox_agent.readers.kinds import is_text
from inbox_agent.readers.limits import MAX_TEXT
from inbox_agent.tables import decode

KIND = "text"
FOREIGN = False
_NAMES = (".txt", ".text", ".asc.txt", ".md", ".log")


def accepts(attachment: Attachment) -> bool:
    named = attachment.name.lower().endswith(_NAMES) or attachment.content_type == "text/plain"
    markup = attachment.name.lower().endswith((".htm", ".html", ".xml", ".json", ".ics", ".vcf", ".eml"))
    report = attachment.content_type.startswith("message/")  # of a mail server about a delivery
    filled = bool(attachment.data.strip()) and is_text(attachment.data)
    return named and not markup and not report and filled and not csv_reader.accepts(attachment)


def read(attachment: Attachment) -> Document:
    text = "\n".join(line.rstrip() for line in decode(attachment.data).splitlines()).strip("\n")
    problem = f"it has {len(text)} characters; the first {MAX_TEXT} were read" if len(text) > MAX_TEXT else None
    return Document(attachment.name, KIND, passages=(Passage(attachment.name, text[:MAX_TEXT]),), problem=problem)
