"""Attachments that a person must look at: what could not be read, what was recognised from a picture, and what was
read and neither orders anything nor is known to be something else."""

from collections.abc import Iterable

from inbox_agent.decide.basis import Case
from inbox_agent.model import Document, Doubt, Evidence, Intent, Reading

NOTHING_READ = "nothing in it was read as a part of the order"


def use(document: Document, reading: Reading) -> tuple[str, str]:
    """(order | aside | unread, one line that says why)."""
    rows = [line for line in reading.lines if any(e.source == document.name for e in line.evidence)]
    if document.aside:
        return "aside", document.aside
    if rows:
        count = "1 line" if len(rows) == 1 else f"{len(rows)} lines"
        return "order", document.problem or count
    return "unread", document.problem or NOTHING_READ


def attachments(case: Case) -> Iterable[Doubt]:
    """A picture within the letter, or one whose text could not be recognised, only where the order itself was found
    nowhere else."""
    if not (case.orders or (case.reading.intent.value is Intent.OTHER and not case.unwanted)):
        return
    shown = {attachment.name for attachment in case.parsed.attachments if attachment.inline}
    for document in case.documents:
        used, why = use(document, case.reading)
        picture = document.kind == "image"
        beside = document.name in shown or (picture and document.problem is not None)
        if used == "aside" or (used == "unread" and beside and (case.reading.lines or not case.orders)):
            continue
        evidence = (Evidence(document.name, document.name, "attachment"),)
        if picture or document.recognised:
            yield Doubt("scan", evidence, {"name": document.name})
        elif document.problem or (used == "unread" and case.orders):
            yield Doubt("unreadable_attachment", evidence, {"name": document.name, "problem": why})
