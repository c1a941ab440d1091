from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.catalog.fact_words import NAME, load_fact_words, read_file
from bot.core.policies.facts import Fact
from bot.core.statements.reading import read_statement
from bot.settings import Settings
from tests.unit.statements.tables import ON

FOLDER = Settings().content_dir


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    text = (FOLDER / NAME).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / NAME).write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


def test_every_fact_that_has_words_exists(facts: Mapping[str, Fact]) -> None:
    assert set(read_file(FOLDER).facts) - set(facts) == set()


def test_every_fact_that_is_asked_can_be_told(facts: Mapping[str, Fact]) -> None:
    untold = {name for name, fact in facts.items() if not fact.by_office and name not in read_file(FOLDER).facts}
    # Places are read by the gazetteer; nobody tells this share unasked, and as a number it needs no words.
    assert untold == {"region", "household_region", "counted_share"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    in_lists:\n      visual:", "    in_lists:\n      visuel:", "visuel"),
        ("[残疾证, 残疾人证,", "[(残疾证, 残疾人证,", "括号没有配对"),
        ("    several: multiple", "    sevral: multiple", "sevral"),
    ],
    ids=["unknown value", "open bracket", "unknown key"],
)
def test_a_slip_in_the_file_is_named(old: str, new: str, said: str, facts: Mapping[str, Fact], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=said):
        load_fact_words(_changed(tmp_path, old, new), facts)


def test_a_word_added_to_the_file_is_understood(facts: Mapping[str, Fact], tmp_path: Path) -> None:
    words = load_fact_words(_changed(tmp_path, "rural: [农村户口,", "rural: [乡下户头, 农村户口,"), facts)
    assert read_statement("我是乡下户头", words, facts, ON) == {"household_registration": "rural"}
