"""Jobs in the chat: around a place, by a registered need, looked at, explained, wanted, and told of later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.matching.match import rank_jobs
from bot.core.messaging.reply import Button, Incoming
from bot.services.conversation.converse import Converse
from bot.services.jobs.tell_matches import TellMatches
from tests.builders import SmallService, small_service
from tests.integration.always import ALWAYS
from tests.integration.matching import NOW, TODAY, add_job, add_need, change, finder, person, texts


class Chat:
    """Somebody on the web who types and presses buttons."""

    def __init__(self, converse: Converse, address: str) -> None:
        self._converse, self._address = converse, address
        self.text, self.buttons = "", tuple[Button, ...]()

    async def say(self, text: str) -> str:
        return await self._send(Incoming(text))

    async def press(self, label: str) -> str:
        value = next(button.value for button in self.buttons if button.text == label)
        return await self._send(Incoming(button=value))

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]

    async def _send(self, incoming: Incoming) -> str:
        handled = await self._converse.handle(f"web:{self._address}", incoming)
        assert handled is not None
        self.text = "\n".join(reply.text for reply in handled.replies)
        self.buttons = handled.replies[-1].buttons
        return self.text


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[SmallService]:
    service = await small_service(tmp_path)
    yield service
    await service.close()


@pytest.fixture
def chat(service: SmallService) -> Chat:
    return Chat(service.converse_with(), "a")


async def test_without_a_need_the_jobs_of_the_place(service: SmallService, chat: Chat) -> None:
    for title in ("缝纫工", "剪线工", "熨烫工", "打包工"):
        await add_job(service.units_of_work, title=title)
    await add_job(service.units_of_work, region="120119", title="别处的")
    assert "哪个地区" in await chat.say("看岗位")
    assert "砚山县现在能报名的岗位：\n1. 打包工（某服装厂，" in await chat.say("砚山县")
    assert "缝纫工" not in chat.text
    assert "别处的" not in chat.text
    assert chat.labels[:5] == ["打包工", "熨烫工", "剪线工", "更多岗位", "登记求职需求"]
    assert "1. 缝纫工" in await chat.say("4")
    assert "更多岗位" not in chat.labels
    text = await chat.say("1")
    assert text.startswith("缝纫工\n单位：某服装厂\n")
    assert "有这些条件：可以坐着做" in text
    assert "王某" not in text
    assert "13800000000" not in text


async def test_by_a_need_the_best_first_each_with_its_reason(service: SmallService, chat: Chat) -> None:
    units = service.units_of_work
    await add_need(units, await person(units, "a", alerts=False), wishes="quiet")
    plain = await add_job(units, title="普通的")
    quiet = await add_job(units, title="安静的", has="seated,quiet")
    await add_job(units, title="站着的", has="", lacks="seated")
    await add_job(units, title="没说的", has="")
    text = await chat.say("看岗位")
    assert [line[3:6] for line in text.splitlines()[1:4]] == ["安静的", "普通的", "没说的"]
    assert "合适，因为：" in text
    assert "还有几项不知道" in text.splitlines()[3]
    assert "站着的" not in text
    find, somebody = finder(), await owner(service)
    async with units() as work:
        need = await find.need_of(somebody, TODAY, work.records)
        await find.jobs.refresh(work)
        assert need is not None
        ranked = [each.job for each in rank_jobs(need, find.jobs.index.all())]
    assert ranked[:2] == [quiet, plain]
    assert [button.value for button in chat.buttons[:3]] == [f"job:{number}" for number in ranked]
    assert "环境安静" in await chat.press("安静的")
    assert "正是想找的" in await chat.press("为什么推荐")
    await chat.press("回到岗位列表")
    assert "站着的" in await chat.press("哪些不合适，为什么")
    assert "不合适，因为：没有这个条件：可以坐着做" in chat.text


async def owner(service: SmallService, address: str = "a") -> str:
    async with service.units_of_work() as work:
        found = await work.people.id_at("web", address)
    assert found is not None
    return found


async def test_nothing_fits_and_one_wants_to_be_told(service: SmallService, chat: Chat) -> None:
    units = service.units_of_work
    await add_need(units, await person(units, "a", alerts=False))
    assert "没有和您的登记对得上的岗位" in await chat.say("看岗位")
    assert "您同意吗" in await chat.press("有合适的岗位告诉我")
    tell = TellMatches(finder(), service.match_words, units, ALWAYS)
    await add_job(units)
    assert (await tell.everybody(TODAY, NOW)).messages == 0, "nothing was agreed to yet"
    assert "有新的就告诉您" in await chat.press("同意")
    assert (await tell.everybody(TODAY, NOW)).messages == 1
    assert "不再提醒" in await chat.say("不要提醒")
    await add_job(units)
    assert (await tell.everybody(TODAY, NOW)).messages == 0


async def test_what_was_shown_is_not_sent_again(service: SmallService, chat: Chat) -> None:
    units = service.units_of_work
    await add_need(units, await person(units, "a"))
    await add_job(units)
    assert "缝纫工" in await chat.say("看岗位")
    assert "缝纫工" in await chat.say("看岗位")
    assert (await TellMatches(finder(), service.match_words, units, ALWAYS).everybody(TODAY, NOW)).messages == 0
    assert await texts(units, "a") == []


async def test_a_job_that_is_gone_is_said_to_be(service: SmallService, chat: Chat) -> None:
    units = service.units_of_work
    await add_need(units, await person(units, "a"))
    job = await add_job(units)
    await chat.say("看岗位")
    await change(units, job, state="closed")
    assert "已经不招了" in await chat.say("1")
    assert "已经不招了" in await chat.say(f"job:want.{job}")


async def test_whoever_wants_to_go_is_introduced_by_staff(service: SmallService, chat: Chat) -> None:
    units = service.units_of_work
    need = await add_need(units, await person(units, "a"))
    await add_job(units, title="剪线工")
    job = await add_job(units, has="seated,quiet")
    await chat.say("看岗位")
    number = 1 + [button.value for button in chat.buttons].index(f"job:{job}")
    text = await chat.say(f"我想去 {number}")
    assert "工作人员把您介绍给这个单位时" in text
    for _ in range(12):
        if "提交" in chat.labels:
            break
        if "同意" in chat.labels:
            await chat.press("同意")
        elif "名字" in chat.text:
            await chat.say("张三")
        elif "哪个电话" in chat.text:
            await chat.say("13800000001")
        else:
            await chat.press("跳过" if "跳过" in chat.labels else chat.labels[0])
    await chat.press("提交")
    somebody = await owner(service)
    async with units() as work:
        (kept,) = [each for each in await work.records.of_owner(somebody) if each.register == "introductions"]
    assert (kept.state, kept.open["job"], kept.open["need"]) == ("interested", job, need)
    assert (kept.secret["name"], kept.secret["phone"]) == ("张三", "13800000001")
    assert kept.id in chat.text


async def test_an_employer_mends_a_posting_by_its_number(service: SmallService, chat: Chat) -> None:
    units = service.units_of_work
    boss = await person(units, "a", alerts=False, posting=True)
    job = await add_job(units, owner=boss)
    assert "缝纫工" in await chat.say(f"改 {job.lower()}")
    assert "保存修改" in chat.labels
    other = Chat(service.converse_with(), "b")
    assert "没有找到您的这条登记" in await other.say(f"改 {job}")


async def test_easy_words(service: SmallService, chat: Chat) -> None:
    units = service.units_of_work
    await add_need(units, await person(units, "a"))
    await add_job(units)
    await chat.say("说简单点")
    text = await chat.say("看岗位")
    assert "适合你的工作：" in text
    assert "您" not in text
