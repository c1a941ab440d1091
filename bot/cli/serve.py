"""`tongxing serve`: everything on one machine."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from socket import socket
from typing import Annotated, Any

import typer
import uvicorn

from bot.api import calendar
from bot.api.app import Parts, build_app
from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.samples import load_samples
from bot.cli.scheduler import schedule_of
from bot.console.app import install as install_console
from bot.console.desk import desk_of
from bot.console.words import load_words
from bot.interpreters.local_nlu import LocalNlu, free_port
from bot.interpreters.nlu_project import Progress
from bot.interpreters.understanding import Understanding
from bot.services.records.record_calendar import FairCalendar
from bot.settings import Settings
from bot.workers.deliver import SWITCH_SECONDS, deliver_broadcasts
from bot.workers.documents import follow_documents
from bot.workers.scheduler import tick_on
from bot.workers.train import train_when_asked

KEEP_OPEN_SECONDS = 75
"""An idle connection stays open for longer than people read and type; closed at the moment they send, it is an error,
and a new one costs a slow line a second. Also longer than a proxy's own (nginx: 60)."""
STEPS = {"install": "安装语义理解环境（只在第一次）", "train": "训练语义理解模型"}


def serve(
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=0, max=65535)] = 8000,
    demo: Annotated[bool, typer.Option(help="装入示例数据，每条都标明是示例")] = False,
) -> None:
    """在一台机器上启动全部服务。"""
    import uvloop

    sys.setswitchinterval(SWITCH_SECONDS)
    uvloop.run(_serve(Service(Settings()), host, port, demo=demo))


class _Server(uvicorn.Server):
    """Prints the addresses as soon as it listens."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal, but let what runs beside the web server be ended in order too."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        if self.started:
            host, port = self.config.host, self.servers[0].sockets[0].getsockname()[1]
            shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104  only compared
            site = f"http://{shown}:{port}"
            _say(f"已启动。网页聊天：{site}/   工作台：{site}/staff   接口：{site}/api/v1   按 Ctrl+C 停止。")


async def _serve(service: Service, host: str, port: int, *, demo: bool) -> None:
    settings = service.settings
    _say("正在启动同行…")
    await service.upgrade()
    if demo:
        _say(f"已装入 {await load_samples(service)} 条示例：岗位、招聘会、培训班、服务机构，名称里都写着“示例”。")
    await service.follow_documents.look()
    nlu_port = free_port()
    understanding = service.understanding(settings.nlu_url or f"http://127.0.0.1:{nlu_port}")
    understanding.ready = bool(settings.nlu_url)
    converse = service.converse(service.dialogue(), understanding)
    app = build_app(Parts(converse, understanding, service.knowledge, service.engine, service.units_of_work))
    fairs = FairCalendar(service.record_book, service.units_of_work)
    calendar.install(app, fairs, service.clock, service.gazetteer.display_name, settings.public_url)
    install_console(app, desk_of(service, load_words(settings.content_dir)))
    server = _Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            loop="none",
            http="httptools",
            timeout_keep_alive=KEEP_OPEN_SECONDS,
        )
    )
    stored = asyncio.Event()
    tasks: list[Coroutine[Any, Any, None]] = [
        tick_on(schedule_of(service, stored)),
        follow_documents(service.follow_documents),
    ]
    if not settings.nlu_url:
        tasks.append(LocalNlu(settings).keep_running(nlu_port, _switch(understanding), _report, understanding.move_to))
        tasks.append(train_when_asked(service.train_model))
    if settings.telegram_token:
        from bot.channels.telegram.run import run_telegram

        tasks.append(
            run_telegram(settings, converse, service.units_of_work, service.clock, service.knowledge, stored=stored)
        )
        tasks.append(deliver_broadcasts(settings, service.units_of_work, service.clock, times=service.alert_times))
    beside = [asyncio.create_task(task) for task in tasks]
    try:
        with suppress(KeyboardInterrupt):
            await server.serve()
        if not server.started:
            raise Failure(f"端口 {port} 打不开，可能已被占用；请换一个：tongxing serve --port {port + 1}")
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await understanding.close()
        await service.engine.dispose()


def _switch(understanding: Understanding) -> Any:
    def switch(ready: bool) -> None:
        if ready and not understanding.ready:
            _say("语义理解已就绪。")
        elif understanding.ready and not ready:
            _say("语义理解暂停，正在重新启动；按钮、命令和搜索照常可用。")
        understanding.ready = ready

    return switch


def _report(progress: Progress) -> None:
    step = STEPS.get(progress.step, f"训练语义理解模型：{progress.step}")
    _say(f"{step} {progress.done:.0%}；这期间按钮、命令和搜索已经可用。")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
