"""Streets to which no town or postcode belongs: "deliver to 12 Oak Street"."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from inbox_agent.extract.address_block import Who
from inbox_agent.extract.address_scan import CUE_REACH, MOST, Candidate, Use, cues, use_of
from inbox_agent.extract.countries import TABLE
from inbox_agent.extract.phrases import lowered, mapping, mark
from inbox_agent.lexicon import Rules
from inbox_agent.model import Evidence, Passage


@cache
def _road(rules: Rules) -> re.Pattern[str]:
    """ "12 Oak Street", "Gartenweg 5": with capital letters, or every "2 floor lamps" would be one."""
    table = mapping(rules, TABLE, "words")
    before, after = ("|".join(map(re.escape, table[key])) for key in ("roads", "road_endings"))
    return re.compile(
        rf"(?<![\w.,/-])\d{{1,4}}[a-z]?,?\s(?:[A-Z][\w'’-]{{1,24}}\s){{1,3}}(?i:{before})(?!\w)"
        rf"|(?<!\w)[A-ZÄÖÜ][\w.-]{{1,30}}\s?(?i:(?<=\w)(?:{after}))\s\d{{1,4}}\s?[a-z]?(?![\w.,]*\d)"
    )


def unfinished(passage: Passage, found: Sequence[Candidate], who: Who) -> list[tuple[Use, Evidence]]:
    """A street behind a cue ("deliver to 12 Oak Street") to which no postcode belongs."""
    lower, c = lowered(passage.text), cues(who.knowledge.rules)
    result: list[tuple[Use, Evidence]] = []
    for road in islice(_road(who.knowledge.rules).finditer(passage.text), MOST):
        if any(f.block.start <= road.start() <= f.block.end for f in found):
            continue
        use, _ = use_of(lower[max(0, road.start() - CUE_REACH) : road.start()], c)
        if use in (Use.SHIP, Use.BILL, Use.BOTH):
            result.append((use, mark(passage, road.start(), road.end(), "address_unfinished")))
    return result
