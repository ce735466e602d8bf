"""A knowledge base whose one source is X, and a stand-in that keeps to the contract."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from harvest.lake import Lake
from tests.live.harness import Base
from tests.live.x import standin
from tests.live.x.contract import checked, contract, here
from tests.live.x.standin import ENVIRON

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import httpx

    from harvest.model import Post

NAMINGS = pytest.mark.parametrize("naming", ["tweet", "post"])
JSON = {"content-type": "application/json"}
RECENT = "/2/tweets/search/recent"
published = pytest.mark.skipif(not here(), reason="X's published documents are not on this machine")


class Network(standin.Network):
    """Every request and every answer in here keeps to the contract of its naming, where that is at hand."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        response = super().answer(request)
        if here() and self.refusal is None:
            wrong: list[str] = []
            naming = "post" if "post.fields" in request.url.params else self.naming
            checked(lambda _: response, contract(naming), wrong)(request)
            assert wrong == []
        return response


def kettles(many: int = 45) -> standin.Network:
    return standin.kettles(many, Network())


def sources(**keys: Any) -> str:
    wanted = {"queries": ["kettleworks"]} | keys
    return f"- name: x\n  format: x\n  fetch: {json.dumps({'token': ENVIRON['X_TOKEN']} | wanted)}\n".replace(
        f'"{ENVIRON["X_TOKEN"]}"', "!ENV X_TOKEN"
    )


def base_for(folder: Path, **keys: Any) -> Base:
    return Base(folder, sources(**keys), ENVIRON)


def asked(base: Base, name: str) -> list[str]:
    return [request.url.params[name] for request in base.asked if name in request.url.params]


def held(base: Base, *conversations: str) -> list[Post]:
    found = Lake(base.config.lake).conversation([f"x:{one}" for one in conversations])
    return sorted((post for posts in found.values() for post in posts), key=lambda post: int(post.id))


def cite(base: Base, conversation: str, posts: Iterable[str]) -> None:
    """A page that relies on posts."""
    base.rely_on(f"x:{conversation}", posts, f"https://x.com/i/web/status/{conversation}")
