"""When what is done: polls, dispatch and sweep, on one machine and in one process."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from inbox_agent.config import Mailbox as Config
from inbox_agent.errors import InboxAgentError, MailboxError, StoreError
from inbox_agent.mailbox.imap import ImapMailbox
from inbox_agent.service import Service
from inbox_agent.service.dispatch import dispatch_due, sweep
from inbox_agent.service.intake import intake
from inbox_agent.service.processing import process_pending
from inbox_agent.store import effects
from inbox_agent.store.ledger import ledger

WATCH_SECONDS = 600  # a server may drop an IDLE after 29 minutes (RFC 2177)


def run_once(service: Service) -> bool:
    """One poll of every mailbox, everything processed, everything due delivered. True when nothing was left over: no
    mailbox failed, no message is pending, nothing due is undelivered or uncertain."""
    with alone(service):
        sweep(service, everything=True)
        polled = [_poll(service, box) for box in service.settings.mailbox]
        process_pending(service)
        dispatch_due(service, waive_retry=True)
    with service.store.read() as uow:
        pending = ledger(uow)["by_state"]["pending"]
        left = [] if service.shadow else effects.undelivered(uow, service.clock())
    for row in left:
        service.log.warning("undelivered", effect=row.key, kind=row.kind, state=row.state, problem=row.problem)
    return all(polled) and not pending and not left


def run(service: Service) -> None:
    """Works until SIGTERM or SIGINT (or until ``service.stopping`` is set), then finishes the mail in hand."""
    with alone(service):
        sweep(service, everything=True)
        scheduler = _scheduler(service)
        with _signals(service.stopping):
            scheduler.start()
            service.log.info("running", mailboxes=[box.name for box in service.settings.mailbox])
            service.stopping.wait()
            scheduler.shutdown(wait=True)
    service.log.info("stopped")


@contextmanager
def alone(service: Service) -> Iterator[None]:
    """Raises StoreError when another process works on this store: two would claim each other's effects."""
    with service.store.exclusive() as got:
        if not got:
            raise StoreError("another `inbox-agent run` works on this store; stop it first")
        yield


def _scheduler(service: Service) -> BackgroundScheduler:
    """One job a mailbox, one for the outbox, one for the sweep; none runs twice at once, none piles up."""
    times = service.settings.schedule
    boxes = service.settings.mailbox
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(len(boxes) + 2)},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
    )
    work = threading.Lock()  # mails are understood and effects carried out by one thread at a time
    for box in boxes:
        poll = _guarded(service, partial(_poll_and_work, service, box, work))
        scheduler.add_job(poll, "interval", seconds=times.poll_seconds, id=box.name, next_run_time=datetime.now(UTC))
        if times.idle and box.kind == "imap":
            _watch_in_background(service, box, partial(_poll_now, scheduler, box))
    scheduler.add_job(_guarded(service, partial(_work, service, work)), "interval", seconds=times.dispatch_seconds)
    scheduler.add_job(_guarded(service, partial(sweep, service)), "interval", seconds=times.sweep_seconds)
    return scheduler


def _poll_now(scheduler: BackgroundScheduler, box: Config) -> None:
    scheduler.modify_job(box.name, next_run_time=datetime.now(UTC))


def _poll(service: Service, box: Config) -> bool:
    try:
        new = intake(service, box)
    except MailboxError as error:
        service.log.error("poll failed", mailbox=box.name, error=str(error))
        return False
    if new:
        service.log.info("polled", mailbox=box.name, new=new)
    return True


def _poll_and_work(service: Service, box: Config, work: threading.Lock) -> None:
    if _poll(service, box):
        _work(service, work)


def _work(service: Service, work: threading.Lock) -> None:
    """Skipped when another thread is at it, which sees the new mail too (at the latest after dispatch_seconds)."""
    if work.acquire(blocking=False):
        try:
            process_pending(service)
            dispatch_due(service)
        finally:
            work.release()


def _guarded(service: Service, job: Callable[[], object]) -> Callable[[], None]:
    """A job that fails is logged, and tried again at its next time."""

    def run() -> None:
        try:
            job()
        except InboxAgentError as error:
            service.log.error("job failed", error=str(error))
        except Exception as error:
            service.log.error("job failed", error=type(error).__name__, exc_info=True)

    return run


def _watch_in_background(service: Service, box: Config, wake: Callable[[], object]) -> None:
    threading.Thread(target=_watch, args=(service, box, wake), name=f"watch {box.name}", daemon=True).start()


def _watch(service: Service, box: Config, wake: Callable[[], object]) -> None:
    """Polls at once when the server announces mail, over a connection of its own (a command during IDLE would break
    it). Without it the regular polls go on."""
    while not service.stopping.wait(1):
        try:
            mailbox = ImapMailbox(box, service.settings.secret(box.password, f"mailbox {box.name}: password"))
            try:
                while mailbox.pushes and not service.stopping.is_set():
                    if mailbox.wait(WATCH_SECONDS):
                        wake()
            finally:
                mailbox.close()
            return
        except InboxAgentError as error:
            service.log.info("push interrupted", mailbox=box.name, error=str(error))
            service.stopping.wait(service.settings.schedule.poll_seconds)


@contextmanager
def _signals(stopping: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT ask to stop (only the main thread may listen to them)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: stopping.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
