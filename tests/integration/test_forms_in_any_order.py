"""Whatever somebody says, presses, repeats, or in which process it is heard: what is kept is whole and theirs alone."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.state import Form, Stage
from bot.core.conversation.session import Session, from_document, to_document
from bot.core.messaging.reply import Incoming
from bot.core.records.plain import to_plain
from bot.services.converse import Converse, Handled, Origin
from bot.services.ports import UnitOfWork
from tests.builders import TODAY, SmallService, small_dialogue, small_service
from tests.fakes.interpreter import KEYWORDS, FakeInterpreter

WORDS = {"登记求职": "register_need", "招人": "post_job", "看看我符合什么": "eligibility_check", **KEYWORDS}
SAID = """
登记求职 | 招人 | 砚山县 | 是 | 不是 | 同意 | 不同意 | 客服、保洁 | 会电脑 | 我坐轮椅
1 | 2 | 1 3 | 没有 | 跳过 | 其余的都跳过 | 只做在家能做的 | 出门上班 | 本市都行 | 全职
按月 | 3千以上 | 三万五 | 把最低工资改成3500 | 改工作时间 | 工作时间改成兼职 | 提交 | 修改 | 先存着 | 继续登记
取消 | 返回 | 外出打工有补贴吗 | 残保金 | 菜单 | 重新开始 | 看看我符合什么 | 我三级肢体残疾，大专 | 说简单点 | 12月31日
13800001111 | 某某公司 | 今天天气 | 就这些 | ？ | 不要提醒
"""
PERSON, OTHER = "web:one", "web:another"


class Talking(RuleBasedStateMachine):
    """One person in two processes, and somebody else who must notice nothing of it."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.service: SmallService = self.loop.run(small_service(Path(self.folder.name)))
        self.processes = [self._process(), self._process()]
        self.update = 0
        self.last: Incoming | None = None

    def _process(self) -> Converse:
        return self.service.converse_with(FakeInterpreter(WORDS))

    def teardown(self) -> None:
        self.loop.run(self.service.close())
        self.loop.close()
        self.folder.cleanup()

    @rule(
        text=st.sampled_from([each.strip() for line in SAID.split("\n") for each in line.split("|") if each.strip()]),
        process=st.sampled_from((0, 1)),
    )
    def say(self, text: str, process: int) -> None:
        self._send(Incoming(text), process)

    @rule(index=st.integers(0, 11), process=st.sampled_from((0, 1)))
    def press(self, index: int, process: int) -> None:
        buttons = self._session().buttons
        if buttons:
            self._send(Incoming(button=buttons[index % len(buttons)].value), process)

    @rule(index=st.integers(0, 5), process=st.sampled_from((0, 1)))
    def answer_what_is_asked(self, index: int, process: int) -> None:
        """Mostly onward, so that many forms come to their end."""
        buttons = [each for each in self._session().buttons if each.value.startswith(("answer:", "form:"))]
        if buttons:
            self._send(Incoming(button=buttons[index % len(buttons)].value), process)

    @precondition(lambda self: self.last is not None)
    @rule(process=st.sampled_from((0, 1)))
    def repeat_the_last_update(self, process: int) -> None:
        before = self._kept(PERSON), self._session()
        assert self.last is not None
        handled = self.loop.run(
            self.processes[process].handle(PERSON, self.last, Origin("web", "one", str(self.update)))
        )
        assert handled is None
        assert (self._kept(PERSON), self._session()) == before

    @rule(process=st.sampled_from((0, 1)))
    def restart(self, process: int) -> None:
        self.processes[process] = self._process()

    @precondition(lambda self: self._at_summary())
    @rule(process=st.sampled_from((0, 1)))
    def hand_in(self, process: int) -> None:
        """What is kept is what the summary showed."""
        session = self._session()
        assert isinstance(session.task, Form)
        shown = FormCase(session, small_dialogue().setting, TODAY).values
        handled = self._send(Incoming("提交"), process)
        numbers = [number for number in self._kept(PERSON) if number in handled.replies[-1].text]
        if not numbers:
            assert isinstance(self._session().task, Form), "what is refused stays open"
            return
        event(f"handed in: {session.task.register}")
        kept = self._kept(PERSON)[numbers[0]].values
        assert {name: to_plain(kept[name]) for name in shown} == {
            name: to_plain(value) for name, value in shown.items()
        }
        outside = self.service.record_book.registers[session.task.register].at("532622")
        assert outside is not None
        defaults = {name for name, field in outside.fields.items() if field.default is not None}
        assert set(kept) & set(outside.outside) - defaults <= set(shown)

    @invariant()
    def one_need_at_a_time_and_only_with_consent(self) -> None:
        kept = list(self._kept(PERSON).values())
        needs = [each for each in kept if each.register == "job_needs" and each.state != "withdrawn"]
        assert len(needs) <= 1
        purposes = self._purposes()
        for each in kept:
            edition = self.service.record_book.registers[each.register].at(each.region)
            assert edition is not None
            assert edition.consent in purposes
            for field in edition.outside.values():
                assert field.consent is None or field.id not in each.values or field.consent in purposes
            assert set(each.values.get("needs", ())) <= set(each.values.get("wishes", ()))  # type: ignore[arg-type]

    @invariant()
    def the_session_can_be_stored_and_nobody_else_has_anything(self) -> None:
        session = self._session()
        assert from_document(to_document(session)) == session
        assert self._kept(OTHER) == {}

    def _send(self, incoming: Incoming, process: int) -> Handled:
        self.update, self.last = self.update + 1, incoming
        origin = Origin("web", "one", str(self.update))
        handled = self.loop.run(self.processes[process].handle(PERSON, incoming, origin))
        assert handled is not None
        assert all(reply.text.strip() and "{" not in reply.text for reply in handled.replies)
        return handled

    def _at_summary(self) -> bool:
        task = self._session().task
        return isinstance(task, Form) and task.stage is Stage.SUMMARY

    def _session(self) -> Session:
        async def load(work: UnitOfWork) -> Session:
            return (await work.conversations.load(PERSON)).session

        return self._look(load)

    def _kept(self, conversation: str) -> dict[str, Any]:
        async def records(work: UnitOfWork) -> dict[str, Any]:
            channel, _, address = conversation.partition(":")
            person = await work.people.id_at(channel, address)
            mine = await work.records.of_owner(person) if person else ()
            return {each.id: self.service.record_book.record(each) for each in mine}

        return self._look(records)

    def _purposes(self) -> set[str]:
        async def purposes(work: UnitOfWork) -> set[str]:
            person = await work.people.id_at("web", "one")
            given = await work.consents.of(person) if person else ()
            return {each.purpose for each in given if each.withdrawn_at is None}

        return self._look(purposes)

    def _look(self, use: Any) -> Any:
        async def look() -> Any:
            async with self.service.units_of_work() as work:
                return await use(work)

        return self.loop.run(look())


Talking.TestCase.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestTalking = Talking.TestCase
