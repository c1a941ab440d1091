"""What declarations take from the reference data: the classification of occupations and the work conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.catalog.register_schema import FieldModel, OptionsFrom
from bot.catalog.registry_data import load_conditions, load_occupations
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.facts import FactType
from bot.core.policies.measures import Wording
from bot.core.records.fields import FieldType
from bot.core.registry.conditions import REMOTE, WorkCondition
from bot.core.registry.occupations import Occupations

TYPES_OF_FACTS = {
    FactType.BOOLEAN: FieldType.BOOLEAN,
    FactType.INTEGER: FieldType.INTEGER,
    FactType.DECIMAL: FieldType.DECIMAL,
    FactType.CHOICE: FieldType.CHOICE,
    FactType.DATE: FieldType.DATE,
    FactType.REGION: FieldType.REGION,
}
"""The type of a field that shares a fact with the interview."""


@dataclass(frozen=True)
class WorkWords:
    """Occupations and work conditions, as fields refer to them."""

    occupations: Occupations
    conditions: Mapping[str, WorkCondition]


def load_work_words(reference_dir: Path) -> WorkWords:
    """Both lists of `data/reference/`. Raises `CatalogueError`."""
    return WorkWords(load_occupations(reference_dir), load_conditions(reference_dir))


def options_of(model: FieldModel, catalogue: Catalogue, work: WorkWords) -> dict[str, str] | None:
    """Labels by option, written in the declaration or taken from where it says; `None` for a field without options."""
    if model.type is FieldType.OCCUPATIONS:
        named = ((code, work.occupations.get(code)) for code in work.occupations.codes())
        return {code: occupation.name for code, occupation in named if occupation is not None}
    if model.options_from is OptionsFrom.WORK_CONDITIONS:
        # Whether work is done from home is a field of its own: every posting says it.
        return {name: each.name.standard for name, each in work.conditions.items() if name != REMOTE}
    fact = catalogue.facts.get(model.fact) if model.fact else None
    if model.options is None and model.type is FieldType.CHOICE and fact is not None:
        return {str(option.value): option.text.standard for option in fact.options}
    return model.options


def option_words_of(model: FieldModel, work: WorkWords) -> dict[str, tuple[str, ...]]:
    """What people say who mean an option."""
    if model.options_from is OptionsFrom.WORK_CONDITIONS:
        return {name: each.said for name, each in work.conditions.items()}
    return {}


def question_of(model: FieldModel, catalogue: Catalogue) -> Wording | None:
    """How the field is asked: as the declaration says, else as the interview asks the fact."""
    if model.asks is not None:
        return model.asks.wording()
    fact = catalogue.facts.get(model.fact) if model.fact and not model.office else None
    return fact.question if fact is not None else None
