"""What parsing costs: ``python tests/benchmarks/parsing.py``. Ratios within one run, so that they hold on any machine.

time of a 4 kB message to ParsedMail, against mail-parser alone     at most 3
memory of a 25 MB message with a 20 MB file, in a process of its own  under 300 MB
memory after 10,000 distinct mails, against that after 1,000         flat"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import mailparser

from inbox_agent import lexicon
from inbox_agent.catalogue.customers import Customers
from inbox_agent.lexicon import Rules
from inbox_agent.model import ParsedMail, RawMail
from inbox_agent.parse import parse

ROOT = Path(__file__).parent.parent.parent
SHOPS = ("fahrrad", "gaertnerei", "kennel")
SIZES = (3_000, 6_000)  # bytes: mails of about 4 kB
MAILS, EARLY = 10_000, 1_000
ROUNDS = 20


def main() -> None:
    if len(sys.argv) > 1:
        print(*PROBES[sys.argv[1]]())
        return
    rules = lexicon.load(ROOT / "rules")
    ours, theirs, count = speed(rules)
    whole, alone = probe("big"), probe("nothing")
    early, late = probe("many")
    print(f"{'what':48}{'here':>12}{'against':>12}{'ratio':>8}{'limit':>8}")
    print(
        f"{f'{count} mails of about 4 kB, ms each (mail-parser)':48}{ours:12.2f}{theirs:12.2f}{ours / theirs:8.2f}{3:8}"
    )
    print(f"{'25 MB message, MB (a process that parses nothing)':48}{whole[0]:12.0f}{alone[0]:12.0f}{'':8}{300:8}")
    print(f"{'10,000 mails, MB (1,000 mails)':48}{late:12.0f}{early:12.0f}{late / early:8.2f}{1.1:8}")


def speed(rules: Rules) -> tuple[float, float, int]:
    """(our milliseconds of CPU, mail-parser's, messages): the best of some rounds over the labelled mails."""
    files = (path.read_bytes() for shop in SHOPS for path in sorted((ROOT / "tests/corpus" / shop).glob("mail/*.eml")))
    mails = [data for data in files if SIZES[0] <= len(data) <= SIZES[1]]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda data: read(data, rules), mails))
        theirs.append(timed(mailparser.parse_from_bytes, mails))
    return min(ours), min(theirs), len(mails)


def timed(parser: Callable[[bytes], object], mails: Sequence[bytes]) -> float:
    start = time.process_time()
    for data in mails:
        parser(data)
    return (time.process_time() - start) / len(mails) * 1000


def read(data: bytes, rules: Rules) -> ParsedMail:
    return parse(RawMail(data), rules, Customers(), None)


def probe(name: str) -> tuple[float, ...]:
    """Megabytes as a process of its own measures them."""
    done = subprocess.run([sys.executable, __file__, name], check=True, capture_output=True, text=True, cwd=ROOT)
    return tuple(map(float, done.stdout.split()))


def big() -> tuple[float]:
    """The most memory that a 25 MB message takes."""
    rules = lexicon.load(ROOT / "rules")
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"inbox-agent-{os.getpid()}.eml"
    subprocess.run([sys.executable, "-c", _WRITE_BIG, str(path)], check=True)
    try:
        mail = read(path.read_bytes(), rules)
    finally:
        path.unlink()
    assert len(mail.attachments[0].data) == 18_500_000
    return (peak(),)


_WRITE_BIG = """
import sys, random, base64
head = b'From: a@b.example\\nContent-Type: multipart/mixed; boundary=b\\n\\n--b\\n\\n12 x pens, please\\n'
file = b'--b\\nContent-Type: application/pdf; name=a.pdf\\nContent-Transfer-Encoding: base64\\n\\n'
data = base64.encodebytes(random.Random(1).randbytes(18_500_000))
open(sys.argv[1], 'wb').write(head + file + data + b'--b--\\n')
"""


def nothing() -> tuple[float]:
    read(b"From: a@b.example\n\n12 x pens, please\n", lexicon.load(ROOT / "rules"))
    return (peak(),)


def many() -> tuple[float, float]:
    """Memory after some mails and after many, each of words that no other has."""
    rules, chance = lexicon.load(ROOT / "rules"), Random(1)
    early = 0.0
    for number in range(MAILS):
        words = " ".join(f"{chance.randrange(16**8):08x}" for _ in range(60))
        head = f"From: {words[:8]} <{words[9:17]}@{words[18:26]}.example>\nSubject: {words[27:60]}\nX-{words[:8]}: 1\n"
        read(f"{head}Content-Type: text/plain; charset=utf-8\n\nHello,\n\n{words}\n".encode(), rules)
        early = peak() if number == EARLY else early
    return early, peak()


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PROBES: dict[str, Callable[[], tuple[float, ...]]] = {"big": big, "nothing": nothing, "many": many}

if __name__ == "__main__":
    main()
