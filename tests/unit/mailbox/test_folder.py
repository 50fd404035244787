"""Mail in files."""

import mailbox as standard
import os
from pathlib import Path
from typing import Any

import pytest

from inbox_agent.config import Mailbox as Config
from inbox_agent.config import Settings
from inbox_agent.errors import MailboxError
from inbox_agent.mailbox import Cursor, Filed, Place
from inbox_agent.mailbox.folder import FolderMailbox, read_paths


def mail(subject: str) -> bytes:
    return f"From: ann@buyer.example\nSubject: {subject}\n\nFrom here on: text\n".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.eml").write_bytes(mail("b"))
    (tmp_path / "a.eml").write_bytes(mail("a"))
    (tmp_path / ".hidden").write_bytes(b"no mail")
    (tmp_path / "sub").mkdir()
    return tmp_path


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    box = standard.Maildir(tmp_path / "Maildir")
    box.add(mail("one"))
    return tmp_path / "Maildir"


@pytest.fixture
def mbox(tmp_path: Path) -> Path:
    path = tmp_path / "archive.mbox"
    box = standard.mbox(path)
    for subject in ("one", "two"):
        box.add(mail(subject))
    box.close()
    return path


def open_folder(path: Path) -> FolderMailbox:
    company = {"name": "x", "email": "o@x.example", "country": "AT", "currency": "EUR"}
    settings = Settings.model_validate({"company": company, "base": path.parent})
    return FolderMailbox(Config.model_validate({"name": "files", "kind": "folder", "path": path.name}), settings)


def fetched(box: FolderMailbox) -> list[Any]:
    return [message for batch in box.fetch_new(Cursor()) for message in batch.messages]


def test_a_folder_is_read_in_name_order_files_only(folder: Path) -> None:
    assert [(m.source, m.data) for m in read_paths([folder])] == [("a.eml", mail("a")), ("b.eml", mail("b"))]


def test_paths_are_read_in_the_order_given(folder: Path) -> None:
    assert [m.source for m in read_paths([folder / "b.eml", folder / "a.eml"])] == ["b.eml", "a.eml"]


def test_a_maildir_is_read_from_new_and_cur(maildir: Path) -> None:
    (new,) = (maildir / "new").iterdir()
    (maildir / "cur" / "2.x:2,S").write_bytes(mail("two"))
    assert {m.data for m in read_paths([maildir])} == {mail("one"), mail("two")}
    assert {m.source for m in read_paths([maildir])} == {new.name, "2.x"}


def test_an_mbox_is_read_message_by_message(mbox: Path) -> None:
    assert [(m.source, m.data) for m in read_paths([mbox])] == [
        ("archive.mbox#1", mail("one")),
        ("archive.mbox#2", mail("two")),
    ]


def test_a_message_that_begins_like_a_header_is_no_mbox(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(mail("x"))
    assert [m.source for m in read_paths([tmp_path / "x.eml"])] == ["x.eml"]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match=r"nothing\.eml: no such file"):
        list(read_paths([tmp_path / "nothing.eml"]))


def test_a_file_keeps_its_place_while_it_is_the_same(folder: Path) -> None:
    first = {m.raw.source: m.raw.uid for m in fetched(open_folder(folder))}
    (folder / "b.eml").write_bytes(mail("changed"))
    second = {m.raw.source: m.raw.uid for m in fetched(open_folder(folder))}
    assert first["files/a.eml"] == second["files/a.eml"]
    assert first["files/b.eml"] != second["files/b.eml"]


def test_a_maildir_flag_does_not_make_another_message(maildir: Path) -> None:
    (before,) = fetched(open_folder(maildir))
    (new,) = (maildir / "new").iterdir()
    os.rename(new, maildir / "cur" / f"{new.name}:2,S")
    (after,) = fetched(open_folder(maildir))
    assert before.raw.uid == after.raw.uid


def test_moving_and_moving_on(folder: Path) -> None:
    box = open_folder(folder)
    a, _ = (m.raw for m in fetched(box))
    box.move([Place(a.uidvalidity, a.uid)], "Orders/Review")
    box.move([Place(a.uidvalidity, a.uid)], "Orders/Review")  # it is gone: no error
    assert (folder / "Orders/Review/a.eml").read_bytes() == mail("a")
    assert [m.raw.source for m in fetched(box)] == ["files/b.eml"]
    box.refile([Filed("Orders/Review", a.uid, "")], "Orders/Done")
    assert (folder / "Orders/Done/a.eml").exists()


def test_moving_within_a_maildir(maildir: Path) -> None:
    box = open_folder(maildir)
    (only,) = fetched(box)
    box.move([Place(only.raw.uidvalidity, only.raw.uid)], "Orders/Done")
    (moved,) = (maildir / ".Orders.Done" / "cur").iterdir()
    assert moved.read_bytes() == mail("one")
    assert (maildir / ".Orders.Done" / "tmp").is_dir()


def test_an_mbox_stays_as_it_is(mbox: Path) -> None:
    box = open_folder(mbox)
    before = mbox.read_bytes()
    box.move([Place(m.raw.uidvalidity, m.raw.uid) for m in fetched(box)], "Orders/Done")
    assert mbox.read_bytes() == before


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match=r"mailbox files: .*missing does not exist; check `path`"):
        open_folder(tmp_path / "missing")
