"""`tongxing screen`: determinations for many people from a file, with reasons, resumable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.cli.questions import parse_day, parse_region
from bot.core.policies.facts import About
from bot.settings import Settings


def screen(
    people: Annotated[
        Path, typer.Option(help="人员文件，.csv 或 .parquet；列名写项目名或中文名，见 policies/facts.yaml")
    ],
    on: Annotated[str | None, typer.Option(help="按哪一天判断，如 2023-06-01")] = None,
    out: Annotated[Path | None, typer.Option(help="结果写到这个 .parquet 或 .csv 文件；不写就只看汇总")] = None,
    measure: Annotated[list[str] | None, typer.Option(help="只看这项措施，可写多次；只写一项时结果是工作名单")] = None,
    about: Annotated[About, typer.Option(help="文件里是人还是用人单位")] = About.PERSON,
    region: Annotated[str | None, typer.Option(help="没有写地区的人算哪里，地区名或六位代码")] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="读不出来的格当作不知道，继续")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="汇总输出 JSON")] = False,
) -> None:
    """成批判断很多人符合哪些措施，缺什么；中断后同样再运行一次就接着做。"""
    # Reading and writing tables takes a large library; only this command needs it.
    from bot.cli.screening import Request, run

    service = Service(Settings())
    request = Request(
        people=people,
        on=parse_day(on, service.clock.today()),
        out=out,
        measures=frozenset(measure) if measure else None,
        about=about,
        region=parse_region(region, service) or service.settings.default_region,
        skip_bad=skip_bad,
    )
    run(request, service, as_json=as_json)
