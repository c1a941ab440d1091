"""A Bot API server that takes thousands of messages a second, keeps the limits, can go wrong, and counts.

In a test: `async with BulkTelegram(SlidingLimits()) as telegram: …telegram.url…`. As a process of its own:
`python -m tests.fakes.bulk_telegram --port 8082 --per-second 30`, then `curl localhost:8082/control/counts` and
`curl -d '{"kind": "hang", "times": 3}' localhost:8082/control/fault`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, Self

import httptools

from tests.fakes.sliding_limits import SlidingLimits

TOKEN = "1000:fake-token"
Kind = Literal[
    "flood", "broken", "garbage", "hang", "hang_after", "cut", "cut_after", "blocked", "no_chat", "refused", "moved"
]
"""`…_after`: the message has been taken, and then no answer comes."""
MOVED_BY = 10**12


@dataclass
class Trouble:
    """What goes wrong with the next `times` messages, to one chat or to all, each with this `share` of chance."""

    kind: Kind
    times: int = 1
    chat: int | None = None
    retry_after: int = 1


@dataclass
class BulkTelegram:
    """The running server: what was taken, by chat, and how often it refused."""

    limits: SlidingLimits = field(default_factory=lambda: SlidingLimits(0, 0.0))
    taken: Counter[int] = field(default_factory=Counter)
    texts: dict[int, list[str]] = field(default_factory=dict)
    methods: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    moments: list[float] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    delay: float = 0.0
    keeps_texts: bool = True
    port: int = 0
    most_under_way: int = 0
    under_way: int = 0
    connections: set[Any] = field(default_factory=set)

    @property
    def url(self) -> str:
        """For the setting `telegram_api_url`."""
        return f"http://127.0.0.1:{self.port}"

    def fail(self, kind: Kind, times: int = 1, chat: int | None = None, retry_after: int = 1) -> None:
        """Let the next messages go wrong."""
        self.troubles.append(Trouble(kind, times, chat, retry_after))

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for connection in list(self.connections):
            connection.abort()
        await asyncio.sleep(0)

    def counts(self) -> dict[str, Any]:
        """What there is to measure."""
        return {
            "messages": self.taken.total(),
            "chats": len(self.taken),
            "twice": sum(count > 1 for count in self.taken.values()),
            "methods": self.methods,
            "answers": {str(status): count for status, count in self.answers.items()},
            "seconds": self.moments[-1] - self.moments[0] if self.moments else 0.0,
            "least_gap": min(self.limits.least_gap, 1e9),
            "most_in_a_second": self.limits.most_in_a_second,
            "most_under_way": self.most_under_way,
        }

    def control(self, what: str, order: dict[str, Any]) -> Any:
        """Orders from a terminal or another process."""
        match what:
            case "fault":
                self.troubles.append(Trouble(**order))
            case "mend":
                self.troubles.clear()
            case "delay":
                self.delay = float(order["seconds"])
            case "taken":
                return {str(chat): count for chat, count in self.taken.items()}
            case "moments":
                return self.moments
            case "forget":
                self.taken.clear()
                self.moments.clear()
        return self.counts()

    def _trouble(self, chat: int) -> Trouble | None:
        for trouble in self.troubles:
            if trouble.chat in (None, chat):
                trouble.times -= 1
                if trouble.times <= 0:
                    self.troubles.remove(trouble)
                return trouble
        return None

    def handle(self, method: str, fields: dict[str, Any]) -> tuple[int, bytes] | None:
        """Status and body; `None` for no answer at all, `-1` for a cut line."""
        if method == "getMe":
            return 200, b'{"ok":true,"result":{"id":1000,"is_bot":true,"first_name":"x"}}'
        chat = int(fields["chat_id"])
        self.methods[method] += 1
        trouble = self._trouble(chat)
        kind = trouble.kind if trouble else None
        if kind == "hang":
            return None
        if trouble is not None and not trouble.kind.endswith("_after"):
            return _troubled(trouble, chat)
        now = time.monotonic()
        wait = self.limits.wait(chat, now)
        if wait > 0:
            return _refusal(429, "Too Many Requests", retry_after=int(wait) + 1)
        self.taken[chat] += 1
        self.moments.append(now)
        if self.keeps_texts:
            self.texts.setdefault(chat, []).append(str(fields.get("text", fields.get("caption", method))))
        if kind == "hang_after":
            return None
        if kind == "cut_after":
            return -1, b""
        number = len(self.moments)
        file = {"sendPhoto": b',"photo":[{"file_id":"p1"}]', "sendDocument": b',"document":{"file_id":"d1"}'}
        what = file.get(method, b"")
        return 200, b'{"ok":true,"result":{"message_id":%d,"date":0,"chat":{"id":%d}%b}}' % (number, chat, what)


def _troubled(trouble: Trouble, chat: int) -> tuple[int, bytes]:
    """The answer of a message that is not taken."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    answers = {
        "cut": (-1, b""),
        "garbage": (200, b"<html>not what you asked for</html>"),
        "broken": _refusal(500, "Internal Server Error"),
        "blocked": _refusal(403, "Forbidden: bot was blocked by the user"),
        "no_chat": _refusal(400, "Bad Request: chat not found"),
        "refused": _refusal(400, "Bad Request: can't parse entities"),
        "moved": _refusal(400, text, migrate_to_chat_id=chat + MOVED_BY),
        "flood": _refusal(429, "Too Many Requests", retry_after=trouble.retry_after),
    }
    return answers[trouble.kind]


