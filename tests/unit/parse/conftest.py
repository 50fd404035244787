"""Messages made in the test, taken apart by the real parser."""

from collections.abc import Callable

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.lexicon import Rules
from inbox_agent.model import ParsedMail, RawMail
from inbox_agent.parse import parse

Parser = Callable[..., ParsedMail]


@pytest.fixture(scope="session")
def read(rules: Rules) -> Parser:
    """Parse raw bytes."""
    return lambda data: parse(RawMail(data), rules, Customers(), None)


@pytest.fixture(scope="session")
def letter(read: Parser) -> Parser:
    """Parse a plain-text letter, given its text and what else matters."""

    def make(
        text: str, subject: str = "Order", sender: str = "Erika Beispiel <erika@shop.example>", more: str = ""
    ) -> ParsedMail:
        head = (
            f"From: {sender}\nTo: orders@us.example\nSubject: {subject}\nDate: Mon, 5 Oct 2026 08:00:00 +0200\n{more}"
        )
        kind = "" if "Content-Type" in more else "Content-Type: text/plain; charset=utf-8\n"
        return read((head + kind + "\n" + text).encode())

    return make


@pytest.fixture(scope="session")
def html(letter: Parser) -> Parser:
    """Parse a letter in HTML."""
    return lambda text, **named: letter(text, more="Content-Type: text/html; charset=utf-8\n", **named)
