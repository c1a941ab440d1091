"""What `tongxing screen` does, step by step: open, look through, plan, judge, write, sum up."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.questions import parse_region
from bot.cli.screening_progress import Progress, fingerprint, parts_of
from bot.cli.screening_summary import summary_document, summary_lines
from bot.core.policies.facts import About
from bot.core.verdicts.problems import problem_text
from bot.screening.heading import UnknownColumns, read_heading
from bot.screening.judging import REASONS, Counts, Judge
from bot.screening.people import PeopleSource, UnreadablePeople
from bot.screening.people_file import open_people
from bot.screening.plan import Plan, make_plan
from bot.screening.reading import ROWS_A_BLOCK, PeopleReader
from bot.screening.results import ENDINGS
from bot.screening.run import Screening
from bot.screening.staff_list import staff_form, write_staff_list
from bot.screening.survey import Survey, survey


@dataclass(frozen=True)
class Request:
    """Who is screened for what; `measures`: all if `None`, and a list for staff if it is a single one."""

    people: Path
    on: dt.date
    out: Path | None
    measures: frozenset[str] | None
    about: About
    region: str | None
    skip_bad: bool
    rows: int = ROWS_A_BLOCK

    @property
    def is_staff_list(self) -> bool:
        """Whether the result is a list for staff."""
        return self.out is not None and self.measures is not None and len(self.measures) == 1


def run(request: Request, service: Service, *, as_json: bool) -> None:
    """Screen everybody and print the summary."""
    _check(request, service)
    try:
        source = open_people(request.people)
        reader = _reader(source, request, service)
        found = survey(reader, request.rows)
        _report_bad_cells(found, request, service)
        plan = _plan(request, found, service)
        form = staff_form(service.knowledge) if request.is_staff_list else REASONS
        screening = Screening(reader, Judge(plan, service.catalogue, form), request.rows)
        counts = _screened(source, screening, request, service, found.people)
    except UnreadablePeople as error:
        raise Failure(str(error)) from None
    if as_json:
        document = summary_document(found, plan, counts, request.out)
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in summary_lines(found, plan, counts, service.knowledge))


def _check(request: Request, service: Service) -> None:
    """Everything that can be wrong with the options."""
    out = request.out
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise Failure(f"结果文件 {out} 的名字要以 .parquet 或 .csv 结尾。")
    if out is not None and not out.parent.is_dir():
        raise Failure(f"没有文件夹 {out.parent}，请先建好。")
    if out is not None and out.resolve() == request.people.resolve():
        raise Failure("结果不能写进人员文件，请另写一个文件名。")
    judged = {measure.id for measure in service.catalogue.measures if measure.criteria is not None}
    for unknown in sorted((request.measures or frozenset()) - judged):
        near = "、".join(get_close_matches(unknown, judged)) or "用 tongxing policies list 查看"
        raise Failure(f"没有措施“{unknown}”，或者它没有可以判断的条件。相近的有：{near}。")


def _reader(source: PeopleSource, request: Request, service: Service) -> PeopleReader:
    """Reads the people as facts."""
    facts = service.catalogue.facts

    def resolve(name: str) -> str | None:
        try:
            return parse_region(name, service)
        except Failure:
            return None

    try:
        heading = read_heading(source.schema.names, facts, request.about)
    except UnknownColumns as unknown:
        raise Failure("\n".join(problem_text(each, service.knowledge) for each in unknown.problems)) from None
    if heading.region is None and request.region is None:
        raise Failure("人员文件里没有“地区”一列，请加上，或者用 --region 写明是哪里的。")
    return PeopleReader(source, heading, facts, resolve, request.region)


def _report_bad_cells(found: Survey, request: Request, service: Service) -> None:
    if not found.people:
        raise Failure(f"{request.people} 里一行也没有。")
    if not found.bad_cells:
        return
    lines = [f"有 {found.bad_cells} 格读不出来，先列 {len(found.first_bad)} 格："]
    lines += [
        f"第 {cell.row + 1} 行（不算表头）：{problem_text(cell.problem, service.knowledge)}" for cell in found.first_bad
    ]
    if not request.skip_bad:
        raise Failure("\n".join([*lines, "什么都没有写。改好再运行，或者加 --skip-bad 把这些格当作不知道。"]))
    sys.stderr.writelines(f"{line}\n" for line in [*lines, "这些格当作不知道。"])


def _plan(request: Request, found: Survey, service: Service) -> Plan:
    plan = make_plan(service.catalogue, request.about, request.on, found.regions, request.measures)
    if not plan.by_region:
        raise Failure("文件里的地区没有要判断的措施。")
    idle = (request.measures or frozenset()) - {each.measure.id for each in plan.candidates()}
    if idle:
        sys.stderr.write(f"这些措施和文件里的都没有关系，不列：{'、'.join(sorted(idle))}。\n")
    return plan


def _screened(source: PeopleSource, screening: Screening, request: Request, service: Service, people: int) -> Counts:
    """Judge everybody and write the result, if one is wanted."""
    progress = Progress(people)
    if request.out is None:
        return screening.count(progress.tell)
    parts = parts_of(request.out, manifest(source, request, service), request.rows, progress)
    if request.is_staff_list:
        counts = screening.make_parts(parts, progress.tell)
        listed = write_staff_list(request.out, parts, service.knowledge)
        sys.stderr.write(f"名单上有 {listed} 行；不在这项措施的地区的 {people - listed} 行没有列。\n")
    else:
        counts = screening.make_parts(parts, progress.tell, request.out)
    parts.remove()
    return counts


def manifest(source: PeopleSource, request: Request, service: Service) -> dict[str, str]:
    """All that the result depends on, under the names that staff are told when it has changed."""
    settings = service.settings
    return {
        "人员文件": source.fingerprint,
        "政策": fingerprint((settings.policies_dir, settings.data_dir)),
        "日期": request.on.isoformat(),
        "措施": " ".join(sorted(request.measures or ())),
        "对象": request.about.value,
        "地区": request.region or "",
        "程序": version("tongxing"),
        "每部分行数": str(request.rows),
    }
