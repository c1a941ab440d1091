"""A broadcast as it is filled in: fields to what the use cases take, and back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from bot.catalog.broadcast_file import LARGEST_IMAGE, LONGEST_TEXT, LONGEST_TITLE
from bot.console.desk import Desk
from bot.console.forms import Form
from bot.console.guard import Visit
from bot.core.conversation.alerting import TOPICS
from bot.core.messaging.announcement import File, Spot
from bot.core.messaging.audience import Audience
from bot.core.messaging.broadcast import Broadcast
from bot.core.messaging.draft import Draft
from bot.core.policies.measures import Role
from bot.core.regions.region import NATIONAL
from bot.core.timing.special_days import SpecialDay
from bot.services.broadcasts.broadcast_parts import Attached, Written
from bot.services.records.upload_ports import Upload

DISABILITY_KIND = "disability_kind"
MORNING, EVENING = dt.time(9), dt.time(20)
"""When the broadcast of a day is sent, and when it is too late for it."""
LOCAL = "%Y-%m-%dT%H:%M"
"""A moment as browsers send it."""
WAITING = "image_waits"
"""The field that says which image waits."""
_BETWEEN = re.compile(r"[、，,;；\s]+")
_FIELDS = {
    "broadcast_check_image": "image_description",
    "broadcast_check_no_fair": "fair",
    "broadcast_check_cancelled": "fair",
    "broadcast_check_over": "fair",
    "broadcast_check_expired": "expires_at",
    "broadcast_check_never": "send_at",
}


def choices(desk: Desk) -> dict[str, Mapping[str, str]]:
    """What can be ticked of each group, by its value."""
    fact = desk.catalogue.facts.get(DISABILITY_KIND)
    return {
        "roles": {role.value: desk.phrases.name("roles", role.value) for role in (Role.SEEKER, Role.EMPLOYER)},
        "topics": {topic: desk.phrases.name("alert_topics", topic) for topic in TOPICS},
        "conditions": {name: each.name.standard for name, each in desk.work_words.conditions.items()},
        "kinds": {str(each.value): each.text.standard for each in fact.options} if fact else {},
    }


def field_of(finding: str) -> str:
    """The field in which what a check found is mended."""
    return _FIELDS.get(finding, "text")


def new_form(visit: Visit, day: SpecialDay | None, fair: str) -> Form:
    """An empty form, or that of a day, or of a fair; for the region of whoever writes, so that it is for somebody."""
    values = {"regions": visit.desk.pages.place(visit.staff.region), "fair": fair}
    if day is not None:
        values |= {"title": day.title, "text": day.text, "easy_text": day.easy_text}
        on = day.after(visit.desk.clock.today())
        if on is not None:
            send, over = dt.datetime.combine(on, MORNING), dt.datetime.combine(on, EVENING)
            now = visit.desk.clock.now().replace(tzinfo=None)
            values |= {"expires_at": over.strftime(LOCAL)} if over > now else {}
            values |= {"send_at": send.strftime(LOCAL)} if send > now else {}
    return Form.of(values)


def kept_form(broadcast: Broadcast, visit: Visit) -> Form:
    """The form filled in with what is kept."""
    draft, audience, place = broadcast.draft, broadcast.audience, visit.desk.pages.place
    names = visit.desk.work_words.occupations
    found = {code: names.get(code) for code in sorted(audience.occupations)}
    values: dict[str, str | tuple[str, ...]] = {
        "title": draft.title,
        "text": draft.text,
        "easy_text": draft.easy_text,
        "link": draft.link or "",
        "fair": draft.fair or "",
        "qr": "1" if draft.qr else "",
        "image_description": draft.description,
        "regions": "、".join(place(each) for each in sorted(audience.regions)),
        "except_regions": "、".join(place(each) for each in sorted(audience.except_regions)),
        "occupations": "、".join(each.name if each else code for code, each in found.items()),
        "seen_since": audience.seen_since.isoformat() if audience.seen_since else "",
        "send_at": _local(broadcast.send_at, visit),
        "expires_at": _local(broadcast.expires_at, visit),
    }
    for group in ("roles", "topics", "conditions", "kinds"):
        values[group] = tuple(sorted(getattr(audience, group)))
    if draft.spot is not None:
        values |= {"spot_title": draft.spot.title, "spot_address": draft.spot.address}
        values |= {"latitude": str(draft.spot.latitude), "longitude": str(draft.spot.longitude)}
    return Form.of(values)


async def written_of(form: Form, visit: Visit, before: Broadcast | None, *, for_whom: bool) -> Written:
    """What was filled in; problems stand in the form then. `before`: what it replaces, whose image stays."""
    reader = _Reader(form, visit)
    image, files = await reader.image(before)
    draft = Draft(
        title=reader.words("title", LONGEST_TITLE, needed=True),
        text=reader.words("text", LONGEST_TEXT, needed=True),
        easy_text=reader.words("easy_text", LONGEST_TEXT),
        fair=form.text("fair").upper() or None,
        link=reader.link(),
        image=image,
        description=reader.words("image_description", LONGEST_TEXT, needed=image is not None),
        spot=reader.spot(),
        qr=form.ticked("qr"),
    )
    audience = reader.audience() if for_whom else Audience()
    return Written(draft, audience, reader.moment("send_at"), reader.moment("expires_at"), files)


async def waiting_image(form: Form, visit: Visit) -> Attached | None:
    """The image that was sent when something else had to be mended."""
    number, desk = form.text(WAITING), visit.desk
    found = await desk.records.files.get(number, visit.staff, desk.clock.now()) if number else None
    media_type = _media_type(found.content) if found is not None else None
    return Attached(found.name, media_type, found.content) if found is not None and media_type is not None else None


async def with_image_kept(form: Form, written: Written, visit: Visit) -> Form:
    """The form to be mended; a good image that came with it waits, so that it need not be chosen again."""
    desk, sent = visit.desk, "image" in form.files and "image" not in form.problems
    if not sent:
        return form
    for each in written.files:
        upload = Upload("broadcasts", each.name, each.content)
        form = form.having(WAITING, await desk.records.files.add(upload, visit.staff, desk.clock.now()))
    return form


class _Reader:
    """Reads the fields; what is wrong is told to the form."""

    def __init__(self, form: Form, visit: Visit) -> None:
        self._form, self._visit, self._say = form, visit, visit.desk.words.say

    def words(self, name: str, longest: int, *, needed: bool = False) -> str:
        """Text with its line breaks, as every channel sends it."""
        text = "\n".join(line.rstrip() for line in self._form.text(name).splitlines())
        if needed and not text:
            self._form.fail(name, self._say(f"broadcasts.missing.{name}"))
        if len(text) > longest:
            self._form.fail(name, self._say("broadcasts.too_long", count=len(text), limit=longest))
        return text if name != "title" else " ".join(text.split())

    def link(self) -> str | None:
        text = self._form.text("link")
        if text and (not text.startswith(("https://", "http://")) or len(text) > LONGEST_TEXT or " " in text):
            self._form.fail("link", self._say("broadcasts.link_wrong"))
        return text or None

    async def image(self, before: Broadcast | None) -> tuple[File | None, tuple[Attached, ...]]:
        """The image, and the file that was sent, now or before something else had to be mended.

        Without one that of `before`. Neither, if there is to be none.
        """
        sent = self._form.files.get("image")
        if sent is None:
            if self._form.ticked("no_image"):
                return None, ()
            waiting = await waiting_image(self._form, self._visit)
            if waiting is not None:
                return File(waiting.name), (waiting,)
            return (before.draft.image if before is not None else None), ()
        content = await sent.read(LARGEST_IMAGE + 1)
        media_type = _media_type(content)
        if len(content) > LARGEST_IMAGE:
            self._form.fail("image", self._say("broadcasts.image_large", limit=LARGEST_IMAGE // 1_000_000))
        elif media_type is None:
            self._form.fail("image", self._say("broadcasts.image_wrong"))
        name = "image.png" if media_type == "image/png" else "image.jpg"
        return File(name), (Attached(name, media_type or "", content),)

    def spot(self) -> Spot | None:
        form = self._form
        typed = {name: form.text(name) for name in ("spot_title", "spot_address", "latitude", "longitude")}
        if not any(typed.values()):
            return None
        latitude, longitude = _degrees(typed["latitude"], 90), _degrees(typed["longitude"], 180)
        if latitude is None or longitude is None or not typed["spot_title"] or not typed["spot_address"]:
            form.fail("spot_title", self._say("broadcasts.spot_wrong"))
        return Spot(latitude or 0, longitude or 0, typed["spot_title"], typed["spot_address"])

    def moment(self, name: str) -> dt.datetime | None:
        text = self._form.text(name)
        if not text:
            return None
        try:
            return dt.datetime.fromisoformat(text).replace(tzinfo=self._visit.desk.clock.now().tzinfo)
        except ValueError:
            self._form.fail(name, self._say("broadcasts.moment_wrong"))
            return None

    def audience(self) -> Audience:
        offered = choices(self._visit.desk)
        ticked = {name: frozenset(self._form.several(name)) & frozenset(known) for name, known in offered.items()}
        regions = self._several("regions", self._region)
        if not regions and "regions" not in self._form.problems:
            self._form.fail("regions", self._say("broadcasts.regions_missing"))
        return Audience(
            regions=regions,
            except_regions=self._several("except_regions", self._region),
            occupations=self._several("occupations", self._occupation),
            seen_since=self._form.day("seen_since", self._say("broadcasts.day_wrong")),
            **ticked,
        )

    def _several(self, name: str, read: Callable[[str], str | None]) -> frozenset[str]:
        found: set[str] = set()
        for word in filter(None, _BETWEEN.split(self._form.text(name))):
            known = read(word)
            if known is None:
                self._form.fail(name, self._say(f"broadcasts.unknown.{name}", word=word[:50]))
            else:
                found.add(known)
        return frozenset(found)

    def _region(self, word: str) -> str | None:
        desk = self._visit.desk
        return NATIONAL if word in (NATIONAL, desk.pages.place(NATIONAL)) else desk.book.region(word)

    def _occupation(self, word: str) -> str | None:
        known = self._visit.desk.work_words.occupations
        if word in known.codes():
            return word
        named = known.named(word)
        return named[0].code if len(named) == 1 else None


def _media_type(content: bytes) -> str | None:
    """What an image is by its first bytes, whatever its name says."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "image/jpeg" if content.startswith(b"\xff\xd8\xff") else None


def _degrees(text: str, most: float) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= most else None


def _local(moment: dt.datetime | None, visit: Visit) -> str:
    return moment.astimezone(visit.desk.clock.now().tzinfo).strftime(LOCAL) if moment else ""
