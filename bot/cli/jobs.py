"""`tongxing jobs`: whom a job fits, and what to ask its employer."""

from __future__ import annotations

import sys
from typing import Annotated

import orjson
import typer

from bot.cli.record_desk import OFFICE, Desk, desk, run
from bot.core.eligibility.ternary import Ternary
from bot.services.jobs.match_desk import Fitting, MatchDesk

Number = Annotated[str, typer.Argument(help="岗位编号，如 K7QD-2M9X-4RTA")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]

app = typer.Typer(help="岗位：合适的人，要问单位的事，发岗位提醒。", no_args_is_help=True)


@app.command()
def people(
    number: Number,
    most: Annotated[int, typer.Option(help="最多列几个", min=1, max=1000)] = 20,
    as_json: AsJson = False,
) -> None:
    """这个岗位合适的人，合适的在前；只有编号、地区和理由，看过会记录。"""
    at = desk()
    job, found = run(at, lambda: _match_desk(at).people(number, most, OFFICE, at.now()))
    if as_json:
        sys.stdout.buffer.write(orjson.dumps([_plain(each) for each in found]) + b"\n")
        return
    sys.stdout.write(f"{job.title}（{job.employer}）\n")
    for each in found:
        sys.stdout.write(_line(each, at) + "\n")
    if not found:
        sys.stdout.write(at.phrases.say("job_people_none") + "\n")


@app.command()
def questions(number: Number, as_json: AsJson = False) -> None:
    """岗位没写、但决定有人合适不合适的事；单位补充后再匹配。"""
    at = desk()
    job, asked = run(at, lambda: _match_desk(at).questions(number, OFFICE, at.now()))
    if as_json:
        plain = [{"question": each.text, "needed": each.asked.needed, "wished": each.asked.wished} for each in asked]
        sys.stdout.buffer.write(orjson.dumps(plain) + b"\n")
        return
    sys.stdout.write(f"{job.title}（{job.employer}）\n")
    for each in asked:
        needed, wished = each.asked.needed, each.asked.wished
        line = at.phrases.say("job_question_line", question=each.text, needed=needed, wished=wished)
        sys.stdout.write(line + "\n")
    if not asked:
        sys.stdout.write(at.phrases.say("job_questions_none") + "\n")


@app.command()
def tell() -> None:
    """现在就给订阅了岗位提醒的人发合适的岗位（serve 每天自己做）。"""
    at = desk()
    now = at.now()
    told = run(at, lambda: at.service.tell_matches.everybody(now.date(), now))
    sys.stdout.write(f"看了 {told.needs} 份求职需求，存好 {told.messages} 条提醒，问了 {told.employers} 家单位。\n")


def _match_desk(at: Desk) -> MatchDesk:
    service = at.service
    return MatchDesk(service.record_book, service.find_jobs, service.match_words, service.units_of_work)


def _line(each: Fitting, at: Desk) -> str:
    fit = at.phrases.name("job_fits", "yes" if each.fit is Ternary.YES else "unknown")
    why = "；".join(each.fits) + ("　" + "".join(each.ask) if each.ask else "")
    place = at.book.place(each.region)
    return at.phrases.say(
        "job_people_line", number=each.number, place=place, fit=fit, score=round(100 * each.score), why=why
    )


def _plain(each: Fitting) -> dict[str, object]:
    return {
        "number": each.number,
        "region": each.region,
        "fit": each.fit.name.lower(),
        "score": round(each.score, 4),
        "fits": each.fits,
        "ask": each.ask,
    }
