"""Where the secret keys come from: the environment, or on one machine a file that only its owner may read.

The file has one key a line; the first encrypts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.settings import Settings
from bot.storage.encryption import new_key


class MissingKeysError(Exception):
    """Not embedded, and no keys given."""


def secret_keys(settings: Settings) -> list[str]:
    """The keys, first the one that encrypts. Embedded mode makes one and says so; other modes refuse."""
    if settings.secret_keys is not None:
        return [key.strip() for key in settings.secret_keys.get_secret_value().split(",") if key.strip()]
    if not settings.embedded:
        raise MissingKeysError("没有设置 TONGXING_SECRET_KEYS。使用外部数据库时必须自己提供密钥，见 README。")
    file = settings.var_dir / "secret-key"
    if not file.exists():
        _create(file)
    return file.read_text(encoding="ascii").split()


def _create(file: Path) -> None:
    """Write a new key so that nobody else could ever read the file; a second process keeps the first one's."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(new_key())
    sys.stderr.write(f"已生成密钥文件 {file}（只有本用户可读）。请和数据库一起备份，丢了就打不开已存的内容。\n")
