"""A command as a process of its own, without half a second of imports: a fork of a Python that has done them.

Such a process has its own memory, folder, environment, files and exit code, as any other. What it shares with
those before it is what Python takes from its surroundings when it starts, the seed of hashes above all. Where
something of that is wanted otherwise (`PYTHONHASHSEED`, a locale), `run` starts a Python as people do.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = Path(__file__).parents[1]
AT_START: Final = ("PYTHON", "LC_", "LANG")
"""How the names of variables begin that Python reads when it starts."""
IMPORTED: Final = (
    "mkdocs.commands.build",
    "material.extensions.emoji",
    "material.plugins.search.plugin",
    "markdown.extensions.tables",
    "markdown.extensions.toc",
    "pygments.formatters.html",
    "pymdownx.superfences",
)
"""Beside all of Harvest."""
WITHOUT_THREADS: Final = {"JE_ARROW_MALLOC_CONF": "background_thread:false", "OPENBLAS_NUM_THREADS": "1"}
"""What keeps libraries (Arrow's memory, and NumPy where somebody has installed it) from starting threads when
they are imported: forks would miss them."""


def run(
    module: str, *words: str | Path, folder: Path, environ: Mapping[str, str], seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """`python -m module words…` in the folder; raises TimeoutExpired after so many seconds."""
    server = _server()
    if any(environ.get(name) != server.environ.get(name) for name in _at_start(environ, server.environ)):
        return subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            cwd=folder,
            env=dict(environ),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=seconds,
        )
    return server.run(module, list(map(str, words)), folder, environ, seconds)


def _at_start(*environs: Mapping[str, str]) -> set[str]:
    return {name for environ in environs for name in environ if name.startswith(AT_START)}


@dataclass(frozen=True)
class _Server:
    """The Python that has imported everything."""

    process: subprocess.Popen[str]
    environ: Mapping[str, str]

    def run(
        self, module: str, words: list[str], folder: Path, environ: Mapping[str, str], seconds: float
    ) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as place:
            paths = [Path(place) / name for name in ("stdout", "stderr")]
            order = {"module": module, "words": words, "folder": str(folder), "environ": dict(environ)}
            print(json.dumps({**order, "files": list(map(str, paths))}), file=self.process.stdin, flush=True)
            assert self.process.stdout
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                self.end()
                _server.cache_clear()
                raise subprocess.TimeoutExpired([module, *words], seconds)
            code = self.process.stdout.readline()
            assert code, "the Python that forks has ended"
            said = [path.read_text(encoding="utf-8") for path in paths]
        return subprocess.CompletedProcess([module, *words], int(code), *said)

    def end(self) -> None:
        """Whatever it is doing."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@cache
def _server() -> _Server:
    """One for all tests of this process."""
    environ = dict(os.environ)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forked"],
        cwd=ROOT,
        env={**environ, "NO_MKDOCS_2_WARNING": "1", **WITHOUT_THREADS},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    server = _Server(process, environ)
    atexit.register(server.end)
    return server


# ── in that Python ───────────────────────────────────────────────────────────────────────────────


def _serve(orders: IO[str], answers: IO[str]) -> dict[str, Any] | None:
    """Give each order to a fork, which gets it back, and answer with its exit code; None at the end."""
    for line in orders:
        child = os.fork()
        if child == 0:
            return dict(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)
    return None


def _become(order: dict[str, Any]) -> int:
    """What the order says; its exit code."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environ"])
    time.tzset()
    for number, path in enumerate([os.devnull, *order["files"]]):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.path[0] = order["folder"]
    sys.argv[1:] = order["words"]
    try:
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as Python itself does
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _end(code: int) -> NoReturn:
    """As Python ends, but for taking its memory apart, which takes longer than many a command."""
    threading._shutdown()  # type: ignore[attr-defined] # waits for threads, as Python itself does
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _import_everything() -> None:
    import harvest  # noqa: PLC0415 - only here

    for each in pkgutil.walk_packages(harvest.__path__, "harvest."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
    for name in IMPORTED:
        importlib.import_module(name)


if __name__ == "__main__":
    _import_everything()
    if len(list(Path("/proc/self").glob("task/*"))) > 1:
        sys.exit("forks of a process with threads are not whole")
    gc.freeze()  # the forks need not look through what they have in common
    wanted = _serve(os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w"))
    if wanted:
        _end(_become(wanted))
