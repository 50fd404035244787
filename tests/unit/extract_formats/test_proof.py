"""Each format proves itself on its own examples."""

from pathlib import Path

import pytest

from inbox_agent.extract import format_proof
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules, format_file
from inbox_agent.lexicon.formats import Format

GOOD = (
    r"""name = "Firm"
dates = "31.12.2026"

[when]
from = ["*@firm.example"]
text = '^Order form$'

[fields.po_number]
pattern = '^No (?P<value>\S+)$'

[fields.requested_date]
pattern = '^On (?P<value>.+)$'

[fields.ship_to]
after = '^To'

[[line]]
pattern = '^(?P<quantity>\d+) of (?P<item>.+)$'

[[example]]
text = """
    + '"""'
    + """
Order form
No A-1
On 20.11.
To: Elm Ltd, 5 High Street, Leeds LS1 4AP

3 of nails
4 of screws
"""
    + '"""'
    + """
lines = [{ quantity = "3", item = "nails" }, { item = "screws" }]
po_number = "A-1"
requested_date = 2026-11-20
ship_to = { city = "Leeds" }
"""
)


def one(text: str, folder: Path, words: format_file.Words) -> Format:
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    (found,) = format_file.load([folder / "firm.toml"], words)
    return found


@pytest.mark.parametrize("state", ["", "active = false\n"])
def test_one_that_is_right(state: str, tmp_path: Path, words: format_file.Words, shop: Knowledge) -> None:
    form = one(state + GOOD, tmp_path, words)
    assert list(format_proof.problems(form, shop)) == []
    assert list(format_proof.unproved(form, shop)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Order form\nNo", "Offer\nNo", "the example does not fit [when]: no line has anything like ^Order form$"),
        ("3 of nails\n", "", "expected 2 lines, found 1"),
        ("3 of nails\n", "3 of nails\n5 of bolts\n", "expected 2 lines, found 3"),
        ("3 of nails\n", "7 of nails\n", "line 6 of the text: expected quantity “3”, found quantity “7”"),
        ("No A-1\n", "", "po_number: expected “A-1”, found nothing"),
        ("No A-1\n", "No A-1\nNo A-2\n", "po_number: expected “A-1”, found “A-1” and “A-2”"),
        ("On 20.11.\n", "On 21.11.\n", "requested_date: expected “2026-11-20”, found “2026-11-21”"),
        ("On 20.11.\n", "On request\n", "cannot be understood (contradictory_date): On request"),
        (", Leeds LS1 4AP", "", "cannot be understood (doubtful_address): To: Elm Ltd, 5 High Street"),
        ('{ city = "Leeds" }', '{ city = "York" }', "ship_to: expected city “York”, found city “Leeds”"),
    ],
)
def test_one_that_reads_otherwise(
    old: str, new: str, said: str, tmp_path: Path, words: format_file.Words, shop: Knowledge
) -> None:
    assert old in GOOD
    found = list(format_proof.problems(one(GOOD.replace(old, new, 1), tmp_path, words), shop))
    assert any(words_.startswith(said) for _, words_ in found), found
    assert all(place.endswith("firm.toml:20") for place, _ in found)


def test_rules_that_no_example_has(tmp_path: Path, words: format_file.Words, shop: Knowledge) -> None:
    more = "[[line]]\nname = 'weight'\npattern = '^(?P<quantity>\\d+) kg (?P<item>.+)$'\n"
    form = one(GOOD.replace("[[example]]", more + "\n[ignore]\npatterns = ['^Page']\n[[example]]"), tmp_path, words)
    assert [what for _, what in format_proof.unproved(form, shop)] == [
        "weight matches nothing in the examples", "ignored pattern 1 matches nothing in the examples",
    ]  # fmt: skip


def test_what_the_project_ships_is_right(rules: Rules, shop: Knowledge) -> None:
    assert rules.formats
    for form in rules.formats:
        assert all(sender.endswith(".example") for sender in form.when.senders) and form.when.senders
        assert list(format_proof.problems(form, shop)) == []
        assert list(format_proof.unproved(form, shop)) == []
