"""`tongxing eligibility`: determinations for one person or employer from known facts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.questions import parse_day, parse_region
from bot.core.eligibility.assessor import Scope
from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.values import read_facts
from bot.core.policies.facts import About
from bot.core.regions.region import NATIONAL
from bot.core.verdicts.document import to_document
from bot.core.verdicts.problems import contradiction_text, problem_text
from bot.core.verdicts.report import report
from bot.settings import Settings

STDIN = "-"


def eligibility(
    facts: Annotated[str, typer.Option(help="JSON 或 YAML 文件，- 表示从标准输入读；项目名见 policies/facts.yaml")],
    region: Annotated[str | None, typer.Option(help="地区名或六位代码；不写就用文件里的居住地")] = None,
    on: Annotated[str | None, typer.Option(help="按哪一天判断，如 2023-06-01")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """按已知情况判断符合哪些措施，缺什么，下一个该问什么。"""
    service = Service(Settings())
    known, about = _known(_read(facts), service)
    said = known.get("region")
    code = parse_region(region, service) or service.settings.default_region or (str(said) if said else NATIONAL)
    scope = Scope(about, code, parse_day(on, service.clock.today()))
    if as_json:
        document = to_document(known, scope, service.assessor, service.knowledge)
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(report(known, scope, service.assessor, service.knowledge))


def _read(source: str) -> Mapping[str, Any]:
    try:
        text = sys.stdin.buffer.read() if source == STDIN else Path(source).read_bytes()
        # YAML is a superset of JSON; as text, so that no bare value is taken for a date.
        data = yaml.safe_load(text.decode("utf-8-sig"))
    except FileNotFoundError:
        raise Failure(f"没有找到文件 {source}。") from None
    except IsADirectoryError:
        raise Failure(f"{source} 是文件夹，请给一个文件。") from None
    except UnicodeDecodeError:
        raise Failure("文件不是 UTF-8 编码，请另存为 UTF-8。") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "文件"
        raise Failure(f'{where}不是有效的 JSON 或 YAML，请写成 {{"age": 38}} 这样。') from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise Failure('文件里应当是一组“项目: 值”，如 {"age": 38}。')
    return {str(key): value for key, value in data.items()}


def _known(raw: Mapping[str, Any], service: Service) -> tuple[Circumstances, About]:
    """The facts, or a failure that lists everything wrong with them."""
    knowledge = service.knowledge

    def resolve(name: str) -> str | None:
        try:
            return parse_region(name, service)
        except Failure:
            return None

    read = read_facts(raw, knowledge.catalogue.facts, resolve)
    problems = [problem_text(problem, knowledge) for problem in read.problems]
    if len(read.about) > 1:
        problems.append(knowledge.phrases.say("problem_both_kinds"))
    if not problems:
        found = service.assessor.contradictions(read.known)
        problems = [contradiction_text(each, read.known, knowledge) for each in found]
    if problems:
        intro = knowledge.phrases.say("facts_wrong", count=len(problems))
        raise Failure("\n".join((intro, *problems)))
    return read.known, next(iter(read.about), About.PERSON)
