"""200 people at the web chat at once, beside the language model: `python -m benchmarks.many_chats [--keep]`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.run import RESULTS, machine
from benchmarks.serving import serving

PEOPLE_FILE = Path(__file__).parent / "chatting.py"
LIMIT_MS = 1000
"""What p95 must stay under."""


def main() -> None:
    """Measure, print, and keep the figures beside those of the other benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=180)
    parser.add_argument("--keep", action="store_true", help="write the figures into results.json")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as service:
        found: dict[str, Any] = {"machine": machine(), "people": chosen.people, "seconds": chosen.seconds}
        found |= measured(f"http://127.0.0.1:{service.port}", chosen.people, chosen.seconds)
        found["memory_mb"] = {name: round(value) for name, value in service.memory_megabytes().items()}
    print(json.dumps(found, ensure_ascii=False, indent=2))
    if chosen.keep:
        kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
        text = json.dumps({**kept, "many_chats": found}, ensure_ascii=False, indent=2)
        RESULTS.write_text(text + "\n", encoding="utf-8")
    if found["errors"] or found["message"]["p95_ms"] >= LIMIT_MS:
        sys.exit("must have no error, and p95 under a second")


def measured(site: str, people: int, seconds: int) -> dict[str, Any]:
    """Waiting times by kind of request, from the first person on; everybody is there after ten seconds."""
    command = [
        *(sys.executable, "-m", "locust", "-f", str(PEOPLE_FILE), "--host", site, "--headless", "--json"),
        *("--only-summary", "-u", str(people), "-r", str(max(1, people // 10)), "-t", f"{seconds}s"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        entries = json.loads(done.stdout[done.stdout.index("[") :])
    except ValueError:
        sys.exit(f"locust said: {done.stderr[-2000:]}")
    return {"errors": sum(each["num_failures"] for each in entries), **{each["name"]: of(each) for each in entries}}


def of(entry: dict[str, Any]) -> dict[str, float]:
    """Counts, and times that locust has rounded to two digits."""
    times = Counter({float(time): count for time, count in entry["response_times"].items()})
    in_order = sorted(times.elements())
    return {
        "requests": entry["num_requests"],
        "per_second": round(entry["num_requests"] / max(1.0, entry["last_request_timestamp"] - entry["start_time"]), 1),
        **{f"p{share}_ms": in_order[min(len(in_order) - 1, len(in_order) * share // 100)] for share in (50, 95, 99)},
        "longest_ms": round(entry["max_response_time"], 1),
    }


if __name__ == "__main__":
    main()
