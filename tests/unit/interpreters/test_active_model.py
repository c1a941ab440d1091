from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.interpreters.active_model import ActiveModel
from bot.interpreters.corrections_file import voice
from bot.settings import Settings


@pytest.fixture
def active(tmp_path: Path) -> ActiveModel:
    for folder, names in (("nlu/models", ("own",)), ("var/nlu/models", ("first",))):
        (tmp_path / folder).mkdir(parents=True)
        for name in names:
            (tmp_path / folder / f"{name}.tar.gz").touch()
    return ActiveModel(Settings(var_dir=tmp_path / "var", nlu_dir=tmp_path / "nlu"))


def test_the_projects_own_model_answers_until_another_is_chosen(active: ActiveModel) -> None:
    assert active.choice("own").name == "own"
    active.choose("first", "own")
    assert (active.choice("own").name, active.choice("own").previous) == ("first", "own")


def chosen(active: ActiveModel, name: str) -> None:
    """A model that has just been trained."""
    active.path(name, "own").touch()
    active.choose(name, "own")


def test_one_can_go_back_and_forth(active: ActiveModel) -> None:
    assert not active.go_back("own")
    chosen(active, "first")
    chosen(active, "second")
    assert active.go_back("own") and active.choice("own").name == "first"
    assert active.go_back("own") and active.choice("own").name == "second"


def test_models_older_than_the_one_before_are_deleted(active: ActiveModel) -> None:
    for name in ("first", "second", "third"):
        chosen(active, name)
    assert not active.path("first", "own").exists()
    assert all(active.path(name, "own").exists() for name in ("own", "second", "third"))


def test_a_choice_ends_when_the_project_changes_or_the_model_is_gone(active: ActiveModel) -> None:
    active.choose("first", "own")
    assert active.choice("changed").name == "changed"
    active.path("first", "own").unlink()
    assert active.choice("own").name == "own"


def test_corrections_are_a_voice_like_those_of_the_project() -> None:
    written = voice([("修[轮椅](x)\n找谁", "institutions"), ("/greet", "out_of_scope"), ("买: 拐杖", "institutions")])
    document = yaml.safe_load(written)
    assert [each["intent"] for each in document["nlu"]] == ["institutions", "out_of_scope"]
    assert document["nlu"][0]["examples"] == "- 买: 拐杖\n- 修【轮椅】（x） 找谁\n"
    assert (
        voice([("买: 拐杖", "institutions"), ("/greet", "out_of_scope"), ("修[轮椅](x) 找谁", "institutions")])
        == written
    )
