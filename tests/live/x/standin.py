"""A stand-in for X's API v2, in both namings: search, mentions, look-ups, with paging as X does it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import httpx

from harvest.sources.snowflake import snowflake_at, snowflake_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEEK: Final = timedelta(days=7)
PAGE: Final = 20
"""Posts on a page, however many more may be asked for."""
BRAND: Final = "9001"
SOURCES: Final = """
- name: x
  format: x
  fetch: {token: !ENV X_TOKEN, queries: ['kettleworks'], accounts: ['@KettleWorks']}
"""
ENVIRON: Final = {"X_TOKEN": "s3cret-bearer"}

Raw = dict[str, Any]


class Network:
    """Posts by id, as X shows them in its older naming."""

    def __init__(self) -> None:
        self.now = NOW
        self.posts: dict[str, Raw] = {}
        self.accounts = {BRAND: "KettleWorks", "1": "ada", "2": "bo", "3": "cy"}
        self.gone: set[str] = set()
        """Posts that are deleted."""
        self.protected: set[str] = set()
        """Accounts."""
        self.refusal: httpx.Response | None = None
        self.roots = True
        """Whether a search for a conversation shows the post that began it."""
        self.naming = "tweet"
        """Of answers to requests that do not show which they mean."""
        self._tokens: dict[str, tuple[str, ...]] = {}

    def post(self, text: str, *, ago: float, author: str = "1", parent: str = "", **more: Any) -> str:
        """Write a post so many hours ago. Returns its id."""
        id_ = str(int(snowflake_at(self.now - timedelta(hours=ago))) + len(self.posts))
        root = self.posts[parent]["conversation_id"] if parent else id_
        self.posts[id_] = {"id": id_, "text": text, "author_id": author, "conversation_id": root} | more
        if parent:
            self.posts[id_]["referenced_tweets"] = [{"type": "replied_to", "id": parent}]
        return id_

    def edit(self, id_: str, text: str) -> str:
        """A newer version of a post. Returns its id."""
        newer = str(int(id_) + (60_000 << 22))
        history = [*self.posts[id_].get("edit_history_tweet_ids", [id_]), newer]
        self.posts[newer] = self.posts[id_] | {"id": newer, "text": text}
        for one in history:
            self.posts[one]["edit_history_tweet_ids"] = history
        return newer

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What X says to a GET."""
        path, asked = request.url.path, request.url.params
        if request.headers.get("authorization") != f"Bearer {ENVIRON['X_TOKEN']}":
            return httpx.Response(401, json={"title": "Unauthorized", "type": "about:blank", "status": 401})
        if self.refusal is not None:
            return self.refusal
        naming = "post" if "post.fields" in asked else "tweet" if "tweet.fields" in asked else self.naming
        if path == "/2/users/by":
            return self._users(asked["usernames"].split(","))
        if path == "/2/tweets":
            return self._answered(asked["ids"].split(","), naming, asked, {}, "ids")
        if path.startswith("/2/tweets/search/"):
            ids = self._searched(asked["query"])
            return self._paged(ids, naming, asked, "next_token", recent=path.endswith("recent"))
        account = path.split("/")[3]
        if account not in self.accounts:
            return self._no_users([account], "id")
        ids = [id_ for id_, raw in self.posts.items() if "@kettleworks" in raw["text"].lower()]
        return self._paged(ids, naming, asked, "pagination_token", recent=False)

    def _searched(self, query: str) -> list[str]:
        conversations = re.findall(r"conversation_id:(\d+)", query)
        if conversations:
            found = [id_ for id_, raw in self.posts.items() if raw["conversation_id"] in conversations]
            return found if self.roots else [id_ for id_ in found if id_ not in conversations]
        words = re.sub(r"-is:retweet|[()]", "", query).lower().split()
        retweets = "-is:retweet" not in query
        return [
            id_
            for id_, raw in self.posts.items()
            if all(word in raw["text"].lower() for word in words) and (retweets or not _is_retweet(raw))
        ]

    def _paged(
        self, found: Iterable[str], naming: str, asked: httpx.QueryParams, token: str, *, recent: bool
    ) -> httpx.Response:
        since, until = int(asked.get("since_id", "0")), int(asked.get("until_id", str(1 << 62)))
        oldest = int(snowflake_at(self.now - WEEK)) if recent else 0
        if recent and ("start_time" in asked or 0 < since < oldest or until < oldest):
            return problem(400, "invalid-request", naming)
        if not recent and token == "next_token" and not since and "start_time" not in asked:
            oldest = int(snowflake_at(self.now - timedelta(days=30)))
        before = until
        same = tuple(asked.get(key, "") for key in ("query", "since_id", "until_id"))
        if token in asked:
            if self._tokens.get(asked[token]) != same:
                return problem(400, "invalid-request", naming)
            before = int(asked[token], 36)
        listed = sorted(
            (id_ for id_ in found if max(since, oldest - 1) < int(id_) < before and self._shown(id_)),
            key=int,
            reverse=True,
        )
        listed = [id_ for id_ in listed if self.posts[id_].get("edit_history_tweet_ids", [id_])[-1] == id_]
        page = listed[:PAGE]
        meta: Raw = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": page[0], "oldest_id": page[-1]}
        if len(listed) > PAGE:
            meta["next_token"] = _base36(int(page[-1]))
            self._tokens[meta["next_token"]] = same
        return self._answered(page, naming, asked, {"meta": meta}, "")

    def _answered(
        self, ids: Sequence[str], naming: str, asked: httpx.QueryParams, value: Raw, parameter: str
    ) -> httpx.Response:
        """Posts with what they refer to, as far as it was asked for."""
        expansions = asked.get("expansions", "").split(",")
        data = [self.posts[id_] for id_ in ids if self._shown(id_)]
        errors = [self._missing(id_, parameter, naming) for id_ in ids if not self._shown(id_)]
        included: dict[str, Raw] = {}
        if f"referenced_{naming}s{'.id' if naming == 'tweet' else ''}" in expansions:
            for one in [each["id"] for raw in data for each in raw.get("referenced_tweets", ())]:
                if self._shown(one):
                    included[one] = self.posts[one]
                else:
                    errors.append(self._missing(one, "referenced_tweets.id", naming))
        if "edit_history_post_ids" in expansions:
            for one in [each for raw in data for each in raw.get("edit_history_tweet_ids", ())]:
                included[one] = self.posts[one]
        authors = {raw["author_id"] for raw in (*data, *included.values())}
        users = [{"id": one, "name": self.accounts[one], "username": self.accounts[one]} for one in authors]
        if data:
            value["data"] = [_shaped(raw, naming) for raw in data]
            value["includes"] = {"users": sorted(users, key=lambda user: user["id"])}
        if included:
            value["includes"][f"{naming}s"] = [_shaped(raw, naming) for raw in included.values()]
        if errors:
            value["errors"] = errors
        return httpx.Response(200, json=value)

    def _shown(self, id_: str) -> bool:
        raw = self.posts.get(id_)
        return bool(raw and id_ not in self.gone and raw["author_id"] not in self.protected)

    def _missing(self, id_: str, parameter: str, naming: str) -> Raw:
        hidden = id_ in self.posts and id_ not in self.gone
        return {
            "type": _type("not-authorized-for-resource" if hidden else "resource-not-found", naming),
            "title": "Authorization Error" if hidden else "Not Found Error",
            "detail": f"Could not find {naming} with {parameter or 'id'}: [{id_}].",
            "parameter": parameter or "id",
            "resource_id": id_,
            "resource_type": naming,
            "value": id_,
            **({"section": "data" if parameter == "ids" else "includes"} if hidden else {}),
        }

    def _no_users(self, names: Sequence[str], parameter: str) -> httpx.Response:
        errors = [self._missing(name, parameter, self.naming) | {"resource_type": "user"} for name in names]
        return httpx.Response(200, json={"errors": errors})

    def _users(self, names: Sequence[str]) -> httpx.Response:
        known = {name.lower(): id_ for id_, name in self.accounts.items()}
        found = [(known[name.lower()], name) for name in names if name.lower() in known]
        if not found:
            errors = [
                self._missing(name, "usernames", self.naming) | {"resource_type": "user"} for name in names
            ]
            return httpx.Response(200, json={"errors": errors})
        listed = [{"id": id_, "name": self.accounts[id_], "username": self.accounts[id_]} for id_, _ in found]
        return httpx.Response(200, json={"data": listed})


