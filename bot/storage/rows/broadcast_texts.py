"""What a broadcast says, as it is stored, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson

from bot.core.messaging.announcement import Announcement, File, Spot
from bot.core.messaging.reply import Button
from bot.services.delivery.delivery_ports import Running


def to_text(standard: Announcement, easy: Announcement) -> str:
    """Both wordings as one JSON document."""
    return orjson.dumps({"standard": asdict(standard), "easy": asdict(easy)}).decode()


def from_text(text: str) -> tuple[Announcement, Announcement]:
    """Both wordings: standard, easy."""
    document = orjson.loads(text)
    return _announcement(document["standard"]), _announcement(document["easy"])


def running(row: Any) -> Running:
    """A row of `broadcasts` as far as sending it goes."""
    document = orjson.loads(row.texts)
    standard, easy = _announcement(document["standard"]), _announcement(document["easy"])
    topics = frozenset(orjson.loads(row.audience).get("topics") or ())
    is_trial = document.get("draft", {}).get("test_of") is not None
    return Running(row.id, row.edition, standard, easy, topics, row.expires_at, is_trial)


def _announcement(plain: Mapping[str, Any]) -> Announcement:
    image, spot, calendar = (plain.get(name) for name in ("image", "spot", "calendar"))
    return Announcement(
        plain["text"],
        File(**image) if image else None,
        plain.get("description", ""),
        Spot(**spot) if spot else None,
        File(**calendar) if calendar else None,
        tuple(Button(**button) for button in plain.get("buttons", ())),
    )
