"""Messages a second and waiting times from HTTP in to reply out, with a client light enough not to be the limit."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """One measured run. Times are milliseconds."""

    users: int
    messages: int
    per_second: float
    p50: float
    p95: float
    p99: float
    longest: float


async def send_all(host: str, port: int, users: int, messages: Sequence[tuple[str, str]]) -> Load:
    """Let `users` connections send (conversation, text) pairs, each waiting for its reply before the next."""
    waiting: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    for message in messages:
        waiting.put_nowait(message)
    times: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_user(host, port, waiting, times) for _ in range(users)))
    took = time.perf_counter() - began
    times.sort()
    cuts = statistics.quantiles(times, n=100)
    return Load(users, len(times), len(times) / took, cuts[49], cuts[94], cuts[98], times[-1])


async def _user(host: str, port: int, waiting: asyncio.Queue[tuple[str, str]], times: list[float]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        while not waiting.empty():
            conversation, text = waiting.get_nowait()
            body = json.dumps({"conversation": conversation, "text": text}, ensure_ascii=False).encode()
            began = time.perf_counter()
            writer.write(
                b"POST /api/v1/messages HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
                + f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            await _answer(reader)
            times.append((time.perf_counter() - began) * 1000)
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"the service answered {head.splitlines()[0].decode()}")
    length = next(int(line.split(b":")[1]) for line in head.lower().splitlines() if line.startswith(b"content-length"))
    await reader.readexactly(length)
