"""The topic model as a component of a Rasa pipeline."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from tongxing_nlu import paths
from tongxing_nlu.progress import report
from tongxing_nlu.topics.lexicon import Lexicon, LexiconSource
from tongxing_nlu.topics.model import Calibration, TopicModel, fit
from tongxing_nlu.topics.training import examples_from

_WARM_UP = "残保金怎么算"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets the intent and a ranking with calibrated confidences."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: TopicModel | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`sharpness` and `outside_lead` calibrate; `ranking_length` is how many topics an answer lists."""
        return {"ranking_length": 10, "frames_per_topic": 120, **vars(Calibration())}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """A component that is still to be trained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """A trained component; reads one sentence so that the first question need not wait for dictionaries."""
        with model_storage.read_from(resource) as folder:
            model = TopicModel.load(folder)
        model.ranking(_WARM_UP)
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Train from the voices and the frames, and store the model."""
        pairs = [(message.get(TEXT), message.get(INTENT)) for message in training_data.intent_examples]
        lexicon = Lexicon(LexiconSource.read(paths.LEXICON))
        calibration = Calibration(self._config["sharpness"], self._config["outside_lead"])
        examples = examples_from(pairs, paths.LEXICON, self._config["frames_per_topic"])
        self._model = fit(examples, lexicon, calibration, lambda done: report("topics", done))
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message."""
        for message in messages:
            text = message.get(TEXT)
            if self._model is None or not text or not text.strip():
                ranking = [("out_of_scope", 1.0)]
            else:
                ranking = self._model.ranking(text)
            found = [
                {"name": topic, "confidence": confidence}
                for topic, confidence in ranking[: self._config["ranking_length"]]
            ]
            message.set(INTENT, found[0], add_to_output=True)
            message.set("intent_ranking", found, add_to_output=True)
        return messages
