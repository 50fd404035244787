"""Where mail comes from: an IMAP folder, or files."""

from inbox_agent.config import Mailbox as Config
from inbox_agent.config import Settings
from inbox_agent.mailbox.base import Batch, Cursor, Fetched, Filed, Mailbox, Place

__all__ = ["Batch", "Cursor", "Fetched", "Filed", "Mailbox", "Place", "open_mailbox"]


def open_mailbox(box: Config, settings: Settings) -> Mailbox:
    """Connects. Raises MailboxError in one line that names the mailbox and what to do."""
    if box.kind == "folder":
        from inbox_agent.mailbox.folder import FolderMailbox

        return FolderMailbox(box, settings)
    from inbox_agent.mailbox.imap import ImapMailbox

    return ImapMailbox(box, settings.secret(box.password, f"mailbox {box.name}: password"))
