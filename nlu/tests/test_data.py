from collections import Counter

from contract import TOPICS

from tongxing_nlu import paths
from tongxing_nlu.sentences import Sentence, read_labelled
from tongxing_nlu.topics.training import examples_from

HELD_OUT = sorted((paths.PROJECT / "tests" / "held_out").glob("*.tsv"))


def test_the_voices_speak_of_every_topic_of_the_contract_and_of_no_other(sentences: list[Sentence]) -> None:
    assert {sentence.topic for sentence in sentences} == TOPICS


def test_every_topic_has_enough_sentences(sentences: list[Sentence]) -> None:
    counts = Counter(sentence.topic for sentence in sentences)
    assert {topic: count for topic, count in counts.items() if count < 120} == {}
    assert counts["out_of_scope"] >= 1200


def test_no_sentence_is_labelled_with_two_topics(sentences: list[Sentence]) -> None:
    topics: dict[str, set[str]] = {}
    for sentence in sentences:
        topics.setdefault(sentence.text, set()).add(sentence.topic)
    assert [text for text, found in topics.items() if len(found) > 1] == []


def test_no_held_out_sentence_is_trained_on(sentences: list[Sentence]) -> None:
    trained = {e.text for e in examples_from([(s.text, s.topic) for s in sentences], paths.LEXICON)}
    held_out = {sentence.text for path in HELD_OUT for sentence in read_labelled(path)}
    assert len(trained & held_out) == 0


def test_held_out_sentences_are_labelled_with_known_topics() -> None:
    assert len(HELD_OUT) >= 2
    assert {topic for path in HELD_OUT for sentence in read_labelled(path) for topic in sentence.topics} <= TOPICS
