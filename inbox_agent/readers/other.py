"""Whatever no reader accepts: said by name, unless it is something that mail programs attach by themselves."""

from inbox_agent.model import Attachment, Document
from inbox_agent.tables import OLE

KIND = "other"
_BY_THEMSELVES = {".vcf": "a visiting card", ".ics": "a calendar entry", ".p7s": "a signature", ".asc": "a signature",
                  ".sig": "a signature", ".pgp": "a signature"}  # fmt: skip
_OLD_WORD, _OUTLOOK = "WordDocument".encode("utf-16-le"), "__substg1.0_".encode("utf-16-le")


def read(attachment: Attachment) -> Document:
    name, data = attachment.name, attachment.data
    if attachment.content_type.startswith(("message/", "text/rfc822")):
        return Document(name, KIND, aside="a mail program's own part")
    for ending, what in _BY_THEMSELVES.items():
        if name.lower().endswith(ending):
            return Document(name, KIND, aside=what)
    return Document(name, KIND, problem=_problem(data))


def _problem(data: bytes) -> str:
    if not data.strip():
        return "the file is empty"
    if data.startswith(OLE) and _OLD_WORD in data:
        return "an old Word file (.doc), which is not read: ask for .docx or PDF"
    if data.startswith(OLE) and _OUTLOOK in data:
        return "an Outlook message (.msg), which is not read: ask for the mail forwarded, or as .eml"
    return "a kind of file that is not read"
