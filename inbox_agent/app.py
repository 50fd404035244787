"""The only wiring: from settings to a service that can be run."""

import hashlib
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from inbox_agent import __version__, lexicon
from inbox_agent.config import Settings
from inbox_agent.model import Outcome
from inbox_agent.service import Service, catalogue
from inbox_agent.service.context import utc_now
from inbox_agent.store import Store, open_store
from inbox_agent.store.shadow import shadow


@contextmanager
def opened(settings: Settings) -> Iterator[Service]:
    """The service, closed afterwards. Raises StoreError, RulesError or CatalogueError in one line."""
    store = open_store(settings.store.url, settings.base)
    try:
        yield build(settings, store)
    finally:
        store.close()


@contextmanager
def opened_shadow(settings: Settings, told: Callable[[int, Outcome], None]) -> Iterator[Service]:
    """A service that decides and does nothing, on a throw-away copy of the store; ``told`` hears each decision."""
    with opened(settings) as service, shadow(service.store) as copy:
        yield replace(service, store=copy, shadow=True, told=told)


def build(settings: Settings, store: Store) -> Service:
    """Rules loaded, catalogue files read when they changed."""
    rules = lexicon.load(settings.rules_folder)
    catalogue.sync(store, settings, utc_now())
    versions = {"program": __version__, "rules": _fingerprint(settings.rules_folder)}
    return Service(store, settings, catalogue.knowledge(store, settings, rules, versions))


def log_to_stderr(debug: bool = False) -> None:
    """One line an event, without tracebacks unless ``debug``. (Mail text and passwords are never handed to the log.)"""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if debug else _without_traceback,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _without_traceback(logger: Any, name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event.pop("exc_info", None)
    return event


def _fingerprint(folder: Path) -> str:
    """Changes when any file of the folder does."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.toml")):
        digest.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
