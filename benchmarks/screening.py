"""Screening a million people, and the same rules in OpenFisca: `python -m benchmarks.screening [--people N]`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pa_parquet

from benchmarks.crowd import crowd, plan_regions
from bot.bootstrap import Service
from bot.core.eligibility.columns import Column
from bot.core.eligibility.columns_inference import ColumnInference
from bot.core.eligibility.columns_population import Population
from bot.core.eligibility.determination import Candidate, candidates
from bot.core.eligibility.evaluate import Leaf, Rule, leaves
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.criteria import Comparison
from bot.core.policies.facts import About, FactType
from bot.core.regions.region import ancestors
from bot.screening.cells import Cells
from bot.screening.plan import facts_of
from bot.screening.reading import ROWS_A_BLOCK
from bot.settings import Settings

HERE = Path(__file__).parent
PEER = HERE / "peers" / "openfisca"
REGION = "532622"
DAY = dt.date(2026, 11, 21)
TIMES = 5


def screening(people: int) -> dict[str, Any]:
    """From a file to the written result, and evaluating alone beside OpenFisca."""
    catalogue = Service(Settings()).catalogue
    with tempfile.TemporaryDirectory() as folder:
        whole = min((whole_run(catalogue, people, Path(folder)) for _ in range(3)), key=lambda run: run["seconds"])
        return {"people": people, "file to file": whole, "evaluating": evaluating(catalogue, people, Path(folder))}


def whole_run(catalogue: Catalogue, people: int, folder: Path) -> dict[str, Any]:
    """The command as staff run it; memory is that of the whole process."""
    source, out = folder / "people.parquet", folder / "out.parquet"
    if not source.exists():
        pa_parquet.write_table(crowd(catalogue, people), source)
    load = os.getloadavg()[0]
    started = time.perf_counter()
    command = [sys.executable, "-m", "bot.cli.main", "screen", "--people", source, "--out", out]
    process = subprocess.Popen(
        [*command, "--on", DAY.isoformat(), "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    summary = json.loads(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, "the command failed"
    return {
        "seconds": round(time.perf_counter() - started, 2),
        "load_before": round(load, 1),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "memory_mb": round(usage.ru_maxrss / 1024),
        "measures": len(summary["measures"]),
        "result_mb": round(out.stat().st_size / 1e6, 1),
    }


def evaluating(catalogue: Catalogue, people: int, folder: Path) -> dict[str, Any]:
    """All measures of one county for everybody, columns in memory; where nothing is missing, both must agree."""
    fitting = candidates(catalogue, REGION, About.PERSON, DAY)
    full, gappy = crowd(catalogue, people, missing=0), crowd(catalogue, people)
    columns, gappy_columns = columns_of(catalogue, full), columns_of(catalogue, gappy)
    ours, verdicts = timed(lambda: verdicts_of(catalogue, columns, fitting))
    ours_gappy, _ = timed(lambda: verdicts_of(catalogue, gappy_columns, fitting))
    peer, theirs = openfisca(catalogue, full, fitting, folder)
    differing = [
        name
        for name, yes in verdicts.items()
        if not np.array_equal(np.unpackbits(np.concatenate(yes), count=people).astype(bool), theirs[name])
    ]
    return {
        "measures": len(fitting),
        "ours_s": ours,
        "ours_with_missing_facts_s": ours_gappy,
        "openfisca": peer,
        "times_as_fast": round(peer["evaluate_s"] / ours, 1),
        "measures_with_differing_verdicts": differing,
    }


def columns_of(catalogue: Catalogue, table: pa.Table) -> dict[str, Column]:
    """The table as the service reads it."""
    facts = {name: fact for name, fact in catalogue.facts.items() if name in table.column_names}
    read = {name: Cells(fact, name, str).read(table[name].combine_chunks()) for name, fact in facts.items()}
    return {name: column for name, (column, _) in read.items()}


def verdicts_of(catalogue: Catalogue, columns: Mapping[str, Column], fitting: Sequence[Candidate]) -> dict[str, Any]:
    """Who is eligible for each measure, as bitmaps; everything is worked out anew."""
    inference = ColumnInference(catalogue.facts, catalogue.implications, facts_of(fitting))
    people = len(next(iter(columns.values())).codes)
    yes: dict[str, list[Any]] = {each.measure.id: [] for each in fitting}
    for start in range(0, people, ROWS_A_BLOCK):
        stop = min(start + ROWS_A_BLOCK, people)
        block = {name: Column(column.codes[start:stop], column.states) for name, column in columns.items()}
        population = Population(inference.complete(block, stop - start), stop - start)
        for each in fitting:
            yes[each.measure.id].append(population.outcomes(each.rule).yes)
    return yes


def openfisca(
    catalogue: Catalogue, table: pa.Table, fitting: Sequence[Candidate], folder: Path
) -> tuple[dict[str, Any], Any]:
    """What OpenFisca needs, in its own environment, and its verdicts."""
    names = dict.fromkeys(leaf.fact for each in fitting for leaf in leaves(each.rule))
    facts = {name: {"type": catalogue.facts[name].type.value, "options": options(catalogue, name)} for name in names}
    rules = {
        "times": TIMES,
        "facts": facts,
        "measures": {each.measure.id: exported(each.rule, plan_regions(catalogue)) for each in fitting},
    }
    (folder / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    np.savez(folder / "people.npz", **{name: plain(table[name], facts[name]["options"]) for name in names})
    python = ["uv", "run", "--quiet", "--project", str(PEER), "--python", sys.executable, "python"]
    files = [folder / "rules.json", folder / "people.npz", folder / "verdicts.npz"]
    done = subprocess.run([*python, PEER / "evaluate.py", *files], check=True, capture_output=True, text=True)
    return json.loads(done.stdout), np.load(folder / "verdicts.npz")


def options(catalogue: Catalogue, name: str) -> list[str]:
    """What a fact that is chosen may be."""
    fact = catalogue.facts[name]
    if fact.type is FactType.REGION:
        return list(plan_regions(catalogue))
    return [str(option.value) for option in fact.options] if fact.type is FactType.CHOICE else []


def plain(column: pa.ChunkedArray, options: Sequence[str]) -> Any:
    """A column as OpenFisca takes it: places among the options, or the values themselves."""
    cells = column.combine_chunks()
    return np.asarray(pc.index_in(cells, pa.array(options)) if options else cells)


def exported(rule: Rule, regions: Sequence[str]) -> dict[str, Any]:
    """A rule as JSON; a test of regions names all that lie within."""
    if not isinstance(rule, Leaf):
        return {"n": rule.n, "parts": [exported(part, regions) for part in rule.parts]}
    comparison = rule.test.comparison
    values = list(rule.bound) if comparison is Comparison.IN else [rule.bound]
    if comparison is Comparison.WITHIN:
        values = [code for code in regions if rule.bound in ancestors(code)]
    plain_values = [float(value) if isinstance(value, Decimal) else value for value in values]
    return {"fact": rule.fact, "comparison": comparison.value, "values": plain_values, "wanted": rule.wanted}


def timed[T](work: Callable[[], T]) -> tuple[float, T]:
    """The shortest of several runs in seconds of processor time, which neighbours disturb least, and what it gave."""
    seconds = []
    for _ in range(TIMES):
        started = time.process_time()
        result = work()
        seconds.append(time.process_time() - started)
    return round(min(seconds), 4), result


def main() -> None:
    """Measure and write the figures beside the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    found = screening(parser.parse_args().people)
    file = HERE / "results.json"
    results = json.loads(file.read_text(encoding="utf-8")) | {"screening": found}
    file.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
