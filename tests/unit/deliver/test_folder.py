"""Hand-off files for fulfilment."""

import json
from pathlib import Path

import pytest

from inbox_agent.deliver.folder import write
from inbox_agent.errors import TryLater

PAYLOAD = {"order_number": "2026-00042", "customer": "jürgen@x.example", "lines": [1, 2]}


def test_one_readable_file_an_order(tmp_path: Path) -> None:
    path = write(tmp_path / "new" / "out", "k:hand_off:1", PAYLOAD)
    assert path.name.startswith("2026-00042") and path.suffix == ".json"
    assert json.loads(path.read_text(encoding="utf-8")) == {"key": "k:hand_off:1", **PAYLOAD}
    assert list(path.parent.iterdir()) == [path]  # no temporary file stays


def test_the_same_key_is_written_once(tmp_path: Path) -> None:
    path = write(tmp_path, "k:hand_off:1", PAYLOAD)
    before = path.stat()
    assert write(tmp_path, "k:hand_off:1", PAYLOAD) == path
    assert path.stat().st_ino == before.st_ino
    assert write(tmp_path, "k:hand_off:2", PAYLOAD) != path
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("number", ["../../etc/x", "A/7", "", "...", "Ü 1"])
def test_a_number_never_leaves_the_folder(tmp_path: Path, number: str) -> None:
    path = write(tmp_path, "k", {"order_number": number})
    assert path.parent == tmp_path and not path.name.startswith(".")


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TryLater, match="file"):
        write(tmp_path / "file", "k", PAYLOAD)
