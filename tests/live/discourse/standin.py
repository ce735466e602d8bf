"""A stand-in for a Discourse forum: lists with real paging, topics in pieces of twenty posts.

Where Discourse is odd, it is as odd: a category that is asked for by another address is redirected with its
number replaced wherever it stands, pinned topics come first, a search ends with its tenth page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

PAGE: Final = 30
CHUNK: Final = 20
FOUND: Final = 50
SEARCHED: Final = 10
MEGA: Final = 10_000
SOURCES: Final = """
- name: forum
  format: discourse
  url: https://forum.example
  fetch: {}
"""
ENVIRON: Final[Mapping[str, str]] = {}

Raw = dict[str, Any]


class Forum:
    """Topics as `GET /t/ID.json` gives them, whole; the newest activity first in lists."""

    def __init__(self, topics: Iterable[Raw], folder: str = "") -> None:
        self.topics = {str(topic["id"]): topic for topic in topics}
        self.folder = folder
        """Where it lives on its host."""
        self.closed = False
        """Whether the JSON is for members only."""
        self.parents: dict[int, int] = {}
        """Of categories."""
        self.restricted: set[int] = set()
        """Categories that only some may read."""
        self.tag_numbers: dict[str, int] = {}
        """Tags that have an address with a number, to which the one with the name leads, without its page."""
        self.mega = MEGA
        """From so many posts on, a topic does not say which it has."""
        self._routes: list[tuple[re.Pattern[str], Callable[..., httpx.Response]]] = [
            (re.compile(pattern), route)
            for pattern, route in (
                (r"/latest\.json", self._latest),
                (r"/tag/([^/]+)\.json", self._tag),
                (r"/tag/([^/]+)/(\d+)(?:/l/latest)?\.json", self._numbered_tag),
                (r"/c/(\d+)/show\.json", self._category),
                (r"/c/((?:[^/]+/)*?\d+)((?:/l/latest)?)\.json", self._of_category),
                (r"/categories\.json", self._categories),
                (r"/search\.json", self._search),
                (r"/t/(\d+)\.json", self._topic),
                (r"/t/(\d+)/posts\.json", self._posts),
            )
        ]

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the forum says to a GET."""
        if self.closed:
            return httpx.Response(403, json={"errors": ["You need to be logged in to do that."]})
        path = request.url.path
        for pattern, route in self._routes if path.startswith(self.folder) else ():
            if found := pattern.fullmatch(path.removeprefix(self.folder)):
                return route(request, *found.groups())
        return _missing()

    def _latest(self, request: httpx.Request) -> httpx.Response:
        return self._list(request, self.topics.values(), "/latest")

    def _tag(self, request: httpx.Request, tag: str) -> httpx.Response:
        if tag in self.tag_numbers:
            place = f"{self.folder}/tag/{tag}/{self.tag_numbers[tag]}.json"
            return httpx.Response(301, headers={"location": place})
        found = [t for t in self.topics.values() if tag in t.get("tags", [])]
        return self._list(request, found, f"/tag/{tag}") if found else _missing()

    def _numbered_tag(self, request: httpx.Request, tag: str, number: str) -> httpx.Response:
        found = [t for t in self.topics.values() if tag in t.get("tags", [])]
        return self._list(request, found, f"/tag/{tag}/{number}/l/latest")

    def _of_category(self, request: httpx.Request, asked: str, kind: str) -> httpx.Response:
        number = int(asked.rpartition("/")[2])
        place = self._place(number)
        if asked != place:
            full = request.url.raw_path.decode().replace(asked, place)
            return httpx.Response(301, headers={"location": full})
        children = {child for child, parent in self.parents.items() if parent == number}
        found = [t for t in self.topics.values() if t.get("category_id") in {number, *children}]
        return self._list(request, found, f"/c/{place}{kind}")

    def _place(self, number: int) -> str:
        above = f"part-{self.parents[number]}/" if number in self.parents else ""
        return f"{above}part-{number}/{number}"

    def _numbers(self) -> list[int]:
        return sorted({t.get("category_id") or 1 for t in self.topics.values()} | set(self.parents.values()))

    def _named(self, number: int) -> Raw:
        named: Raw = {"id": number, "slug": f"part-{number}", "name": f"Part {number}"}
        return {**named, "read_restricted": number in self.restricted}

    def _categories(self, request: httpx.Request) -> httpx.Response:
        del request
        listed = []
        for number in self._numbers():
            if number not in self.parents:
                below = [self._named(child) for child, parent in self.parents.items() if parent == number]
                listed.append({**self._named(number), "subcategory_list": below})
        return httpx.Response(200, json={"category_list": {"categories": listed}})

    def _category(self, request: httpx.Request, number: str) -> httpx.Response:
        del request
        return httpx.Response(200, json={"category": self._named(int(number))})

    def _search(self, request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("page", "1"))
        if page > SEARCHED:
            return httpx.Response(400, json={"errors": ["page parameter must not be greater than 10"]})
        found = [row(t) for t in self.topics.values() if t.get("accepted_answer")]
        part = found[(page - 1) * FOUND : page * FOUND]
        more = True if len(found) > page * FOUND else None
        grouped = {"more_full_page_results": more, "error": None}
        results: Raw = {"posts": [], "grouped_search_result": grouped}
        return httpx.Response(200, json={**results, **({"topics": part} if part else {})})

    def _topic(self, request: httpx.Request, number: str) -> httpx.Response:
        topic = self.topics.get(number)
        if topic is None:
            return _missing()
        posts = topic["post_stream"]["posts"]
        page = int(request.url.params.get("page", "1"))
        part = posts[(page - 1) * CHUNK : page * CHUNK]
        if not part and page > 1:
            return _missing()
        stream: Raw = {"posts": part}
        if len(posts) < self.mega:
            stream["stream"] = topic["post_stream"].get("stream") or [post["id"] for post in posts]
        else:
            stream |= {"isMegaTopic": True, "lastId": posts[-1]["id"]}
        shown = {name: value for name, value in topic.items() if name != "bumped_at"}
        if tags := topic.get("tags"):
            shown["tags"] = [{"id": len(tag), "name": tag, "slug": tag} for tag in tags]
        return httpx.Response(200, json={**shown, "post_stream": stream})

    def _posts(self, request: httpx.Request, number: str) -> httpx.Response:
        topic = self.topics.get(number)
        if topic is None:
            return _missing()
        asked = request.url.params.get_list("post_ids[]")
        some = [post for post in topic["post_stream"]["posts"] if str(post["id"]) in asked]
        return httpx.Response(200, json={"post_stream": {"posts": some}, "id": topic["id"]})

    def _list(self, request: httpx.Request, topics: Iterable[Raw], path: str) -> httpx.Response:
        page = int(re.match(r"\d*", request.url.params.get("page", ""))[0] or 0)  # type: ignore[index]
        rows = sorted(map(row, topics), key=lambda each: str(each.get("bumped_at")), reverse=True)
        ordered = sorted(rows, key=lambda each: not each["pinned_globally"])
        listed: Raw = {"topics": ordered[page * PAGE : (page + 1) * PAGE]}
        if len(ordered) > (page + 1) * PAGE:
            listed["more_topics_url"] = f"{self.folder}{path}?page={page + 1}"
        return httpx.Response(200, json={"topic_list": listed})


