"""Whatever no reader accepts: said by name, unless it is something that mail programs attach by themselves."""

from inbox_agent.model import Attachment, Document

KIND = "other"
_BY_THEMSELVES = (".vcf", ".ics", ".p7s", ".asc", ".sig", ".pgp")


def read(attachment: Attachment) -> Document:
    name = attachment.name
    if name.lower().endswith(_BY_THEMSELVES) or attachment.content_type.startswith(("message/", "text/rfc822")):
        return Document(name, KIND)
    if not attachment.data.strip():
        return Document(name, KIND, problem=f"the file is empty: {name}")
    return Document(name, KIND, problem=f"kind of file not read: {name}")
