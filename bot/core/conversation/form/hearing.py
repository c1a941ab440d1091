"""Hears a message as part of a form: an answer, a correction, or a word for the summary."""

from __future__ import annotations

from dataclasses import replace

from bot.core.conversation.errands import Played
from bot.core.conversation.form.advancing import advance, consented, grown, reopen, skip, skip_rest, take
from bot.core.conversation.form.asking import ask, may_stop, pages, shown_options
from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.finishing import finish
from bot.core.conversation.form.reading import SHORT, Misread, Skip, Told, options_numbered, options_said, read_reply
from bot.core.conversation.form.state import Stage
from bot.core.conversation.form.summary import items, summary
from bot.core.conversation.form.words import bare
from bot.core.conversation.leaving import leave
from bot.core.conversation.turn import Turn
from bot.core.messaging.reply import Button
from bot.core.records.fields import Field, FieldType, Value

MOST_NAMESAKES = 8


def hear(case: FormCase, text: str) -> Played | None:
    """The turn if the message belongs to the form; `None` for anything else, which is answered as usual."""
    words, said = case.setting.form_words, bare(text)
    if said in words.later:
        return leave(case.session, case.today, case.setting)
    if said in words.rest and may_stop(case):
        return skip_rest(case)
    match case.form.stage:
        case Stage.CONSENT if said in words.yes | words.no:
            return consented(case, given=said in words.yes)
        case Stage.AGE if said in words.yes | words.no:
            return grown(case, old_enough=said in words.yes)
        case Stage.CONSENT | Stage.AGE:
            return None
        case Stage.REGION:
            return _place(case, text)
        case Stage.SUMMARY | Stage.ITEMS if said in words.submit | words.yes:
            return finish(case)
    if said in words.submit and not case.open_fields():
        return summary(case)  # an item was opened for a change and is left as it was
    corrected = _corrected(case, text)
    if corrected is not None or case.form.stage is not Stage.QUESTION:
        return corrected
    return _reply(case, text)


def press(case: FormCase, argument: str) -> Played:
    """A button under a question; one of an earlier question only shows the open one again."""
    kind, _, rest = argument.partition(".")
    name, _, value = rest.partition(".")
    match kind, case.form.stage:
        case "submit", Stage.SUMMARY:
            return finish(case)
        case "later", _:
            return leave(case.session, case.today, case.setting)
        case "rest", Stage.QUESTION if may_stop(case):
            return skip_rest(case)
        case "items", Stage.SUMMARY | Stage.ITEMS:
            return items(case, int(name) if name.isdigit() else 0)
        case "edit", Stage.ITEMS | Stage.SUMMARY if name in case.edition.outside:
            return reopen(case, case.edition.fields[name])
        case "age", Stage.AGE:
            return grown(case, old_enough=name == "yes")
        case "place", Stage.REGION if case.setting.knowledge.gazetteer.get(name) is not None:
            return settle(case, name)
        case "consent", Stage.CONSENT if name == case.form.asked:
            return consented(case, given=value == "yes")
        case _, Stage.QUESTION if name == case.form.asked:
            return _pressed(case, case.edition.fields[name], kind, value)
    return go_on(case)


def go_on(case: FormCase, *lines: str) -> Turn:
    """What is awaited, again."""
    return summary(case, *lines) if case.form.stage in (Stage.SUMMARY, Stage.ITEMS) else ask(case, *lines)


def _pressed(case: FormCase, field: Field, kind: str, value: str) -> Played:
    match kind:
        case "skip":
            return skip(case, field)
        case "keep":
            return advance(case)
        case "is" if field.type is FieldType.BOOLEAN:
            return take(case, field, value == "yes")
        case "is" if value in field.choices:
            return take(case, field, value)
        case "pick" if value in field.choices:
            return _pick(case, field, (value,))
        case "page":
            return _turn_page(case, field)
        case "done":
            return _finish_list(case, field)
    return ask(case)


def _reply(case: FormCase, text: str) -> Played | None:
    field = case.edition.fields[case.form.asked or ""]
    if field.type is FieldType.CHOICES:
        return _list_reply(case, field, text)
    if text.isdigit() and field.type in (FieldType.CHOICE, FieldType.BOOLEAN):
        return None  # the number of a button
    match read_reply(text, field, case):
        case Told(value):
            return take(case, field, value)
        case Skip():
            return skip(case, field)
        case Misread(kind):
            return ask(case, _problem(case, field, kind, text))
    return None


