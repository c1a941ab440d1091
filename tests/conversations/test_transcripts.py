"""Conversations as data: what a person says or presses, how it was read, and what must come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.errands import Played
from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.reading import Ask
from bot.core.conversation.session import Session, from_document, to_document
from bot.core.conversation.turn import Turn
from bot.core.messaging.reply import Incoming, Reply
from bot.services.conversation.converse import replies_of
from tests.conversations.conftest import Stage

TODAY = dt.date(2026, 11, 21)
TRANSCRIPTS: list[dict[str, Any]] = [
    transcript
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
    for transcript in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda transcript: transcript["name"])
async def test_transcript(transcript: dict[str, Any], dialogue: Dialogue, stage: Stage) -> None:
    session = Session(**transcript.get("session", {}))
    numbers = await stage.keep(transcript["kept"]) if "kept" in transcript else {}
    if "staff" in transcript:
        await stage.employ(transcript["staff"])
    if "people" in transcript:
        await stage.subscribe(transcript["people"])
    for step in (_numbered(each, numbers) for each in transcript["steps"]):
        turn = await stage.finish(_play(step, session, dialogue))
        session = turn.session
        _check(step, turn)
        assert from_document(to_document(session)) == session


def _numbered(step: dict[str, Any], numbers: Mapping[str, str]) -> dict[str, Any]:
    """With the numbers of records in the place of <what they are called here>."""

    def filled(value: Any) -> Any:
        if isinstance(value, list):
            return [filled(each) for each in value]
        if isinstance(value, str):
            for name, number in numbers.items():
                value = value.replace(f"<{name}>", number)
        return value

    return {key: filled(value) for key, value in step.items()}


def _play(step: dict[str, Any], session: Session, dialogue: Dialogue) -> Played:
    incoming = Incoming(str(step.get("say", "")), _pressed(step, session))
    reading = dialogue.read(session, incoming, TODAY)
    readings = []
    if isinstance(reading, Ask):
        said = step.get("read", "out_of_scope")
        said = said if isinstance(said, list) else [said]
        assert len(said) == len(reading.questions), reading.questions
        readings = [_interpretation(each) for each in said]
    return dialogue.respond(session, reading, readings, TODAY)


def _pressed(step: dict[str, Any], session: Session) -> str | None:
    """The value of a button under the last answer, or one that a page shows all the time."""
    if "press" not in step:
        return step.get("press_value")
    label = step["press"]
    return next(button.value for button in session.buttons if button.text == label)


def _interpretation(said: str | dict[str, float]) -> Interpretation:
    if isinstance(said, dict):
        return Interpretation(tuple(said.items()))
    return Interpretation(((said, 0.93),))


def _check(step: dict[str, Any], turn: Turn) -> None:
    answer, session = turn.answer, turn.session
    assert [type(event).__name__ for event in turn.events] == step.get("events", [])
    replies: tuple[Reply, ...] = replies_of(answer)
    text = "\n".join(reply.text for reply in replies)
    labels = [button.text for button in replies[-1].buttons] if replies else []
    assert bool(replies) is not step.get("silent", False)
    if "outcome" in step:
        assert answer.outcome.value == step["outcome"], text
    if "topic" in step:
        assert answer.topic == step["topic"]
    if "region" in step:
        assert session.region == step["region"]
    for words in step.get("hears", ()):
        assert words in text
    for words in step.get("not", ()):
        assert words not in text
    for label in step.get("offers", ()):
        assert label in labels, labels
    for reply in replies:
        assert reply.text.strip()
        assert "{" not in reply.text
