"""Files that could not be read and might be the order."""

from collections.abc import Iterable
from functools import cache

from inbox_agent.decide.basis import Case
from inbox_agent.lexicon import Rules
from inbox_agent.model import Document, Doubt, Evidence, Intent


def unreadable_attachments(case: Case) -> Iterable[Doubt]:
    """A file with a problem; a picture only when the order itself was not found elsewhere."""
    if not (case.orders or (case.reading.intent.value is Intent.OTHER and not case.unwanted)):
        return
    inline = {a.name for a in case.parsed.attachments if a.inline}
    for document in case.documents:
        if document.name in inline or _is_irrelevant(document, case.knowledge.rules):
            continue
        evidence = (Evidence(document.name, document.name, "attachment"),)
        if document.kind == "image":
            if case.orders and not case.reading.lines:
                yield Doubt("scan", evidence, {"name": document.name})
        elif document.problem:
            yield Doubt("unreadable_attachment", evidence, {"name": document.name, "problem": document.problem})


def _is_irrelevant(document: Document, rules: Rules) -> bool:
    names, endings = _never_orders(rules)
    name = document.name.lower()
    return name.rpartition(".")[2] in endings or any(word in name for word in names)


@cache
def _never_orders(rules: Rules) -> tuple[frozenset[str], frozenset[str]]:
    names = (w for lexicon in rules.both() for w in lexicon.words("attachments", "irrelevant"))
    endings = (w for lexicon in rules.both() for w in lexicon.words("attachments", "endings"))
    return frozenset(names), frozenset(endings)
