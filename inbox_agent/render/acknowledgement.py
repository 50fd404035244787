"""The acknowledgement: a complaint arrived, or a person looks at the mail."""

from inbox_agent.render.context import Context
from inbox_agent.render.message import Content


def acknowledgement(context: Context, original: bytes | None) -> Content:
    """Needs ``about`` (complaint or review) in the payload."""
    return context.fill(f"acknowledgement_{context.payload['about']}")
