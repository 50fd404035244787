"""`inbox-agent demo --once`: what a newcomer sees first."""

import re

from .conftest import DEMO, Command


def test_the_demo_handles_every_mail_and_sums_up(command: Command) -> None:
    done = command("demo", "--once")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    count = len(list((DEMO / "mail").iterdir()))
    for number in range(1, count + 1):
        assert f"{number}/{count}" in done.stdout
    for word in ("ACCEPT", "REVIEW", "COMPLAINT", "IGNORE", "receipt sent to", "service@wabenwerk.example"):
        assert word in done.stdout
    summary = done.stdout[done.stdout.rindex("Summary") :]
    assert re.search(rf"received +{count}\b", summary)
    assert "failed" not in summary
    assert max(map(len, done.stdout.splitlines())) <= 100
