"""Reads a broadcast as staff hand it in: one YAML file, with the line of whatever is wrong in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.core.messaging.announcement import File, Spot
from bot.core.messaging.audience import Audience
from bot.core.messaging.draft import Draft
from bot.services.broadcasts.broadcast_parts import Attached, Written

KEYS = (
    "title",
    "text",
    "easy_text",
    "audience",
    "send_at",
    "expires_at",
    "fair",
    "link",
    "image",
    "image_description",
    "place",
    "qr",
)
GROUPS = ("regions", "roles", "topics", "conditions", "occupations", "kinds", "except_regions")
IMAGES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
LARGEST_IMAGE = 5_000_000
LONGEST_TITLE, LONGEST_TEXT = 100, 2000
"""Characters; what is read aloud has to be short, and Telegram splits what is longer than 4096."""

ReadWord = Callable[[str], str | None]
"""A word of staff as the code knows it; `None` for one that is not known."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, and on which line."""

    line: int
    text: str


class UnreadableBroadcastError(Exception):
    """Nothing was done; every problem with its line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"第 {each.line} 行：{each.text}" for each in problems))
        self.problems = problems


@dataclass(frozen=True)
class AudienceWords:
    """How the words of each group are read."""

    regions: ReadWord
    roles: ReadWord
    topics: ReadWord
    conditions: ReadWord
    occupations: ReadWord
    kinds: ReadWord

    def of(self, group: str) -> ReadWord:
        """The reader of a group."""
        reader: ReadWord = getattr(self, group.removeprefix("except_"))
        return reader


def read_broadcast(
    path: Path, words: AudienceWords, now: dt.datetime, *, for_whom: bool = True
) -> tuple[Written, Mapping[str, int]]:
    """The broadcast, and on which line each key stands. `now` is in the service's time zone.

    `for_whom`: whether it has to say so; a correction goes to whoever got what it corrects. Raises
    `UnreadableBroadcastError`.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (OSError, UnicodeDecodeError):
        raise UnreadableBroadcastError([Problem(1, f"{path} 打不开，或者不是 UTF-8 的文字。")]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableBroadcastError([Problem(line, "不是正确的 YAML。")]) from None
    reader = _Reader(path.parent, words, now)
    written = reader.written(node, for_whom)
    if reader.problems:
        raise UnreadableBroadcastError(sorted(reader.problems, key=lambda each: each.line))
    return written, reader.lines


class _Reader:
    """Collects what is wrong; what was read beside it has no meaning then."""

    def __init__(self, folder: Path, words: AudienceWords, now: dt.datetime) -> None:
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}
        self._folder, self._words, self._now = folder, words, now

    def written(self, node: Node | None, for_whom: bool) -> Written:
        values = dict(self._pairs(node, KEYS, "文件"))
        self.lines = {key: _line(value) for key, value in values.items()}
        for key in ("title", "text"):
            if key not in values:
                self._wrong(node, f"缺少 {key}。")
        draft = Draft(
            title=self._text(values.get("title"), LONGEST_TITLE),
            text=self._text(values.get("text"), LONGEST_TEXT),
            easy_text=self._text(values.get("easy_text"), LONGEST_TEXT),
            fair=self._text(values.get("fair"), 20).upper() or None,
            link=self._link(values.get("link")),
            image=self._image(values.get("image")),
            description=self._text(values.get("image_description"), LONGEST_TEXT),
            spot=self._spot(values.get("place")),
            qr=self._flag(values.get("qr")),
        )
        if draft.image is not None and not draft.description:
            self._wrong(values["image"], "图片要有文字说明：加上 image_description，写清楚图上有什么。")
        send_at, expires_at = (self._moment(values.get(key)) for key in ("send_at", "expires_at"))
        if expires_at is not None and expires_at <= self._now:
            self._wrong(values["expires_at"], "过期时间已经过了。")
        if expires_at is not None and send_at is not None and send_at >= expires_at:
            self._wrong(values["send_at"], "发送时间要在过期时间之前。")
        audience = self._audience(values.get("audience"), node, for_whom)
        return Written(draft, audience, send_at, expires_at, self._files(values.get("image")))

    def _pairs(self, node: Node | None, known: tuple[str, ...], what: str) -> Iterator[tuple[str, Node]]:
        if not isinstance(node, MappingNode):
            self._wrong(node, f"{what}要写成“名称: 内容”。")
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name not in known:
                self._wrong(key, f"不认识 {name}，可以写：{'、'.join(known)}。")
            elif name in seen:
                self._wrong(key, f"{name} 写了两次。")
            else:
                seen.add(name)
                yield name, value

    def _text(self, node: Node | None, longest: int) -> str:
        if node is None:
            return ""
        if not isinstance(node, ScalarNode) or not str(node.value).strip() or node.tag.endswith(":null"):
            self._wrong(node, "这里要写文字。")
            return ""
        text = str(node.value).strip()
        if len(text) > longest:
            self._wrong(node, f"有 {len(text)} 个字，最多 {longest} 个字。")
        return text

    def _link(self, node: Node | None) -> str | None:
        text = self._text(node, LONGEST_TEXT)
        if text and not text.startswith(("https://", "http://")):
            self._wrong(node, "网址要以 https:// 开头。")
        return text or None

    def _flag(self, node: Node | None) -> bool:
        if node is None:
            return False
        if not isinstance(node, ScalarNode) or node.value.lower() not in ("true", "false"):
            self._wrong(node, "要写 true 或 false。")
            return False
        return bool(node.value.lower() == "true")

    def _moment(self, node: Node | None) -> dt.datetime | None:
        if node is None:
            return None
        try:
            moment = dt.datetime.fromisoformat(str(node.value).strip())
        except ValueError:
            self._wrong(node, "时间要写成 2026-12-01T09:00:00+08:00 这样。")
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=self._now.tzinfo)

    def _image(self, node: Node | None) -> File | None:
        name = self._text(node, LONGEST_TEXT)
        if not name:
            return None
        file = self._folder / name
        if file.suffix.lower() not in IMAGES or not file.is_file():
            self._wrong(node, f"没有图片 {name}；要 .jpg 或 .png，和这个文件放在一起。")
        elif file.stat().st_size > LARGEST_IMAGE:
            self._wrong(node, f"图片 {name} 太大，最多 {LARGEST_IMAGE // 1_000_000} MB。")
        return File(f"image{file.suffix.lower()}")

    def _files(self, node: Node | None) -> tuple[Attached, ...]:
        if node is None or self.problems:
            return ()
        file = self._folder / str(node.value).strip()
        suffix = file.suffix.lower()
        return (Attached(f"image{suffix}", IMAGES[suffix], file.read_bytes()),)

    def _spot(self, node: Node | None) -> Spot | None:
        if node is None:
            return None
        values = dict(self._pairs(node, ("latitude", "longitude", "title", "address"), "place "))
        told = {name: self._text(value, LONGEST_TITLE) for name, value in values.items()}
        try:
            latitude, longitude = float(told.get("latitude", "")), float(told.get("longitude", ""))
        except ValueError:
            latitude = longitude = 1000.0
        if abs(latitude) > 90 or abs(longitude) > 180 or not told.get("title") or not told.get("address"):
            self._wrong(node, "place 要有 latitude、longitude（度）、title、address。")
        return Spot(latitude, longitude, told.get("title", ""), told.get("address", ""))

    def _audience(self, node: Node | None, whole: Node | None, for_whom: bool) -> Audience:
        if not for_whom:
            return Audience()
        if node is None:
            self._wrong(whole, '缺少 audience。发给所有人要写明：audience: {regions: ["000000"]}')
            return Audience()
        values = dict(self._pairs(node, (*GROUPS, "seen_since"), "audience "))
        if not values:
            self._wrong(node, 'audience 是空的。发给所有人要写明：{regions: ["000000"]}')
        groups: dict[str, Any] = {name: self._group(name, values[name]) for name in GROUPS if name in values}
        return Audience(**groups, seen_since=self._day(values.get("seen_since")))

    def _group(self, name: str, node: Node) -> frozenset[str]:
        if not isinstance(node, SequenceNode) or not node.value:
            self._wrong(node, f"{name} 要写成列表，至少一项，如 [一项, 另一项]。")
            return frozenset()
        found: set[str] = set()
        for each in node.value:
            word = str(each.value).strip()
            read = self._words.of(name)(word)
            if read is None:
                self._wrong(each, f"{name} 里不认识“{word}”。")
            else:
                found.add(read)
        return frozenset(found)

    def _day(self, node: Node | None) -> dt.date | None:
        if node is None:
            return None
        try:
            return dt.date.fromisoformat(str(node.value).strip())
        except ValueError:
            self._wrong(node, "日期要写成 2026-06-01 这样。")
            return None

    def _wrong(self, node: Node | None, text: str) -> None:
        self.problems.append(Problem(_line(node), text))


def _line(node: Node | None) -> int:
    return int(node.start_mark.line) + 1 if node is not None else 1
