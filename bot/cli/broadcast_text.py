"""Broadcasts as lines of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from bot.bootstrap import Service
from bot.channels.telegram.announcing import messages
from bot.core.messaging.announcement import Announcement
from bot.core.messaging.audience import Size, Somebody
from bot.core.messaging.broadcast import Broadcast, Done
from bot.core.messaging.checks import Finding
from bot.core.messaging.delivery import State
from bot.core.regions.region import NATIONAL
from bot.services.broadcasts.broadcast_ports import Line
from bot.services.broadcasts.broadcasts import View
from bot.services.broadcasts.report_broadcasts import WHEN_OPENED, Report

COLUMNS = ("序号", "地区", "渠道", "用语", "状态", "原因", "发出时间", "第几稿", "平台消息号", "发出的文字")


def line(broadcast: Broadcast, service: Service) -> str:
    """One broadcast of the list."""
    state = service.phrases.name("broadcast_states", broadcast.state.value)
    by = broadcast.created.by
    place = "全国" if broadcast.region == NATIONAL else service.gazetteer.display_name(broadcast.region)
    return f"{broadcast.number}  {state}  {place}  {broadcast.draft.title}  {by}"


def view_text(view: View, service: Service) -> str:
    """Everything to be seen before it is sent."""
    broadcast = view.broadcast
    lines = [line(broadcast, service)]
    for label, moment in (("发送时间", broadcast.send_at), ("过期时间", broadcast.expires_at)):
        lines += [f"{label}：{_moment(moment, service)}"] if moment else []
    lines += [*_size(view.size, service), *_sample(view.sample, service), *found(view.findings, service)]
    standard, easy = view.texts
    wordings = [("标准", standard)] if standard == easy else [("标准", standard), ("易读", easy)]
    for name, announcement in wordings:
        lines += _on_telegram(name, announcement)
        lines += _on_web(name, announcement)
    return "\n".join(lines) + "\n"


def found(findings: Sequence[Finding], service: Service) -> Iterator[str]:
    """What the checks found."""
    say = service.phrases.say
    for each in findings:
        key = "broadcast_check_stops" if each.stops else "broadcast_check_warns"
        yield say(key, text=say(each.key, False, **each.values))


def report_text(report: Report, service: Service) -> str:
    """How far a broadcast has come."""
    broadcast, phrases = report.broadcast, service.phrases
    lines = [line(broadcast, service)]
    if broadcast.pause_reason:
        lines.append(f"暂停的原因：{_word(phrases.group('broadcast_pauses'), broadcast.pause_reason)}")
    done = (
        ("写的人", broadcast.created),
        ("批准", broadcast.approved),
        ("开始", broadcast.started),
        ("结束", broadcast.finished),
    )
    lines += [f"{label}：{_done(each, service)}" for label, each in done if each is not None]
    lines.append(f"收件人：{report.recipients}")
    for state in State:
        if state.word in report.states and state is not State.SENDING:
            lines.append(f"{phrases.name('delivery_states', state.word)}：{report.states[state.word]}")
            reasons = [(why, count) for (word, why), count in report.reasons.items() if word == state.word]
            lines += [f"  {_word(phrases.group('delivery_reasons'), why)}：{count}" for why, count in sorted(reasons)]
    if WHEN_OPENED in report.states:
        lines.append(f"{phrases.name('delivery_states', WHEN_OPENED)}：{report.states[WHEN_OPENED]}")
    for region, states in sorted(report.regions.items()):
        told = "，".join(f"{phrases.name('delivery_states', word)} {count}" for word, count in sorted(states.items()))
        lines.append(f"{_place(region, service)}：{told}")
    for reason, count in sorted(report.opt_outs.items()):
        lines.append(f"收到以后一天内{phrases.name('opt_out_reasons', reason)}：{count}")
    return "\n".join(lines) + "\n"


def report_document(report: Report) -> dict[str, Any]:
    """The report as JSON: `recipients` and `states`, a count for each state, and what staff see besides."""
    broadcast = report.broadcast
    done = {"created": broadcast.created, "approved": broadcast.approved}
    done |= {"started": broadcast.started, "finished": broadcast.finished}
    words = [*dict.fromkeys(state.word for state in State), WHEN_OPENED]
    return {
        "id": broadcast.number,
        "title": broadcast.draft.title,
        "state": broadcast.state.value,
        "pause_reason": broadcast.pause_reason,
        "recipients": report.recipients,
        "states": {word: report.states.get(word, 0) for word in words},
        "reasons": [
            {"state": state, "reason": reason, "count": count} for (state, reason), count in report.reasons.items()
        ],
        "regions": report.regions,
        "opt_outs": report.opt_outs,
        "edition": broadcast.edition,
        "corrects": broadcast.corrects,
        **{name: {"at": each.at.isoformat(), "by": each.by} if each else None for name, each in done.items()},
    }


def row(result: Line, sent: Announcement | None, service: Service) -> tuple[str | int, ...]:
    """A recipient as a row of `COLUMNS`."""
    phrases = service.phrases
    return (
        result.id,
        _place(result.region, service),
        phrases.name("channels", result.channel),
        "易读" if result.easy else "标准",
        phrases.name("delivery_states", result.state.word),
        _word(phrases.group("delivery_reasons"), result.reason) if result.reason else "",
        _moment(result.sent_at, service) if result.sent_at else "",
        result.edition or "",
        result.message or "",
        sent.said() if sent else "",
    )


def _size(size: Size, service: Service) -> Iterator[str]:
    yield f"收件人：{size.total}" + (f"，其中 {size.easy} 人收易读的话" if size.easy else "")
    channels = {service.phrases.name("channels", channel): count for channel, count in (size.channels or {}).items()}
    yield from (f"  {channel}：{count}" for channel, count in sorted(channels.items()))
    for region, count in sorted((size.regions or {}).items()):
        yield f"  {_place(region, service)}：{count}"
    if size.handed_over:
        yield f"  {size.handed_over} 人正在和工作人员说话，说完再发"
    if size.blocked or size.unsubscribed:
        yield f"不发：{size.unsubscribed} 人没有订阅提醒，{size.blocked} 人关闭了对话"


def _sample(sample: Sequence[Somebody], service: Service) -> Iterator[str]:
    for each in sample:
        told = [_place(each.region, service), service.phrases.name("channels", each.channel)]
        told += [service.phrases.name("roles", each.role)] if each.role else []
        told += ["易读"] if each.easy else []
        titles = (service.catalogue.topics[topic].title for topic in sorted(each.topics))
        told += [f"订阅{'、'.join(titles)}"] if each.topics else []
        yield f"  如：{'，'.join(told)}"


def _on_telegram(name: str, announcement: Announcement) -> Iterator[str]:
    several = messages(announcement)
    yield f"\n【Telegram，{name}】{len(several)} 条消息"
    for number, message in enumerate(several, 1):
        fields = message.fields
        attached = [message.file[1].name] if message.file else []
        place = [f"地图：{fields['title']}，{fields['address']}"] if "latitude" in fields else []
        told = [str(fields[key]) for key in ("caption", "text") if key in fields]
        yield f"{number}. " + "\n".join((*(f"[{each}]" for each in (*attached, *place)), *told))


def _on_web(name: str, announcement: Announcement) -> Iterator[str]:
    yield f"\n【网页，{name}】下次打开时看到"
    yield announcement.said()


def _done(done: Done, service: Service) -> str:
    return f"{_moment(done.at, service)} {done.by}".strip()


def _moment(moment: dt.datetime, service: Service) -> str:
    return moment.astimezone(service.clock.now().tzinfo).strftime("%Y-%m-%d %H:%M")


def _place(region: str, service: Service) -> str:
    return "没有说地区" if region == NATIONAL else service.gazetteer.display_name(region)


def _word(words: Any, key: str) -> str:
    """A reason in words; one that came with a newer worker as it stands."""
    return str(words.get(key, key))
