"""`harvest promote --event`: what somebody asks for on GitHub, and the answer to it."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from harvest.cli.exits import LEFT_OUT
from harvest.errors import HarvestError

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.cli.settings import Settings

MOST_BYTES: Final = 30_000_000
"""Of an event: GitHub's own limit is 25 MB."""


def promote_asked(settings: Settings, event: Path, answer: Path) -> int:
    """Do what the event asks for, and write the answer; nothing where nothing is asked of us."""
    from harvest.cli import display, proposed, terminal
    from harvest.cli.promoting import exit_code, forge_for
    from harvest.pipeline.fulfilling import fulfil, sources
    from harvest.pipeline.outcomes import Mode
    from harvest.proposing.asked import Ignored, asked

    config = settings.config()
    asking = asked(_read(event), sources(config))
    if isinstance(asking, Ignored):
        if not settings.quiet:
            terminal.ERR.print(terminal.shown(f"nothing is asked of us: {asking.reason}"))
        return 0
    with forge_for(config, Mode.REQUEST) as forge, display.Drawn(quiet=settings.quiet) as progress:
        if forge is None:  # a request needs one, and `forge_for` says so
            raise AssertionError("there is no forge")
        done = fulfil(
            config,
            asking,
            forge=forge,
            environ=os.environ,
            today=datetime.now(UTC).date(),
            workers=settings.workers,
            progress=progress,
        )
    _write(answer, done.answer)
    proposed.say_outcomes(done.outcomes, dry=False)
    return exit_code(done.outcomes, named=True) if done.outcomes and not asking.beyond else LEFT_OUT


def _read(event: Path) -> object:
    todo = "name the file that GITHUB_EVENT_PATH names"
    try:
        if event.stat().st_size > MOST_BYTES:
            raise HarvestError("is too big for an event", where=event, todo=todo)
        return json.loads(event.read_bytes())
    except OSError as error:
        raise HarvestError(f"cannot be read: {error.strerror}", where=event, todo=todo) from None
    except (ValueError, RecursionError):
        raise HarvestError("is not JSON", where=event, todo=todo) from None


def _write(answer: Path, text: str) -> None:
    try:
        answer.write_text(text, encoding="utf-8")
    except OSError as error:
        raise HarvestError(f"cannot be written: {error.strerror}", where=answer) from None
