"""config.toml, typed. An unknown key is an error that names the nearest known one; secrets are never printed."""

import difflib
import os
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from inbox_agent import shipped
from inbox_agent.errors import ConfigError
from inbox_agent.vat import usual_rates


class Section(BaseModel):
    """Base of every table: frozen, no key that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Company(Section):
    name: str
    email: str
    country: str = Field(pattern="^[A-Z]{2}$")
    currency: str = Field(pattern="^[A-Z]{3}$")
    language: Literal["en", "de"] = "en"
    timezone: str = "UTC"
    street: str = ""
    postcode: str = ""
    city: str = ""
    vat_id: str = ""
    phone: str = ""
    website: str = ""
    legal: str = ""
    iban: str = ""
    bic: str = ""
    bank: str = ""
    addresses: tuple[str, ...] = ()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f'"{value}" is no time zone; write one like "Europe/Berlin"')
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Store(Section):
    url: str = "sqlite:///inbox-agent.db"


class Secret(Section):
    """``{ env = "NAME" }``, ``{ file = "path" }``, or a plain string."""

    env: str | None = None
    file: Path | None = None
    text: SecretStr | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if isinstance(value, str | SecretStr):
            return {"text": value}
        if isinstance(value, Secret) or (isinstance(value, dict) and len(value) == 1):
            return value
        raise ValueError('write a string, { env = "NAME" } or { file = "path" }')


class Login(Section):
    host: str = "127.0.0.1"
    port: int = Field(ge=1, le=65535)
    tls: Literal["none", "starttls", "implicit"] = "implicit"
    username: str = ""
    password: Secret = Secret(text=SecretStr(""))
    timeout_seconds: float = Field(default=30, gt=0)


class Folders(Section):
    """Where a message is put when it is done. An empty name leaves it where it is."""

    accepted: str = "Orders/Done"
    review: str = "Orders/Review"
    complaint: str = "Orders/Complaint"
    ignored: str = "Orders/Ignored"


class Mailbox(Login):
    name: str
    kind: Literal["imap", "folder"] = "imap"
    port: int = Field(default=993, ge=1, le=65535)
    path: Path | None = None
    folder: str = "INBOX"
    since: date | None = None
    folders: Folders = Folders()
    authserv_id: str = ""
    max_message_mb: int = Field(default=50, ge=1)


class Smtp(Login):
    port: int = Field(default=465, ge=1, le=65535)


class Complaints(Section):
    forward_to: str = ""


class Replies(Section):
    acknowledge_review: bool = False
    delay_seconds: int = Field(default=120, ge=0)
    max_per_sender_per_day: int = Field(default=20, ge=1)


class Schedule(Section):
    poll_seconds: int = Field(default=60, ge=1)
    dispatch_seconds: int = Field(default=5, ge=1)
    sweep_seconds: int = Field(default=300, ge=1)
    idle: bool = True


class CatalogueFiles(Section):
    products: Path | None = None
    customers: Path | None = None
    prices: Path | None = None


class Desk(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8025, ge=1, le=65535)


class Decide(Section):
    """``accept_at``: an order is confirmed unasked at this confidence or above."""

    accept_at: float = Field(default=0.90, gt=0, le=1)
    absurd_times_largest_pack: Decimal = Decimal(10)
    repeat_days: int = Field(default=5, ge=0)
    price_tolerance_percent: Decimal = Decimal("0.5")


class Senders(Section):
    """``dkim_keys``: a folder of public keys with which signatures are checked here (parse/dkim_check.py)."""

    dkim_keys: Path | None = None


class Orders(Section):
    number: str = "{year}-{sequence:05d}"

    @field_validator("number")
    @classmethod
    def _usable(cls, value: str) -> str:
        try:
            one, two = (value.format(year=2026, sequence=n) for n in (1, 2))
        except (KeyError, IndexError, ValueError) as error:
            raise ValueError('may contain {year} and must contain {sequence}, as in "{year}-{sequence:05d}"') from error
        if one == two:
            raise ValueError("must contain {sequence}, or every order gets the same number")
        return value


class Tax(Section):
    """Percent by tax class, by the country goods go to. A country that is not here is reviewed, never guessed. Without
    any, the usual rates of the company's country count (vat.py)."""

    rates: dict[str, dict[str, Decimal]] = Field(default_factory=dict)


class Zone(Section):
    countries: tuple[str, ...]
    price: Decimal = Field(ge=0)
    per_kg: Decimal = Field(default=Decimal(0), ge=0)
    free_from: Decimal | None = None


class Shipping(Section):
    """One row a zone; the first that lists the country (or "*") counts. No zones: shipping costs nothing."""

    zones: tuple[Zone, ...] = ()
    tax_class: str = "standard"


