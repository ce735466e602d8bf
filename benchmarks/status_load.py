"""The status site under load: many clients on the real nginx with the shipped settings, and ten posts.

    python -m benchmarks.status_load [--clients 500] [--seconds 60] [--posts 10] [--json]

Each client asks for page after page on its own connection, compressed as browsers do. Every answer is held
against what was built: it must be one whole file of one version, none older than what had been published when
it was asked for. So a page and the JSON beside it, asked for between two posts, are of the same version too.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import statistics
import sys
import tempfile
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest.status import serving
from harvest.status.folder import Contents
from harvest.status.model import (
    Component,
    Condition,
    Impact,
    Incident,
    Kind,
    Phase,
    Settings,
    Speaker,
    Update,
)
from harvest.status.output import put
from harvest.status.site import build
from tests.status.servers import nginx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START: Final = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PATHS: Final = ("/", "/api/v2/summary.json", "/banner.json", "/history.atom", "/text.txt", "/history/")
"""What clients ask for, in turn."""
Version = dict[str, bytes]


@dataclass
class Seen:
    """What the clients saw."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    mixed: int = 0
    """Answers that are no whole file of any version."""
    old: int = 0
    """Answers of a version that had been replaced before they were asked for, or of one not yet published."""
    newest: int = 0
    """The newest version that somebody got."""
    broken: int = 0
    """Connections that ended before the answer did."""


@dataclass
class Published:
    """Which versions could be seen when."""

    digests: dict[str, dict[bytes, set[int]]]
    """Path → digest of the file → the versions that have it."""
    done: int = 0
    """The newest version that is certainly there."""
    begun: int = 0
    """The newest version that may be there."""
    over: bool = False
    """Whether everything has been published, and the time is over."""


def settings() -> Settings:
    """Twelve components."""
    return Settings(
        name="Kettle Works",
        url="https://status.kettle-status.example/",
        components=tuple(Component(id=f"part-{n}", name=f"Part {n}") for n in range(12)),
        speakers=(Speaker(key="ada", name="Ada Quill", role="Head of support"),),
    )


def versions(posts: int) -> tuple[Version, ...]:
    """The site with ten incidents of five updates, and after each post one update more."""
    whole = [_incident(number, 5) for number in range(10)]
    found = []
    for post in range(posts + 1):
        contents = Contents((_incident(0, 5 + post), *whole[1:]), ())
        found.append(dict(build(settings(), contents, START + timedelta(hours=6, minutes=post))))
    return tuple(found)


def _incident(number: int, updates: int) -> Incident:
    started = START - timedelta(days=number)
    said = tuple(
        Update(
            at=started + timedelta(minutes=10 * each),
            phase=Phase.INVESTIGATING if not number or each < 4 else Phase.RESOLVED,
            text=f"Update {each} of incident {number}: we see that new photos wait on the phone.",
            components={f"part-{number}": Condition.PARTIAL},
        )
        for each in range(updates)
    )
    return Incident(
        id=f"incident-{number}",
        kind=Kind.INCIDENT,
        title=f"Photos wait {number}",
        impact=Impact.MAJOR,
        started=started,
        updates=said,
        speaker="ada",
    )


def digests(built: Sequence[Mapping[str, bytes]]) -> dict[str, dict[bytes, set[int]]]:
    """What each address may answer."""
    found: dict[str, dict[bytes, set[int]]] = {path: {} for path in PATHS}
    for number, files in enumerate(built):
        for path in PATHS:
            name = f"{path[1:]}index.html" if path.endswith("/") else path[1:]
            found[path].setdefault(hashlib.sha256(files[name]).digest(), set()).add(number)
    return found


async def load(
    port: int, folder: Path, built: Sequence[Mapping[str, bytes]], clients: int, seconds: float
) -> Seen:
    """Clients on `port` while the versions are put into `folder`, the first of which is there, one by one."""
    seen, published = Seen(), Published(digests(built))
    end = time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        group.create_task(_publish(folder, built, published, end))
        for number in range(clients):
            group.create_task(_client(port, number, seen, published))
    return seen


async def _publish(
    folder: Path, built: Sequence[Mapping[str, bytes]], published: Published, end: float
) -> None:
    pause = (end - time.monotonic()) / (len(built) + 1)
    for number, files in enumerate(built[1:], start=1):
        await asyncio.sleep(pause)
        published.begun = number
        await asyncio.to_thread(put, folder, files)
        published.done = number
    await asyncio.sleep(max(0.5, end - time.monotonic()))
    published.over = True


async def _client(port: int, number: int, seen: Seen, published: Published) -> None:
    while not published.over:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            stays = True
            while stays and not published.over:
                path = PATHS[number % len(PATHS)]
                number += 1
                oldest, started = published.done, time.perf_counter()
                writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode())
                status, body, stays = await _answer(reader)
                seen.milliseconds.append((time.perf_counter() - started) * 1000)
                seen.statuses[status] += 1
                which = published.digests[path].get(hashlib.sha256(body).digest(), set())
                if not which:
                    seen.mixed += 1
                elif not which & set(range(oldest, published.begun + 1)):
                    seen.old += 1
                seen.newest = max([seen.newest, *(which if len(which) == 1 else ())])
        except (asyncio.IncompleteReadError, ConnectionError, zlib.error):
            seen.broken += 1
        finally:
            writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """Status and unpacked body of one answer (RFC 9112), and whether there will be another."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): text for name, _, text in (line.partition(": ") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        parts = []
        while size := int(await reader.readuntil(b"\r\n"), 16):
            parts.append((await reader.readexactly(size + 2))[:-2])
        await reader.readexactly(2)
        body = b"".join(parts)
    else:
        body = await reader.readexactly(int(headers["content-length"]))
    if headers.get("content-encoding") == "gzip":
        body = zlib.decompress(body, 16 + zlib.MAX_WBITS)
    return int(first.split(" ")[1]), body, headers.get("connection") != "close"


def run(folder: Path, clients: int, seconds: float, posts: int) -> Seen:
    """Serve and load a site in `folder`."""
    built = versions(posts)
    site = folder / "site"
    put(site, built[0])
    shipped = folder / "nginx.conf"
    shipped.write_bytes(serving.files(settings(), str(site))["nginx.conf"])
    with nginx(folder / "run", f"include {shipped};") as address:
        return asyncio.run(load(int(address.rpartition(":")[2]), site, built, clients, seconds))


def told(seen: Seen, seconds: float) -> dict[str, object]:
    """The figures, times in milliseconds."""
    cuts = statistics.quantiles(seen.milliseconds, n=100)
    return {
        "answers": len(seen.milliseconds),
        "per_second": round(len(seen.milliseconds) / seconds),
        "statuses": dict(seen.statuses),
        "mixed": seen.mixed,
        "old": seen.old,
        "broken": seen.broken,
        "newest": seen.newest,
        "p50_ms": round(cuts[49], 1),
        "p99_ms": round(cuts[98], 1),
        "max_ms": round(max(seen.milliseconds), 1),
    }


def main() -> int:
    """Exit code 1 where an answer was not what it had to be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--posts", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seen = run(Path(folder), asked.clients, asked.seconds, asked.posts)
    found = told(seen, asked.seconds)
    print(
        json.dumps(found) if asked.json else "\n".join(f"{name:12} {value}" for name, value in found.items())
    )
    return int(set(seen.statuses) != {200} or bool(seen.mixed + seen.old + seen.broken))


if __name__ == "__main__":
    sys.exit(main())
