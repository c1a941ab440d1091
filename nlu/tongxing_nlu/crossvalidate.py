"""Leave-one-voice-out: how well a new way of speaking is understood, and the calibration to set in `config.yml`.

    python -m tongxing_nlu.crossvalidate [--voices family office …]

The held-out files play no part in it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence

import numpy as np

from tongxing_nlu import paths
from tongxing_nlu.metrics import Judged, measure
from tongxing_nlu.sentences import Sentence, read_voices
from tongxing_nlu.topics.features import blocks_of
from tongxing_nlu.topics.lexicon import Lexicon, LexiconSource
from tongxing_nlu.topics.model import Calibration, Scores, fit
from tongxing_nlu.topics.training import examples_from

SUPPLEMENTS = frozenset({"breadth", "plain_talk"})
"""Always trained on, never judged by: they were written after seeing where the voices fail."""
MOST_FALSE_ALARMS = 0.03


def main() -> None:
    """Print the figures for each voice and for all, and the calibration they suggest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", nargs="*", help="only these voices")
    arguments = parser.parse_args()
    sentences = read_voices(paths.DATA)
    voices = arguments.voices or sorted({sentence.voice for sentence in sentences} - SUPPLEMENTS)
    judged: list[tuple[Sentence, Scores]] = []
    topics: tuple[str, ...] = ()
    for voice, topics, scored in _left_out(sentences, voices):
        judged.extend(scored)
        print(json.dumps({"voice": voice} | _figures(scored, topics, Calibration())), flush=True)
    calibration = _choose(judged, topics)
    print(json.dumps({"all": _figures(judged, topics, calibration), "calibration": vars(calibration)}, indent=1))


def _left_out(
    sentences: Sequence[Sentence], voices: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...], list[tuple[Sentence, Scores]]]]:
    lexicon = Lexicon(LexiconSource.read(paths.LEXICON))
    examples = examples_from([(sentence.text, sentence.topic) for sentence in sentences], paths.LEXICON)
    prepared = [blocks_of(example.text, lexicon) for example in examples]
    for voice in voices:
        kept = [i for i in range(len(examples)) if i >= len(sentences) or sentences[i].voice != voice]
        model = fit([examples[i] for i in kept], lexicon, Calibration(), prepared=[prepared[i] for i in kept])
        scored = [(s, model.scores(s.text)) for s in sentences if s.voice == voice]
        yield voice, model.topics, scored


def _figures(scored: list[tuple[Sentence, Scores]], topics: tuple[str, ...], calibration: Calibration) -> dict:
    table = calibration.confidences(np.array([scores for _, scores in scored]), topics)
    judged = [
        Judged((sentence.topic,), tuple(topics[i] for i in np.argsort(-row, kind="stable")[:3]))
        for (sentence, _), row in zip(scored, table, strict=True)
    ]
    return {name: round(value, 4) for name, value in measure(judged).figures().items()}


def _choose(scored: list[tuple[Sentence, Scores]], topics: tuple[str, ...]) -> Calibration:
    """The most accurate lead for out_of_scope within the false alarms allowed, then the likeliest sharpness."""
    leads = [lead / 50 for lead in range(-5, 16)]
    allowed = [
        (figures["accuracy"] + 0.25 * figures["outside_recall"], lead)
        for lead in leads
        if (figures := _figures(scored, topics, Calibration(5.0, lead)))["false_alarms"] <= MOST_FALSE_ALARMS
    ]
    lead = max(allowed)[1] if allowed else 0.0
    column = {topic: i for i, topic in enumerate(topics)}
    table = np.array([scores for _, scores in scored])
    truth = np.array([column[sentence.topic] for sentence, _ in scored])

    def surprise(sharpness: float) -> float:
        confidences = Calibration(sharpness, lead).confidences(table, topics)
        return float(-np.log(np.maximum(confidences[np.arange(len(truth)), truth], 1e-6)).mean())

    return Calibration(min((s / 2 for s in range(4, 40)), key=surprise), lead)


if __name__ == "__main__":
    main()
