"""The options that every command shares."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.config import Config


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that every command shares."""

    config_path: Path
    quiet: bool
    workers: int

    def config(self) -> Config:
        """The configuration; raises ConfigError."""
        from harvest.config import load

        return load(self.config_path, environ=os.environ)
