"""`tongxing levy`: the levy of one year, step by step."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.questions import parse_region
from bot.core.levy.assessment import assess
from bot.core.levy.checking import read_input
from bot.core.levy.document import to_document
from bot.core.levy.given import LevyInput
from bot.core.levy.lines import to_lines
from bot.core.levy.parameters import parameters_on
from bot.core.levy.report import report
from bot.settings import Settings


def levy(
    employees: Annotated[str, typer.Option(help="在职职工人数，可带小数")],
    placed: Annotated[str, typer.Option(help="安排的残疾人数，按人头，可带小数")],
    average_wage: Annotated[str, typer.Option(help="本单位平均年工资（元），如 80000 或 8万")],
    year: Annotated[str, typer.Option(help="所属年度：人数和工资是哪一年的")],
    severe: Annotated[str | None, typer.Option(help="其中重度的人数（算两个的）")] = None,
    social_average_wage: Annotated[str | None, typer.Option(help="当地社会平均工资（元/年），用来核对上限")] = None,
    ratio: Annotated[str | None, typer.Option(help="当地征收比例，要带百分号")] = None,
    region: Annotated[str | None, typer.Option(help="地区名或六位代码")] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="enterprise、institution、association、private-non-enterprise 或 government"),
    ] = None,
    dispatched_employees: Annotated[str | None, typer.Option(help="按书面约定算在本单位的派遣人数")] = None,
    dispatched_placed: Annotated[str | None, typer.Option(help="派遣人员中的残疾人数，没有就写 0")] = None,
    dispatched_severe: Annotated[str | None, typer.Option(help="派遣残疾人中重度的人数")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """算残保金：每一步的算式、规定和出处。不保存任何内容。"""
    typed = {
        "year": year,
        "employees": employees,
        "kind": kind,
        "placed": placed,
        "severe": severe,
        "average_wage": average_wage,
        "social_average_wage": social_average_wage,
        "ratio": ratio,
        "dispatched_employees": dispatched_employees,
        "dispatched_placed": dispatched_placed,
        "dispatched_severe": dispatched_severe,
    }
    service = Service(Settings())
    given, code = _checked({field: text for field, text in typed.items() if text is not None}, region, service)
    assert given.year is not None, "required and checked"
    assessment = assess(given, parameters_on(service.levy_rules, service.catalogue, code, given.year))
    told = report(assessment, service.levy_rules, service.knowledge, service.clock.today())
    if as_json:
        sys.stdout.write(json.dumps(to_document(told, service.knowledge), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in to_lines(told, service.knowledge))


def _checked(typed: dict[str, str], region: str | None, service: Service) -> tuple[LevyInput, str | None]:
    """The input and the region's code. Raises `Failure` with every problem, a line each."""
    reading = read_input(typed, service.levy_rules, service.knowledge)
    sentences = [complaint.sentence for complaint in reading.complaints]
    code = None
    try:
        code = parse_region(region or service.settings.default_region, service)
    except Failure as failure:
        sentences.append(str(failure))
    if sentences:
        raise Failure("\n".join(sentences))
    return reading.given, code
