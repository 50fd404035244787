"""The words of rules/: plain TOML that a person who runs a shop can edit, loaded once and handed around.

``rules/<language>/<table>.toml`` is one table; each room knows the tables that it reads and compiles them itself
(with ``functools.cache`` on the Lexicon, which is hashable by identity). ``rules/formats/<firm>.toml`` says how the
mail of one sender is read; it is checked and compiled here (formats.py)."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from inbox_agent.errors import RulesError
from inbox_agent.lexicon import format_file
from inbox_agent.lexicon.formats import Format

LANGUAGES = ("en", "de")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one language."""

    language: str
    tables: Mapping[str, Mapping[str, Any]]
    folder: Path

    def table(self, name: str) -> Mapping[str, Any]:
        """A whole file, e.g. ``table("dates")`` for dates.toml. Raises RulesError when it is missing."""
        try:
            return self.tables[name]
        except KeyError:
            raise RulesError(f"{self.folder / name}.toml: missing; `inbox-agent init DIR` writes the default") from None

    def words(self, table: str, key: str) -> tuple[str, ...]:
        """A list of words; empty when the file has no such key."""
        value = self.table(table).get(key, ())
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise RulesError(f'{self.folder / table}.toml: "{key}" must be a list of strings')
        return tuple(value)

    def mapping(self, table: str, key: str) -> Mapping[str, Any]:
        """A table within a file; empty when it is not there."""
        value = self.table(table).get(key, {})
        if not isinstance(value, Mapping):
            raise RulesError(f'{self.folder / table}.toml: "{key}" must be a table')
        return value


@dataclass(frozen=True, eq=False)
class Rules:
    """All of rules/: a Lexicon a language, the policy, the codes of units, and the formats of known senders."""

    lexicons: Mapping[str, Lexicon]
    policy: Mapping[str, str]  # reason code -> route
    unit_codes: Mapping[str, Mapping[str, str]]  # list of codes -> code of a unit -> our word for it
    folder: Path
    formats: tuple[Format, ...] = ()  # of known senders

    def lexicon(self, language: str) -> Lexicon:
        """The words of that language; English for a language that has none."""
        return self.lexicons.get(language, self.lexicons["en"])

    def both(self) -> tuple[Lexicon, ...]:
        """Every Lexicon: customers mix languages, so most patterns are tried in all."""
        return tuple(self.lexicons.values())


def load(folder: Path) -> Rules:
    """Read a rules folder. Raises RulesError with file and reason."""
    lexicons = {}
    for language in LANGUAGES:
        files = sorted((folder / language).glob("*.toml"))
        if not files:
            raise RulesError(f"{folder / language}: no rules here; `inbox-agent init DIR` writes the defaults")
        tables = MappingProxyType({f.stem: _toml(f) for f in files})
        lexicons[language] = Lexicon(language, tables, folder / language)
    policy = _toml(folder / "policy.toml").get("routes", {})
    codes = _toml(folder / "unit_codes.toml")
    formats = format_file.load((folder / "formats").glob("*.toml"), _known(lexicons.values()))
    return Rules(MappingProxyType(lexicons), MappingProxyType(dict(policy)), MappingProxyType(codes), folder, formats)


def _known(lexicons: Collection[Lexicon]) -> format_file.Words:
    """The names that the word lists give to columns, units and payment methods."""
    roles, units, methods = (
        frozenset(name for lexicon in lexicons for name in lexicon.mapping(table, key))
        for table, key in (("columns", "columns"), ("units", "units"), ("payment", "methods"))
    )
    return format_file.Words(roles | {"item"}, units, methods)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RulesError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"{path}: {error}") from error
