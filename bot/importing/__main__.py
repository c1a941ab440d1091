"""The reader that `apart` starts: a file comes in after its name, a document goes out."""

from __future__ import annotations

import sys

import orjson

from bot.importing.apart import MEMORY, SECONDS
from bot.importing.problems import UnreadableDocumentError
from bot.importing.split import split_bytes


def main() -> None:
    """Read, with limits that only this process meets."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    name, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer = orjson.dumps(split_bytes(name.decode(), data))
    except UnreadableDocumentError as error:
        answer = orjson.dumps({"refused": error.reason.value})
    sys.stdout.buffer.write(answer)


main()
