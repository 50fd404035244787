"""`inbox-agent rules test`: a shop writes a parsing rule and sees what it does."""

import shutil
from pathlib import Path

import pytest

from inbox_agent import shipped

from .conftest import DEMO, Command, Shop

FORMAT = (
    r"""
name = "Heath form"

[when]
from = ["*@heath.example"]

[fields.po_number]
pattern = '^Ref (?P<value>\S+)$'

[[line]]
pattern = '^#(?P<position>\d+) (?P<sku>\S+) x(?P<quantity>\d+)$'

[[example]]
text = """
    + '"""'
    + """
Ref H-1
#1 GLAS-500 x24
"""
    + '"""'
    + """
lines = [{ sku = "GLAS-500", quantity = "24" }]
"""
)
MAIL = b"""From: Bea Heath <bea@heath.example>
Subject: Order
Date: Mon, 16 Nov 2026 09:00:00 +0000

Ref H-77
#1 GLAS-500 x48
#2 EI-25 x3
"""
CATALOGUE = ("--products", DEMO / "products.csv", "--customers", DEMO / "customers.csv")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A shop's own rules, with a format; two messages beside."""
    folder = tmp_path / "rules"
    shutil.copytree(shipped.folder() / "rules", folder)
    (folder / "formats" / "heath.toml").write_text(FORMAT, encoding="utf-8")
    (tmp_path / "a.eml").write_bytes(MAIL)
    (tmp_path / "b.eml").write_bytes(MAIL.replace(b"heath", b"moor"))
    return folder


def said(text: str) -> list[str]:
    """Lines with each run of blanks as one."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_which_rule_matched_where_and_what_was_read(command: Command, rules: Path) -> None:
    done = command("rules", "test", "--rules", rules, *CATALOGUE, "a.eml", "b.eml")
    assert (done.returncode, done.stderr) == (1, "")  # no format reads the second one
    first, second = done.stdout.split("b.eml ", maxsplit=1)
    lines = said(first)
    assert lines[0].startswith("a.eml Bea Heath <bea@heath.example>")
    assert "applies Heath form to body, subject" in lines
    assert "no Example form the sender bea@heath.example is not *@your-customer.example" in lines
    assert "line 1 body 2 position 1, sku GLAS-500, quantity 48" in lines
    assert "po_number body 1 value H-77" in lines
    assert any(line.startswith("48 each GLAS-500 ") and "by format: Heath form" in line for line in lines)
    assert any(line.startswith("decision review") for line in lines)
    assert "no Heath form the sender bea@moor.example is not *@heath.example" in said(second)
    assert "Heath form, rule by rule" not in second


def test_without_a_catalogue_what_the_patterns_found(command: Command, rules: Path) -> None:
    done = command("rules", "test", "--rules", rules, "-", stdin=MAIL)
    assert (done.returncode, done.stderr) == (0, "")
    assert "line 1 body 3 position 2, sku EI-25, quantity 3" in said(done.stdout)
    assert "decision none without a catalogue: --products FILE, or --config FILE" in said(done.stdout)


def test_two_formats_for_one_message(command: Command, rules: Path) -> None:
    (rules / "formats" / "more.toml").write_text(FORMAT.replace("Heath form", "Heath again"), encoding="utf-8")
    done = command("rules", "test", "--rules", rules, *CATALOGUE, "a.eml")
    assert done.returncode == 1
    assert "more than one applies: say more under [when]" in said(done.stdout)
    assert any("Heath form, Heath again" in line for line in said(done.stdout))


def test_an_example_that_does_not_hold(command: Command, rules: Path) -> None:
    file = rules / "formats" / "heath.toml"
    file.write_text(FORMAT.replace("x24", "x25"), encoding="utf-8")
    done = command("rules", "test", "--rules", rules)
    assert done.returncode == 2
    assert [line.split()[0] for line in done.stdout.splitlines()[:2]] == ["ok", "WRONG"]
    assert f"{file}:13: line 2 of the text: expected quantity “24”, found quantity “25”" in done.stdout


@pytest.mark.parametrize("words", [("rules", "test", "a.eml"), ("read", *CATALOGUE, "a.eml")])
def test_a_bad_rule_is_refused_everywhere(words: tuple[str, ...], command: Command, rules: Path) -> None:
    file = rules / "formats" / "heath.toml"
    file.write_text(FORMAT.replace("(?P<sku>", "(?P<skew>"), encoding="utf-8")
    done = command(*words, "--rules", rules)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert f'{file}:11: group "skew" is no column that columns.toml knows; did you mean "sku"?' in done.stderr


def test_init_writes_one_to_start_from(command: Command, tmp_path: Path) -> None:
    assert command("init", "own").returncode == 0
    assert "[[example]]" in (tmp_path / "own" / "rules" / "formats" / "example.toml").read_text(encoding="utf-8")


def test_a_file_that_is_not_there(command: Command, rules: Path) -> None:
    done = command("rules", "test", "--rules", rules, "nowhere.eml")
    assert done.returncode == 2 and "nowhere.eml" in done.stderr


def test_check_names_a_format_that_does_not_hold(shop: Shop, rules: Path) -> None:
    own = shop.folder / "rules"
    rules.rename(own)
    assert shop.run("rules", "test").returncode == 0  # those of config.toml
    file = own / "formats" / "heath.toml"
    file.write_text(FORMAT.replace("x24", "x25"), encoding="utf-8")
    done = shop.run("check")
    wrong = [line for line in done.stdout.splitlines() if line.startswith("wrong")]
    assert done.returncode == 1 and len(wrong) == 1 and f"{file}:13: line 2 of the text" in wrong[0]
