import re

from contract import TOPICS

from tongxing_nlu import paths
from tongxing_nlu.topics.frames import sentences_from_frames

FRAMES = paths.LEXICON / "frames.yml"


def test_the_same_seed_gives_the_same_sentences() -> None:
    assert sentences_from_frames(FRAMES, 30, seed=1) == sentences_from_frames(FRAMES, 30, seed=1)


def test_frames_are_expanded_completely() -> None:
    pairs = sentences_from_frames(FRAMES, 120, seed=1)
    assert [text for text, _ in pairs if re.search(r"[{}()|]", text)] == []


def test_frames_speak_of_contract_topics() -> None:
    assert {topic for _, topic in sentences_from_frames(FRAMES, 5, seed=1)} <= TOPICS
