"""Renders the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.webchat.guard import HEADERS
from bot.channels.webchat.view import EASY_OFF, EASY_ON, MENU, Exchange
from bot.channels.webchat.wording import Section
from bot.core.answers.knowledge import Knowledge
from bot.core.phrases import Phrases

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@dataclass(frozen=True)
class State:
    """What stands on the page besides the answer."""

    said: str | None = None
    easy: bool = False
    failure: str | None = None
    typed: str = ""
    greeting: bool = False


class Pages:
    """All pages; every value is escaped by the templates."""

    def __init__(self, knowledge: Knowledge, wording: Phrases) -> None:
        self._knowledge = knowledge
        self._wording = wording
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._version = _version()

    def chat(self, exchange: Exchange, state: State, status: int = 200) -> HTMLResponse:
        """The chat page with the latest exchange."""
        easy = state.easy if exchange.easy is None else exchange.easy
        return self._page(
            "chat.html",
            status,
            easy,
            exchange=exchange,
            state=state,
            easy_button=self._knowledge.phrases.say("easy_button", easy),
            easy_value=EASY_OFF if easy else EASY_ON,
            easy_labels={value: self._knowledge.phrases.say("easy_button", value == EASY_OFF)
                         for value in (EASY_ON, EASY_OFF)},
            menu_button=self._knowledge.phrases.say("menu_button", easy),
            menu_value=MENU,
        )  # fmt: skip

    def refused(self, key: str, status: int) -> HTMLResponse:
        """A plain page that says why a message was not taken."""
        return self._page("refused.html", status, False, sentence=self._wording.say(key))

    def privacy(self, sections: Sequence[Section], *, easy: bool) -> HTMLResponse:
        """What is kept of people, for how long, and who sees it."""
        told = [
            (each.title.easy, each.text.easy) if easy else (each.title.standard, each.text.standard)
            for each in sections
        ]
        return self._page("privacy.html", 200, easy, sections=told)

    def _page(self, template: str, status: int, easy: bool, **values: object) -> HTMLResponse:
        def say(key: str, **marks: object) -> str:
            return self._wording.say(key, easy, phone=self._knowledge.helpline, **marks)

        html = self._templates.get_template(template).render(say=say, easy=easy, version=self._version, **values)
        return HTMLResponse(html, status, headers=HEADERS)


def _version() -> str:
    """Changes with the style and the script, so that browsers fetch them anew after an update."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
