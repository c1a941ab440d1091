"""What a topic model is trained on: the voices and the expanded frames."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tongxing_nlu.topics.frames import sentences_from_frames
from tongxing_nlu.topics.model import Example

FRAMES_PER_TOPIC = 120
FRAME_WEIGHT = 0.5
"""Sentences made from frames are less like what people say."""
SEED = 20221


def examples_from(
    sentences: Iterable[tuple[str, str]], lexicon_folder: Path, per_topic: int = FRAMES_PER_TOPIC
) -> list[Example]:
    """The pairs of sentence and topic, then the frames' sentences of those topics."""
    examples = [Example(text, topic) for text, topic in sentences]
    topics = {example.topic for example in examples}
    made = sentences_from_frames(lexicon_folder / "frames.yml", per_topic, SEED)
    return examples + [Example(text, topic, FRAME_WEIGHT) for text, topic in made if topic in topics]
