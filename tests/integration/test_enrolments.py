"""Places of a training class: who comes first gets one, the others wait, and a cancelled place goes to the next."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.core.conversation.events import Consented
from bot.core.conversation.form.requests import Kept, MoveOwn, Refused, SubmitRecord
from bot.core.conversation.session import Session
from bot.core.policies.measures import Role
from bot.services.conversation.errands import Scene
from bot.services.people.keep_people import consent
from bot.services.ports import VersionConflict
from bot.services.records.enrolments import KeepEnrolments, give_place
from bot.services.records.own_records import KeepOwnRecords
from bot.services.records.record_book import RecordBook
from bot.services.records.record_ports import Happened
from bot.services.records.records import KeepRecords
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.unit.records.desk import ADMIN, NOW, policies, real_registers

CLASS = {"培训机构": "市技校", "课程": "电商", "开班日期": "2026-12-01", "名额": 1, "报名截止": "2026-11-30"}


class School:
    """One class with one place, and people who sign up for it."""

    def __init__(self, units: SqlUnitsOfWork) -> None:
        known = policies()
        self.units = units
        self.book = RecordBook(real_registers(), known.catalogue, known.gazetteer, known.phrases)
        self.keep = KeepRecords(self.book, units)
        self.handlers = KeepEnrolments(self.book).around(KeepOwnRecords(self.book).handlers())
        self.course = ""

    async def opens(self, **values: object) -> None:
        kept = await self.keep.add("training_classes", "440300", {**CLASS, **values}, ADMIN, NOW)
        self.course = kept.record.id

    async def enrol(self, who: str, now: dt.datetime = NOW, course: str = "") -> Kept | Refused:
        request = SubmitRecord("enrolments", "440300", {"course": course or self.course}, Role.SEEKER)
        async with self.units() as work:
            await consent(Consented("submission", "v"), f"web:{who}", Session(region="440300"), work, now)
            done: Kept | Refused = await self.handlers[SubmitRecord](request, Scene(f"web:{who}", work, now))
            await work.commit()
        return done

    async def cancel(self, who: str, number: str) -> None:
        async with self.units() as work:
            scene = Scene(f"web:{who}", work, NOW)
            assert isinstance(await self.handlers[MoveOwn](MoveOwn(number, "cancelled"), scene), Kept)
            await work.commit()

    async def state(self, number: str) -> str | None:
        async with self.units() as work:
            stored = await work.records.get(number)
        return stored.state if stored else None

    async def told(self, who: str) -> list[str]:
        async with self.units() as work:
            waiting = await work.outgoing.waiting("web", who)
        return [reply.text for each in waiting for reply in each.replies]


@pytest.fixture
def school(units: SqlUnitsOfWork) -> School:
    return School(units)


async def test_a_cancelled_place_goes_to_whoever_waited_longest_and_they_are_told(school: School) -> None:
    await school.opens()
    first, second, third = [await school.enrol(who) for who in ("a", "b", "c")]
    assert isinstance(first, Kept)
    assert isinstance(second, Kept)
    assert isinstance(third, Kept)
    assert [each.record.state for each in (first, second, third)] == ["registered", "waiting", "waiting"]
    await school.cancel("a", first.record.id)
    assert await school.state(second.record.id) == "offered"
    assert await school.state(third.record.id) == "waiting"
    (message,) = await school.told("b")
    assert "电商" in message
    assert second.record.id in message
    assert await school.told("c") == []


async def test_a_place_that_staff_cancel_is_given_on_too(school: School) -> None:
    await school.opens()
    first, second = await school.enrol("a"), await school.enrol("b")
    assert isinstance(first, Kept)
    assert isinstance(second, Kept)
    cancelled = await school.keep.move(first.record.id, "已取消", ADMIN, NOW)
    async with school.units() as work:
        await give_place(cancelled, school.book, work, NOW)
        await work.commit()
    assert await school.state(second.record.id) == "offered"


async def test_nobody_enrols_twice_or_too_late_or_for_what_is_no_class(school: School) -> None:
    await school.opens()
    assert isinstance(await school.enrol("a"), Kept)
    again = await school.enrol("a")
    late = await school.enrol("b", NOW + dt.timedelta(days=20))
    nothing = await school.enrol("b", course="TEST-2222-2222")
    said = [each.sentences[0] for each in (again, late, nothing) if isinstance(each, Refused)]
    assert said == ["您已经报过这个班了。", "这个班现在不能报名了。", "没有这个班次，请再看看编号。"]


async def test_without_a_number_of_places_everybody_has_one(school: School) -> None:
    await school.opens(名额="")
    states = [each.record.state for who in "abc" if isinstance(each := await school.enrol(who), Kept)]
    assert states == ["registered"] * 3


async def test_of_two_who_take_the_last_place_at_once_one_has_to_look_again(school: School) -> None:
    await school.opens()
    async with school.units() as work:
        seen = await work.records.get(school.course)
    assert seen is not None
    await school.enrol("a")
    unchanged = school.book.entry(school.book.record(seen), school.book.edition_of(seen))
    async with school.units() as work:
        with pytest.raises(VersionConflict):
            await work.records.replace(seen, unchanged, Happened(NOW, "places", "changed", {}))
