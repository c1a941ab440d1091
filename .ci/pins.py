"""Exact pins by name of every direct and transitive dependency, kept in each pyproject without any address.

`python .ci/pins.py update` resolves the newest versions and rewrites `[tool.uv] constraint-dependencies`;
`python .ci/pins.py check` fails when what is written there does not cover what would be installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = {ROOT: "3.12", ROOT / "nlu": "3.10"}
SECTION = re.compile(r"constraint-dependencies = \[\n.*?\]\n", re.DOTALL)
PIN = re.compile(r'^\s+"([^"]+)",$', re.MULTILINE)


def resolve(project: Path, python: str, upgrade: bool) -> list[str]:
    """What would be installed, as `name==version` lines; without `upgrade` the written pins decide."""
    command = [
        *("uv", "pip", "compile", "--quiet", "--no-header", "--no-emit-index-url", "--no-annotate"),
        *("--no-strip-markers", "--python-version", python, "--group", "dev", "pyproject.toml"),
    ]
    text = (project / "pyproject.toml").read_text(encoding="utf-8")
    if upgrade:
        (project / "pyproject.toml").write_text(SECTION.sub("constraint-dependencies = [\n]\n", text), encoding="utf-8")
    try:
        done = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)
    finally:
        (project / "pyproject.toml").write_text(text, encoding="utf-8")
    return [line.strip() for line in done.stdout.splitlines() if "==" in line]


def written(project: Path) -> list[str]:
    """The pins in the pyproject."""
    found = SECTION.search((project / "pyproject.toml").read_text(encoding="utf-8"))
    return PIN.findall(found.group(0)) if found else []


def update() -> None:
    """Write the newest resolution into every pyproject."""
    for project, python in PROJECTS.items():
        pins = "".join(f'  "{pin}",\n' for pin in resolve(project, python, upgrade=True))
        file = project / "pyproject.toml"
        text = SECTION.sub(
            lambda _, pins=pins: f"constraint-dependencies = [\n{pins}]\n", file.read_text(encoding="utf-8")
        )
        file.write_text(text, encoding="utf-8")


def check() -> int:
    """0 if every package that would be installed is pinned."""
    missing = [
        f"{project.name}: {pin}"
        for project, python in PROJECTS.items()
        for pin in sorted(set(resolve(project, python, upgrade=False)) - set(written(project)))
    ]
    for line in missing:
        sys.stderr.write(f"not pinned: {line}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:] == ["check"]:
        sys.exit(check())
    else:
        sys.exit(__doc__)
