"""Pictures: a logo, a photo of damaged goods. Their text is not read."""

from inbox_agent.model import Attachment, Document
from inbox_agent.readers.kinds import is_image

KIND = "image"
FOREIGN = False
_FAX = (b"II*\x00", b"MM\x00*")  # TIFF: what scanners and fax servers send
accepts = is_image


def read(attachment: Attachment) -> Document:
    problem = "a scan or fax: its text was not read" if attachment.data.startswith(_FAX) else None
    return Document(attachment.name, KIND, problem=problem)
