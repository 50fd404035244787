"""The receiving server's verdict on the sender: Authentication-Results (RFC 8601) that it wrote itself, no others.

Anybody can write such a header. A server puts its own above what came with the message, so the header is read from the
top, as long as it is the receiving server that speaks: until a header of another server, until the Received line of
the server before it, until the sender's own From. What stands below may only speak against the sender: nobody forges
a failure of his own."""

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.message import Message

from inbox_agent.parse.domains import domain_of, same_organisation
from inbox_agent.parse.headers import guarded

Headers = Sequence[tuple[str, str]]  # lower-case name and text, in the message's order

_RESULT = re.compile(r"(?:^|[\s,])(dmarc|dkim|spf)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:header\.(?:d|i|from)|smtp\.(?:mailfrom|helo))\s*=\s*<?([^\s;<>]+)", re.IGNORECASE)
_TOKEN = re.compile(r"\\.|[()\"]|[^\\()\"]+", re.DOTALL)
_LONGEST = 8_000  # characters of a header that are read
_UNNAMED = (".local", ".localdomain", ".internal", ".lan", ".invalid", "localhost")
_SUSPECTED = ("fail", "softfail")


@dataclass(frozen=True, slots=True)
class Result:
    """What one method says: "dkim", "pass", and the domain it says it of ("" when it names none)."""

    method: str
    verdict: str
    domain: str = ""


def in_order(message: Message) -> Headers:
    """All header fields of a message, unfolded, as they were sent."""
    nothing: list[tuple[str, str]] = []
    listed = guarded(lambda: list(message.raw_items()), nothing)
    return [(name.lower(), " ".join(str(value).split())) for name, value in listed]


def results(headers: Headers, authserv_id: str = "") -> tuple[Result, ...]:
    """What the receiving server found. ``authserv_id`` is its name in these headers; "" when that is not known: then
    it is the server that the topmost Received line names."""
    server = _Server(headers, authserv_id)
    found: list[Result] = []
    sealed = ""
    spf: Result | None = None
    for name, value, own in _by_server(headers, server):
        if name == "authentication-results" and (server.wrote(value) or not (found or authserv_id)):
            found += [r for r in _read(value) if own or r.verdict != "pass"]
        elif name == "arc-authentication-results" and own and not sealed:
            sealed = value
        elif name == "received-spf" and own and spf is None:
            spf = _received_spf(value)
    if not found and sealed and _sealed_here(headers, sealed, server):
        found = list(_read(sealed.partition(";")[2]))
    weak = [spf] if spf and spf.verdict in _SUSPECTED and not any(r.method == "spf" for r in found) else []
    return (*found, *weak)


def verdict(found: Sequence[Result], domain: str) -> bool | None:
    """Whether a sender of that domain is who he says. True: proven. False: refuted. None: nothing is known.

    DMARC decides (RFC 7489); else a DKIM or SPF pass of the sender's own organisation."""
    of = {method: [r for r in found if r.method == method] for method in ("dmarc", "dkim", "spf")}
    if any(r.verdict == "fail" for r in of["dmarc"]):
        return False
    if any(r.verdict == "pass" and (not r.domain or same_organisation(r.domain, domain)) for r in of["dmarc"]):
        return True
    passes = [r for r in (*of["dkim"], *of["spf"]) if r.verdict == "pass"]
    if any(same_organisation(r.domain, domain) for r in passes):
        return True
    if any(r.verdict == "fail" for r in of["spf"]) and not any(r.verdict == "pass" for r in of["dkim"]):
        return False
    return None


# ---- whose header it is ----------------------------------------------------------------------------------------------


