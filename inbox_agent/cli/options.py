"""Options that several commands have."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

CONFIG = Path("config.toml")

ConfigFile = Annotated[Path, typer.Option("--config", metavar="FILE", help="The configuration.")]
AsJson = Annotated[bool, typer.Option("--json", help="For a program: JSON instead of text.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides, for the record.")]


def print_json(value: Any) -> None:
    """One line, readable letters."""
    print(json.dumps(value, ensure_ascii=False))
