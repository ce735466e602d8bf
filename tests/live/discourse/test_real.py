"""Real topics of a real forum, and recorded answers of others, over real HTTP with real paging."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest

from harvest.lake import Lake
from harvest.pipeline.importing import Job, import_archives
from harvest.progress import Progress
from harvest.sources import SourceOptions, format_named
from tests.live.discourse.standin import Forum, Raw
from tests.live.harness import Base
from tests.live.serving import serving
from tests.sources.recorder import REAL

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.pipeline.visiting import Fetched

TOPICS: Final = REAL / "discourse" / "topics"
RECORDED: Final = REAL / "discourse" / "api_fixtures" / "spec" / "fixtures"
NOW: Final = datetime(2027, 1, 1, tzinfo=UTC)
"""After the last post: a forum has no activity in the future."""

pytestmark = pytest.mark.skipif(not TOPICS.is_dir(), reason=f"{TOPICS} is not here")


def live(folder: Path, url: str, fetch: str = "internal: true") -> Base:
    """A knowledge base with this forum."""
    base = Base(folder, f"- name: forum\n  format: discourse\n  url: {url}\n  fetch: {{{fetch}}}")
    base.clock.time = NOW
    return base


def over_http(base: Base) -> Fetched:
    return base.one(transport=httpx.AsyncHTTPTransport)


@pytest.mark.slow
def test_nine_hundred_real_topics(tmp_path: Path) -> None:
    """Everything in several runs, as an import of the same files has it; then nothing; then what changed."""
    files = sorted(TOPICS.glob("*.json"))
    forum = Forum(json.loads(file.read_text(encoding="utf-8")) for file in files)
    paths: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.path)
        return forum.answer(request)

    with serving(answer) as server:
        base = live(tmp_path / "live", server.base, "internal: true, requests: 400")
        runs = [over_http(base)]
        while runs[-1].unfinished:
            runs.append(over_http(base))
        assert len(runs) == 3
        assert [run.failed for run in runs] == [None] * 3

        imported = Base(tmp_path / "imported", "- {name: forum, format: discourse}")
        options = SourceOptions(name="forum", url=server.base)
        reader = format_named("discourse")
        job = Job(options, tuple((file, reader) for file in files))
        done = import_archives(imported.config, job, now=NOW, progress=Progress())
        assert base.rows() == imported.rows()
        assert sum(run.new for run in runs) == done.written.new > 6_000

        paths.clear()
        assert over_http(base).posts == 0
        assert paths == ["/latest.json"]

        changed = _some_change(forum)
        paths.clear()
        result = over_http(base)
        assert (result.new, result.changed, result.deleted) == (1, 1, 1)
        assert sorted(paths) == sorted(["/latest.json", *(f"/t/{number}.json" for number in changed)])
        # what is not told of, a topic that is gone, is found by whoever relies on it
        (held,) = Lake(base.config.lake).sources()
        assert held.conversations == 900


def _some_change(forum: Forum) -> list[str]:
    """A reply, an edit and a deletion, in topics of one piece; their numbers."""
    short = [number for number, topic in forum.topics.items() if 4 <= topic["posts_count"] <= 15]
    chosen = short[:300:100]
    later = "2026-12-31T12:00:00.000Z"
    for number in chosen:
        forum.topics[number] = topic = copy.deepcopy(forum.topics[number])
        topic["bumped_at"] = later
    posts: list[list[Raw]] = [forum.topics[number]["post_stream"]["posts"] for number in chosen]
    for some in posts:
        assert all(post["post_type"] == 1 and not post["hidden"] for post in some)
    posts[0].append({**posts[0][-1], "id": 99_000_001, "post_number": 900, "created_at": later})
    posts[1][1] |= {"cooked": "<p>I have changed my mind.</p>", "updated_at": later}
    del posts[2][-1]
    for number, some in zip(chosen, posts, strict=True):
        forum.topics[number]["post_stream"]["stream"] = [post["id"] for post in some]
    return chosen


def recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))


def test_recorded_lists_and_topics(tmp_path: Path) -> None:
    """Made for a client's tests: all topics of the list have one number, and it leads to another topic."""

    def answer(request: httpx.Request) -> httpx.Response:
        match request.url.path.removesuffix(".json").split("/")[1:]:
            case ["latest"]:
                return httpx.Response(200, json=recorded("latest"))
            case ["categories"]:
                return httpx.Response(200, json=recorded("categories"))
            case ["c", "test2", "2", "l", "latest"]:
                return httpx.Response(200, json=recorded("category_topics"))
            case ["t", _, "posts"]:
                return httpx.Response(200, json=recorded("topic_posts"))
            case ["t", _]:
                return httpx.Response(200, json=recorded("topic"))
        return httpx.Response(404)

    with serving(answer) as server:
        base = live(tmp_path, server.base)
        result = over_http(base)
        assert (result.failed, result.unfinished, result.bad) == (None, "", 0)
        assert result.new == len(recorded("topic")["post_stream"]["posts"])
        assert over_http(base).posts == 0
        narrowed = live(tmp_path / "category", server.base, "internal: true, categories: [test2]")
        assert over_http(narrowed).failed is None
        searched = live(tmp_path / "search", server.base, "internal: true, queries: ['status:solved']")
        assert "search.json: is not there (404)" in str(over_http(searched).failed)


def test_a_recorded_search_of_long_ago_is_no_answer(tmp_path: Path) -> None:
    with serving(lambda _: httpx.Response(200, json=recorded("search"))) as server:
        base = live(tmp_path, server.base, "internal: true, queries: ['kettle']")
        assert "answers with JSON that is no object" in str(over_http(base).failed)
