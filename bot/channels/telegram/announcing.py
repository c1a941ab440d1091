"""Sends announcements to chats, and reads off the Bot API's answers what became of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson
import structlog

from bot.channels.telegram.incoming import CHANNEL
from bot.channels.telegram.keyboards import announced
from bot.channels.telegram.splitting import split, units
from bot.channels.telegram.wire import Answer, NoAnswerError, NotSentError, Wire, form
from bot.core.messaging.announcement import Announcement, File
from bot.core.messaging.delivery import (
    Delivered,
    Flooded,
    Moved,
    Outcome,
    Reason,
    Refused,
    Unanswered,
    Unreached,
)
from bot.services.delivery.delivery_ports import BroadcastFile, Running
from bot.services.ports import UnitOfWorkFactory

log = structlog.get_logger()

LONGEST_CAPTION = 1024
"""UTF-16 units below an image; Telegram refuses more."""
_CHAT = re.compile(r"-?\d{1,19}", re.ASCII)
STRANGE = ("chat not found", "user not found", "peer_id_invalid", "chat_id is empty")
"""Beginnings of descriptions that mean the address, not the message."""


@dataclass(frozen=True)
class _Message:
    """One request: its method, its fields, and which field is which file."""

    method: str
    fields: dict[str, Any] = field(default_factory=dict)
    file: tuple[str, File] | None = None


class Announcer:
    """Telegram as a way to send announcements. A file is sent once, and then by the id it has there."""

    channel = CHANNEL

    def __init__(self, wire: Wire, token: str, units_of_work: UnitOfWorkFactory) -> None:
        self._wire, self._token, self._units_of_work = wire, token, units_of_work
        self._files: dict[tuple[int, int, str], BroadcastFile] = {}

    def parts(self, announcement: Announcement) -> int:
        """In how many messages Telegram shows it."""
        return len(messages(announcement))

    async def send(self, address: str, running: Running, easy: bool, part: int) -> Outcome:
        """Send one of them."""
        if not _CHAT.fullmatch(address):
            return Refused(Reason.CHAT_NOT_FOUND)
        several = messages(running.wording(easy))
        message = several[min(part, len(several) - 1)]
        try:
            body, media_type, name = await self._body(address, message, running)
            answer = await self._wire.post(f"/bot{self._token}/{message.method}", body, media_type)
        except NotSentError:
            return Unreached(Reason.NETWORK)
        except NoAnswerError:
            return Unanswered()
        outcome, result = read(answer)
        if name is not None and isinstance(outcome, Delivered):
            await self._remember(running, name, result)
        return outcome

    async def _body(self, address: str, message: _Message, running: Running) -> tuple[bytes, str, str | None]:
        """The request's body and media type, and the name of the file that goes along."""
        fields = {"chat_id": int(address), **message.fields}
        if message.file is None:
            return orjson.dumps(fields), "application/json", None
        key, wanted = message.file
        file = await self._file(running, wanted.name)
        if file.platform_id is not None:
            return orjson.dumps({**fields, key: file.platform_id}), "application/json", None
        plain = {
            each: value if isinstance(value, str) else orjson.dumps(value).decode() for each, value in fields.items()
        }
        return *form(plain, key, (file.name, file.media_type, file.content)), file.name

    async def _file(self, running: Running, name: str) -> BroadcastFile:
        """Raises `NotSentError` if it cannot be read just now."""
        key = (running.id, running.edition, name)
        if key not in self._files:
            try:
                async with self._units_of_work() as work:
                    file = await work.broadcasts.file(running.id, name)
            except Exception as error:
                raise NotSentError from error
            if file is None:
                raise NotSentError
            self._files = {each: kept for each, kept in self._files.items() if each[:2] == key[:2]} | {key: file}
        return self._files[key]

    async def _remember(self, running: Running, name: str, result: dict[str, Any]) -> None:
        kept = result.get("document") or (result.get("photo") or [{}])[-1]
        platform_id = kept.get("file_id")
        key = (running.id, running.edition, name)
        if platform_id and self._files[key].platform_id is None:
            file = self._files[key]
            self._files[key] = BroadcastFile(file.name, file.media_type, b"", platform_id)
            try:
                async with self._units_of_work() as work:
                    await work.broadcasts.note_platform_id(running.id, name, platform_id)
                    await work.commit()
            except Exception as error:  # noqa: BLE001  the message has arrived; another process sends the file once more
                log.warning("file_id_not_noted", error=type(error).__name__)


@lru_cache(maxsize=16)
def messages(announcement: Announcement) -> Sequence[_Message]:
    """The requests that show it: an image over its text if that fits, then a place and a calendar file."""
    said, found = announcement.said(), list[_Message]()
    texts = split(said)
    if announcement.image is not None:
        fits = units(said) <= LONGEST_CAPTION
        caption = said if fits else announcement.description
        found.append(_Message("sendPhoto", {"caption": caption[:LONGEST_CAPTION]}, ("photo", announcement.image)))
        texts = [] if fits else split(announcement.text)
    found += [_Message("sendMessage", {"text": text}) for text in texts]
    keyboard = announced(announcement.buttons)
    if keyboard is not None:
        found[-1].fields["reply_markup"] = keyboard.to_dict()
    spot = announcement.spot
    if spot is not None:
        place = {"latitude": spot.latitude, "longitude": spot.longitude, "title": spot.title, "address": spot.address}
        found.append(_Message("sendVenue", place))
    if announcement.calendar is not None:
        found.append(_Message("sendDocument", {}, ("document", announcement.calendar)))
    return tuple(found)


def read(answer: Answer) -> tuple[Outcome, dict[str, Any]]:
    """What an answer means, and what the platform says of the message."""
    if answer.status >= 500:
        return Unreached(Reason.PLATFORM_ERROR), {}
    try:
        said = orjson.loads(answer.body)
        if said["ok"] is True:
            return Delivered(str(said["result"]["message_id"])), said["result"]
        return _refusal(int(said["error_code"]), str(said.get("description", "")), said.get("parameters") or {}), {}
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return Unanswered(), {}


def _refusal(code: int, description: str, parameters: dict[str, Any]) -> Outcome:
    if code == 429:
        return Flooded(float(parameters.get("retry_after", 1)))
    if "migrate_to_chat_id" in parameters:
        return Moved(str(parameters["migrate_to_chat_id"]))
    if code == 403:
        return Refused(Reason.BLOCKED)
    if code == 400:
        strange = any(sign in description.lower() for sign in STRANGE)
        return Refused(Reason.CHAT_NOT_FOUND if strange else Reason.REFUSED)
    return Unreached(Reason.PLATFORM_ERROR)  # the token is refused, or the server is not what it should be
