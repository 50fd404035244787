"""What is read of an awkward message, as messages/NNN-what.json holds it beside NNN-what.eml.

After a change that is meant: ``python -m tests.golden.messages`` writes them anew; look at every difference before it
is committed."""

import json
from pathlib import Path
from typing import Any

from inbox_agent import lexicon
from inbox_agent.catalogue.customers import Customers
from inbox_agent.lexicon import Rules
from inbox_agent.model import RawMail
from inbox_agent.parse import parse

HERE = Path(__file__).parent / "messages"


def messages() -> list[Path]:
    return sorted(HERE.glob("*.eml"))


def essentials(path: Path, rules: Rules) -> dict[str, Any]:
    """Who wrote, what now, what is set apart, which files came along, and what a person should look at."""
    mail = parse(RawMail(path.read_bytes(), path.name), rules, Customers(), None)
    return {
        "message_id": mail.message_id,
        "from": f"{mail.sender.name} <{mail.sender.email}>",
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "received": mail.received.isoformat() if mail.received else None,
        "body": mail.body.split("\n"),
        "quoted": mail.quoted.split("\n"),
        "forwarded": mail.forwarded.split("\n"),
        "forwarded_from": mail.forwarded_from.email if mail.forwarded_from else None,
        "signature": mail.signature.split("\n"),
        "language": mail.language,
        "attachments": [
            f"{a.name}, {a.content_type}, {len(a.data)} bytes{', inline' * a.inline}" for a in mail.attachments
        ],
        "automatic": mail.automatic.kind if mail.automatic else None,
        "doubts": [" ".join([d.code, *d.values.values()]) for d in mail.doubts],
    }


def main() -> None:
    rules = lexicon.load(Path(__file__).parent.parent.parent / "rules")
    for path in messages():
        found = json.dumps(essentials(path, rules), ensure_ascii=False, indent=1)
        path.with_suffix(".json").write_text(found + "\n", "utf-8")


if __name__ == "__main__":
    main()
