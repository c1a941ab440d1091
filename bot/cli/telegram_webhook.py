"""`tongxing telegram-webhook`: Telegram by webhook, in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.settings import Settings
from bot.workers.documents import follow_documents


def telegram_webhook(
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65535)] = 8443,
) -> None:
    """让 Telegram 把消息送过来（webhook），核对密钥；可以同时开多个。不要和 serve 里的轮询一起用。"""
    import uvloop

    settings = Settings()
    needed = {
        "TONGXING_TELEGRAM_TOKEN": settings.telegram_token,
        "TONGXING_TELEGRAM_WEBHOOK_URL": settings.telegram_webhook_url,
        "TONGXING_TELEGRAM_WEBHOOK_SECRET": settings.telegram_webhook_secret,
        "TONGXING_NLU_URL": settings.nlu_url,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise Failure(f"还没有设置：{'、'.join(missing)}。")
    uvloop.run(_receive(Service(settings), host, port))


async def _receive(service: Service, host: str, port: int) -> None:
    import uvicorn
    from telegram.error import InvalidToken

    from bot.channels.telegram.run import webhook

    settings = service.settings
    await service.upgrade()
    await service.follow_documents.look()
    understanding = service.understanding(settings.nlu_url)
    converse = service.converse(service.dialogue(), understanding)
    parts = (settings, converse, service.units_of_work, service.clock, service.knowledge)
    path = urlsplit(settings.telegram_webhook_url).path or "/"
    following = asyncio.create_task(follow_documents(service.follow_documents))
    try:
        async with webhook(*parts, path=path) as app:
            sys.stdout.write(f"开始接收 Telegram 消息：http://{host}:{port}{path}。按 Ctrl+C 停止。\n")
            sys.stdout.flush()
            await uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning", loop="none")).serve()
    except InvalidToken:
        raise Failure("Telegram 不接受这个令牌，请检查 TONGXING_TELEGRAM_TOKEN。") from None
    finally:
        following.cancel()
        await understanding.close()
        await service.engine.dispose()
