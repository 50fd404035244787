"""Only the receiving server's own verdict counts (RFC 8601)."""

import pytest

from inbox_agent.parse.authentication import results, verdict

DOMAIN = "northwind-bakery.example"
OURS = ("received", "from out.northwind-bakery.example by mx.shop.example with ESMTPS; Mon, 5 Oct 2026 08:00:00 +0200")
THEIRS = ("received", "from laptop by out.northwind-bakery.example with ESMTPSA; Mon, 5 Oct 2026 07:59:58 +0200")
FROM = ("from", "Paula <buying@northwind-bakery.example>")


def said(value):
    return ("authentication-results", value)


def judged(*headers, authserv_id=""):
    return verdict(results(headers, authserv_id), DOMAIN)


@pytest.mark.parametrize(("value", "expected"), [
    ("mx.shop.example; dmarc=pass header.from=northwind-bakery.example", True),
    ("mx.shop.example; dkim=pass header.d=northwind-bakery.example; spf=none", True),
    ("mx.shop.example; spf=pass smtp.mailfrom=bounce@mail.northwind-bakery.example", True),
    ("mx.shop.example; spf=pass smtp.mailfrom=<bounce@northwind-bakery.example>", True),
    ("mx.shop.example; dkim=pass (2048-bit key) header.i=@northwind-bakery.example; dmarc=none", True),
    ('mx.shop.example; dkim=pass reason="good; dmarc=fail" header.d="northwind-bakery.example"', True),
    ("mx.shop.example; dkim=fail header.d=news.example; dkim=pass header.d=northwind-bakery.example", True),
    ("mx.shop.example; dkim=pass header.d=massmailer.example; spf=pass smtp.mailfrom=massmailer.example", None),
    ("mx.shop.example; spf=pass smtp.mailfrom=massmailer.example; dmarc=fail (p=none)", False),
    ("mx.shop.example; dkim=pass header.d=massmailer.example; dmarc=fail header.from=northwind-bakery.example", False),
    ("mx.shop.example; dmarc=pass header.from=other.example", None),
    ("mx.shop.example; spf=fail smtp.mailfrom=northwind-bakery.example", False),
    ("mx.shop.example; spf=fail smtp.mailfrom=x.example; dkim=pass header.d=northwind-bakery.example", True),
    ("mx.shop.example; spf=softfail smtp.mailfrom=northwind-bakery.example", None),
    ("mx.shop.example; spf=neutral; dkim=none", None),
    ("mx.shop.example; dkim=temperror header.d=northwind-bakery.example", None),
    ("mx.shop.example; none", None),
    ("mx.shop.example 1; DMARC=PASS", True),
    ("mx.shop.example; dmarc/1 = pass", True),
    ("MX.Shop.Example (our own (inner) server); dmarc=pass", True),
    ("mx.shop.example; dkim=none (dmarc=pass is what a forger writes in a comment)", None),
    ("mx.shop.example; dkim=none (nested (dmarc=pass) comment) header.d=x.example", None),
    ("mx.shop.example; dkim=none (a comment without end; dmarc=pass", None),
    ('mx.shop.example; dkim=none reason="dmarc=pass"', None),
    ("mx.shop.example; dkim=none policy.dmarc=pass", None),
    ("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=northwind-bakery.example; dkim=none; compauth=pass", True),
    ("spf=fail smtp.mailfrom=northwind-bakery.example; dmarc=fail action=none", False),
    ("mx.shop.example dmarc=pass", True),
    (";;;", None),
    ("", None),
])  # fmt: skip
def test_one_header(value, expected):
    assert judged(OURS, said(value), FROM) is expected


def test_no_header_says_nothing():
    assert results((OURS, FROM)) == ()
    assert judged(OURS, FROM) is None


FORGED = said("mx.shop.example; dmarc=pass header.from=northwind-bakery.example")


