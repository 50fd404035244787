"""`inbox-agent check`: tries everything that the service will need, and says in words what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inbox_agent import config, lexicon, pipeline
from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.files import load_customers, load_prices, load_products
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.config import Settings
from inbox_agent.deliver.smtp import Smtp
from inbox_agent.errors import CatalogueError, InboxAgentError
from inbox_agent.extract import format_proof
from inbox_agent.knowledge import Knowledge
from inbox_agent.mailbox import Cursor, open_mailbox
from inbox_agent.model import RawMail, Route
from inbox_agent.parse.dkim_check import load_keys
from inbox_agent.render import problems
from inbox_agent.store import Store, catalogue, messages, open_store

TRIALS = {
    "en": b"From: a@trial.example\nSubject: Order\n\nPlease send me two of them by Friday.\n",
    "de": b"From: a@trial.example\nSubject: Bestellung\n\nBitte liefern Sie mir bis Freitag zwei davon.\n",
}


@dataclass(frozen=True, slots=True)
class Result:
    """``grade``: ok, note (worth knowing) or wrong."""

    grade: str
    what: str
    words: str


def check(path: Path) -> Iterator[Result]:
    """Everything that can be tried, each for itself; only a config.toml that cannot be read ends it at once."""
    try:
        settings = config.load(path)
    except InboxAgentError as error:
        yield Result("wrong", "configuration", str(error))
        return
    yield Result("ok", "configuration", str(path))
    for what, trial in TRIED.items():
        yield from _tried(what, lambda trial=trial: trial(settings))  # type: ignore[misc]


def _tried(what: str, trial: Callable[[], Iterator[tuple[str, str]]]) -> Iterator[Result]:
    try:
        for grade, words in trial():
            yield Result(grade, what, words)
    except CatalogueError as error:
        yield from (Result("wrong", what, problem) for problem in error.problems or (str(error),))
    except InboxAgentError as error:
        yield Result("wrong", what, str(error))


def _rules(settings: Settings) -> Iterator[tuple[str, str]]:
    """Loads them, understands a small mail in each language with them, and tries each format on its examples."""
    rules = lexicon.load(settings.rules_folder)
    policy = settings.rules_folder / "policy.toml"
    wrong = [
        f'{policy}: {code} = "{route}": must be review, complaint or ignore'
        for code, route in rules.policy.items()
        if route not in (Route.REVIEW, Route.COMPLAINT, Route.IGNORE)
    ]
    known = Knowledge(ProductIndex((), rules), Customers(), PriceList(), rules)
    for language, mail in TRIALS.items():
        for doubt in pipeline.process(RawMail(mail, source=f"{language}.eml"), known).parsed.doubts:
            if doubt.code == "internal_error":
                wrong.append(f"{settings.rules_folder / language}: {doubt.values['error']}")
    for form in rules.formats:
        wrong += [f"{place}: {words}" for place, words in format_proof.problems(form, known)]
        yield from (("note", f"{place}: {words}") for place, words in format_proof.unproved(form, known))
    yield from (("wrong", words) for words in wrong)
    if not wrong:
        yield "ok", str(settings.rules_folder)


def _templates(settings: Settings) -> Iterator[tuple[str, str]]:
    found = problems(settings)
    yield from (("wrong", words) for words in found)
    if not found:
        yield "ok", str(settings.templates_folder)


def _store(settings: Settings) -> Iterator[tuple[str, str]]:
    store = open_store(settings.store.url, settings.base)
    where = store.engine.url.render_as_string(hide_password=True)
    store.close()
    yield "ok", where


def _catalogue(settings: Settings) -> Iterator[tuple[str, str]]:
    """The files that config.toml names; what was imported, for those it does not name."""
    files = settings.catalogue
    store = open_store(settings.store.url, settings.base)
    with store.read() as uow:
        products = load_products(settings.path(files.products)) if files.products else catalogue.products(uow)
        customers = load_customers(settings.path(files.customers)) if files.customers else catalogue.customers(uow)
        prices = load_prices(settings.path(files.prices)) if files.prices else catalogue.prices(uow)
    store.close()
    if not products:
        yield "wrong", "there are no products: name a file under [catalogue], or `inbox-agent import products FILE`"
    else:
        yield "ok", f"{len(products)} products, {len(customers)} customers, {len(prices)} special prices"
    skus = {product.sku for product in products}
    for sku in sorted({row.sku for row in prices} - skus):
        yield "note", f"the price list has {sku}, which is no product"
    for customer in customers:
        if customer.payment_terms.text and customer.payment_terms.method is None:
            yield "note", f'{customer.email}: payment terms "{customer.payment_terms.text}" are not understood'


def _tax(settings: Settings) -> Iterator[tuple[str, str]]:
    home = settings.company.country
    rates = settings.tax.rates.get(home)
    if rates is None:
        yield "wrong", f"no rates for {home}: every order would be reviewed; add [tax.rates.{home}]"
    else:
        yield "ok", f"{home}: " + ", ".join(f"{name} {percent:f} %" for name, percent in rates.items())


def _mailboxes(settings: Settings) -> Iterator[tuple[str, str]]:
    """Connects and reads what is new, without changing anything there."""
    if not settings.mailbox:
        yield "wrong", "config.toml has no [[mailbox]]"
    store = open_store(settings.store.url, settings.base)
    try:
        for box in settings.mailbox:
            yield _mailbox(settings, store, box)
    finally:
        store.close()


def _mailbox(settings: Settings, store: Store, box: config.Mailbox) -> tuple[str, str]:
    with store.read() as uow:
        row = messages.cursor(uow, box.name, box.folder)
    try:
        mailbox = open_mailbox(box, settings)
        try:
            next(iter(mailbox.fetch_new(Cursor(row.uidvalidity, row.uid) if row else Cursor())))
        finally:
            mailbox.close()
    except InboxAgentError as error:
        return "wrong", str(error)
    where = str(box.path) if box.kind == "folder" else f"{box.folder} on {box.host}:{box.port}"
    return "ok", f"{box.name}: {where} can be read"


def _smtp(settings: Settings) -> Iterator[tuple[str, str]]:
    with Smtp(settings.smtp, settings.secret(settings.smtp.password, "smtp: password")):
        yield "ok", f"{settings.smtp.host}:{settings.smtp.port}"


def _complaints(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.complaints.forward_to:
        yield "ok", f"go to {settings.complaints.forward_to}"
    else:
        yield "note", "complaints.forward_to is empty: complaints are kept, and nobody is told"


def _senders(settings: Settings) -> Iterator[tuple[str, str]]:
    if keys := load_keys(settings):
        yield "ok", f"{len(keys)} DKIM keys"


TRIED: dict[str, Callable[[Settings], Iterator[tuple[str, str]]]] = {
    "rules": _rules,
    "templates": _templates,
    "store": _store,
    "catalogue": _catalogue,
    "tax": _tax,
    "mailbox": _mailboxes,
    "smtp": _smtp,
    "complaints": _complaints,
    "senders": _senders,
}
