"""A few policies of 蓟州区 in a folder of their own, which a test can change as an office would.

policies = ChangingPolicies(tmp_path / "policies")
policies.state(GRANT)                  # replaces the measures of one topic
policies.assessor, policies.knowledge
"""

from __future__ import annotations

import shutil
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from bot.catalog.content import load_phrases
from bot.catalog.load import load_catalogue
from bot.catalog.regions_csv import load_gazetteer
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.select import Likeness
from bot.core.eligibility.assessor import Assessor
from bot.core.phrases import Phrases
from bot.core.regions.gazetteer import Gazetteer
from bot.settings import ROOT, Settings
from tests.builders import POLICIES

REGION = "120119"
FACTS: dict[str, Any] = {
    "age": {
        "label": "年龄", "type": "integer", "question": "您今年多少周岁？", "easy": "你今年几岁？", "unit": "age",
        "minimum": 0, "maximum": 120,
    },
    "disability_kind": {
        "label": "残疾类别", "type": "choice", "question": "您是哪一类残疾？", "easy": "你哪里不方便？",
        "sensitive": True,
        "options": [
            {"value": "visual", "text": "视力", "easy": "看不见"},
            {"value": "physical", "text": "肢体", "easy": "手脚不便"},
        ],
    },
    "employees": {
        "label": "职工人数", "about": "employer", "type": "integer", "question": "有多少职工？", "easy": "有多少人？",
        "unit": "person", "minimum": 0, "maximum": 9999999,
    },
    "within_quota": {
        "label": "当年名额", "type": "boolean", "question": "您在当年名额里吗？", "easy": "名额里有你吗？",
        "yes_text": "在当年名额里", "no_text": "不在当年名额里", "decided_by": "office",
    },
}  # fmt: skip
CERTIFIED = {"fact": "disability_certificate", "is": True}


def measure(name: str, criteria: Any = CERTIFIED, **fields: Any) -> dict[str, Any]:
    """A measure of the topic `startup_loan` with what is not given made up; `name` is its title too."""
    return {
        "id": name,
        "title": f"措施{name}",
        "audience": ["seeker"],
        "force": "do",
        "says": f"可以申请{name}。",
        "easy": f"可以办{name}。",
        "criteria": criteria,
        "not_stated": ["how_to_apply"],
        "asks": [name],
        "cites": ["二(一)"],
        **fields,
    }


class ChangingPolicies:
    """The small policies of the tests with a few more facts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(POLICIES, folder)
        facts = {
            name: {"about": "person", "group": "identity", "why": "有些看这个。", **fact}
            for name, fact in FACTS.items()
        }
        with (folder / "facts.yaml").open("a", encoding="utf-8") as file:
            yaml.safe_dump(facts, file, allow_unicode=True)

    def state(self, *measures: dict[str, Any]) -> None:
        """These and no others are what 蓟州区 now states on the topic; the first one has the topic's id."""
        self.__dict__.pop("knowledge", None)
        first, *others = measures
        stated = {"topic": "startup_loan", "measures": [{**first, "id": "startup_loan"}, *others]}
        file = self.folder / "120119-jizhou" / "startup_loan.yaml"
        file.write_text(yaml.safe_dump(stated, allow_unicode=True), encoding="utf-8")

    @cached_property
    def knowledge(self) -> Knowledge:
        """The policies as the files now are."""
        catalogue = load_catalogue(self.folder, _gazetteer().codes())
        return Knowledge(catalogue, _gazetteer(), _phrases(), "12385", Likeness(()))

    @property
    def assessor(self) -> Assessor:
        """Determines who fits them."""
        return Assessor(self.knowledge.catalogue)


@cache
def _gazetteer() -> Gazetteer:
    return load_gazetteer(ROOT / "data" / "reference")


@cache
def _phrases() -> Phrases:
    return load_phrases(Settings().content_dir)