class _Server:
    """The receiving server, as config.toml or the topmost Received line names it."""

    def __init__(self, headers: Headers, authserv_id: str) -> None:
        hosts = (_host(value) for name, value in headers if name == "received")
        self.host = next((host for host in hosts if host), "")
        self.authserv_id = authserv_id.lower()
        if not self.authserv_id and not self.host:  # a file without any trace: who is on top is believed
            own = next((v for n, v in headers if n == "authentication-results" and v.strip()), "")
            self.authserv_id = _split(own)[0]

    def wrote(self, value: str) -> bool:
        """Whether a header carries the server's name. Microsoft's carries none at all."""
        name = _split(value)[0]
        if self.authserv_id:
            return name == self.authserv_id
        return not name or same_organisation(name, self.host)

    def received(self, host: str) -> bool:
        """Whether a Received line is of the same house."""
        return not host or same_organisation(host, self.host) or same_organisation(host, self.authserv_id)


def _by_server(headers: Headers, server: _Server) -> Iterator[tuple[str, str, bool]]:
    """Each header with whether it is still the receiving server that speaks."""
    own = True
    for name, value in headers:
        match name:
            case "from":
                own = False
            case "received":
                own = own and server.received(_host(value))
            case "authentication-results":
                own = own and server.wrote(value)
        yield name, value, own


def _host(value: str) -> str:
    """The server that wrote a Received line, "" when it has no name that others know it by."""
    found = re.search(r"(?:^|\s)by\s+([^\s;()]+)", _without_comments(value), re.IGNORECASE)
    host = found[1].lower().strip("[].") if found else ""
    if "." not in host or host.endswith(_UNNAMED) or _is_address(host):
        return ""
    return host


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _sealed_here(headers: Headers, value: str, server: _Server) -> bool:
    """Whether a result kept by ARC (RFC 8617) was kept, and sealed under the same number, by the receiving server."""
    number, _, rest = value.partition(";")
    if not server.wrote(rest):
        return False
    seals = (_without_comments(v) for n, v in headers if n == "arc-seal")
    own = (s for s in seals if re.search(rf"(?:^|;)\s*{re.escape(number.strip())}\s*(?:;|$)", s))
    domains = (m[1] for s in own if (m := re.search(r"(?:^|;)\s*d\s*=\s*([^\s;]+)", s)))
    return any(server.received(domain) for domain in domains)


# ---- what it says ----------------------------------------------------------------------------------------------------


def _read(value: str) -> Iterable[Result]:
    for clause in _split(value)[1]:
        hits = list(_RESULT.finditer(clause))
        ends = [*(hit.start() for hit in hits[1:]), len(clause)]
        for hit, end in zip(hits, ends, strict=False):
            named = _DOMAIN.search(clause, hit.end(), end)
            yield Result(hit[1].lower(), hit[2].lower(), _named_domain(named[1]) if named else "")


def _received_spf(value: str) -> Result | None:
    """Received-SPF (RFC 7208, 9.1): its first word is the result."""
    word = re.match(r"\s*([a-z]+)", value, re.IGNORECASE)
    sender = re.search(r"envelope-from\s*=\s*([^\s;]+)", _without_comments(value), re.IGNORECASE)
    return Result("received-spf", word[1].lower(), _named_domain(sender[1]) if sender else "") if word else None


def _named_domain(value: str) -> str:
    value = value.strip("<>").lower()
    return domain_of(value) if "@" in value else value.strip(".")


def _split(value: str) -> tuple[str, list[str]]:
    """The server's name ("" when the header begins with a result), and the clauses between semicolons."""
    first, *clauses = _without_comments(value).split(";")
    words = first.split(maxsplit=1)
    if not words or "=" in words[0]:
        return "", [first, *clauses]
    return words[0].lower(), [*words[1:], *clauses]


def _without_comments(value: str) -> str:
    """Without comments (they nest), and with quoted text as one harmless word (RFC 5322, 3.2). A comment that never
    ends swallows the rest: what is in doubt says nothing."""
    shown: list[str] = []
    depth, quoted = 0, False
    for token in _TOKEN.findall(value[:_LONGEST]):
        if token == '"' and not depth:
            quoted = not quoted
        elif token in ("(", ")") and not quoted:
            depth = max(0, depth + (1 if token == "(" else -1))
            shown.append(" ")
        elif not depth and token[0] != "\\":
            shown.append(re.sub(r"[^\w.@-]", "_", token) if quoted else token)
    return "".join(shown)
