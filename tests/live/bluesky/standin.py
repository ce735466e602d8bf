"""A stand-in for Bluesky: feeds and searches that page, threads of limited depth, sessions that expire."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import httpx

from tests.live.bluesky.lexicons import violations

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES: Final = """
- name: sky
  format: bluesky
  fetch: {accounts: ['@help.kettle.example'], tags: ['#kettles'], user: bot.kettle.example, token: !ENV TOKEN}
"""
ENVIRON: Final = {"TOKEN": "app-pass-word"}
START: Final = datetime(2026, 2, 1, tzinfo=UTC)
HELP: Final = "help.kettle.example"

Raw = dict[str, Any]


def did(handle: str) -> str:
    """Always the same for a handle."""
    return f"did:plc:{handle.replace('.', '').replace('-', '')[:24]:a<24}"


def stamp(time: datetime) -> str:
    """As the service writes times."""
    return f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03d}Z"


_CHECKED: Final = set[tuple[bytes, bytes]]()
"""Exchanges that keep to the contract."""


class Network:
    """Posts by address, in the order in which they were written."""

    def __init__(self) -> None:
        self.posts: dict[str, Raw] = {}
        self.reposts: list[tuple[str, str, str]] = []
        """By whom, what, when."""
        self.labels: dict[str, list[str]] = {}
        """By DID, or by address."""
        self.blocked: set[str] = set()
        """Addresses of posts that are there and not shown."""
        self.sessions = 0
        self._counted = 0
        self.strict = True
        """Whether it keeps to the contract."""

    def say(
        self,
        text: str,
        *,
        by: str = "ada.example",
        to: str = "",
        after: timedelta | None = None,
        indexed: timedelta | None = None,
        **over: Any,
    ) -> str:
        """A post, a minute after the last one or `after` the start; returns its address."""
        time = START + (timedelta(minutes=len(self.posts)) if after is None else after)
        seen = START + indexed if indexed is not None else time
        uri = f"at://{did(by)}/app.bsky.feed.post/3k{len(self.posts):011d}"
        record: Raw = {"$type": "app.bsky.feed.post", "text": text, "createdAt": stamp(time), "langs": ["en"]}
        if to:
            above = self.posts[to]
            reply = above["record"].get("reply") or {"root": _ref(above)}
            record["reply"] = {"root": reply["root"], "parent": _ref(above)}
        facets = [_facet(text, word) for word in text.split() if word[0] in "#@" and len(word) > 1]
        self.posts[uri] = {
            "uri": uri,
            "cid": f"bafyrei{len(self.posts):052d}",
            "author": {"did": did(by), "handle": by, "displayName": by.partition(".")[0].capitalize()},
            "record": {**record, **({"facets": facets} if facets else {}), **over},
            "likeCount": 1,
            "indexedAt": stamp(seen),
        }
        return uri

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the service says; held against the lexicons."""
        answer = self._answered(request)
        exchange = (request.url.raw_path, answer.content)
        if self.strict and exchange not in _CHECKED:
            assert not (wrong := list(violations(request, answer))), wrong
            _CHECKED.add(exchange)
        return answer

    def _answered(self, request: httpx.Request) -> httpx.Response:
        asked, method = request.url.params, request.url.path.removeprefix("/xrpc/")
        host, token = request.headers["host"], request.headers.get("authorization", "")
        if host == "public.api.bsky.app":
            assert not token
        if method == "com.atproto.server.createSession":
            return self._session(json.loads(request.content))
        if token and token != f"Bearer session-{self.sessions}":
            return _refusal(400, "ExpiredToken", "Token has expired")
        answers: dict[str, Callable[[httpx.QueryParams], httpx.Response]] = {
            "app.bsky.feed.getAuthorFeed": self._feed,
            "app.bsky.feed.getPosts": self._some,
            "app.bsky.feed.getPostThread": self._thread,
        }
        if method == "app.bsky.feed.searchPosts":
            return self._search(asked) if token else _refusal(403, "Forbidden", "Sign in to search")
        return answers[method](asked)

    def _session(self, given: Raw) -> httpx.Response:
        if given != {"identifier": "bot.kettle.example", "password": "app-pass-word"}:
            return _refusal(401, "AuthenticationRequired", "Invalid identifier or password")
        self.sessions += 1
        token = f"session-{self.sessions}"
        who = {"handle": "bot.kettle.example", "did": did("bot.kettle.example")}
        return httpx.Response(200, json={"accessJwt": token, "refreshJwt": "other", **who})

    def _feed(self, asked: httpx.QueryParams) -> httpx.Response:
        actor = asked["actor"] if asked["actor"].startswith("did:") else did(asked["actor"])
        items = [
            (_sorted_at(raw), {"post": self._view(raw)})
            for raw in self.posts.values()
            if raw["author"]["did"] == actor
        ]
        for by, uri, when in self.reposts:
            reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": self._author(by), "indexedAt": when}
            items.append((when, {"post": self._view(self.posts[uri]), "reason": reason}))
        items.sort(key=lambda item: item[0], reverse=True)
        older = [item for item in items if item[0] < asked.get("cursor", "9")]
        page = older[: int(asked["limit"])]
        more = {"cursor": page[-1][0]} if page else {}
        return httpx.Response(200, json={"feed": [item for _, item in page], **more})

    def _search(self, asked: httpx.QueryParams) -> httpx.Response:
        """By word, by mention, by time; shows no more than thirty at a time, whatever is asked for."""
        assert asked["sort"] == "latest"
        word = asked["q"].lower()
        found = [
            raw
            for raw in self.posts.values()
            if (word == "*" or word in raw["record"]["text"].lower())
            and asked.get("since", "") <= _sorted_at(raw) < asked.get("until", "9")
            and ("mentions" not in asked or f"@{asked['mentions']}" in raw["record"]["text"])
        ]
        found.sort(key=_sorted_at, reverse=True)
        page = found[: min(30, int(asked["limit"]))]
        more = {"cursor": str(len(page))} if len(found) > len(page) else {}
        return httpx.Response(200, json={"posts": list(map(self._view, page)), **more})

    def _some(self, asked: httpx.QueryParams) -> httpx.Response:
        found = [self._view(self.posts[uri]) for uri in asked.get_list("uris") if uri in self.posts]
        return httpx.Response(200, json={"posts": found})

    def _thread(self, asked: httpx.QueryParams) -> httpx.Response:
        uri = asked["uri"]
        if uri not in self.posts:
            return _refusal(400, "NotFound", f"Post not found: {uri}")
        node = self._node(uri, int(asked["depth"]))
        over = node
        for _ in range(int(asked["parentHeight"])):
            above = (
                self.posts[over["post"]["uri"]]["record"].get("reply", {}).get("parent", {}).get("uri", "")
            )
            if not above:
                break
            gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": above, "notFound": True}
            over["parent"] = self._node(above, 0) if above in self.posts else gone
            if above not in self.posts:
                break
            over = over["parent"]
        return httpx.Response(200, json={"thread": node})

    def _node(self, uri: str, depth: int) -> Raw:
        if uri in self.blocked:
            author = {"did": self.posts[uri]["author"]["did"]}
            kind = "app.bsky.feed.defs#blockedPost"
            return {"$type": kind, "uri": uri, "blocked": True, "author": author}
        node: Raw = {"$type": "app.bsky.feed.defs#threadViewPost", "post": self._view(self.posts[uri])}
        if depth:
            node["replies"] = [self._node(each, depth - 1) for each in self._replies(uri)]
        return node

    def _replies(self, uri: str) -> list[str]:
        if self._counted != len(self.posts):
            self._below: dict[str, list[str]] = {}
            for each, raw in self.posts.items():
                above = raw["record"].get("reply", {}).get("parent", {}).get("uri", "")
                self._below.setdefault(above, []).append(each)
            self._counted = len(self.posts)
        return self._below.get(uri, [])

    def _view(self, raw: Raw) -> Raw:
        labels = [_label(value, raw["uri"]) for value in self.labels.get(raw["uri"], [])]
        author = {**raw["author"], **self._author(raw["author"]["handle"])}
        return {**raw, "author": author, "labels": labels, "replyCount": len(self._replies(raw["uri"]))}

    def _author(self, handle: str) -> Raw:
        labels = [_label(value, did(handle)) for value in self.labels.get(did(handle), [])]
        return {"did": did(handle), "handle": handle, "labels": labels}


