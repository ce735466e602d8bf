"""Builds that can be told apart: every file of one carries its number."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from harvest.status.model import Target
from harvest.status.publishing.job import Bundle, Deadline, Job, bundle
from tests.status.site import NOON, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from harvest.status.publishing.manifest import Manifest

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'


def files(number: int, pages: int = 3) -> dict[str, bytes]:
    """A small site; what it holds besides depends on `number`."""
    mark = f"build {number:04}"
    made = {"index.html": f"<!doctype html>{POLICY}<title>{mark}</title>{'x' * 5000}<p>{mark}".encode()}
    for page in range(pages):
        made[f"incidents/{page}.html"] = f"<title>{mark}</title>{'y' * 9000}<p>{mark}".encode()
    made["api/v2/summary.json"] = f'{{"mark": "{mark}"}}'.encode()
    made[f"only-{number}.txt"] = mark.encode()
    made["same.svg"] = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    return made


def marks(data: bytes) -> set[str]:
    """The builds that a file is from."""
    return set(re.findall(r"build \d{4}", data.decode()))


def build(
    number: int, sign: Callable[[bytes, Manifest], bytes] | None = None, *, site: str = "", pages: int = 3
) -> Bundle:
    """Made `number` minutes after noon."""
    settings = replace(SETTINGS, url=site) if site else SETTINGS
    return bundle(files(number, pages), settings, NOON + timedelta(minutes=number), sign)


def job(
    made: Bundle,
    base: Path,
    environ: Mapping[str, str] | None = None,
    /,
    *,
    seconds: float = 30,
    force: bool = False,
    dry: bool = False,
) -> Job:
    deadline = Deadline(seconds, time.monotonic() + seconds, time.monotonic)
    token = os.urandom(4).hex()
    return Job(made, deadline, token, base, {**os.environ, **(environ or {})}, force, dry)


def target(kind: str, to: str, url: str = "", **options: str) -> Target:
    return Target(name=f"the-{kind}", kind=kind, to=to, url=url, options=options)


def held(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
