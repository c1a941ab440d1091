"""How many questions an interview takes: `python -m benchmarks.interview [--people N]`.

Simulated people answer until nothing is left to ask, once with each way of choosing the next question. At the end of
every interview the verdicts must be those of the whole form.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import time
from collections.abc import Sequence
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.interviewing import Interviews, Person, Setting, in_random_order, most_wanted
from bot.catalog.load import load_catalogue
from bot.catalog.regions_csv import load_gazetteer
from bot.core.eligibility.assessor import Assessor, Scope
from bot.core.eligibility.circumstances import Circumstances
from bot.core.policies.facts import About
from bot.settings import ROOT

REGIONS = {"410300": "洛阳市", "520000": "贵州省", "630200": "海东市", "120119": "蓟州区", "532622": "砚山县"}
DAY = dt.date(2026, 11, 21)
PEOPLE = 10_000
FEWER = 500
"""Random order hardly ever meets a state again, so that it takes long; so many are enough for its mean."""
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
    ways = {
        "ours, a list is one question": (Interviews(setting, listed.next), people),
        "ours, one fact at a time": (Interviews(setting, single.next), people),
        "most frequent fact first": (Interviews(setting, most_wanted(single)), people),
        "random order": (Interviews(setting, in_random_order(single, Random(region))), FEWER),
    }
    for index, person in enumerate(everybody):
        in_full = setting.verdicts(setting.inference.complete(Circumstances(person)))
        for interviews, number in ways.values():
            if index < number:
                interviews.hold(person, in_full)
    one_by_one, together = len(single.questions(setting.start)), len(listed.questions(setting.start))
    return {
        "asking all": {"one by one": one_by_one, "with lists": together},
        **{name: _counted(held, one_by_one, together) for name, (held, _) in ways.items()},
        "determination_ms": _determination(setting, everybody[:TIMED]),
    }


@cache
def _assessor() -> Assessor:
    return Assessor(load_catalogue(ROOT / "policies", load_gazetteer(ROOT / "data" / "reference").codes()))


def _counted(held: Interviews, one_by_one: int, together: int) -> dict[str, float]:
    mean = statistics.fmean(held.asked)
    return {
        "people": len(held.asked),
        "mean": round(mean, 2),
        "median": statistics.median(held.asked),
        "p90": _part(held.asked, 0.9),
        "of all one by one": round(mean / one_by_one, 3),
        "of all with lists": round(mean / together, 3),
        "ms_per_question_p50": round(_part(held.milliseconds, 0.5), 2),
        "ms_per_question_p95": round(_part(held.milliseconds, 0.95), 2),
    }


def _part(values: Sequence[float], share: float) -> float:
    """The value that so many do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _determination(setting: Setting, people: Sequence[Person]) -> dict[str, float]:
    """All measures of the region for one person, with everything that follows from what was said."""
    chance, took = Random(0), []
    for person in people:
        told = dict(islice(person.items(), chance.randint(0, len(person))))
        before = time.perf_counter()
        setting.assessor.determine(Circumstances(told), setting.scope)
        took.append(1000 * (time.perf_counter() - before))
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
