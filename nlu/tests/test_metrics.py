from tongxing_nlu.metrics import Judged, measure

READINGS = [
    Judged(("levy",), ("levy", "quota", "penalty")),
    Judged(("quota", "levy"), ("levy", "quota", "penalty")),
    Judged(("penalty",), ("levy", "quota", "penalty")),
    Judged(("greet",), ("out_of_scope", "help", "thanks")),
    Judged(("out_of_scope",), ("out_of_scope", "help", "thanks")),
]


def test_figures() -> None:
    measures = measure(READINGS)
    assert measures.accuracy == 0.6
    assert measures.top_three == 0.8
    assert measures.outside_recall == 1.0
    assert measures.false_alarms == 0.25
    assert round(measures.macro_f1, 4) == round((2 * 2 / 5 + 2 * 1 / 3) / 4, 4)


def test_confusions_name_the_right_topic_first() -> None:
    assert ("penalty", "levy", 1) in measure(READINGS).confusions


def test_a_line_with_two_topics_accepts_either() -> None:
    assert Judged(("quota", "levy"), ("levy",)).is_right
