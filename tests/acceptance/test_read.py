"""`inbox-agent read`, as other programs rely on it."""

import json
import mailbox
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .conftest import DEMO, Command, command_in

MAIL = DEMO / "mail"
TIDY = MAIL / "01-tidy-list.eml"
CATALOGUE = ("--products", DEMO / "products.csv", "--customers", DEMO / "customers.csv")
KEYS = {
    "source", "message_id", "from", "subject", "date", "text", "quoted", "forwarded", "signature", "language", "intent",
    "also", "lines", "ship_to", "bill_to", "instructions", "payment_method", "po_number", "requested_date", "decision",
    "confidence", "reasons", "attachments", "total",
}  # fmt: skip
DOUBTFUL = {16, *range(18, 28), 32, 33, 34, 35, 36, 37}  # mails that nobody may just confirm or ignore
LINE_KEYS = {"sku", "name", "quantity", "unit", "asked", "stated_price", "confidence", "evidence", "candidates"}


def objects(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def test_an_order_is_read_with_the_catalogue_alone(command: Command) -> None:
    (found,) = objects(command("read", *CATALOGUE, TIDY))
    assert found.keys() == KEYS
    assert found["source"] == TIDY.name
    assert found["from"] == {"name": "Veronika Sonnleitner", "email": "vroni@imkerei-sonnleitner.example"}
    assert found["intent"]["label"] == "order"
    assert found["language"] == "de"
    assert [(line["sku"], line["quantity"]) for line in found["lines"]] == [
        ("GLAS-500", "240"), ("DECK-82-W", "240"), ("ETI-WA", "3"), ("EI-25", "2"),
    ]  # fmt: skip
    assert all(line.keys() == LINE_KEYS for line in found["lines"])
    assert found["decision"] == "accept"
    assert found["total"] is None


def test_with_a_configuration_it_is_priced(command: Command) -> None:
    (found,) = objects(command("read", "--config", DEMO / "config.toml", TIDY))
    # 240 x 0.46 (trade), 240 x 0.14, 3 x 11.90, 2 x 6.10, shipping 6.90, 19 %
    assert found["total"] == {
        "net": "191.90", "tax": "37.77", "shipping": "6.90", "gross": "236.57", "currency": "EUR",
    }  # fmt: skip


@pytest.fixture(scope="module")
def every_mail(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """All mails of the demo, read in one run."""
    return objects(command_in(tmp_path_factory.mktemp("read"))("read", *CATALOGUE, MAIL))


def test_every_mail_gets_its_object_in_the_order_of_names(every_mail: list[dict[str, Any]]) -> None:
    assert [o["source"] for o in every_mail] == sorted(path.name for path in MAIL.iterdir())
    assert all(o.keys() == KEYS and o["total"] is None for o in every_mail)
    decisions = {int(o["source"][:2]): o["decision"] for o in every_mail}
    assert {decisions[n] for n in (28, 29, 30, 31)} == {"ignore"}  # machines and spam
    assert decisions[17] == "complaint"
    assert not {decisions[n] for n in DOUBTFUL} & {"accept", "ignore"}


def test_evidence_points_at_the_words(every_mail: list[dict[str, Any]]) -> None:
    seen = 0
    for found in every_mail:
        texts = {"body": found["text"], **{name: found[name] for name in ("subject", "quoted", "forwarded")}}
        evidence = [e for part in (*found["lines"], *found["reasons"]) for e in part["evidence"]]
        for one in evidence:
            assert one["rule"]
            if one["source"] in texts and "start" in one:
                assert texts[one["source"]][one["start"] : one["end"]] == one["text"]
                seen += 1
    assert seen > 50


def test_standard_input(command: Command) -> None:
    (found,) = objects(command("read", *CATALOGUE, "-", stdin=TIDY.read_bytes()))
    assert found["source"] == "-"
    assert found["decision"] == "accept"


def test_a_maildir_and_an_mbox(command: Command, tmp_path: Path) -> None:
    boxes = (mailbox.Maildir(tmp_path / "Maildir"), mailbox.mbox(tmp_path / "box.mbox"))
    for box in boxes:
        for name in ("01-tidy-list.eml", "28-out-of-office.eml"):
            box.add((MAIL / name).read_bytes())
        box.flush()
    found = objects(command("read", *CATALOGUE, tmp_path / "Maildir", tmp_path / "box.mbox"))
    assert sorted(o["intent"]["label"] for o in found) == ["auto_reply", "auto_reply", "order", "order"]


def test_what_is_no_message_is_still_accounted_for(command: Command, tmp_path: Path) -> None:
    for name, garbage in {"a": b"", "b": b"\x00\xff\xfe\x80" * 300, "c": b"no header at all"}.items():
        (tmp_path / name).write_bytes(garbage)
    found = objects(command("read", *CATALOGUE, "a", "b", "c", TIDY))
    assert [o["source"] for o in found] == ["a", "b", "c", TIDY.name]
    assert all(o.keys() == KEYS for o in found)
    assert [o["decision"] for o in found] == ["review", "review", "review", "accept"]
    assert "unreadable" in [reason["code"] for reason in found[1]["reasons"]]


def test_earlier_mails_of_the_run_are_history_whatever_their_names(command: Command, tmp_path: Path) -> None:
    """The same order again: the one that is later by its Date is the repetition."""
    data = TIDY.read_bytes()
    (tmp_path / "z-first.eml").write_bytes(data)
    later = data.replace(b"Mon, 05 Oct 2026 07:42:17", b"Tue, 06 Oct 2026 09:00:00")
    (tmp_path / "a-again.eml").write_bytes(later.replace(b"<2610050742", b"<again"))
    done = command("read", *CATALOGUE, tmp_path / "a-again.eml", tmp_path / "z-first.eml")
    found = {o["source"]: o for o in objects(done)}
    assert found["z-first.eml"]["decision"] == "accept"
    assert "repeat_order" in [reason["code"] for reason in found["a-again.eml"]["reasons"]]


def test_a_path_that_is_not_there(command: Command) -> None:
    assert "nowhere.eml" in one_line(command("read", *CATALOGUE, "nowhere.eml"))


def test_without_any_catalogue(command: Command) -> None:
    assert "--products" in one_line(command("read", TIDY))


def test_a_catalogue_with_a_broken_row(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("sku,name,unit,price\nA-1,Bowl,each,cheap\n", encoding="utf-8")
    assert "products.csv:2: price" in one_line(command("read", "--products", file, TIDY))


def test_rules_that_are_not_there(command: Command, tmp_path: Path) -> None:
    assert str(tmp_path) in one_line(command("read", *CATALOGUE, "--rules", tmp_path, TIDY))
