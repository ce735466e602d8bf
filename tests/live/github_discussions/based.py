"""A knowledge base whose one source is a repository, and answers instead of the stand-in's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx

from harvest.lake import Lake
from tests.live.github_discussions.standin import (
    ENVIRON,
    SOURCES,
    GitHub,
)
from tests.live.harness import Base

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harvest.model import Post

    Answer = Callable[[httpx.Request], httpx.Response]


def based(folder: Path, extra: str = "", environ: dict[str, str] | None = None) -> Base:
    return Base(folder, f"{SOURCES}    {extra}\n", ENVIRON if environ is None else environ)


def held(base: Base, number: int) -> dict[str, Post]:
    (posts,) = Lake(base.config.lake).conversation([f"github:{number}"]).values()
    return {post.id: post for post in posts}


def thrifty(base: Base, requests: int) -> None:
    """From now on so many requests a run."""
    (source,) = base.config.sources
    assert source.fetch is not None
    fetch = replace(source.fetch, requests=requests)
    base.config = replace(base.config, sources=(replace(source, fetch=fetch),))


def instead(github: GitHub, answer: httpx.Response, name: str, times: int = 1000) -> Answer:
    """The stand-in, with another answer to the first operations of that name."""
    left = [times]

    def answers(request: httpx.Request) -> httpx.Response:
        if f"query {name}(" in json.loads(request.content)["query"] and left[0]:
            left[0] -= 1
            return answer
        return github.answer(request)

    return answers


def refusing(kind: str, message: str, *path: str | int, **data: Any) -> httpx.Response:
    error: dict[str, Any] = {"type": kind, "message": message} if kind else {"message": message}
    error |= {"path": list(path)} if path else {}
    return httpx.Response(200, json={"errors": [error], **({"data": data} if data else {})})
