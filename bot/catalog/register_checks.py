"""What the shape of a declaration cannot see: references, privacy, targets, and what each kind must have."""

from __future__ import annotations

from bot.catalog.register_build import plan_of
from bot.catalog.register_chat_checks import chat_problems
from bot.catalog.register_figure_checks import Found, figure_problems
from bot.catalog.register_schema import EditionModel, FieldModel, Plain, Several
from bot.core.policies.catalogue import Catalogue
from bot.core.records.calendars import ITEM, UNIT
from bot.core.records.fields import IDENTIFYING, FieldType
from bot.core.records.register import Kind, Subject
from bot.core.regions.region import NATIONAL

WITH_OPTIONS = frozenset((FieldType.CHOICE, FieldType.CHOICES))


def edition_problems(model: EditionModel, region: str, catalogue: Catalogue, names: frozenset[str]) -> Found:
    """Every problem of one edition. `names`: all registers there are."""
    yield from _clauses(model, region, catalogue)
    for name, field in model.fields.items():
        yield from _field(name, field, model, names)
    yield from _references(model)
    yield from _privacy(model)
    yield from _kind(model)
    yield from _subject(model)
    yield from _states(model)
    yield from chat_problems(model, catalogue)
    yield from figure_problems(model, region, catalogue, names)


def _clauses(model: EditionModel, region: str, catalogue: Catalogue) -> Found:
    """Only the national edition may rest on no document: it is what the service itself keeps."""
    if region == NATIONAL and not model.clauses:
        return
    plan = plan_of(region, catalogue)
    if not model.clauses:
        yield ("clause",), "要写明条款"
    if plan is None:
        yield (), "这个地区没有收录方案文件"
        return
    known = {clause.id for clause in catalogue.clauses if clause.document == plan.id}
    for clause in model.clauses:
        if clause not in known:
            yield ("clause",), f"文件“{plan.id}”没有条款“{clause}”"


def _field(name: str, field: FieldModel, model: EditionModel, names: frozenset[str]) -> Found:
    where = ("fields", name)
    filled_in = model.kind is Kind.CALENDAR and name == ITEM
    from_elsewhere = bool(field.options_from) or (field.fact is not None and field.type is FieldType.CHOICE)
    if (field.type in WITH_OPTIONS) != bool(field.options or from_elsewhere) and not filled_in:
        yield where, "选择项要有 options，别的类型不要有"
    if field.options and field.options_from:
        yield where, "options 和 options_from 只写一个"
    if field.default is not None and field.options and field.default not in field.options:
        yield where, f"默认值“{field.default}”不是选项"
    if (field.type is FieldType.RECORD) != bool(field.register_):
        yield where, "record 类型要写明 register，别的类型不要写"
    if field.register_ and field.register_ not in names:
        yield where, f"没有“{field.register_}”这份登记"


def _references(model: EditionModel) -> Found:
    """Every field that is named somewhere has to be there."""
    named: list[tuple[str, str | None]] = [
        ("identified_by", model.identified_by),
        ("public_until", model.public_until),
        ("one_each", model.one_each),
        ("export", model.export.group_by),
        *(("unique", each) for each in model.unique),
        *(("public", each) for each in (*model.public, *model.public_when)),
        *(("owner_sees", each) for each in model.owner_sees),
        *(("export", each) for each in (*(model.export.columns or ()), *model.export.totals)),
        *(("same_again", each) for each in (model.same_again.fields if model.same_again else ())),
        *(("named", each) for entry in model.named for each in entry),
        *(("reminders", each) for r in model.reminders for each in (r.date, *(r.unless or ()))),
        *(("complete", each) for d in model.complete for each in (*d.needs, d.positive, *(d.when or ()))),
        *(("states", each) for move in (model.states.moves.values() if model.states else ()) for each in move.needs),
        *(("figures", each) for f in model.figures.values() for each in (f.of, f.to, *(f.parts or ()))),
    ]
    for key, name in named:
        if name is not None and name not in model.fields and not (key == "public" and name in model.figures):
            yield (key,), f"没有字段“{name}”"
    for demand in model.complete:
        if demand.reaches and demand.reaches not in model.figures:
            yield ("complete",), f"没有计算项“{demand.reaches}”"
    conditions = [*(r.unless for r in model.reminders), *(d.when for d in model.complete), model.public_when]
    conditions += [field.only_if for field in model.fields.values()]
    for condition in conditions:
        for name, several in (condition or {}).items():
            yield from _options(name, several, model)
    for key, condition in (("reminders", r.unless) for r in model.reminders):
        if condition and len(condition) > 1:
            yield (key,), "unless 只写一个字段"
    if any(demand.when and len(demand.when) > 1 for demand in model.complete):
        yield ("complete",), "when 只写一个字段"


