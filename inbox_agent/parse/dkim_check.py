"""DKIM signatures (RFC 6376) checked by ourselves, with public keys that somebody put into a folder. No network.

A key is the text of the DNS record, in a file named as the record: ``s1._domainkey.shop.example.txt``. Signatures of
other selectors and domains are left alone."""

import base64
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from inbox_agent.config import Settings
from inbox_agent.errors import ConfigError
from inbox_agent.parse.authentication import Result

Keys = Mapping[str, str]  # "s1._domainkey.shop.example" -> the record's text

_MOST_SIGNATURES = 5
_LARGEST = 20_000_000  # bytes of a message that are hashed
_LONGEST_SIGNATURE = 8_000
_LEEWAY = timedelta(hours=10)  # of clocks
_RULED = re.compile(rb"(?<![\t ])[\t ]{2000}")  # blanks over which the library's patterns would work very long
_QUIET = logging.getLogger("inbox_agent.dkim")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


def load_keys(settings: Settings | None) -> Keys:
    """The records in the folder that config.toml names. Raises ConfigError when it cannot be read."""
    if settings is None or settings.senders.dkim_keys is None:
        return {}
    folder = settings.path(settings.senders.dkim_keys)
    try:
        files = sorted(folder.iterdir())
        texts = {f.name: f.read_text(encoding="utf-8") for f in files if f.suffix == ".txt"}
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not text"
        raise ConfigError(f"senders.dkim_keys: {folder} cannot be read: {why}") from error
    return {name.removesuffix(".txt").lower(): _record(text) for name, text in texts.items()}


def check(data: bytes, keys: Keys, moment: datetime | None) -> tuple[Result, ...]:
    """A pass or fail for each signature whose key is at hand. ``moment``: when the message was received, for
    signatures that expire. Never raises."""
    if not keys or b"dkim-signature" not in data[:200_000].lower() or len(data) > _LARGEST or _RULED.search(data):
        return ()
    try:
        return tuple(_checked(data, keys, moment))
    except Exception:  # whatever a stranger's bytes break in the library: nothing is known
        return ()


def _checked(data: bytes, keys: Keys, moment: datetime | None) -> Iterator[Result]:
    import dkim  # not at import: it takes a tenth of a second, and most shops have no keys

    verifier = dkim.DKIM(data, logger=_QUIET)
    signatures = [(n, v) for n, v in verifier.headers if n.lower() == b"dkim-signature" and len(v) < _LONGEST_SIGNATURE]
    for header in signatures[:_MOST_SIGNATURES]:
        fields = dkim.util.parse_tag_value(header[1])
        name, domain = _named(fields)
        if name not in keys or not _covers(fields, moment):
            continue
        record = keys[name].encode()
        try:
            # Its moments are checked above, against the message's and not against the clock.
            dkim.validate_signature_fields({k: v for k, v in fields.items() if k not in (b"t", b"x")})
            signed = [field.strip().lower() for field in fields[b"h"].split(b":")]
            proven = verifier.verify_sig(fields, signed, header, lambda name, timeout=5, record=record: record)
        except dkim.DKIMException:
            proven = False
        yield Result("dkim", "pass" if proven else "fail", domain)


def _named(fields: Mapping[bytes, bytes]) -> tuple[str, str]:
    """(the record's name, the domain) of a signature."""
    domain = fields.get(b"d", b"").decode("ascii", "replace").lower()
    selector = fields.get(b"s", b"").decode("ascii", "replace").lower()
    return f"{selector}._domainkey.{domain}", domain


def _covers(fields: Mapping[bytes, bytes], moment: datetime | None) -> bool:
    """Whether a signature, if it is right, says something of the whole message as it was received: From is signed, text
    cannot be added (l=), the method is not given up (RFC 8301), it had not expired (x=)."""
    signed = [name.strip().lower() for name in fields.get(b"h", b"").split(b":")]
    if b"from" not in signed or b"l" in fields or fields.get(b"a") == b"rsa-sha1":
        return False
    expires = fields.get(b"x", b"")
    if not expires.isdigit() or moment is None:
        return True
    return int(expires) >= (moment - _LEEWAY).timestamp()


def _record(text: str) -> str:
    """A record as DNS gives it: also from the form of a zone file, ``( "v=DKIM1; " "p=…" )``, or a bare key in PEM."""
    if "-----BEGIN" in text:
        key = re.sub(r"-----[^-]+-----|\s+", "", text)
        return f"v=DKIM1; k=rsa; p={key}" if _is_base64(key) else ""
    quoted = re.findall(r'"([^"]*)"', text)
    return "".join(quoted) if quoted else " ".join(text.split())


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode(text, validate=True))
    except ValueError:
        return False
