"""Hears a message as part of the levy: an answer, a correction, another case, or a question about the amount."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bot.core.conversation.levying.asking import QUESTIONS, ask, why_asked
from bot.core.conversation.levying.case import AGREED, REGION, UNCLEAR, LevyCase
from bot.core.conversation.levying.moving import hear_place, said_place
from bot.core.conversation.levying.results import filing, one_more, result, reward, steps
from bot.core.conversation.levying.state import LevyForm
from bot.core.conversation.levying.taking import advance, begin, hurry, refuse, skip, take
from bot.core.conversation.turn import Turn
from bot.core.levy.marking import NUMBER, Passage
from bot.core.levy.replies import has_number, read_reply, says_unknown
from bot.core.levy.showing import plain_text
from bot.core.levy.statement import Statement, read_statement
from bot.core.levy.told import FIELDS, PAYROLL
from bot.core.levy.wages import Wage

CHOSEN = ("year", "kind", AGREED, REGION, UNCLEAR)
"""Questions whose answers are chosen: a number as high as the buttons go is one of them."""
LONGEST_ATTEMPT = 12
"""Characters of what may be meant as an answer, though it is none."""
LONGEST_REST = 3
"""Characters beside 为什么 in a question for the reason of a question."""
_BUTTON_NUMBER = re.compile(r"^(?:选|第)?(\d{1,2})(?:个|项|号)?$")
_NUMBERS = re.compile(NUMBER)


def hear(case: LevyCase, text: str) -> Turn | None:
    """The turn if the message belongs to the levy; `None` for anything else, which is answered as usual."""
    asked, words = case.form.asked, case.setting.levy_words
    if not (case.form.waiting or case.spoke_last) or _chooses(case, text):
        return None
    if asked is not None and _asks_why(case, text):
        return why_asked(case, asked)
    if asked is not None and says_unknown(text, words, case.today):
        return skip(case, asked)
    if words.cues.another_employer.search(text):
        return _another_employer(case, text)
    counted = has_number(text, words, case.today)
    if words.cues.now.search(text) and not counted and (case.complete or asked is not None):
        return hurry(case)
    place = None if counted else hear_place(case, text)
    return _part(case, text) or place or _told(case, text) or _attempted(case, text)


def missed(case: LevyCase, text: str) -> Turn | None:
    """The question again for a short message in which nobody found any sense; `None` if none was asked."""
    asked = case.form.asked
    if asked is None or len(text) > LONGEST_ATTEMPT or case.setting.levy_words.cues.question.search(text):
        return None
    if asked == REGION:
        return ask(case, REGION, case.say("levy_place_unknown", text=text))
    if asked in FIELDS and asked != "kind":
        return refuse(case, asked, text)
    return ask(case, asked, case.say("levy_choose"))


def _chooses(case: LevyCase, text: str) -> bool:
    """Whether this is the number of a button under a question with choices."""
    number = _BUTTON_NUMBER.match(text)
    return number is not None and case.form.asked in CHOSEN and int(number[1]) <= len(case.session.buttons)


def _another_employer(case: LevyCase, text: str) -> Turn:
    """Begins anew, with what the message says of the other employer."""
    fresh = LevyCase(replace(case.session, task=LevyForm()), case.setting, case.today)
    told = read_statement(text, case.setting.levy_words, case.grades, case.today)
    return begin(said_place(fresh, text), told) if told.fields else advance(fresh, case.say("levy_begins"))


def _asks_why(case: LevyCase, text: str) -> bool:
    """Whether nothing is asked but why."""
    cues = case.setting.cues
    return cues.interview(text) == "why" and len(cues.without_interview(text)) <= LONGEST_REST


def _part(case: LevyCase, text: str) -> Turn | None:
    """Something about the amount, once there is one."""
    cues = case.setting.levy_words.cues
    if not case.complete:
        return None
    if cues.another_year.search(text):
        return ask(case, "year")
    if cues.elsewhere.search(text):
        return ask(case, REGION)
    more = cues.parts["one_more"].search(text)
    if more is not None:
        return one_more(case, _count(case, more[0]))
    if cues.parts["reward"].search(text):
        return reward(case)
    if cues.parts["filing"].search(text):
        return filing(case)
    if cues.parts["steps"].search(text) and not has_number(text, case.setting.levy_words, case.today):
        return steps(case)
    return None


def _count(case: LevyCase, text: str) -> Decimal | None:
    """The number of further people asked about; `None` for 几个."""
    passage = Passage(text, case.setting.levy_words.numbers, case.today.year)
    number = _NUMBERS.search(passage.text)
    return passage.mark(number[0]).value if number else None


def _told(case: LevyCase, text: str) -> Turn | None:
    """Numbers: those asked for, or others that are told or corrected."""
    cues = case.setting.levy_words.cues
    wrong = cues.wrong.search(text)
    if cues.question.search(text) and not wrong and not _supposes(case, text):
        return None
    told = _statement(case, text, _last_told(case) if wrong else case.form.asked)
    if told is None:
        only_wrong = wrong is not None and len(text) <= len(wrong[0]) + 1
        return _what_is_wrong(case) if only_wrong else None
    only_year = case.complete and told.fields == {"year"}
    return take(said_place(case, text), told, *([case.say("levy_same_numbers")] if only_year else []))


def _statement(case: LevyCase, text: str, field: str | None) -> Statement | None:
    """What is told, the question for `field` being answered; `None` if nothing is."""
    words = case.setting.levy_words
    if field == AGREED:
        agreed = True if words.replies.agrees.search(text) else None
        agreed = False if words.replies.denies.search(text) else agreed
        if agreed is not None:
            return Statement(agreed=agreed)
    if field == UNCLEAR:
        name, number = next(iter(case.form.unclear.items()))
        if not has_number(text, words, case.today):
            return _cleared(case, text, name, number)
        field = name
    supposed_year = case.complete and _supposes(case, text) and words.numbers.this_year.search(text)
    field = "year" if supposed_year else field
    if field in QUESTIONS and field in FIELDS:
        told = read_reply(text, field, words, case.grades, case.today)
    else:
        told = read_statement(text, words, case.grades, case.today)
    if told is not None and (told.fields or (told.alike is not None and "placed" in case.form.said)):
        return told
    return _agreed(case, text)


def _agreed(case: LevyCase, text: str) -> Statement | None:
    """Whether the dispatched people told of before count here."""
    words = case.setting.levy_words
    if "dispatched_employees" not in case.form.said:
        return None
    if words.not_agreed.search(text):
        return Statement(agreed=False)
    return Statement(agreed=True) if words.agreed.search(text) else None


def _cleared(case: LevyCase, text: str, name: str, number: str) -> Statement | None:
    """The wage that was unclear, now that it is said what it is."""
    words = case.setting.levy_words
    for meaning in ("month", "year", "total", "each"):
        if words.meanings[meaning].search(text):
            return cleared(name, number, meaning)
    return None


def cleared(name: str, number: str, meaning: str) -> Statement:
    """The wage `name` of `number` yuan: of a `month`, a `year`, of `each` in a year, or the `total` of a year."""
    if meaning == "month":
        return Statement(said={name: plain_text(Wage(Decimal(number), monthly=True).yearly)}, monthly={name: number})
    return Statement(said={PAYROLL if meaning == "total" else name: number})


def _supposes(case: LevyCase, text: str) -> bool:
    """Whether the question is what it would be in another case: 那130人呢, 招三个要交多少."""
    cues = case.setting.levy_words.cues
    supposed = cues.what_if.search(text) or case.setting.cues.ellipsis(text) or cues.asks_sum.search(text)
    return bool(supposed)


def _last_told(case: LevyCase) -> str | None:
    """The field that was told last, if that was a single one: what “不对，130” is about."""
    history = case.form.history
    return history[-1][0] if history and len(history[-1]) == 1 else None


def _what_is_wrong(case: LevyCase) -> Turn:
    line = case.say("levy_what_wrong")
    return ask(case, case.form.asked, line) if case.form.asked else result(case, line)


def _attempted(case: LevyCase, text: str) -> Turn | None:
    """A number that is no answer, with the sentence that says why."""
    asked, words = case.form.asked, case.setting.levy_words
    if asked not in FIELDS or asked == "kind" or words.cues.question.search(text):
        return None
    attempt = len(text) <= LONGEST_ATTEMPT and has_number(text, words, case.today)
    return refuse(case, asked, text) if attempt else None
