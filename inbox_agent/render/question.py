"""The question: everything that is missing before the order can be confirmed, in one mail."""

from inbox_agent.render.context import Context
from inbox_agent.render.message import Content


def question(context: Context, original: bytes | None) -> Content:
    """Needs ``missing``, a list of sentences, in the payload."""
    return context.fill("question", missing=context.payload["missing"])
