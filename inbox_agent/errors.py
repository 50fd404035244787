"""What can go wrong outside of a business decision.

A business "no" (unknown item, no address) is a ``Reason``, never an exception. Each error's text is one line for
the person at the terminal: it names the file, key or server and says what to do.
"""


class InboxAgentError(Exception):
    """Base of everything this program raises on purpose; its text is shown as it is, without a traceback."""


class ConfigError(InboxAgentError):
    """config.toml, or a value in it, cannot be used."""


class RulesError(InboxAgentError):
    """A file below rules/ or templates/ cannot be used."""


class CatalogueError(InboxAgentError):
    """A products, customers or prices file has rows that cannot be imported; ``problems`` has one line for each."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class MailboxError(InboxAgentError):
    """A mailbox cannot be reached, entered or read now; the next poll tries again."""


class DeliveryError(InboxAgentError):
    """A message could not be handed to the mail server."""


class TryLater(DeliveryError):
    """It was not delivered, and it may work later (4xx, no connection)."""


class NeverDeliverable(DeliveryError):
    """It was refused for good (5xx)."""


class MaybeDelivered(DeliveryError):
    """The connection ended after the text was sent and before the answer: the server may have the message."""


class StoreError(InboxAgentError):
    """The database cannot be opened or is of another version."""


class IllegalTransition(StoreError):
    """A state was asked to change in a way that docs/architecture.md does not name."""
