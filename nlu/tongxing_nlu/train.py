"""Trains the model of today's sources and writes `models/<fingerprint>.tar.gz`; does nothing when it is there.

    python -m tongxing_nlu.train [--force]
    python -m tongxing_nlu.train --corrections FILE --target MODEL    # with one more voice, into a file of its own

Prints its progress as one JSON object a line: {"stage": "topics", "done": 0.6}.
"""

from __future__ import annotations

import argparse
import os
import shutil
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
    parser.add_argument("--corrections", type=Path, help="one more voice, in the form of those in data/")
    parser.add_argument("--target", type=Path, help="the model to write; needs --corrections")
    arguments = parser.parse_args()
    if (arguments.corrections is None) is not (arguments.target is None):
        parser.error("--corrections and --target go together")
    # Progress keeps standard output to itself; what Rasa prints goes to standard error.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as progress:
        os.dup2(2, 1)
        report_to(progress)
        if arguments.corrections is not None:
            train_with(arguments.corrections, arguments.target)
            report("ready", 1.0)
            return
        target = model_path()
        if arguments.force or not target.exists():
            train(target)
            _remove_older(target)
        report("ready", 1.0)


def train_with(corrections: Path, target: Path, data: Path = paths.DATA) -> None:
    """Train on the voices in `data` and on one more."""
    with tempfile.TemporaryDirectory() as folder:
        for voice in (*data.glob("*.yml"), corrections):
            shutil.copy(voice, folder)
        train(target, Path(folder))


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
