"""A text part to the text that its sender wrote: charset, soft line breaks, HTML that calls itself plain."""

import re
from html import unescape

from inbox_agent.parse import flowed, transfer
from inbox_agent.parse.charset import clean, text
from inbox_agent.parse.choose import Body
from inbox_agent.parse.tree import Part

_MAX_BYTES, _MAX_HTML, _MAX_PLAIN = 4_000_000, 2_000_000, 400_000  # of a part that are looked at at all
_HTML = re.compile(r"\s{0,200}<(!doctype html|html|body|div)\b", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}[\"']?([\w-]+)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[aouAOU]uml|szlig|euro|nbsp|amp|quot|#\d{1,6});")  # in text that a web form sent


def body(part: Part, data: bytes) -> Body:
    """The text of a part that holds ``data``."""
    is_html, parameters = part.get_content_type() == "text/html", part.parameters()
    data = transfer.undeclared(part, data[:_MAX_BYTES])
    meta = _META_CHARSET.search(data[:2000]) if is_html else None
    value = text(data, parameters.get("charset") or (meta[1].decode("ascii") if meta else None))
    if is_html or _HTML.match(value):
        return Body(html=value[:_MAX_HTML])
    value = value[:_MAX_PLAIN]
    if parameters.get("format") == "flowed":
        value = flowed.unwrap(value, parameters.get("delsp") == "yes")
    if "&" in value:
        value = _ENTITY.sub(lambda entity: unescape(entity[0]), value)
    return Body(plain=clean(value))
