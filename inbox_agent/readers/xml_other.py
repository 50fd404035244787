"""XML that is in none of the languages of orders that are read: said by name; an invoice is told apart."""

from inbox_agent.model import Attachment, Document
from inbox_agent.readers import cxml, opentrans, ubl, xml_safe

KIND = "xml"
FOREIGN = False  # its first element is looked at, nothing more
_NO_ORDERS = {"CrossIndustryInvoice": "an invoice", "CrossIndustryDocument": "an invoice", "Invoice": "an invoice",
              "CreditNote": "a credit note", "Document": "a bank message", "BMECAT": "a catalogue"}  # fmt: skip


def accepts(attachment: Attachment) -> bool:
    root = xml_safe.root_name(attachment.data)
    known = any(reader.accepts(attachment) for reader in (ubl, cxml, opentrans))
    return root is not None and not known


def read(attachment: Attachment) -> Document:
    _, root = xml_safe.root_name(attachment.data) or ("", "?")
    if root in _NO_ORDERS:
        return Document(attachment.name, KIND, aside=f"{_NO_ORDERS[root]} (XML {root}), no order")
    return Document(attachment.name, KIND, problem=f"XML of a kind that is not read (its first element is {root[:40]})")
