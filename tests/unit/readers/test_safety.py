"""Files that were made to harm whoever opens them: each is a problem in words, at once, and the next file is read."""

import io
import os
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Document
from inbox_agent.readers import read
from inbox_agent.readers.sandbox import Sandbox
from tests.unit.readers.files import ROWS, archive, cells, columns, csv, one, paragraph, pdf, word, workbook

OLE = b"\xd0\xcf\x11\xe0" + b"\0" * 508
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
PARTS = {"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}


def zeros(megabytes: int) -> bytes:
    """An archive with a spreadsheet's name and a part that unpacks to that many megabytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"<x/>")
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(b"\0" * 1_000_000)
    return buffer.getvalue()


def lying(name: str, real: bytes, said: int) -> bytes:
    """An archive whose member says that it unpacks to fewer bytes than it does."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(real) + packed.flush()
    sizes = struct.pack("<III", zlib.crc32(real), len(data), said)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0)
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    entry += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name.encode()
    start = local + name.encode() + data
    return start + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(start), 0)


def overlapping(times: int) -> bytes:
    """An archive in which many members are the same bytes."""
    one_member = archive({"xl/workbook.xml": b"<x/>" * 100})
    at = one_member.index(b"PK\x01\x02")
    end = one_member.rindex(b"PK\x05\x06")
    entries = one_member[at:end] * times
    tail = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, times, times, len(entries), at, 0)
    return one_member[:at] + entries + tail


def locked(data: bytes) -> bytes:
    """The archive with the flag of encryption set in every header (APPNOTE.TXT, 4.4.4)."""
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data = data[: at + offset] + bytes([data[at + offset] | 1]) + data[at + offset + 1 :]
            at = data.find(sign, at + 4)
    return data


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("o.xlsx", workbook(a=[]), "empty"),
        ("o.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("o.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("o.zip", locked(archive({"o.csv": csv(ROWS)})), "password"),
        ("o.xlsx", locked(workbook(a=ROWS)), "password"),
        ("o.pdf", pdf([columns(ROWS, 100)], password="x"), "password"),
        ("o.docx", word(paragraph("x"), ENTITIES), "entities"),
        ("o.xlsx", archive(PARTS | {"xl/worksheets/sheet1.xml": ENTITIES.encode()}), "entities"),
        ("o.docx", word(""), "no text"),
        ("o.pdf", b"%PDF-1.4\nnothing", "damaged"),
        ("o.xlsx", b"PK\x03\x04 broken", "damaged"),
        ("o.docx", workbook(a=ROWS)[:900], "damaged"),
        ("o.csv", b"", "empty"),
        ("o.xlsx", zeros(230), "unpacks to more than"),
        ("o.zip", zeros(230).replace(b"xl/w", b"yl/w"), "unpacks to more than"),
        ("o.xlsx", lying("xl/workbook.xml", b"\0" * 3_000_000, 10), "damaged"),
        ("o.xlsx", overlapping(50), "overlap"),
        ("o.xlsx", archive({f"xl/workbook{n}.xml": b"x" for n in range(2100)}), "more than 2000 parts"),
        ("o.xlsx", overlapping(30_000), "more than 2000 parts"),
        ("o.zip", archive({"a.csv": b"a;1\n"}, zipfile.ZIP_LZMA), "packed in a way"),
        ("o.zip", archive({}), "empty"),
        ("o.zip", archive({f"{n}.csv": b"a;1\n" for n in range(30)}), "30 files"),
        ("o.bin", b"x" * 30_000_001, "30 MB"),
    ],
)
def test_a_problem_in_words(rules: Rules, name: str, data: bytes, words: str) -> None:
    started = time.monotonic()
    problem = one(rules, name, data).problem
    assert problem is not None and words in problem and "\n" not in problem
    assert time.monotonic() - started < 5


