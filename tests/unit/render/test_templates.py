"""Templates that a shop edits."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inbox_agent import shipped
from inbox_agent.config import Settings
from inbox_agent.errors import RulesError
from inbox_agent.model import EffectKind
from inbox_agent.render import problems, render

Build = Callable[..., dict[str, Any]]
Shop = Callable[..., Settings]


def own(folder: Path, name: str, text: str) -> None:
    path = folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_shipped_templates_are_sound(settings: Shop) -> None:
    assert problems(settings()) == ()


def test_both_languages_have_the_same_words() -> None:
    english, german = (
        tomllib.loads((shipped.folder() / f"templates/{language}/words.toml").read_text(encoding="utf-8"))
        for language in ("en", "de")
    )
    assert {table: set(words) for table, words in english.items()} == {t: set(words) for t, words in german.items()}


def test_one_template_of_ones_own(receipt: Build, settings: Shop, tmp_path: Path) -> None:
    own(tmp_path, "en/receipt.txt", "Subject: Ahoy {{ order.number }}\nTotal {{ order.gross }}\n")
    data = render(EffectKind.RECEIPT, "k", receipt(), settings())
    assert b"Subject: Ahoy 2026-00042" in data and b"Total =E2=82=AC1,371.19" in data


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("en/receipt.txt", "Subject: x\n{{ nonsense }}\n"),
        ("en/receipt.txt", "Subject: x\n{% if %}\n"),
        ("en/receipt.txt", "No subject\n"),
        ("en/receipt.html", "{{ order.__class__.__mro__ }}"),
        ("en/words.toml", "= broken"),
    ],
    ids=["unknown name", "syntax", "no subject", "out of the sandbox", "bad toml"],
)
def test_a_broken_template_is_named(receipt: Build, settings: Shop, tmp_path: Path, name: str, text: str) -> None:
    own(tmp_path, name, text)
    with pytest.raises(RulesError, match=name.replace(".", r"\.")):
        render(EffectKind.RECEIPT, "k", receipt(), settings())


def test_check_tells_all_problems(settings: Shop, tmp_path: Path) -> None:
    own(tmp_path, "en/receipt.txt", "Subject: x\n\n{% if %}\n")
    own(tmp_path, "de/words.toml", "= broken")
    told = problems(settings())
    assert len(told) == 2
    assert any("receipt.txt:3" in problem for problem in told)
