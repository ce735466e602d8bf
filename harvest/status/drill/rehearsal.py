"""The rehearsal: the status site of status.yml is published, the main service cut off, a post made and read.

Nothing leaves the lab. What is said, built and published is so by the commands that people type.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from harvest.errors import HarvestError
from harvest.status.drill import browser, servers
from harvest.status.drill.lab import missing
from harvest.status.drill.stage import MAIN, MAIN_DNS, copied, hosts_of, wired
from harvest.status.independence.domains import registrable
from harvest.status.independence.markup import of_html
from harvest.status.independence.model import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from harvest.status.drill.lab import Lab
    from harvest.status.drill.stage import Host
    from harvest.status.model import Settings

TITLE: Final = "A rehearsal and no outage"
TIMEOUT: Final = 10
"""Seconds for a host to take the site."""
PATIENCE: Final = 60
"""Seconds until a post that no customer sees is given up."""
GRACE: Final = 3
"""The same for a host that did not take it: it may have, and have failed to say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was measured."""

    post_to_visible_s: float | None
    """From Enter after `harvest status open` until a customer has read it at every host; None: never."""
    visible_s: dict[str, float | None]
    """The same for each host."""
    refused: dict[str, str]
    """Hosts that did not take what was published, and why."""
    open_s: float
    publish_s: float
    """With the build."""
    main_dead: bool
    """Whether the main service, which had answered, answered no more when the post was made."""
    main_requests: int | None
    """Requests to the main service and questions for its names, when a browser opened what was posted at
    every host that showed it. None: there was no browser."""
    requests: int | None
    """All that the pages asked for in the browser, themselves included."""
    other_requests: tuple[str, ...]
    """Those that went neither to the status hosts nor to the main service."""

    @property
    def well(self) -> bool:
        """Whether everything is as it should be, and was looked at."""
        seen = self.post_to_visible_s is not None and self.main_dead
        return seen and self.main_requests == 0 and not self.other_requests


def rehearse(
    settings: Settings, folder: Path, lab: Lab, command: Sequence[str], say: Callable[[str], None]
) -> Report:
    """Wire it all in a lab that was just made, cut, post and measure.

    `folder`: of status.yml; copied, never written to. `command`: what runs `harvest status` on the laptop.
    Raises HarvestError where something is missing that it needs.
    """
    hosts = hosts_of(settings, lab)
    _tools()
    say(
        "building a small internet: the main service, its name server, "
        f"{len(hosts)} status hosts, a laptop, a customer"
    )
    trusted = wired(settings, hosts, lab)
    copy = copied(folder, lab.folder / "docs", hosts)
    harvest = [*command, "--folder", str(copy)]
    refused, _ = _published(lab, harvest, hosts)
    if refused:
        raise HarvestError(
            f"a host does not take the site before anything is cut: {refused}", where=lab.folder
        )
    for url in (settings.service, *(host.site.url for host in hosts)):
        if not _reached(lab, trusted, url):
            raise HarvestError(f"{url} does not answer before anything is cut", where=lab.folder)
    lab.cut("main")
    dead = not _reached(lab, trusted, settings.service)
    say("the main service and its name server are cut off; posting")
    return _posted(settings, hosts, lab, harvest, trusted, dead=dead)


def _tools() -> None:
    if lacking := missing(servers.NEEDED):
        raise HarvestError(
            f"the drill needs {', '.join(lacking)}", todo="install them; Debian: `make system`"
        )


def _published(lab: Lab, harvest: Sequence[str], hosts: Sequence[Host]) -> tuple[dict[str, str], float]:
    """Build and publish from the laptop: why, for each host that did not take it; and how long it took."""
    printed, seconds = _typed(lab, [*harvest, "publish", "--unsigned", "--json", "--timeout", str(TIMEOUT)])
    known = {host.node: host.site.host for host in hosts}
    results = json.loads(printed)["targets"]
    return {known[each["name"]]: each["said"] for each in results if not each["ok"]}, seconds


def _typed(lab: Lab, words: Sequence[str]) -> tuple[str, float]:
    """A command on the laptop: what it prints, and how long it took."""
    start = time.monotonic()
    trusted = {"SSL_CERT_FILE": str(servers.Authority(lab.folder).file)}
    done = lab.run("laptop", words, env=trusted)
    if done.returncode and not done.stdout.strip():
        raise HarvestError(f"the laptop cannot go on: {' '.join(done.stderr.split())[-300:]}")
    return done.stdout.strip(), time.monotonic() - start


def _curl(trusted: Path, url: str) -> list[str]:
    return ["curl", "--silent", "--noproxy", "*", "--max-time", "3", "--cacert", str(trusted), url]


def _reached(lab: Lab, trusted: Path, url: str) -> bool:
    return lab.run("customer", [*_curl(trusted, url), "--output", os.devnull]).returncode == 0


def _posted(
    settings: Settings,
    hosts: list[Host],
    lab: Lab,
    harvest: list[str],
    trusted: Path,
    *,
    dead: bool,
) -> Report:
    reload = 'until "$@" | grep -qF "$0"; do sleep 0.05; done; date +%s.%N'
    watching = {
        host.site.host: subprocess.Popen(
            lab.command(
                "customer",
                ["timeout", str(PATIENCE), "sh", "-c", reload, TITLE, *_curl(trusted, host.site.url)],
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        for host in hosts
    }
    start = time.time()
    component = f"{settings.components[0].id}=major_outage"
    incident, open_s = _typed(lab, [*harvest, "open", TITLE, "--component", component, "--impact", "major"])
    refused, publish_s = _published(lab, harvest, hosts)
    visible = {
        host: _seen(process, GRACE if host in refused else None, start) for host, process in watching.items()
    }
    times = [seconds for seconds in visible.values() if seconds is not None]
    read = [host for host in hosts if visible[host.site.host] is not None]
    main, other, all_ = _looked(settings, read, lab, incident)
    return Report(
        post_to_visible_s=max(times) if len(times) == len(hosts) else None,
        visible_s=visible,
        refused=refused,
        open_s=round(open_s, 3),
        publish_s=round(publish_s, 3),
        main_dead=dead,
        main_requests=main,
        requests=all_,
        other_requests=other,
    )


def _seen(watching: subprocess.Popen[str], patience: float | None, start: float) -> float | None:
    """Seconds from `start` until the customer saw it; None: never, or not while we waited."""
    try:
        printed, _ = watching.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        watching.kill()
        if watching.stdout:
            watching.stdout.close()
        watching.wait()
        return None
    return round(float(printed) - start, 3) if printed.strip() else None


def _looked(
    settings: Settings, hosts: list[Host], lab: Lab, incident: str
) -> tuple[int | None, tuple[str, ...], int | None]:
    """What a browser asks for at each host, home page and incident: of the main service, of others, all."""
    program = browser.found()
    if not program:
        return None, (), None
    domain = registrable(Site(settings.service).host)
    log = lab.folder / "customer.asked.log"
    known = log.stat().st_size
    urls: list[str] = []
    for host in hosts:
        for page in _pages(host, incident):
            urls += browser.requests(lab, "customer", program, page)
    asked = re.findall(r"query\[\S+\] (\S+) from", log.read_bytes()[known:].decode("utf-8", "replace"))
    ours = {host.site.host for host in hosts}

    def of_main(host: str) -> bool:
        return host in {MAIN, MAIN_DNS} or (registrable(host) == domain and host not in ours)

    main = [url for url in urls if of_main(Site(url).host)]
    names = [name for name in asked if of_main(name.lower())]
    other = sorted({url for url in urls if url not in main and Site(url).host not in ours})
    return len(main) + len(names), tuple(other), len(urls)


def _pages(host: Host, incident: str) -> list[str]:
    """The home page, and the page of the incident that it links to."""
    text = (host.root / "index.html").read_text(encoding="utf-8")
    links = of_html(text, urljoin(host.site.url, ".")).pages
    return [host.site.url, *[link for link in links if incident in link and "#" not in link][:1]]
