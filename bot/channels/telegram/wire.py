"""Requests to the Bot API over kept connections, with exact knowledge of whether a request left.

The library's own client cannot always tell a request that never left from one whose answer was lost, and for a message
to many people that is the difference between trying again and writing to somebody twice.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httptools

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
IDLE_SECONDS = 15.0
"""A connection that has been idle for longer may have been closed at the other end without a word."""
LONGEST_ANSWER = 1_000_000


class NotSentError(Exception):
    """Nothing has left: no connection."""


class NoAnswerError(Exception):
    """The request left, at least in part, and no whole answer came."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: bytes


class Wire:
    """Connections to one server. `proxy` is an HTTP proxy's address; the environment's unless given."""

    def __init__(self, url: str, proxy: str | None = None, answer_seconds: float = ANSWER_SECONDS) -> None:
        parts = urlsplit(url)
        self._host, self._prefix = parts.hostname or "", parts.path.rstrip("/")
        self._secure = ssl.create_default_context() if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._secure else 80)
        self._head = f"Host: {parts.netloc}\r\nConnection: keep-alive\r\n"
        self._proxy = proxy if proxy is not None else _proxy_for(parts.scheme, self._host)
        self._answer_seconds = answer_seconds
        self._free: list[_Line] = []

    async def post(self, path: str, body: bytes, media_type: str) -> Answer:
        """Raises `NotSentError` or `NoAnswerError`; no exception holds the address, for it holds the token."""
        head = f"POST {self._prefix}{path} HTTP/1.1\r\n{self._head}Content-Type: {media_type}\r\n"
        line = await self._line()
        try:
            async with asyncio.timeout(self._answer_seconds):
                answer = await line.ask(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        except TimeoutError:
            line.close()
            raise NoAnswerError from None
        except BaseException:
            line.close()
            raise
        if line.is_reusable:
            self._free.append(line)
        else:
            line.close()
        return answer

    def close(self) -> None:
        """Close what is kept open."""
        while self._free:
            self._free.pop().close()

    async def _line(self) -> _Line:
        oldest = time.monotonic() - IDLE_SECONDS
        while self._free:
            line = self._free.pop()
            if line.is_reusable and line.used_at > oldest:
                return line
            line.close()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                return await self._connect()
        except (OSError, TimeoutError, NoAnswerError):  # the proxy was asked, not the server
            raise NotSentError from None

    async def _connect(self) -> _Line:
        loop = asyncio.get_running_loop()
        if self._proxy is None:
            _, line = await loop.create_connection(_Line, self._host, self._port, ssl=self._secure)
            return line
        proxy = urlsplit(self._proxy)
        transport, line = await loop.create_connection(_Line, proxy.hostname or "", proxy.port or 80)
        where = f"{self._host}:{self._port}"
        answer = await line.ask(f"CONNECT {where} HTTP/1.1\r\nHost: {where}\r\n\r\n".encode(), only_head=True)
        if answer.status != 200:
            line.close()
            raise NotSentError
        inner = _Line()
        secured = await loop.start_tls(transport, inner, self._secure or ssl.create_default_context(),
                                       server_hostname=self._host)  # fmt: skip
        assert secured is not None, "start_tls returns the transport it made"
        inner.connection_made(secured)
        return inner


class _Line(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self.is_reusable = False
        self.used_at = 0.0
        self._transport: Any = None
        self._answer: asyncio.Future[Answer] | None = None
        self._parser: Any = None
        self._body = bytearray()
        self._only_head = False

    async def ask(self, request: bytes, only_head: bool = False) -> Answer:
        """Send a request and wait for its answer; `only_head` for one that has no body by its nature."""
        if self._transport is None or self._transport.is_closing():
            raise NotSentError
        self._answer = asyncio.get_running_loop().create_future()
        self._parser, self._body, self.is_reusable = httptools.HttpResponseParser(self), bytearray(), False
        self._only_head = only_head
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Close it."""
        self.is_reusable = False
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: Any) -> None:
        """Of `asyncio.Protocol`."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Of `asyncio.Protocol`."""
        if self._parser is None or self._answer is None or self._answer.done():
            self.close()  # nobody asked
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail()

    def connection_lost(self, exc: Exception | None) -> None:
        """Of `asyncio.Protocol`."""
        self.is_reusable = False
        self._transport = None
        self._fail()

    def on_body(self, body: bytes) -> None:
        """Of the parser."""
        self._body += body
        if len(self._body) > LONGEST_ANSWER:
            self._fail()

    def on_headers_complete(self) -> None:
        """Of the parser."""
        if self._only_head:
            self.on_message_complete()

    def on_message_complete(self) -> None:
        """Of the parser."""
        if self._answer is not None and not self._answer.done():
            self.is_reusable, self.used_at = self._parser.should_keep_alive(), time.monotonic()
            self._answer.set_result(Answer(self._parser.get_status_code(), bytes(self._body)))

    def _fail(self) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(NoAnswerError())
        self.close()


def form(fields: Mapping[str, str], name: str, file: tuple[str, str, bytes]) -> tuple[bytes, str]:
    """A body with one file (its name, media type and content) beside the fields, and its media type."""
    mark = "----tongxing-7d1c"
    lines = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{value}\r\n'
        for each, value in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file[0]}"\r\n'
    whole = "".join(lines).encode() + f"{head}Content-Type: {file[1]}\r\n\r\n".encode() + file[2]
    return whole + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def _proxy_for(scheme: str, host: str) -> str | None:
    """The environment's proxy for this host; only for secure connections, which it merely passes on."""
    return None if scheme != "https" or proxy_bypass(host) else getproxies().get("https")
