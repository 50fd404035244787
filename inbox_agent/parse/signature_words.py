"""What a line is by the words of rules/<language>/quotes.toml [signature], those of all languages together."""

import re
from dataclasses import dataclass
from functools import cache

from inbox_agent.lexicon import Rules

_NUMBER = r"\d+(?:[.,]\d+)*"
PHONE = re.compile(r"(\+|\(?0)[\d\s()/.–-]{6,}\d|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}[-.]\d{3}[-.]\d{4}\b")
_WEB = re.compile(r"\S{1,64}@\S{1,255}\.\w|https?://|\bwww\.")
_BAR = re.compile(r"\S +[|·•] +\S")  # "Tel. 123 | www.shop.example"
_MOTTO = re.compile(r"[\"“„»«*_][^\"“”„»«]{10,300}[\"”“«»*_][.,]?(?:\s*[-–—(]?\s*[\w. )]{0,40})?")
_FRAMED = re.compile(r"([+*~=#!•★>-])\1+ .*\1\1+")
_LINK = re.compile(r"[<\[]https?://[^\s>\]]{1,500}[>\]]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_STOPS = (",", ".", "!", ";", ":", "-", "–")
_LONGEST_CLOSING, _LONGEST_MIXED, _LONGEST_LEAD, _LONGEST_FOOTER = 12, 8, 4, 12  # words
_LONGEST_FIRM = 16  # words of a line that says what a firm does
_LONGEST_REST = 4  # words after a formula
_LONG_UNIT = 4  # letters; "24 h", "5 m" and "12 St" stand in signatures too


@dataclass(frozen=True)
class SignatureWords:
    """Patterns for lines in lower case."""

    closing: re.Pattern[str]
    closing_within: re.Pattern[str]
    courtesy: re.Pattern[str]
    alone: re.Pattern[str]
    thanks: re.Pattern[str]
    footer: re.Pattern[str]
    disclaimer: re.Pattern[str]
    proof: re.Pattern[str]
    banner: re.Pattern[str]
    postscript: re.Pattern[str]
    label: re.Pattern[str]
    address_label: re.Pattern[str]
    request: re.Pattern[str]
    asks: re.Pattern[str]
    personal: re.Pattern[str]
    notice: re.Pattern[str]
    slogan: re.Pattern[str]
    verb: re.Pattern[str]
    order: re.Pattern[str]
    toward: re.Pattern[str]
    amount: re.Pattern[str]
    company: re.Pattern[str]
    contact: re.Pattern[str]
    linked: re.Pattern[str]
    role: re.Pattern[str]

    def is_closing(self, line: str) -> bool:
        """A formula that closes letters at the beginning of a line, or after a few words of the same clause."""
        count = len(line.split())
        if start := self.closing.match(line):
            return count <= _LONGEST_CLOSING and self._is_courtesy(line[start.end() :])
        found = self.closing_within.search(line) if count <= _LONGEST_MIXED else None
        if found is None:
            return False
        before = line[: found.start()].rstrip()
        if before.endswith(_STOPS):  # "see you on Friday, regards Tom" says something, "thanks, regards Tom" does not
            thanks = self.alone.match(before)
            return thanks is not None and not thanks["rest"].strip(" ,.!;:-")
        return len(before.split()) <= _LONGEST_LEAD and not self.verb.search(before)

    def _is_courtesy(self, rest: str) -> bool:
        """What follows a formula: nothing, a name, where it comes from or goes to; "yours was the cheapest" is none."""
        count = len(_WORD.findall(rest))
        if self.courtesy.match(rest):
            return count <= _LONGEST_LEAD or not self.verb.search(rest)
        return (count <= _LONGEST_REST or rest.lstrip()[:1] in _STOPS) and not self.verb.search(rest)

    def is_formula(self, line: str) -> bool:
        """Nothing but a formula that closes letters."""
        found = self.closing.match(line)
        return found is not None and not _WORD.search(line, found.end())

    def is_footer(self, line: str) -> bool:
        """One line that a phone or a mail service adds."""
        line = _LINK.sub("", line)
        return len(line.split()) <= _LONGEST_FOOTER and bool(self.footer.match(line))

    def is_legal(self, text: str) -> bool:
        """A legal or environmental paragraph: one phrase that is nowhere else, or two that are mostly there."""
        if self.proof.search(text):
            return True
        return len(set(self.disclaimer.findall(text))) > 1 and not self.personal.search(text)

    def says_legal(self, text: str) -> bool:
        return bool(self.disclaimer.search(text) or self.proof.search(text))

    def is_contact(self, line: str) -> bool:
        """Telephone, web, mail address, company, or several things with bars between them."""
        return any(pattern.search(line) for pattern in (PHONE, _WEB, _BAR, self.contact))

    def is_reachable(self, line: str) -> bool:
        """Telephone, web or mail address, and no sentence."""
        return bool(PHONE.search(line) or _WEB.search(line)) and not self.is_statement(line)

    def is_online(self, line: str) -> bool:
        """Web or mail address."""
        return _WEB.search(line) is not None

    def is_data(self, line: str) -> bool:
        """A postscript, an order line, or labelled data for the order."""
        return bool(self.postscript.match(line) or self.order.match(line) or self.label.match(line))

    def is_slogan(self, text: str) -> bool:
        """What somebody tells everybody: office hours, mottos, what stands between rows of signs, advertising."""
        if self.notice.search(text) or _MOTTO.fullmatch(text):
            return True
        return bool(_FRAMED.fullmatch(text) or self.slogan.search(text)) and not self.personal.search(text)

    def is_request(self, line: str) -> bool:
        return bool(self.request.match(line) or self.asks.search(line))

    def is_address(self, line: str) -> bool:
        """A line that calls itself an address, whoever's."""
        return self.address_label.match(line) is not None

    def is_statement(self, line: str) -> bool:
        """A line that says something: data, a request, a sentence."""
        if self.is_data(line):
            return True
        count = len(_WORD.findall(line))
        tells = (count > 2 and self.verb.search(line) is not None) or self.is_request(line)
        long = count > 9 or (count > 5 and line.endswith((".", "!", "?", ":")))
        firm = count <= _LONGEST_FIRM and (self.company.search(line) or _BAR.search(line))
        if not tells and (not long or firm):
            return False
        return not (_WEB.search(line) or self.is_footer(line) or self.says_legal(line))


@cache
def signature_words(rules: Rules) -> SignatureWords:
    def either(key: str, shortest: int = 1) -> str:
        listed = (w for lexicon in rules.both() for w in lexicon.mapping("quotes", "signature").get(key, ()))
        found = [w for w in listed if len(w) >= shortest]
        words = sorted({w.lower() for w in found}, key=len, reverse=True)
        return "|".join(re.escape(w).replace("email", "e-?mail").replace(r"\ ", r"\s+") for w in words)

    return SignatureWords(
        closing=re.compile(rf"\W*({either('closings')})(?!\w)"),
        closing_within=re.compile(rf"\b({either('closings')})\W*$|\b({either('closing_words')})\b"),
        courtesy=re.compile(rf"\W*({either('after_closings')})(?!\w)"),
        alone=re.compile(rf"\W*({either('closings_alone')})(?!\w)(?P<rest>.*)"),
        thanks=re.compile(rf"\b({either('thanks')})\b"),
        footer=re.compile(rf"\W*({either('mobile_footers')})"),
        disclaimer=re.compile(rf"\b({either('disclaimers')})"),
        proof=re.compile(rf"\b({either('disclaimer_proofs')})"),
        banner=re.compile(either("banners")),
        postscript=re.compile(rf"\W*({either('postscripts')})(?=[\s:.,])"),
        label=re.compile(rf"\W*({either('labels')})(?!\w)(\s*$|[^:.]{{0,25}}:)"),
        address_label=re.compile(rf"\W*({either('address_labels')})(\s*$|[^:.]{{0,25}}:)"),
        request=re.compile(rf"\W*({either('requests')})(?!\w)"),
        asks=re.compile(rf"\b({either('asks')})\b"),
        personal=re.compile(rf"\b({either('personal')})\b"),
        notice=re.compile(rf"\b({either('notices')})\b"),
        slogan=re.compile(rf"\b({either('slogans')})\b"),
        verb=re.compile(rf"\b({either('verbs')})\b"),
        order=re.compile(rf"\W*(pos\.?\s*)?{_NUMBER}\s*-?\s*(({either('order_units')})(?!\w)|×)"),
        toward=re.compile(rf"\b({either('before_recipients')})(?!\w)"),
        amount=re.compile(rf"{_NUMBER}\s*({either('order_units', _LONG_UNIT)})(?!\w)"),
        company=re.compile(rf"(?<!\w)({either('companies')})(?!\w)"),
        contact=re.compile(rf"\b({either('contact_words')})(?!\w)"),
        linked=re.compile(rf"\W*({either('after_names')})(?!\w)"),
        role=re.compile(rf"\b({either('roles')})(?!\w)"),
    )