def _sorted_at(raw: Raw) -> str:
    return str(min(raw["record"]["createdAt"], raw["indexedAt"]))


def _ref(raw: Raw) -> Raw:
    return {"uri": raw["uri"], "cid": raw["cid"]}


def _facet(text: str, word: str) -> Raw:
    start = len(text[: text.index(word)].encode())
    kind, name = ("tag", word[1:]) if word[0] == "#" else ("mention", did(word[1:]))
    feature = {"$type": f"app.bsky.richtext.facet#{kind}", {"tag": "tag", "mention": "did"}[kind]: name}
    return {"index": {"byteStart": start, "byteEnd": start + len(word.encode())}, "features": [feature]}


def _label(value: str, uri: str) -> Raw:
    return {"src": did("labeler.example"), "uri": uri, "val": value, "cts": stamp(START)}


def _refusal(status: int, error: str, message: str) -> httpx.Response:
    return httpx.Response(status, json={"error": error, "message": message})


def kettles(many: int = 65) -> Network:
    """More than two pages of questions; staff answers every third; one conversation is wide, another deep."""
    network = Network()
    for number in range(1, many):
        asked = network.say(f"My kettle {number} stops early. #kettles", by=f"asker{number % 7}.example")
        if number % 3 == 0:
            answered = network.say("Descale it.", by=HELP, to=asked)
            network.say("That helped, thank you!", by=f"asker{number % 7}.example", to=answered)
    wide = network.say("Who else has a cold kettle? #kettles", by="bo.example")
    for number in range(40):
        network.say(f"Me too, and {number} others.", by=f"cold{number}.example", to=wide)
    deep = network.say("Shall we count? #kettles", by="cy.example")
    for number in range(120):
        deep = network.say(f"{number}", by=("cy.example", "dee.example")[number % 2], to=deep)
    network.say("Stop it.", by=HELP, to=deep)
    network.say(f"@{HELP} my iron is cold", by="eve.example")
    network.reposts.append((HELP, deep, stamp(START + timedelta(days=1))))
    return network
