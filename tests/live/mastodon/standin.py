"""A stand-in for a Mastodon server: timelines that page, contexts that are cut off for visitors."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import httpx
import yaml

from tests.forges.contract import Contract, reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SOURCES: Final = """
- name: fedi
  format: mastodon
  url: https://kettles.example
  fetch: {tags: ['#kettles'], accounts: ['@help']}
"""
ENVIRON: Final[Mapping[str, str]] = {}
START: Final = datetime(2026, 2, 1, tzinfo=UTC)
PATHS: Final = (
    "/api/v1/timelines/tag/{hashtag}",
    "/api/v1/accounts/lookup",
    "/api/v1/accounts/{id}/statuses",
    "/api/v1/notifications",
    "/api/v1/statuses",
    "/api/v1/statuses/{id}",
    "/api/v1/statuses/{id}/context",
)
OPEN: Final = {"public", "unlisted"}

Raw = dict[str, Any]


@cache
def contract() -> Contract | None:
    """Mastodon publishes its API in prose; somebody else's OpenAPI document of it where there is a copy."""
    name = os.environ.get("HARVEST_MASTODON_OPENAPI", "")
    return Contract(reduced(yaml.safe_load(Path(name).read_text(encoding="utf-8")), PATHS)) if name else None


class Server:
    """Statuses by id, in the order in which they were written."""

    def __init__(self) -> None:
        self.statuses: dict[str, Raw] = {}
        self.accounts: dict[str, Raw] = {}
        self.mentions: list[str] = []
        """Ids of the statuses of which the token's account was told."""
        self._counted = 0
        self.old = False
        """Whether it cannot look up several statuses at a time."""
        self.strict = True
        """Whether it keeps to the contract."""

    def account(self, acct: str, **over: Any) -> Raw:
        """An account, made where it is new."""
        name = acct.partition("@")[0]
        made = {
            "id": str(len(self.accounts) + 101),
            "username": name,
            "acct": acct,
            "display_name": name.capitalize(),
            "uri": f"https://kettles.example/users/{name}",
            "url": f"https://kettles.example/@{acct}",
            "note": "<p>Tea first.</p>",
            "created_at": "2024-01-01T00:00:00.000Z",
            **dict.fromkeys(
                ("avatar", "avatar_static", "header", "header_static"), "https://x.example/i.png"
            ),
            **dict.fromkeys(("bot", "group", "indexable", "locked"), False),
            **dict.fromkeys(("followers_count", "following_count", "statuses_count"), 0),
            "emojis": [],
            "fields": [],
        }
        return self.accounts.setdefault(acct, made | over)

    def say(
        self, text: str, *, by: str = "ada", to: str = "", after: timedelta | None = None, **over: Any
    ) -> str:
        """A status, a minute after the last one or `after` the start; returns its id."""
        time = START + (timedelta(minutes=len(self.statuses)) if after is None else after)
        id_ = str((int(time.timestamp() * 1000) << 16) + len(self.statuses))
        account = self.account(by)
        tags = [word.removeprefix("#") for word in text.split() if word.startswith("#")]
        self.statuses[id_] = {
            "id": id_,
            "created_at": f"{time:%Y-%m-%dT%H:%M:%S}.000Z",
            "in_reply_to_id": to or None,
            "in_reply_to_account_id": self.statuses[to]["account"]["id"] if to else None,
            "account": account,
            "content": f"<p>{text}</p>",
            "spoiler_text": "",
            "visibility": "public",
            "language": "en",
            "uri": f"https://kettles.example/users/{by}/statuses/{id_}",
            "url": f"https://kettles.example/@{by}/{id_}",
            "favourites_count": 1,
            "reblogs_count": 0,
            "sensitive": False,
            "edited_at": None,
            "reblog": None,
            "mentions": [],
            "media_attachments": [],
            "emojis": [],
            "tags": [{"name": tag, "url": f"https://kettles.example/tags/{tag}"} for tag in tags],
        } | over
        return id_

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the server says; held against the contract."""
        answer = self._answered(request)
        if self.strict and (published := contract()) is not None:
            target = request.url.raw_path.decode().replace("%5B%5D", "")
            found = published.violations(
                request.method, target, b"", answer.status_code, dict(answer.headers), answer.content
            )
            assert not (wrong := list(found)), wrong
        return answer

    def _answered(self, request: httpx.Request) -> httpx.Response:
        token = request.headers.get("authorization", "")
        assert token in {"", "Bearer s3cret"}
        parts = [unquote(part) for part in request.url.path.strip("/").split("/")[2:]]
        asked = request.url.params
        shown = {id_: raw for id_, raw in self.statuses.items() if token or raw["visibility"] in OPEN}
        match parts:
            case ["timelines", "tag", tag]:
                found = [raw for raw in shown.values() if any(tag == each["name"] for each in raw["tags"])]
                return self._page(filter(_is_open, found), asked)
            case ["accounts", "lookup"]:
                account = self.accounts.get(asked["acct"])
                return httpx.Response(200, json=account) if account else _missing()
            case ["accounts", number, "statuses"]:
                found = [raw for raw in shown.values() if raw["account"]["id"] == number]
                return self._page([raw for raw in found if not raw["reblog"]], asked)
            case ["notifications"]:
                assert asked.get_list("types[]") == ["mention"]
                return self._page(map(self._told, enumerate(self.mentions, start=1)), asked)
            case ["statuses"] if not self.old:
                ids = asked.get_list("id[]")
                assert len(ids) <= 20
                return httpx.Response(200, json=[self._raw(shown[id_]) for id_ in ids if id_ in shown])
            case ["statuses", id_] if id_ in shown:
                return httpx.Response(200, json=self._raw(shown[id_]))
            case ["statuses", id_, "context"] if id_ in shown:
                return httpx.Response(200, json=self._context(shown, id_, whole=bool(token)))
        return _missing()

    def _page(self, found: Iterable[Raw], asked: httpx.QueryParams) -> httpx.Response:
        """Newest first, between two ids, no more than forty."""
        most, least = _number(asked, "max_id", 10**30), _number(asked, "since_id", 0)
        between = [raw for raw in found if least < int(raw["id"]) < most]
        between.sort(key=lambda raw: int(raw["id"]), reverse=True)
        page = between[: min(40, int(asked.get("limit", "20")))]
        return httpx.Response(200, json=[raw if "status" in raw else self._raw(raw) for raw in page])

    def _told(self, one: tuple[int, str]) -> Raw:
        number, id_ = one
        raw = self.statuses[id_]
        return {
            "id": str(number),
            "type": "mention",
            "group_key": f"ungrouped-{number}",
            "created_at": raw["created_at"],
            "account": raw["account"],
            "status": self._raw(raw),
        }

    def _raw(self, raw: Raw) -> Raw:
        return {**raw, "replies_count": sum(map(_is_open, self._replies(raw["id"])))}

    def _replies(self, id_: str) -> list[Raw]:
        if self._counted != len(self.statuses):
            self._below: dict[str, list[Raw]] = {}
            for raw in self.statuses.values():
                self._below.setdefault(raw["in_reply_to_id"] or "", []).append(raw)
            self._counted = len(self.statuses)
        return self._below.get(id_, [])

    def _context(self, shown: dict[str, Raw], id_: str, *, whole: bool) -> Raw:
        """To visitors forty above and sixty below, on twenty levels."""
        above: list[Raw] = []
        at = shown[id_]["in_reply_to_id"]
        while at in shown and len(above) < (4096 if whole else 40):
            above.insert(0, self._raw(shown[at]))
            at = shown[at]["in_reply_to_id"]
        below: list[Raw] = []

        def replies(to: str, level: int) -> None:
            for one in self._replies(to):
                if one["id"] in shown and (whole or level <= 20):
                    below.append(self._raw(one))
                    replies(one["id"], level + 1)

        replies(id_, 1)
        return {"ancestors": above, "descendants": below[: 4096 if whole else 60]}


def _number(asked: httpx.QueryParams, name: str, otherwise: int) -> int:
    value = asked.get(name, "")
    return int(value) if value.isdecimal() else otherwise


def _is_open(raw: Raw) -> bool:
    return raw["visibility"] in OPEN


def _missing() -> httpx.Response:
    return httpx.Response(404, json={"error": "Record not found"})


def kettles(many: int = 45) -> Server:
    """More than a page of questions; staff answers every third; one conversation is wide, another deep."""
    server = Server()
    server.account("help")
    for number in range(1, many):
        asked = server.say(f"My kettle {number} stops early. #kettles", by=f"asker{number % 7}")
        if number % 3 == 0:
            answered = server.say("Descale it.", by="help", to=asked)
            server.say("That helped, thank you!", by=f"asker{number % 7}", to=answered)
    wide = server.say("Who else has a cold kettle? #kettles", by="bo")
    for number in range(70):
        server.say(f"Me too, and {number} others.", by=f"cold{number}@other.example", to=wide)
    deep = server.say("Shall we count? #kettles", by="cy")
    for number in range(65):
        deep = server.say(f"{number}", by=("cy", "dee@other.example")[number % 2], to=deep)
    server.say("Stop it.", by="help", to=deep)
    return server