def _missing() -> httpx.Response:
    return httpx.Response(404, json={"errors": ["The requested URL or resource could not be found."]})


def row(topic: Raw) -> Raw:
    """A topic in a list."""
    posts = topic["post_stream"]["posts"]
    bumped = topic.get("bumped_at") or max((post["created_at"] for post in posts), default="")
    return {
        "id": topic["id"],
        "bumped_at": bumped,
        "archetype": topic.get("archetype", "regular"),
        "pinned": topic.get("pinned", False),
        "pinned_globally": topic.get("pinned_globally", False),
    }


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
            "created_at": f"2026-02-{day:02d}T{at // 60 % 24:02d}:{at % 60:02d}:00.000Z",
            "updated_at": f"2026-02-{day:02d}T{at // 60 % 24:02d}:{at % 60:02d}:00.000Z",
            "cooked": f"<p>{text}</p>",
            "post_type": 1,
        }
        for at, text in enumerate(texts, start=1)
    ]
    return {
        "id": number,
        "title": f"Kettle {number} stops early",
        "visible": True,
        "category_id": number % 2 + 1,
        "tags": ["kettles"] if number % 2 else [],
        "post_stream": {"posts": posts},
    }


def kettles(many: int = 35) -> Forum:
    """More than a page of topics; one of them has more posts than come at a time."""
    topics = [invented(n, ["Descale it.", "That helped, thank you!"], day=n % 27 + 1) for n in range(1, many)]
    return Forum([*topics, invented(many, [f"Me too, and {n} others." for n in range(45)], day=28)])


def questions(many: int) -> list[Raw]:
    """Topics of one post each, one a minute."""
    found = []
    for number in range(1, many + 1):
        topic = invented(number, [])
        topic["bumped_at"] = f"2026-02-01T{number // 60:02d}:{number % 60:02d}:00.000Z"
        found.append(topic)
    return found
