"""`POST /api/v1/messages`: a message of a conversation in, an answer document out; `GET`: what came meanwhile."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from bot.api.answer_schema import AnswerOut, RefusedOut, WaitingOut
from bot.api.metrics import MESSAGES
from bot.core.answers.document import to_document
from bot.core.messaging.reply import Incoming
from bot.services.conversation.collecting import collect

router = APIRouter(prefix="/api/v1")

LARGEST_BODY = 1_000_000
"""Bytes; a longer body is refused before it is read as JSON."""


Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_\u4e00-\u9fff.:@+-]+$")]
"""Letters are spelt out: what `\\w` stands for differs between the readers of a schema."""


class MessageIn(BaseModel):
    """A conversation is any name the client chooses and keeps; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")

    conversation: Name
    text: str


BODY = {"required": True, "content": {"application/json": {"schema": MessageIn.model_json_schema()}}}


@router.post(
    "/messages",
    openapi_extra={"requestBody": BODY},
    responses={
        200: {"model": AnswerOut},
        413: {"model": RefusedOut},
        422: {"model": RefusedOut},
        500: {"model": RefusedOut},
    },
)
async def post_message(request: Request) -> Response:
    """One turn of the conversation; its state is kept."""
    body = await request.body()
    if len(body) > LARGEST_BODY:
        return _refused(413, "消息太长了，请用几句话说。")
    try:
        message = MessageIn.model_validate_json(body)
    except ValidationError as error:
        where = "、".join(sorted({str(part) for detail in error.errors() for part in detail["loc"]})) or "JSON"
        return _refused(422, f'请求不对：{where}。请发 {{"conversation": "…", "text": "…"}}。')
    parts, conversation = request.app.state.parts, _conversation(message.conversation)
    handled = await parts.converse.handle(conversation, Incoming(message.text))
    MESSAGES.labels("api", handled.answer.outcome.value).inc()
    came = await collect(conversation, parts.units_of_work)
    return _json(200, to_document(replace(handled.answer, replies=(*came, *handled.answer.replies))))


@router.get("/messages", responses={200: {"model": WaitingOut}, 500: {"model": RefusedOut}})
async def waiting_messages(request: Request, conversation: Name) -> Response:
    """What staff have written meanwhile, if the conversation was handed over to them; each is handed out once."""
    came = await collect(_conversation(conversation), request.app.state.parts.units_of_work)
    replies = [{"text": reply.text, "buttons": [asdict(button) for button in reply.buttons]} for reply in came]
    return _json(200, {"replies": replies})


def _conversation(name: str) -> str:
    return f"api:{name}"


def _refused(status: int, sentence: str) -> Response:
    return _json(status, {"outcome": "error", "error": sentence})


def _json(status: int, document: object) -> Response:
    return Response(orjson.dumps(document), status_code=status, media_type="application/json")
