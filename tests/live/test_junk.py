"""Whatever values stand in an answer, a run of Mastodon or Bluesky ends in order."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.live.bluesky import standin as bluesky
from tests.live.harness import Base, mostly_slow
from tests.live.mastodon import standin as mastodon

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

JUNK: list[Any] = [None, True, -1, 10**30, 0.5, "", "x\0\ud800", "--", [], {}, [[]], [None], {"a": []}]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a JSON value, with every key in it."""
    found, waiting = [], [value]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else list(range(len(one))) if isinstance(one, list) else []
        found += [(one, key) for key in keys]
        waiting += [one[key] for key in keys]
    return found


def small(kind: str) -> tuple[str, Callable[[httpx.Request], httpx.Response]]:
    if kind == "mastodon":
        server = mastodon.Server()
        server.strict = False
        server.account("help")
        asked = server.say("My kettle is cold. #kettles", spoiler_text="tea")
        server.say("Descale it.", by="help", to=asked)
        return mastodon.SOURCES, server.answer
    network = bluesky.Network()
    network.strict = False
    question = network.say("My kettle is cold. #kettles")
    network.say("Descale it.", by=bluesky.HELP, to=question)
    return bluesky.SOURCES, network.answer


@pytest.mark.parametrize("seed", mostly_slow(range(30), range(5)))
@pytest.mark.parametrize("kind", ["mastodon", "bluesky"])
def test_no_value_in_any_place_ends_a_run_badly(tmp_path: Path, kind: str, seed: int) -> None:
    sources, answer = small(kind)
    chance = random.Random(seed)

    def spoilt(request: httpx.Request) -> httpx.Response:
        found = answer(request)
        value = found.json()
        for container, key in chance.sample(all_ := places(value), min(2, len(all_))):
            container[key] = chance.choice(JUNK)
        return httpx.Response(
            found.status_code, text=json.dumps(value), headers={"content-type": "text/json"}
        )

    base = Base(tmp_path, sources, bluesky.ENVIRON)
    base.one(spoilt)
    base.one(spoilt)
