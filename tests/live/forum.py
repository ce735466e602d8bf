"""A stand-in for a Discourse forum: lists with real paging, topics in pieces of twenty posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE: Final = 30
CHUNK: Final = 20
SOURCES: Final = """
- name: forum
  format: discourse
  url: https://forum.example
  fetch: {}
"""

Raw = dict[str, Any]


class Forum:
    """Topics as `GET /t/ID.json` gives them, whole; the newest activity first in lists."""

    def __init__(self, topics: Iterable[Raw]) -> None:
        self.topics = {str(topic["id"]): topic for topic in topics}
        self.closed = False
        """Whether the JSON is for members only."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the forum says to a GET."""
        path, asked = request.url.path, request.url.params
        if self.closed:
            return httpx.Response(403, json={"errors": ["You need to be logged in to do that."]})
        if path == "/latest.json":
            return self._list(self.topics.values(), int(asked.get("page", "0")))
        if path.startswith("/tag/"):
            tag = path.removeprefix("/tag/").removesuffix(".json")
            return self._list([t for t in self.topics.values() if tag in t.get("tags", [])], 0)
        if path.startswith("/c/"):
            number = int(path.removeprefix("/c/").removesuffix(".json"))
            found = [t for t in self.topics.values() if t.get("category_id") == number]
            return self._list(found, int(asked.get("page", "0")))
        if path == "/categories.json":
            numbers = sorted({t.get("category_id") or 1 for t in self.topics.values()})
            listed = [{"id": n, "slug": f"part-{n}", "name": f"Part {n}"} for n in numbers]
            return httpx.Response(200, json={"category_list": {"categories": listed}})
        if path == "/search.json":
            found = [t for t in self.topics.values() if _solved(t)]
            results = {"topics": list(map(_row, found)), "grouped_search_result": {}}
            return httpx.Response(200, json=results)
        parts = path.strip("/").removesuffix(".json").split("/")
        topic = self.topics.get(parts[1]) if parts[0] == "t" and len(parts) in {2, 3} else None
        if topic is None:
            return httpx.Response(404, json={"errors": ["The requested URL or resource could not be found."]})
        posts = topic["post_stream"]["posts"]
        if len(parts) == 3:
            ids = asked.get_list("post_ids[]")
            some = [post for post in posts if str(post["id"]) in ids]
            return httpx.Response(200, json={"post_stream": {"posts": some}})
        stream = {"posts": posts[:CHUNK], "stream": [post["id"] for post in posts]}
        return httpx.Response(200, json={**topic, "post_stream": stream})

    def _list(self, topics: Iterable[Raw], page: int) -> httpx.Response:
        ordered = sorted(map(_row, topics), key=lambda row: str(row["bumped_at"]), reverse=True)
        listed: Raw = {"topics": ordered[page * PAGE : (page + 1) * PAGE]}
        if len(ordered) > (page + 1) * PAGE:
            listed["more_topics_url"] = f"/latest?page={page + 1}"
        return httpx.Response(200, json={"topic_list": listed})


def _row(topic: Raw) -> Raw:
    posts = topic["post_stream"]["posts"]
    bumped = topic.get("bumped_at") or max((post["created_at"] for post in posts), default="")
    return {"id": topic["id"], "bumped_at": bumped, "archetype": topic.get("archetype", "regular")}


def _solved(topic: Raw) -> bool:
    return bool(topic.get("accepted_answer"))


def invented(number: int, replies: Sequence[str], *, day: int = 1) -> Raw:
    """A topic: Ada asks how to do something with a kettle; others reply."""
    texts = [f"My kettle number {number} stops before it boils. What can I do?", *replies]
    posts = [
        {
            "id": number * 1000 + at,
            "post_number": at,
            "topic_id": number,
            "user_id": at % 3 + 1,
            "username": ("bo", "ada", "cy")[at % 3],
            "created_at": f"2026-02-{day:02d}T{at // 60:02d}:{at % 60:02d}:00.000Z",
            "updated_at": f"2026-02-{day:02d}T{at // 60:02d}:{at % 60:02d}:00.000Z",
            "cooked": f"<p>{text}</p>",
            "post_type": 1,
        }
        for at, text in enumerate(texts, start=1)
    ]
    return {
        "id": number,
        "title": f"Kettle {number} stops early",
        "category_id": number % 2 + 1,
        "tags": ["kettles"] if number % 2 else [],
        "post_stream": {"posts": posts},
    }


def kettles(many: int = 35) -> Forum:
    """More than a page of topics; one of them has more posts than come at a time."""
    topics = [invented(n, ["Descale it.", "That helped, thank you!"], day=n % 27 + 1) for n in range(1, many)]
    return Forum([*topics, invented(many, [f"Me too, and {n} others." for n in range(45)], day=28)])