def missed(case: FormCase, text: str) -> Turn | None:
    """What is awaited again, for a short message that nobody made sense of and that asks nothing."""
    if len(bare(text)) > SHORT or case.setting.form_words.asks_back.search(text):
        return None
    return go_on(case, case.say("form_not_understood"))


def _list_reply(case: FormCase, field: Field, text: str) -> Played | None:
    """Numbers or words of some lines, none of them, or that there is no more."""
    words, said = case.setting.form_words, bare(text)
    if said in words.none:
        return _turn_page(case, field)
    if said in words.done:
        return _finish_list(case, field)
    if said in words.skip:
        return _finish_list(case, field)
    shown = shown_options(case, field)
    try:
        numbered = options_numbered(text, shown)
    except IndexError:
        return ask(case, case.say("list_numbers", last=len(shown)))
    picked = numbered or options_said(text, field, case.options(field))
    if not picked:
        return None
    case = case.with_form(chosen=tuple(dict.fromkeys((*case.form.chosen, *picked))))
    # Numbers were read off a page, and a short list can be overlooked; of a long one words may be all there is to say.
    return _turn_page(case, field) if numbered or pages(case, field) == 1 else ask(case)


def _pick(case: FormCase, field: Field, picked: tuple[str, ...]) -> Played:
    """One line of a list; the page stays open until its end is chosen or nothing is left on it."""
    chosen = tuple(dict.fromkeys((*case.form.chosen, *picked)))
    case = case.with_form(chosen=chosen)
    return ask(case) if shown_options(case, field) else _turn_page(case, field)


def _turn_page(case: FormCase, field: Field) -> Played:
    if case.form.page + 1 >= pages(case, field):
        return _finish_list(case, field)
    return ask(case.with_form(page=case.form.page + 1))


def _finish_list(case: FormCase, field: Field) -> Played:
    if case.form.chosen:
        return take(case, field, case.form.chosen)
    return skip(case, field)


def _place(case: FormCase, text: str) -> Played | None:
    found = case.setting.places.named(text)
    if found.outcome == "none":
        return ask(case, case.say("ask_region_again", text=text[:SHORT])) if len(text) <= SHORT else None
    if found.outcome == "ambiguous" or found.certainty == "typo":
        asked = ask(case, case.say("form_which_place"))
        name = case.setting.knowledge.gazetteer.full_name
        several = [Button(name(each.code), f"answer:place.{each.code}") for each in found.candidates[:MOST_NAMESAKES]]
        return replace(asked, answer=asked.answer.with_buttons(tuple(several)))
    return settle(case, found.candidates[0].code)


def settle(case: FormCase, code: str) -> Turn:
    """The form is for this region."""
    return advance(case.in_region(code))


def _corrected(case: FormCase, text: str) -> Played | None:
    """`改工资` opens an item again, `工资改成4000` changes it at once."""
    words = case.setting.form_words
    found = words.correct.match(text)
    field = _named(case, found["label"]) if found else None
    if found and field is not None:
        value = _corrected_value(case, field, found["value"])
        if value is None:
            return reopen(case, field)
        return take(case, field, value, case.say("form_corrected", label=field.label))
    change = words.change.match(text)
    field = _named(case, change["label"]) if change else None
    return reopen(case, field) if field is not None else None


def _corrected_value(case: FormCase, field: Field, text: str) -> Value | None:
    if field.type is FieldType.CHOICES:
        return options_said(text, field, case.options(field)) or None
    match read_reply(text, field, case):
        case Told(value):
            return value
    return None


def _named(case: FormCase, label: str) -> Field | None:
    """The one field that is called so, or whose name holds these words."""
    said = bare(label)
    fields = list(case.fields())
    exact = [field for field in fields if bare(field.label) == said]
    near = [field for field in fields if len(said) > 1 and (said in bare(field.label) or bare(field.label) in said)]
    return next((found[0] for found in (exact, near) if len(found) == 1), None)


def _problem(case: FormCase, field: Field, kind: str, text: str) -> str:
    """What is wrong with an answer and what would be right."""
    return case.say(
        f"record_problem_{kind}",
        column=field.label,
        value=text[:SHORT],
        options="、".join(field.choices.values()),
        minimum=field.minimum or 0,
        maximum=field.maximum,
    )
