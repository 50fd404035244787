"""The nouns. Frozen data, no behaviour beyond what follows from a noun's own fields.

    RawMail -> ParsedMail (+ Document per attachment) -> Reading -> PricedOrder -> Decision -> Effect
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from inbox_agent.money import Money

T = TypeVar("T")
NOTHING: Mapping[str, Any] = MappingProxyType({})


# ---- mail as it came -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RawMail:
    """One message, the bytes as the server or file gave them."""

    data: bytes
    source: str = "-"  # file name; for a mailbox "name/folder/uid"
    mailbox: str | None = None
    folder: str | None = None
    uidvalidity: int | None = None
    uid: int | None = None
    received: datetime | None = None  # INTERNALDATE, aware


@dataclass(frozen=True, slots=True)
class Person:
    """A mail address with its display name."""

    name: str
    email: str  # lower case; "" when the header had none


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str  # safe to use as a file name; made up when the part had none
    content_type: str
    data: bytes
    inline: bool = False  # shown within the HTML (a logo), not handed over as a file


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which words a value rests on. ``source`` is body, subject, quoted, forwarded, signature, header, customer (the
    record), or an attachment's name. ``start``/``end`` are code-point offsets into that passage's text."""

    source: str
    text: str
    rule: str
    start: int | None = None
    end: int | None = None
    row: int | None = None  # of a table in an attachment, 1 is its first row
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a stage noticed and a person may have to look at. ``decide`` gives it words and a route.

    ``code`` is a key of rules/policy.toml; ``values`` fill the words of rules/<language>/reasons.toml."""

    code: str
    evidence: tuple[Evidence, ...] = ()
    values: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Automatic:
    """Why a message is taken for a machine's."""

    kind: str  # auto_reply | bounce | newsletter | report | own | generated (an order system: read, never answered)
    evidence: tuple[Evidence, ...]
    certain: bool = True  # a header or the form says so, or it asks for no answer; False: its words only sound like one
    delayed: bool = False  # a bounce that only warns: the server tries on


@dataclass(frozen=True, slots=True)
class Trust:
    """What is known of the sender's identity. Facts only; what follows from them is decided in ``decide``."""

    authenticated: bool | None = None  # by the receiving server's own Authentication-Results; None: it said nothing
    detail: str = ""  # e.g. "dmarc=fail spf=softfail"
    reply_to_elsewhere: str | None = None  # a Reply-To in another domain than From
    lookalike_of: str | None = None  # a known customer's domain that this one imitates
    name_of: str | None = None  # display name of a known customer under an address that is not theirs
    other_senders: tuple[str, ...] = ()  # further addresses in From
    shown_address: str | None = None  # a mail address in the display name, of another domain than the sender's
    poses_as_us: str | None = None  # our own domain or name, imitated from outside


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A message taken apart. ``body`` is what the sender wrote now; the rest is set apart, never thrown away.

    Tables in HTML stand in ``body`` as lines with a tab between cells, so that offsets address cells too."""

    source: str
    message_id: str  # with angle brackets; made from the content when the message has none
    sender: Person
    subject: str
    date: datetime | None  # aware, in the sender's own zone; None when missing or unreadable
    received: datetime | None
    body: str
    quoted: str = ""
    forwarded: str = ""
    signature: str = ""
    forwarded_from: Person | None = None
    language: str = "en"  # ISO 639-1, of ``body`` (of the subject and attachments' words when body is empty)
    reply_to: tuple[Person, ...] = ()
    recipients: tuple[str, ...] = ()  # To and Cc, lower case
    return_path: str | None = None  # "" is the null return path
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    automatic: Automatic | None = None
    concerns: str | None = None  # a bounce or receipt: Message-ID of the message that it is about
    trust: Trust = Trust()
    doubts: tuple[Doubt, ...] = ()

    def passage(self, source: str) -> str:
        """The text that an Evidence of that source points into ("" for an attachment)."""
        match source:
            case "body" | "subject" | "quoted" | "forwarded" | "signature":
                return str(getattr(self, source))
        return ""


# ---- attachments read ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    start: int | None = None  # offset in the passage, for a table that stands in text


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as a person counts in that file, 1 is the first
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    source: str  # attachment name, or body / forwarded
    rows: tuple[Row, ...]
    page: int | None = None
    sheet: str | None = None
    roles: tuple[str, ...] | None = None  # of each column (a key of columns.toml), where the format says it


@dataclass(frozen=True, slots=True)
class Passage:
    source: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that a structured order (EDIFACT, UBL, X12, cXML, openTRANS) names under a field of its own.

    ``key`` is a field of Reading (po_number, requested_date as ISO, payment_method, instructions, ship_to, bill_to,
    intent), or else buyer, currency, payment_terms (free text), or a reason for a person to look: open_matter,
    card_data."""

    key: str
    value: "str | Address"
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Document:
    """An attachment as a reader understood it."""

    name: str
    kind: str  # csv | xlsx | pdf | docx | edifact | ... | text | image | other
    tables: tuple[Table, ...] = ()
    passages: tuple[Passage, ...] = ()
    stated: tuple[Stated, ...] = ()
    problem: str | None = None  # one line: why it could not be read
    aside: str | None = None  # one line: why it is no order (a logo, terms, an invoice, artwork)
    recognised: bool = False  # its text was recognised from a picture (OCR): never confirmed unseen


