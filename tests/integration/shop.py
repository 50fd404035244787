"""A small shop to run the service for: its files, its mail, its settings."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inbox_agent import config

PRODUCTS = """sku,name,unit,packs,price,tax_class
RP-100,Sisal rope 10 mm,m,coil=50,1.20,standard
CL-200,Brass cleat 150 mm,each,box=10,6.50,standard
PU-300,Pulley block 40 mm,each,,14.90,standard
"""
CUSTOMERS = """email,name,company,ship_street,ship_postcode,ship_city,ship_country,payment_terms
ann@harbour.example,Ann Miller,Harbour Supplies,Quay Road 4,1010,Wien,AT,invoice 14 days
bob@marina.example,Bob Gruber,Marina Gruber,Seestrasse 9,6900,Bregenz,AT,invoice 14 days
"""
SETTINGS = """
[company]
name = "Rope Works"
email = "orders@ropeworks.example"
country = "AT"
currency = "EUR"
language = "en"
timezone = "Europe/Vienna"

[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
timeout_seconds = 5

[complaints]
forward_to = "service@ropeworks.example"

[replies]
delay_seconds = {delay}
{replies}

[catalogue]
products = "products.csv"
customers = "customers.csv"

[hand_off]
folder = "handoff"

[tax.rates.AT]
standard = 20
reduced = 10
zero = 0
{more}
"""
MAILBOX = """
[[mailbox]]
name = "{name}"
host = "127.0.0.1"
port = {port}
tls = "none"
username = "{user}"
password = "{password}"
{more}
"""
ORDER = "Hello,\n\nplease send us\n\n{lines}\n\nThank you\nAnn Miller\n"


def write(folder: Path, smtp: int, boxes: str, replies: str = "", more: str = "", delay: int = 0) -> Path:
    """Puts the shop's files into a folder; config.toml's path."""
    (folder / "products.csv").write_text(PRODUCTS)
    (folder / "customers.csv").write_text(CUSTOMERS)
    path = folder / "config.toml"
    path.write_text(SETTINGS.format(smtp=smtp, replies=replies, more=more, delay=delay) + boxes)
    return path


def settings(folder: Path, smtp: int, boxes: str, **more: Any) -> config.Settings:
    return config.load(write(folder, smtp, boxes, **more))


def mailbox(server: Any, user: str, name: str = "orders", more: str = "", password: str = "secret") -> str:
    return MAILBOX.format(name=name, port=server.port, user=user, password=password, more=more)


def mail(
    subject: str = "Order",
    lines: str = "12 m RP-100",
    sender: str = "Ann Miller <ann@harbour.example>",
    message_id: str | None = None,
    body: str | None = None,
    trace: str = "",
    date: datetime | None = None,
) -> bytes:
    """An order as a customer writes it, or any other text."""
    text = ORDER.format(lines=lines) if body is None else body
    identity = message_id or f"<{abs(hash((subject, text, sender)))}@harbour.example>"
    written = (date or datetime.now(UTC)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"{trace}From: {sender}\r\nTo: orders@ropeworks.example\r\nSubject: {subject}\r\nDate: {written}\r\n"
        f"Message-ID: {identity}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + text.replace("\n", "\r\n")
    ).encode()
