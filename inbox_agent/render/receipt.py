"""The receipt: the confirmed order, and the same as PDF."""

import re
from dataclasses import replace

from inbox_agent.render.context import Context
from inbox_agent.render.message import Content
from inbox_agent.render.pdf import pdf
from inbox_agent.render.view import order_view


def receipt(context: Context, original: bytes | None) -> Content:
    """Needs ``order_number`` and ``order`` in the payload."""
    order = order_view(context.payload, context.words, context.settings)
    content = context.fill("receipt", order=order)
    name = re.sub(r"[^\w.-]+", "-", f"{context.words.labels['title']} {order.number}") + ".pdf"
    return replace(content, pdf=(name, pdf(order, context.words, context.settings)))
