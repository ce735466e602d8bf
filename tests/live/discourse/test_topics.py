"""Topics of a Discourse forum, with everything that is odd about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.lake import Lake
from tests.live.discourse.standin import SOURCES, Forum, Raw, invented, questions
from tests.live.discourse.test_lists import from_run_to_run, held, narrowed, paths
from tests.live.harness import Base
from tests.live.test_fetching import page_about

if TYPE_CHECKING:
    from pathlib import Path

LATER = "2026-02-20T08:00:00.000Z"


def bodies(base: Base, topic: int) -> dict[str, str]:
    """The posts of a topic that are there, by id."""
    found = Lake(base.config.lake).conversation([f"forum:{topic}"])
    return {post.id: post.body for posts in found.values() for post in posts}


def posts_of(forum: Forum, number: int) -> list[Raw]:
    found: list[Raw] = forum.topics[str(number)]["post_stream"]["posts"]
    return found


def rely_on(base: Base, topic: int, *posts: int) -> None:
    """A page that was written from a topic."""
    answers = base.folder / "docs" / "answers"
    answers.mkdir(exist_ok=True)
    (answers / f"kettle-{topic}.md").write_text(page_about(topic, *posts))


def test_a_topic_that_is_too_heavy_for_memory_is_read_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm, topic = Base(tmp_path / "calm", SOURCES), invented(7, ["Descale it, please."] * 70)
    assert calm.one(Forum([topic]).answer).new == 71
    monkeypatch.setattr("harvest.sources.live.discourse.topics.HEAVY", 500)
    base = Base(tmp_path / "heavy", SOURCES)
    assert base.one(Forum([topic]).answer).new == 71
    assert [request.url.params.get("page") for request in base.asked[3:]] == ["2", "3", "4"]
    assert base.rows() == calm.rows()


def test_posts_that_are_announced_and_do_not_come_are_not_taken_for_deleted(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum([invented(7, [f"Reply {n}." for n in range(50)])])
    assert base.one(forum.answer).new == 51
    forum.topics["7"]["bumped_at"] = LATER

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/t/7/posts.json":
            return httpx.Response(200, json={"post_stream": {"posts": []}, "id": 7})
        return forum.answer(request)

    assert base.one(answer).deleted == 0
    assert len(bodies(base, 7)) == 51


@pytest.mark.parametrize("mega", [10_000, 60], ids=["long", "without a list of its posts"])
def test_a_very_long_topic_is_read_piece_by_piece_over_runs(tmp_path: Path, mega: int) -> None:
    replies = 1_200 if mega > 60 else 90
    base, forum = narrowed(tmp_path, "{requests: 30}"), Forum(questions(40))
    forum.topics["99"] = invented(99, [f"Reply {n}." for n in range(replies)])
    forum.topics["99"]["bumped_at"] = LATER
    forum.mega = mega
    from_run_to_run(base, forum)
    assert (len(bodies(base, 99)), held(base)) == (replies + 1, 41)
    posts_of(forum, 99).append({**posts_of(forum, 99)[-1], "id": 100_999_9, "post_number": replies + 2})
    forum.topics["99"]["bumped_at"] = "2026-02-21T08:00:00.000Z"
    assert base.one(forum.answer).new == 1
    assert len(base.asked) <= 4  # only what came since


def test_what_goes_from_a_very_long_topic_is_seen_by_its_list_of_posts(tmp_path: Path) -> None:
    base, forum = narrowed(tmp_path, "{requests: 100}"), Forum([invented(99, ["Reply."] * 1_200)])
    from_run_to_run(base, forum)
    del posts_of(forum, 99)[30]
    forum.topics["99"]["bumped_at"] = LATER
    assert base.one(forum.answer).deleted == 1


def test_posts_that_moved_into_another_topic_live_on_there(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum([invented(7, ["Descale it.", "My toaster is broken."])])
    base.one(forum.answer)
    moved = posts_of(forum, 7).pop()
    forum.topics["8"] = invented(8, [])
    forum.topics["8"]["post_stream"]["posts"] = [{**moved, "topic_id": 8, "post_number": 1}]
    forum.topics["7"]["bumped_at"] = forum.topics["8"]["bumped_at"] = LATER
    result = base.one(forum.answer)
    assert result.deleted == 0
    assert bodies(base, 8) == {"7003": "<p>My toaster is broken.</p>"}
    assert set(bodies(base, 7)) == {"7001", "7002"}


def test_a_topic_that_was_merged_into_another_is_gone_and_its_posts_are_not(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES)
    forum = Forum([invented(7, ["Descale it."]), invented(8, ["Mine too."])])
    base.one(forum.answer)
    rely_on(base, 8, 8002)
    reply = posts_of(forum, 8)[1]
    posts_of(forum, 7).append({**reply, "topic_id": 7, "post_number": 3})
    del forum.topics["8"]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/t/8.json":
            return httpx.Response(301, headers={"location": "/t/7.json"})
        return forum.answer(request)

    result = base.one(answer)
    assert result.failed is None
    assert bodies(base, 8) == {}
    assert set(bodies(base, 7)) == {"7001", "7002", "8002"}


def test_a_topic_that_is_gone_or_private_when_it_is_looked_at_again(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum(questions(3))
    base.one(forum.answer)
    for number in (1, 2, 3):
        rely_on(base, number, number * 1000 + 1)
    del forum.topics["1"]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/t/2.json":
            return httpx.Response(403, json={"errors": ["You are not permitted to view this."]})
        return forum.answer(request)

    result = base.one(answer)
    assert (result.failed, result.deleted) == (None, 2)


def test_what_its_author_deleted_is_gone_and_what_was_hidden_too(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum([invented(7, ["Descale it.", "Buy!", "Thank you."])])
    base.one(forum.answer)
    _, second, third, _ = posts_of(forum, 7)
    second |= {"user_deleted": True, "cooked": "<p>(post deleted by author)</p>", "updated_at": LATER}
    third |= {"hidden": True, "cooked": "<p>hidden</p>", "updated_at": LATER}
    forum.topics["7"]["bumped_at"] = LATER
    assert base.one(forum.answer).deleted == 2
    assert set(bodies(base, 7)) == {"7001", "7004"}


def test_nonsense_in_the_list_of_posts_is_not_asked_for(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum([invented(7, ["Descale it."])])
    forum.topics["7"]["post_stream"]["stream"] = [7001, 7002, None, {"id": 1}, "x&y=z", 1.5, 7099]
    result = base.one(forum.answer)
    assert (result.new, result.failed) == (2, None)
    asked = [request.url.params.get_list("post_ids[]") for request in base.asked[2:]]
    assert asked == [["7099"]]


def test_one_topic_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum(questions(12))

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500) if request.url.path == "/t/9.json" else forum.answer(request)

    broken = base.one(answer)
    assert "https://forum.example/t/9.json: Discourse answers 500" in str(broken.failed)
    assert held(base) == 11
    again = base.one(answer)
    assert again.failed
    assert "/t/3.json" not in paths(base)
    assert base.one(forum.answer).new == 1
    assert base.one(forum.answer).posts == 0
    assert paths(base) == ["/latest.json"]


def test_a_forum_that_breaks_down_is_not_asked_for_every_topic(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum(questions(12))

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500) if request.url.path.startswith("/t/") else forum.answer(request)

    assert base.one(answer).failed
    assert len(set(paths(base))) <= 5
    assert base.one(forum.answer).new == 12


def test_a_forum_in_a_folder_of_its_host(tmp_path: Path) -> None:
    sources = SOURCES.replace("forum.example", "kettle.example/forum")
    base = Base(tmp_path, sources)
    topics = [*questions(39), invented(40, [f"Reply {n}." for n in range(30)])]
    assert base.one(Forum(topics, "/forum").answer).new == 70
    (post, *_) = Lake(base.config.lake).conversation(["forum:40"])["forum:40"]
    assert post.url.startswith("https://kettle.example/forum/t/40")


@pytest.mark.parametrize("url", ["https://forum.example/t/{id}", "https://forum.example/t/-/{id}?u=harvest"])
def test_an_address_with_a_place_for_the_topic_names_the_forum_too(tmp_path: Path, url: str) -> None:
    base = Base(tmp_path, SOURCES.replace("https://forum.example", f"'{url}'"))
    assert base.one(Forum(questions(2)).answer).new == 2
    assert base.asked[0].url.path == "/latest.json"


def test_a_key_that_sees_more_than_everybody_brings_nothing_of_it(tmp_path: Path) -> None:
    sources = SOURCES.replace("{}", "{token: !ENV FORUM_KEY}")
    base, forum = Base(tmp_path, sources, {"FORUM_KEY": "k3y"}), Forum(questions(6))
    base.one(forum.answer)
    assert held(base) == 6
    forum.restricted.add(2)
    for number in ("1", "2", "3", "4", "5", "6"):
        forum.topics[number]["bumped_at"] = LATER
    result = base.one(forum.answer)
    assert (result.failed, result.deleted, result.posts) == (None, 3, 3)
    assert ("topic that only some may read", 3) in result.skipped
    assert {request.headers["api-key"] for request in base.asked} == {"k3y"}
