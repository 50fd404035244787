"""An effect's payload -> the bytes of a whole message, the same for the same input."""

from collections.abc import Callable, Mapping
from typing import Any

from inbox_agent.config import Settings
from inbox_agent.model import EffectKind
from inbox_agent.render.acknowledgement import acknowledgement
from inbox_agent.render.complaint_forward import complaint_forward
from inbox_agent.render.context import Context
from inbox_agent.render.message import Content, compose
from inbox_agent.render.question import question
from inbox_agent.render.receipt import receipt
from inbox_agent.render.templates import problems

__all__ = ["problems", "render"]

KINDS: Mapping[EffectKind, tuple[Callable[[Context, bytes | None], Content], str]] = {
    EffectKind.RECEIPT: (receipt, "auto-replied"),
    EffectKind.QUESTION: (question, "auto-replied"),
    EffectKind.ACKNOWLEDGEMENT: (acknowledgement, "auto-replied"),
    EffectKind.COMPLAINT_FORWARD: (complaint_forward, "auto-generated"),
}


def render(
    effect_kind: EffectKind, key: str, payload: Mapping[str, Any], settings: Settings, original: bytes | None = None
) -> bytes:
    """The message of an effect, as RFC 5322 bytes with CRLF. The service has put ``order_number`` into a receipt's
    payload; ``date`` (ISO, aware) is its Date. Raises RulesError when a template cannot be used, NeverDeliverable when
    the recipient is no address."""
    make, auto_submitted = KINDS[effect_kind]
    return compose(key, payload, make(Context.of(payload, settings), original), settings, auto_submitted)
