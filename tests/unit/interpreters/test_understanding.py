from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import orjson
import pytest

from bot.interpreters.keywords import KeywordInterpreter
from bot.interpreters.rasa_http import RasaInterpreter
from bot.interpreters.understanding import Understanding
from bot.services.ports import InterpreterUnavailable
from tests.builders import small_dialogue

PARSED = {
    "text": "x",
    "intent": {"name": "levy", "confidence": 0.9},
    "intent_ranking": [{"name": "levy", "confidence": 0.9}, {"name": "quota", "confidence": 0.05}],
    "entities": [{"entity": "head_count", "value": 120, "start": 0, "end": 4}],
}


class Model:
    """A tiny HTTP server in the place of the model's; answers with what it is told to."""

    def __init__(self) -> None:
        self.body = orjson.dumps(PARSED)
        self.status = 200
        self.asked = 0
        self.heard = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lengths = [line.split(b":")[1] for line in head.lower().splitlines() if line.startswith(b"content-length")]
            self.heard = await reader.readexactly(int(lengths[0]) if lengths else 0)
            self.asked += 1
            writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: {len(self.body)}\r\n\r\n".encode() + self.body)


@pytest.fixture
async def model() -> AsyncIterator[tuple[Model, RasaInterpreter]]:
    fake = Model()
    open_connections: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_connections.add(task)
        try:
            await fake.serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    interpreter = RasaInterpreter(f"http://127.0.0.1:{port}")
    yield fake, interpreter
    await interpreter.close()
    server.close()
    await asyncio.gather(*open_connections, return_exceptions=True)


async def test_the_models_reading_is_passed_on_and_remembered(model: tuple[Model, RasaInterpreter]) -> None:
    fake, interpreter = model
    first = await interpreter.interpret("残保金怎么算")
    second = await interpreter.interpret("残保金怎么算")
    assert first == second
    assert first.ranking[0] == ("levy", 0.9)
    assert first.entities[0].name == "head_count"
    assert fake.asked == 1


@pytest.mark.parametrize(("typed", "sent"), [("/levy", "levy"), ("//out_of_scope", "out_of_scope"), ("/", "？")])
async def test_a_slash_does_not_name_a_topic(model: tuple[Model, RasaInterpreter], typed: str, sent: str) -> None:
    fake, interpreter = model
    await interpreter.interpret(typed)
    assert orjson.loads(fake.heard) == {"text": sent}


@pytest.mark.parametrize(("status", "body"), [(500, b"{}"), (200, b"<html>"), (200, b"{}"), (200, b"[]")])
async def test_whatever_is_not_a_reading_counts_as_away(
    model: tuple[Model, RasaInterpreter], status: int, body: bytes
) -> None:
    fake, interpreter = model
    fake.status, fake.body = status, body
    with pytest.raises(InterpreterUnavailable):
        await interpreter.interpret("残保金怎么算")


async def test_while_the_model_is_away_keywords_suggest_but_never_answer() -> None:
    keywords = KeywordInterpreter(small_dialogue().setting.knowledge.catalogue)
    understanding = Understanding(RasaInterpreter("http://127.0.0.1:9"), keywords)
    reading = await understanding.interpret("俺想问残保金能不能减免")
    assert reading.degraded
    assert "levy" in {topic for topic, _ in reading.ranking}
    assert reading.confidence < small_dialogue().setting.certainty.answer
    assert (await understanding.interpret("残保金怎么算")).topic == "levy"
    await understanding.close()