@pytest.mark.parametrize(("name", "headers", "authserv_id", "expected"), [
    ("another server's name", [OURS, said("mx.evil.example; dmarc=pass")], "", None),
    ("another server's name, ours configured", [OURS, said("mx.evil.example; dmarc=pass")], "mx.shop.example", None),
    ("below the server before ours", [OURS, THEIRS, FORGED], "", None),
    ("below the server before ours, ours configured", [OURS, THEIRS, FORGED], "mx.shop.example", None),
    ("below another server's header", [OURS, said("mx.relay.example; spf=none"), FORGED], "mx.shop.example", None),
    ("below From", [OURS, FROM, FORGED], "", None),
    ("ours is above it and says otherwise", [said("mx.shop.example; dmarc=fail"), OURS, THEIRS, FORGED], "", False),
    ("ours is below it", [said("mx.evil.example; dmarc=pass"), OURS, said("mx.shop.example; spf=fail")], "", False),
    ("a failure is believed wherever it stands", [OURS, FROM, said("mx.shop.example; dmarc=fail")], "", False),
])  # fmt: skip
def test_forged_header_counts_for_nothing(name, headers, authserv_id, expected):
    assert judged(*headers, authserv_id=authserv_id) is expected


@pytest.mark.parametrize(("name", "headers", "authserv_id"), [
    ("above our Received", [FORGED, OURS, THEIRS], ""),
    ("below our Received", [OURS, FORGED, THEIRS], ""),
    ("two headers of ours",
     [OURS, said("mx.shop.example; spf=none"), said(f"mx.shop.example; dkim=pass header.d={DOMAIN}")], ""),
    ("an inner server with an address only", [("received", "by 2002:a05:6000::1 with SMTP id x1"), OURS, FORGED], ""),
    ("an inner server without a name", [("received", "from mx by localhost (Postfix)"), OURS, FORGED], ""),
    ("an inner server of the same house", [("received", "from mx by imap.shop.example"), OURS, FORGED], ""),
    ("qmail's Received", [("received", "(qmail 812 invoked by uid 89); 5 Oct 2026"), OURS, FORGED], ""),
    ("no trace at all", [FORGED, FROM], ""),
    ("a name of its own", [OURS, said("inbound-7; dmarc=pass")], "inbound-7"),
])  # fmt: skip
def test_own_header_is_found(name, headers, authserv_id):
    assert judged(*headers, authserv_id=authserv_id) is True


def sealed(server, sealer):
    return [
        OURS,
        ("arc-seal", f"i=2; a=rsa-sha256; d={sealer}; s=s1; cv=pass; b=abc"),
        ("arc-authentication-results", f"i=2; {server}; dmarc=pass header.from=northwind-bakery.example"),
        FROM,
    ]


@pytest.mark.parametrize(("server", "sealer", "expected"), [
    ("mx.shop.example", "shop.example", True),
    ("mx.shop.example", "evil.example", None),
    ("mx.evil.example", "evil.example", None),
    ("mx.evil.example", "shop.example", None),
])  # fmt: skip
def test_arc_counts_only_when_we_sealed_it_ourselves(server, sealer, expected):
    assert judged(*sealed(server, sealer)) is expected


def test_received_spf_is_a_weak_fact():
    failed = ("received-spf", f"softfail (mx.shop.example: ...) envelope-from=x@{DOMAIN}; client-ip=192.0.2.1")
    passed = ("received-spf", f"pass (mx.shop.example: ...) envelope-from=x@{DOMAIN}")
    assert [r.verdict for r in results((OURS, failed, FROM))] == ["softfail"]
    assert judged(OURS, failed, FROM) is None
    assert results((OURS, passed, FROM)) == ()
    assert results((OURS, THEIRS, failed, FROM)) == ()


@pytest.mark.parametrize("value", ["(" * 50_000, '"' * 50_000, "\\" * 50_000, "a" * 100_000, "; dkim=" * 10_000,
                                   "by " * 30_000, "\t" * 100_000, "." * 100_000])  # fmt: skip
def test_a_stranger_s_bytes_cost_no_time(value):
    assert judged(("received", value), said(value), ("received-spf", value), ("arc-seal", value)) is None
