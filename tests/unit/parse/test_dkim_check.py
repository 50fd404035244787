"""DKIM signatures are checked with keys at hand, and without a network."""

import base64
import socket
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from inbox_agent.config import Company, Senders, Settings
from inbox_agent.errors import ConfigError
from inbox_agent.model import RawMail
from inbox_agent.parse import parse
from inbox_agent.parse.authentication import Result
from inbox_agent.parse.dkim_check import check, load_keys

NOW = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
NAME = "s1._domainkey.mill.example"
MAIL = (
    b"From: Ann <ann@mill.example>\r\nTo: orders@shop.example\r\nSubject: Order\r\n"
    b"Date: Mon, 5 Oct 2026 08:00:00 +0000\r\nMessage-ID: <1@mill.example>\r\n\r\nPlease send 5 boxes of tea.\r\n"
)
PASS, FAIL = (Result("dkim", "pass", "mill.example"),), (Result("dkim", "fail", "mill.example"),)


@pytest.fixture(scope="module")
def pair():
    """(private key in PEM, the DNS record of the public one)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL,
                            serialization.NoEncryption())  # fmt: skip
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return pem, "v=DKIM1; k=rsa; p=" + base64.b64encode(der).decode()


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a look-up")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def signed(pair, mail=MAIL, **more):
    return dkim.sign(mail, b"s1", b"mill.example", pair[0], canonicalize=(b"relaxed", b"relaxed"), **more) + mail


def test_a_good_signature_passes(pair):
    assert check(signed(pair), {NAME: pair[1]}, NOW) == PASS


def test_line_ends_do_not_matter(pair):
    assert check(signed(pair).replace(b"\r\n", b"\n"), {NAME: pair[1]}, NOW) == PASS


@pytest.mark.parametrize(("old", "new"), [(b"5 boxes", b"500 boxes"), (b"From: Ann", b"From: Eve"),
                                          (b"Subject: Order", b"Subject: Other order")])  # fmt: skip
def test_a_changed_message_fails(pair, old, new):
    assert check(signed(pair).replace(old, new), {NAME: pair[1]}, NOW) == FAIL


def test_another_key_fails(pair):
    other = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    der = other.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    record = "v=DKIM1; p=" + base64.b64encode(der).decode()
    assert check(signed(pair), {NAME: record}, NOW) == FAIL
    assert check(signed(pair), {NAME: "v=DKIM1; p="}, NOW) == FAIL, "revoked"


def test_without_the_key_nothing_is_said(pair):
    assert check(signed(pair), {"s2._domainkey.mill.example": pair[1]}, NOW) == ()
    assert check(signed(pair), {}, NOW) == ()
    assert check(MAIL, {NAME: pair[1]}, NOW) == ()


def test_a_second_from_is_covered_by_no_signature(pair):
    assert check(b"From: Eve <eve@evil.example>\r\n" + signed(pair), {NAME: pair[1]}, NOW) == FAIL


def test_a_signature_over_part_of_the_text_proves_nothing(pair):
    assert check(signed(pair, length=True) + b"And 500 more.\r\n", {NAME: pair[1]}, NOW) == ()


def test_the_clock_on_the_wall_does_not_matter(pair, monkeypatch):
    """The same mail gives the same result whenever it is read again: its own time of receipt counts."""
    mail = signed(pair)
    monkeypatch.setattr(dkim.time, "time", lambda: 0.0)  # the signature seems to be of the future
    assert check(mail, {NAME: pair[1]}, NOW) == PASS


def test_an_expired_signature_says_nothing(pair):
    header = b"DKIM-Signature: v=1; a=rsa-sha256; d=mill.example; s=s1; h=from; x=%d; bh=YQ==; b=YQ==\r\n"
    expired = int((NOW - timedelta(days=2)).timestamp())
    assert check(header % expired + MAIL, {NAME: pair[1]}, NOW) == ()
    assert check(header % int(NOW.timestamp()) + MAIL, {NAME: pair[1]}, NOW) == FAIL


@pytest.mark.parametrize("junk", [
    b"DKIM-Signature: " + b"a" * 100_000, b"DKIM-Signature:", b"DKIM-Signature: s=s1; d=mill.example; h=from",
    b"DKIM-Signature: v=1; a=rsa-sha256; s=s1; d=mill.example; h=from; b=\xff; bh=\x00",
    b"DKIM-Signature: v=1; a=x; s=s1; d=mill.example; h=from:" + b" :" * 3_000 + b"; b=YQ==; bh=YQ==",
])  # fmt: skip
@pytest.mark.parametrize("body", [b"hello\r\n", b"\t" * 100_000, b" \t" * 50_000 + b"x", b"\r\n" * 50_000])
def test_a_stranger_s_signature_never_raises_and_costs_no_time(pair, junk, body):
    result = check(junk + b"\r\n" + MAIL + body, {NAME: pair[1]}, NOW)
    assert all(r.verdict == "fail" for r in result)


# ---- the folder of keys


def settings(folder):
    company = Company(name="Shop", email="orders@shop.example", country="GB", currency="GBP")
    return Settings(company=company, senders=Senders(dkim_keys=folder))


def test_keys_as_dns_zone_files_and_pem_give_them(tmp_path, pair):
    key = pair[1].partition("p=")[2]
    zone = f's1._domainkey IN TXT ( "v=DKIM1; k=rsa; "\n\t"p={key[:100]}"\n\t"{key[100:]}" ) ; key s1'
    pem = "-----BEGIN PUBLIC KEY-----\n" + "\n".join(key[i : i + 64] for i in range(0, len(key), 64))
    for name, text in (("a", pair[1] + "\n"), ("b", zone), ("c", pem + "\n-----END PUBLIC KEY-----\n")):
        (tmp_path / f"{name}._domainkey.Mill.example.txt").write_text(text)
    (tmp_path / "README.md").write_text("not a key")
    keys = load_keys(settings(tmp_path))
    assert set(keys) == {f"{name}._domainkey.mill.example" for name in "abc"}
    assert all(check(signed(pair), {NAME: record}, NOW) == PASS for record in keys.values())


def test_no_folder_no_keys_and_a_missing_one_is_said():
    assert load_keys(None) == {}
    with pytest.raises(ConfigError, match="dkim_keys"):
        load_keys(settings("/nowhere/at/all"))


def test_the_whole_message_is_checked(rules, customers, pair):
    mail = parse(RawMail(signed(pair)), rules, customers, None, {NAME: pair[1]})
    assert mail.trust.authenticated is True
    forged = parse(RawMail(signed(pair).replace(b"5 boxes", b"9 boxes")), rules, customers, None, {NAME: pair[1]})
    assert (forged.trust.authenticated, "dkim=fail" in forged.trust.detail) == (None, True)
    assert message_from_bytes(signed(pair))["DKIM-Signature"]


@pytest.fixture
def customers():
    from inbox_agent.catalogue.customers import Customers

    return Customers()
