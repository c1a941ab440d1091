"""Loads `data/registers/`, or says everything that is wrong with the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.catalog.problems import CatalogueError, Problem
from bot.catalog.register_build import build_edition
from bot.catalog.register_checks import edition_problems
from bot.catalog.register_files import SKELETON, Declared, read_declared
from bot.catalog.register_schema import EditionModel
from bot.catalog.register_words import WorkWords
from bot.core.policies.catalogue import Catalogue
from bot.core.records.register import Edition, Register
from bot.core.regions.region import NATIONAL


def load_registers(
    folder: Path, catalogue: Catalogue, known_regions: frozenset[str], work: WorkWords
) -> dict[str, Register]:
    """Every register by id, in the order of file names. Raises `CatalogueError` with every problem."""
    problems: list[Problem] = []
    read = {path.stem: read_declared(path, problems) for path in sorted(folder.glob("*.yaml"))}
    files = {stem: declared for stem, declared in read.items() if declared is not None}
    names = frozenset(stem.replace("-", "_") for stem in files if not stem.startswith(SKELETON))
    loading = _Loading(catalogue, known_regions, names, work, problems)
    registers: dict[str, Register] = {}
    for stem, declared in files.items():
        if stem.startswith(SKELETON):
            continue
        skeleton = files.get(declared.like) if declared.like else None
        if declared.like and skeleton is None:
            problems.append(declared.problem(("like",), f"没有 {declared.like}.yaml 这份底稿"))
        elif register := loading.register(declared, skeleton.general if skeleton else {}, stem):
            registers[register.id] = register
    if problems:
        raise CatalogueError(problems)
    return registers


class _Loading:
    """Turns one file after the other into a register, keeping the problems of those that cannot be used."""

    def __init__(
        self,
        catalogue: Catalogue,
        known_regions: frozenset[str],
        names: frozenset[str],
        work: WorkWords,
        problems: list[Problem],
    ) -> None:
        self._catalogue, self._known_regions, self._names, self._work = catalogue, known_regions, names, work
        self._problems = problems

    def register(self, declared: Declared, skeleton: Mapping[str, Any], stem: str) -> Register | None:
        """The register, or `None` with problems."""
        models = {region: self._model(declared, skeleton, region) for region in declared.regions}
        usable = {region: model for region, model in models.items() if model is not None}
        if not usable:
            if not models:
                self._problems.append(declared.problem(("regions",), "没有写任何地区"))
            return None
        first = next(iter(usable.values()))
        if first.id != stem.replace("-", "_"):
            self._problems.append(declared.problem(("id",), f"文件名要写成 {first.id.replace('_', '-')}.yaml"))
        editions = {region: self._edition(declared, model, region) for region, model in usable.items()}
        built = {region: edition for region, edition in editions.items() if edition is not None}
        title = str(declared.general.get("title", first.title))
        return Register(first.id, title, first.kind, first.rows, built)

    def _model(self, declared: Declared, skeleton: Mapping[str, Any], region: str) -> EditionModel | None:
        if region not in self._known_regions and region != NATIONAL:
            self._problems.append(declared.problem((), "没有这个行政区划代码", region))
            return None
        try:
            return EditionModel.model_validate(declared.edition(region, skeleton))
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_context=False):
                self._problems.append(declared.problem(detail["loc"], str(detail["msg"]), region))
            return None

    def _edition(self, declared: Declared, model: EditionModel, region: str) -> Edition | None:
        found = list(edition_problems(model, region, self._catalogue, self._names))
        self._problems += [declared.problem(location, sentence, region) for location, sentence in found]
        return None if found else build_edition(model, region, self._catalogue, self._work)
