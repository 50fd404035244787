"""Finds what is ordered in written text: lists, sentences, one thing or many in a line.

Each sentence is cut where a new quantity begins something new (``pieces``), each quantity is paired with what it counts
(``pairing``). What no reading explains is kept as a line without a SKU, so that a person sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from inbox_agent.catalogue.vocabulary import function_words, quality_of
from inbox_agent.catalogue.words import features, fold
from inbox_agent.extract import corrections, ellipsis, pairing, pieces, quantities
from inbox_agent.extract.items import Item, identify_features, in_own_unit
from inbox_agent.extract.masking import blanked
from inbox_agent.extract.nlp import Span, sentences
from inbox_agent.extract.pairing import Pairing
from inbox_agent.extract.phrase import asides, exclusions
from inbox_agent.extract.quantities import Quantity
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Asked, Doubt, Evidence, Line

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines found in one passage, what was odd about it, and which parts of the text they rest on."""

    lines: tuple[Line, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    covered: tuple[tuple[int, int], ...] = ()


def find(text: str, source: str, language: str, skip: Spans, knowledge: Knowledge, statements: Spans = ()) -> Lines:
    """Lines ordered in ``text``. ``skip`` are stretches that other finders own (dates, addresses, what was only told):
    nothing is read there. ``statements`` are sentences that may just tell something: what they count must be plain."""
    masked = blanked(text, skip)
    lines: list[Line] = []
    doubts: list[Doubt] = []
    covered: list[tuple[int, int]] = []
    for sentence in sentences(masked, language):
        whole = (sentence.start, sentence.end)
        found, missed = _sentence(sentence, text, source, language, lines, statements, knowledge)
        corrected = None
        listed = pieces.is_bullet(sentence.text) or "\t" in sentence.text
        if not listed or not _adds(found, missed, lines):
            corrected = corrections.apply(sentence, text, source, language, lines, knowledge)
        if corrected is not None:
            lines = list(corrected.lines)
            doubts.extend(corrected.doubts)
            covered.append(whole)
        elif (refined := _refined(sentence, source, language, lines, knowledge)) is not None:
            lines[-1] = refined
            covered.append(whole)
        else:
            lines.extend(found)
            covered.extend(_spans(found))
            if missed:
                evidence = Evidence(source, text[slice(*whole)], "not understood", *whole)
                doubts.append(Doubt("unexplained", (evidence,), {"text": evidence.text[:120]}))
    return Lines(tuple(lines), tuple(doubts), tuple(covered))


def _adds(found: Sequence[Line], missed: bool, before: Sequence[Line]) -> bool:
    """Whether a sentence plainly orders more, and does not speak of what was ordered before."""
    known = {line.sku for line in before}
    plain = all(line.sku is not None and line.quantity is not None and line.sku not in known for line in found)
    return bool(found) and plain and not missed


def _spans(lines: Sequence[Line]) -> list[tuple[int, int]]:
    return [(e.start, e.end) for line in lines for e in line.evidence if e.start is not None and e.end is not None]


def _sentence(
    sentence: Span, text: str, source: str, language: str, before: Sequence[Line], statements: Spans,
    knowledge: Knowledge,
) -> tuple[list[Line], bool]:  # fmt: skip
    """The lines of a sentence, and whether a quantity beside them, or one that begins the sentence, is left over."""
    flat = sentence.text.replace("\n", " ")  # a line break within a sentence is only where the line was full
    beside = [*asides(flat, knowledge.products), *exclusions(flat, knowledge.rules)]
    sentence = Span(sentence.start, sentence.end, blanked(flat, beside))
    lines: list[Line] = []
    left: list[Quantity] = []
    counts = pieces.countable(sentence.text, language, knowledge)
    for start, end, own in pieces.pieces(sentence.text, counts, knowledge):
        lead = sentence.text[: counts[0].start]
        lead = lead[: lead.index(":")] if ":" in lead else lead
        pair = pairing.best(sentence.text, start, end, own, [*before, *lines], knowledge, lead)
        told = pair is not None and _within(sentence.start + pair.quantity.start, statements)
        if pair is None or not _is_line(pair, sentence.text, told, knowledge):
            left.extend(q for q in own if not pieces.is_pronoun(q, knowledge.rules))
            continue
        items = _each(pair, knowledge) or (pair.item,)
        lines.extend(_line(replace(pair, item=item), sentence, text, source, knowledge) for item in items)
    missed = bool(left) and (bool(lines) or pieces.begins(sentence.text, left[0]))
    return lines, missed


def _within(at: int, spans: Spans) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_line(pair: Pairing, sentence: str, told: bool, knowledge: Knowledge) -> bool:
    """Whether a quantity with words is something asked for, and not "we are 20 people"."""
    item = pair.item
    loose = pair.quantity.article or pair.phrase.casefold().startswith(("of ", "von ")) or pair.behind
    if told and loose and pieces.is_pronoun(pair.quantity, knowledge.rules):
        return False  # "my colleague has one of your notebooks"
    if item.product is not None:
        return True
    if item.ambiguous:
        return True
    if pair.quantity.article and pair.quantity.unit is None:
        return False  # "a" with words that nobody sells is no order: "wir haben ein Anliegen"
    if item.candidates:
        return True
    short = len(sentence.split()) <= 9
    counted = pair.quantity.unit is not None or pair.quantity.times
    if pair.behind:
        return short and (":" in sentence[: pair.quantity.start] or counted)
    listed = short or pieces.is_bullet(sentence)
    return (listed and pieces.begins(sentence, pair.quantity)) or (counted and not told)


def _each(pair: Pairing, knowledge: Knowledge) -> tuple[Item, ...]:
    """The things that one quantity counts each of ("je 5 rote und blaue"); none when it counts one."""
    if not pair.quantity.each or pair.item.product is not None:
        return ()
    return ellipsis.each_of(pair.phrase, pair.quantity.unit, knowledge)


def _refined(sentence: Span, source: str, language: str, before: Sequence[Line], knowledge: Knowledge) -> Line | None:
    """The last line with what a short sentence adds to it: "Two bags of decaf. Ground, please." """
    if not before or before[-1].sku is not None or not before[-1].candidates or before[-1].quantity is None:
        return None
    said = [f for f in features(sentence.text, knowledge.rules) if fold(f.text) not in function_words(knowledge.rules)]
    if not 0 < len(said) <= 3 or not all(knowledge.products.knows(f) for f in said):
        return None
    if any(
        not pieces.is_pronoun(q, knowledge.rules) for q in quantities.find(sentence.text, language, knowledge.rules)
    ):
        return None
    last = before[-1]
    item = identify_features((*features(last.asked.item, knowledge.rules), *said), None, knowledge.products)
    if item.product is None or item.unexplained:
        return None
    added = Evidence(source, sentence.text, "item: added", sentence.start, sentence.end)
    return make_line(item, last.quantity, None, last.asked, (*last.evidence, added), knowledge, last.stated_price)


def _line(pair: Pairing, sentence: Span, text: str, source: str, knowledge: Knowledge) -> Line:
    quantity, item = pair.quantity, pair.item
    start, end = sentence.start + pair.start, sentence.start + pair.end
    evidence = (Evidence(source, text[start:end], f"item: {item.rule}", start, end),)
    asked = Asked(quantity.number_text, quantity.unit_text, " ".join(pair.phrase.replace("\x00", " ").split()))
    return make_line(item, quantity.value, quantity.unit, asked, evidence, knowledge)


def make_line(
    item: Item,
    value: Decimal | None,
    unit: str | None,
    asked: Asked,
    evidence: tuple[Evidence, ...],
    knowledge: Knowledge,
    stated_price: Decimal | None = None,
) -> Line:
    """A Line from what was asked: converted to the product's own unit, with how sure all of it is."""
    product = item.product
    if product is None:
        return Line(None, asked.item, value, unit, asked, item.confidence, evidence, item.candidates, stated_price)
    amount = in_own_unit(value, unit, product, knowledge.rules) if value is not None else None
    confidence = item.confidence * (amount.confidence if amount else 0.5)
    quantity = amount.quantity.normalize() + 0 if amount else None
    return Line(
        product.sku,
        product.name,
        quantity,
        product.unit,
        asked,
        round(confidence, 3),
        evidence,
        item.candidates,
        stated_price,
    )


def meant(words: str, among: Sequence[Line], knowledge: Knowledge) -> tuple[Line, ...] | None:
    """Which of these lines some words mean ("the mugs"); None when the words name nothing that is sold."""
    known = tuple(f for f in features(words, knowledge.rules) if knowledge.products.knows(f))
    if not any(f.kind == "word" and f.key not in quality_of(knowledge.rules) for f in known):
        return None
    skus = knowledge.products.fitting(known, (line.sku for line in among if line.sku))
    return tuple(line for line in among if line.sku in skus)
