"""Any forum: conversations that pages rely on are looked at again, with as few requests as that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from harvest import pipeline
from harvest.progress import Progress
from tests.live.harness import Base
from tests.live.qapage.standin import SOURCES, AnyForum, topic

if TYPE_CHECKING:
    from pathlib import Path


def paths(base: Base) -> list[str]:
    return [request.url.raw_path.decode() for request in base.asked]


def with_a_page(folder: Path) -> tuple[Base, AnyForum]:
    """A forum of which one conversation has become a page."""
    base, forum = Base(folder, SOURCES), AnyForum([topic(2), topic(4)])
    one = forum.topics["/questions/2"]
    one.title = "My kettle clicks off before the water boils"
    one.text = (
        "My kettle clicks off after a minute and the water is only warm. How can I get it to boil again?"
    )
    one.replies[0].text = (
        "Limescale makes the thermostat switch off too early. Fill the kettle with white vinegar and water, "
        "bring it to the boil, and leave it for an hour."
    )
    base.one(forum.answer)
    found = pipeline.find_candidates(base.config, workers=1, progress=Progress())
    picked = [each for each in found if "clicks off" in str(each.title)]
    pipeline.carry_out(base.config, pipeline.plan_drafts(base.config, picked).plans)
    assert list((folder / "docs/answers").rglob("*.md"))
    return base, forum


def test_a_page_that_is_as_it_was_is_asked_for_by_its_etag(tmp_path: Path) -> None:
    base, forum = with_a_page(tmp_path)
    base.one(forum.answer)
    assert paths(base) == ["/robots.txt", "/sitemap.xml", "/robots.txt", "/questions/2"]
    result = base.one(forum.answer)
    assert (result.posts, "if-none-match" in base.asked[-1].headers) == (0, True)


def test_an_edit_of_which_the_sitemap_tells_nothing_is_noticed(tmp_path: Path) -> None:
    base, forum = with_a_page(tmp_path)
    forum.topics["/questions/2"].replies[1].text = "Buy another one."
    assert base.one(forum.answer).changed == 1


@pytest.mark.parametrize("how", ["gone", "moved to the list", "moved away", "shut"])
def test_a_conversation_that_is_gone_is_told_with_its_page(tmp_path: Path, how: str) -> None:
    base, forum = with_a_page(tmp_path)
    if how == "gone":
        forum.gone.add("/questions/2")
    elif how == "moved to the list":
        forum.moved["/questions/2"] = "/questions"
        forum.extra["/questions"] = httpx.Response(
            200, text='<html><a href="/">home</a></html>', headers={"content-type": "text/html"}
        )
    elif how == "moved away":
        forum.moved["/questions/2"] = "https://elsewhere.example/"
    else:
        forum.topics["/questions/2"].head = '<meta name="robots" content="noindex">'
    run = base.run(forum.answer)
    assert run.sources[0].failed is None
    assert run.sources[0].deleted == 4
    assert len(run.pages) == 1


def test_a_site_that_shows_nothing_at_all_takes_nothing_away(tmp_path: Path) -> None:
    base, forum = with_a_page(tmp_path)
    forum.extra["/questions/2"] = httpx.Response(403)
    result = base.one(forum.answer)
    assert (result.deleted, result.failed is None) == (0, False)


def test_a_page_that_robots_txt_forbids_now_is_not_asked_for(tmp_path: Path) -> None:
    base, forum = with_a_page(tmp_path)
    forum.robots = "User-agent: *\nDisallow: /questions/2\n"
    result = base.one(forum.answer)
    assert (result.deleted, "/questions/2" in paths(base)) == (0, False)


def test_a_conversation_that_comes_back_as_it_was_is_read(tmp_path: Path) -> None:
    base, forum = with_a_page(tmp_path)
    base.one(forum.answer)
    forum.gone.add("/questions/2")
    lost = base.one(forum.answer).deleted
    forum.gone.clear()
    assert (lost > 0, base.one(forum.answer).new) == (True, lost)
