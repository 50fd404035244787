"""The written examples can be read, and say what is wrong with a line that cannot."""

from pathlib import Path

import pytest

from inbox_agent.errors import ConfigError
from inbox_agent.training import written as examples


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_example_is_well_formed_and_stands_once(language: str) -> None:
    found = examples.load(language)
    assert len(found) > 1000
    texts = [example.text for example in found]
    assert sorted({t for t in texts if texts.count(t) > 1}) == []
    for example in found:
        assert all(example.text[a:b].strip() == example.text[a:b] != "" for a, b, _ in example.spans), example.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("order", "must be a role, a tab and a text"),
        ("wish\tplease", "no such role: wish"),
        ("order\t{k 3} pens", "no such mark: {k …}"),
        ("order\t{q 3 pens", "not closed"),
        ("order\t{q {u box}}", "stand in one another"),
    ],
)
def test_a_bad_line_is_named(line: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.tsv").write_text(f"told\tThank you.\n{line}\n")
    with pytest.raises(ConfigError, match=said) as caught:
        examples.load("en", tmp_path)
    assert "a.tsv:2:" in str(caught.value)
