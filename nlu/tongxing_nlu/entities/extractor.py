"""The reading of entities as a component of a Rasa pipeline."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from tongxing_nlu import paths
from tongxing_nlu.entities.reader import read_entities
from tongxing_nlu.entities.words import Gazetteer, WordLists
from tongxing_nlu.progress import report

_FILE = "entities.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class StatedEntities(GraphComponent, EntityExtractorMixin):
    """Deterministic; "training" stores the word lists with the model."""

    def __init__(self, storage: ModelStorage, resource: Resource, gazetteer: Gazetteer | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self._gazetteer = gazetteer

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> StatedEntities:
        """A component that is still to be trained."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> StatedEntities:
        """A component with the word lists of its model."""
        with model_storage.read_from(resource) as folder:
            document = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        lists = WordLists(document["values"], tuple(document["not_places"]), tuple(document["doubtful_places"]))
        return cls(model_storage, resource, Gazetteer(lists))

    def train(self, training_data: TrainingData) -> Resource:
        """Read the word lists and store them."""
        lists = WordLists.read(paths.LEXICON, paths.REFERENCE)
        self._gazetteer = Gazetteer(lists)
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(lists.as_document(), ensure_ascii=False), encoding="utf-8")
        report("entities", 1.0)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message."""
        for message in messages:
            text = message.get(TEXT)
            if self._gazetteer is not None and text:
                found = [entity.as_rasa(text) for entity in read_entities(text, self._gazetteer)]
                message.set(
                    ENTITIES,
                    message.get(ENTITIES, []) + self.add_extractor_name(found),
                    add_to_output=True,
                )
        return messages
