"""Fixtures every test may use."""

from pathlib import Path

import pytest

from inbox_agent import lexicon

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def rules() -> lexicon.Rules:
    """The rules the project ships."""
    return lexicon.load(ROOT / "rules")
