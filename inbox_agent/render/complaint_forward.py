"""The forward of a complaint to customer service: a summary, and the customer's message whole."""

from dataclasses import replace

from inbox_agent.render.context import Context
from inbox_agent.render.message import Content

SUMMARY = ("sender", "customer", "written_in", "excerpt", "orders_named", "holds_order", "attachments", "reasons")


def complaint_forward(context: Context, original: bytes | None) -> Content:
    """Needs the summary that ``plan`` makes; ``original`` are the bytes of the customer's mail."""
    content = context.fill("complaint_forward", **{name: context.payload[name] for name in SUMMARY})
    return replace(content, original=original)
