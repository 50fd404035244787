"""The process in which foreign formats are read: ``python -m inbox_agent.readers.worker``.

A library that hangs or eats memory cannot be stopped within a thread, a process can. Messages on standard input and
output: four bytes of length, then JSON; a request is {"kind", "attachment"}, an answer is a Document (codec.py)."""

import json
import resource
import struct
import sys
from typing import IO, Any

from inbox_agent import codec
from inbox_agent.model import Attachment, Document

MEMORY = 1_500_000_000  # bytes of address space
_LENGTH = struct.Struct(">I")


def send(stream: IO[bytes], message: Any) -> None:
    data = json.dumps(message).encode()
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message; None when the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return json.loads(data) if len(data) == length else None


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


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not write between our messages
    while (request := receive(sys.stdin.buffer)) is not None:
        document = read_one(request["kind"], codec.load(Attachment, request["attachment"]))
        send(answers, codec.dump(document))


if __name__ == "__main__":
    main()
