"""Takes in what was told, checks it, and goes on: the next question, or the amount."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from bot.core.conversation.levying.asking import ask
from bot.core.conversation.levying.case import UNCLEAR, LevyCase
from bot.core.conversation.levying.noting import noted, remarks
from bot.core.conversation.levying.results import result
from bot.core.conversation.levying.state import LevyForm
from bot.core.conversation.turn import Turn
from bot.core.levy.statement import Statement
from bot.core.levy.told import PAYROLL

NEEDED = ("employees", "placed", "average_wage", "dispatched_placed")
"""Without these there is no amount, however it is reckoned."""
DEPENDENT = {"placed": "severe", "dispatched_placed": "dispatched_severe"}
"""How many count double belongs to how many there are."""
SAME = {"average_wage": PAYROLL, PAYROLL: "average_wage"}
"""Two ways to tell one thing: the later one replaces the earlier."""


def begin(case: LevyCase, told: Statement) -> Turn:
    """The first message: if it holds everything needed, its amount is told at once, without further questions."""
    turn = take(case.with_form(asked=None, thorough=False), told)
    task = turn.session.task
    assert isinstance(task, LevyForm), "nothing else was put there"
    return Turn(replace(turn.session, task=replace(task, thorough=task.waiting)), turn.answer)


def take(case: LevyCase, told: Statement, *lines: str) -> Turn:
    """Takes the statement over what was said before; a problem is told, and its field asked again."""
    form = case.form
    said = _merged(form.said, told)
    said |= _alike(said, told, form.asked)
    agreed = form.agreed if told.agreed is None else told.agreed
    vague = {*form.vague, *told.vague}
    if agreed and PAYROLL in said:
        # Whether the wages of all hold those of the dispatched people, nobody said.
        del said[PAYROLL]
        vague.add("average_wage")
        lines = (*lines, case.say("levy_average_please"))
    new = {name: text for name, text in said.items() if form.said.get(name) != text or name in told.said}
    case = case.with_form(
        said=said,
        history=(*form.history, tuple(new)) if new else form.history,
        skipped=tuple(name for name in form.skipped if name not in new),
        vague=tuple(sorted(vague - said.keys())),
        unclear=_unclear(form, told),
        agreed=agreed,
        asked=None,
    )
    checked = case.checker.read(said, dispatched=bool(case.form.agreed))
    if checked.complaints:
        wrong = [complaint.field for complaint in checked.complaints]
        case = without(case, wrong)
        sentences = [complaint.sentence for complaint in checked.complaints]
        kept = {name: text for name, text in new.items() if name in case.form.said}
        first = wrong[0]
        return ask(case, first, noted(case, kept), *sentences)
    return advance(case, *lines, noted=noted(case, new, told.agreed), remarks=remarks(case, told))


def refuse(case: LevyCase, field: str, text: str) -> Turn | None:
    """Asks `field` again because `text` is no value for it; `None` if it is one after all."""
    checked = case.checker.read({field: text}, dispatched=False)
    sentences = [complaint.sentence for complaint in checked.complaints if complaint.field == field]
    return ask(case, field, *sentences) if sentences else None


def advance(case: LevyCase, *lines: str, noted: str = "", remarks: Iterable[str] = ()) -> Turn:
    """Asks what is still open; tells the amount when nothing is."""
    case = case.with_form(asked=None)
    field = case.next_field()
    if field is None:
        return result(case, *lines, *remarks)
    return ask(case, field, *lines, noted, *remarks)


def skip(case: LevyCase, field: str) -> Turn:
    """The person does not know: the year is then the last one, what is not needed is left out."""
    if field == "year":
        year = case.today.year - 1
        return take(case, Statement(said={"year": str(year)}), case.say("levy_year_assumed", year=year))
    name = next(iter(case.form.unclear)) if field == UNCLEAR else field
    if name in NEEDED:
        return ask(case, field, case.say("levy_needed"))
    unclear = {other: number for other, number in case.form.unclear.items() if other != name}
    return advance(case.with_form(skipped=(*case.form.skipped, name), unclear=unclear), case.say("declined"))


def hurry(case: LevyCase) -> Turn:
    """Tells the amount without further questions, if it can be told."""
    return advance(case.with_form(thorough=False), *([] if case.complete else [case.say("levy_needed")]))


def take_back(case: LevyCase) -> Turn | None:
    """Forgets what was told last and asks for it again; `None` if there is nothing."""
    if not case.form.history:
        return None
    *earlier, last = case.form.history
    case = without(case, last).with_form(history=tuple(earlier), thorough=True)
    field = case.next_field()
    first = "average_wage" if last[0] == PAYROLL else last[0]
    return ask(case, field if field in last else first, case.say("taken_back"))


def without(case: LevyCase, fields: Iterable[str]) -> LevyCase:
    """The case with these fields not told."""
    gone = set(fields)
    if "average_wage" in gone:
        gone.add(PAYROLL)
    said = {name: text for name, text in case.form.said.items() if name not in gone}
    agreed = None if "dispatched_employees" in gone else case.form.agreed
    return case.with_form(said=said, agreed=agreed)


def _merged(before: Mapping[str, str], told: Statement) -> dict[str, str]:
    """Earlier values, unless they were told anew, only roughly, or depend on something told anew."""
    gone = {*told.vague, *told.unclear}
    for name in (*told.said, *gone):
        gone |= {SAME[name]} if name in SAME else set()
        part = DEPENDENT.get(name)
        if part is not None and told.said.get(name) != before.get(name):
            gone.add(part)
    return {**{name: text for name, text in before.items() if name not in gone}, **told.said}


def _alike(said: Mapping[str, str], told: Statement, asked: str | None) -> dict[str, str]:
    """All of them severe, or none: clear where it was asked, or where there is only one."""
    if told.alike is None:
        return {}
    part, whole = ("dispatched_severe", "dispatched_placed") if asked == "dispatched_severe" else ("severe", "placed")
    placed = said.get(whole)
    if placed is None or (asked != part and Decimal(placed) > 1):
        return {}
    return {part: placed if told.alike else "0"}


def _unclear(form: LevyForm, told: Statement) -> dict[str, str]:
    known = {*told.said, *(SAME[name] for name in told.said if name in SAME)}
    return {name: text for name, text in {**form.unclear, **told.unclear}.items() if name not in known}
