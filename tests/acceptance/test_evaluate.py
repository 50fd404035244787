"""`inbox-agent evaluate DIR`: labelled mail scored, its misses shown."""

import json
from pathlib import Path

import pytest

from inbox_agent.training.evaluation import upper_bound

from .conftest import Command

ORDER = "From: a@{name}.example\nTo: shop@shop.example\nDate: Mon, 5 Oct 2026 09:0{n}:00 +0200\nMessage-ID: <{n}@x>\n\n"
MAILS = {
    "right.eml": ("Please send 3 brass hinges.\n", [{"sku": "H-1", "quantity": "3"}], "accept"),
    "other-lines.eml": ("Please send 2 brass hinges.\n", [{"sku": "H-1", "quantity": "5"}], "accept"),
    "asks.eml": ("Do you have brass hinges?\n", [], "review"),
}


@pytest.fixture
def business(tmp_path: Path) -> Path:
    folder = tmp_path / "hinges"
    (folder / "mail").mkdir(parents=True)
    (folder / "products.csv").write_text("sku,name,unit,price\nH-1,brass hinge,each,2.50\n")
    (folder / "customers.csv").write_text(
        "email,name,ship_street,ship_postcode,ship_city,ship_country\n"
        "a@joiner.example,Ann Joiner,1 Mill Lane,LS9 8AB,Leeds,GB\n"
    )
    gold = []
    for n, (name, (text, lines, decision)) in enumerate(MAILS.items()):
        (folder / "mail" / name).write_text(ORDER.format(name="joiner", n=n) + text)
        intent = "order" if lines else "question"
        gold.append({"file": name, "intent": intent, "language": "en", "lines": lines, "decision": decision})
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)))
    return folder


def test_figures_of_a_folder_of_businesses(command: Command, business: Path) -> None:
    done = command("evaluate", str(business.parent), "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["business"]["hinges"]
    assert figures["mails"] == 3
    assert figures["line_f1"] == 0.5
    assert (figures["accepted"], figures["wrong_accepts"], figures["touchless"]) == (2, 1, 0.5)
    assert (figures["intent"], figures["decision"], figures["reviews_kept"]) == (1.0, 1.0, 1.0)


def test_each_miss_is_shown_beside_its_mail(command: Command, business: Path) -> None:
    shown = command("evaluate", str(business), "--errors").stdout
    assert "WRONGLY CONFIRMED" in shown
    assert "missing 5 × H-1; too many 2 × H-1" in shown
    assert "| Please send 2 brass hinges." in shown
    assert "right.eml" not in shown


def test_only_the_named_part_is_read(command: Command, business: Path) -> None:
    (business.parent / "split.toml").write_text('test = ["hinges"]\nbuild = []\n')
    assert '"mails": 3' in command("evaluate", str(business.parent), "--part", "test", "--json").stdout
    done = command("evaluate", str(business.parent), "--part", "best")
    assert done.returncode == 2
    assert "no part 'best'; there are test, build" in done.stderr


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        ("{", "gold.jsonl:1: not JSON"),
        ('{"file": "right.eml"}', "gold.jsonl:1: lacks intent"),
        (None, "no labelled mail"),
    ],
)
def test_what_is_wrong_with_the_labels_is_said(command: Command, business: Path, gold: str | None, said: str) -> None:
    if gold is None:
        (business / "gold.jsonl").unlink()
    else:
        (business / "gold.jsonl").write_text(gold)
    done = command("evaluate", str(business))
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("wrong", "of", "bound"), [(0, 299, 0.01), (0, 10, 0.259), (3, 3, 1.0), (1, 20, 0.216)])
def test_the_bound_that_a_sample_allows(wrong: int, of: int, bound: float) -> None:
    """Values of the Clopper-Pearson table, one-sided 95 %."""
    assert upper_bound(wrong, of) == pytest.approx(bound, abs=0.001)
