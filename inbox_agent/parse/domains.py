"""Domain names of mail addresses: which organisation they belong to, and what it calls itself."""

from functools import lru_cache

# As in co.uk, or.at, com.au: below a country's two letters these are no organisation's name.
_SECOND_LEVELS = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "gv", "or", "ltd", "plc", "me", "ne", "sch"})
# Names of providers at whose domains strangers live side by side: they are nobody's own name.
_PROVIDERS = frozenset({
    "aol", "arcor", "bluewin", "btinternet", "comcast", "fastmail", "freenet", "gmail", "gmx", "googlemail", "hotmail",
    "icloud", "kabelmail", "live", "mac", "mail", "mailbox", "mailfence", "me", "msn", "online", "orange", "outlook",
    "pm", "posteo", "proton", "protonmail", "sky", "talktalk", "t-online", "tutanota", "unitybox", "virginmedia",
    "vodafone", "vodafonemail", "web", "yahoo", "ymail", "zoho",
})  # fmt: skip
_LONGEST = 63  # characters of a label (RFC 1035, 2.3.4)


def domain_of(email: str) -> str:
    """The domain of an address in lower case, "" when it has none.

    >>> domain_of("Jo@Mail.Shop.example.")
    'mail.shop.example'
    """
    return email.rpartition("@")[2].lower().strip(". ") if "@" in email else ""


def organisation(domain: str) -> str:
    """The part that somebody registered: without a public suffix list, by the usual second levels.

    >>> organisation("mail.shop.co.uk"), organisation("news.shop.example")
    ('shop.co.uk', 'shop.example')
    """
    return ".".join(_registered(domain))


def same_organisation(one: str, other: str) -> bool:
    """Relaxed alignment (RFC 7489, 3.1): an empty domain is nobody's."""
    return bool(one) and organisation(one) == organisation(other)


@lru_cache(maxsize=50_000)
def name_of(domain: str) -> str:
    """What an organisation is called: its part of the domain without the top level, Punycode (RFC 3492) read.

    >>> name_of("mail.shop.co.uk"), name_of("xn--mller-kva.example")
    ('shop', 'müller')
    """
    return _decoded(_registered(domain)[0])


def labels_before(domain: str) -> list[str]:
    """The labels in front of an organisation's part: "shop", "mail" of "shop.mail.firm.example"."""
    labels = domain.lower().split(".")
    return [_decoded(label) for label in labels[: len(labels) - len(_registered(domain))]]


def of_a_provider(domain: str) -> bool:
    """Whether it is a mail provider's, so that its name says nothing of who writes."""
    return name_of(domain) in _PROVIDERS


def _registered(domain: str) -> list[str]:
    labels = domain.lower().split(".")
    below = len(labels) > 2 and labels[-2] in _SECOND_LEVELS and len(labels[-1]) == 2
    return labels[-3:] if below else labels[-2:]


def _decoded(label: str) -> str:
    if not label.startswith("xn--") or len(label) > _LONGEST:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):  # a label that only looks like Punycode
        return label