class PaymentText(Section):
    text: str = ""
    link: str = ""


class Hand(Section):
    """Where confirmed orders are written for fulfilment: a folder of JSON files. Empty: nowhere."""

    folder: Path | None = None


class Settings(Section):
    """The whole of config.toml. ``base`` is the folder that relative paths start from."""

    base: Path = Field(default=Path("."), exclude=True)
    company: Company
    store: Store = Store()
    mailbox: tuple[Mailbox, ...] = ()
    smtp: Smtp = Smtp()
    complaints: Complaints = Complaints()
    replies: Replies = Replies()
    schedule: Schedule = Schedule()
    catalogue: CatalogueFiles = CatalogueFiles()
    desk: Desk = Desk()
    decision: Decide = Decide()
    senders: Senders = Senders()
    orders: Orders = Orders()
    tax: Tax = Tax()
    shipping: Shipping = Shipping()
    payment: dict[str, PaymentText] = Field(default_factory=dict)
    hand_off: Hand = Hand()
    rules: Path | None = None
    templates: Path | None = None

    @model_validator(mode="before")
    @classmethod
    def _usual_tax(cls, data: Any) -> Any:
        match data:
            case {"tax": {"rates": {**rates}}} if rates:
                return data
            case {"company": {"country": str(country)}, "tax": {**tax}}:
                return {**data, "tax": {**tax, "rates": usual_rates(country)}}
            case {"company": {"country": str(country)}} if "tax" not in data:
                return {**data, "tax": {"rates": usual_rates(country)}}
        return data

    def path(self, value: Path) -> Path:
        """A path of config.toml, relative to the file that names it."""
        return value if value.is_absolute() else self.base / value

    @property
    def rules_folder(self) -> Path:
        """``rules``; else the folder beside config.toml if there is one; else the rules the program came with."""
        return self._folder(self.rules, "rules")

    @property
    def templates_folder(self) -> Path:
        """``templates``, found as ``rules_folder`` is."""
        return self._folder(self.templates, "templates")

    def _folder(self, named: Path | None, usual: str) -> Path:
        if named is not None:
            return self.path(named)
        beside = self.base / usual
        return beside if beside.is_dir() else shipped.folder() / usual

    @property
    def own_addresses(self) -> frozenset[str]:
        """Every address that is the company's own: mail from it is never answered (lessons: own mail ingested)."""
        named = [self.company.email, *self.company.addresses, *(box.username for box in self.mailbox)]
        return frozenset(a.lower() for a in named if "@" in a)

    def secret(self, value: Secret, what: str) -> str:
        """The password behind a value; ``what`` names it in the error ("mailbox orders: password")."""
        if value.env is not None:
            if value.env not in os.environ:
                raise ConfigError(f"{what}: the environment variable {value.env} is not set")
            return os.environ[value.env]
        if value.file is not None:
            try:
                return self.path(value.file).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                why = error.strerror if isinstance(error, OSError) else "not text"
                raise ConfigError(f"{what}: cannot read {self.path(value.file)}: {why}") from error
        return value.text.get_secret_value() if value.text else ""


def load(path: Path) -> Settings:
    """Read config.toml. Raises ConfigError with one line that names the file, the key and what to do."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: not found; `inbox-agent init DIR` writes one to start from") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    try:
        return Settings.model_validate({**data, "base": path.resolve().parent})
    except ValidationError as error:
        raise ConfigError(f"{path}: " + "; ".join(_words(e) for e in error.errors())) from None


def _words(error: Any) -> str:
    """One pydantic error as a person would say it; never with the value, which may be a password."""
    where = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = _keys_beside(error["loc"])
        near = difflib.get_close_matches(str(error["loc"][-1]), known, n=1, cutoff=0.5)
        hint = f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(sorted(known))}"
        return f'unknown key "{where}"; {hint}'
    if error["type"] == "missing":
        return f'"{where}" is missing'
    if error["type"] == "tuple_type" and where == "mailbox":
        return "write [[mailbox]] with two brackets: there may be several"
    message = error["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return f'"{where}": {message.replace("a valid tuple", "a list").replace("a valid string", "a text in quotes")}'


def _keys_beside(loc: tuple[Any, ...]) -> list[str]:
    """The keys allowed in the table in which an unknown key stands."""
    model: Any = Settings
    for part in loc[:-1]:
        field = model.model_fields.get(part)
        if field is not None:  # else the place in a list, or a name as "card" in [payment.card]
            model = _section_of(field.annotation) or model
    return [name for name in model.model_fields if name != "base"]


def _section_of(annotation: Any) -> Any:
    """The Section within ``Section``, ``tuple[Section, ...]`` or ``X | Section``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if (found := _section_of(inner)) is not None:
            return found
    return None
