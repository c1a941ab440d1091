"""Trains the model of today's sources and writes `models/<fingerprint>.tar.gz`; does nothing when it is there.

    python -m tongxing_nlu.train [--force]

Prints its progress as one JSON object a line: {"stage": "topics", "done": 0.6}.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tongxing_nlu import paths, placeholders, quiet
from tongxing_nlu.fingerprint import model_path
from tongxing_nlu.progress import report, report_to


def main() -> None:
    """Train unless the model is current."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--force", action="store_true", help="train even when the model is current")
    arguments = parser.parse_args()
    # Progress keeps standard output to itself; what Rasa prints goes to standard error.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as progress:
        os.dup2(2, 1)
        report_to(progress)
        target = model_path()
        if arguments.force or not target.exists():
            train(target)
            _remove_older(target)
        report("ready", 1.0)


def train(target: Path, data: Path = paths.DATA) -> None:
    """Train on the voices in `data`; the model appears under its name only when it is complete."""
    report("import", 0.0)
    quiet.prepare()
    placeholders.install()
    import rasa.model_training

    quiet.silence_rasa()
    report("import", 1.0)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        trained = rasa.model_training.train_nlu(
            str(paths.CONFIG), str(data), folder, fixed_model_name="model", domain=str(paths.DOMAIN)
        )
        if trained is None:
            sys.exit("training failed: no sentences")
        os.replace(trained, target)


def _remove_older(current: Path) -> None:
    for model in current.parent.glob("*.tar.gz"):
        if model != current:
            model.unlink()


if __name__ == "__main__":
    main()
