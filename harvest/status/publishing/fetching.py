"""What a host serves, as a customer gets it: no more than is expected, no longer than allowed."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import httpx

from harvest import __version__
from harvest.status.publishing import manifest as manifests
from harvest.status.publishing.serving import fits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvest.status.publishing.manifest import File, Manifest

AT_ONCE: Final = 8
MOST_FILES: Final = 2_000
MOST_BYTES: Final = 100_000_000
MOST_MANIFEST: Final = 10_000_000


class Unserved(Exception):  # noqa: N818 — a state of the host, not a mistake in here
    """It is not served; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with status 200."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def client(seconds: float) -> httpx.Client:
    """Asks for what is there now, uncompressed, and follows nobody elsewhere."""
    headers = {
        "Cache-Control": "no-cache",
        "Accept-Encoding": "identity",
        "User-Agent": f"harvest-status/{__version__}",
    }
    return httpx.Client(headers=headers, timeout=seconds, follow_redirects=False)


def address(url: str, path: str) -> str:
    """Where a reader finds a file of the build: a folder's first page at the folder."""
    shown = path.removesuffix("index.html") if path.rsplit("/", maxsplit=1)[-1] == "index.html" else path
    return url.rstrip("/") + "/" + quote(shown)


def get(asking: httpx.Client, where: str, most: int) -> Answer:
    """Raises Unserved."""
    try:
        with asking.stream("GET", where) as response:
            if response.is_redirect:
                raise Unserved(f"sends on to {response.headers.get('location', '?')[:200]}")
            if response.status_code != httpx.codes.OK:
                raise Unserved(f"answers {response.status_code}")
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                if len(body) > most:
                    raise Unserved("is bigger than it was published")
            return Answer(response.headers, bytes(body))
    except httpx.TimeoutException:
        raise Unserved("does not answer in time") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unserved(
            f"cannot be reached: {' '.join(str(error).split())[:200] or type(error).__name__}"
        ) from None


def manifest(asking: httpx.Client, url: str) -> tuple[Manifest, bytes]:
    """What is said to be there, and the text that says so. Raises Unserved."""
    text = get(asking, address(url, manifests.NAME), MOST_MANIFEST).body
    try:
        return manifests.parse(text), text
    except ValueError as error:
        raise Unserved(f"{manifests.NAME} {error}") from None


@dataclass(frozen=True, slots=True)
class Compared:
    """Every file of a build that was asked for."""

    wrong: tuple[str, ...]
    """`path: why`."""
    mistyped: tuple[str, ...]
    """`path: the type that it is served as`."""
    left: int
    """Files that were too many to ask for."""


def compare(asking: httpx.Client, url: str, files: Mapping[str, File]) -> Compared:
    """Ask for every file and compare what comes."""
    asked: list[tuple[str, File]] = []
    size = 0
    for path, each in files.items():
        size += each.size
        if len(asked) == MOST_FILES or size > MOST_BYTES:
            break
        asked.append((path, each))
    with ThreadPoolExecutor(AT_ONCE) as askers:
        told = list(askers.map(lambda pair: _one(asking, url, *pair), asked))
    wrong = tuple(f"{path}: {why}" for (path, _), (why, _) in zip(asked, told, strict=True) if why)
    mistyped = tuple(f"{path}: {said}" for (path, _), (_, said) in zip(asked, told, strict=True) if said)
    return Compared(wrong, mistyped, len(files) - len(asked))


def _one(asking: httpx.Client, url: str, path: str, file: File) -> tuple[str, str]:
    """What is wrong with its content, and with its type; "" for nothing."""
    try:
        answer = get(asking, address(url, path), file.size)
    except Unserved as error:
        return str(error), ""
    if hashlib.sha256(answer.body).hexdigest() != file.sha256:
        return "is not what was published", ""
    said = answer.headers.get("content-type", "")
    return "", "" if fits(path, said) else said or "no type"
