"""Checks of what a declaration says for conversations: who is asked what, under which answers, with what consent."""

from __future__ import annotations

from bot.catalog.register_figure_checks import Found
from bot.catalog.register_schema import EditionModel, FieldModel
from bot.catalog.register_words import TYPES_OF_FACTS
from bot.core.policies.catalogue import Catalogue
from bot.core.records.fields import FieldType
from bot.core.records.register import Subject


def chat_problems(model: EditionModel, catalogue: Catalogue) -> Found:
    """Every problem of one edition's conversation."""
    for name, field in model.fields.items():
        yield from _field(name, field, model, catalogue)
    yield from _offer(model, catalogue)
    yield from _owner(model)


def _field(name: str, field: FieldModel, model: EditionModel, catalogue: Catalogue) -> Found:
    where = ("fields", name)
    if field.office and (field.asks or field.hint or field.only_if or field.consent):
        yield where, "工作人员填的项不问人，不要写 asks、hint、only_if、consent"
    if field.consent and not (field.personal or field.sensitive):
        yield where, "要单独同意的项是个人信息，请写 personal 或 sensitive"
    before = tuple(model.fields)[: tuple(model.fields).index(name)]
    for other in filter(None, (*(field.only_if or ()), field.among, field.apart_from)):
        if other not in before:
            yield where, f"only_if、among、apart_from 的“{other}”要排在前面"
    fact = catalogue.facts.get(field.fact) if field.fact else None
    if field.fact and fact is None:
        yield where, f"没有事实“{field.fact}”"
    if fact and TYPES_OF_FACTS[fact.type] is not field.type:
        yield where, f"事实“{field.fact}”的类型是 {fact.type.value}"
    if fact and fact.sensitive and not (field.personal or field.sensitive):
        yield where, f"事实“{field.fact}”敏感，请写 personal 或 sensitive"


def _offer(model: EditionModel, catalogue: Catalogue) -> Found:
    if model.chat and not model.open_to:
        yield ("chat",), "没有 open_to，对话里没有人能提交"
    if model.chat and not model.consent:
        yield ("chat",), "要写明 consent：征得同意才能问"
    if model.topics and not model.chat:
        yield ("topics",), "写了 topics 就要有 chat"
    for topic in model.topics:
        if topic not in catalogue.topics:
            yield ("topics",), f"没有主题“{topic}”"
    measures = {measure.id for measure in catalogue.measures}
    for each in model.shown_with:
        if each not in measures and each not in catalogue.topics:
            yield ("shown_with",), f"没有主题或措施“{each}”"
    if model.shown_with and not model.public:
        yield ("shown_with",), "不公开的登记不能显示给人看"
    if model.least_age and model.subject is not Subject.PERSON:
        yield ("least_age",), "least_age 只用于个人的记录"


def _owner(model: EditionModel) -> Found:
    """What owners do to their own records."""
    labels = model.states.labels if model.states else {}
    moves = model.states.moves.values() if model.states else ()
    if model.owner_changes and model.owner_changes not in labels:
        yield ("owner_changes",), f"没有状态“{model.owner_changes}”"
    if any(move.by_owner for move in moves) and not model.open_to:
        yield ("states",), "没有 open_to，by_owner 没有意义"
    expiry = model.fields.get(model.expires.field) if model.expires else None
    if model.expires and (expiry is None or expiry.type is not FieldType.DATE):
        yield ("expires",), f"“{model.expires.field}”要是一个日期字段"
