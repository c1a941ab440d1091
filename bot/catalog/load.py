"""Loads the catalogue, or says everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from bot.catalog.build import build_catalogue
from bot.catalog.checks import Checker
from bot.catalog.criteria_checks import fact_problems
from bot.catalog.levy_rules import check_levy_rules
from bot.catalog.problems import CatalogueError
from bot.catalog.sources import read_sources
from bot.core.policies.catalogue import Catalogue


def load_catalogue(root: Path, known_regions: frozenset[str]) -> Catalogue:
    """Read `policies/`. Raises `CatalogueError` with file, line and sentence of every problem."""
    sources = read_sources(root)
    checkers = [Checker(sources, folder, known_regions) for folder in sources.regions]
    problems = [*sources.problems, *fact_problems(sources)]
    problems += [problem for checker in checkers for problem in checker.problems()]
    if problems:
        raise CatalogueError(problems)
    catalogue = build_catalogue(sources, checkers)
    check_levy_rules(root, catalogue)
    return catalogue
