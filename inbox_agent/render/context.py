"""What a kind of message is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inbox_agent.config import Settings
from inbox_agent.render.formats import Formats
from inbox_agent.render.message import Content
from inbox_agent.render.templates import Templates
from inbox_agent.render.view import Words, footer


@dataclass(frozen=True, slots=True)
class Context:
    """One effect's payload with the texts of its reader's language."""

    payload: Mapping[str, Any]
    settings: Settings
    templates: Templates
    words: Words

    @classmethod
    def of(cls, payload: Mapping[str, Any], settings: Settings) -> "Context":
        language = payload["language"]
        templates = Templates(settings, language)
        formats = Formats(language, settings.company.country)
        return cls(payload, settings, templates, Words(templates.words(), formats, settings))

    def fill(self, name: str, **values: Any) -> Content:
        """Subject, text and HTML of the templates called ``name``."""
        view = {
            "company": self.settings.company,
            "footer": footer(self.words, self.settings),
            "labels": self.words.labels,
            "language": self.payload["language"],
            "original_subject": self.payload.get("subject") or "",
            "recipient_name": self.payload.get("recipient_name") or "",
            **values,
        }
        subject, text = self.templates.text(name, view)
        return Content(subject, text, self.templates.html(name, {**view, "subject": subject}))
