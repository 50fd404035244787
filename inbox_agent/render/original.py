"""The customer's message within a forward: whole, and byte for byte where SMTP allows it."""

import re
from email import message_from_bytes
from email.encoders import encode_base64
from email.message import EmailMessage
from email.policy import SMTP, compat32

LINE = 998  # bytes without CRLF, RFC 5321 4.5.3.1.6


def carriable(data: bytes) -> bytes | None:
    """The message with CRLF. message/rfc822 may not be encoded as a whole (RFC 2046 5.2.1), so parts with overlong
    lines are encoded inside. None when even that does not make it fit for SMTP."""
    data = re.sub(rb"\r\n|\r|\n", b"\r\n", data)
    if not _fits(data):
        data = _with_parts_encoded(data)
    return data if _fits(data) else None


def message_part(data: bytes, placeholder: str) -> EmailMessage:
    """A message/rfc822 part with a word in the place of the message: the library writes no bytes that it has not
    parsed and made anew."""
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = "message/rfc822"
    part["Content-Disposition"] = 'attachment; filename="original.eml"'
    part["Content-Transfer-Encoding"] = "7bit" if data.isascii() else "8bit"
    part.set_payload(placeholder)
    return part


def file_part(data: bytes) -> EmailMessage:
    """The message as a file, for one that SMTP cannot carry as a message."""
    part = EmailMessage(policy=SMTP)
    part.set_content(data, "application", "octet-stream", disposition="attachment", filename="original.eml")
    return part


def _fits(data: bytes) -> bool:
    return b"\0" not in data and max(map(len, data.split(b"\r\n"))) <= LINE


def _with_parts_encoded(data: bytes) -> bytes:
    """The same message with its overlong parts in base64; unchanged when it cannot be taken apart."""
    try:
        message = message_from_bytes(data, policy=compat32.clone(linesep="\r\n"))
        for part in message.walk():
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and max(map(len, body.splitlines()), default=0) > LINE:
                del part["Content-Transfer-Encoding"]
                part.set_payload(body)
                encode_base64(part)
        return message.as_bytes()
    except Exception:  # the standard library raises almost anything on malformed mail (cpython#114906, #83281)
        return data