# ---- what the mail says ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    name: str | None = None
    company: str | None = None
    street: str | None = None  # with flat or suite; several lines joined by ", "
    postcode: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class Finding(Generic[T]):
    """A value read from the mail, how sure, and from which words."""

    value: T
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A line as the customer put it."""

    quantity: str | None
    unit: str | None
    item: str


@dataclass(frozen=True, slots=True)
class Candidate:
    sku: str
    score: float


@dataclass(frozen=True, slots=True)
class Line:
    """One thing ordered now. ``quantity`` is in the product's own unit; without a SKU it is as asked."""

    sku: str | None
    name: str
    quantity: Decimal | None
    unit: str | None
    asked: Asked
    confidence: float
    evidence: tuple[Evidence, ...]
    candidates: tuple[Candidate, ...] = ()
    stated_price: Decimal | None = None


class Intent(StrEnum):
    ORDER = "order"
    COMPLAINT = "complaint"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    QUOTE_REQUEST = "quote_request"
    QUESTION = "question"
    STATUS = "status"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    SPAM = "spam"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the mail says, each value with its evidence. A reviewer's correction makes a new Reading."""

    intent: Finding[Intent]
    also: tuple[Finding[Intent], ...] = ()
    customer: str | None = None  # e-mail of the customer's record, None: not known
    lines: tuple[Line, ...] = ()
    ship_to: Finding[Address] | None = None
    bill_to: Finding[Address] | None = None
    instructions: Finding[str] | None = None
    payment_method: Finding[str] | None = None
    po_number: Finding[str] | None = None
    requested_date: Finding[date] | None = None
    doubts: tuple[Doubt, ...] = ()


# ---- what it costs ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PricedLine:
    sku: str
    name: str
    quantity: Decimal
    unit: str
    unit_price: Money
    net: Money
    tax_class: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class TaxAmount:
    rate: Decimal  # percent, 19 for 19 %
    base: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """What the customer owes. net + tax + shipping = gross; ``net`` is goods only, ``shipping`` is net and its tax is
    within ``tax``."""

    lines: tuple[PricedLine, ...]
    net: Money
    taxes: tuple[TaxAmount, ...]
    shipping: Money
    gross: Money
    ship_to: Address
    bill_to: Address
    payment_method: str | None
    note: str = ""  # what the law wants said, a key of [notes] in words.toml, or a text

    @property
    def tax(self) -> Money:
        return Money(sum((t.tax.amount for t in self.taxes), Decimal(0)), self.net.currency)


# ---- what is done about it -------------------------------------------------------------------------------------


class Route(StrEnum):
    """Where a reason sends a mail; also the decision itself."""

    ACCEPT = "accept"
    REVIEW = "review"
    COMPLAINT = "complaint"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    route: Route
    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    route: Route
    confidence: float
    reasons: tuple[Reason, ...] = ()


class EffectKind(StrEnum):
    RECEIPT = "receipt"
    QUESTION = "question"
    ACKNOWLEDGEMENT = "acknowledgement"  # to the customer: a complaint arrived, or a person looks at it
    COMPLAINT_FORWARD = "complaint_forward"
    HAND_OFF = "hand_off"
    MOVE = "move"  # the message, in its mailbox, to the folder of its state


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to be done outside, as data. ``key`` is unique for ever: mail + kind + revision."""

    kind: EffectKind
    key: str
    payload: Mapping[str, Any]  # JSON values only
    delay_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was concluded about one mail."""

    parsed: ParsedMail
    documents: tuple[Document, ...]
    reading: Reading
    priced: PricedOrder | None
    decision: Decision
    effects: tuple[Effect, ...]
    versions: Mapping[str, str] = field(default_factory=lambda: NOTHING)
