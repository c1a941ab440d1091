"""Two baselines on the same split as the model: what the held-out voices look like without any of our work.

    python -m tongxing_nlu.baselines FILE [FILE …] [--only linear|stock]

`linear`: TF-IDF of characters (1 to 3) and a linear classifier. `stock`: Rasa's own components (jieba words, character
n-grams within words, logistic regression). Prints one JSON object a line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from tongxing_nlu import paths, placeholders, quiet
from tongxing_nlu.evaluate import load_topic_model
from tongxing_nlu.fingerprint import model_path
from tongxing_nlu.metrics import Judged, measure
from tongxing_nlu.sentences import Labelled, read_labelled, read_voices

STOCK = """
recipe: default.v1
language: zh
pipeline:
  - name: JiebaTokenizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: LogisticRegressionClassifier
    max_iter: 100
    solver: lbfgs
"""
Read = Callable[[str], Sequence[str]]


def main() -> None:
    """Train the baselines, and print their figures beside the model's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--only", choices=["linear", "stock"])
    arguments = parser.parse_args()
    sentences = [sentence for file in arguments.files for sentence in read_labelled(file)]
    model = load_topic_model(model_path())
    _print("ours", lambda text: [topic for topic, _ in model.ranking(text)], sentences, 0.0)
    for name, build in (("linear", _linear), ("stock", _stock)):
        if arguments.only in (None, name):
            began = time.perf_counter()
            read = build()
            _print(name, read, sentences, time.perf_counter() - began)


def _linear() -> Read:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    training = read_voices(paths.DATA)
    features = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    classifier = LinearSVC().fit(
        features.fit_transform([sentence.text for sentence in training]), [sentence.topic for sentence in training]
    )

    def read(text: str) -> Sequence[str]:
        scores = classifier.decision_function(features.transform([text]))[0]
        return [classifier.classes_[index] for index in np.argsort(-scores)[:3]]

    return read


def _stock() -> Read:
    quiet.prepare()
    placeholders.install()
    import rasa.model_training
    from rasa.core.agent import Agent

    quiet.silence_rasa()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yml"
        config.write_text(STOCK, encoding="utf-8")
        trained = rasa.model_training.train_nlu(str(config), str(paths.DATA), folder, domain=str(paths.DOMAIN))
        agent = Agent.load(str(trained))

    def read(text: str) -> Sequence[str]:
        parsed = asyncio.run(agent.parse_message(text))
        return [intent["name"] for intent in parsed["intent_ranking"][:3]]

    return read


def _print(name: str, read: Read, sentences: Sequence[Labelled], training_seconds: float) -> None:
    judged, times = [], []
    for sentence in sentences:
        began = time.perf_counter()
        ranked = read(sentence.text)
        times.append((time.perf_counter() - began) * 1000)
        judged.append(Judged(sentence.topics, tuple(ranked)))
    figures = {key: round(value, 4) for key, value in measure(judged).figures().items()}
    timing = {"p50_ms": round(float(np.median(times)), 2), "p95_ms": round(float(np.quantile(times, 0.95)), 2)}
    print(json.dumps({"name": name} | figures | timing | {"training_s": round(training_seconds, 1)}), flush=True)


if __name__ == "__main__":
    main()
