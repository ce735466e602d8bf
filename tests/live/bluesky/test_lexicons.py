"""The check against Bluesky's lexicons finds what does not keep to them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.live.bluesky.lexicons import violations
from tests.live.bluesky.standin import Network


def exchange(params: dict[str, Any], **over: Any) -> list[str]:
    network = Network()
    network.say("My kettle is cold. #kettles")
    request = httpx.Request("GET", "https://bsky.social/xrpc/app.bsky.feed.searchPosts", params=params)
    (raw,) = map(network._view, network.posts.values())
    return list(violations(request, httpx.Response(200, json={"posts": [raw | over]})))


def test_what_keeps_to_them_is_fine() -> None:
    assert exchange({"q": "kettle", "tag": ["kettles"], "limit": 100, "sort": "latest"}) == []


@pytest.mark.parametrize(
    ("params", "over", "said"),
    [
        ({}, {}, "'q' is a required property"),
        ({"q": "x", "from": "me"}, {}, "from is no parameter"),
        ({"q": "x", "limit": 101}, {}, "greater than the maximum of 100"),
        ({"q": "x", "mentions": "@ada.example"}, {}, "mentions: "),
        ({"q": "x"}, {"cid": None}, "posts/0/cid"),
        ({"q": "x"}, {"author": {"did": "did:plc:ada"}}, "'handle' is a required property"),
        ({"q": "x"}, {"record": {"$type": "app.bsky.feed.post", "text": "x"}}, "'createdAt' is a required"),
        ({"q": "x"}, {"labels": [{"val": "!hide"}]}, "posts/0/labels/0"),
    ],
)
def test_what_does_not_is_told(params: dict[str, Any], over: dict[str, Any], said: str) -> None:
    assert said in " ".join(exchange(params, **over))
