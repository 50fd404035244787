"""config.toml as its owner meets it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from inbox_agent import config
from inbox_agent.errors import ConfigError

COMPANY = """
[company]
name = "Drehwerk"
email = "post@drehwerk.example"
country = "DE"
currency = "EUR"
"""


def load(folder: Path, text: str) -> config.Settings:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(path)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "unknown", "near"),
    [
        ("[replies]\ndelay_second = 3", "replies.delay_second", "delay_seconds"),
        ("[replys]\ndelay_seconds = 3", "replys", "replies"),
        ('[[mailbox]]\nname = "a"\nhosst = "b"', "mailbox.1.hosst", "host"),
        ('[[mailbox]]\nname = "a"\nfolders = { done = "x", acepted = "y" }', "mailbox.1.folders.acepted", "accepted"),
        ('[[mailbox]]\nname = "a"\npassword = { env_ = "X" }', "mailbox.1.password.env_", "env"),
        ("[[shipping.zones]]\ncountries = []\nprice = 1\nfree_form = 2", "shipping.zones.1.free_form", "free_from"),
        ('[payment.card]\ntxt = "x"', "payment.card.txt", "text"),
    ],
)
def test_an_unknown_key_names_the_nearest_known_one(tmp_path: Path, text: str, unknown: str, near: str) -> None:
    message = refused(tmp_path, COMPANY + text)
    assert f'unknown key "{unknown}"' in message
    assert f'did you mean "{near}"?' in message
    assert str(tmp_path / "config.toml") in message


def test_an_unknown_key_that_is_like_none_lists_what_is_known(tmp_path: Path) -> None:
    message = refused(tmp_path, COMPANY + "[desk]\nxyz = 1")
    assert "known here: host, port" in message


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[schedule]\npoll_seconds = 'often'", '"schedule.poll_seconds"'),
        ("[schedule]\npoll_seconds = 0", '"schedule.poll_seconds"'),
        ("[schedule]\nidle = 'maybe'", '"schedule.idle"'),
        ("[smtp]\nport = 70000", '"smtp.port"'),
        ("[smtp]\ntls = 'ssl'", '"smtp.tls"'),
        ("[smtp]\npassword = 12345", '"smtp.password"'),
        ('[mailbox]\nname = "a"', "[[mailbox]]"),
        ("[[mailbox]]\nport = 143", '"mailbox.1.name" is missing'),
        ('[orders]\nnumber = "A{count}"', '"orders.number"'),
        ("[tax.rates.DE]\nstandard = 'nineteen'", '"tax.rates.DE.standard"'),
        ("[decision]\naccept_at = 90", '"decision.accept_at"'),
        ("[decision", "not valid TOML"),
    ],
)
def test_a_wrong_value_is_told_by_its_key_in_one_line(tmp_path: Path, text: str, names: str) -> None:
    message = refused(tmp_path, COMPANY + text)
    assert names in message
    assert "\n" not in message


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    message = refused(tmp_path, "[company]\nname = 'x'\nland = 'DE'")
    for part in ("email", "country", "currency", "land"):
        assert part in message


@pytest.mark.parametrize("zone", ["Berlin", "Europe/Berlim", ""])
def test_a_time_zone_must_exist(tmp_path: Path, zone: str) -> None:
    assert "time zone" in refused(tmp_path, COMPANY + f'timezone = "{zone}"')


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml: not found; `inbox-agent init DIR`"):
        config.load(tmp_path / "config.toml")


def test_since_is_a_date(tmp_path: Path) -> None:
    (box,) = load(tmp_path, COMPANY + '[[mailbox]]\nname = "a"\nsince = 2026-01-01').mailbox
    assert box.since == date(2026, 1, 1)


# ---- secrets -----------------------------------------------------------------------------------------------------


def mailbox(password: str) -> str:
    return f'{COMPANY}[[mailbox]]\nname = "a"\npassword = {password}'


def secret(settings: config.Settings) -> str:
    return settings.secret(settings.mailbox[0].password, "mailbox a: password")


def test_a_secret_comes_from_the_environment_a_file_or_the_string(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOX_PASSWORD", "from env")
    (tmp_path / "secret.txt").write_text("from file\n", encoding="utf-8")
    assert secret(load(tmp_path, mailbox('{ env = "BOX_PASSWORD" }'))) == "from env"
    assert secret(load(tmp_path, mailbox('{ file = "secret.txt" }'))) == "from file"
    assert secret(load(tmp_path, mailbox('"plain"'))) == "plain"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ('{ env = "NOT_SET_ANYWHERE" }', "mailbox a: password: the environment variable NOT_SET_ANYWHERE is not set"),
        ('{ file = "nowhere.txt" }', "nowhere.txt: No such file"),
    ],
)
def test_a_secret_that_is_not_there_is_told(tmp_path: Path, password: str, says: str) -> None:
    settings = load(tmp_path, mailbox(password))
    with pytest.raises(ConfigError) as caught:
        secret(settings)
    assert says in str(caught.value)


def test_a_secret_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOX_PASSWORD", "hunter2")
    for password in ('"hunter2"', '{ env = "BOX_PASSWORD" }'):
        settings = load(tmp_path, mailbox(password))
        shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
        assert "hunter2" not in shown


@pytest.mark.parametrize("password", ['["hunter2"]', '{ env = ["hunter2"] }', '{ pass = "hunter2" }', '"hunter2"\nx=1'])
def test_a_secret_is_not_in_an_error_either(tmp_path: Path, password: str) -> None:
    assert "hunter2" not in refused(tmp_path, mailbox(password))


# ---- what follows from the settings --------------------------------------------------------------------------------


def test_own_addresses_are_the_companys_and_the_mailboxes(tmp_path: Path) -> None:
    text = (
        COMPANY + 'addresses = ["Info@drehwerk.example"]\n[[mailbox]]\nname = "a"\nusername = "best@drehwerk.example"'
    )
    assert load(tmp_path, text).own_addresses == {
        "post@drehwerk.example",
        "info@drehwerk.example",
        "best@drehwerk.example",
    }


def test_rules_beside_the_file_go_before_the_ones_that_came_with_the_program(tmp_path: Path) -> None:
    settings = load(tmp_path, COMPANY)
    assert (settings.rules_folder / "policy.toml").is_file()
    (tmp_path / "rules").mkdir()
    assert settings.rules_folder == tmp_path / "rules"
    assert load(tmp_path, 'rules = "words"\n' + COMPANY).rules_folder == tmp_path / "words"


@pytest.mark.parametrize(
    ("home", "to", "standard"),
    [("DE", "DE", "19"), ("DE", "AT", "20"), ("GB", "GB", "20"), ("GB", "DE", None), ("DE", "US", None)],
)
def test_the_usual_tax_rates_hold_where_none_are_given(
    tmp_path: Path, home: str, to: str, standard: str | None
) -> None:
    settings = load(tmp_path, COMPANY.replace('"DE"', f'"{home}"'))
    rate = settings.tax.rates.get(to, {}).get("standard")
    assert rate == (Decimal(standard) if standard else None)


def test_tax_rates_that_are_given_are_the_only_ones(tmp_path: Path) -> None:
    settings = load(tmp_path, COMPANY + "[tax.rates.DE]\nstandard = 18.5")
    assert settings.tax.rates == {"DE": {"standard": Decimal("18.5")}}
