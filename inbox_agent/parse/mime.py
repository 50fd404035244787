"""The parts of a message: which are the letter, which are files, which are other people's mails.

Attached mails are kept apart as ``Letter``s of their own: what they order is not what the sender writes now."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from email.errors import CloseBoundaryNotFoundDefect

from inbox_agent.model import Attachment
from inbox_agent.parse import headers, invites, pgp, tnef, transfer, tree, uuencode, written
from inbox_agent.parse.charset import clean, text
from inbox_agent.parse.choose import Body, choose
from inbox_agent.parse.files import safe_name
from inbox_agent.parse.headers import decoded, guarded
from inbox_agent.parse.letter import Letter
from inbox_agent.parse.smime import signed_content
from inbox_agent.parse.tree import Part

MAX_TEXT = 100_000  # characters of a letter, about fifty pages
_LONGEST_RUN = 200
_ENDLESS = re.compile(r"([^\n])\1{200,}")
_LETTER = {"text/plain", "text/html", "text/markdown"}
_FOR_OTHER_PROGRAMS = {"text/x-amp-html", "text/watch-html"}  # the same text once more
_SEALS = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
          "application/pgp-keys", "application/applefile"}  # about the mail, not of it  # fmt: skip
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_MAILS = {"message/rfc822", "message/global", "message/news"}
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}


@dataclass
class _Budget:
    """How many parts may still be read, of all mails within one another together."""

    parts: int = tree.MAX_PARTS


@dataclass
class _Walk:
    """What a walk through the parts of one mail has come across. ``files``: (attachment, Content-ID or -Location)."""

    letter: Letter
    budget: _Budget
    html: list[str] = field(default_factory=list)
    files: list[tuple[Attachment, str]] = field(default_factory=list)
    rich: Body = field(default_factory=Body)  # the letter as Outlook wrapped it


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part is. ``report``: within a bounce or receipt; ``root``: it is the whole mail."""

    depth: int
    report: bool = False
    root: bool = False

    def inner(self, report: bool = False) -> "_Place":
        return _Place(self.depth + 1, self.report or report)


def read(data: bytes) -> Letter:
    """Take a message apart. What is beyond all reason leaves a Letter that says so."""
    message, problem = tree.message(data)
    letter = _letter(message, _Budget(), 0)
    if problem:
        letter.doubt(problem)
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects):
        letter.doubt("cut_off")
    return letter


def _letter(message: Part, budget: _Budget, depth: int) -> Letter:
    walk = _Walk(Letter(message, headers.read(message)), budget)
    return _finished(walk, _part(message, walk, _Place(depth, root=True)))


def _finished(walk: _Walk, body: Body) -> Letter:
    """The letter, once all its parts were seen."""
    letter, rich = walk.letter, walk.rich
    body = Body(body.plain if body.plain.strip() else rich.plain, body.html if body.html.strip() else rich.html)
    words, files = uuencode.taken_out(pgp.without_signature(_said(body, letter)))
    for name, data in files:
        _add(walk, Attachment(safe_name(name, "", data), "application/octet-stream", data))
    words, secret = pgp.without_encrypted(words)
    if secret:
        letter.aside.append(secret)
        letter.doubt("encrypted")
    letter.body = within_reason(words, letter)
    html = "".join(walk.html)
    letter.attachments = [_shown_or_handed_over(file, place, html) for file, place in walk.files]
    return letter


def within_reason(words: str, letter: Letter, most: int = MAX_TEXT) -> str:
    """Text up to so many characters; that there is more is said. Nothing that people write needs the same character
    200 times on end, and patterns of rules/ could be kept busy with it."""
    words = _ENDLESS.sub(lambda run: run[0][:_LONGEST_RUN], words)
    if len(words) > most:
        letter.doubt("too_long")
    return words[:most]


def _part(part: Part, walk: _Walk, place: _Place) -> Body:
    """The text of a part; what else it has goes into ``walk``."""
    walk.budget.parts -= 1
    if place.depth > tree.MAX_DEPTH or walk.budget.parts < 0:
        walk.letter.doubt("too_many_parts")
        return Body()
    kind, name = part.get_content_type(), _name_of(part)
    if kind.startswith("multipart/"):
        return _multipart(part, kind, walk, place)
    if kind in _LETTER and (place.root or not (name or _disposition(part) == "attachment")):
        body = written.body(part, _content(part, walk))
        walk.html.append(body.html)
        return body
    if kind in _MAILS or name.lower().endswith(".eml"):
        _mails(part, walk, place)
    elif kind in _SMIME or name.lower().endswith(".p7m"):
        return _sealed(part, kind, name, walk, place)
    elif kind in invites.KINDS or name.lower().endswith(".ics"):
        walk.letter.aside.append(invites.described(text(_content(part, walk), part.parameters().get("charset"))))
        walk.letter.doubt("invite")
    elif kind not in _SEALS and kind not in _FOR_OTHER_PROGRAMS:
        _file(part, kind, name, walk)
    return Body()


def _multipart(part: Part, kind: str, walk: _Walk, place: _Place) -> Body:
    parts = part.parts()
    if kind == "multipart/encrypted":
        walk.letter.doubt("encrypted")
        return Body()
    if not parts:
        data = _content(part, walk)
        again = tree.reopened(part, data)
        if again is None:
            return Body(plain=clean(text(data)))
        parts = again.parts()
    bodies = [_part(inner, walk, place.inner(kind == "multipart/report")) for inner in parts]
    return _alternative(bodies) if kind == "multipart/alternative" else _sequence(bodies, walk.letter)


