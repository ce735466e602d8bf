"""Peers, installed from their registries into a folder of their own when they are needed, newest versions."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.search.engines.built import NotThereError

if TYPE_CHECKING:
    from pathlib import Path


def from_pypi(name: str, cache: Path) -> tuple[Path, str]:
    """The program of that name in an environment of its own, and its version. Raises NotThereError."""
    environment = cache / name
    if not (environment / "bin" / name).exists():
        _do([sys.executable, "-m", "venv", str(environment)])
        _do([str(environment / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", name])
    python = environment / "bin" / "python"
    ask = f"import importlib.metadata; print(importlib.metadata.version({name!r}))"
    return environment / "bin" / name, _do([str(python), "-c", ask]).strip()


def from_npm(name: str, cache: Path) -> tuple[Path, str]:
    """The folder of a package, and its version. Raises NotThereError."""
    if not shutil.which("npm"):
        raise NotThereError("npm is not installed")
    package = cache / name / "node_modules" / name
    if not package.exists():
        (cache / name).mkdir(parents=True, exist_ok=True)
        _do(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(cache / name), name])
    told = json.loads((package / "package.json").read_text(encoding="utf-8"))
    return package, str(told["version"])


def _do(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it did not say why"]
        raise NotThereError(f"{command[0].rpartition('/')[2]}: {said[-1]}")
    return done.stdout
