from __future__ import annotations

from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from bot.catalog.publish_schema import schemas
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.select import best
from bot.core.policies.catalogue import cited_points

REGIONS = ("410300", "520000", "630200", "120119", "532622")


def test_every_region_says_something_on_every_policy_topic_or_that_it_says_nothing(knowledge: Knowledge) -> None:
    catalogue = knowledge.catalogue
    missing = [
        (region, topic.id)
        for region in REGIONS
        for topic in catalogue.topics.values()
        if topic.policy and not any(m.region == region for m in catalogue.local(region, topic.id))
    ]
    assert missing == []


def test_each_notice_has_at_least_sixty_stated_measures(knowledge: Knowledge) -> None:
    for region in REGIONS:
        assert sum(m.stated for m in knowledge.catalogue.measures if m.region == region) >= 60, region


def test_every_point_of_every_clause_is_stated_or_left_out_for_a_named_reason(knowledge: Knowledge) -> None:
    stated = cited_points(knowledge.catalogue.measures)
    gaps = [
        (clause.document, clause.id, point.number)
        for clause in knowledge.catalogue.clauses
        for point in clause.points
        if not point.left_out and (clause.document, clause.id, point.number) not in stated
    ]
    assert gaps == []


def test_a_topics_plain_question_is_answered_by_its_first_measure(knowledge: Knowledge) -> None:
    catalogue = knowledge.catalogue
    wrong = []
    for region in REGIONS:
        for topic in catalogue.topics.values():
            measures = [m for m in catalogue.local(region, topic.id) if m.region == region]
            if measures and best(measures, topic.ask, knowledge.likeness)[0] is not measures[0]:
                wrong.append((region, topic.id, best(measures, topic.ask, knowledge.likeness)[0].id))
    assert wrong == []


def test_a_measures_own_phrases_lead_to_it(knowledge: Knowledge) -> None:
    catalogue = knowledge.catalogue
    right = total = 0
    for region in REGIONS:
        for topic in catalogue.topics:
            measures = [m for m in catalogue.local(region, topic) if m.region == region]
            for measure in measures:
                for phrase in measure.asks:
                    total += 1
                    right += best(measures, phrase, knowledge.likeness)[0] is measure
    assert right / total >= 0.97


def test_unconfirmed_statements_say_so(knowledge: Knowledge) -> None:
    for measure in knowledge.catalogue.measures:
        if measure.evidence == "unconfirmed" and measure.stated:
            assert "核实" in measure.says.standard or "未经确认" in measure.says.standard, measure.id


def test_the_published_schema_is_current_and_accepts_every_file(policies_dir: Path) -> None:
    published = {path.name: path.read_text(encoding="utf-8") for path in (policies_dir / "schema").iterdir()}
    assert published == schemas(), "run: python -m bot.catalog.publish_schema"
    for name in ("measures", "documents", "clauses"):
        schema = yaml.safe_load(published[f"{name}.schema.json"])
        Draft202012Validator.check_schema(schema)
