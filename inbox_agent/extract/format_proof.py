"""Whether a format reads from its own examples what they say."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time

from inbox_agent.extract import formats
from inbox_agent.extract.format_form import Form
from inbox_agent.extract.formats import FIELDS
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon.formats import Example, Format
from inbox_agent.model import ParsedMail, Person

Problem = tuple[str, str]  # where (file and line), what is wrong


def problems(form: Format, knowledge: Knowledge) -> Iterator[Problem]:
    """What the examples say and the format does not read, or reads otherwise."""
    for number, example in enumerate(form.examples):
        for words in _differs(example, _read(form, example, knowledge)):
            yield form.place("example", number), words


def unproved(form: Format, knowledge: Knowledge) -> Iterator[Problem]:
    """Rules that match nothing in any example: nobody knows whether they are right."""
    read = [_read(form, example, knowledge) for example in form.examples]
    matched = {match.rule for one in read for match in one.matches}
    for path, name in rules(form):
        if name not in matched:
            yield form.place(*path), f"{name} matches nothing in the examples"


def rules(form: Format) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(place in the file, name) of each rule that finds something."""
    if form.columns:
        yield ("columns",), "columns"
    for number, line in enumerate(form.lines):
        yield ("line", number), line.name or f"line {number + 1}"
    for name in FIELDS:
        value = getattr(form.stated, name)
        if value is not None and getattr(value, "always", None) is None:
            yield ("fields", name), name
    for key, what, listed in (
        ("patterns", "pattern", form.ignore.patterns),
        ("phrases", "phrase", form.ignore.phrases),
    ):
        for number in range(1, len(listed) + 1):
            yield ("ignore", key), f"ignored {what} {number}"


def _read(form: Format, example: Example, knowledge: Knowledge) -> Form:
    sender = form.when.senders[0].replace("*", "somebody") if form.when.senders else "somebody@form.example"
    day = datetime.combine(example.requested_date, time(), UTC) if example.requested_date else None
    mail = ParsedMail("example", "<example>", Person("", sender), example.subject, day, None, example.text)
    return formats.read(mail, (), knowledge, form.model_copy(update={"active": True}))


def _differs(example: Example, read: Form) -> Iterator[str]:
    if read.format is None:
        yield f"the example does not fit [when]: {read.verdicts[0].why}"
        return
    yield from _lines(example, read)
    for name in FIELDS:
        wanted = getattr(example, name)
        found = [_like(wanted, stated.value) for stated in read.stated if stated.key == name]
        if wanted is not None and set(found) != {_like(wanted, wanted)}:
            yield f"{name}: expected {_like(wanted, wanted)}, found {' and '.join(found) or 'nothing'}"
    for doubt in (d for d in read.doubts if d.evidence and d.evidence[0].source != "header"):
        yield f"cannot be understood ({doubt.code}): {' '.join(doubt.evidence[0].text.split())}"


def _lines(example: Example, read: Form) -> Iterator[str]:
    matches = sorted((m for m in read.matches if m.kind == "line"), key=lambda match: match.span)
    for wanted, match in zip(example.lines, matches, strict=False):
        wrong = [group for group, text in wanted.items() if " ".join(text.split()) != match.of(group)]
        if wrong:
            found = {group: match.of(group) for group in wrong}
            expected = {group: wanted[group] for group in wrong}
            yield f"line {match.number} of the text: expected {_shown(expected)}, found {_shown(found)}"
    if len(matches) != len(example.lines):
        yield f"expected {len(example.lines)} lines, found {len(matches)}"


def _like(wanted: object, value: object) -> str:
    """A value as it is shown; of an address the parts that the example names."""
    if isinstance(wanted, Mapping):
        parts = value if isinstance(value, Mapping) else {part: getattr(value, part, None) for part in wanted}
        return _shown(parts)
    return f"“{' '.join(str(value).split())}”"


def _shown(parts: Mapping[str, str | None]) -> str:
    return ", ".join(f"{name} “{text or ''}”" for name, text in parts.items())