def _shaped(raw: Raw, naming: str) -> Raw:
    """A post as the API shows it."""
    made = snowflake_time(raw["id"])
    assert made is not None
    shaped = {
        "created_at": f"{made.replace(microsecond=0):%Y-%m-%dT%H:%M:%S.000Z}",
        "lang": "en",
        "edit_history_tweet_ids": [raw["id"]],
        "public_metrics": {
            "retweet_count": 0,
            "reply_count": 1,
            "like_count": len(raw["text"]) % 7,
            "quote_count": 0,
            "bookmark_count": 0,
            "impression_count": 9,
        },
        **raw,
    }
    if naming == "tweet":
        return shaped
    metrics = shaped["public_metrics"]
    shaped["public_metrics"] = {key.replace("retweet", "repost"): value for key, value in metrics.items()}
    return {key.replace("_tweet", "_post"): value for key, value in shaped.items()}


def _is_retweet(raw: Raw) -> bool:
    return any(one["type"] == "retweeted" for one in raw.get("referenced_tweets", ()))


def problem(status: int, kind: str, naming: str = "tweet") -> httpx.Response:
    """A refusal as X words it."""
    value = {
        "type": _type(kind, naming),
        "title": kind.replace("-", " ").title(),
        "detail": "No.",
        "status": status,
    }
    return httpx.Response(status, json=value, headers={"content-type": "application/problem+json"})