def test_files_in_an_archive_are_read_one_by_one(rules: Rules) -> None:
    inner = archive({"deep.csv": csv(ROWS)})
    data = archive({"../orders/o.csv": csv(ROWS), "__MACOSX/._o.csv": b"x", "more.zip": inner, "logo.bin": b"\0\1"})
    documents = read([Attachment("o.zip", "application/zip", data)], rules)
    assert [(d.name, d.problem) for d in documents] == [
        ("o.zip/orders/o.csv", None),
        ("o.zip/more.zip", "an archive within an archive is not opened"),
        ("o.zip/logo.bin", "a kind of file that is not read"),
    ]
    assert cells(documents[0]) == ROWS


def test_a_sheet_that_is_mostly_nothing_does_not_fill_the_memory(rules: Rules) -> None:
    """Two cells at the ends of the sheet: 17 thousand million cells between them."""
    from tests.unit.readers.test_sheets import replaced

    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' \
          b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' \
          b"</sheetData></worksheet>"  # fmt: skip
    data = replaced(workbook(a=[["x"]]), "xl/worksheets/sheet1.xml", xml)
    assert "memory" in (one(rules, "o.xlsx", data).problem or "")
    assert cells(one(rules, "o.xlsx", workbook(a=ROWS))) == ROWS


@given(cut=st.integers(1, 3000), put=st.binary(max_size=40))
@settings(max_examples=25, deadline=None)
def test_a_damaged_file_is_a_problem_or_a_document(rules: Rules, cut: int, put: bytes) -> None:
    for name, data in (
        ("o.xlsx", workbook(a=ROWS)),
        ("o.pdf", pdf([columns(ROWS, 100)])),
        ("o.docx", word(paragraph("x"))),
        ("o.zip", archive({"o.csv": csv(ROWS)})),
    ):
        documents = read([Attachment(name, "x", data[:cut] + put + data[cut + 20 :])], rules)
        assert all(isinstance(document, Document) for document in documents)


# ---- the process that reads them -----------------------------------------------------------------------------------


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    sandbox = Sandbox()
    slow = sandbox.read("xlsx", Attachment("slow.xlsx", "x", workbook(a=[["x"] * 20] * 300)), seconds=0.01)
    assert "took longer" in (slow.problem or "")
    assert sandbox.read("xlsx", Attachment("o.xlsx", "x", workbook(a=ROWS))).problem is None
    sandbox.close()


def test_a_broken_reader_process_is_replaced() -> None:
    sandbox = Sandbox()
    order = Attachment("o.xlsx", "x", workbook(a=ROWS))
    assert cells(sandbox.read("xlsx", order)) == ROWS
    assert sandbox._process is not None
    sandbox._process.kill()
    time.sleep(0.1)
    assert cells(sandbox.read("xlsx", order)) == ROWS
    sandbox.close()


ATTEMPTS = """
import os, pathlib, socket, subprocess, urllib.request
socket.create_connection(("127.0.0.1", 9), 1)
socket.socket()
socket.getaddrinfo("localhost", 80)
urllib.request.urlopen("http://127.0.0.1:9/")
subprocess.run(["true"])
os.system("true")
os.fork()
os.execv("/bin/true", ["true"])
open("here.txt", "w").write("x")
pathlib.Path("here.txt").touch()
"""


def test_the_process_reaches_no_network_starts_nothing_and_writes_nothing(tmp_path: Path) -> None:
    imports, *attempts = ATTEMPTS.strip().splitlines()
    tries = (f"try:\n {attempt}\n print('done')\nexcept OSError: print('refused')" for attempt in attempts)
    code = "\n".join([imports, "from inbox_agent.readers import worker", "worker.confine()", *tries])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["refused"] * len(attempts)
    assert not list(tmp_path.iterdir())


def test_the_process_has_bounded_memory() -> None:
    code = "from inbox_agent.readers import worker\nworker.confine()\nbytearray(2_000_000_000)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "MemoryError" in done.stderr


def test_the_process_does_not_know_our_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERS_PASSWORD", "s3cret")
    sandbox = Sandbox()
    sandbox.read("xlsx", Attachment("o.xlsx", "x", workbook(a=ROWS)))
    assert sandbox._process is not None
    with open(f"/proc/{sandbox._process.pid}/environ", "rb") as environment:
        assert b"s3cret" not in environment.read()
    sandbox.close()
    assert os.environ["ORDERS_PASSWORD"] == "s3cret"
