"""How mail programs mark what they add: quoted mail, the line above it, the sender's signature.

Class, id, name and data attributes as the programs write them, with a remark whose they are. Outlook puts ``x_`` before
the names of what it quotes."""

import re

_QUOTE = re.compile(r"quote|\bzmail_extra\b")  # Gmail, Proton, Tuta, Front and others call the block so; Zoho
_QUOTE_BOX = re.compile(r"\b(?:x_)*(?:yahoo_quoted|\w*yahoo-quoted|__quoted_text__)\b|\bname=quote\b")
_DIVIDER = re.compile(r"\b(?:x_)*(?:divrplyfwdmsg|outlookmessageheader|zwchr|stopspelling)\b")
_SIGNATURE = re.compile(
    r"\b(?:x_)*(?:"
    r"gmail_signature(?!_)"
    r"|moz-signature|_rc_sig"  # Thunderbird, Roundcube
    r"|applemailsignature|applesignature"
    r"|signature(?![\w-])|ms-outlook-mobile-signature"  # Outlook on the web, GMX; Outlook on phones
    r"|protonmail_signature_block(?!-)"
    r"|composer_signature"  # Samsung
    r"|messagesignaturesection|bloop_sign\w*"  # Spark, Airmail
    r"|front-signature|sh-signature|mb_sig"  # Front, Superhuman, Mailbird
    r"|zm-_id_-sgn\w*|__sig_p(?:re|ost)__"  # Zoho, Zimbra
    r"|\w*yahoo-signature"
    r")"
)
_EDGE_LEFT = re.compile(r"border-left(?:-width)?:(?!none|0|medium)|border-left-style:solid")
_EDGE_TOP = re.compile(r"border-top:(?:[^;]*solid)")
_OTHER_EDGE = re.compile(r"border(?:-(?:left|right|bottom))?:(?!none|0|medium|currentcolor)")
_CLOSE = re.compile(r"margin(?:-top|-bottom)?:0")
_NAMING = ("class", "id", "name", "data-marker", "data-smartmail")


def names(attributes: dict[str, str | None]) -> str:
    """What an element is called, in lower case, for the questions below."""
    found = (f"name={v}" if k == "name" else v for k in _NAMING if (v := attributes.get(k)))
    return " ".join(found).lower()


def is_quote(tag: str, named: str, style: str, attributes: dict[str, str | None]) -> bool | None:
    """Whether an element holds an older mail; None for a blockquote that may be an indent as well."""
    if tag != "blockquote":
        return bool(named) and bool(_QUOTE_BOX.search(named))
    if attributes.get("type") == "cite" or attributes.get("cite") or _QUOTE.search(named):
        return True
    if _EDGE_LEFT.search(style):
        return True
    return False if "border:none" in style else None


def is_divider(tag: str, named: str, style: str) -> bool:
    """A rule, or the top of the block in which Outlook names sender and date of the quoted mail."""
    if tag == "hr" or (named and _DIVIDER.search(named)):
        return True
    return tag == "div" and bool(_EDGE_TOP.search(style)) and not _OTHER_EDGE.search(style)


def is_close(style: str) -> bool:
    """A paragraph without space around it."""
    return bool(_CLOSE.search(style))


def is_signature(named: str) -> bool:
    return bool(named) and bool(_SIGNATURE.search(named))
