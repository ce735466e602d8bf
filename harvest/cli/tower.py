"""What every command of `harvest status` is handed: the status folder, and how mistakes in it are told."""
# ruff: noqa: PLC0415 — on a bad day, a command starts in a moment

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from harvest.status.folder import Contents
    from harvest.status.model import Settings


@dataclass(frozen=True, slots=True)
class Tower:
    """The status folder, and whether only mistakes are to be told."""

    folder: Path
    quiet: bool

    def settings(self) -> Settings:
        """`status.yml`, as far as it can be understood; mistakes are told. Raises as `settings.read`."""
        from harvest.status.settings import FILE, read

        found, mistakes = read(self.folder / FILE, os.environ)
        if mistakes:
            tell(str(mistakes))
        return found

    def contents(self, settings: Settings, now: datetime) -> Contents:
        """Everything that was said; mistakes are told, and stop nothing."""
        from harvest.status.folder import contents

        found = contents(self.folder, settings, now)
        for problem in found.problems:
            tell(str(problem))
        return found


def tell(text: str) -> None:
    """On standard error; whatever is in it stays on its lines."""
    for line in text.splitlines():
        click.echo("harvest: " + "".join(c if c.isprintable() else "�" for c in line), err=True)
