"""Prints the hash of everything that shapes a model: data, lexicon, configuration, reference regions and code.

python -m tongxing_nlu.fingerprint
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from tongxing_nlu import paths

_CODE = ("topics", "entities")
_REFERENCE = ("regions.csv", "region-ordinary-words.txt")


def fingerprint() -> str:
    """Hash of names and contents; independent of where the project lies."""
    digest = hashlib.sha256()
    for name, path in _sources():
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:20]


def model_path() -> Path:
    """Where the model of today's sources lies, or would lie."""
    return paths.MODELS / f"{fingerprint()}.tar.gz"


def _sources() -> list[tuple[str, Path]]:
    package = Path(__file__).parent
    files = [*paths.DATA.glob("*.yml"), *paths.LEXICON.iterdir(), paths.CONFIG, paths.DOMAIN]
    files += [path for folder in _CODE for path in (package / folder).glob("*.py")]
    named = [(path.relative_to(paths.PROJECT).as_posix(), path) for path in files if path.is_file()]
    named += [(f"reference/{name}", paths.REFERENCE / name) for name in _REFERENCE if (paths.REFERENCE / name).exists()]
    return sorted(named)


def main() -> None:
    """Print the fingerprint."""
    print(fingerprint())


if __name__ == "__main__":
    main()
