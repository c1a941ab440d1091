"""How many questions an interview takes: `python -m benchmarks.interview [--people N]`.

Simulated people answer until nothing is left to ask, once with each way of choosing the next question. At the end of
every interview the verdicts must be those of the whole form.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import timeit
from collections.abc import Mapping, Sequence
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.interviewing import (
    Chooser,
    Interviews,
    Person,
    Setting,
    in_random_order,
    most_wanted,
    with_hindsight,
)
from bot.catalog.load import load_catalogue
from bot.catalog.regions_csv import load_gazetteer
from bot.core.eligibility.assessor import Assessor, Scope
from bot.core.eligibility.circumstances import Circumstances
from bot.core.policies.facts import About
from bot.settings import ROOT

REGIONS = {"410300": "洛阳市", "520000": "贵州省", "630200": "海东市", "120119": "蓟州区", "532622": "砚山县"}
DAY = dt.date(2026, 11, 21)
PEOPLE = 10_000
COMPARED = 2000
SHUFFLED = 500
HINDSIGHT = 100
"""Enough people for the means of the ways that ours are compared with; the last two take long for each of them."""
TIMED = 1000
PROCESSES = 2
RESULTS = Path(__file__).parent / "results.json"


def interview(people: int = PEOPLE) -> dict[str, Any]:
    """Questions and times for job seekers and employers of each region."""
    scopes = [(about, region, people) for about in About for region in REGIONS]
    with get_context("spawn").Pool(PROCESSES) as pool:
        found = pool.map(_measured, scopes, chunksize=1)
    results: dict[str, Any] = {"people": people, "day": DAY.isoformat()}
    for (about, region, _), figures in zip(scopes, found, strict=True):
        results.setdefault(about.value, {})[REGIONS[region]] = figures
    return results


def _measured(scope: tuple[About, str, int]) -> dict[str, Any]:
    about, region, people = scope
    setting = Setting(_assessor(), Scope(about, region, DAY))
    everybody = list(setting.people(people))
    listed = setting.questionnaire(setting.assessor.catalogue.question_lists)
    single = setting.questionnaire(())
    all_listed, all_single = len(listed.questions(setting.start)), len(single.questions(setting.start))
    in_full = [setting.verdicts(setting.inference.complete(Circumstances(person))) for person in everybody]

    def held(choose: Chooser, number: int, **asking_all: int) -> dict[str, float]:
        interviews = Interviews(setting, choose)
        for person, verdicts in islice(zip(everybody, in_full, strict=True), number):
            interviews.hold(person, verdicts)
        return _counted(interviews, asking_all)

    facts = list(single.open_facts(setting.start))
    least = [with_hindsight(setting, facts, *each) for each in islice(zip(everybody, in_full, strict=True), HINDSIGHT)]
    return {
        "drawn_again": round(setting.drawn_again / people, 3),
        "a list is one question": {
            "asking all": all_listed,
            "ours": held(listed.next, people, of_all=all_listed, of_all_facts=all_single),
            "most rules first": held(most_wanted(listed), COMPARED, of_all=all_listed, of_all_facts=all_single),
        },
        "one fact at a time": {
            "asking all": all_single,
            "ours": held(single.next, people, of_all=all_single),
            "most rules first": held(most_wanted(single), COMPARED, of_all=all_single),
            "random order": held(in_random_order(single, Random(region)), SHUFFLED, of_all=all_single),
            "with hindsight": {
                "mean": round(statistics.fmean(least), 2),
                "of_all": round(statistics.fmean(least) / all_single, 3),
            },
        },
        "determination_ms": _determination(setting, everybody[:TIMED]),
    }


@cache
def _assessor() -> Assessor:
    return Assessor(load_catalogue(ROOT / "policies", load_gazetteer(ROOT / "data" / "reference").codes()))


def _counted(interviews: Interviews, asking_all: Mapping[str, int]) -> dict[str, float]:
    mean = statistics.fmean(interviews.asked)
    return {
        "people": len(interviews.asked),
        "mean": round(mean, 2),
        "median": statistics.median(interviews.asked),
        "p90": _part(interviews.asked, 0.9),
        **{name: round(mean / number, 3) for name, number in asking_all.items()},
        "ms_p50": round(_part(interviews.milliseconds, 0.5), 2),
        "ms_p95": round(_part(interviews.milliseconds, 0.95), 2),
    }


def _part(values: Sequence[float], share: float) -> float:
    """The value that so many do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _determination(setting: Setting, people: Sequence[Person]) -> dict[str, float]:
    """All measures of the region for one person, with everything that follows from what was said."""
    chance, took = Random(0), []
    for person in people:
        told = Circumstances(dict(islice(person.items(), chance.randint(0, len(person)))))
        # The best of three: the machine is shared with the other process.
        run = partial(setting.assessor.determine, told, setting.scope)
        took.append(1000 * min(timeit.repeat(run, number=1, repeat=3)))
    measures = len(setting.assessor.candidates(setting.scope))
    return {"measures": measures, "p50": round(_part(took, 0.5), 2), "p95": round(_part(took, 0.95), 2)}


def main() -> None:
    """Measure, print, and keep the figures beside those of the other benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help="simulated people in each region")
    parser.add_argument("--keep", action="store_true", help="write the figures into results.json")
    chosen = parser.parse_args()
    found = interview(chosen.people)
    if chosen.keep:
        results = json.loads(RESULTS.read_text(encoding="utf-8")) | {"interview": found}
        RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
