from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.conversation.interpretation import Interpretation
from bot.core.messaging.reply import Incoming
from bot.services.conversation.converse import Origin
from tests.builders import SmallService, small_service


class Recorder:
    """An interpreter that keeps what it was given, in order."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def interpret(self, text: str) -> Interpretation:
        self.texts.append(text)
        await asyncio.sleep(0)
        return Interpretation((("rural_transfer", 0.95),))


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[SmallService]:
    made = await small_service(tmp_path)
    yield made
    await made.close()


async def test_state_is_kept_from_turn_to_turn_and_from_process_to_process(service: SmallService) -> None:
    first = await service.converse_with(Recorder()).handle("web:1", Incoming("去外省打工有钱吗"))
    assert first is not None
    assert first.answer.outcome == "needs_region"
    second = await service.converse_with(Recorder()).handle("web:1", Incoming("砚山"))
    assert second is not None
    assert second.answer.topic == "rural_transfer"
    assert "1000元" in second.replies[0].text


async def test_names_and_numbers_never_reach_the_interpreter(service: SmallService) -> None:
    recorder = Recorder()
    said = "我叫张伟，电话13812345678，证号11010519491231002X42，出去打工有补贴吗"
    await service.converse_with(recorder).handle("web:1", Incoming(said))
    heard = "".join(recorder.texts)
    assert "打工" in heard
    for secret in ("张伟", "13812345678", "11010519491231002"):
        assert secret not in heard


async def test_a_repeated_update_is_answered_once(service: SmallService) -> None:
    converse = service.converse_with(Recorder())
    origin = Origin("telegram", "1", "77")
    assert await converse.handle("telegram:1", Incoming("菜单"), origin) is not None
    assert await converse.handle("telegram:1", Incoming("菜单"), origin) is None


async def test_messages_sent_at_once_are_answered_one_after_another(service: SmallService) -> None:
    converse = service.converse_with(Recorder())
    handled = await asyncio.gather(*(converse.handle("web:1", Incoming("菜单")) for _ in range(20)))
    assert [each.turn for each in handled if each] == list(range(1, 21))


async def test_two_processes_on_one_conversation_lose_no_turn(service: SmallService) -> None:
    one, other = service.converse_with(Recorder()), service.converse_with(Recorder())
    await asyncio.gather(*(each.handle("web:1", Incoming("菜单")) for each in (one, other)))
    last = await one.handle("web:1", Incoming("菜单"))
    assert last is not None
    assert last.turn == 3


async def test_the_database_holds_no_word_that_was_said(service: SmallService, tmp_path: Path) -> None:
    converse = service.converse_with(Recorder())
    await converse.handle("web:1", Incoming("砚山"))
    await converse.handle("web:1", Incoming("我叫张小花，在棉纺厂打工有补贴吗"))
    await service.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in ("张小花", "棉纺厂"):
        assert secret.encode() not in stored


async def test_a_default_region_is_used_until_another_is_named(tmp_path: Path) -> None:
    service = await small_service(tmp_path, default_region="532622")
    converse = service.converse_with(Recorder())
    handled = await converse.handle("web:1", Incoming("出去打工有钱吗"))
    assert handled is not None
    assert handled.answer.region == "532622"
    await service.close()
