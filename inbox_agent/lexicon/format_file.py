"""Reads a file of rules/formats/, or says in one line what is wrong with it: file, line, reason."""

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from inbox_agent.errors import RulesError
from inbox_agent.lexicon import toml_lines
from inbox_agent.lexicon.bounded import Bounded
from inbox_agent.lexicon.formats import ADDRESS, NAMING, Format, Payment, Value

Problem = tuple[toml_lines.Path, str]
_OUR_OWN = frozenset({"file", "at"})  # no keys of the file


@dataclass(frozen=True, slots=True)
class Words:
    """What the names in a format must be: roles of columns, units, payment methods."""

    roles: frozenset[str]
    units: frozenset[str]
    methods: frozenset[str]


def load(files: Iterable[Path], words: Words) -> tuple[Format, ...]:
    """All formats, by file name. Raises RulesError for the first that cannot be used."""
    formats: dict[str, Format] = {}
    for file in sorted(files):
        one = _load(file, words)
        if (same := formats.get(one.name.casefold())) is not None:
            raise RulesError(f'{one.place("name")}: the name "{one.name}" is that of {same.file} already')
        formats[one.name.casefold()] = one
    return tuple(formats.values())


def _load(file: Path, words: Words) -> Format:
    try:
        text = file.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise RulesError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RulesError(f"{file}: is not text in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise RulesError(_toml_error(file, str(error))) from error
    at = toml_lines.positions(text)
    if wrong := sorted(_OUR_OWN & set(data)):
        raise RulesError(f'{file}:{at[wrong[0],]}: unknown key "{wrong[0]}"; {_hint(wrong[0], _keys_beside(()))}')
    try:
        read = Format.model_validate({**data, "file": file, "at": at})
    except ValidationError as error:
        errors = sorted(error.errors(), key=lambda e: (e["type"] == "missing", toml_lines.line_of(tuple(e["loc"]), at)))
        path, why = _shape(errors[0])  # a key that is missing may only be misspelt
        raise RulesError(f"{file}:{toml_lines.line_of(path, at)}: {why}") from None
    if (problem := next(_problems(read, words), None)) is not None:
        raise RulesError(f"{read.place(*problem[0])}: {problem[1]}")
    return read


def _toml_error(file: Path, words: str) -> str:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", words)
    if place is None:
        return f"{file}: no valid TOML: {words}"
    return f"{file}:{place[1]}: no valid TOML: {words[: place.start()]} (column {place[2]})"


# ---- the shape: keys and kinds of values -----------------------------------------------------------------------------


def _shape(error: Any) -> Problem:
    """One pydantic error as a person would say it."""
    path: toml_lines.Path = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        return path, f'unknown key "{path[-1]}"; {_hint(str(path[-1]), _keys_beside(path))}'
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    if error["type"] == "missing":
        return path, f'"{where}" is missing'
    if error["type"] in ("tuple_type", "dict_type", "model_type", "model_attributes_type"):
        wanted = {"tuple_type": "a list"}.get(error["type"], f"a table; write [{where}]")
        return path, f'"{where}" must be {wanted}' + ("; write [[…]] with two brackets" if path == ("line",) else "")
    message = error["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return path, f'"{where}": {message.replace("a valid string", "a text in quotes")}'


def _hint(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(sorted(known))}"


def _keys_beside(path: toml_lines.Path) -> list[str]:
    """The keys of the table in which an unknown key stands."""
    model: Any = Format
    for part in path[:-1]:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        model = (_model(fields[part].annotation) if part in fields else None) or model
    return [field.alias or name for name, field in model.model_fields.items() if name not in _OUR_OWN]


def _model(annotation: Any) -> Any:
    """The Section within ``Section``, ``tuple[Section, ...]`` or ``Section | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in getattr(annotation, "__args__", ()) if (found := _model(inner))), None)


# ---- the sense: what cannot be meant so ------------------------------------------------------------------------------


def _problems(read: Format, words: Words) -> Iterator[Problem]:
    when = read.when
    if not (when.senders or when.subject or when.text):
        yield ("when",), "[when] says nothing: give from, subject or text"
    for key, pattern in (("subject", when.subject), ("text", when.text)):
        yield from _everything(("when", key), (pattern,) if pattern else ())
    if read.unit is not None and read.unit not in words.units:
        yield ("unit",), f'unit "{read.unit}" is not in units.toml; {_hint(read.unit, words.units)}'
    yield from _lines(read, words)
    for heading, role in read.columns.items():
        yield from _role(("columns", heading), "column", role, words)
    yield from _stated(read, words)
    yield from _ignored(read)
    if read.dates is None and (read.stated.requested_date or "date" in _roles(read)):
        yield (), 'dates are read: say above how the form shows 31 December 2026, as dates = "31.12.2026"'
    if not (read.reads_lines or read.stated.model_fields_set or read.ignore.model_fields_set):
        yield (), "it reads nothing: give [[line]], [columns], [fields] or [ignore]"
    yield from _examples(read, words)


def _roles(read: Format) -> set[str]:
    groups = {group for rule in read.lines for pattern in rule.pattern for group in pattern.groups}
    return groups | set(read.columns.values())


def _lines(read: Format, words: Words) -> Iterator[Problem]:
    for number, rule in enumerate(read.lines):
        path: toml_lines.Path = ("line", number, "pattern")
        groups = _groups(rule.pattern)
        for group in groups:
            yield from _role(path, "group", group, words)
        if "quantity" not in groups:
            yield path, "no group (?P<quantity>…) says how many"
        if not NAMING & set(groups):
            yield path, f"no group says what is ordered; one of {', '.join(sorted(NAMING))} is needed"
        yield from _everything(path, rule.pattern)


def _role(path: toml_lines.Path, what: str, role: str, words: Words) -> Iterator[Problem]:
    if role not in words.roles:
        yield path, f'{what} "{role}" is no column that columns.toml knows; {_hint(role, words.roles)}'


def _groups(patterns: Sequence[Bounded]) -> list[str]:
    return [group for pattern in patterns for group in pattern.groups]


def _everything(path: toml_lines.Path, patterns: Sequence[Bounded]) -> Iterator[Problem]:
    if patterns and all(pattern.fits_everything for pattern in patterns):
        yield path, f"{patterns[0].source!r} fits every line, whatever it says"


def _stated(read: Format, words: Words) -> Iterator[Problem]:
    for key in ("po_number", "requested_date", "instructions", "ship_to", "bill_to"):
        value: Value | None = getattr(read.stated, key)
        if value is not None:
            groups = (ADDRESS, ("street", "city")) if key in ("ship_to", "bill_to") else ({"value"}, ("value",))
            yield from _value(("fields", key), value, *groups)
    if (payment := read.stated.payment_method) is not None:
        yield from _payment(("fields", "payment_method"), payment, words)


def _value(path: toml_lines.Path, value: Value, allowed: Collection[str], needed: Sequence[str]) -> Iterator[Problem]:
    if bool(value.pattern) == (value.after is not None):
        yield path, "give either a pattern, or after (and before)"
    if value.before is not None and value.after is None:
        yield path, "before needs after: the line from which the value stands"
    if value.pattern:
        yield from _value_groups((*path, "pattern"), value.pattern, allowed, needed)
    for key, pattern in (("after", value.after), ("before", value.before)):
        yield from _everything((*path, key), (pattern,) if pattern else ())


def _value_groups(
    path: toml_lines.Path, patterns: Sequence[Bounded], allowed: Collection[str], needed: Sequence[str]
) -> Iterator[Problem]:
    groups = _groups(patterns)
    for group in groups:
        if group not in allowed:
            yield path, f'group "{group}" is nothing that can be meant here; {_hint(group, allowed)}'
    for group in needed:
        if group not in groups:
            yield path, f"the group (?P<{group}>…) is missing"
    yield from _everything(path, patterns)


def _payment(path: toml_lines.Path, payment: Payment, words: Words) -> Iterator[Problem]:
    if bool(payment.pattern) == (payment.always is not None):
        yield path, "give either always or a pattern"
    if payment.pattern:
        yield from _value_groups((*path, "pattern"), payment.pattern, {"value"}, ("value",))
    named = {"always": payment.always, **payment.values}
    for key, method in named.items():
        if method is not None and method not in words.methods:
            place = (*path, key) if key == "always" else (*path, "values", key)
            yield place, f'"{method}" is no payment method; {_hint(method, words.methods)}'


def _ignored(read: Format) -> Iterator[Problem]:
    for pattern in read.ignore.patterns:
        yield from _everything(("ignore", "patterns"), (pattern,))
    for phrase in read.ignore.phrases:
        if len(re.findall(r"[^\W_]", phrase)) < 3:
            yield ("ignore", "phrases"), f"{phrase!r} is too short to say nothing everywhere"


def _examples(read: Format, words: Words) -> Iterator[Problem]:
    if not read.examples:
        yield (), "it has no [[example]]: paste a mail of the sender, and what is ordered in it"
    elif read.reads_lines and not any(example.lines for example in read.examples):
        yield ("example", 0), "no [[example]] has lines: say what is ordered in it"
    for number, example in enumerate(read.examples):
        for line in example.lines:
            for role in line:
                yield from _role(("example", number, "lines"), "group", role, words)
