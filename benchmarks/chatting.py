"""People at the web chat, for locust: `benchmarks.many_chats` runs it.

Each opens the page with its style and scripts, has one conversation of several messages, reads and types between them
as long as people do, and begins another conversation as somebody else.
"""

from __future__ import annotations

import random
import secrets
from pathlib import Path

from locust import HttpUser, between, task

SENTENCES = Path(__file__).resolve().parent.parent / "nlu" / "tests" / "held_out"
ASSETS = ("chat.css", "chat.js")
REGIONS = ("砚山县", "洛阳市", "贵州省", "海东市", "天津市蓟州区")
AFTERWARDS = ("1", "更多", "需要什么材料", "菜单", "谢谢")
"""What people say to an answer: a number, a word, another question."""


def _sentences() -> list[str]:
    lines = [line for file in sorted(SENTENCES.glob("*.tsv")) for line in file.read_text(encoding="utf-8").splitlines()]
    return [line.partition("\t")[0] for line in lines if line]


class Person(HttpUser):
    """Somebody at the chat. Seconds between two messages: reading an answer, and typing the next message."""

    wait_time = between(4, 15)
    said = _sentences()

    @task
    def conversation(self) -> None:
        """From the first look at the page to the last message."""
        self.client.cookies.clear()
        self.client.get("/", name="page")
        for asset in ASSETS:
            self.client.get(f"/web/{asset}", name="style and scripts")
        self.wait()
        self._say(random.choice(REGIONS), greeting=True)
        for _ in range(random.randint(2, 4)):
            self.wait()
            self._say(random.choice(self.said))
            self.wait()
            self._say(random.choice(AFTERWARDS))

    def _say(self, text: str, *, greeting: bool = False) -> None:
        body = {"text": text, "greeting": greeting, "id": secrets.token_hex(16)}
        with self.client.post("/chat", json=body, name="message", catch_response=True) as answer:
            said = answer.json() if answer.status_code == 200 else {}
            # Whoever has been handed over to staff is heard in silence.
            if not said.get("messages") and not said.get("expecting"):
                answer.failure(f"{answer.status_code}, or nothing said")
