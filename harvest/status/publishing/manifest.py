"""`manifest.json`: what a build holds, when it was made, and until when it counts. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from harvest.status.times import parse as time_of
from harvest.status.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

NAME: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.minisig"
FORMAT: Final = 1
MOST_FILES: Final = 20_000
BUILD: Final = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}")
_PATH: Final = re.compile(r"(?!/)[^\\\x00-\x1f\x7f]{1,1000}")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a build."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build holds."""

    site: str
    """The address of the status site: nothing of another one is ever overwritten."""
    build: str
    """The time and the beginning of the digest of all files: builds in order of text are in order of time."""
    generated_at: datetime
    valid_until: datetime
    files: Mapping[str, File] = field(repr=False)
    """By path below the site's address; without the manifest and its signature."""
    said: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict, repr=False)
    """Of each incident, `incidents/ID`: the times of its updates."""


def made(
    files: Mapping[str, bytes],
    site: str,
    generated_at: datetime,
    valid_until: datetime,
    said: Mapping[str, tuple[datetime, ...]] | None = None,
) -> Manifest:
    """The manifest of these files, which tell what was `said`. Times are aware."""
    rows = {path: File(hashlib.sha256(data).hexdigest(), len(data)) for path, data in sorted(files.items())}
    digest = hashlib.sha256("".join(f"{each.sha256} {path}\n" for path, each in rows.items()).encode())
    stamp = rfc3339(generated_at).replace("-", "").replace(":", "")
    return Manifest(site, f"{stamp}-{digest.hexdigest()[:12]}", generated_at, valid_until, rows, said or {})


def written(manifest: Manifest) -> bytes:
    """As it is published. The same manifest gives the same bytes."""
    tree = {
        "format": FORMAT,
        "site": manifest.site,
        "build": manifest.build,
        "generated_at": rfc3339(manifest.generated_at),
        "valid_until": rfc3339(manifest.valid_until),
        "files": {
            path: {"sha256": each.sha256, "size": each.size} for path, each in sorted(manifest.files.items())
        },
        "said": {name: [rfc3339(at) for at in times] for name, times in sorted(manifest.said.items())},
    }
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def parse(data: bytes) -> Manifest:
    """Read what `written` wrote, by whomever. Raises ValueError with what is wrong."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON") from None
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise ValueError("is no manifest of ours")
    try:
        rows = {_path(path): _file(each) for path, each in _all(tree["files"])}
        told = {name: tuple(map(time_of, times)) for name, times in _all(tree.get("said", {}))}
        times = time_of(str(tree["generated_at"])), time_of(str(tree["valid_until"]))
        build, site = tree["build"], tree["site"]
    except (KeyError, TypeError, AttributeError):
        raise ValueError("is a manifest with something missing") from None
    if not isinstance(site, str) or not isinstance(build, str) or not BUILD.fullmatch(build):
        raise ValueError("is a manifest without the name of a build")
    return Manifest(site, build, *times, rows, told)


def _all(files: Any) -> Iterable[tuple[Any, Any]]:
    if len(files) > MOST_FILES:
        raise ValueError(f"lists more than {MOST_FILES:,} files")
    pairs: Iterable[tuple[Any, Any]] = files.items()
    return pairs


def _path(path: Any) -> str:
    if not isinstance(path, str) or not _PATH.fullmatch(path) or {"", ".", ".."} & set(path.split("/")):
        raise ValueError("lists a path that leads outside")
    return path


def _file(each: Any) -> File:
    digest, size = each["sha256"], each["size"]
    if not re.fullmatch("[0-9a-f]{64}", str(digest)) or not isinstance(size, int) or size < 0:
        raise ValueError("lists a file without digest or size")
    return File(digest, size)
