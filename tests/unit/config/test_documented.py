"""config.toml at the top of the project: runs as it is, and leaves no setting out."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from inbox_agent import config

FILE = Path(__file__).parents[3] / "config.toml"
ALTERNATIVES = {"text"}  # of a secret: the plain string itself is how it is written


def everything() -> dict[str, Any]:
    """The file with the settings in it that are commented out."""
    text = FILE.read_text(encoding="utf-8")
    return tomllib.loads(re.sub(r"(?m)^# (?=\w+ = |\[)", "", text))


def undocumented(model: type[BaseModel], table: Any, where: str = "") -> list[str]:
    """Keys of a model that its table does not have."""
    missing = []
    for name, field in model.model_fields.items():
        if name == "base" or name in ALTERNATIVES:
            continue
        if name not in table:
            missing.append(f"{where}{name}")
            continue
        section = config._section_of(field.annotation)
        if section not in (None, config.Secret):
            missing += undocumented(section, _one(table[name], section), f"{where}{name}.")
    return missing


def _one(value: Any, section: Any) -> Any:
    """The table itself, the first of several, or the first of those with names of their own ([payment.card])."""
    if isinstance(value, list):
        return value[0]
    if section is config.PaymentText:
        return next(iter(value.values()))
    return value


def test_it_loads_as_it_is() -> None:
    settings = config.load(FILE)
    assert settings.mailbox[0].host == settings.smtp.host == "127.0.0.1"


def test_no_setting_is_left_out() -> None:
    assert undocumented(config.Settings, everything()) == []


def test_what_is_commented_out_is_right_too() -> None:
    settings = config.Settings.model_validate(everything())
    assert settings.shipping.zones and settings.payment and settings.hand_off.folder


def test_a_default_that_is_written_down_is_the_default() -> None:
    """What the file says of a key is what happens without the key."""
    written = tomllib.loads(FILE.read_text(encoding="utf-8"))
    settings = config.load(FILE)
    bare = config.Settings.model_validate({"company": written["company"], "mailbox": [{"name": "orders"}]})
    for section in ("store", "complaints", "replies", "schedule", "desk", "decision", "orders", "smtp", "shipping"):
        assert getattr(settings, section) == getattr(bare, section), section


def test_every_setting_says_what_it_is_for() -> None:
    """Each key has a remark beside it or stands under one that explains its table."""
    tables = re.split(r"(?m)^(?:# )?\[+[a-z_.A-Z]+\]+", FILE.read_text(encoding="utf-8"))
    assert all("#" in table for table in tables)


@pytest.mark.parametrize("section", ["company", "mailbox", "smtp", "complaints", "replies", "catalogue", "desk"])
def test_the_sections_stand_in_it(section: str) -> None:
    assert section in everything()
