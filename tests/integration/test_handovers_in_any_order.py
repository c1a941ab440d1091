"""Whatever person, staff and time do, in whichever process: who has the conversation is never in doubt."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.core.conversation.session import Session
from bot.core.messaging.reply import Incoming
from bot.core.records.staff import Staff, StaffRole
from bot.services.conversation.converse import Handled, Origin
from bot.services.handover.handover_ports import Kept, Said
from bot.services.handover.handovers import HandoverRefused
from tests.builders import FixedClock, SmallService, small_service

PERSON = "web:one"
SAID = [
    "人工",
    "同意，转给工作人员",
    "1",
    "结束",
    "不",
    "好",
    "菜单",
    "返回",
    "帮助",
    "我的资料",
    "砚山县",
    "登记求职",
    "谢谢",
]
STAFF = [Staff(name, StaffRole.EDITOR, "000000") for name in ("甲", "乙")]
PROCESS, WHO = st.sampled_from((0, 1)), st.sampled_from((0, 1))


class MovingClock(FixedClock):
    """A clock that goes on when it is told to."""

    def forward(self, minutes: int) -> None:
        self._moment += dt.timedelta(minutes=minutes)


class Handover(RuleBasedStateMachine):
    """One person in two processes, two members of staff, and time."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.service: SmallService = self.loop.run(small_service(Path(self.folder.name)))
        self.clock = MovingClock()
        self.service.__dict__["clock"] = self.clock
        self.processes = [self.service.converse_with(), self.service.converse_with()]
        self.update = 0

    def teardown(self) -> None:
        self.loop.run(self.service.close())
        self.loop.close()
        self.folder.cleanup()

    @rule(text=st.sampled_from(SAID), process=PROCESS)
    def say(self, text: str, process: int) -> None:
        self._send(text, process)

    @rule(process=PROCESS, again=PROCESS)
    def say_something_of_its_own(self, process: int, again: int) -> None:
        """While staff have the conversation it reaches them once, else the assistant answers."""
        before, text = self._session().handed, f"第{self.update + 100}句话"
        handled = self._send(text, process)
        repeated = self.loop.run(self.processes[again].handle(PERSON, Incoming(text), self._origin()))
        assert repeated is None
        heard = [said for kept in self._cases() for said in self._said(kept) if said.text == text]
        assert len(heard) == (before is not None)
        assert handled.replies or before is not None

    @rule(process=PROCESS)
    def ask_for_a_person_and_agree(self, process: int) -> None:
        self._send("人工", process)
        self._send("同意，转给工作人员", 1 - process)

    @rule(who=WHO, does=st.sampled_from(("reply", "take", "close")))
    def staff_do(self, who: int, does: str) -> None:
        desk, staff, now = self.service.handovers, STAFF[who], self.clock.now()
        if not self._cases():
            self.ask_for_a_person_and_agree(who)
        number = self._cases()[-1].case.number
        try:
            match does:
                case "take":
                    self.loop.run(desk.take(number, staff))
                case "reply":
                    self.loop.run(desk.reply(number, "您好", staff, now))
                    assert self._session().handed is not None
                case _:
                    self.loop.run(desk.close(number, staff, now))
                    assert self._session().handed is None
        except HandoverRefused as refused:
            event(f"refused: {refused.why}")
        else:
            event(f"staff {does}")

    @rule(minutes=st.sampled_from((1, 30, 121, 1441)))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(minutes)
        event(f"timed: {self.loop.run(self.service.time_handovers.tick(self.clock.now()))}")

    @rule(process=PROCESS)
    def restart(self, process: int) -> None:
        self.processes[process] = self.service.converse_with()

    @rule(process=PROCESS)
    def be_forgotten(self, process: int) -> None:
        self.loop.run(self.processes[process].forget(PERSON))
        assert self._cases() == []

    @invariant()
    def the_conversation_knows_who_has_it(self) -> None:
        handed, open_ones = self._session().handed, [kept for kept in self._cases() if kept.case.is_open]
        assert len(open_ones) <= 1
        silent = [kept.case.number for kept in open_ones if kept.case.silent]
        assert silent == ([handed.number] if handed else [])

    def _send(self, text: str, process: int) -> Handled:
        self.update += 1
        handled = self.loop.run(self.processes[process].handle(PERSON, Incoming(text), self._origin()))
        assert handled is not None
        return handled

    def _origin(self) -> Origin:
        return Origin("web", "one", str(self.update))

    def _session(self) -> Session:
        async def load() -> Session:
            async with self.service.units_of_work() as work:
                return (await work.conversations.load(PERSON)).session

        return self.loop.run(load())

    def _cases(self) -> list[Kept]:
        async def load() -> list[Kept]:
            async with self.service.units_of_work() as work:
                return list(await work.handovers.all_at("web", "one"))

        return self.loop.run(load())

    def _said(self, kept: Kept) -> list[Said]:
        async def load() -> list[Said]:
            async with self.service.units_of_work() as work:
                return list(await work.handovers.said(kept.case.number))

        return self.loop.run(load())


TestHandover = Handover.TestCase
TestHandover.settings = settings(
    max_examples=5, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
