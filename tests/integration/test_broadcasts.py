"""Broadcasts from the draft to the report, on both databases; what a worker does is stored by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.handover.case import Case, Reason, Side
from bot.core.handover.case import State as CaseState
from bot.core.messaging.audience import Audience
from bot.core.messaging.broadcast import Life, Refusal
from bot.core.messaging.draft import Draft
from bot.core.records.staff import Staff, StaffRole
from bot.core.regions.region import NATIONAL
from bot.services.broadcasts.broadcast_parts import BroadcastRefused, Written
from bot.services.people.consents import withdraw_messages
from bot.services.staff.staff_ports import Contact
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.announcing import AUDITOR, ELSEWHERE, FAIRS, LI, NOW, WANG, Office, office, subscribed

HOUR = dt.timedelta(hours=1)
FAIR = {
    "名称": "砚山县专场",
    "日期": "2026-12-03",
    "开始时间": "9:00",
    "结束时间": "16:30",
    "地点": "会展中心",
    "无台阶": "是",
}
ADMIN = Staff("office", StaffRole.ADMIN, NATIONAL)


@pytest.fixture
def desk(units: SqlUnitsOfWork) -> Office:
    return office(units)


async def refused(act: object) -> Refusal:
    with pytest.raises(BroadcastRefused) as caught:
        await act  # type: ignore[misc]
    return caught.value.why


async def test_who_belongs_to_an_audience_is_counted_before_anything_is_sent(desk: Office) -> None:
    await subscribed(desk.units, "1", easy=True)
    await subscribed(desk.units, "2", "532600", role=None)
    await subscribed(desk.units, "3", "410300")
    await subscribed(desk.units, "4", topics=("find_jobs",))
    await subscribed(desk.units, "c" * 32, channel="web")

    async def count(**groups: object) -> int:
        fields = {name: frozenset(value) if isinstance(value, tuple) else value for name, value in groups.items()}
        async with desk.units() as work:
            return (await work.audiences.size(Audience(**fields))).total  # type: ignore[arg-type]

    assert await count() == 5
    assert await count(regions=("530000",)) == 4
    assert await count(regions=("532622",)) == 3
    assert await count(regions=("530000", "410000"), except_regions=("532622",)) == 2
    assert await count(topics=("find_fairs",)) == 4
    assert await count(topics=("find_fairs", "find_jobs"), roles=("seeker",)) == 4
    assert await count(seen_since=NOW.date()) == 5
    assert await count(seen_since=NOW.date() + dt.timedelta(days=1)) == 0
    async with desk.units() as work:
        size = await work.audiences.size(FAIRS)
        sample = await work.audiences.sample(FAIRS, 2)
    assert size.easy == 1
    assert size.regions == {"532622": 2, "532600": 1, "410300": 1}
    assert size.channels == {"telegram": 3, "web": 1}
    assert len(sample) == 2


async def test_who_left_closed_the_chat_or_talks_with_staff_is_told_apart(desk: Office) -> None:
    left = await subscribed(desk.units, "1", topics=())
    closed = await subscribed(desk.units, "2", topics=())
    await subscribed(desk.units, "3", topics=())
    await subscribed(desk.units, "4", topics=())
    case = Case("K7QD-2M9X-4RTA", "532622", None, False, Reason.ASKED, CaseState.WAITING, NOW, Side.STAFF, NOW, True)
    async with desk.units() as work:
        await work.consents.withdraw(left, "alerts", "asked", NOW)
        person = await work.people.get(closed)
        assert person is not None
        await work.people.change(replace(person, blocked_at=NOW), NOW)
        await work.handovers.add(case, "telegram", "3")
        size = await work.audiences.size(Audience())
    assert (size.total, size.unsubscribed, size.blocked, size.handed_over) == (2, 1, 1, 1)


async def test_from_the_draft_to_the_last_recipient(desk: Office) -> None:
    for address in ("1", "2", "3"):
        await subscribed(desk.units, address, easy=address == "1")
    await subscribed(desk.units, "9", "410300")
    number = await desk.draft()
    view = await desk.broadcasts.view(number, WANG, NOW)
    assert (view.size.total, view.broadcast.state, view.broadcast.region) == (3, Life.DRAFT, "532622")
    assert await refused(desk.running.start(number, WANG, NOW)) is Refusal.NOT_APPROVED
    await desk.running.approve(number, WANG, NOW)
    assert (await desk.running.start(number, WANG, NOW)).state is Life.SENDING
    assert await desk.states(number) == {"queued": 3}
    await subscribed(desk.units, "4")
    assert await desk.states(number) == {"queued": 3}, "who gets it does not change any more"
    await desk.sent(number, sent=2, failed=1)
    report = await desk.reports.report(number, WANG)
    assert (report.recipients, report.states) == (3, {"sent": 2, "failed": 1})
    assert report.regions == {"532622": {"sent": 2, "failed": 1}}
    await desk.running.keep_up(NOW)
    assert (await desk.reports.report(number, WANG)).broadcast.state is Life.FINISHED


async def test_a_large_one_needs_a_second_person(units: SqlUnitsOfWork) -> None:
    desk = office(units, alone_up_to=1)
    await subscribed(units, "1")
    await subscribed(units, "2")
    number = await desk.draft()
    assert await refused(desk.running.approve(number, WANG, NOW)) is Refusal.SECOND_PERSON
    assert await refused(desk.running.approve(number, AUDITOR, NOW)) is Refusal.READ_ONLY
    assert await refused(desk.running.approve(number, ELSEWHERE, NOW)) is Refusal.UNKNOWN
    assert (await desk.running.approve(number, LI, NOW)).approved is not None


async def test_staff_write_only_to_their_own_region(desk: Office) -> None:
    await subscribed(desk.units, "1", "410300")
    await subscribed(desk.units, "2")
    assert await refused(desk.draft(Audience(regions=frozenset(("410300",))))) is Refusal.ELSEWHERE
    assert await refused(desk.draft(staff=AUDITOR)) is Refusal.READ_ONLY
    view = await desk.broadcasts.view(await desk.draft(Audience()), WANG, NOW)
    assert view.size.total == 1, "without a region it is their own"


async def test_nobody_is_nobody(desk: Office) -> None:
    assert await refused(desk.draft()) is Refusal.NOBODY
    assert list(await desk.broadcasts.all(WANG)) == []


async def test_pause_edit_and_resume(desk: Office) -> None:
    for address in ("1", "2", "3"):
        await subscribed(desk.units, address)
    number = await desk.sending()
    await desk.sent(number, sent=1)
    await desk.running.pause(number, WANG)
    async with desk.units() as work:
        assert [each.number for each in await work.kept_broadcasts.all((Life.PAUSED,))] == [number]
        assert list(await work.broadcasts.running()) == []
    changed = Written(Draft("专场招聘会", "改到下午。"), FAIRS)
    await desk.broadcasts.edit(number, changed, WANG, NOW)
    assert await refused(desk.running.resume(number, WANG, NOW)) is Refusal.NOT_APPROVED
    await desk.running.approve(number, WANG, NOW)
    await desk.running.resume(number, WANG, NOW)
    await desk.sent(number, sent=2)
    said = [sent.text async for _, sent in desk.reports.lines(number, WANG) if sent]
    assert [text.splitlines()[1] for text in said] == ["有招聘会，欢迎来。", "改到下午。", "改到下午。"]


async def test_a_stop_is_for_good(desk: Office) -> None:
    for address in ("1", "2", "3"):
        await subscribed(desk.units, address)
    number = await desk.sending()
    await desk.sent(number, sent=1)
    await desk.running.stop(number, WANG, NOW)
    assert await desk.states(number) == {"sent": 1, "skipped": 2}
    report = await desk.reports.report(number, WANG)
    assert report.reasons == {("skipped", "stopped"): 2}
    for act in (desk.running.resume, desk.running.start, desk.running.retry):
        assert await refused(act(number, WANG, NOW)) is Refusal.WRONG_STATE


async def test_a_stop_from_the_chat_leaves_the_rest_to_the_next_look(desk: Office) -> None:
    await subscribed(desk.units, "1")
    number = await desk.sending()
    await desk.running.let_stop(number, WANG, NOW)
    assert await desk.states(number) == {"queued": 1}
    await desk.running.keep_up(NOW)
    assert await desk.states(number) == {"skipped": 1}


async def test_only_what_failed_is_tried_again_and_what_is_uncertain_only_if_staff_say_so(desk: Office) -> None:
    for address in ("1", "2", "3"):
        await subscribed(desk.units, address)
    number = await desk.sending()
    await desk.sent(number, sent=1, failed=1, uncertain=1)
    await desk.running.keep_up(NOW)
    assert await desk.running.retry(number, WANG, NOW) == 1
    assert await desk.states(number) == {"sent": 1, "queued": 1, "uncertain": 1}
    assert (await desk.reports.report(number, WANG)).broadcast.state is Life.SENDING
    assert await desk.running.retry(number, WANG, NOW, uncertain=True) == 1
    assert await desk.states(number) == {"sent": 1, "queued": 2}
    assert await refused(desk.running.retry(number, WANG, NOW)) is Refusal.NOTHING_TO_RETRY


async def test_a_correction_goes_to_those_who_got_it_or_may_have(desk: Office) -> None:
    for address in ("1", "2", "3", "4"):
        await subscribed(desk.units, address)
    number = await desk.sending()
    wrong = Written(Draft("专场招聘会", "时间改到下午。"), Audience())
    assert await refused(desk.broadcasts.correct(number, wrong, WANG, NOW)) is Refusal.NOT_SENT
    await desk.sent(number, sent=1, uncertain=1, failed=1)
    view = await desk.broadcasts.correct(number, wrong, WANG, NOW)
    assert view.size.total == 2
    assert view.texts[0].text.startswith("更正：前面发给您的“专场招聘会”")
    correction = view.broadcast.number
    await desk.running.approve(correction, WANG, NOW)
    await desk.running.start(correction, WANG, NOW)
    assert await desk.states(correction) == {"queued": 2}


async def test_one_for_later_begins_at_its_time_with_who_is_there_by_then(desk: Office) -> None:
    await subscribed(desk.units, "1")
    number = await desk.draft(send_at=NOW + HOUR, expires_at=NOW + 3 * HOUR)
    await desk.running.approve(number, WANG, NOW)
    assert (await desk.running.start(number, WANG, NOW)).state is Life.SCHEDULED
    await subscribed(desk.units, "2")
    assert await desk.running.keep_up(NOW) == 0
    assert await desk.running.keep_up(NOW + HOUR) == 1
    assert await desk.states(number) == {"queued": 2}
    assert await desk.running.keep_up(NOW + HOUR) == 0


async def test_what_a_crash_left_half_begun_goes_on_and_nobody_is_written_down_twice(desk: Office) -> None:
    await subscribed(desk.units, "1")
    await subscribed(desk.units, "2")
    number = await desk.draft()
    await desk.running.approve(number, WANG, NOW)
    begun = await desk.running.let_begin(number, WANG, NOW)
    assert begun.state is Life.FREEZING
    async with desk.units() as work:
        await work.deliveries.enqueue(begun.id, begun.audience, "", 1)
        await work.commit()
    assert await desk.running.keep_up(NOW) == 1
    assert await desk.states(number) == {"queued": 2}


async def test_a_fair_brings_what_is_known_of_it_and_is_not_announced_once_it_is_over(desk: Office) -> None:
    await subscribed(desk.units, "1")
    fair = (await desk.keep.add("fairs", "532622", FAIR, ADMIN, NOW)).record.id
    draft = Draft("砚山县专场", "欢迎来。", fair=fair, qr=True)
    assert await refused(desk.broadcasts.create(Written(draft, FAIRS), WANG, NOW)) is Refusal.HINDERED
    await desk.keep.move(fair, "published", ADMIN, NOW)
    view = await desk.broadcasts.create(Written(draft, FAIRS), WANG, NOW)
    text = view.texts[0].text
    for words in (
        "时间：2026年12月3日（周四）09:00—16:30",
        "地点：会展中心",
        "没有台阶，不知道有没有无障碍卫生间、手语翻译",
    ):
        assert words in text
    assert text.endswith(f"请打开 https://example.org/?fair={fair} 看。")
    assert view.broadcast.expires_at == dt.datetime(2026, 12, 3, 16, 30, tzinfo=NOW.tzinfo)
    assert "broadcast_check_place" in [each.key for each in view.findings]
    async with desk.units() as work:
        calendar = await work.broadcasts.file(view.broadcast.id, "fair.ics")
        code = await work.broadcasts.file(view.broadcast.id, "code.png")
    assert calendar is not None
    assert b"SUMMARY:" in calendar.content
    assert code is not None
    assert code.content.startswith(b"\x89PNG")
    assert (await desk.broadcasts.edit(view.broadcast.number, Written(draft, FAIRS), WANG, NOW)).broadcast.edition == 2
    late = NOW + dt.timedelta(days=13)
    assert await refused(desk.running.approve(view.broadcast.number, WANG, late)) is Refusal.HINDERED


async def test_what_somebody_was_sent_can_be_proved_and_the_look_is_noted(desk: Office) -> None:
    person = await subscribed(desk.units, "1", easy=True)
    number = await desk.sending()
    await desk.sent(number, sent=1)
    await desk.broadcasts.correct(number, Written(Draft("专场招聘会", "改"), Audience()), WANG, NOW)
    proof = await desk.reports.proof(number, Contact("telegram", "1"), WANG, NOW)
    assert proof is not None
    assert proof.sent is not None
    assert "有招聘会，来看看。" in proof.sent.text
    assert proof.line.message == "7"
    async with desk.units() as work:
        looks = await work.accesses.of(person)
    assert [(each.staff, each.what) for each in looks] == [("王", "broadcast_proved")]
    assert await desk.reports.proof(number, Contact("telegram", "2"), WANG, NOW) is None


async def test_who_leaves_after_a_broadcast_is_counted_without_a_name(desk: Office) -> None:
    left = await subscribed(desk.units, "1")
    await subscribed(desk.units, "2")
    number = await desk.sending()
    await desk.sent(number, sent=2)
    later = NOW + HOUR
    async with desk.units() as work:
        person = await work.people.get(left)
        assert person is not None
        await withdraw_messages(person, "alerts", "asked", work, later)
        await work.people.delete(left)
        await work.commit()
    report = await desk.reports.report(number, WANG)
    assert report.opt_outs == {"asked": 1}
    assert report.recipients == 2
    other = await subscribed(desk.units, "3")
    async with desk.units() as work:
        person = await work.people.get(other)
        assert person is not None
        await withdraw_messages(person, "alerts", "asked", work, later)
        await work.commit()
    assert (await desk.reports.report(number, WANG)).opt_outs == {"asked": 1}, "they got nothing"


async def test_staff_try_it_on_themselves_as_others_would_get_it(desk: Office) -> None:
    await subscribed(desk.units, "1")
    number = await desk.draft()
    mine = Contact("telegram", "77")
    assert await refused(desk.running.test(number, WANG, mine, NOW)) is Refusal.NOT_SUBSCRIBED
    await subscribed(desk.units, "77", "000000")
    await desk.running.test(number, WANG, mine, NOW)
    async with desk.units() as work:
        running = await work.broadcasts.running()
        kept = await work.kept_broadcasts.get(number)
        assert kept is not None
        texts = (await work.kept_broadcasts.editions(kept.id))[-1].texts
    assert [(each.standard, each.easy) for each in running] == [texts]
    assert [each.number for each in await desk.broadcasts.all(WANG)] == [number], "tests stand in no list"
    assert kept.state is Life.DRAFT
