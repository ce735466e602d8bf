"""Askbot in an environment of its own: it pins old packages. Made once for each machine and each lock."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent
LOCK: Final = HERE / "requirements.lock"
PLACE: Final = HERE.parents[1] / ".harvest/askbot"
SETTINGS: Final = """
CACHE_MIDDLEWARE_ANONYMOUS_ONLY = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
ALLOWED_HOSTS = ["127.0.0.1"]
"""
ROBOTS: Final = """
from django.http import HttpResponse
ROBOTS = "User-agent: *\\nDisallow: /users/\\nDisallow: /question/*/secret-*\\n"
urlpatterns.insert(0, path("robots.txt", lambda request: HttpResponse(ROBOTS, content_type="text/plain")))
"""


def bin_folder() -> Path:
    """The programs of the environment, which is made if it is not there."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    name = hashlib.sha256(LOCK.read_bytes() + version.encode()).hexdigest()[:16]
    place = PLACE / name
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test processes need it at the same time
        if not (place / "ready").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
            pip = [str(place / "bin/pip"), "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
            (place / "ready").touch()
    return place / "bin"


class Running:
    """A forum that is being served."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.base: str = self._answer()["base"]

    def do(self, what: str, title: str, text: str = "", to: str = "") -> None:
        """Have something done there."""
        order = {"do": what, "title": title, "text": text, "to": to}
        print(json.dumps(order), file=_there(self._process.stdin), flush=True)
        assert self._answer() == {"done": what}

    def _answer(self) -> dict[str, Any]:
        line = _there(self._process.stdout).readline()
        assert line, "Askbot has ended; its log is in the folder of the test"
        found: dict[str, Any] = json.loads(line)
        return found


def _there(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """A forum with the invented conversations, on loopback, for as long as the block runs."""
    programs = bin_folder()
    project = folder / "askbotforum"
    made = [str(programs / "askbot-setup"), "--noinput", "--force", "--root-directory", str(project)]
    made += ["--proj-name", "kettles", "--db-engine", "sqlite", "--db-name", str(project / "forum.sqlite")]
    made += ["--domain-name", "kettle.example", "--admin-name", "Ada", "--admin-email", "ada@kettle.example"]
    made += ["--language-code", "en", "--timezone", "UTC", "--log-file-path", "askbot.log"]
    cache = "{'default': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache', 'TIMEOUT': 6000}}"
    made += ["--caching-settings", f"CACHES = {cache}"]
    environ = {**os.environ, "PYTHONWARNINGS": "ignore"}
    with (folder / "askbot.log").open("w") as log:
        subprocess.run(made, check=True, stdout=log, stderr=log, env=environ)
        for name, more in (("settings.py", SETTINGS), ("urls.py", ROBOTS)):
            with (project / "kettles" / name).open("a") as file:
                file.write(more)
        process = subprocess.Popen(
            [str(programs / "python"), str(HERE / "served.py"), str(project)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environ,
        )
        try:
            yield Running(process)
        finally:
            process.kill()
            process.communicate()
