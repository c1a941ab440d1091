"""Hands a form in, and says what comes next."""

from __future__ import annotations

from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.form.asking import answer
from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.requests import ChangeOwn, Kept, Refused, SubmitRecord
from bot.core.conversation.form.summary import summary
from bot.core.conversation.offers import menu_buttons
from bot.core.conversation.turn import Turn
from bot.core.messaging.reply import Button


def finish(case: FormCase) -> Played:
    """Has it kept. What is refused stays open, with the reason."""
    form = case.form
    request: SubmitRecord | ChangeOwn
    if form.number is None:
        request = SubmitRecord(form.register, form.region or "", case.plain_values, case.role)
    else:
        gone = {name: None for name in case.edition.outside if name not in case.values}
        request = ChangeOwn(form.number, {**gone, **case.plain_values})

    def then(outcome: Kept | Refused) -> Played:
        if isinstance(outcome, Refused):
            return summary(case, *outcome.sentences)
        return _done(case, outcome)

    return Errand(request, then)


def _done(case: FormCase, outcome: Kept) -> Turn:
    chat, edition = case.edition.chat, case.edition
    session = replace(case.session, task=None)
    state = outcome.record.state
    lines = [
        case.say("form_changed" if case.form.number else "form_kept", title=edition.title),
        case.say("form_number", number=outcome.record.id),
        case.say("form_state", state=edition.states.labels[state]) if edition.states and state else "",
        chat.done.choose(session.easy) if chat else "",
    ]
    onward = [Button(case.say(f"form_then_{topic}"), f"topic:{topic}") for topic in _onward(case)]
    done = answer(case, lines, (*onward, *menu_buttons(case.setting, session)), Outcome.ANSWERED)
    return Turn(session, done)


def _onward(case: FormCase) -> tuple[str, ...]:
    """What somebody who has just handed this in wants to see; nothing for most."""
    return {"job_needs": ("find_jobs",)}.get(case.form.register, ())
