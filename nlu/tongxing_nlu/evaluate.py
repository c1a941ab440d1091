"""Evaluates a model on lines of `text<TAB>topic[|topic]`, in this process, without the server.

python -m tongxing_nlu.evaluate FILE [FILE …] [--model M] [--json] [--errors]
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tongxing_nlu.fingerprint import model_path
from tongxing_nlu.metrics import Judged, measure
from tongxing_nlu.sentences import Labelled, read_labelled
from tongxing_nlu.topics.model import TopicModel

_COMPONENT = "TopicClassifier"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--model", type=Path, help="default: the model of today's sources")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--errors", action="store_true", help="also the sentences misread (not for held-out files)")
    arguments = parser.parse_args()
    path = arguments.model or model_path()
    if not path.exists():
        sys.exit(f"no model {path}; train first: python -m tongxing_nlu.train")
    try:
        sentences = [sentence for file in arguments.files for sentence in read_labelled(file)]
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    if not sentences:
        sys.exit("no sentences to evaluate")
    document, errors = evaluate(load_topic_model(path), sentences)
    if arguments.json:
        print(json.dumps(document | ({"errors": errors} if arguments.errors else {}), ensure_ascii=False, indent=1))
    else:
        _print(document, errors if arguments.errors else [])


def load_topic_model(path: Path) -> TopicModel:
    """The topic model out of a Rasa model archive."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(path) as archive:
        for member in archive.getmembers():
            parts = Path(member.name).parts
            if member.isfile() and len(parts) > 1 and _COMPONENT in parts[-2]:
                member.name = parts[-1]
                archive.extract(member, folder)
        return TopicModel.load(Path(folder))


def evaluate(model: TopicModel, sentences: Sequence[Labelled]) -> tuple[dict[str, object], list[dict[str, object]]]:
    """The figures as a document, and the sentences misread."""
    model.ranking(sentences[0].text)
    judged, milliseconds, errors = [], [], []
    for sentence in sentences:
        started = time.perf_counter()
        ranking = model.ranking(sentence.text)
        milliseconds.append((time.perf_counter() - started) * 1000)
        judged.append(Judged(sentence.topics, tuple(topic for topic, _ in ranking[:3])))
        if not judged[-1].is_right:
            errors.append({"text": sentence.text, "right": sentence.topics, "read": ranking[:3]})
    measures = measure(judged)
    milliseconds.sort()
    document: dict[str, object] = {name: round(value, 4) for name, value in measures.figures().items()}
    document["intent_accuracy"] = document.pop("accuracy")
    document["milliseconds_mean"] = round(sum(milliseconds) / len(milliseconds), 3)
    document["milliseconds_p95"] = round(milliseconds[int(len(milliseconds) * 0.95)], 3)
    document["confusions"] = [
        {"topic": right, "read_as": read, "count": count} for right, read, count in measures.confusions
    ]
    return document, errors


def _print(document: dict[str, object], errors: list[dict[str, object]]) -> None:
    names = {
        "sentences": "sentences",
        "intent_accuracy": "intent accuracy",
        "top_three": "right topic within top three",
        "macro_f1": "macro-F1",
        "outside_recall": "out-of-scope recall",
        "false_alarms": "false-alarm rate (in scope, called out_of_scope)",
        "milliseconds_mean": "mean milliseconds",
        "milliseconds_p95": "95th percentile milliseconds",
    }
    for name, title in names.items():
        print(f"{title:50} {document[name]}")
    print("most frequent confusions:")
    for confusion in document["confusions"]:  # type: ignore[attr-defined]
        print(f"  {confusion['topic']} read as {confusion['read_as']}: {confusion['count']}")
    for error in errors:
        print(json.dumps(error, ensure_ascii=False))


if __name__ == "__main__":
    main()
