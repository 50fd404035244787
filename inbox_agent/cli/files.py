"""Commands that work on files: init, read, import."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inbox_agent.cli.options import CONFIG, ConfigFile, print_json
from inbox_agent.errors import CatalogueError, ConfigError, MailboxError

if TYPE_CHECKING:
    from inbox_agent.model import RawMail

app = typer.Typer()


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Write a commented config.toml, rules/ and templates/ to start from."""
    import shutil

    from inbox_agent import shipped

    names = ("config.toml", "rules", "templates")
    if there := [name for name in names if (folder / name).exists()]:
        raise ConfigError(f"{folder} has {' and '.join(there)} already; nothing was written")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            source = shipped.folder() / name
            (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / name)
    except OSError as error:
        raise ConfigError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    print(f"{folder}: config.toml, rules/ and templates/ are written.")
    print(f"Edit config.toml, then: inbox-agent check --config {folder / 'config.toml'}")


@app.command()
def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Messages: files, folders, Maildirs, mboxes; -")
    ],
    config: Annotated[Path | None, typer.Option("--config", metavar="FILE", help="The configuration.")] = None,
    products: Annotated[Path | None, typer.Option("--products", metavar="FILE", help="The catalogue.")] = None,
    customers: Annotated[Path | None, typer.Option("--customers", metavar="FILE", help="The customers.")] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", metavar="DIR", help="Instead of the configured rules.")
    ] = None,
) -> None:
    """Say what would be done with each message, as JSON Lines. Nothing is sent, stored or moved."""
    from inbox_agent.config import load
    from inbox_agent.read import knowledge
    from inbox_agent.read import read as understood

    if config is None and products is None:
        if not CONFIG.exists():
            raise ConfigError("name a catalogue with --products FILE, or a configuration with --config FILE")
        config = CONFIG
    known = knowledge(load(config) if config else None, products, customers, rules)
    try:
        mails = list(messages(paths))
    except MailboxError as error:
        raise ConfigError(str(error)) from error
    for found in understood(mails, known):
        print_json(found)


def messages(paths: list[str]) -> "Iterator[RawMail]":
    """Every message of those paths; "-" is standard input. Raises MailboxError."""
    from inbox_agent.mailbox.folder import read_paths
    from inbox_agent.model import RawMail

    for path in paths:
        if path == "-":
            yield RawMail(sys.stdin.buffer.read())
        else:
            yield from read_paths([Path(path)])


class Kind(StrEnum):
    products = "products"
    customers = "customers"
    prices = "prices"


@app.command("import")
def import_(
    kind: Annotated[Kind, typer.Argument(help="What the file has.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX.")],
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good rows, list the others.")] = False,
    config: ConfigFile = CONFIG,
) -> None:
    """Take products, customers or prices into the store. A file with a bad row is refused as a whole."""
    from inbox_agent.config import load
    from inbox_agent.service.catalogue import import_file
    from inbox_agent.store import open_store

    settings = load(config)
    store = open_store(settings.store.url, settings.base)
    try:
        count, left_out = import_file(store, settings, kind.value, file, skip_bad)
    except CatalogueError as error:
        for problem in error.problems or (str(error),):
            print(f"inbox-agent: {problem}", file=sys.stderr)
        if error.problems:
            print(f"inbox-agent: nothing of {file} was imported (--skip-bad takes the good rows)", file=sys.stderr)
        raise typer.Exit(1) from error
    finally:
        store.close()
    for problem in left_out:
        print(f"left out: {problem}", file=sys.stderr)
    print(f"{count} {kind.value} imported from {file}" + (f", {len(left_out)} rows left out" if left_out else ""))
