"""Of what was said only the last few exchanges are remembered: masked, cut short, and nothing with its own consent."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.handing.requests import OpenCase
from bot.core.conversation.handing.state import KEPT, LONGEST
from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.reading import Ask
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Turn
from bot.core.handover.case import Reason
from bot.core.messaging.reply import Incoming
from bot.services.conversation.errands import Scene, carried_out
from tests.conversations.conftest import NOW, PERSON, Stage

TODAY = dt.date(2026, 11, 21)
HERE = Session(region="532622")


async def say(session: Session, text: str, topic: str, dialogue: Dialogue, stage: Stage) -> Session:
    reading = dialogue.read(session, Incoming(text), TODAY)
    readings = [Interpretation(((topic, 0.93),))] * (len(reading.questions) if isinstance(reading, Ask) else 0)
    played = dialogue.respond(session, reading, readings, TODAY)
    return (await stage.finish(played)).session


async def test_the_last_ones_stay_with_names_and_numbers_masked(dialogue: Dialogue, stage: Stage) -> None:
    session = HERE
    for number in range(KEPT + 2):
        said = f"我叫张伟，电话13812345678，去第{number}家厂打工有补贴吗"
        session = await say(session, said, "rural_transfer", dialogue, stage)
    assert len(session.recent) == KEPT
    assert "第2家" in session.recent[0].said
    for exchange in session.recent:
        assert "张伟" not in exchange.said
        assert "138" not in exchange.said
        assert 0 < len(exchange.answered) <= LONGEST


async def test_sensitive_facts_and_answers_within_a_dialogue_are_not_remembered(
    dialogue: Dialogue, stage: Stage
) -> None:
    session = await say(HERE, "我是精神残疾二级，出去打工有补贴吗", "rural_transfer", dialogue, stage)
    session = await say(session, "我能享受什么政策", "eligibility_check", dialogue, stage)
    assert session.task is not None
    for text in ("有", "38岁", "招残疾人有补贴吗"):
        session = await say(session, text, "employer_subsidy", dialogue, stage)
    assert session.recent == ()


@pytest.mark.parametrize("said", ["我得了癌症", "孩子是自闭症", "我看不见", "我坐过牢"])
async def test_words_about_the_body_or_the_past_are_not_remembered(said: str, dialogue: Dialogue, stage: Stage) -> None:
    session = await say(HERE, f"{said}，出去打工有补贴吗", "rural_transfer", dialogue, stage)
    assert session.recent == ()


async def test_starting_over_forgets_them(dialogue: Dialogue, stage: Stage) -> None:
    session = await say(HERE, "去外省打工有补贴吗", "rural_transfer", dialogue, stage)
    assert session.recent
    assert (await say(session, "重来", "", dialogue, stage)).recent == ()


async def test_the_case_says_why_it_began_and_takes_them_along(dialogue: Dialogue, stage: Stage) -> None:
    session = HERE
    for text in ("吧啦吧啦", "呜啦呜啦"):
        session = await say(session, text, "out_of_scope", dialogue, stage)
    opened: list[OpenCase] = []

    async def note(request: OpenCase, scene: Scene) -> object:
        opened.append(request)
        return await stage.service.handlers[OpenCase](request, scene)

    session = await say(session, "转给工作人员", "", dialogue, stage)
    reading = dialogue.read(session, Incoming("是"), TODAY)
    async with stage.units() as work:
        played = dialogue.respond(session, reading, (), TODAY)
        handlers = {**stage.service.handlers, OpenCase: note}
        turn = await carried_out(played, handlers, Scene(PERSON, work, NOW))
    assert isinstance(turn, Turn)
    (request,) = opened
    assert request.reason is Reason.NOT_UNDERSTOOD
    assert [exchange.said for exchange in request.recent] == ["吧啦吧啦", "呜啦呜啦"]
    assert turn.session.recent == ()
