"""The trained model, made first when it is missing or stale (about a minute)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tongxing_nlu import paths
from tongxing_nlu.evaluate import load_topic_model
from tongxing_nlu.fingerprint import model_path
from tongxing_nlu.sentences import Sentence, read_voices
from tongxing_nlu.topics.lexicon import Lexicon, LexiconSource
from tongxing_nlu.topics.model import TopicModel


@pytest.fixture(scope="session")
def archive() -> Path:
    if not model_path().exists():
        subprocess.run([sys.executable, "-m", "tongxing_nlu.train"], cwd=paths.PROJECT, check=True)
    return model_path()


@pytest.fixture(scope="session")
def model(archive: Path) -> TopicModel:
    return load_topic_model(archive)


@pytest.fixture(scope="session")
def sentences() -> list[Sentence]:
    return read_voices(paths.DATA)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon(LexiconSource.read(paths.LEXICON))
