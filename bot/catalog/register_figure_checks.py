"""Checks that the figures, targets and texts of a declaration rest on measures, and on nothing else."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from decimal import Decimal, InvalidOperation

from bot.catalog.figures import bare_figures
from bot.catalog.register_build import parameter_of
from bot.catalog.register_schema import EditionModel, ParameterOf
from bot.catalog.registry_data import WordingModel
from bot.core.policies.catalogue import Catalogue
from bot.core.records.calendars import UNIT
from bot.core.records.drafts import marks
from bot.core.records.rules import Rule
from bot.core.regions.region import ancestors

Found = Iterator[tuple[tuple[Hashable, ...], str]]
"""Where in the declaration, and what is wrong there."""

DRAFT_WORDS = frozenset(("place", "period", "records", "today", "number"))
"""Marks of a draft that are no fields."""


def figure_problems(model: EditionModel, region: str, catalogue: Catalogue, names: frozenset[str]) -> Found:
    """Every problem of figures, targets, deadlines and texts. `names`: all registers there are."""
    yield from _figures(model, names)
    yield from _targets(model, region, catalogue)
    yield from _texts(model)


def _figures(model: EditionModel, names: frozenset[str]) -> Found:
    for name, figure in model.figures.items():
        where = ("figures", name)
        two = figure.rule in (Rule.SHARE, Rule.RATIO, Rule.SHORTFALL)
        if two != bool(figure.of and figure.to) or (figure.rule is Rule.VALUE) != bool(figure.of and not figure.to):
            yield where, "share、ratio、shortfall 要有 of 和 to，value 只有 of"
        if (figure.rule is Rule.COUNT_OF) != bool(figure.register_):
            yield where, "count_of 要写明 register"
        if figure.register_ and figure.register_ not in names:
            yield where, f"没有“{figure.register_}”这份登记"
        if (figure.rule is Rule.AT_LEAST_OF) != bool(figure.parts):
            yield where, "at_least_of 要写明 parts"


def _targets(model: EditionModel, region: str, catalogue: Catalogue) -> Found:
    """Targets are numbers stated by measures of this region or of one around it; deadlines and expectations too."""
    for where, one in _numbers(model):
        missing = _missing(one.measure, one.parameter, region, catalogue)
        if missing or not _is_number(one, catalogue):
            yield where, missing or f"参数“{one.measure}.{one.parameter}”不是数"
    named = [(("deadlines", name), one.measure, one.parameter) for name, one in model.deadlines.items()]
    expected = [(("expected",), model.expected.measure, None)] if model.expected else []
    for where, measure, parameter in (*named, *expected):
        if missing := _missing(measure, parameter, region, catalogue):
            yield where, missing
    units = (model.fields[UNIT].options if UNIT in model.fields else None) or {}
    for name, deadline in model.deadlines.items():
        for unit in deadline.units:
            if unit not in units:
                yield ("deadlines", name), f"没有“{unit}”这类单位"


def _numbers(model: EditionModel) -> Iterator[tuple[tuple[Hashable, ...], ParameterOf]]:
    for name, figure in model.figures.items():
        for one in (figure.least, figure.most, *(figure.parts or {}).values()):
            if one is not None:
                yield ("figures", name), one
    if model.least_each:
        yield ("least_each",), model.least_each


def _missing(name: str, parameter: str | None, region: str, catalogue: Catalogue) -> str | None:
    """Why a measure or its parameter cannot be meant."""
    measure = next((each for each in catalogue.measures if each.id == name), None)
    if measure is None or measure.region not in ancestors(region):
        return f"这个地区没有措施“{name}”"
    if parameter is not None and parameter not in measure.parameters:
        return f"措施“{name}”没有参数“{parameter}”"
    return None if measure.citations else f"措施“{name}”没有条款"


def _is_number(named: ParameterOf, catalogue: Catalogue) -> bool:
    try:
        return all(Decimal(each.value).is_finite() for each in parameter_of(named, catalogue).values)
    except InvalidOperation:
        return False


def _chat(model: EditionModel) -> tuple[WordingModel, ...]:
    return (model.chat.offer, model.chat.intro, model.chat.done) if model.chat else ()


def _said(*wordings: WordingModel | None) -> Iterator[str]:
    for wording in wordings:
        if wording is not None:
            yield from (wording.standard, wording.easy)


def _texts(model: EditionModel) -> Found:
    """Figures of a policy stand in its measures, with their clause, and nowhere else."""
    texts: list[tuple[tuple[Hashable, ...], str | None]] = [
        (("note",), model.note),
        *((("fields", name), field.label) for name, field in model.fields.items()),
        *((("fields", name), field.note) for name, field in model.fields.items()),
        *((("fields", name), text) for name, field in model.fields.items() for text in _said(field.asks, field.hint)),
        *((("chat",), text) for text in _said(*_chat(model))),
        *((("reminders",), reminder.says) for reminder in model.reminders),
        *((("drafts",), text) for text in (model.drafts.record, model.drafts.tally)),
    ]
    for where, text in texts:
        for figure in bare_figures(text or ""):
            yield where, f"“{figure}”直接写在文字里；政策里的数要用措施的参数"
    allowed = DRAFT_WORDS | model.fields.keys() | model.figures.keys()
    for text in (model.drafts.record, model.drafts.tally):
        for mark in sorted(marks(text or "") - allowed):
            yield ("drafts",), f"没有字段“{mark}”"