def _options(name: str, several: Several, model: EditionModel) -> Found:
    field = model.fields.get(name)
    values: tuple[Plain, ...] = several if isinstance(several, tuple) else (several,)
    for value in values:
        if field and field.options and value not in field.options:
            yield ("fields", name), f"没有选项“{value}”"
        if field and field.type is FieldType.BOOLEAN and not isinstance(value, bool):
            yield ("fields", name), "是否项的条件写 true 或 false"


def _privacy(model: EditionModel) -> Found:
    """What tells who somebody is, is never public."""
    for name in (*model.public, *model.public_when):
        field = model.fields.get(name)
        if field and (field.personal or field.sensitive or field.type in IDENTIFYING):
            yield ("public",), f"“{name}”是个人信息，不能公开"
    if model.restricted and (model.public or model.owner_sees or model.drafts.record):
        yield ("restricted",), "限人查看的登记不能有 public、owner_sees 或给一条的文稿"
    if model.export.group_by and model.fields.get(model.export.group_by, None):
        field = model.fields[model.export.group_by]
        if field.personal or field.sensitive or field.type in IDENTIFYING:
            yield ("export",), f"“{model.export.group_by}”是个人信息，不能用来分组"


def _kind(model: EditionModel) -> Found:
    if model.kind is Kind.LEDGER and (model.subject is Subject.NONE or model.period is None):
        yield ("kind",), "台账要写明 subject 和 period"
    if model.kind is Kind.CASE and model.states is None:
        yield ("kind",), "事项要写明 states"
    if (model.kind is Kind.CALENDAR) != bool(model.deadlines):
        yield ("kind",), "日历要有 deadlines，别的不要有"
    if model.kind is Kind.CALENDAR:
        for name in (ITEM, UNIT):
            if name not in model.fields:
                yield ("fields",), f"日历要有字段“{name}”"
    if model.period is None and any(each.date is None and each.silent is None for each in model.reminders):
        yield ("reminders",), "没有 period 时，提醒要写 date"
    if any(each.silent is not None and (each.date or not model.states) for each in model.reminders):
        yield ("reminders",), "silent 用在有 states 的登记里，不和 date 一起写"


def _subject(model: EditionModel) -> Found:
    identified = any(field.type in IDENTIFYING for field in model.fields.values())
    if model.subject is Subject.PERSON and not identified and "seeker" not in model.open_to:
        yield ("subject",), "要有一个 certificate 或 person 字段，才知道是谁的"
    if not model.employs and model.subject is not Subject.EMPLOYER:
        yield ("employs",), "employs 只写在 subject 是 employer 的登记里"


def _states(model: EditionModel) -> Found:
    if model.states is None:
        return
    labels = model.states.labels
    for to, move in model.states.moves.items():
        for state in (to, *move.from_):
            if state not in labels:
                yield ("states",), f"没有状态“{state}”"
    for state in tuple(labels)[1:]:
        if state not in model.states.moves:
            yield ("states",), f"没有办法到“{state}”"
    named = [(("reminders",), state) for reminder in model.reminders for state in reminder.states or ()]
    named += [(("public_states",), state) for state in model.public_states or ()]
    for where, state in named:
        if state not in labels:
            yield where, f"没有状态“{state}”"
