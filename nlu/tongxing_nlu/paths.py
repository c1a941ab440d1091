"""Where things lie in the project."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
LEXICON = PROJECT / "lexicon"
CONFIG = PROJECT / "config.yml"
DOMAIN = PROJECT / "domain.yml"
MODELS = PROJECT / "models"
REFERENCE = PROJECT.parent / "data" / "reference"