def _alternative(bodies: Sequence[Body]) -> Body:
    """One text in several forms (RFC 2046, 5.1.4): the first plain one, the last in HTML."""
    plain = next((b.plain for b in bodies if b.plain.strip()), "")
    html = next((b.html for b in reversed(bodies) if b.html.strip()), "")
    return Body(plain, html)


def _sequence(bodies: Sequence[Body], letter: Letter) -> Body:
    """Parts that are read one after the other, as Apple Mail writes around each file."""
    filled = [b for b in bodies if b.plain.strip() or b.html.strip()]
    if len(filled) == 1:
        return filled[0]
    html = "" if any(b.plain.strip() for b in filled) else "\n".join(b.html for b in filled)
    return Body("\n\n".join(_said(b, letter).strip("\n") for b in filled), html)


def _said(body: Body, letter: Letter) -> str:
    chosen = choose(body)
    if chosen.differs:
        letter.doubt("two_texts", text=chosen.differs)
    return chosen.text


def _mails(part: Part, walk: _Walk, place: _Place) -> None:
    """The mails within a part, also when they are encoded, which RFC 2046 (5.2.1) forbids and programs do."""
    inner = part.parts()
    if not (inner and inner[0].keys()):
        data = b"".join(p.encoded() for p in inner) or _content(part, walk)
        if re.fullmatch(rb"[A-Za-z0-9+/=\s]+", data):
            data = guarded(lambda: base64.b64decode(data), data)
        inner = [tree.message(data)[0]] if data else []
    letters = [_letter(mail, walk.budget, place.depth + 1) for mail in inner]
    (walk.letter.returned if place.report else walk.letter.forwarded).extend(letters)


def _sealed(part: Part, kind: str, name: str, walk: _Walk, place: _Place) -> Body:
    """What S/MIME signed is read, what it encrypted is said to be. A file may be signed too ("order.pdf.p7m")."""
    signed = signed_content(_content(part, walk))
    if signed is None:
        walk.letter.doubt("encrypted")
        return Body()
    file = name[: -len(".p7m")] if name.lower().endswith(".p7m") else ""
    if "." in file:
        _add(walk, Attachment(safe_name(file, kind), "application/octet-stream", signed))
        return Body()
    return _part(tree.message(signed)[0], walk, replace(place.inner(), root=place.root))


def _file(part: Part, kind: str, name: str, walk: _Walk) -> None:
    data = _content(part, walk) or _fields_within(part)
    if kind in _TNEF or (name.lower().endswith(".dat") and data.startswith(tnef.SIGNATURE)):
        _outlooks(data, name, walk)
        return
    if pgp.is_seal(data) or name.lower().endswith(".p7s"):
        return
    if kind == "message/partial":
        walk.letter.doubt("cut_off")
    if name or data:
        place = part.get("content-id") or part.get("content-location") or ""
        inline = _disposition(part) != "attachment"
        _add(walk, Attachment(safe_name(name, kind, data), kind, data, inline), decoded(place).strip(" <>"))


def _outlooks(data: bytes, name: str, walk: _Walk) -> None:
    """A winmail.dat: its files and mails as if they were attached, its text as another form of the letter's."""
    wrapped = tnef.unwrapped(data)
    _unwrap(wrapped, walk)
    if not wrapped.whole:
        name = safe_name(name or "winmail.dat", "")
        walk.letter.doubt("damaged_attachment", name=name)
        _add(walk, Attachment(name, "application/ms-tnef", data))


def _unwrap(wrapped: tnef.Wrapped, walk: _Walk) -> None:
    walk.rich = Body(clean(wrapped.plain), wrapped.html)
    for file in wrapped.files:
        named = safe_name(file.name, file.content_type, file.data)
        _add(walk, Attachment(named, file.content_type, file.data, bool(file.content_id)), file.content_id)
    for mail in wrapped.messages:
        message = Part()
        message["From"], message["Subject"] = f'"{mail.sender}" <{mail.email}>', mail.subject
        inner = _Walk(Letter(message, headers.read(message)), walk.budget)
        _unwrap(mail, inner)
        walk.letter.forwarded.append(_finished(inner, Body()))


def _add(walk: _Walk, file: Attachment, place: str = "") -> None:
    if pgp.is_encrypted_file(file.name, file.data):
        walk.letter.doubt("encrypted")
    walk.files.append((file, place))


def _fields_within(part: Part) -> bytes:
    """The header fields of a message/delivery-status part and the like (RFC 3464)."""
    return "\n\n".join(
        "\n".join(f"{name}: {value}" for name, value in headers.read(inner).fields.items()) for inner in part.parts()
    ).encode()


def _shown_or_handed_over(file: Attachment, place: str, html: str) -> Attachment:
    """Only a picture can be part of the letter's look; everything else is a file, whatever it says of itself."""
    shown = bool(place) and (f"cid:{place}" in html or f'"{place}"' in html or file.inline)
    return replace(file, inline=file.content_type.startswith("image/") and shown)


def _content(part: Part, walk: _Walk) -> bytes:
    data, whole = transfer.content(part)
    if not whole:
        walk.letter.doubt("cut_off")
    return data


def _disposition(part: Part) -> str:
    return guarded(part.get_content_disposition, None) or ""


def _name_of(part: Part) -> str:
    """As the sender calls the file; a description serves where it looks like a file's name."""
    said = f"{part.get('content-disposition', '')} {part.get('content-type', '')}".lower()
    if "name" in said and (named := decoded(guarded(part.get_filename, None) or "")):
        return named
    described = decoded(part.get("content-description", ""))
    return described if re.fullmatch(r"[^/\\]{1,100}\.\w{2,5}", described) else ""
