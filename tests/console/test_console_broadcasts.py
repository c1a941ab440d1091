"""Broadcasts in the console: written, counted, approved by a second person, started, followed, reported, proved."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.messaging.delivery import State, Step
from bot.core.records.staff import Staff, StaffRole
from bot.services.delivery.delivery_ports import Settled
from bot.services.staff.staff_ports import Account, Contact
from tests.console.staff import ADMIN, COUNTY_ADMIN, EDITOR, ELSEWHERE, PASSWORD, QUICK, Place, Somebody, text_of
from tests.integration.announcing import subscribed

HOME = "/staff/broadcasts"
COLLEAGUE = Staff("李强", StaffRole.EDITOR, "532622")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
WRITTEN = {
    "title": "专场招聘会",
    "text": "周六上午九点。\r\n\r\n地点：县体育馆，没有台阶。",
    "easy_text": "周六有招聘会。",
    "regions": "砚山县",
}


@pytest.fixture
async def people(place: Place) -> None:
    """Two on Telegram, one on the web page, one elsewhere."""
    for address in ("1", "2"):
        await subscribed(place.service.units_of_work, address)
    await subscribed(place.service.units_of_work, "w", channel="web", easy=True)
    await subscribed(place.service.units_of_work, "9", "120119")


@pytest.fixture
async def colleague(place: Place) -> Somebody:
    """The second person."""
    async with place.service.units_of_work() as work:
        await work.accounts.add(Account(COLLEAGUE, QUICK.hash(PASSWORD), place.clock.now()))
        await work.commit()
    return await place.sign_in(COLLEAGUE)


async def written(somebody: Somebody, fields: Mapping[str, Any] | None = None) -> str:
    """The address of a new draft."""
    answer = await somebody.post(HOME, {**WRITTEN, **(fields or {})})
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["location"])


async def started(place: Place, editor: Somebody, colleague: Somebody, fields: Mapping[str, Any] | None = None) -> str:
    """The address of one that is being sent."""
    home = await written(editor, fields)
    await colleague.post(f"{home}/do/approve")
    await editor.post(f"{home}/do/start")
    assert await place.service.run_broadcasts.keep_up(place.clock.now()) == 1
    return home


async def settled(place: Place, home: str, *states: State) -> None:
    """What a worker would have done."""
    async with place.service.units_of_work() as work:
        broadcast = await work.kept_broadcasts.get(home.rpartition("/")[2])
        assert broadcast is not None
        claims = await work.deliveries.claim("telegram", broadcast.id, 0, len(states), "worker", 1)
        ids = [each.id for each in claims]
        await work.deliveries.mark(ids, "worker", 1)
        pairs = zip(ids, states, strict=True)
        now = round(place.clock.now().timestamp() * 1000)
        done = [Settled(each, Step(state, message="7"), broadcast.edition) for each, state in pairs]
        await work.deliveries.settle(done, "worker", now)
        await work.commit()


@pytest.mark.usefixtures("people")
async def test_line_breaks_count_and_preview_before_anything_is_sent(editor: Somebody) -> None:
    home = await written(editor)
    page = await editor.get(home)
    assert "周六上午九点。\n\n地点：县体育馆" in page.text, "as it was written"
    shown = text_of(page)
    for words in ("收件人 3", "其中收易读的话 1", "Telegram，标准", "网页，易读", "周六有招聘会。"):
        assert words in shown, words


@pytest.mark.usefixtures("people")
async def test_mistakes_are_told_at_their_fields_and_all_that_was_typed_stays(editor: Somebody) -> None:
    wrong = {"title": "", "regions": "没有这里", "link": "www.x", "expires_at": "2020-01-01T09:00", "latitude": "99"}
    answer = await editor.post(HOME, {**WRITTEN, **wrong})
    assert answer.status_code == 422
    for words in (
        "请写标题",
        "没有找到地区“没有这里”",
        "网址要以 https",
        "地图位置要写全",
        'value="www.x"',
        "县体育馆",
    ):
        assert words in answer.text, words
    late = await editor.post(HOME, {**WRITTEN, "expires_at": "2020-01-01T09:00"})
    assert late.status_code == 422 and 'href="#expires_at"' in late.text
    beyond = await editor.post(HOME, {**WRITTEN, "regions": "蓟州区"})
    assert beyond.status_code == 422 and "超出您的地区" in beyond.text
    nobody = await editor.post(HOME, {**WRITTEN, "roles": "employer"})
    assert nobody.status_code == 422 and "没有人在收件范围里" in nobody.text


@pytest.mark.usefixtures("people")
async def test_an_image_need_not_be_chosen_again_when_something_else_is_mended(place: Place, editor: Somebody) -> None:
    failed = await editor.post(HOME, WRITTEN, files={"image": ("poster.png", PNG, "image/png")})
    assert failed.status_code == 422 and "图片已经收到" in failed.text
    (waiting,) = re.findall(r'name="image_waits" value="([^"]+)"', failed.text)
    again = {**WRITTEN, "image_waits": waiting}
    assert waiting in (await editor.post(HOME, again)).text, "as often as it takes"
    colleague = await place.sign_in(COUNTY_ADMIN)
    others = await colleague.post(HOME, {**again, "image_description": "海报"})
    assert (await colleague.get(f"{others.headers['location']}/files/image.png")).status_code == 404
    dropped = await editor.post(HOME, {**again, "no_image": "1"})
    assert (await editor.get(f"{dropped.headers['location']}/files/image.png")).status_code == 404
    kept = await editor.post(HOME, {**again, "image_description": "海报"})
    assert (await editor.get(f"{kept.headers['location']}/files/image.png")).content == PNG


@pytest.mark.usefixtures("people")
async def test_an_image_is_known_by_its_bytes_and_needs_words(editor: Somebody) -> None:
    file = {"image": ("poster.png", PNG, "image/png")}
    bare = await editor.post(HOME, WRITTEN, files=file)
    assert bare.status_code == 422 and "图片要有文字说明" in bare.text
    script = {"image": ("poster.png", b"<svg onload=alert(1)>", "image/png")}
    assert (await editor.post(HOME, {**WRITTEN, "image_description": "海报"}, files=script)).status_code == 422
    kept = await editor.post(HOME, {**WRITTEN, "image_description": "海报"}, files=file)
    home = kept.headers["location"]
    shown = await editor.get(f"{home}/files/image.png")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    await editor.post(f"{home}/edit", {**WRITTEN, "image_description": "新海报"})
    assert "图片：新海报" in (await editor.get(home)).text, "the image stays"


@pytest.mark.usefixtures("people")
async def test_a_day_is_filled_in_so_that_it_is_for_somebody(editor: Somebody) -> None:
    page = await editor.get(f"{HOME}/new?day=disability_day")
    fields = {
        "title": "国际残疾人日",
        "regions": "砚山县",
        "send_at": "2026-12-03T09:00",
        "expires_at": "2026-12-03T20:00",
    }
    for name, value in fields.items():
        assert f'name="{name}"' in page.text and f'value="{value}"' in page.text
    assert "收件人 3" in text_of(await editor.get(await written(editor, fields)))


@pytest.mark.usefixtures("people")
async def test_large_ones_need_a_second_person(place: Place, colleague: Somebody, editor: Somebody) -> None:
    place.desk.broadcasts._parts.rules.__dict__["alone_up_to"] = 2
    place.desk.__dict__["alone_up_to"] = 2
    home = await written(editor)
    assert "要另一位同事来批准" in text_of(await editor.get(home))
    await editor.post(f"{home}/do/approve")
    assert "写的人不能自己批准" in text_of(await editor.get(home))
    assert "发给 3 人" in text_of(await colleague.get(f"{home}/do/start"))
    await colleague.post(f"{home}/do/approve")
    assert "/do/start" in (await editor.get(home)).text


@pytest.mark.usefixtures("people")
async def test_from_start_to_report(place: Place, editor: Somebody, colleague: Somebody) -> None:
    home = await started(place, editor, colleague)
    await settled(place, home, State.SENT, State.FAILED)
    progress = await editor.get(f"{home}/progress")
    shown = text_of(progress)
    assert "共 3 人，已处理 2，送到 1，没有送到 1" in shown
    assert "等本人打开网页时看到 1" in shown and "等着发" not in shown
    said = (await editor.get(f"{home}/says")).text
    assert (await editor.get(f"{home}/says", params={"said": said.split("<")[0].strip()})).status_code == 204
    await editor.post(f"{home}/do/pause")
    assert "已暂停" in text_of(await editor.get(home))
    await editor.post(f"{home}/do/resume")
    await editor.post(f"{home}/do/retry")
    assert "再发 1 人" in text_of(await editor.get(home))
    await settled(place, home, State.SENT)
    await place.service.run_broadcasts.keep_up(place.clock.now())
    over = await editor.get(f"{home}/progress")
    assert over.status_code == 286 and "等本人打开网页时看到 1" in text_of(over)
    regions = text_of(await editor.get(f"{home}/regions"))
    assert "砚山县 3 2 1" in regions
    doing = await editor.get(f"{home}/doing?known=something-else")
    known = doing.text.split('name="known" value="')[1].split('"')[0]
    assert "/do/retry" not in doing.text, "nothing failed any more"
    assert (await editor.get(f"{home}/doing", params={"known": known})).status_code == 204


@pytest.mark.usefixtures("people")
async def test_the_export_holds_every_recipient_and_nobody(place: Place, editor: Somebody, colleague: Somebody) -> None:
    home = await started(place, editor, colleague, {"title": "=cmd()"})
    await settled(place, home, State.SENT, State.SENT)
    answer = await editor.get(f"{home}/recipients.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert sum("周六上午九点" in row[-1] and row[4] == "已送到" for row in rows) == 2
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert (await editor.get(f"{home}/recipients.xlsx")).content.startswith(b"PK")


@pytest.mark.usefixtures("people")
async def test_proof_by_post_and_noted(place: Place, editor: Somebody, colleague: Somebody) -> None:
    home = await started(place, editor, colleague)
    await settled(place, home, State.SENT, State.SENT)
    answer = await editor.post(f"{home}/proof", {"channel": "telegram", "address": "1"})
    assert "周六上午九点。\n\n地点" in answer.text
    nobody = await editor.post(f"{home}/proof", {"channel": "telegram", "address": "9"})
    assert nobody.status_code == 422 and "没有发给这个人" in nobody.text
    audit = (await (await place.sign_in(ADMIN)).get("/staff/audit")).text
    assert "<td>查了发给本人的内容</td>" in audit


@pytest.mark.usefixtures("people")
async def test_a_correction_goes_to_who_got_it(place: Place, editor: Somebody, colleague: Somebody) -> None:
    home = await started(place, editor, colleague)
    await editor.post(f"{home}/correct", {"title": "专场招聘会", "text": "改到周日。"})
    assert "还没有人收到" in text_of(
        await editor.post(f"{home}/correct", {"title": "专场招聘会", "text": "改到周日。"})
    )
    await settled(place, home, State.SENT, State.SENT)
    answer = await editor.post(f"{home}/correct", {"title": "专场招聘会", "text": "改到周日。"})
    page = text_of(await editor.get(answer.headers["location"]))
    assert "收件人 2" in page and "前面发给您的“专场招聘会”有变化" in page


@pytest.mark.usefixtures("people")
async def test_stopping_is_asked_first(place: Place, editor: Somebody, colleague: Somebody) -> None:
    home = await started(place, editor, colleague)
    assert "不会再收到" in text_of(await editor.get(f"{home}/do/stop"))
    await editor.post(f"{home}/do/stop")
    assert "已停止" in text_of(await editor.get(home))
    assert (await editor.get(f"{home}/do/erase")).status_code == 404


@pytest.mark.usefixtures("people")
async def test_another_region_and_an_auditor(
    place: Place, editor: Somebody, colleague: Somebody, auditor: Somebody
) -> None:
    home = await started(place, editor, colleague)
    other = await place.sign_in(ELSEWHERE)
    assert "专场招聘会" not in (await other.get(HOME)).text
    parts = (
        "",
        "/progress",
        "/says",
        "/doing",
        "/regions",
        "/recipients.csv",
        "/proof",
        "/edit",
        "/repeat",
        "/files/x",
    )
    for part in parts:
        assert (await other.get(home + part)).status_code == 404, part
    for part in ("/do/stop", "/do/pause", "/do/test", "/edit", "/correct", "/repeat", "/end-repeat"):
        assert (await other.post(home + part, WRITTEN)).status_code == 404, part
    assert (await other.post(f"{home}/proof", {"channel": "telegram", "address": "1"})).status_code == 404
    assert (await auditor.get(home)).status_code == 200
    assert (await auditor.post(f"{home}/do/stop")).status_code == 403
    assert (await auditor.get(f"{HOME}/new")).status_code == 403
    assert "正在发" in text_of(await editor.get(home))


@pytest.mark.usefixtures("people")
async def test_repeating_with_the_next_date(place: Place, editor: Somebody, colleague: Somebody) -> None:
    home = await written(editor)
    early = await editor.post(f"{home}/repeat", {"kind": "day", "at": "09:00"})
    assert early.status_code == 422 and "还没有批准" in early.text
    await colleague.post(f"{home}/do/approve")
    wrong = await editor.post(f"{home}/repeat", {"kind": "week", "day": "9", "at": "25:00"})
    assert wrong.status_code == 422 and "1 到 7" in wrong.text and "09:00 这样" in wrong.text
    await editor.post(f"{home}/repeat", {"kind": "week", "day": "1", "at": "09:00"})
    shown = text_of(await editor.get(f"{HOME}/schedule"))
    assert "每周一 09:00" in shown and "2026-11-23 09:00" in shown and "没有定时服务在运行" in shown
    assert "专场招聘会" not in text_of(await (await place.sign_in(ELSEWHERE)).get(f"{HOME}/schedule"))
    await editor.post(f"{home}/end-repeat")
    assert "没有重复的群发" in text_of(await editor.get(f"{HOME}/schedule"))


async def test_who_leads_and_the_quarter(place: Place, editor: Somebody) -> None:
    now = round(place.clock.now().timestamp() * 1000)
    async with place.service.units_of_work() as work:
        await work.leases.take("scheduler", "ab12cd34", now, now + 30_000)
        await work.commit()
    assert "定时服务在运行（ab12）" in text_of(await editor.get(f"{HOME}/schedule"))
    quarter = text_of(await editor.get(f"{HOME}/quarter"))
    assert "2026-10-01 到 2026-12-31" in quarter and "国际残疾人日" in quarter and "还没有登记招聘会" in quarter
    assert "全国助残日" in text_of(await editor.get(f"{HOME}/quarter?from=2027-05-01"))
    assert (await editor.get(f"{HOME}/quarter?from=x")).status_code == 200


@pytest.mark.usefixtures("people")
async def test_the_list_filters_and_exports(editor: Somebody) -> None:
    await written(editor)
    await written(editor, {"title": "培训班"})
    listed = text_of(await editor.get(f"{HOME}?title=培训"))
    assert "培训班" in listed and "专场招聘会" not in listed
    assert "培训班" in (await editor.get(f"{HOME}?export=csv")).content.decode("utf-8-sig")
    assert "没有符合" in text_of(await editor.get(f"{HOME}?state=paused"))


async def test_to_oneself_only_with_a_chat_of_ones_own(place: Place, editor: Somebody) -> None:
    await subscribed(place.service.units_of_work, "1")
    home = await written(editor)
    await editor.post(f"{home}/do/test")
    assert "请管理员在“账号”里给您连上对话" in text_of(await editor.get(home))
    async with place.service.units_of_work() as work:
        await work.accounts.link(EDITOR.id, Contact("telegram", "1"), place.clock.now())
        await work.commit()
    await editor.post(f"{home}/do/test")
    assert "已试发到您的 1 个对话" in text_of(await editor.get(home))
