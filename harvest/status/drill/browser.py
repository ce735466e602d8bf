"""Every address that a real browser asks for when it opens a page, by Chromium's own log of its network."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any, Final

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.status.drill.lab import Lab

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS: Final = (
    "--headless",
    "--no-sandbox",  # the lab is the sandbox: it has no way out
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--ignore-certificate-errors",  # the lab's authority is not in its list
    "--virtual-time-budget=4000",  # what scripts do in the first seconds is seen as well
    "--dump-dom",
)
SECONDS: Final = 90.0


def found() -> str:
    """The program; "" where there is none."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), "")


def requests(lab: Lab, node: str, program: str, url: str) -> tuple[str, ...]:
    """Open `url` on a node; the http(s) and ws(s) addresses that were asked for, in order.

    Raises HarvestError where the browser does not open it.
    """
    log = lab.folder / f"{node}.net.json"
    profile = lab.folder / f"{node}.profile"
    words = [program, *FLAGS, f"--log-net-log={log}", f"--user-data-dir={profile}", url]
    done = lab.run(node, words, env={"HOME": str(lab.folder)}, seconds=SECONDS)
    if not log.exists() or "<" not in done.stdout:
        said = done.stderr.strip().splitlines()[-1:] or [f"it ends with {done.returncode}"]
        raise HarvestError(f"the browser does not open {url}: {said[0]}", where=os.path.basename(program))  # noqa: PTH119
    return asked(log)


def asked(log: Path) -> tuple[str, ...]:
    """The addresses in a log, each time they were asked for."""
    text = log.read_text(encoding="utf-8", errors="replace")
    try:
        known: dict[str, Any] = json.loads(text)
    except ValueError:  # it was stopped before it could close its brackets
        known = json.loads(text.rstrip().rstrip(",") + "]}")
    starts = {
        known["constants"]["logEventTypes"].get(name)
        for name in ("URL_REQUEST_START_JOB", "WEBSOCKET_HANDSHAKE", "CONNECT_JOB_ATTEMPT")
    }
    urls = (
        event.get("params", {}).get("url", "") for event in known["events"] if event.get("type") in starts
    )
    return tuple(url for url in urls if url.startswith(("http:", "https:", "ws:", "wss:")))
