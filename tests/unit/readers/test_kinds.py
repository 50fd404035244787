"""Which reader a file gets: its content decides, not its label."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment
from inbox_agent.readers import READERS
from tests.unit.readers.files import ROWS, archive, csv, one, paragraph, word, workbook

OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
OLE = b"\xd0\xcf\x11\xe0" + b"\0" * 508


@pytest.mark.parametrize(
    ("name", "kind", "data", "wanted"),
    [
        ("order.csv", "text/csv", csv(ROWS), "csv"),
        ("order.xls", "application/vnd.ms-excel", csv(ROWS), "csv"),
        ("order.dat", "application/octet-stream", csv(ROWS, "\t"), "csv"),
        ("order.dat", "application/octet-stream", csv(ROWS, "^"), "csv"),
        ("order.txt", "text/plain", csv(ROWS, "\t"), "csv"),
        ("order.txt", "text/plain", b"3 boxes of pens\nplease; soon", "text"),
        ("order.csv", "text/csv", workbook(a=[["x"]]), "xlsx"),
        ("order.bin", "application/octet-stream", workbook(a=[["x"]]), "xlsx"),
        ("order.doc", "application/msword", word(paragraph("x")), "docx"),
        ("order.doc", "application/msword", b"{\\rtf1 x}", "rtf"),
        ("order.xls", "application/vnd.ms-excel", b"<html><table><tr><td>a</td></tr></table>", "html"),
        ("order.txt", "text/plain", b"\xef\xbb\xbf<!DOCTYPE html><p>a", "html"),
        ("photo.dat", "application/octet-stream", b"\xff\xd8\xff\xe0 jpeg", "image"),
        ("order.bin", "application/zip", archive({"o.csv": csv(ROWS)}), "csv"),
        ("film.mp4", "video/mp4", b"\0\0\0\x18ftypmp42", "other"),
    ],
)
def test_content_decides_and_not_the_label(rules: Rules, name: str, kind: str, data: bytes, wanted: str) -> None:
    assert one(rules, name, data, kind).kind == wanted


@given(
    data=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.txt", "a.pdf", "a.xlsx", "a.docx", "a.png", "a"])
)
@settings(max_examples=150, deadline=None)
def test_no_two_readers_want_one_file(data: bytes, name: str) -> None:
    attachment = Attachment(name, "application/octet-stream", data)
    assert sum(reader.accepts(attachment) for reader in READERS) <= 1


@pytest.mark.parametrize("name", ["card.vcf", "smime.p7s", "invite.ics"])
def test_what_mail_programs_attach_by_themselves_is_set_aside(rules: Rules, name: str) -> None:
    document = one(rules, name, b"BEGIN:x\nEND:x")
    assert document.problem is None and document.aside


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.dwg", b"AC1032 \0\1\2", "kind of file"),
        ("order.doc", OLE + "WordDocument".encode("utf-16-le"), ".docx or PDF"),
        ("order.msg", OLE + "__substg1.0_0037001F".encode("utf-16-le"), "Outlook message"),
        ("order.bin", b"", "empty"),
    ],
)
def test_a_kind_that_is_not_read_is_said(rules: Rules, name: str, data: bytes, words: str) -> None:
    assert words in (one(rules, name, data).problem or "")
