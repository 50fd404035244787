"""inbox-agent: the order clerk for a company's orders mailbox."""

__version__ = "0.1.0"
