"""A file of rules/formats/ that cannot be used is refused with file, line and reason."""

from pathlib import Path

import pytest

from inbox_agent.errors import RulesError
from inbox_agent.lexicon import format_file

GOOD = r"""name = "Firm"
dates = "31.12.2026"

[when]
from = ["*@firm.example"]

[fields.po_number]
pattern = '^Order (?P<value>\S+)$'

[fields.payment_method]
pattern = '^Pay (?P<value>.+)$'
values = { "A" = "invoice" }

[fields.ship_to]
pattern = '^To (?P<street>.+), (?P<city>.+)$'

[[line]]
pattern = '^(?P<quantity>\d+) (?P<sku>\S+)$'

[[line]]
pattern = ['^(?P<item>.+)$', '^Qty (?P<quantity>\d+)$']

[columns]
"Ref" = "sku"

[ignore]
patterns = ['^Page \d+$']
phrases = ["valid without signature"]

[[example]]
text = '''
3 AB-1
line = of the text, no key
'''
lines = [{ sku = "AB-1", quantity = "3" }]
"""


def loaded(text: str, folder: Path, words: format_file.Words) -> str:
    """What is said about that file, without the folder; "" when it is right."""
    file = folder / "firm.toml"
    file.write_text(text, encoding="utf-8")
    try:
        format_file.load([file], words)
    except RulesError as error:
        assert "\n" not in str(error)
        return str(error).replace(f"{file}:", "").strip()
    return ""


