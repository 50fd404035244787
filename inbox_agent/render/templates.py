"""templates/: what mail says. The shop's own folder first, the shipped one for what it does not have."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from inbox_agent import shipped
from inbox_agent.config import Settings
from inbox_agent.errors import RulesError
from inbox_agent.lexicon import LANGUAGES

NAMES = ("receipt", "question", "acknowledgement_complaint", "acknowledgement_review", "complaint_forward")
SUBJECT = "Subject:"


class Templates:
    """The texts of one language. Every method raises RulesError that names the file."""

    def __init__(self, settings: Settings, language: str) -> None:
        self.folder = settings.templates_folder
        self.language = language
        self._environment = _environment(self.folder)

    def words(self) -> Mapping[str, Any]:
        """words.toml: labels, units, payment."""
        name = f"{self.language}/words.toml"
        with _named(self.folder / name):
            text, _, _ = _loader(self.folder).get_source(self._environment, name)
            return tomllib.loads(text)

    def text(self, name: str, view: Mapping[str, Any]) -> tuple[str, str]:
        """Subject (the first line of the .txt) and plain text."""
        path = f"{self.language}/{name}.txt"
        with _named(self.folder / path):
            first, _, rest = self._environment.get_template(path).render(view).partition("\n")
        if not first.startswith(SUBJECT):
            raise RulesError(f'{self.folder / path}: the first line must begin with "{SUBJECT}"')
        return " ".join(first.removeprefix(SUBJECT).split()).rstrip(":"), rest.strip("\n") + "\n"

    def html(self, name: str, view: Mapping[str, Any]) -> str:
        path = f"{self.language}/{name}.html"
        with _named(self.folder / path):
            return self._environment.get_template(path).render(view).strip() + "\n"


def problems(settings: Settings) -> tuple[str, ...]:
    """What is wrong with the templates, one line each: a missing file, a syntax error."""
    found = []
    for language in LANGUAGES:
        templates = Templates(settings, language)
        files = [f"{language}/{name}.{kind}" for name in NAMES for kind in ("txt", "html")]
        try:
            templates.words()
        except RulesError as error:
            found.append(str(error))
        for file in files:
            try:
                with _named(templates.folder / file):
                    _environment(templates.folder).get_template(file)
            except RulesError as error:
                found.append(str(error))
    return tuple(found)


def _loader(folder: Path) -> FileSystemLoader:
    return FileSystemLoader([folder, shipped.folder() / "templates"])


@cache
def _environment(folder: Path) -> SandboxedEnvironment:
    """Sandboxed, HTML escaped, an unknown name an error; a template that was edited is read again."""
    return SandboxedEnvironment(
        loader=_loader(folder),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of Jinja and TOML as RulesError with file and line."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise RulesError(f"{error.filename or path}:{error.lineno}: {error.message}") from error
    except TemplateNotFound as error:
        raise RulesError(f"{path}: missing; `inbox-agent init DIR` writes the default") from error
    except (TemplateError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"{path}: {error}") from error