def _refusal(code: int, description: str, **parameters: int) -> tuple[int, bytes]:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return code, json.dumps(body).encode()


class _Connection(asyncio.Protocol):
    """One kept connection."""

    def __init__(self, server: BulkTelegram) -> None:
        self._server = server
        self._parser = httptools.HttpRequestParser(self)
        self._url, self._body, self._type = b"", bytearray(), ""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._server.connections.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._server.connections.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._url, self._body, self._type = b"", bytearray(), ""

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"content-type":
            self._type = value.decode()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        path = self._url.decode()
        if path.startswith("/control/"):
            order = json.loads(bytes(self._body) or b"{}")
            self._answer(200, json.dumps(self._server.control(path.removeprefix("/control/"), order)).encode())
            return
        token, _, method = path.removeprefix("/bot").partition("/")
        if token != TOKEN:
            self._answer(*_refusal(401, "Unauthorized"))
            return
        server = self._server
        server.under_way += 1
        server.most_under_way = max(server.most_under_way, server.under_way)
        answer = server.handle(method, _fields(self._type, bytes(self._body)))
        if answer is None:
            return
        if server.delay:
            asyncio.get_running_loop().call_later(server.delay, self._finish, answer)
        else:
            self._finish(answer)

    def _finish(self, answer: tuple[int, bytes]) -> None:
        self._server.under_way -= 1
        if answer[0] < 0:
            self._transport.abort()
        else:
            self._server.answers[answer[0]] += 1
            self._answer(*answer)

    def _answer(self, status: int, body: bytes) -> None:
        head = b"HTTP/1.1 %d x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
        self._transport.write(head + body)


def _fields(media_type: str, body: bytes) -> dict[str, Any]:
    if media_type.startswith("application/json"):
        found: dict[str, Any] = json.loads(body)
        return found
    boundary = media_type.partition("boundary=")[2].encode()
    parts = [part.partition(b"\r\n\r\n") for part in body.split(b"--" + boundary)[1:-1]]
    named = {head.split(b'name="')[1].split(b'"')[0].decode(): value[:-2] for head, _, value in parts}
    return {name: value.decode("utf-8", "replace") for name, value in named.items()}


async def _serve(options: argparse.Namespace) -> None:
    limits = SlidingLimits(options.per_second, options.per_chat)
    async with BulkTelegram(limits, port=options.port, keeps_texts=False) as telegram:
        print(telegram.url, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Run until Ctrl+C."""
    import uvloop

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--per-second", type=int, default=30)
    parser.add_argument("--per-chat", type=float, default=1.0)
    with suppress(KeyboardInterrupt):
        uvloop.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
