"""The shop of the golden attachments, and tables as attachments have them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from inbox_agent import read
from inbox_agent.extract import order_table
from inbox_agent.extract.order_table import TableLines
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Cell, Row, Table

Rows = Sequence[Sequence[str]]
CATALOGUE = Path(__file__).parents[2] / "golden" / "attachments" / "products.csv"


@pytest.fixture(scope="session")
def shop(rules: Rules) -> Knowledge:
    return read.knowledge(None, CATALOGUE)


def table(rows: Rows) -> Table:
    return Table("o.csv", tuple(Row(n, tuple(map(Cell, row))) for n, row in enumerate(rows, start=1)))


@pytest.fixture(scope="session")
def lines_of(shop: Knowledge) -> Callable[..., TableLines]:
    """The lines of a table; one without any when it is no order table."""

    def lines_of(rows: Rows, language: str = "de") -> TableLines:
        return order_table.read(table(rows), language, shop) or TableLines((), (), ())

    return lines_of
