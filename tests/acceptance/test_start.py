"""The first steps of a new user: help, init, check, import, and what goes wrong with them."""

import time
from pathlib import Path

import pytest

from .conftest import Command, Shop, Sink


def test_help_comes_at_once(command: Command) -> None:
    start = time.monotonic()
    done = command("--help")
    assert done.returncode == 0 and "review" in done.stdout
    assert time.monotonic() - start < 2  # on a busy machine; half a second otherwise


@pytest.mark.parametrize(
    "words", [["reed"], ["run", "--twice"], ["review"], ["review", "approve"], ["import", "stars", "x.csv"], ["ledger"]]
)
def test_a_wrong_command_line_is_one_line_and_exit_code_2(command: Command, words: list[str]) -> None:
    done = command(*words)
    assert done.returncode == 2
    assert done.stdout == "" and len(done.stderr.splitlines()) == 1, done.stderr


def test_init_lays_out_what_check_understands(command: Command, tmp_path: Path) -> None:
    done = command("init", "shop")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "shop"
    assert {"config.toml", "rules", "templates"} == {path.name for path in folder.iterdir()}
    assert (folder / "rules" / "de").is_dir() and (folder / "templates" / "en").is_dir()

    checked = command("check", cwd=folder)
    assert checked.returncode == 1
    lines = checked.stdout.splitlines()
    assert any(line.startswith("ok") and "rules" in line for line in lines)
    assert any(line.startswith("ok") and "templates" in line for line in lines)
    assert any("wrong" in line and "ORDERS_PASSWORD" in line for line in lines)
    assert any("wrong" in line and "127.0.0.1:465" in line for line in lines)
    assert any("wrong" in line and "no products" in line for line in lines)


def test_init_overwrites_nothing(command: Command, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "config.toml").write_text("mine", encoding="utf-8")
    done = command("init", "shop")
    assert done.returncode == 2 and "config.toml" in done.stderr
    assert (tmp_path / "shop" / "config.toml").read_text(encoding="utf-8") == "mine"


def test_check_of_a_shop_that_is_right(shop: Shop) -> None:
    done = shop.run("check")
    assert done.returncode == 0, done.stdout
    assert all(line.startswith(("ok", "note")) for line in done.stdout.splitlines())


def test_check_names_everything_that_is_wrong(shop: Shop, sink: Sink) -> None:
    shop.change('path = "mail"', 'path = "nowhere"')
    shop.change(f"port = {sink.port}", "port = 1")
    (shop.folder / "products.csv").write_text("sku,name,unit,price\nA,,each,1\nB,Bowl,each,x\n", encoding="utf-8")
    done = shop.run("check")
    wrong = [line for line in done.stdout.splitlines() if line.startswith("wrong")]
    assert done.returncode == 1
    assert any("nowhere" in line for line in wrong)
    assert any("127.0.0.1:1" in line for line in wrong)
    assert any("products.csv:2: name" in line for line in wrong)
    assert any("products.csv:3: price" in line for line in wrong)


def test_check_tells_which_terms_it_did_not_understand(shop: Shop) -> None:
    path = shop.folder / "customers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Lastschrift", "bei Vollmond"), encoding="utf-8")
    done = shop.run("check")
    assert any(line.startswith("note") and "bei Vollmond" in line for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "old", "new", "says"),
    [
        (["run", "--once"], "delay_seconds = 0", "delay_second = 0", 'did you mean "delay_seconds"?'),
        (["ledger"], 'currency = "EUR"', 'currency = "Euro"', "company.currency"),
        (["review", "list"], "[complaints]", "[complaints", "not valid TOML"),
    ],
)
def test_a_bad_configuration_stops_a_command(shop: Shop, words: list[str], old: str, new: str, says: str) -> None:
    shop.change(old, new)
    done = shop.run(*words)
    assert done.returncode == 2
    assert says in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_traceback_only_with_debug(command: Command) -> None:
    assert "Traceback" not in command("ledger").stderr
    assert "Traceback" in command("ledger", "--debug").stderr


# ---- import ------------------------------------------------------------------------------------------------------

BROKEN = "sku,name,unit,price\nSIEB-F,Feinsieb,each,12.50\nSIEB-G,Grobsieb,each,teuer\n"


def test_import_refuses_a_file_with_a_broken_row(shop: Shop) -> None:
    shop.change('products = "products.csv"\n', "")
    (shop.folder / "new.csv").write_text(BROKEN, encoding="utf-8")
    done = shop.run("import", "products", "new.csv")
    assert done.returncode == 1
    assert "new.csv:3: price" in done.stderr
    assert "no products" in shop.run("check").stdout


def test_import_takes_the_good_rows_when_asked_to(shop: Shop) -> None:
    shop.change('products = "products.csv"\n', "")
    (shop.folder / "new.csv").write_text(BROKEN, encoding="utf-8")
    done = shop.run("import", "products", "new.csv", "--skip-bad")
    assert done.returncode == 0
    assert "new.csv:3: price" in done.stderr and "1 products imported" in done.stdout


def test_import_is_refused_where_a_file_is_the_truth(shop: Shop) -> None:
    done = shop.run("import", "customers", "customers.csv")
    assert done.returncode == 1 and "catalogue.customers" in done.stderr


def test_import_of_a_file_that_is_not_there(shop: Shop) -> None:
    shop.change('prices = "prices.csv"\n', "")
    done = shop.run("import", "prices", "nowhere.csv")
    assert done.returncode == 1
    assert "nowhere.csv" in done.stderr and len(done.stderr.splitlines()) == 1
