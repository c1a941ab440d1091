"""The Bot API methods the service uses, as Telegram answers them."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes.telegram_world import BOT, Sent, World

LONGEST_TEXT = 4096
LONGEST_DATA = 64
BATCH = 100


class Refusal(Exception):
    """An error answer of the Bot API."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after


def _bad(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


async def get_me(world: World, parameters: dict[str, Any]) -> object:
    return BOT


async def get_updates(world: World, parameters: dict[str, Any]) -> object:
    """Long polling: `offset` confirms everything before it; a second poller ends the first with 409."""
    offset = int(parameters.get("offset", 0))
    wait = float(parameters.get("timeout", 0))
    wanted = json.loads(parameters.get("allowed_updates", "[]"))
    world.polls += 1
    mine = world.polls
    world.changed()
    if offset > 0:
        world.updates = [update for update in world.updates if update["update_id"] >= offset]

    def deliverable() -> list[dict[str, Any]]:
        return [update for update in world.updates if not wanted or any(kind in update for kind in wanted)]

    def ready() -> bool:
        return bool(deliverable()) or mine != world.polls or world.closing

    if wait > 0:
        try:
            await world.until(ready, wait)
        except TimeoutError:
            return []
    if mine != world.polls:
        raise Refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one runs")
    return deliverable()[: int(parameters.get("limit", BATCH))]


async def send_message(world: World, parameters: dict[str, Any]) -> object:
    """The message as the chat now shows it."""
    chat, text = int(parameters["chat_id"]), parameters.get("text", "").strip()
    _check_text(text)
    if chat not in world.chats:
        raise _bad("chat not found")
    now = time.monotonic()
    if world.per_chat_limit and any(sent.chat == chat and now - sent.at < 1 for sent in world.sent):
        raise Refusal(429, "Too Many Requests: retry after 1", 1)
    buttons, data = _keyboard(parameters)
    sent = Sent(world.new_message_id(), chat, text, buttons, data, now)
    world.sent.append(sent)
    world.changed()
    return message(sent.id, chat, text)


async def send_document(world: World, parameters: dict[str, Any]) -> object:
    """A file in the chat; shown as its name, its content behind."""
    chat, name = int(parameters["chat_id"]), str(parameters["document"])
    upload = parameters[name.removeprefix("attach://")] if name.startswith("attach://") else parameters["document"]
    content = (await upload.read()).decode()
    sent = Sent(world.new_message_id(), chat, f"[{upload.filename}]\n{content}", [], [], time.monotonic())
    world.sent.append(sent)
    world.changed()
    file = {"file_id": str(sent.id), "file_unique_id": str(sent.id), "file_name": upload.filename}
    return message(sent.id, chat, document=file)


async def edit_message_text(world: World, parameters: dict[str, Any]) -> object:
    chat, number, text = int(parameters["chat_id"]), int(parameters["message_id"]), parameters.get("text", "").strip()
    _check_text(text)
    found = next((sent for sent in world.sent if (sent.chat, sent.id) == (chat, number)), None)
    if found is None:
        raise _bad("message to edit not found")
    found.text = text
    found.buttons, found.data = _keyboard(parameters)
    world.changed()
    return message(number, chat, text)


async def answer_callback_query(world: World, parameters: dict[str, Any]) -> object:
    if parameters["callback_query_id"] not in world.queries:
        raise _bad("query is too old and response timeout expired or query ID is invalid")
    world.queries.remove(parameters["callback_query_id"])
    return True


async def set_my_commands(world: World, parameters: dict[str, Any]) -> object:
    world.commands = json.loads(parameters["commands"])
    return True


async def set_webhook(world: World, parameters: dict[str, Any]) -> object:
    """Only what the Bot API would refuse matters here: tests bring updates themselves."""
    if not str(parameters.get("url", "")).startswith("https://"):
        raise _bad("bad webhook: An HTTPS URL must be provided for webhook")
    return True


async def delete_webhook(world: World, parameters: dict[str, Any]) -> object:
    return True


def message(number: int, chat: int, text: str | None = None, **content: Any) -> dict[str, Any]:
    """A message object; a negative chat id is a group's, as on Telegram."""
    person = {"id": abs(chat), "is_bot": False, "first_name": "测试"}
    where = {"id": chat, "type": "private", "first_name": "测试"} if chat > 0 else {"id": chat, "type": "group"}
    body = {"message_id": number, "date": int(time.time()), "chat": where, "from": person, **content}
    return body if text is None else {**body, "text": text}


def _check_text(text: str) -> None:
    if not text:
        raise _bad("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise _bad("message is too long")


def _keyboard(parameters: dict[str, Any]) -> tuple[list[str], list[str]]:
    rows = json.loads(parameters.get("reply_markup", "{}")).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    if any(not 1 <= len(button["callback_data"].encode()) <= LONGEST_DATA for button in buttons):
        raise _bad("BUTTON_DATA_INVALID")
    return [button["text"] for button in buttons], [button["callback_data"] for button in buttons]


METHODS: dict[str, Callable[[World, dict[str, Any]], Awaitable[object]]] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "answerCallbackQuery": answer_callback_query,
    "setMyCommands": set_my_commands,
    "deleteWebhook": delete_webhook,
    "setWebhook": set_webhook,
}
