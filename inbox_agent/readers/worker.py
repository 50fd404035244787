"""The process in which foreign formats are read: ``python -m inbox_agent.readers.worker``.

A library that hangs or eats memory cannot be stopped within a thread, a process can. Messages on standard input and
output are two lengths of four bytes, a JSON value, then plain bytes; see wire.py for what they say.

The process has a bounded memory, may write no file, and, by an audit hook that cannot be taken off (PEP 578), opens no
socket and starts no other process: no file that is read here reaches the network. The libraries' own C code has no
means for either."""

import json
import os
import resource
import struct
import sys
from typing import IO, Any

from inbox_agent.model import Attachment, Document
from inbox_agent.readers import wire

MEMORY = 1_500_000_000  # bytes of address space
_LENGTHS = struct.Struct(">II")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.kill")


def send(stream: IO[bytes], message: Any, data: bytes = b"") -> None:
    head = json.dumps(message).encode()
    stream.write(_LENGTHS.pack(len(head), len(data)) + head)
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[Any, bytes] | None:
    """The next message; None when the other side is gone."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, data_length = _LENGTHS.unpack(lengths)
    head, data = stream.read(head_length), stream.read(data_length)
    return (json.loads(head), data) if len(head) == head_length and len(data) == data_length else None


def read_one(kind: str, attachment: Attachment) -> Document:
    """Read with the reader of that kind; whatever goes wrong is the document's problem, in words."""
    from inbox_agent.readers import READERS

    reader = next(reader for reader in READERS if kind == reader.KIND)
    try:
        document: Document = reader.read(attachment)
        return document
    except MemoryError:
        return Document(attachment.name, kind, problem="the file needs too much memory to be read")
    except Exception as error:  # any library's own kinds: the file is damaged or odd, the next one goes on
        return Document(attachment.name, kind, problem=f"the file could not be read ({type(error).__name__})")


def confine() -> None:
    """Take from this process, for ever, what no reader needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(f"a reader of attachments may not do that: {event}")


def main() -> None:
    confine()
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not write between our messages
    while (request := receive(sys.stdin.buffer)) is not None:
        kind, attachment = wire.attachment(*request)
        send(answers, wire.dump(read_one(kind, attachment)))


if __name__ == "__main__":
    main()
