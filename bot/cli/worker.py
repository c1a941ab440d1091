"""`tongxing worker`: sends broadcasts, in a process of its own."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.settings import Settings
from bot.workers.deliver import SWITCH_SECONDS, deliver_broadcasts


def worker() -> None:
    """发送群发消息；可以同时开多个，也可以在几台机器上开。"""
    import uvloop

    settings = Settings()
    if settings.telegram_token is None:
        raise Failure("没有设置 TONGXING_TELEGRAM_TOKEN，没有可以发送的渠道。")
    sys.setswitchinterval(SWITCH_SECONDS)
    uvloop.run(_work(Service(settings)))


async def _work(service: Service) -> None:
    await service.upgrade()
    parts = (service.settings, service.units_of_work, service.clock)
    sending = asyncio.create_task(deliver_broadcasts(*parts, times=service.alert_times))
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, sending.cancel)
    sys.stdout.write("开始发送群发消息。按 Ctrl+C 停止。\n")
    sys.stdout.flush()
    with suppress(asyncio.CancelledError):
        await sending
    await service.engine.dispose()
