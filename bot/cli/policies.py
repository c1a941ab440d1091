"""`tongxing policies`: check, list, coverage, import."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.questions import parse_day, parse_region
from bot.core.answers.figures import filled
from bot.core.policies.catalogue import cited_points
from bot.core.policies.imported import ImportedClause
from bot.core.policies.measures import Measure
from bot.core.regions.region import ancestors
from bot.settings import Settings

app = typer.Typer(help="政策数据：检查、列出、条款覆盖、导入。", no_args_is_help=True)


@app.command()
def check() -> None:
    """检查全部政策文件；有问题就列出文件、行号和改法。"""
    catalogue = Service(Settings()).catalogue
    regions = {measure.region for measure in catalogue.measures}
    stated = sum(measure.stated for measure in catalogue.measures)
    sys.stdout.write(
        f"没有问题：{len(regions)} 个地区，{len(catalogue.documents)} 份文件，"
        f"{len(catalogue.measures)} 条措施（其中 {len(catalogue.measures) - stated} 条写明“文件没有写”）。\n"
    )


@app.command("list")
def list_(
    region: Annotated[str | None, typer.Option(help="地区名或六位代码；含上级和国家规定")] = None,
    topic: Annotated[str | None, typer.Option(help="主题，如 rural_transfer")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """列出措施。"""
    service = Service(Settings())
    if topic is not None and topic not in service.catalogue.topics:
        raise Failure(f"没有主题“{topic}”，可选：{'、'.join(service.catalogue.topics)}。")
    code = parse_region(region, service)
    places = ancestors(code) if code else None
    found = [
        measure
        for measure in service.catalogue.measures
        if (places is None or measure.region in places) and (topic is None or measure.topic == topic)
    ]
    if places:
        found.sort(key=lambda measure: places.index(measure.region))
    if as_json:
        documents = [_document(measure, service) for measure in found]
        sys.stdout.write(json.dumps(documents, ensure_ascii=False, indent=2) + "\n")
        return
    for measure in found:
        clauses = "、".join(dict.fromkeys(citation.clause for citation in measure.citations)) or "全文没有写"
        sys.stdout.write(f"{measure.id}\t{measure.topic}\t{measure.force.value}\t{measure.title}\t{clauses}\n")


@app.command()
def coverage() -> None:
    """逐条列出每份文件的条款由哪些措施写到，或为什么不对用户说。"""
    catalogue = Service(Settings()).catalogue
    stated = cited_points(catalogue.measures)
    gaps = 0
    for clause in catalogue.clauses:
        document = catalogue.documents[clause.document]
        for point in clause.points:
            measures = stated.get((clause.document, clause.id, point.number), [])
            reason = f"略去：{point.left_out}" if point.left_out else "没有写到"
            gaps += not measures and not point.left_out
            said = "、".join(measures) or reason
            sys.stdout.write(f"{document.region}\t{document.id}\t{clause.id}#{point.number}\t{point.gist}\t{said}\n")
    points = sum(len(clause.points) for clause in catalogue.clauses)
    sys.stdout.write(f"共 {len(catalogue.clauses)} 条、{points} 点，{gaps} 点没有着落。\n")
    if gaps:
        raise Failure(f"有 {gaps} 点没有措施写到，也没有略去理由。")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="txt、docx 或 pdf 文件")],
    region: Annotated[str, typer.Option(help="地区名或六位代码")],
    title: Annotated[str | None, typer.Option(help="文件名称；不写就用文件里的标题")] = None,
    number: Annotated[str | None, typer.Option(help="文号；不写就用文件里的文号")] = None,
    effective_from: Annotated[str | None, typer.Option("--from", help="生效日期")] = None,
    effective_to: Annotated[str | None, typer.Option("--to", help="失效日期")] = None,
) -> None:
    """把一份文件拆成条款，存下来，让人能搜到并带出处。"""
    service = Service(Settings())
    code = parse_region(region, service)
    assert code is not None, "the option is required"
    today = service.clock.today()
    # Readers of PDF and Word are large; only this command needs them.
    from bot.importing import UnreadableDocumentError, split_document

    try:
        document = split_document(file)
    except UnreadableDocumentError as error:
        raise Failure(str(error)) from None
    document = replace(document, title=title or document.title, number=number or document.number)
    clauses = document.for_region(
        code,
        effective_from=parse_day(effective_from, today) if effective_from else None,
        effective_to=parse_day(effective_to, today) if effective_to else None,
    )
    asyncio.run(_store(service, clauses))
    sys.stdout.write(f"已导入《{document.title}》：{len(clauses)} 条，几秒后就能搜到，不用重新启动服务。\n")
    if effective_to is None:
        sys.stderr.write("没有写失效日期，会当作一直有效；如果文件有期限，请用 --to 写明再导入一次。\n")


async def _store(service: Service, clauses: Sequence[ImportedClause]) -> None:
    await service.upgrade()
    async with service.units_of_work() as work:
        await work.imported.add(clauses, service.clock.now())
        await work.commit()
    await service.engine.dispose()


def _document(measure: Measure, service: Service) -> dict[str, Any]:
    today = service.clock.today()
    document = service.catalogue.documents[measure.document]
    return {
        "id": measure.id,
        "region": measure.region,
        "topic": measure.topic,
        "title": measure.title,
        "audience": sorted(role.value for role in measure.audience),
        "force": measure.force.value,
        "says": filled(measure.says.standard, measure, today, service.phrases),
        "easy": filled(measure.says.easy, measure, today, service.phrases),
        "conditions": filled(measure.conditions.standard, measure, today, service.phrases)
        if measure.conditions
        else None,
        "parameters": {
            parameter.id: [
                {"value": v.value, "from": _day(v.period.start), "to": _day(v.period.end), "clause": v.citation.clause}
                for v in parameter.values
            ]
            for parameter in measure.parameters.values()
        },
        "document": document.title,
        "number": document.number,
        "clauses": list(dict.fromkeys(citation.clause for citation in measure.citations)),
        "effective_from": _day(measure.period.start),
        "effective_to": _day(measure.period.end),
        "status": measure.period.status(today).value,
        "evidence": measure.evidence.value,
        "lead": list(measure.lead),
        "support": list(measure.support),
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
