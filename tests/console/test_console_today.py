"""The first page: what waits, what is due, what failed, in one's own region."""

from __future__ import annotations

import datetime as dt

from bot.core.handover.case import Case, Reason, Side, State
from bot.services.records.record_ports import Entry
from bot.services.schedule.schedule_ports import Plan
from tests.console.staff import EDITOR, ELSEWHERE, Place, Somebody, text_of
from tests.integration.announcing import LI, office, subscribed


async def kept(place: Place, *entries: Entry) -> None:
    async with place.service.units_of_work() as work:
        await work.records.add(entries, "王芳", place.clock.now())
        await work.commit()


def request(region: str, day: str) -> Entry:
    return Entry("introductions", region, {"follow_up": day}, {}, state="interested")


async def test_nothing_to_do(editor: Somebody) -> None:
    page = text_of(await editor.get("/staff"))
    assert "现在没有等着办的" in page
    assert "出了问题" not in page


async def test_what_waits_leads_to_where_it_is_done(place: Place, editor: Somebody, auditor: Somebody) -> None:
    await kept(place, request("532622", "2026-12-01"), request("532622", "2026-12-01"), request("120119", "2026-12-01"))
    now = place.clock.now()
    case = Case(
        "K7QD-2M9X-4RTA", "532622", "seeker", False, Reason.ASKED, State.WAITING, now, Side.STAFF, now, silent=True
    )
    async with place.service.units_of_work() as work:
        await work.handovers.add(case, "web", "1")
        await work.commit()
    page = await editor.get("/staff")
    assert 'href="/staff/records/introductions?state=interested"' in page.text
    said = text_of(page)
    assert "想应聘 2 条" in said
    assert "人工对话 等您回复 1 1 条" in said
    assert "想应聘 1 条" in text_of(await (await place.sign_in(ELSEWHERE)).get("/staff"))


async def test_what_is_due_is_counted_and_listed(place: Place, editor: Somebody) -> None:
    await kept(place, request("532622", "2026-11-20"), request("532622", "2026-11-21"), request("532622", "2026-11-25"))
    await kept(place, request("120119", "2026-11-20"))
    part = await editor.get("/staff/today/due", headers={"hx-request": "true"})
    assert "<html" not in part.text
    assert 'href="/staff/due/introductions?of=now"' in part.text
    assert "已过期 1" in text_of(part)
    listed = await editor.get("/staff/due/introductions")
    assert "共 2 条" in text_of(listed)
    assert "2026-11-20 已过期" in text_of(listed)
    assert listed.text.count("砚山县</td>") == 2
    await kept(place, request("532622", "2026-11-19"))
    assert "共 3 条" in text_of(await editor.get("/staff/due/introductions"))
    place.clock.pass_by(days=4)
    again = await place.sign_in(EDITOR)
    assert "共 4 条" in text_of(await again.get("/staff/due/introductions"))
    assert (await again.get("/staff/due/nothing")).status_code == 403


async def test_what_ended_plans_asked_for_is_kept_apart(editor: Somebody) -> None:
    part = await editor.get("/staff/today/due", headers={"hx-request": "true"})
    before, _, after = part.text.partition("<details>")
    assert "evaluation_calendar" not in before
    assert 'href="/staff/due/evaluation_calendar?of=ended"' in after
    left = text_of(await editor.get("/staff/due/evaluation_calendar?of=ended"))
    assert "共 4 条" in left
    assert "方案已结束" in left
    assert "方案已结束" not in text_of(await editor.get("/staff/due/evaluation_calendar?of=now"))


async def test_live_parts_do_not_keep_a_session_alive(place: Place, editor: Somebody) -> None:
    for _ in range(4):
        place.clock.pass_by(minutes=9)
        last = await editor.get("/staff/today/due", headers={"hx-request": "true"})
    assert last.status_code == 401
    assert last.headers["hx-redirect"] == "/staff/sign-in"


async def test_what_failed_is_on_top(place: Place, admin: Somebody, editor: Somebody) -> None:
    units = place.service.units_of_work
    desk = office(units)
    for number in range(3):
        await subscribed(units, str(number))
    sent = await desk.sending()
    await desk.sent(sent, failed=2, sent=1)
    await desk.running.pause(sent, LI)
    await desk.draft()
    late = int((place.clock.now() - dt.timedelta(hours=2)).timestamp() * 1000)
    async with units() as work:
        await work.schedules.add(Plan("retention", "retention", "", late, "day 09:00"))
        await work.commit()
    page = await admin.get("/staff")
    said = text_of(page)
    assert "群发停下了：专场招聘会" in said
    assert f'href="/staff/broadcasts/{sent}"' in page.text
    assert "没有送到：专场招聘会 2 条" in said
    assert "定时的事没有按时做（到期清理个人资料）" in said
    assert "群发：等批准 1 条" in said
    mine = text_of(await editor.get("/staff"))
    assert "群发停下了" in mine
    assert "定时的事" not in mine
    other = text_of(await (await place.sign_in(ELSEWHERE)).get("/staff"))
    assert "专场招聘会" not in other
    assert "等批准" not in other
