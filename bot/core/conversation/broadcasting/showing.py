"""A broadcast as staff see it in their chat, with what they can do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.broadcasting.requests import Desk, NotDone, Seen
from bot.core.conversation.offers import MENU, said, word
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.broadcast import BEFORE_START, OVER, Broadcast, Life
from bot.core.messaging.reply import Button, Reply
from bot.core.regions.region import NATIONAL

TOPIC = "help"
"""Public topics name nothing that only staff do."""
SHOWN_REGIONS = 5


def desk_turn(desk: Desk | None, session: Session, on: dt.date, setting: Setting) -> Turn:
    """What there is, and the way to a new one; for anybody else, that this is for staff."""
    if desk is None:
        return Turn(session, said(setting, session, on, "broadcast_not_staff", buttons=_menu(setting, session)))
    new = [Button(word(setting, session, "broadcast_new"), "broadcast:new")] if desk.writes else []
    recent = [Button(_line(each, setting), f"broadcast:see.{each.number}") for each in desk.recent]
    key = "broadcast_desk" if recent else "broadcast_desk_empty"
    buttons = [*new, *recent, *_menu(setting, session)]
    return Turn(session, said(setting, session, on, key, topic=TOPIC, name=desk.name, buttons=buttons))


def seen_turn(found: Seen | NotDone, session: Session, on: dt.date, setting: Setting, key: str | None = None) -> Turn:
    """The broadcast with everything to be known before it is sent, or how far it has come; `key`: said before it."""
    if isinstance(found, NotDone):
        return refused(found, session, on, setting)
    say = setting.knowledge.phrases.say
    lines = [say(key)] if key else []
    lines += _state_lines(found, setting)
    if found.broadcast.state in BEFORE_START:
        lines += _before_lines(found, setting)
    elif found.broadcast.state is Life.PAUSED and found.broadcast.approved is None:
        lines.append(say("broadcast_approve_again"))
    replies = [Reply("\n".join(lines))]
    if found.broadcast.state not in OVER:
        replies += _texts(found, setting)
    replies[-1] = Reply(replies[-1].text, tuple(_buttons(found, session, setting)))
    detail = "\n".join(reply.text for reply in replies)
    return Turn(session, Answer(TOPIC, Outcome.STARTED, session.region, on, tuple(replies), detail=detail))


def refused(found: NotDone, session: Session, on: dt.date, setting: Setting) -> Turn:
    """Why nothing was done."""
    if found.why is None:
        return desk_turn(None, session, on, setting)
    phrases = setting.knowledge.phrases
    lines = [phrases.name("broadcast_refusals", found.why.value)]
    lines += [phrases.say(each.key, False, **each.values) for each in found.findings if each.stops]
    buttons = [Button(word(setting, session, "broadcast_back"), "broadcast:desk"), *_menu(setting, session)]
    return Turn(session, said(setting, session, on, "broadcast_refused", why="\n".join(lines), buttons=buttons))


def confirm_turn(found: Seen | NotDone, verb: str, session: Session, on: dt.date, setting: Setting) -> Turn:
    """Asks once more before something that cannot be taken back."""
    if isinstance(found, NotDone):
        return refused(found, session, on, setting)
    number, total = found.broadcast.number, found.size.total
    buttons = [
        Button(word(setting, session, f"broadcast_{verb}_yes"), f"broadcast:{verb}_yes.{number}"),
        Button(word(setting, session, "broadcast_not_yet"), f"broadcast:see.{number}"),
    ]
    answer = said(
        setting, session, on, f"broadcast_{verb}_ask", topic=TOPIC, outcome=Outcome.STARTED,
        title=found.broadcast.draft.title, total=total, buttons=buttons,
    )  # fmt: skip
    return Turn(session, answer)


def _line(broadcast: Broadcast, setting: Setting) -> str:
    return f"{broadcast.draft.title}（{setting.knowledge.phrases.name('broadcast_states', broadcast.state.value)}）"


def _state_lines(found: Seen, setting: Setting) -> Iterator[str]:
    phrases, broadcast = setting.knowledge.phrases, found.broadcast
    state = phrases.name("broadcast_states", broadcast.state.value)
    yield phrases.say("broadcast_head", title=broadcast.draft.title, state=state, by=broadcast.created.by)
    if broadcast.pause_reason:
        pauses = phrases.group("broadcast_pauses")
        yield phrases.say("broadcast_paused_why", why=pauses.get(broadcast.pause_reason, broadcast.pause_reason))
    if found.states:
        told = [f"{phrases.name('delivery_states', word)} {count}" for word, count in found.states.items() if count]
        yield phrases.say("broadcast_progress", total=found.size.total, states="，".join(told))


def _before_lines(found: Seen, setting: Setting) -> Iterator[str]:
    phrases, size = setting.knowledge.phrases, found.size
    yield phrases.say("broadcast_count", total=size.total, readers=size.easy)
    regions = sorted((size.regions or {}).items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN_REGIONS]
    if len(regions) > 1:
        yield "，".join(f"{_place(region, setting)} {count}" for region, count in regions)
    for each in found.sample[:2]:
        titles = [setting.knowledge.catalogue.topics[topic].title for topic in sorted(each.topics)]
        topics = phrases.say("broadcast_subscribed", topics="、".join(titles)) if titles else ""
        channel = phrases.name("channels", each.channel)
        yield phrases.say("broadcast_sample", place=_place(each.region, setting), channel=channel, topics=topics)
    for finding in found.findings:
        key = "broadcast_check_stops" if finding.stops else "broadcast_check_warns"
        yield phrases.say(key, text=phrases.say(finding.key, False, **finding.values))
    if found.broadcast.state is Life.DRAFT and found.needs_other:
        yield phrases.say("broadcast_other_person")


def _texts(found: Seen, setting: Setting) -> Iterator[Reply]:
    """The words just as they are sent."""
    standard, easy = found.texts
    say = setting.knowledge.phrases.say
    yield Reply(say("broadcast_text_standard", text=standard.said()))
    if easy != standard:
        yield Reply(say("broadcast_text_easy", text=easy.said()))


def _buttons(found: Seen, session: Session, setting: Setting) -> Iterator[Button]:
    broadcast = found.broadcast
    verbs: list[str] = []
    if found.writes:
        verbs = list(_verbs(found))
    for verb in (*verbs, "see" if broadcast.state not in OVER else "desk"):
        value = "broadcast:desk" if verb == "desk" else f"broadcast:{verb}.{broadcast.number}"
        label = "broadcast_back" if verb == "desk" else f"broadcast_{verb}"
        yield Button(word(setting, session, label), value)
    yield from _menu(setting, session)


def _verbs(found: Seen) -> Iterator[str]:
    """What can be done now."""
    broadcast = found.broadcast
    needs_approval = broadcast.state is Life.DRAFT or (broadcast.state is Life.PAUSED and broadcast.approved is None)
    if needs_approval and not found.needs_other:
        yield "approve"
    if broadcast.state in BEFORE_START:
        yield "test"
    if broadcast.state is Life.APPROVED:
        yield "start"
    if broadcast.state in (Life.SENDING, Life.SCHEDULED):
        yield "pause"
    if broadcast.state is Life.PAUSED and broadcast.approved is not None:
        yield "resume"
    if broadcast.state in BEFORE_START | {Life.PAUSED}:
        yield from ("edit_text", "edit_easy")
    if broadcast.state in BEFORE_START and broadcast.corrects is None:
        yield "edit_audience"
    if broadcast.state not in OVER:
        yield "stop"


def _place(region: str, setting: Setting) -> str:
    if region == NATIONAL:
        return setting.knowledge.phrases.say("broadcast_nowhere")
    return setting.knowledge.gazetteer.display_name(region)


def _menu(setting: Setting, session: Session) -> list[Button]:
    return [Button(word(setting, session, "menu_button"), MENU)]
