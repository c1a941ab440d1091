"""What the page shows, as plain values for the template and for the script alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.webchat.notices import Waiting
from bot.core.answers.knowledge import Knowledge
from bot.core.conversation.session import Session
from bot.core.messaging.reply import Button, Reply
from bot.core.phrases import Phrases
from bot.services.conversation.converse import Handled, Standing
from bot.services.ports import Undelivered

EASY_ON, EASY_OFF, MENU, RESUME = "cmd:easy_on", "cmd:easy_off", "cmd:menu", "cmd:resume"
ASKED = {"region": "ask_region", "choice": "clarify"}
"""By what was asked: the sentence that asks it."""
_NUMBER = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}")
_ECHOED = 500
"""Characters of a message shown again; the person knows what they wrote."""
NOTHING = Waiting()


@dataclass(frozen=True)
class Choice:
    """A button: `shown` carries the number that can be typed instead, `label` is what the person then has said."""

    shown: str
    label: str
    value: str


@dataclass(frozen=True)
class Link:
    """A file of this page's own site, for downloading."""

    text: str
    address: str


@dataclass(frozen=True)
class Message:
    """One reply and what can be chosen under it; `notice` is the id of one that waited for the person."""

    text: str
    choices: tuple[Choice, ...]
    notice: int | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Exchange:
    """An answer. `easy` is `None` when it does not show in which words the conversation goes on.

    `expecting`: staff may write at any moment.
    """

    messages: tuple[Message, ...]
    region: str
    easy: bool | None = None
    expecting: bool = False


class View:
    """Turns replies into what is shown."""

    def __init__(self, knowledge: Knowledge, wording: Phrases) -> None:
        self._knowledge = knowledge
        self._wording = wording

    def greeting_buttons(self) -> tuple[Button, ...]:
        """The choices offered before anything was said."""
        groups = self._knowledge.phrases.group("menu")
        return tuple(Button(text, f"group:{group}") for group, text in groups.items())

    def greeting(self, waiting: Waiting = NOTHING, fair: str = "") -> Exchange:
        """The first page, after the notices that waited; `fair` is the number that a poster's code brought along."""
        reply = Reply(self._knowledge.phrases.say("greet"), self.greeting_buttons())
        opened = (self._fair(fair.upper()),) if _NUMBER.fullmatch(fair.upper()) else ()
        messages = noticed(waiting.notices) + self._messages((*opened, reply), easy=False)
        return Exchange(messages, self._wording.say("region_hint"), expecting=waiting.expecting)

    def _fair(self, number: str) -> Reply:
        return Reply(self._wording.say("fair_scanned"), (Button(self._wording.say("fair_show"), f"list:{number}"),))

    def exchange(self, handled: Handled, easy: bool = False, waiting: Waiting = NOTHING) -> Exchange:
        """An answer, after the notices that waited; `easy` is how the page has been speaking so far."""
        now = self._easy(handled.replies)
        words = easy if now is None else now
        messages = noticed(waiting.notices) + self._messages(handled.replies, easy=words)
        return Exchange(messages, self._region(handled.answer.region, words), now, waiting.expecting)

    def standing(self, standing: Standing, waiting: Waiting, key: str) -> Exchange:
        """Where a conversation stands, after the sentence `key`: the last answer, and what can be chosen now."""
        session, easy = standing.session, standing.session.easy
        replies = [Reply(self._wording.say(key, easy))]
        if standing.answered:
            replies.append(Reply(standing.answered))
        replies.append(self._onward(session))
        numbered = replies[-1].buttons == session.buttons
        messages = noticed(waiting.notices) + self._messages(replies, easy=easy, numbered=numbered)
        return Exchange(messages, self._region(session.region, easy), easy, waiting.expecting)

    def _onward(self, session: Session) -> Reply:
        """How to go on; what was asked is asked again, so that no button stands without its question."""
        easy, phrases = session.easy, self._knowledge.phrases
        if session.handed is not None:
            return Reply(self._wording.say("standing_handed", easy))
        if session.pending is not None:
            asked = ASKED.get(session.pending.kind)
            if asked is None:
                return Reply(self._wording.say("standing_again", easy))
            return Reply(phrases.say(asked, easy), session.buttons)
        if session.task is not None and session.task.waiting:
            return Reply(self._wording.say("standing_task", easy), (Button(phrases.say("resume", easy), RESUME),))
        return Reply(self._wording.say("standing_open", easy), session.buttons)

    def said_in(self, text: str, choice: str | None, label: str | None, *, easy: bool) -> str:
        """What the person said by text or by a button with this label, short enough to be shown."""
        return self.said(text if choice is None else label or self._wording.say("said_button", easy), easy)

    def service_error(self, easy: bool) -> str:
        """What is said when there is no answer."""
        return self._knowledge.phrases.say("service_error", easy, phone=self._knowledge.helpline)

    def said(self, text: str, easy: bool) -> str:
        """What the person said, short enough to be shown."""
        if not text.strip():
            return self._wording.say("said_nothing", easy)
        if len(text) <= _ECHOED:
            return text
        return self._wording.say("clipped", easy, text=text[:_ECHOED], length=len(text))

    def _messages(self, replies: Sequence[Reply], *, easy: bool, numbered: bool = True) -> tuple[Message, ...]:
        """Only the last reply's buttons get numbers: those are the ones a typed number chooses from."""
        last = len(replies) - 1 if numbered else None
        return tuple(
            Message(
                reply.text,
                tuple(
                    Choice(f"{number}. {button.text}" if index == last else button.text, button.text, button.value)
                    for number, button in enumerate(reply.buttons, 1)
                ),
                links=self._copies(easy) if reply.own_data else (),
            )
            for index, reply in enumerate(replies)
        )

    def _copies(self, easy: bool) -> tuple[Link, ...]:
        """The copy of one's own data, which only the browser of this conversation can fetch."""
        return tuple(Link(self._wording.say(f"copy_{kind}", easy), f"/my-data.{kind}") for kind in ("txt", "json"))

    def _region(self, code: str | None, easy: bool) -> str:
        if code is None:
            return self._wording.say("region_none", easy)
        return self._wording.say("region", easy, place=self._knowledge.gazetteer.display_name(code))

    def _easy(self, replies: Sequence[Reply]) -> bool | None:
        """Read off the replies: the answer document does not say it, and the page keeps no state of its own."""
        offered = {button.value for reply in replies for button in reply.buttons}
        if EASY_OFF in offered or EASY_ON in offered:
            return EASY_OFF in offered
        phrases, first = self._knowledge.phrases, replies[0].text if replies else ""
        if first == phrases.say("easy_on", True):
            return True
        return False if first in (phrases.say("easy_off"), phrases.say("my_data_deleted")) else None


def noticed(notices: Sequence[Undelivered]) -> tuple[Message, ...]:
    """Notices as the page shows them."""
    return tuple(Message(reply.text, (), notice.id) for notice in notices for reply in notice.replies)
