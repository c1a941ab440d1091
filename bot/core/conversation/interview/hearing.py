"""Hears a message as part of an interview: an answer, a correction, or a question about the results."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.conversation.interview.advancing import answered, begin, consent, decline, tell
from bot.core.conversation.interview.asking import ask, why_asked
from bot.core.conversation.interview.case import Case
from bot.core.conversation.interview.comparing import on_another_day
from bot.core.conversation.interview.explaining import how_to_fit, why_so
from bot.core.conversation.interview.results import results
from bot.core.conversation.interview.state import Consent, Interview
from bot.core.conversation.turn import Turn
from bot.core.eligibility.circumstances import Known
from bot.core.policies.facts import About, Fact, FactType
from bot.core.policies.measures import Role
from bot.core.statements.answers import DontKnow, NotAnAnswer, PreferNot, Value, chose_none, read_answer
from bot.core.statements.corrections import read_correction
from bot.core.statements.reading import read_statement

_NUMBERS = re.compile(r"\d+")
_ONLY_NUMBERS = re.compile(r"^(?:选|第)?[\d\s,，、.。和跟及]+(?:个|项|号)?$")


def hear(case: Case, text: str) -> Turn | None:
    """The turn if the message belongs to the interview; `None` for anything else, which is answered as usual."""
    interview, cues = case.interview, case.setting.cues
    if interview.consent is Consent.ASKING:
        command = cues.command(text)
        return consent(case, given=command == "yes") if command in ("yes", "no") else None
    if interview.about is About.PERSON and cues.role(text) == "employer":
        return _as_employer(case, text)
    corrected = read_correction(text, interview.asked, case.setting.words, _facts(case), case.today)
    if corrected:
        return _corrected(case, corrected)
    asks = cues.interview(text)
    if asks == "why":
        return why_asked(case) if interview.asked else why_so(case, text)
    if asks == "how" and interview.asked:
        return ask(case, case.say("how_after"))
    if asks == "how":
        return how_to_fit(case, text)
    day = cues.day(text)
    if day is not None and not interview.asked:
        return on_another_day(case, day)
    return _answer(case, text) if interview.asked else None


def _as_employer(case: Case, text: str) -> Turn:
    """Somebody speaks for an employer after all: begins anew, with what the message says of it."""
    session = replace(case.session, role=Role.EMPLOYER.value, task=Interview(about=About.EMPLOYER))
    case = Case(session, case.setting, case.today)
    return begin(case, read_statement(text, case.setting.words, _facts(case), case.today))


def _facts(case: Case) -> dict[str, Fact]:
    return {
        name: fact
        for name, fact in case.setting.knowledge.catalogue.facts.items()
        if fact.about is case.interview.about
    }


def _corrected(case: Case, facts: dict[str, Known]) -> Turn:
    """Takes the correction over what was said, whatever it had led to."""
    return tell(case, facts, repeat=True)


def _answer(case: Case, text: str) -> Turn | None:
    if len(case.interview.asked) > 1:
        return _list_answer(case, text)
    fact = case.setting.knowledge.catalogue.facts[case.interview.asked[0]]
    if _ONLY_NUMBERS.match(text) and fact.type in (FactType.BOOLEAN, FactType.CHOICE):
        return None  # the number of a button
    said = read_statement(text, case.setting.words, _facts(case), case.today)
    match read_answer(text, fact, case.setting.words, case.today):
        case Value(known):
            others = {name: value for name, value in said.items() if name != fact.id}
            return tell(answered(case), {fact.id: known, **others}, repeat=bool(others))
        case DontKnow() | PreferNot():
            return decline(answered(case), (fact.id,))
        case NotAnAnswer(reason) if reason is not None:
            return ask(case, case.say(f"answer_{reason}", minimum=fact.minimum, maximum=fact.maximum))
    return _volunteered(case, text, said)


def _volunteered(case: Case, text: str, said: dict[str, Known]) -> Turn | None:
    """Facts that were not asked for are welcome, as long as the message asks nothing."""
    return tell(case, said, repeat=True) if said and not _is_question(text) else None


def _list_answer(case: Case, text: str) -> Turn | None:
    """Numbers, or the words of some lines, or none of them."""
    asked, chosen = case.interview.asked, case.interview.chosen
    shown = [fact for fact in asked if fact not in chosen]
    if _ONLY_NUMBERS.match(text):
        numbers = [int(number) for number in _NUMBERS.findall(text)]
        if numbers == [0] or numbers == [len(shown) + 1]:
            return finish_list(case)
        if not all(1 <= number <= len(shown) for number in numbers):
            return ask(case, case.say("list_numbers", last=len(shown)))
        return finish_list(case, {shown[number - 1] for number in numbers})
    said = read_statement(text, case.setting.words, _facts(case), case.today)
    picked = {fact for fact in asked if said.get(fact) is True}
    if picked:
        others = {name: value for name, value in said.items() if name not in asked}
        return finish_list(case, picked, others)
    if not said and chose_none(text, case.setting.words):
        return finish_list(case)
    match read_answer(text, _facts(case)[asked[0]], case.setting.words, case.today):
        case DontKnow() | PreferNot():
            return decline(answered(case), asked)
    return _volunteered(case, text, said)


def finish_list(case: Case, picked: set[str] | None = None, others: dict[str, Known] | None = None) -> Turn:
    """Takes the whole list: what was picked is so, the rest is not."""
    yes: dict[str, Known] = dict.fromkeys((*case.interview.chosen, *(picked or ())), True)
    # What a picked line implies need not be picked as well.
    implied = case.setting.assessor.completed(case.interview.known.saying({**yes, **(others or {})}), case.scope)
    no = {fact: False for fact in case.interview.asked if fact not in yes and implied.get(fact) is not True}
    return tell(answered(case), {**yes, **no, **(others or {})}, repeat=bool(others))


def press(case: Case, argument: str) -> Turn:
    """A button under a question; one of an earlier question only shows the open one again."""
    interview = case.interview
    kind, _, rest = argument.partition(".")
    if interview.consent is Consent.ASKING:
        return consent(case, given=rest == "yes") if kind == "consent" else ask(case)
    fact_id, _, value = rest.partition(".")
    if fact_id not in interview.asked:
        return ask(case) if interview.asked else results(case)
    match kind:
        case "why":
            return why_asked(case)
        case "unknown" | "declined":
            return decline(answered(case), interview.asked)
        case "done":
            return finish_list(case)
        case "pick":
            return _picked(case, fact_id)
    fact = case.setting.knowledge.catalogue.facts[fact_id]
    known = next((each for each in fact.values or () if str(each).lower() == value), None)
    return ask(case) if known is None else tell(answered(case), {fact.id: known}, repeat=False)


def _picked(case: Case, fact: str) -> Turn:
    """One line of a list; the list stays open until its end is chosen or nothing is left."""
    chosen = (*case.interview.chosen, fact)
    case = case.with_interview(replace(case.interview, chosen=chosen))
    return finish_list(case) if set(chosen) == set(case.interview.asked) else ask(case)


def _is_question(text: str) -> bool:
    return text.rstrip().endswith(("?", "？", "吗", "呢", "么"))
