"""Something opened in the test's process, served on a port by a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from fastapi import FastAPI

START_SECONDS = 300
DEED_SECONDS = 30


@dataclass(frozen=True)
class Served[T]:
    """Its address, the thing itself, and the loop it runs in."""

    address: str
    place: T
    loop: asyncio.AbstractEventLoop

    def does[R](self, action: Coroutine[Any, Any, R]) -> R:
        """What comes of something done within the server, e.g. by staff."""
        return asyncio.run_coroutine_threadsafe(action, self.loop).result(DEED_SECONDS)


@contextmanager
def serving[T](opened: AbstractAsyncContextManager[T], app_of: Callable[[T], FastAPI]) -> Iterator[Served[T]]:
    """Until the block ends. Whoever comes while it still starts waits for it."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server: list[uvicorn.Server] = []
    served: list[Served[T]] = []
    has_opened = threading.Event()

    async def serve() -> None:
        async with opened as place:
            server.append(uvicorn.Server(uvicorn.Config(app_of(place), log_level="warning", access_log=False)))
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            served.append(Served(address, place, asyncio.get_running_loop()))
            has_opened.set()
            await server[0].serve(sockets=[listener])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    try:
        assert has_opened.wait(START_SECONDS), "the server did not start"
        yield served[0]
    finally:
        for each in server:
            each.should_exit = True
        thread.join(10)
        listener.close()
