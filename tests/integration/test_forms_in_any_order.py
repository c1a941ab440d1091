"""Whatever somebody says, presses, repeats, or in which process it is heard: what is kept is whole and theirs alone."""

from __future__ import annotations

import asyncio
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.bootstrap import Service
from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.state import Form, Stage
from bot.core.conversation.session import Session, from_document, to_document
from bot.core.messaging.reply import Incoming
from bot.core.records.plain import to_plain
from bot.services.conversation.converse import Converse, Handled, Origin
from bot.services.ports import UnitOfWork
from bot.settings import Settings
from tests.builders import TODAY, StillService
from tests.fakes.interpreter import KEYWORDS, FakeInterpreter

WORDS = {"登记求职": "register_need", "招人": "post_job", "看看我符合什么": "eligibility_check", **KEYWORDS}
SAID = """
登记求职 | 招人 | 砚山县 | 是 | 不是 | 同意 | 不同意 | 客服、保洁 | 会电脑 | 我坐轮椅
1 | 2 | 1 3 | 没有 | 跳过 | 其余的都跳过 | 只想在家做 | 出门上班 | 本市都行 | 全职
按月 | 3千以上 | 三万五 | 把最低工资改成3500 | 改工作时间 | 工作时间改成兼职 | 提交 | 修改 | 先存着 | 继续登记
取消 | 返回 | 外出打工有补贴吗 | 残保金 | 菜单 | 重新开始 | 看看我符合什么 | 我三级肢体残疾，大专 | 说简单点 | 12月31日
13800001111 | 某某公司 | 今天天气 | 就这些 | ？ | 不要提醒
"""
BY_FIELD = {
    "employer": "某某公司", "title": "店员", "occupation": "保洁", "number": "两个", "remote": "否", "wage_per": "按月",
    "wage_low": "3千5", "essential": "打扫店里", "contact": "王经理", "phone": "13800001111", "occupations": "客服",
    "wishes": "1 2", "skills": "打字", "schedules": "全职", "least_wage": "2800", "deadline": "12月31日",
}  # fmt: skip
REQUIRED = ("employer", "title", "occupation", "remote", "wage_per", "essential", "contact", "phone")
LONGEST_FORM = 40
PERSON, OTHER = "web:one", "web:another"


@cache
def dialogue() -> Dialogue:
    """The real one, read once."""
    return Service(Settings()).dialogue()


class Talking(RuleBasedStateMachine):
    """One person in two processes, and somebody else who must notice nothing of it."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.service = StillService(Settings(var_dir=Path(self.folder.name)))
        self.loop.run(self.service.upgrade())
        self.processes = [self._process(), self._process()]
        self.update = 0
        self.last: Incoming | None = None

    def _process(self) -> Converse:
        service, interpreter = self.service, FakeInterpreter(WORDS)
        keep, handlers = service.keep_people, service.handlers
        return Converse(dialogue(), interpreter, service.units_of_work, service.clock, keep, handlers)

    def teardown(self) -> None:
        self.loop.run(self.service.engine.dispose())
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

    @rule(
        topic=st.sampled_from(("登记求职", "招人")),
        told=st.lists(st.sampled_from(sorted(BY_FIELD)), max_size=4),
        hands_in=st.booleans(),
    )
    def fill_in(self, topic: str, told: list[str], hands_in: bool) -> None:
        """A form to its summary, with some of the fields told and the others left out where that is allowed."""
        self._send(Incoming(topic), 0)
        for _ in range(LONGEST_FORM):
            session = self._session()
            form = session.task
            if isinstance(form, Form) and form.stage is Stage.SUMMARY and hands_in:
                self._hand_in(1)
            if not isinstance(form, Form) or form.stage is Stage.SUMMARY:
                return
            asked = form.asked or ""
            required = asked in BY_FIELD and (asked in told or asked in REQUIRED)
            fitting = {Stage.AGE: "是", Stage.CONSENT: "同意", Stage.REGION: "砚山县"}
            text = fitting.get(form.stage) or (BY_FIELD[asked] if required else "跳过")
            self._send(Incoming(text), 1)

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
        self._hand_in(process)

    def _hand_in(self, process: int) -> None:
        """What is kept is what the summary showed."""
        session = self._session()
        assert isinstance(session.task, Form)
        shown = FormCase(session, dialogue().setting, TODAY).values
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
            assert set(each.values.get("needs", ())) <= set(each.values.get("wishes", ()))

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

    def _session(self) -> Any:
        async def load(work: UnitOfWork) -> Session:
            return (await work.conversations.load(PERSON)).session

        return self._look(load)

    def _kept(self, conversation: str) -> Any:
        async def records(work: UnitOfWork) -> dict[str, Any]:
            channel, _, address = conversation.partition(":")
            person = await work.people.id_at(channel, address)
            mine = await work.records.of_owner(person) if person else ()
            return {each.id: self.service.record_book.record(each) for each in mine}

        return self._look(records)

    def _purposes(self) -> Any:
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
    max_examples=5, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestTalking = Talking.TestCase
