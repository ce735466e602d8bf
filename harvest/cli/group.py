"""What every command has in common: mistakes become one line and an exit code."""
# ruff: noqa: PLC0415 — rich is imported when there is something to say

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from harvest.cli.exits import INTERRUPTED, NOT_DONE
from harvest.errors import HarvestError

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Group(click.Group):
    """Turns what a person can mend into one line and an exit code; a bug keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it returns is the exit code."""
        _open_closed_streams()
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()  # a full disk is found here and not after the last line
        except HarvestError as error:
            _fail(ctx, error, NOT_DONE)
        except KeyboardInterrupt:
            _fail(ctx, HarvestError("stopped", todo="run it again: nothing was half-written"), INTERRUPTED)
        except BrokenPipeError:
            raise  # `| head` has seen enough: click ends quietly
        except OSError as error:
            _drop_output()
            what = f"cannot be read or written: {error.strerror or error}"
            todo = "make room on the disk and run it again" if error.errno in _FULL else ""
            _fail(ctx, HarvestError(what, where=error.filename or "the output", todo=todo), NOT_DONE)
        ctx.exit(code or 0)


def _fail(ctx: click.Context, error: HarvestError, code: int) -> NoReturn:
    from harvest.cli import terminal

    terminal.say_error(error)
    ctx.exit(code)


def _open_closed_streams() -> None:
    """What somebody closed (`>&-`) goes nowhere: the next file that is opened must not take its place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 — until the end


def _drop_output() -> None:
    """What standard output has not taken by now must not be tried again when Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
