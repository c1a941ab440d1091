"""Commands and choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation import actions, alert_settings, alerting, checking, notifying, tasks
from bot.core.conversation.answering import answer_topic, follow_up, more_of_last
from bot.core.conversation.broadcasting import flow as broadcasting
from bot.core.conversation.cleaning import LONGEST
from bot.core.conversation.errands import Played, bind
from bot.core.conversation.form import flow as form
from bot.core.conversation.form.state import Form
from bot.core.conversation.handing import flow as handing
from bot.core.conversation.interview import flow as interview
from bot.core.conversation.interview.state import Interview
from bot.core.conversation.jobs import flow as jobs
from bot.core.conversation.levying import flow as levying
from bot.core.conversation.levying.state import LevyForm
from bot.core.conversation.listing import flow as listing
from bot.core.conversation.locating import choose_region, named_region
from bot.core.conversation.offers import MENU, menu_buttons, said, topic_button, word
from bot.core.conversation.own_data import flow as own_data
from bot.core.conversation.reading import Act
from bot.core.conversation.remembering import beginning, put_aside, with_results
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button, Reply
from bot.core.timing.wishes import Pace

_Handler = Callable[[Session, str, dt.date, Setting], Played]


def act(session: Session, reading: Act, on: dt.date, setting: Setting) -> Played:
    """The turn of a command or choice; one that is not known any more shows the menu."""
    return _HANDLERS.get(reading.name, _expired)(session, reading.argument, on, setting)


def _sentence(key: str, topic: str = "help", outcome: Outcome = Outcome.ANSWERED) -> _Handler:
    def handle(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
        buttons = menu_buttons(setting, session)
        return Turn(session, said(setting, session, on, key, topic=topic, outcome=outcome, buttons=buttons))

    return handle


_expired = _sentence("expired_button")


def _perform(topic: str) -> _Handler:
    def handle(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
        return actions.perform(session, topic, on, setting)

    return handle


def _topic(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    if argument not in setting.knowledge.catalogue.topics:
        return _expired(session, argument, on, setting)
    return answer_topic(session, argument, on, setting)


def _role(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    if argument not in setting.knowledge.phrases.group("roles"):
        return _expired(session, argument, on, setting)
    pending = session.pending
    session = replace(session, role=argument, pending=None)
    if pending and pending.topic:
        return answer_topic(session, pending.topic, on, setting)
    buttons = menu_buttons(setting, session)
    return Turn(session, said(setting, session, on, "role_set", buttons=buttons))


def _group(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    groups = setting.knowledge.phrases.group("menu")
    if argument not in groups:
        return _expired(session, argument, on, setting)
    topics = [topic for topic in setting.knowledge.catalogue.topics.values() if topic.menu == argument]
    buttons = [topic_button(setting, topic.id) for topic in topics]
    buttons.append(Button(word(setting, session, "menu_button"), MENU))
    return Turn(session, said(setting, session, on, "menu_group", group=groups[argument], buttons=buttons))


def _menu(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    session = replace(session, pending=None)
    return Turn(session, said(setting, session, on, "menu", buttons=menu_buttons(setting, session)))


def _more(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """The next page of the last answer."""
    if levying.spoke_last(session):
        return levying.more(session, on, setting) or _sentence("nothing_more")(session, argument, on, setting)
    last, page = session.last, more_of_last(session, on, setting)
    if page is None or last is None:
        if session.task is None and session.aside:
            return _resume(session, argument, on, setting)
        return _sentence("nothing_more")(session, argument, on, setting)
    text, further = page
    buttons = [Button(word(setting, session, "more"), "cmd:more")] if further else []
    buttons.append(Button(word(setting, session, "menu_button"), MENU))
    answer = Answer(
        topic=last.topic,
        outcome=Outcome.ANSWERED,
        region=last.region,
        on=on,
        replies=(Reply(text, tuple(buttons)),),
        detail=text,
    )
    return Turn(replace(session, page=session.page + 1), answer)


def _back(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """Gives the answer before the last one again; within a task, takes back what was answered last."""
    awaited = session.task is not None and (session.task.waiting or levying.spoke_last(session))
    if awaited and session.pending is None:
        undone = tasks.take_back(session, on, setting)
        if undone is not None:
            return undone
    if session.pending is not None:
        session = replace(session, pending=None)
        if session.last is None:
            return _menu(session, argument, on, setting)
    elif len(session.trail) < 2:
        return _sentence("nothing_before", "back")(session, argument, on, setting)
    else:
        session = replace(session, trail=session.trail[:-1])
    last = session.trail[-1]
    session = replace(session, region=last.region or session.region, trail=session.trail[:-1])
    return answer_topic(session, last.topic, on, setting, measure=last.measure)


def _restart(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    forms = tuple(each for each in put_aside(session).aside if isinstance(each, Form))
    fresh = Session(easy=session.easy, turn=session.turn, channel=session.channel, aside=forms)
    key = "restarted" if session.trail or session.region else "greet"
    return Turn(fresh, said(setting, fresh, on, key, topic="greet", buttons=menu_buttons(setting, fresh)))


def _forget(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    return own_data.show(session, "delete", on, setting)


def _easy(on_or_off: bool) -> _Handler:
    def handle(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
        """Switches the wording and, after an answer, gives it again in the new words."""
        session = replace(session, easy=on_or_off)
        key = "easy_on" if on_or_off else "easy_off"
        note = said(setting, session, on, key, topic="accessibility_mode", buttons=menu_buttons(setting, session))
        waiting = session.task is not None and session.task.waiting
        if session.last is None or session.pending is not None or waiting:
            return Turn(session, note)
        last = session.last
        if levying.spoke_last(session):
            played: Played = tasks.go_on(session, on, setting)
        else:
            again = replace(session, trail=session.trail[:-1], region=last.region or session.region)
            played = answer_topic(again, last.topic, on, setting, measure=last.measure)
        before = Reply(note.replies[0].text)
        return bind(
            played, lambda turn: replace(turn, answer=replace(turn.answer, replies=(before, *turn.answer.replies)))
        )

    return handle


def _answer(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """A button under a question of the task; of a task that is over it has expired."""
    if session.task is None:
        return _expired(session, argument, on, setting)
    return tasks.press(session, argument, on, setting)


def _resume(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """The task goes on, or the one put aside last; without any, 继续 means more of the last answer."""
    if session.task is None and session.aside:
        session = beginning(session, session.aside[-1])
    return _more(session, argument, on, setting) if session.task is None else tasks.go_on(session, on, setting)


def _check(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """Whether the person fits what one topic offers."""
    if argument not in setting.knowledge.catalogue.topics:
        return _expired(session, argument, on, setting)
    return checking.check_topic(session, argument, on, setting)


def _aspect(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """One side of the measure shown last."""
    if session.last is None or argument not in setting.cues.aspects:
        return _expired(session, argument, on, setting)
    return follow_up(session, argument, on, setting)


def _pace(pace: Pace) -> _Handler:
    def handle(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
        return alert_settings.pace(session, pace.value, on, setting)

    return handle


def _levy(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """The levy begun, or something about its amount."""
    return levying.show(session, argument, on, setting) or _expired(session, argument, on, setting)


def _results(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """What came out of the dialogue, whichever it was; a form that is under way is put aside for it."""
    task = with_results(session)
    if task is not None and task is not session.task:
        session = beginning(session, task)
    if isinstance(session.task, LevyForm):
        return _levy(session, "result", on, setting)
    return _of_interview(interview.show_part)(session, argument, on, setting)


def _elsewhere(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """Asks for another region, for the sake of what is under way or was shown last."""
    if isinstance(session.task, LevyForm) and (session.task.waiting or levying.spoke_last(session)):
        return _levy(session, "region", on, setting)
    return actions.perform(session, "set_region", on, setting)


def _of_interview(show: Callable[[Session, str, dt.date, Setting], Turn | None]) -> _Handler:
    def handle(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
        """Something about the results of an interview, if there is one."""
        turn = show(session, argument, on, setting) if isinstance(session.task, Interview) else None
        return turn or _expired(session, argument, on, setting)

    return handle


def _yes(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    if session.pending is not None and session.pending.kind == handing.WAITING:
        return handing.agree(session, argument, on, setting)
    return actions.perform(session, "affirm", on, setting)


def _no(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    if session.pending is not None and session.pending.kind == "choice":
        session = replace(session, pending=None)
        return _sentence("rephrase")(session, argument, on, setting)
    if session.pending is not None and session.pending.kind == handing.WAITING:
        return handing.decline(session, on, setting)
    return actions.perform(session, "deny", on, setting)


def _number(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    buttons = session.buttons
    return Turn(
        session,
        said(setting, session, on, "no_such_number", number=argument, last=len(buttons), buttons=buttons),
    )


def _too_long(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    answer = said(
        setting, session, on, "too_long", topic="out_of_scope", outcome=Outcome.ERROR, length=argument, limit=LONGEST
    )
    return Turn(session, answer)


def _search(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """Clause search on request."""
    if not argument:
        return _sentence("search_ask")(session, argument, on, setting)
    say = setting.knowledge.phrases.say
    hits = setting.search.find(argument, session.region)
    buttons = [Button(word(setting, session, "menu_button"), MENU)]
    if not hits:
        return Turn(session, said(setting, session, on, "search_nothing", text=argument[:20], buttons=buttons))
    found = "\n".join(say("search_hit", session.easy, text=hit.text, source=hit.source) for hit in hits)
    return Turn(session, said(setting, session, on, "search_result", text=found, buttons=buttons))


_HANDLERS: dict[str, _Handler] = {
    "topic": _topic,
    "region": choose_region,
    "named_region": named_region,
    "role": _role,
    "group": _group,
    "menu": _menu,
    "more": _more,
    "back": _back,
    "cancel": _perform("cancel"),
    "restart": _restart,
    "forget": _forget,
    "help": _perform("help"),
    "handoff": handing.request,
    "handoff_agreed": handing.agree,
    "handoff_region": handing.choose_region,
    "handoff_wait": handing.wait,
    "end_handover": handing.end,
    "my_data": _perform("my_data"),
    "own": own_data.show,
    "set_region": _elsewhere,
    "easy_on": _easy(True),
    "easy_off": _easy(False),
    "yes": _yes,
    "no": _no,
    "no_such_number": _number,
    "empty": _sentence("empty", "out_of_scope", Outcome.OUT_OF_SCOPE),
    "no_words": _sentence("no_words", "out_of_scope", Outcome.OUT_OF_SCOPE),
    "too_long": _too_long,
    "search": _search,
    "answer": _answer,
    "aspect": _aspect,
    "notices": notifying.ask_consent,
    "notices_agreed": notifying.agree,
    "no_notices": notifying.withdraw,
    "resume": _resume,
    "form": form.show,
    "alert": alerting.show,
    "alert_settings": alert_settings.show,
    **{f"alert_{pace.value}": _pace(pace) for pace in Pace},
    "broadcast": broadcasting.show,
    "staff_code": broadcasting.link,
    "job": jobs.show,
    "list": listing.show,
    "jobs": _perform(jobs.TOPIC),
    "check": _check,
    "results": _results,
    "levy": _levy,
    "verdict": _of_interview(interview.show_one),
    "why": _of_interview(interview.why),
    "how": _of_interview(interview.how),
    "expired": _expired,
}
