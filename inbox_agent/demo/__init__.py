"""`inbox-agent demo`: a whole shop in one process. Its mail is delivered to an embedded IMAP server and handled by the
very service that `run` starts; what leaves goes to an embedded SMTP server. Nothing leaves this machine."""

import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import structlog
from rich.console import Console

from inbox_agent import app, config, schedule
from inbox_agent.demo import show
from inbox_agent.demo.servers import HOST, Servers, running
from inbox_agent.model import Outcome
from inbox_agent.service import Service

SHOP = Path(__file__).parent / "shop"
DATE = re.compile(rb"(?m)^Date: (.*)$")


def run(console: Console, once: bool) -> None:
    """Handles the sample mail and shows each; then, unless ``once``, whatever else is sent to it, until Ctrl-C."""
    structlog.configure(processors=[_drop])
    settings = config.load(SHOP / "config.toml")
    mails = _up_to_date(sorted((SHOP / "mail").glob("*.eml")), datetime.now(UTC))
    box = settings.mailbox[0]
    with (
        running(settings.company.email, settings.secret(box.password, "demo")) as servers,
        _service(settings, servers) as demo,
    ):
        console.print(show.welcome(settings, len(mails)))
        start = time.monotonic()
        for number, data in enumerate(mails, start=1):
            servers.deliver(data)
            demo.work(console, f"{number}/{len(mails)}")
        console.print(show.summary(demo.service, time.monotonic() - start))
        if not once:
            console.print(show.invitation(servers, settings))
            demo.stay(console)


class _Demo:
    """The service and what it has told since it was last asked."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.heard: list[tuple[int, Outcome]] = []
        service.told = lambda mail_id, outcome: self.heard.append((mail_id, outcome))

    def work(self, console: Console, label: str = "") -> None:
        """One `run --once`; shows every mail that was handled in it."""
        schedule.run_once(self.service)
        for mail_id, outcome in self.heard:
            console.print(show.mail(self.service, mail_id, outcome, label))
        self.heard.clear()

    def stay(self, console: Console) -> None:
        try:
            while True:
                self.work(console)
                time.sleep(1)
        except KeyboardInterrupt:
            console.print("\nGoodbye. Nothing of this is kept.")


@contextmanager
def _service(settings: config.Settings, servers: Servers) -> Iterator[_Demo]:
    """The real service, on the embedded servers and a store that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="inbox-agent-demo-") as folder:
        box = settings.mailbox[0].model_copy(update={"host": HOST, "port": servers.imap_port})
        smtp = settings.smtp.model_copy(update={"host": HOST, "port": servers.smtp_port})
        store = config.Store(url=f"sqlite:///{folder}/demo.db")
        with app.opened(settings.model_copy(update={"mailbox": (box,), "smtp": smtp, "store": store})) as service:
            yield _Demo(service)


def _up_to_date(files: list[Path], now: datetime) -> list[bytes]:
    """The messages with their dates moved by whole weeks, so that they came in the last days and "Friday" is still
    the Friday that was meant."""
    mails = [file.read_bytes() for file in files]
    newest = max(_date(data) for data in mails)
    shift = (now - newest) // timedelta(weeks=1) * timedelta(weeks=1)
    return [DATE.sub(b"Date: " + format_datetime(_date(data) + shift).encode(), data, count=1) for data in mails]


def _date(data: bytes) -> datetime:
    found = DATE.search(data)
    assert found, "a sample mail has a date"
    return parsedate_to_datetime(found[1].decode("ascii"))


def _drop(logger: object, name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The log would stand between what the demo shows; it shows the same in other words."""
    raise structlog.DropEvent
