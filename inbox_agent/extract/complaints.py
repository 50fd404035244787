"""How much each sentence of a mail complains.

Few complaints use the word. What gives them away is damage or lack (rules: ``fault``) of something that came
(``receipt``, ``parcel``) or was ordered, a remedy asked for, praise that is none; and what takes it back: "no damage",
"if it breaks", "our old one"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

from inbox_agent.extract.cues import Cue
from inbox_agent.extract.sentence import Sentence

COMPLAINS = 0.6  # weight of signs from which a sentence, or a mail, is a complaint


def complaints(plain: Sequence[Sentence]) -> list[tuple[float, tuple[Cue, ...]]]:
    """For each sentence how much it complains, and by which words. Its neighbours count: "We opened the box. Two of
    the jars are cracked.\""""
    remedied = any(s.has("remedy", "complaint") for s in plain)
    result = []
    for at, sentence in enumerate(plain):
        near = [s for s in plain[max(0, at - 1) : at + 2] if s is not sentence]
        weight, because = _complaint(sentence, near)
        forgiven = sentence.has("resolved") or any(s.has("resolved") for s in plain[at + 1 : at + 2])
        if forgiven and not (remedied and sentence.has("complaint", "remedy")):
            weight *= 0.3
        result.append((weight, because))
    return result


def _complaint(s: Sentence, near: Sequence[Sentence]) -> tuple[float, tuple[Cue, ...]]:
    """The weight of one sentence among its neighbours: several signs add up like independent witnesses."""
    here = _Signs.of(s)
    around = _Signs.union(_Signs.of(n) for n in near)
    weights = [0.85] * len(here.complaint) + [0.3] * len(here.supposed)
    weights += _damage(here, around, s)
    weights += _not_as_ordered(here, around, s)
    weights += _tone(here, around)
    doubt = prod(1 - weight for weight in weights)
    proven = len(here.strong) > 1 or (here.strong and (here.receipt or here.ordered))
    if here.orders and not here.complaint and not proven:
        doubt = 1 - (1 - doubt) / 2  # a sentence that orders may well say "only", "instead", "the right ones"
    doubt *= 1 - _earlier_lot(here, s)
    because = (*here.complaint, *here.strong, *here.weak, *here.remedy, *here.irony, *here.ordered, *here.receipt,
               *s.of("insists", "failing", "previous"))  # fmt: skip
    return round(1 - doubt, 3), because


@dataclass(frozen=True, slots=True)
class _Signs:
    """The phrases of a sentence that matter for a complaint, those only supposed ones ("if", "our old") set apart."""

    complaint: tuple[Cue, ...] = ()
    supposed: tuple[Cue, ...] = ()
    strong: tuple[Cue, ...] = ()
    weak: tuple[Cue, ...] = ()
    remedy: tuple[Cue, ...] = ()
    irony: tuple[Cue, ...] = ()
    ordered: tuple[Cue, ...] = ()
    receipt: tuple[Cue, ...] = ()
    parcel: tuple[Cue, ...] = ()
    orders: bool = False
    item: bool = False

    @classmethod
    def of(cls, s: Sentence) -> "_Signs":
        arrived = s.has("receipt", "ordered")
        supposing = (*s.of("unreal"), *(() if arrived else s.of("own")))

        def real(cue: Cue) -> bool:
            return not any(c.start <= cue.start and _same_clause(s, c, cue) for c in supposing)

        weak_at = {(c.start, c.end) for c in s.of("weak_fault")}
        faults = [c for c in s.of("fault") if real(c)]
        good = s.has("fine") and not s.has("contrast")
        said = s.of("complaint")
        return cls(
            complaint=tuple(c for c in said if real(c) or arrived),
            supposed=tuple(c for c in said if not real(c) and not arrived),
            strong=tuple(c for c in faults if (c.start, c.end) not in weak_at),
            weak=() if good else tuple(c for c in faults if (c.start, c.end) in weak_at),
            remedy=tuple(c for c in s.of("remedy") if real(c) or arrived),
            irony=() if good else s.of("irony"),
            ordered=() if good else s.of("ordered"),
            receipt=() if good and not s.has("fault", "complaint") else s.of("receipt"),
            parcel=s.of("parcel", "past"),
            orders=s.has("order", "want"),
            item=s.item,
        )

    @classmethod
    def union(cls, all_signs: Iterable["_Signs"]) -> "_Signs":
        listed = list(all_signs)

        def together(name: str) -> tuple[Cue, ...]:
            return tuple(cue for signs in listed for cue in getattr(signs, name))

        return cls(
            complaint=together("complaint"),
            strong=together("strong"),
            weak=together("weak"),
            remedy=together("remedy"),
            irony=together("irony"),
            ordered=together("ordered"),
            receipt=together("receipt"),
            parcel=together("parcel"),
            item=any(signs.item for signs in listed),
        )


def _same_clause(s: Sentence, one: Cue, other: Cue) -> bool:
    """Whether "if" reaches as far as that word: not over a colon, a semicolon, or many words."""
    between = s.span.text[one.end - s.span.start : other.start - s.span.start]
    return not re.search(r"[:;–]", between) and len(between.split()) <= 12


def _damage(here: _Signs, around: _Signs, s: Sentence) -> list[float]:
    """Damage, lack or mistake, and that it came from us."""
    weights = []
    if here.strong:
        if here.receipt or here.ordered:
            weights.append(0.85)
        elif here.parcel or around.receipt or around.ordered:
            weights.append(0.7)
        elif around.parcel or len(here.strong) > 1 or around.remedy or here.remedy:
            weights.append(0.45)
        else:
            weights.append(0.2)
    if here.weak and not (here.orders and not here.ordered):
        evidence = sum(map(bool, (here.receipt, here.ordered, here.parcel, here.remedy, around.remedy, here.irony)))
        weights.append((0.1, 0.42, 0.62, 0.75, 0.85, 0.9, 0.9)[evidence])
        if s.has("contrast") and evidence:
            weights.append(0.35)
    return weights


def _not_as_ordered(here: _Signs, around: _Signs, s: Sentence) -> list[float]:
    """What was ordered against what came: in one sentence, or in two with different numbers or a "but"."""
    odd = bool(here.weak or here.strong or here.irony or s.has("contrast"))
    if here.ordered and here.receipt:
        return [] if s.has("thanks") and not odd else [0.8 if odd else 0.65]
    if here.ordered and s.has("contrast") and (s.has("thanks") or here.parcel):
        return [0.65]
    if (here.ordered and around.receipt) or (here.receipt and around.ordered):
        return [0.5 if odd or (s.item and around.item) else 0.3]
    return [0.5] if here.ordered and around.parcel and odd else []


def _tone(here: _Signs, around: _Signs) -> list[float]:
    """A remedy that is asked for, praise that is none."""
    weights = []
    told = here.receipt or here.ordered or around.receipt or around.ordered
    if here.remedy and (told or here.strong or around.strong) and not here.orders:
        weights.append(0.45)
    if here.irony and told:
        contrasted = (here.ordered or around.ordered) and (here.receipt or around.receipt)
        wrong = here.weak or here.strong or around.weak or around.strong
        weights.append(0.65 if contrasted or wrong else 0.5)
    return weights


def _earlier_lot(here: _Signs, s: Sentence) -> float:
    """What is said in passing of goods that came before: "the last ones had no handle", "let it stick this time".
    A sentence that orders may set this lot against the last ("but in red this time"): there it takes a plain defect."""
    if s.has("insists") and not s.has("fine") and not (s.has("unreal") and s.has("negation") and s.has("fault")):
        return 0.65
    if s.has("like_before") or (s.has("fine") and not s.has("contrast", "negation")):
        return 0.0
    asks = here.orders or s.has("please")
    denies = s.has("negation") and not s.has("no_order", "not_an_order") and (s.has("was") or not asks)
    failed = bool(here.strong) or s.has("failing") or denies
    slighted = not asks and bool(here.weak or here.irony or (s.has("contrast") and not s.has("fine")))
    if s.has("previous"):
        return 0.65 if failed or slighted else 0.0
    return 0.62 if s.has("some_of") or (s.has("failing") and here.receipt and not asks) else 0.0


def names_damage(sentence: Sentence) -> bool:
    """Whether a sentence tells of damage that is not only supposed."""
    return bool(_Signs.of(sentence).strong)
