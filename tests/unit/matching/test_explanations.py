"""Reasons and questions in words, for the person and for the employer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.explaining import EVERYTHING, FOR_EMPLOYERS, Explanation, explain, question
from bot.core.matching.findings import Party
from bot.core.matching.match import match
from bot.core.matching.questions import questions_for_employer
from bot.core.matching.words import Words
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed, Term
from bot.core.registry.places import Reach
from bot.core.registry.said import Said
from bot.core.registry.terms import Audience, Education, LeastWage, Per, Schedule, Wage
from tests.unit.matching.needs_and_jobs import jobs, needs

NEED = JobNeed(
    "n",
    "532622",
    occupations=frozenset({"4-10-04"}),
    skills=frozenset({"打字", "推拿"}),
    schedules=frozenset({Schedule.PART, Schedule.FLEXIBLE}),
    reach=Reach.COUNTY,
    least_wage=LeastWage(250_000, Per.MONTH),
    must=frozenset({Term.PLACE, Term.WAGE}),
    needs=frozenset({"step_free", "toilet_accessible"}),
    wishes=frozenset({"quiet"}),
    education=Education.SENIOR,
    certificates=Said.of({"健康证": True}),
)
JOB = Job(
    "j",
    "某养生馆",
    "按摩师",
    "4-10-04",
    "532622",
    wage=Wage(300_000, 450_000, Per.MONTH),
    schedule=Schedule.FULL,
    skills=frozenset({"推拿"}),
    conditions=Said.of({"step_free": True, "quiet": False}),
    education=Education.JUNIOR,
    certificates=frozenset({"健康证", "按摩师证"}),
    audience=frozenset({Audience.GRADUATES}),
)


def told(need: JobNeed, job: Job, words: Words) -> Explanation:
    return explain(match(need, job), need, job, words)


def test_why_what_else_and_what_to_ask(words: Words) -> None:
    assert told(NEED, JOB, words).sentences(words) == (
        "现在看没有不合适的地方，还有几项不知道。",
        "合适，因为：做的是按摩、按摩师一类（保健服务人员），正是想找的；工作在云南省文山壮族苗族自治州砚山县，在本县（市、区）以内；"
        "工资每月3000到4500元，不低于每月2500元；学历达到要求的初中；有健康证；进出没有台阶；会的推拿用得上。",
        "和希望的不一样：上班方式是全天上班，想要的是半天或部分时间、时间自己定；没有这个条件：环境安静。",
        "要问单位：有轮椅能进、有扶手的卫生间吗？",
        "要请求职者说一下：您有按摩师证吗？您是高校毕业生吗？",
    )


def test_the_same_in_easy_words(words: Words) -> None:
    assert told(NEED, JOB, replace(words, easy=True)).sentences(replace(words, easy=True)) == (
        "可能合适。还要问一问。",
        "合适：是想做的按摩、按摩师一类；在云南省文山壮族苗族自治州砚山县，不远；工资每月3000到4500元，够了；学历够了；"
        "有健康证；没有台阶；会的推拿用得上。",
        "有点不一样：是全天上班；没有：安静。",
        "问单位：厕所轮椅能进吗？",
        "请你说：你有按摩师证吗？你是高校毕业生吗？",
    )


def test_a_job_that_is_ruled_out_is_told_why_and_nothing_is_asked(words: Words) -> None:
    job = replace(JOB, region="310115", wage=Wage(200_000, 240_000, Per.MONTH))
    assert told(NEED, job, words).sentences(words) == (
        "不合适，因为：工作在上海市浦东新区，不在本县（市、区）以内；工资每月2000到2400元，低于每月2500元。",
    )


def test_work_from_home_is_near_wherever_the_employer_is(words: Words) -> None:
    explanation = told(NEED, replace(JOB, region="310115", remote=True), words)
    assert "可以在家做" in explanation.fits


@pytest.mark.parametrize(
    ("wage", "text"),
    [
        (Wage(300_000, 300_000, Per.MONTH), "每月3000元"),
        (Wage(300_000, 450_000, Per.MONTH), "每月3000到4500元"),
        (Wage(2_250, None, Per.HOUR), "每小时22.5元以上"),
        (Wage(None, 15_000, Per.DAY), "每天最多150元"),
        (Wage(35, 35, Per.PIECE), "每件0.35元"),
        (Wage(0, 100, Per.PIECE), "每件0到1元"),
    ],
)
def test_wages_in_words(wage: Wage, text: str, words: Words) -> None:
    assert words.wage(wage) == text


def test_an_employer_reads_nothing_that_the_person_did_not_agree_to(words: Words) -> None:
    explanation = explain(match(NEED, JOB), NEED, JOB, words, FOR_EMPLOYERS)
    shown = "".join(explanation.sentences(words))
    for private in ("2500", "砚山", "台阶", "卫生间", "安静"):
        assert private not in shown
    assert "会的推拿用得上" in shown and "健康证" in shown


def test_the_employers_questions_do_not_say_who_needs_it(words: Words) -> None:
    people = [replace(NEED, id=str(number)) for number in range(3)]
    job = replace(JOB, wage=None)
    asked = [
        question(each.aspect, each.item, Party.EMPLOYER, job, words) for each in questions_for_employer(job, people)
    ]
    assert asked == ["有轮椅能进、有扶手的卫生间吗？", "工资从多少到多少？按月、按天、按小时还是按件算？"]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(needs(), jobs())
def test_everything_that_can_come_out_has_words(words: Words, need: JobNeed, job: Job) -> None:
    found = match(need, job)
    for wording in (words, replace(words, easy=True)):
        for aspects in (EVERYTHING, FOR_EMPLOYERS):
            explanation = explain(found, need, job, wording, aspects)
            lines = explanation.sentences(wording)
            assert all(line and not re.search(r"[{}]|None|：。|、、", line) for line in lines)
            if aspects is EVERYTHING:
                assert bool(explanation.fails) is (found.fit is Ternary.NO)
                told = len(explanation.fits) + len(explanation.fails) + len(explanation.differs)
                assert told == sum(finding.meets is not Ternary.UNKNOWN for finding in found.findings)


def test_every_condition_can_be_asked_and_told(words: Words) -> None:
    for name in words.conditions:
        need = JobNeed("n", "532622", needs=frozenset({name}))
        job = Job("j", "", "", "4", "532622")
        explanation = told(need, job, words)
        assert len(explanation.ask_employer) + len(explanation.fails) == 1
