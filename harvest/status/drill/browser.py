"""Every address that a real browser asks for when it opens a page, by Chromium's own log of its network."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, Final

from harvest.errors import HarvestError

if TYPE_CHECKING:
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
        raise HarvestError(f"the browser does not open {url}: {said[0]}", where=program)
    return asked(log.read_text(encoding="utf-8", errors="replace"))


def asked(log: str) -> tuple[str, ...]:
    """The addresses in a log that pages asked for; not what the browser wants from its maker for itself."""
    try:
        known: dict[str, Any] = json.loads(log)
    except ValueError:  # it was stopped before it could close its brackets
        known = json.loads(log.rstrip().rstrip(",") + "]}")
    starts = known["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    said = [event.get("params", {}) for event in known["events"] if event.get("type") == starts]
    return tuple(params["url"] for params in said if "url" in params and not _its_own(params))


def _its_own(params: dict[str, Any]) -> bool:
    """Asked for by no page: nobody began it, and it is not what was typed into the address bar."""
    return params.get("initiator") == "not an origin" and params.get("request_type") == "other"
