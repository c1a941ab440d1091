import pytest

from tongxing_nlu.topics.lexicon import Lexicon
from tongxing_nlu.topics.normal import normalise, tail, without_digits
from tongxing_nlu.topics.sound import blurred, split_pinyin, syllables


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("殘疾人就業", "残疾人就业"),
        ("ＨＲ１２０人", "hr120人"),
        ("残 保 金 怎么 算", "残保金怎么算"),
        ("  Python  代码 ", "python 代码"),
    ],
)
def test_one_spelling(text: str, normal: str) -> None:
    assert normalise(text) == normal


def test_numbers_become_a_class() -> None:
    assert without_digits("120人交1.5%") == "0人交0%"


def test_the_tail_is_the_question_of_a_story() -> None:
    assert tail("我去年摔断了腰，拿了三级的证，学挖掘机误工的钱管不管") == "学挖掘机误工的钱管不管"


def test_typed_pinyin_and_homophones_sound_like_the_word() -> None:
    assert syllables("canbaojin") == syllables("残保金") == syllables("残暴金")
    assert split_pinyin("xyz") is None


@pytest.mark.parametrize(
    ("one", "other"), [("zhang", "zan"), ("nan", "lan"), ("jing", "jin"), ("hua", "fua"), ("re", "le")]
)
def test_speakers_who_do_not_tell_them_apart(one: str, other: str) -> None:
    assert blurred(one) == blurred(other)


def test_h_stays_before_uo() -> None:
    assert blurred("huo") == "huo"


def test_colloquial_words_meet_their_standard(lexicon: Lexicon) -> None:
    assert lexicon.canonical("俺咋领羊毛") == "我怎么领补贴"


def test_latin_words_are_replaced_only_where_they_stand_alone(lexicon: Lexicon) -> None:
    assert lexicon.canonical("thrill hr") == "thrill 人事"


def test_what_is_asked_is_told_apart_from_what_is_said_of_oneself(lexicon: Lexicon) -> None:
    assert {"asks", "told:level", "asked:telecom"} <= set(lexicon.stance("听力四级,宽带有优惠吗"))
    assert {"tells", "only:telecom"} <= set(lexicon.stance("听力四级,宽带没装"))


def test_a_final_question_mark_asks(lexicon: Lexicon) -> None:
    assert lexicon.stance("听力四级,宽带优惠?")[0] == "asks"
