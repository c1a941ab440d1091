"""Handed over conversations as lines of text."""

from __future__ import annotations

import datetime as dt

from bot.bootstrap import Service
from bot.core.handover.case import Case, Side
from bot.core.regions.region import NATIONAL
from bot.services.handover.handovers import Refused, View

REFUSALS = {
    Refused.UNKNOWN: "没有这个编号的对话，或者它不在您的地区。看全部：tongxing handoffs list",
    Refused.READ_ONLY: "您的账号只能看，不能办。",
    Refused.CLOSED: "这件已经结束了，什么都没有发。",
    Refused.TAKEN: "这件已经有别的同事接手，什么都没有改动。看是谁：tongxing handoffs list",
    Refused.NO_COLLEAGUE: "没有这个账号，或者这个账号不能办这个地区的事，什么都没有改动。",
}


def refusal(why: Refused) -> str:
    """Why nothing was done, and what can be done."""
    return REFUSALS[why]


def line(case: Case, service: Service) -> str:
    """One case of the queue: nothing of what was said."""
    phrases, now = service.phrases, service.clock.now()
    place = "没有说地区" if case.region == NATIONAL else service.gazetteer.display_name(case.region)
    role = phrases.name("roles", case.role) if case.role else "没有说身份"
    state = phrases.name("handover_states", case.state.value)
    who = f"，{case.staff}" if case.staff else ""
    waits = "等回复" if case.awaited is Side.STAFF else "等本人"
    wait = _lasting(now - case.since)
    easy = "  要用易读的话" if case.easy else ""
    return f"{case.number}  {place}  {role}  {state}{who}  {waits}{wait}{easy}"


def case_text(view: View, service: Service) -> str:
    """A case with everything said in it, oldest first."""
    phrases, case = service.phrases, view.case
    reason = phrases.name("handover_reasons", case.reason.value)
    channel = phrases.name("channels", view.channel)
    lines = [line(case, service), f"{_moment(case.opened_at, service)} 从{channel}转来：{reason}"]
    for said in view.said:
        speaker = phrases.name("handover_speakers", said.speaker.value)
        by = f"（{said.by}）" if said.by else ""
        lines.append(f"{_moment(said.at, service)} {speaker}{by}：{said.text}")
    if case.closed_at is not None and case.ended_by is not None:
        ended = phrases.name("handover_ended_by", case.ended_by.value)
        lines.append(f"{_moment(case.closed_at, service)} {ended}")
    return "\n".join(lines) + "\n"


def _moment(moment: dt.datetime, service: Service) -> str:
    return moment.astimezone(service.clock.now().tzinfo).strftime("%Y-%m-%d %H:%M")


def _lasting(time: dt.timedelta) -> str:
    minutes = max(0, int(time.total_seconds()) // 60)
    if minutes < 60:
        return f"{minutes}分钟"
    return f"{minutes // 60}小时" if minutes < 24 * 60 else f"{minutes // (24 * 60)}天"
