"""Accuracy and latency of the model beside two baselines on the same split: `python -m benchmarks.understanding`."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from bot.interpreters.nlu_project import PYTHON

NLU = Path(__file__).parent.parent / "nlu"


def understanding() -> list[dict[str, Any]]:
    """One entry for the model and each baseline, in the NLU project's own environment."""
    held_out = sorted(str(path) for path in (NLU / "tests" / "held_out").glob("*.tsv"))
    command = [str(NLU / PYTHON), "-W", "ignore", "-m", "tongxing_nlu.baselines", *held_out]
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    done = subprocess.run(command, cwd=NLU, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    print(json.dumps(understanding(), ensure_ascii=False, indent=2))