def _type(kind: str, naming: str) -> str:
    return f"https://api.{'twitter' if naming == 'tweet' else 'x'}.com/2/problems/{kind}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


def kettles(many: int = 45, net: Network | None = None) -> Network:
    """More than two pages of mentions, their conversations, and one of each thing that is not simple."""
    net = net or Network()
    for number in range(many):
        ago = 100 - number
        asked = net.post(f"@KettleWorks my kettle number {number} stops early", ago=ago, author="1")
        reply = net.post("@ada Descale it, then press reset.", ago=ago - 0.5, author=BRAND, parent=asked)
        if number % 3 == 0:
            net.post("@KettleWorks that helped, thank you!", ago=ago - 0.7, author="1", parent=reply)
    long = net.post("@KettleWorks the lid of mine is loose", ago=90, author="2")
    for number in range(50):
        net.post(f"@bo mine as well, and {number} others", ago=89 - number / 10, author="3", parent=long)
    old = net.post("Does anybody know how to clean a kettle?", ago=500, author="3")
    older = net.post("@cy with vinegar", ago=490, author="2", parent=old)
    later = net.post("@bo how much of it?", ago=480, author="3", parent=older)
    net.post("@bo @KettleWorks is that safe?", ago=30, author="1", parent=later)
    lost = net.post("@KettleWorks is this thing on?", ago=29, author="2")
    net.post("@bo @KettleWorks it is not", ago=28, author="3", parent=lost)
    net.gone.add(lost)
    edited = net.post("@KettleWorks the swich is stuck", ago=27, author="2")
    net.edit(edited, "@KettleWorks the switch is stuck")
    net.post(
        "@KettleWorks a long story…",
        ago=26,
        author="3",
        note_tweet={"text": "@KettleWorks a long story about a kettle &amp; its lid"},
    )
    net.post(
        "RT @ada: @KettleWorks my kettle number 0 stops early",
        ago=25,
        author="2",
        referenced_tweets=[{"type": "retweeted", "id": min(net.posts, key=int)}],
    )
    return net
