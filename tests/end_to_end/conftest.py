"""A knowledge base as `harvest init` makes it, in a temporary folder, and the real command line in it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from mkdocs.utils.yaml import yaml_load

from harvest.site.init import init
from tests import forked

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[2] / "harvest" / "samples"
HARVEST = (sys.executable, "-m", "harvest")
SOURCES = (
    {"name": "x", "format": "x"},
    {
        "name": "discourse",
        "format": "discourse",
        "url": "https://community.fernlight.example",
        "licence": "CC-BY-SA-4.0",
    },
    {"name": "stackexchange", "format": "stackexchange", "url": "https://qa.fernlight.example"},
)
"""Of the bundled samples, as an adopter would describe them."""


@dataclass(frozen=True)
class Desk:
    """Where somebody sits and types commands."""

    folder: Path

    def run(
        self, *words: str | Path, prepare: Callable[[], object] | None = None, **environ: str
    ) -> subprocess.CompletedProcess[str]:
        """`harvest words…` in the folder, as a process of its own; `prepare` runs in it before.

        Nothing is judged in further processes, unless `words` say how many: each would import everything.
        """
        if words and "--workers" not in words:
            words = ("--workers", "1", *words)
        known = {**os.environ, **environ}
        if prepare is None:
            return forked.run("harvest", *words, folder=self.folder, environ=known)
        return subprocess.run(
            [*HARVEST, *map(str, words)],
            cwd=self.folder,
            env=known,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
            preexec_fn=prepare,
        )

    def done(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """The same, expected to succeed."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done

    def build(self) -> Path:
        """The site, built by the real mkdocs without a warning."""
        environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        done = forked.run("mkdocs", "build", "--strict", folder=self.folder, environ=environ, seconds=300)
        assert done.returncode == 0, done.stderr
        return self.folder / "site"

    def options(self, **block: Any) -> None:
        """Set keys of the `harvest` block."""
        path = self.folder / "mkdocs.yml"
        config = yaml_load(path.read_text(encoding="utf-8"))
        next(each for each in config["plugins"] if isinstance(each, dict))["harvest"].update(block)
        path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    @property
    def answers(self) -> Path:
        return self.folder / "docs" / "answers"

    def pages(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.answers.glob("*.md"))}

    def tree(self) -> dict[str, bytes | None]:
        """Every file and folder, but for the empty ones that the lake keeps for its locks."""
        own = self.folder / ".harvest/lake"
        empty = {own.parent, own, own / "scratch", own / "write.lock", own / "scratch.lock"}
        return {
            str(path.relative_to(self.folder)): path.read_bytes() if path.is_file() else None
            for path in sorted(self.folder.rglob("*"))
            if path not in empty
        }


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A fresh knowledge base."""
    init(tmp_path / "kb")
    return Desk(tmp_path / "kb")


def as_fernlight(desk: Desk) -> None:
    """The configuration knows the samples' sources and shows drafts."""
    desk.options(
        company={
            "name": "Fernlight",
            "contacts": ["help@fernlight.example", "+44 20 7946 0123", "@FernlightHelp"],
            "staff": ["FernlightHelp", "priya_fernlight", "tomas_fernlight"],
        },
        sources=list(SOURCES),
        publish=["draft", "reviewed"],
    )


@pytest.fixture
def fernlight(desk: Desk) -> Desk:
    """A fresh knowledge base of the samples' company."""
    as_fernlight(desk)
    return desk
