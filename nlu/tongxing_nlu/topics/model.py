"""The ensemble: three linear members that look at a sentence differently, their scores averaged and calibrated."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tongxing_nlu.topics.features import AS_SAID, AS_STANDARD, Blocks, blocks_of
from tongxing_nlu.topics.lexicon import Lexicon, LexiconSource

Scores = npt.NDArray[np.float32]
OUT_OF_SCOPE = "out_of_scope"
MEMBERS: tuple[tuple[str, Mapping[str, float]], ...] = (
    ("margin", AS_SAID),
    ("margin", AS_STANDARD),
    ("least_squares", {**AS_STANDARD, "characters": 0.7, "words": 0.5}),
)
"""How each member learns, and the blocks it looks at."""
_META = "topics.json"
_WEIGHTS = "topics.npz"


@dataclass(frozen=True)
class Calibration:
    """From averaged scores to confidences; chosen by leaving voices out, see `tongxing_nlu.crossvalidate`."""

    sharpness: float = 5.0
    outside_lead: float = 0.0

    def confidences(self, scores: Scores, topics: Sequence[str]) -> Scores:
        """Softmax of the sharpened scores, one row for each sentence; `outside_lead` helps out_of_scope."""
        lead = np.array([self.outside_lead if topic == OUT_OF_SCOPE else 0.0 for topic in topics], dtype=np.float32)
        logits = self.sharpness * (scores + lead)
        powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Block:
    """A block's vocabulary: token -> row, and the weight of each row (inverse document frequency)."""

    name: str
    weight: float
    rows: Mapping[str, int]
    idf: npt.NDArray[np.float32]


@dataclass(frozen=True)
class View:
    """One member: its blocks, whose rows follow each other in `weights`, and the bias of each topic."""

    blocks: tuple[Block, ...]
    weights: Scores
    bias: Scores

    def scores(self, blocks: Blocks) -> Scores:
        """A score for each topic: the values of the tokens known here times their weights."""
        total = self.bias.copy()
        offset = 0
        for block in self.blocks:
            counts: dict[int, int] = {}
            for token in blocks[block.name]:
                row = block.rows.get(token)
                if row is not None:
                    counts[row] = counts.get(row, 0) + 1
            if counts:
                rows = np.fromiter(counts, dtype=np.int64, count=len(counts))
                times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
                values = (1.0 + np.log(times)) * block.idf[rows]
                values *= block.weight / np.linalg.norm(values)
                total += values @ self.weights[offset + rows]
            offset += len(block.rows)
        return total


@dataclass(frozen=True)
class TopicModel:
    """Reads a sentence into topics with confidences."""

    topics: tuple[str, ...]
    views: tuple[View, ...]
    lexicon: Lexicon
    calibration: Calibration

    def scores(self, text: str) -> Scores:
        """The members' averaged scores."""
        blocks = blocks_of(text, self.lexicon)
        return np.asarray(sum(view.scores(blocks) for view in self.views) / len(self.views), dtype=np.float32)

    def ranking(self, text: str) -> list[tuple[str, float]]:
        """Every topic with its confidence, the likeliest first."""
        confidences = self.calibration.confidences(self.scores(text), self.topics)
        return [(self.topics[i], float(confidences[i])) for i in np.argsort(-confidences, kind="stable")]

    def save(self, folder: Path) -> None:
        """Write the model as JSON and arrays: nothing that runs code when it is read."""
        arrays: dict[str, Any] = {}
        views = []
        for number, view in enumerate(self.views):
            arrays[f"weights{number}"] = view.weights.astype(np.float16)
            arrays[f"bias{number}"] = view.bias
            blocks = []
            for block in view.blocks:
                arrays[f"idf{number}_{block.name}"] = block.idf
                blocks.append({"name": block.name, "weight": block.weight, "tokens": list(block.rows)})
            views.append(blocks)
        document = {
            "topics": self.topics,
            "views": views,
            "lexicon": self.lexicon.source.as_document(),
            "calibration": vars(self.calibration),
        }
        (folder / _META).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / _WEIGHTS, **arrays)

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        """Read what `save` wrote."""
        document = json.loads((folder / _META).read_text(encoding="utf-8"))
        with np.load(folder / _WEIGHTS, allow_pickle=False) as arrays:
            views = tuple(
                View(
                    tuple(
                        Block(
                            block["name"],
                            block["weight"],
                            {token: row for row, token in enumerate(block["tokens"])},
                            arrays[f"idf{number}_{block['name']}"],
                        )
                        for block in blocks
                    ),
                    arrays[f"weights{number}"].astype(np.float32),
                    arrays[f"bias{number}"],
                )
                for number, blocks in enumerate(document["views"])
            )
        lexicon = Lexicon(LexiconSource(**document["lexicon"]))
        return cls(tuple(document["topics"]), views, lexicon, Calibration(**document["calibration"]))


@dataclass(frozen=True)
class Example:
    """A training sentence with its weight."""

    text: str
    topic: str
    weight: float = 1.0


def fit(
    examples: Sequence[Example],
    lexicon: Lexicon,
    calibration: Calibration,
    report: Callable[[float], None] = lambda done: None,
    prepared: Sequence[Blocks] | None = None,
    seed: int = 0,
) -> TopicModel:
    """Train every member; `prepared` spares computing the blocks again when the same sentences are used often."""
    blocks = prepared or _prepare(examples, lexicon, report)
    labels = np.array([example.topic for example in examples])
    importance = np.array([example.weight for example in examples])
    views = []
    for number, (learner, weights) in enumerate(MEMBERS):
        views.append(_fit_view(blocks, labels, importance, weights, learner, seed))
        report(0.2 + 0.8 * (number + 1) / len(MEMBERS))
    return TopicModel(tuple(sorted(set(labels.tolist()))), tuple(views), lexicon, calibration)


def _prepare(examples: Sequence[Example], lexicon: Lexicon, report: Callable[[float], None]) -> list[Blocks]:
    prepared = []
    for number, example in enumerate(examples):
        prepared.append(blocks_of(example.text, lexicon))
        if number % 2000 == 0:
            report(0.2 * number / len(examples))
    return prepared


def _same(tokens: list[str]) -> list[str]:
    return tokens


def _fit_view(
    prepared: Sequence[Blocks],
    labels: npt.NDArray[np.str_],
    importance: npt.NDArray[np.float64],
    weights: Mapping[str, float],
    learner: str,
    seed: int,
) -> View:
    # Only training needs scikit-learn.
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import RidgeClassifier
    from sklearn.svm import LinearSVC

    blocks, matrices = [], []
    for name, weight in weights.items():
        vectorizer = TfidfVectorizer(analyzer=_same, sublinear_tf=True, min_df=2, dtype=np.float32)
        matrices.append(vectorizer.fit_transform([sentence[name] for sentence in prepared]) * weight)
        rows = dict(sorted(vectorizer.vocabulary_.items(), key=lambda item: item[1]))
        blocks.append(Block(name, weight, {token: int(row) for token, row in rows.items()}, vectorizer.idf_))
    if learner == "margin":
        machine = LinearSVC(C=0.4, random_state=seed)
    else:
        machine = RidgeClassifier(alpha=1.0, solver="sparse_cg", tol=1e-2, random_state=seed)
    machine.fit(hstack(matrices).tocsr(), labels, sample_weight=importance)
    return View(
        tuple(blocks), np.ascontiguousarray(machine.coef_.T, dtype=np.float32), machine.intercept_.astype(np.float32)
    )
