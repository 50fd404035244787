"""Attachments that are no order: invoices, terms, logos, artwork, our own confirmation sent back. Each is set aside
with one line that says why; a file that says itself that it is an order never is."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache

from inbox_agent.catalogue.words import fold
from inbox_agent.extract import lines, order_table
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, Document

_TITLE_LINES, _FIRST_LINES = 40, 6  # from the top, among which a file says what it is; in passing, at the very top
_TITLE_ROWS = 8
_TITLE_WORDS, _TITLE_LENGTH = 9, 120  # and characters of a line that may be a title
_LONG_PART = 4  # and of one that tells it as a part of a longer one in a file's name
_PLAIN = 0.9  # how sure an item must be that is found in a text
_LONGEST = 5  # words of a name for a paper
_LONG_WORD = 10  # letters of a word that tells what a file is also in the middle of a line
_TOKEN = re.compile(r"[^\s:#,()–]+")
Words = Set[str]
_WORD = r"[^\W_]+(?:-[^\W_]+)*"
_ORDER = "an order"


def judged(
    documents: Sequence[Document], attachments: Sequence[Attachment], knowledge: Knowledge
) -> tuple[Document, ...]:
    """The documents, those that are no order with the reason why not. A picture within the letter (an advertisement, a
    screenshot) counts only when products are ordered in it."""
    shown = {attachment.name for attachment in attachments if attachment.inline}
    found = []
    for document in documents:
        why = document.aside or _why(document, knowledge)
        if why is None and document.recognised and document.name in shown and not _names_products(document, knowledge):
            why = "a picture within the letter that orders nothing"
        found.append(replace(document, aside=why))
    return tuple(found)


def _why(document: Document, knowledge: Knowledge) -> str | None:
    """One line; None for what may be an order."""
    if document.stated or any(table.roles for table in document.tables):
        return None  # a structured order says what it is
    rules = knowledge.rules
    name = fold(re.sub(r"[_.\-\s]+", " ", document.name.rpartition("/")[2].rpartition(".")[0]))
    ending = document.name.rpartition(".")[2].lower()
    if found := _listed(rules, "endings").get(ending):
        return found
    titles = list(_titles(document))
    if found := _by_title(titles, rules):
        return None if found == _ORDER else found
    if any(_title(line.partition(":")[0], _order_words(rules), rules) for line in titles):
        return None  # "Bestellung: 4711"
    if found := _in_passing(titles[:_FIRST_LINES], rules):
        return found
    named = {**_listed(rules, "papers"), **_listed(rules, "names")}
    found = next((what for word, what in named.items() if _holds(name, {word})), None)
    if found is None or _holds(name, _order_words(rules)) or _names_products(document, knowledge):
        return None
    return f"{found}, by its name"


def _titles(document: Document) -> Iterator[str]:
    """Short lines near the top, and the first cells of tables."""
    for passage in document.passages[:1]:
        lines = (part for line in passage.text.split("\n")[:_TITLE_LINES] for part in re.split(r"\t| {2,}", line))
        yield from (line for line in lines if len(line) <= _TITLE_LENGTH and 0 < len(line.split()) <= _TITLE_WORDS)
    for table in document.tables[:1]:
        first = (cell.text for row in table.rows[:_TITLE_ROWS] for cell in row.cells[:1])
        yield from (text for text in first if 0 < len(text.strip()) <= _TITLE_LENGTH)


def _by_title(titles: Sequence[str], rules: Rules) -> str | None:
    """What the first title says that the file is: _ORDER, or a paper with the title as proof."""
    papers = _listed(rules, "papers")
    for line in titles:
        if _title(line, _order_words(rules), rules):
            return _ORDER
        if word := _title(line, papers.keys(), rules):
            return f"{papers[word]}: “{line.strip()[:60]}”"
    return None


def _in_passing(lines: Sequence[str], rules: Rules) -> str | None:
    """A paper that the very first lines name among other words: "Conditions of purchase of Hansen & Co"."""
    kinds = {what for lexicon in rules.both() for what in lexicon.words("attachments", "in_passing")}
    for line in lines:
        folded = f" {' '.join(re.findall(_WORD, fold(line)))} "
        for word, what in _listed(rules, "papers").items():
            if what in kinds and len(word) >= _LONG_WORD and f" {word} " in folded:
                return f"{what}: “{line.strip()[:60]}”"
    return None


def _title(line: str, words: Words, rules: Rules) -> str | None:
    """The one of these words that a line consists of, beside a number: "Rechnung Nr. R-26-3391"."""
    tokens = [token.strip(".-/") for token in _TOKEN.findall(fold(line))]
    while tokens and (not tokens[0] or tokens[0].isdigit() or tokens[0] in _beside_title(rules)):
        tokens = tokens[1:]
    for length in range(min(len(tokens), _LONGEST), 0, -1):
        word, rest = " ".join(tokens[:length]), tokens[length:]
        if word in words and all(not t or t in _beside_title(rules) or re.search(r"\d", t) for t in rest):
            return word
    return None


def _holds(name: str, words: Words) -> bool:
    """Whether a file's name has one of these words, or a word that begins or ends with a longer one: "Firmenlogo"."""
    if any(f" {word} " in f" {name} " for word in words):
        return True
    long = [word for word in words if len(word) >= _LONG_PART]
    return any(part.startswith(word) or part.endswith(word) for part in name.split() for word in long)


def _names_products(document: Document, knowledge: Knowledge) -> bool:
    """Whether a table or the text of it orders products of the catalogue."""
    tables = (order_table.read(table, "en", knowledge) for table in document.tables)
    if any(line.sku is not None for one in tables if one is not None for line in one.lines):
        return True
    texts = (lines.find(p.text, p.source, "en", (), knowledge).lines for p in document.passages)
    return any(line.sku is not None and line.confidence >= _PLAIN for found in texts for line in found)


@cache
def _listed(rules: Rules, key: str) -> Mapping[str, str]:
    """Folded word -> what a file with it is."""
    return {
        fold(word): what
        for lexicon in rules.both()
        for what, words in lexicon.mapping("attachments", key).items()
        for word in words
    }


@cache
def _order_words(rules: Rules) -> frozenset[str]:
    listed = (w for lexicon in rules.both() for w in lexicon.mapping("attachments", "order").get("words", ()))
    return frozenset(map(fold, listed))


@cache
def _beside_title(rules: Rules) -> frozenset[str]:
    """Words that a title may have beside the name of the paper; not "to" or "an": "Invoice to" is no title."""
    return frozenset(fold(w) for lexicon in rules.both() for w in lexicon.words("attachments", "beside_title"))
