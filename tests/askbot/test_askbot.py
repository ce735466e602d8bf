"""A real forum, from its conversations to answer pages: Askbot, installed, seeded and served by this test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from harvest import pipeline
from harvest.lake import Lake
from harvest.progress import Progress
from tests.askbot.environment import running
from tests.live.harness import Base

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.model import Post
    from harvest.pipeline.fetching import Run
    from tests.askbot.environment import Running

CLICKS = "My kettle clicks off before the water boils"
LID = "How do I take the lid off the Fernlight kettle?"
SMELL = "The kettle smells of plastic"


@pytest.fixture(scope="module")
def forum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("askbot")) as found:
        yield found


def base_of(forum: Running, folder: Path) -> Base:
    sources = f"""
- name: forum
  format: qapage
  licence: CC-BY-SA-4.0
  fetch: {{internal: true, feeds: ["{forum.base}/sitemap.xml"]}}
"""
    base = Base(folder, sources)
    base.clock.time = datetime.now(UTC)
    return base


def fetched(base: Base, asked: list[str]) -> Run:
    """One run over a real connection; `asked`: the paths that are asked for."""
    asked.clear()

    class Noted(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            asked.append(request.url.raw_path.decode())
            return await super().handle_async_request(request)

    return base.run(transport=Noted)


def conversations(base: Base) -> dict[str, list[Post]]:
    """What is there now, by title."""
    refs = sorted({f"forum:{row[1]}" for row in base.rows()})
    found = {}
    for posts in Lake(base.config.lake).conversation(refs).values():
        ordered = sorted(posts, key=lambda post: (post.created, post.id))
        found[ordered[0].title] = ordered
    return found


@pytest.mark.slow
def test_from_a_real_forum_to_pages_and_back_again(forum: Running, tmp_path: Path) -> None:
    base, asked = base_of(forum, tmp_path), list[str]()
    (first,) = fetched(base, asked).sources
    assert (first.failed, first.unfinished, first.bad) == (None, "", 0)
    assert first.skipped == (("address that robots.txt does not allow", 1),)
    assert not [path for path in asked if "secret" in path or path.startswith("/users")]

    held = conversations(base)
    assert set(held) == {CLICKS, LID, SMELL}
    question, answer, *_, thanks = held[CLICKS]
    assert question.accepted == answer.id
    assert (question.author.name, answer.author.name, thanks.author.name) == ("ada", "bo", "ada")
    assert question.author.key == thanks.author.key
    assert thanks.parent == answer.id
    assert question.tags == ("kettle", "boiling")
    assert question.created == datetime(2026, 2, 1, 9, tzinfo=UTC)
    assert question.url.startswith(f"{forum.base}/question/")

    smell = held[SMELL]
    assert len(smell) == 1 + 23 + 7  # three pages of answers, and comments that the page does not show
    assert smell[0].body.count("It really does smell.") == 200  # which its page cuts short
    assert {post.author.name for post in smell if "same here" in post.body} == {
        f"helper{n}" for n in range(7)
    }

    drafted(base)
    pages = sorted(path.name for path in (tmp_path / "docs/answers").rglob("*.md"))
    assert len(pages) == 2
    text = "\n".join(path.read_text() for path in (tmp_path / "docs/answers").rglob("*.md"))
    assert "white vinegar" in text
    assert "grey buttons" in text
    assert "confirmed_by" in text
    assert "Nobody should ever find" not in text

    forum.do("edit", LID, "Press the two", "Pull the silver handle at the back until the lid comes off.")
    forum.do("delete answer", CLICKS, "Buy a new one.")
    forum.do("delete answer", SMELL, "Boil water with lemon and throw it away, 25")
    # a deletion alone changes nothing in Askbot's sitemap: it is noticed with the next change of its thread
    forum.do("edit", SMELL, "Boil water with lemon and throw it away, 3 ", "Leave it in the sun for a day.")
    run = fetched(base, asked)
    (second,) = run.sources
    assert (second.failed, second.new, second.deleted) == (None, 0, 2)
    assert second.changed == 2
    assert "silver handle" in conversations(base)[LID][1].body
    assert run.pages == {}  # no page relies on what was deleted

    forum.do("delete question", CLICKS)
    run = fetched(base, asked)
    (third,) = run.sources
    assert third.failed is None
    assert set(conversations(base)) == {LID, SMELL}
    assert len(run.pages) == 1


def drafted(base: Base) -> None:
    """What `harvest draft` does."""
    found = pipeline.find_candidates(base.config, workers=1, progress=Progress())
    picked = pipeline.chosen(base.config, found, (), None, refresh=False)
    pipeline.carry_out(base.config, pipeline.plan_drafts(base.config, picked).plans)
