"""Renders the pages."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.channels.webchat.assets import Assets
from bot.channels.webchat.guard import HEADERS, POLICY
from bot.channels.webchat.view import EASY_OFF, EASY_ON, MENU, Exchange
from bot.channels.webchat.wording import Section
from bot.core.answers.knowledge import Knowledge
from bot.core.phrases import Phrases
from bot.services.conversation.change_device import LASTS

FOLDER = Path(__file__).parent
MINUTES = int(LASTS.total_seconds()) // 60
"""For how long a code stands, and for how long no more are taken."""


@dataclass(frozen=True)
class State:
    """What stands on the page besides the answer."""

    said: str | None = None
    easy: bool = False
    failure: str | None = None
    typed: str = ""
    greeting: bool = False


@dataclass(frozen=True)
class Change:
    """What stands on the page for changing the device. `form`: random; tells a form that comes once more.

    `begun`: there is a conversation here. `code`: one that was made just now. `wrong`: why a typed one was not taken.
    """

    form: str
    begun: bool
    easy: bool = False
    code: str | None = None
    wrong: str | None = None
    typed: str = ""


class Pages:
    """All pages; every value is escaped by the templates."""

    def __init__(self, knowledge: Knowledge, wording: Phrases, sections: Sequence[Section], assets: Assets) -> None:
        self._knowledge = knowledge
        self._wording = wording
        self._sections = sections
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._assets = assets
        policy = HEADERS[POLICY].replace("style-src 'self'", f"style-src 'self' {assets.style.allowed}")
        self._headers = {**HEADERS, POLICY: policy}

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
            message_id=secrets.token_hex(16),
            style=Markup(self._assets.style.text) if state.greeting else None,  # noqa: S704  a file of our own
        )  # fmt: skip

    def say(self, key: str, easy: bool = False, **marks: object) -> str:
        """A sentence of the page itself."""
        return self._wording.say(key, easy, **{"phone": self._knowledge.helpline, "minutes": MINUTES, **marks})

    def refused(self, key: str, status: int) -> HTMLResponse:
        """A plain page that says why a message was not taken."""
        return self._page("refused.html", status, False, sentence=self._wording.say(key))

    def privacy(self, *, easy: bool) -> HTMLResponse:
        """What is kept of people, for how long, and who sees it."""
        told = [
            (each.title.easy, each.text.easy) if easy else (each.title.standard, each.text.standard)
            for each in self._sections
        ]
        return self._page("privacy.html", 200, easy, sections=told)

    def devices(self, change: Change, status: int = 200) -> HTMLResponse:
        """Going on on another device: a code to be typed there, and a field for one that was shown there."""
        return self._page("continue.html", status, change.easy, change=change)

    def _page(self, template: str, status: int, easy: bool, **values: object) -> HTMLResponse:
        def say(key: str, **marks: object) -> str:
            return self.say(key, easy, **marks)

        html = self._templates.get_template(template).render(say=say, easy=easy, version=self._assets.version, **values)
        return HTMLResponse(html, status, headers=self._headers if values.get("style") else HEADERS)
