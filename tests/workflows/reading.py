"""The workflows and actions of this repository and of the starter, as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from harvest.site.init import STARTER

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = (ROOT / ".github", STARTER / ".github")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job, or of an action of our own."""

    file: Path
    job: dict[str, Any]
    """What it belongs to; of an action, its `runs`."""
    step: dict[str, Any]

    @property
    def run(self) -> str:
        return str(self.step.get("run", ""))

    @property
    def uses(self) -> str:
        return str(self.step.get("uses", ""))

    def __str__(self) -> str:
        return f"{name(self.file)}: {self.step.get('name')}"


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def load(file: Path) -> dict[str, Any]:
    """A workflow. YAML 1.1 takes its `on` for a yes."""
    found: dict[Any, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in found.items()}


WORKFLOWS: Final = [file for folder in FOLDERS for file in sorted(folder.glob("workflows/*.yml"))]
ACTIONS: Final = [file for folder in FOLDERS for file in sorted(folder.glob("actions/*/action.yml"))]
JOBS: Final = [(file, job) for file in WORKFLOWS for job in load(file)["jobs"].values()]
STEPS: Final = [
    *(Step(file, job, step) for file, job in JOBS for step in job["steps"]),
    *(Step(file, load(file)["runs"], step) for file in ACTIONS for step in load(file)["runs"]["steps"]),
]


def starter_step(workflow: str, wanted: str) -> Step:
    """The step of that name in a workflow or an action of the starter."""
    (found,) = [s for s in STEPS if workflow in name(s.file) and s.step["name"] == wanted and s.run]
    return found
