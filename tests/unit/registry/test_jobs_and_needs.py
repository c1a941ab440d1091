"""Values that cannot be are refused; what was not said stays apart from no."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.core.registry.jobs import Job, JobState
from bot.core.registry.needs import JobNeed
from bot.core.registry.said import Said
from bot.core.registry.terms import Education, LeastWage, Per, Wage

JOB = Job("j", "某单位", "保洁员", "4-09-08", "532622", deadline=dt.date(2026, 12, 31))
NEED = JobNeed("n", "532622", expires=dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    "make",
    [
        lambda: JobNeed("n", "砚山县"),
        lambda: JobNeed("n", "000000"),
        lambda: JobNeed("n", "532622", occupations=frozenset({"保洁"})),
        lambda: JobNeed("n", "532622", needs=frozenset({"lift"}), wishes=frozenset({"lift", "quiet"})),
        lambda: Job("j", "", "", "保洁", "532622"),
        lambda: Job("j", "", "", "4-09-08", "砚山"),
        lambda: Job("j", "", "", "4-09-08", "532622", number=0),
        lambda: Job("j", "", "", "4-09-08", "532622", conditions=Said(yes=frozenset({"remote"}))),
        lambda: Said(yes=frozenset({"lift"}), no=frozenset({"lift"})),
        lambda: Wage(None, None, Per.MONTH),
        lambda: Wage(400_000, 300_000, Per.MONTH),
        lambda: Wage(-1, None, Per.MONTH),
        lambda: LeastWage(0, Per.MONTH),
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()


def test_not_said_is_not_no() -> None:
    said = Said.of({"lift": True, "quiet": False})
    assert [said.get(name) for name in ("lift", "quiet", "seated")] == [True, False, None]
    job = dataclasses.replace(JOB, conditions=said)
    assert [job.offers(name) for name in ("lift", "quiet", "seated", "remote")] == [True, False, None, False]
    assert dataclasses.replace(job, remote=True).offers("remote") is True


def test_an_answer_can_be_changed() -> None:
    said = Said.of({"lift": True}).saying(["lift", "quiet"], False).saying(["quiet"], True)
    assert (said.yes, said.no) == (frozenset({"quiet"}), frozenset({"lift"}))


def test_a_job_is_open_while_published_and_until_the_deadline() -> None:
    published = dataclasses.replace(JOB, state=JobState.PUBLISHED)
    assert published.is_open_on(dt.date(2026, 12, 31))
    assert not published.is_open_on(dt.date(2027, 1, 1))
    assert not JOB.is_open_on(dt.date(2026, 12, 31))
    assert dataclasses.replace(published, deadline=None).is_open_on(dt.date(2030, 1, 1))
    assert NEED.stands_on(dt.date(2026, 12, 31)) and not NEED.stands_on(dt.date(2027, 1, 1))


def test_levels_of_education_are_in_order() -> None:
    levels = list(Education)
    for lower, higher in pairwise(levels):
        assert higher.reaches(lower) and higher.reaches(higher) and not lower.reaches(higher)
