"""A broadcast in words: what it is, for whom, what was found, and as each channel shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.channels.telegram.announcing import messages
from bot.console.guard import Visit
from bot.console.lists import Badge
from bot.core.messaging.announcement import Announcement
from bot.core.messaging.audience import Audience, Size, Somebody
from bot.core.messaging.broadcast import Broadcast, Done, Life
from bot.core.messaging.checks import Finding
from bot.core.regions.region import NATIONAL
from bot.services.broadcasts.broadcast_ports import Texts

KINDS = {
    Life.DRAFT: "warn",
    Life.APPROVED: "warn",
    Life.PAUSED: "bad",
    Life.SENDING: "good",
    Life.FREEZING: "good",
    Life.FINISHED: "",
}
Fact = tuple[str, str]


@dataclass(frozen=True)
class Message:
    """One message as a channel shows it. `file` is the name of a file shown in it, `place` a place on the map."""

    text: str
    image: str | None = None
    file: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Preview:
    """One wording on one channel."""

    title: str
    messages: tuple[Message, ...]


def state_badge(broadcast: Broadcast, visit: Visit) -> Badge:
    """The state in a word."""
    word = visit.desk.phrases.name("broadcast_states", broadcast.state.value)
    return Badge(word, KINDS.get(broadcast.state, ""))


def facts(broadcast: Broadcast, visit: Visit) -> list[Fact]:
    """Who did what when, and when it is sent."""
    say, moment = visit.desk.words.say, visit.desk.pages.moment
    found = [(say("broadcasts.number"), broadcast.number), (say("broadcasts.region"), _place(broadcast.region, visit))]
    if broadcast.corrects:
        found.append((say("broadcasts.corrects"), broadcast.corrects))
    for key, at in (("send_at", broadcast.send_at), ("expires_at", broadcast.expires_at)):
        found += [(say(f"broadcasts.{key}"), moment(at))] if at else []
    several: tuple[tuple[str, Done | None], ...] = (
        ("written", broadcast.created),
        ("approved", broadcast.approved),
        ("started", broadcast.started),
        ("finished", broadcast.finished),
    )
    found += [(say(f"broadcasts.{key}"), f"{moment(done.at)} {done.by}".strip()) for key, done in several if done]
    return [*found, (say("broadcasts.edition"), str(broadcast.edition))]


def audience_facts(audience: Audience, visit: Visit) -> list[Fact]:
    """For whom it is; what restricts nothing is left out."""
    desk, say, between = visit.desk, visit.desk.words.say, "、"
    conditions = desk.work_words.conditions
    words: dict[str, list[str]] = {
        "regions": [desk.pages.place(each) for each in sorted(audience.regions)],
        "except_regions": [desk.pages.place(each) for each in sorted(audience.except_regions)],
        "roles": [desk.phrases.name("roles", each) for each in sorted(audience.roles)],
        "topics": [desk.topics[each].title if each in desk.topics else each for each in sorted(audience.topics)],
        "conditions": [conditions[each].name.standard for each in sorted(audience.conditions) if each in conditions],
        "occupations": [_occupation(each, visit) for each in sorted(audience.occupations)],
        "kinds": sorted(audience.kinds),
        "seen_since": [audience.seen_since.isoformat()] if audience.seen_since else [],
    }
    return [(say(f"broadcasts.{key}"), between.join(several)) for key, several in words.items() if several]


def size_facts(size: Size, visit: Visit) -> list[Fact]:
    """How many get it, on what, and how many do not."""
    say, phrases = visit.desk.words.say, visit.desk.phrases
    found = [(say("broadcasts.total"), str(size.total))]
    found += [(say("broadcasts.easy_readers"), str(size.easy))] if size.easy else []
    for channel, count in sorted((size.channels or {}).items()):
        found.append((phrases.name("channels", channel), str(count)))
    for key in ("handed_over", "unsubscribed", "blocked"):
        count = getattr(size, key)
        found += [(say(f"broadcasts.{key}"), str(count))] if count else []
    return found


def sample_lines(sample: Sequence[Somebody], visit: Visit) -> list[str]:
    """A few recipients, without anything that tells who they are."""
    desk, say, between = visit.desk, visit.desk.words.say, "，"
    lines = []
    for each in sample:
        told = [_place(each.region, visit), desk.phrases.name("channels", each.channel)]
        told += [desk.phrases.name("roles", each.role)] if each.role else []
        told += [say("broadcasts.reads_easy")] if each.easy else []
        titles = [desk.topics[topic].title for topic in sorted(each.topics) if topic in desk.topics]
        told += [say("broadcasts.subscribed", topics="、".join(titles))] if titles else []
        lines.append(between.join(told))
    return lines


def finding_lines(findings: Sequence[Finding], visit: Visit) -> list[tuple[bool, str, str]]:
    """Whether it stops the broadcast, what was found, and what to do about it."""
    phrases, hints = visit.desk.phrases, visit.desk.words.group("broadcasts.what_to_do")
    return [(each.stops, phrases.say(each.key, False, **each.values), hints.get(each.key, "")) for each in findings]


def previews(texts: Texts, visit: Visit) -> list[Preview]:
    """Both wordings on every channel, just as they arrive."""
    say, (standard, easy) = visit.desk.words.say, texts
    wordings = [("standard", standard)] if standard == easy else [("standard", standard), ("easy", easy)]
    shown = []
    for name, announcement in wordings:
        wording = say(f"broadcasts.wordings.{name}")
        shown.append(Preview(say("broadcasts.on_telegram", wording=wording), tuple(_on_telegram(announcement))))
        shown.append(Preview(say("broadcasts.on_web", wording=wording), (_on_web(announcement),)))
    return shown


def _on_telegram(announcement: Announcement) -> Iterator[Message]:
    for each in messages(announcement):
        fields, file = each.fields, each.file[1].name if each.file else None
        text = str(fields.get("caption", fields.get("text", "")))
        place = f"{fields['title']}，{fields['address']}" if "latitude" in fields else None
        is_image = each.method == "sendPhoto"
        yield Message(text, file if is_image else None, None if is_image else file, place)


def _on_web(announcement: Announcement) -> Message:
    return Message(announcement.said())


def _place(region: str, visit: Visit) -> str:
    return visit.desk.words.say("whole_country") if region == NATIONAL else visit.desk.pages.place(region)


def _occupation(code: str, visit: Visit) -> str:
    found = visit.desk.work_words.occupations.get(code)
    return found.name if found else code