def test_a_good_one_is_taken(tmp_path: Path, words: format_file.Words) -> None:
    assert loaded(GOOD, tmp_path, words) == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Firm"', "name = Firm", "1: no valid TOML"),
        ('dates = "31.12.2026"', 'dates = "31.12.2026', "2: no valid TOML"),
        ("[columns]", "[column]", '23: unknown key "column"; did you mean "columns"?'),
        ("[[line]]\npattern = '", "[[line]]\npatern = '", '18: unknown key "patern"; did you mean "pattern"?'),
        ("from = [", "sender = [", '5: unknown key "sender"; known here: from, subject, text'),
        ('name = "Firm"', 'file = "x"\nname = "Firm"', '1: unknown key "file"'),
        ('name = "Firm"\n', "", '1: "name" is missing'),
        ('name = "Firm"', 'name = ""', '1: "name"'),
        ('name = "Firm"', "name = 5", '1: "name": must be a text in quotes'),
        ('from = ["*@firm.example"]', 'from = "*@firm.example"', '5: "when.from" must be a list'),
        ('from = ["*@firm.example"]', 'from = ["firm"]', "5: \"when.from.1\": 'firm' is no sender"),
        ('from = ["*@firm.example"]', 'from = ["*@*"]', "5: \"when.from.1\": '*@*' is no sender"),
        ('from = ["*@firm.example"]', "", "4: [when] says nothing"),
        ('from = ["*@firm.example"]', "text = '.+'", "5: '.+' fits every line"),
        ('from = ["*@firm.example"]', "subject = '.*'", "5: \"when.subject\": '.*': it may match nothing"),
        ('dates = "31.12.2026"', 'dates = "1.2.2026"', '2: "dates": write how the form shows 31 December 2026'),
        ('dates = "31.12.2026"', 'numbers = "12"', '2: "numbers": write how the form shows 1234'),
        ('dates = "31.12.2026"', 'unit = "boks"', '2: unit "boks" is not in units.toml; did you mean "box"?'),
        (r"^Order (?P<value>\S+)$", r"^Order (?P<value>\S+$", '8: "fields.po_number.pattern": \'^Order'),
        (r"^Order (?P<value>\S+)$", r"^Order (?P<number>\S+)$", '8: group "number" is nothing that can be meant here'),
        (r"^Order (?P<value>\S+)$", r"^Order \S+$", "8: the group (?P<value>…) is missing"),
        (r"^Order (?P<value>\S+)$", r"^(\w+ ?)+(?P<value>x)$", "a repeat (+ or *) stands inside another one"),
        ("[fields.po_number]\n", "[fields.po_number]\nafter = '^No'\n", "7: give either a pattern, or after"),
        ("[fields.po_number]", "[fields.po_numbers]", '7: unknown key "po_numbers"; did you mean "po_number"?'),
        ('"A" = "invoice"', '"A" = "invoce"', '12: "invoce" is no payment method; did you mean "invoice"?'),
        (", (?P<city>.+)", "", "15: the group (?P<city>…) is missing"),
        ("(?P<city>.+)", "(?P<town>.+)", '15: group "town" is nothing that can be meant here'),
        ("(?P<sku>", "(?P<skus>", '18: group "skus" is no column that columns.toml knows; did you mean "sku"?'),
        ("(?P<sku>", "(?P<their_sku>", "18: no group says what is ordered"),
        (r"^(?P<quantity>\d+) (?P<sku>", r"^\d+ (?P<sku>", "18: no group (?P<quantity>…) says how many"),
        (r"(?P<quantity>\d+) (?P<sku>\S+)$", r"(?P<quantity>.)(?P<sku>.+)$", "18: '^(?P<quantity>.)(?P<sku>.+)$' fits"),
        (r", '^Qty (?P<quantity>\d+)$'", "", "21: no group (?P<quantity>…) says how many"),
        (r"['^(?P<item>.+)$', '^Qty (?P<quantity>\d+)$']", "[]", '21: "line.2.pattern": must be a pattern, or a list'),
        ('"Ref" = "sku"', '"Ref" = "skuu"', '24: column "skuu" is no column that columns.toml knows'),
        ("'^Page", "'.+', '^Page", "27: '.+' fits every line"),
        ("valid without signature", "…", "28: '…' is too short"),
        ('lines = [{ sku = "AB-1"', 'lines = [{ num = "AB-1"', '35: group "num" is no column'),
        ("[[example]]", "[[examples]]", '30: unknown key "examples"; did you mean "example"?'),
        (GOOD[GOOD.index("[[example]]") :], "", "1: it has no [[example]]"),
        ('lines = [{ sku = "AB-1", quantity = "3" }]', "", "30: no [[example]] has lines"),
        (r"(?P<sku>\S+)$'", r"(?P<sku>\S+) (?P<date>\S+)$'" + "\nname = 'x'", ""),
    ],
)
def test_what_cannot_be_meant_is_refused(
    old: str, new: str, said: str, tmp_path: Path, words: format_file.Words
) -> None:
    assert old in GOOD
    found = loaded(GOOD.replace(old, new, 1), tmp_path, words)
    assert found.startswith(said) if said[:1].isdigit() else said in found, found


def test_dates_need_their_order(tmp_path: Path, words: format_file.Words) -> None:
    text = GOOD.replace('dates = "31.12.2026"\n', "").replace(r"(?P<sku>\S+)$", r"(?P<sku>\S+) (?P<date>\S+)$")
    assert "dates are read: say above" in loaded(text, tmp_path, words)


def test_one_that_reads_nothing(tmp_path: Path, words: format_file.Words) -> None:
    text = 'name = "Firm"\n[when]\nfrom = ["a@firm.example"]\n[[example]]\ntext = "x"\n'
    assert loaded(text, tmp_path, words) == "1: it reads nothing: give [[line]], [columns], [fields] or [ignore]"


def test_two_of_one_name(tmp_path: Path, words: format_file.Words) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(GOOD.replace("Firm", "FIRM" if name == "b" else "Firm"), "utf-8")
    with pytest.raises(RulesError, match=r'b\.toml:1: the name "FIRM" is that of .*a\.toml already'):
        format_file.load(tmp_path.glob("*.toml"), words)


def test_one_that_is_no_text(tmp_path: Path, words: format_file.Words) -> None:
    (tmp_path / "a.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(RulesError, match=r"a\.toml: is not text in UTF-8"):
        format_file.load(tmp_path.glob("*.toml"), words)
