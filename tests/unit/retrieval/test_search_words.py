"""Words: reading the lists, splitting text, and keeping jieba quiet and out of shared folders."""

from pathlib import Path

import pytest

from bot.retrieval.segmenting import Segmenter
from bot.retrieval.terms import Terms
from bot.retrieval.vocabulary import SEARCH_WORDS, SYNONYMS, Vocabulary, load_vocabulary

REFERENCE = Path(__file__).parents[3] / "data" / "reference"
SMALL = Vocabulary((("残疾人就业保障金", "残保金"), ("烟草证", "烟")), frozenset({"怎么"}), ("农家书屋",))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Terms:
    return Terms(SMALL, ["暖心行动"], tmp_path_factory.mktemp("cache"))


def test_the_synonyms_are_many_and_sound() -> None:
    vocabulary = load_vocabulary(REFERENCE)
    assert len(vocabulary.groups) >= 120
    words = [word for group in vocabulary.groups for word in group]
    assert len(words) == len(set(words)), "a word of two groups makes both the same"


def test_words_of_one_meaning_become_one_term(small: Terms) -> None:
    assert small.of("残保金怎么交")[0] == small.of("残疾人就业保障金")[0]
    assert "怎么" not in small.of("残保金怎么交")


def test_a_single_character_counts_only_if_it_is_listed(small: Terms) -> None:
    assert small.of("卖烟") == ["=烟草证"]
    assert small.of("卖糖") == []


def test_domain_words_stay_whole_and_meet_their_parts(small: Terms) -> None:
    assert small.of("农家书屋")[0] == "农家书屋"
    assert small.of("暖心行动")[0] == "暖心行动"
    assert "行动" in small.of("暖心行动")


def test_width_case_and_numerals_do_not_matter(small: Terms) -> None:
    assert small.of("ＡＰＰ") == small.of("app") == ["app"]
    assert small.of("1.5 二十") == []


def test_jieba_is_silent_and_keeps_to_its_own_folder(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(shared))
    assert list(Segmenter(["残保金"]).words("残保金")) == ["残保金"]
    own = tmp_path / "own"
    Segmenter([], own)
    assert [path.suffix for path in own.iterdir()] == [".cache"]
    assert list(Segmenter(["残保金"], own).words("残保金")) == ["残保金"]
    assert list(shared.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_a_broken_cache_is_written_anew(tmp_path: Path) -> None:
    Segmenter([], tmp_path)
    (cache,) = tmp_path.iterdir()
    size = cache.stat().st_size
    cache.write_bytes(b"broken")
    assert list(Segmenter([], tmp_path).words("就业保障")) == ["就业", "保障"]
    assert cache.stat().st_size == size


@pytest.mark.parametrize(
    ("synonyms", "complaint"),
    [
        ("groups: [[a]]\nignored: []", "两个以上"),
        ("groups: [[a, a]]\nignored: []", "两个以上"),
        ("groups: [[a, b]]\nignored: [b]", "不能既是"),
        ("groups: [[a, b]]", "两部分"),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused(tmp_path: Path, synonyms: str, complaint: str) -> None:
    (tmp_path / SYNONYMS).write_text(synonyms, encoding="utf-8")
    (tmp_path / SEARCH_WORDS).write_text("残工委 # remark\n", encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        load_vocabulary(tmp_path)
