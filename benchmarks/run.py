"""Measures the whole service and writes `benchmarks/results.json`: `python -m benchmarks.run`."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.http_load import Load, send_all
from benchmarks.serving import Serving, serving
from benchmarks.understanding import understanding

HERE = Path(__file__).parent
SENTENCES = HERE.parent / "nlu" / "tests" / "held_out"
RESULTS = HERE / "results.json"
WARM_UP = 50


def main() -> None:
    """Measure on an empty database, twice: the first start may still train the model."""
    with tempfile.TemporaryDirectory() as folder:
        with serving(Path(folder) / "first"):
            pass
        with serving(Path(folder) / "second") as service:
            results = {"machine": machine(), "start": start(service), "messages": asyncio.run(messages(service.port))}
            results["memory_mb"] = {name: round(value) for name, value in service.memory_megabytes().items()}
    results["understanding"] = understanding()
    # What other benchmarks measured stays.
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(kept | results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, ensure_ascii=False, indent=2))


def machine() -> dict[str, Any]:
    """What was measured on."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "when": datetime.now(UTC).date().isoformat(),
        "note": "client, service and language model share the cores",
    }


def start(service: Serving) -> dict[str, float]:
    """Seconds, once set up."""
    return {"listening_s": round(service.listening_after, 2), "ready_s": round(service.ready_after, 2)}


async def messages(port: int) -> dict[str, dict[str, float]]:
    """Throughput and waiting times; every sentence of the first two runs is new to the service."""
    texts = sentences()
    await send_all("127.0.0.1", port, 1, [(f"warm-{i}", f"第{i}句：{text}") for i, text in enumerate(texts[:WARM_UP])])
    third = len(texts) // 3
    single = [(f"one-{i}", text) for i, text in enumerate(texts[:third])]
    eight = [(f"eight-{i}", text) for i, text in enumerate(texts[third:])]
    known = texts[0]
    repeated = [(f"again-{i % 200}", known) for i in range(4000)]
    pressed = [(f"press-{i % 200}", "菜单" if i < 200 else "cmd:menu") for i in range(4000)]
    return {
        "one user, nothing cached": rounded(await send_all("127.0.0.1", port, 1, single)),
        "eight users, nothing cached": rounded(await send_all("127.0.0.1", port, 8, eight)),
        "eight users, the same sentence": rounded(await send_all("127.0.0.1", port, 8, repeated)),
        "eight users, buttons": rounded(await send_all("127.0.0.1", port, 8, pressed)),
    }


def sentences() -> list[str]:
    """Real-looking sentences the model was not trained on."""
    lines = [line for file in sorted(SENTENCES.glob("*.tsv")) for line in file.read_text(encoding="utf-8").splitlines()]
    return [line.partition("\t")[0] for line in lines if line]


def rounded(load: Load) -> dict[str, float]:
    """For reading."""
    return {name: round(value, 1) for name, value in asdict(load).items()}


if __name__ == "__main__":
    main()
