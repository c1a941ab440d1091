from pathlib import Path

import numpy as np
import pytest

from tongxing_nlu.sentences import Sentence
from tongxing_nlu.topics.lexicon import Lexicon
from tongxing_nlu.topics.model import Calibration, Example, TopicModel, fit

SOME = frozenset({"levy", "quota", "greet", "out_of_scope", "find_jobs"})
ASKED = ("残保金怎么算", "要招几个人", "你好", "今天天气", "有什么工作", "")


@pytest.fixture(scope="module")
def examples(sentences: list[Sentence]) -> list[Example]:
    return [Example(s.text, s.topic) for s in sentences if s.topic in SOME][::5]


@pytest.fixture(scope="module")
def small(examples: list[Example], lexicon: Lexicon) -> TopicModel:
    return fit(examples, lexicon, Calibration(8.0, 0.1))


def test_training_twice_gives_equal_confidences(small: TopicModel, examples: list[Example], lexicon: Lexicon) -> None:
    again = fit(examples, lexicon, Calibration(8.0, 0.1))
    assert [again.ranking(text) for text in ASKED] == [small.ranking(text) for text in ASKED]


def test_a_stored_model_reads_as_before(small: TopicModel, tmp_path: Path) -> None:
    small.save(tmp_path)
    stored = TopicModel.load(tmp_path)
    for text in ASKED:
        assert np.allclose(stored.scores(text), small.scores(text), atol=2e-3)


def test_confidences_are_shares_of_one(small: TopicModel) -> None:
    confidences = [confidence for _, confidence in small.ranking("残保金怎么算")]
    assert sum(confidences) == pytest.approx(1.0, abs=1e-5)
    assert confidences == sorted(confidences, reverse=True)


def test_a_lead_makes_out_of_scope_likelier() -> None:
    scores = np.array([0.1, 0.1], dtype=np.float32)
    assert Calibration(5.0, 0.2).confidences(scores, ("levy", "out_of_scope"))[1] > 0.5
