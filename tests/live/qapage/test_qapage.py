"""Any forum, fetched: found from sitemaps and feeds, politely, whole, and again only where it has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.lake import Lake
from tests.live.harness import Base, mostly_slow
from tests.live.qapage.standin import HOST, SOURCES, AnyForum, Reply, kettles, topic

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.model import Post


def paths(base: Base) -> list[str]:
    return [request.url.raw_path.decode() for request in base.asked]


def held(base: Base) -> list[Post]:
    """All posts that are there, by title or text."""
    lake = Lake(base.config.lake)
    ids = sorted({f"forum:{row[1]}" for row in base.rows()})
    found = {post.id: post for posts in lake.conversation(ids).values() for post in posts}
    return sorted(found.values(), key=lambda post: (post.created, post.body))


def texts(base: Base) -> list[str]:
    return [post.title or post.body for post in held(base)]


def page(body: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(200, text=body, headers={"content-type": "text/html", **named})


def sitemap(*paths: str, lastmod: str = "") -> httpx.Response:
    said = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    urls = "".join(f"<url><loc>{HOST}{path}</loc>{said}</url>" for path in paths)
    return httpx.Response(200, text=f"<urlset>{urls}</urlset>", headers={"content-type": "text/xml"})


def test_everything_is_fetched_once_and_then_only_what_it_takes_to_know(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles()
    first = base.one(forum.answer)
    assert (first.new, first.failed, first.unfinished, first.bad) == (23 * 4 + 15, None, "", 0)
    again = base.one(forum.answer)
    assert (again.new, again.changed, again.posts, again.failed) == (0, 0, 0, None)
    assert paths(base) == ["/robots.txt", "/sitemap.xml"]


def test_what_has_changed_is_read_and_nothing_else(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles(6)
    base.one(forum.answer)
    changed = forum.topics["/questions/3"]
    changed.replies[0].text = "Descale it with vinegar."
    del changed.replies[1]
    changed.replies.append(Reply(9, "Cy", "Mine, too.", "2026-03-01T08:00:00Z"))
    changed.changed = "2026-03-01T09:00:00Z"
    result = base.one(forum.answer)
    assert (result.new, result.changed, result.deleted) == (1, 1, 1)
    assert paths(base) == ["/robots.txt", "/sitemap.xml", "/sitemap-1.xml.gz", "/questions/3"]


@pytest.mark.parametrize("marked", [False, True], ids=["JSON-LD", "microdata"])
def test_a_thread_on_several_pages_is_one_conversation(tmp_path: Path, marked: bool) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2, 13)])
    forum.microdata = marked
    result = base.one(forum.answer)
    assert (result.new, result.bad, result.failed) == (15, 0, None)
    assert paths(base)[-3:] == ["/questions/2", "/questions/2?page=2", "/questions/2?page=3"]
    question, first, thanks, *others = held(base)
    assert question.accepted == first.id
    assert (first.parent, thanks.parent, others[-1].parent) == (question.id, first.id, question.id)
    assert question.url == f"{HOST}/questions/2"
    assert first.url == f"{HOST}/questions/2#a1"
    assert question.author.url == thanks.author.url == f"{HOST}/users/ada"


def test_both_ways_of_marking_a_page_give_the_same_posts(tmp_path: Path) -> None:
    found = []
    for marked in (False, True):
        base, forum = Base(tmp_path / str(marked), SOURCES), kettles(4)
        forum.microdata = marked
        base.one(forum.answer)
        found.append([(p.id, p.parent, p.accepted, p.author, p.created, p.url, p.title) for p in held(base)])
    assert found[0] == found[1]


def test_pages_that_later_pages_of_a_thread_are_found_by(tmp_path: Path) -> None:
    """A feed may lead to the second page of a thread: the thread is read from its beginning, once."""
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2, 7)])
    links = f"<item><link>{HOST}/questions/2?page=2</link></item><item><link>{HOST}/questions/2</link></item>"
    forum.extra["/sitemap.xml"] = httpx.Response(
        200, text=f'<rss version="2.0"><channel>{links}</channel></rss>'
    )
    assert base.one(forum.answer).new == 9
    assert paths(base).count("/questions/2") == 1


def test_a_link_to_the_next_thread_is_not_the_next_page(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2), topic(4)])
    forum.topics["/questions/2"].head = '<link rel="next" href="/questions/4">'
    assert base.one(forum.answer).new == 8
    conversations = {post.conversation for post in held(base)}
    assert len(conversations) == 2


def test_robots_txt_is_obeyed_to_the_letter(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES)
    rules = "User-agent: other\nDisallow: /\n\nUser-agent: Harvest-Answers\nDisallow: /*/4$\nCrawl-delay: 7\n"
    forum = AnyForum([topic(2), topic(4), topic(6, 7)], rules)
    result = base.one(forum.answer)
    assert result.skipped == (("address that robots.txt does not allow", 1),)
    assert "/questions/4" not in paths(base)
    assert base.clock.slept == [7.0] * (len(base.asked) - 1)


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_robots_txt_that_cannot_be_had(tmp_path: Path, status: int, allowed: bool) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    forum.extra["/robots.txt"] = httpx.Response(status)
    result = base.one(forum.answer)
    assert bool(result.new) is allowed
    assert (result.failed is None) is allowed
    if not allowed:
        assert set(paths(base)) == {"/robots.txt"}


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ('<meta name="robots" content="NOINDEX, follow">', {}),
        ('<meta name="harvest-answers" content="none">', {}),
        ('<meta name="robots" content="noai">', {}),
        ("", {"x_robots_tag": "otherbot: index, harvest-answers: noarchive"}),
        ("", {"x_robots_tag": "noindex"}),
    ],
)
def test_pages_that_do_not_want_to_be_found_kept_or_quoted(
    tmp_path: Path, head: str, headers: dict[str, str]
) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    base.one(forum.answer)
    forum.topics["/questions/2"].changed = "2026-03-01T12:00:00Z"
    forum.topics["/questions/2"].head = head
    body = forum._page(forum.topics["/questions/2"], 1)
    forum.extra["/questions/2"] = page(body, **headers)
    result = base.one(forum.answer)
    assert (result.posts, result.deleted) == (0, 4)
    assert "page that asks for no" in result.skipped[0][0]


def test_rules_for_other_robots_are_not_ours(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    forum.topics["/questions/2"].head = '<meta name="googlebot" content="noindex">'
    body = forum._page(forum.topics["/questions/2"], 1)
    forum.extra["/questions/2"] = page(body, x_robots_tag="max-snippet: 50, googlebot: noindex, noarchive")
    assert base.one(forum.answer).new == 4


def test_other_hosts_are_left_alone(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    urls = "<url><loc>https://elsewhere.example/q</loc></url><url><loc>/questions/2</loc></url>"
    forum.extra["/sitemap.xml"] = httpx.Response(200, text=f"<urlset>{urls}</urlset>")
    result = base.one(forum.answer)
    assert (result.new, result.skipped) == (4, (("address on another host than its feed", 1),))
    assert {request.url.host for request in base.asked} == {"forum.example"}


def test_a_url_narrows_it_down(tmp_path: Path) -> None:
    sources = SOURCES.replace("format: qapage", "format: qapage\n  url: https://forum.example/questions")
    base, forum = Base(tmp_path, sources), AnyForum([topic(2)])
    forum.extra["/sitemap.xml"] = sitemap("/questions/2", "/users/1", "/questionsandmore")
    result = base.one(forum.answer)
    assert (result.new, result.skipped) == (4, (("address outside of the source's `url`", 2),))


def test_a_feed_without_times_asks_each_page_whether_it_has_changed(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2), topic(4)])
    forum.extra["/sitemap.xml"] = sitemap("/questions/2", "/questions/4")
    assert base.one(forum.answer).new == 8
    forum.topics["/questions/4"].replies[1].text = "Buy a new one."
    result = base.one(forum.answer)
    assert (result.new, result.changed, result.posts) == (0, 1, 4)
    asked = {request.url.path: "if-none-match" in request.headers for request in base.asked}
    assert asked == {"/robots.txt": False, "/sitemap.xml": False, "/questions/2": True, "/questions/4": True}


def test_a_day_without_a_time_is_looked_at_until_it_is_over(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    today = base.clock.now().date().isoformat()
    forum.extra["/sitemap.xml"] = sitemap("/questions/2", lastmod=today)
    base.one(forum.answer)
    forum.topics["/questions/2"].replies[0].text = "An hour later: vinegar."
    assert base.one(forum.answer).changed == 1
    base.clock.time += timedelta(days=4)
    base.one(forum.answer)
    base.one(forum.answer)
    assert "/questions/2" not in paths(base)


def test_a_time_in_the_future_hides_no_changes(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2), topic(4)])
    forum.extra["/sitemap.xml"] = sitemap("/questions/2", lastmod="2087-01-01T00:00:00Z")
    base.one(forum.answer)
    forum.extra["/sitemap.xml"] = sitemap("/questions/4", lastmod="2026-03-02T00:00:00Z")
    assert base.one(forum.answer).new == 4


@pytest.mark.parametrize("requests", mostly_slow([4, 5, 9], [9]))
def test_a_small_budget_comes_to_the_end_in_many_runs(tmp_path: Path, requests: int) -> None:
    sources = SOURCES.replace("{feeds", f"{{requests: {requests}, feeds")
    base, forum = Base(tmp_path, sources), kettles(8)
    forum.topics.pop("/questions/8")
    calm = Base(tmp_path / "calm", SOURCES)
    calm.one(forum.answer)
    runs = 0
    while base.one(forum.answer).unfinished:
        runs += 1
        assert runs < 20
    assert runs
    assert base.rows() == calm.rows()


def test_a_small_budget_gets_through_a_feed_without_times(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES.replace("{feeds", "{requests: 4, feeds"))
    forum = AnyForum([topic(number) for number in range(1, 8)])
    forum.extra["/sitemap.xml"] = sitemap(*forum.topics)
    for _ in range(4):
        base.one(forum.answer)
    assert len(base.rows()) == 7 * 4


def test_since_reads_nothing_older(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES.replace("{feeds", "{since: 2026-02-10, feeds"))
    base.one(AnyForum([topic(2, day=3), topic(4, day=12)]).answer)
    assert paths(base)[-1] == "/questions/4"
    assert "/questions/2" not in paths(base)


def test_a_page_that_is_broken_does_not_hold_up_the_others(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(n, day=n) for n in (2, 4, 6)])
    forum.extra["/questions/4"] = httpx.Response(500)
    result = base.one(forum.answer)
    assert result.failed is not None
    assert result.new == 8
    del forum.extra["/questions/4"]
    result = base.one(forum.answer)
    assert (result.new, result.failed) == (4, None)
    assert paths(base)[-1] == "/questions/4"


def test_a_page_that_stays_broken_is_given_up_after_some_runs(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(n, day=n) for n in (2, 4)])
    forum.extra["/questions/2"] = httpx.Response(400)
    failed = [base.one(forum.answer).failed is not None for _ in range(8)]
    assert failed == [True] * 6 + [False] * 2


def test_a_site_that_is_down_is_left_alone(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles()
    for path in forum.topics:
        forum.extra[path] = httpx.Response(502)
    assert base.one(forum.answer).failed is not None
    assert len({request.url.path for request in base.asked if "questions" in request.url.path}) == 3


@pytest.mark.parametrize("how", ["gone", "moved", "left out", "closed"])
def test_what_is_no_longer_there_goes(tmp_path: Path, how: str) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2), topic(4)])
    base.one(forum.answer)
    old = forum.topics["/questions/2"]
    old.changed = "2026-03-01T12:00:00Z"
    if how == "gone":
        forum.gone.add("/questions/2")
    elif how == "moved":
        forum.moved["/questions/2"] = "/questions/4"
    elif how == "left out":
        forum.moved["/questions/2"] = "https://elsewhere.example/"
    else:
        body = forum._page(old, 1).replace(
            '"@type": "QAPage"', '"@type": "QAPage", "isAccessibleForFree": false'
        )
        forum.extra["/questions/2"] = page(body)
    result = base.one(forum.answer)
    assert (result.deleted, result.failed) == (4, None)


def test_a_page_that_says_we_will_be_back_takes_nothing_away(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    base.one(forum.answer)
    forum.topics["/questions/2"].changed = "2026-03-01T12:00:00Z"
    forum.extra["/questions/2"] = page('<html><a href="/">home</a> We will be back</html>')
    result = base.one(forum.answer)
    assert (result.deleted, result.posts) == (0, 0)
    assert result.skipped == (("page without a conversation", 1),)


def test_half_a_page_takes_nothing_away(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    forum.microdata = True
    base.one(forum.answer)
    forum.topics["/questions/2"].changed = "2026-03-01T12:00:00Z"
    whole = forum._page(forum.topics["/questions/2"], 1).replace("answerCount", "nothing")
    forum.extra["/questions/2"] = page(whole[: whole.index('id="a2"')])
    assert base.one(forum.answer).deleted == 0


def test_a_page_in_another_encoding(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    forum.topics["/questions/2"].title = "Wärme für den Kessel – 80 °C"
    forum.microdata = True
    body = forum._page(forum.topics["/questions/2"], 1).encode("windows-1252")
    forum.extra["/questions/2"] = httpx.Response(
        200, content=body, headers={"content-type": "text/html; charset=ISO-8859-1"}
    )
    base.one(forum.answer)
    assert texts(base)[0] == "Wärme für den Kessel – 80 °C"


def test_a_sitemap_that_defines_entities_or_is_a_bomb_is_refused(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles(4)
    bomb = '<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><urlset><loc>&b;</loc></urlset>'
    forum.extra["/sitemap.xml"] = httpx.Response(200, text=bomb)
    result = base.one(forum.answer)
    assert "XML that defines entities" in str(result.failed)


def test_a_feed_in_which_somebody_asks_about_entities_is_read(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    asked = "<description><![CDATA[What does <!ENTITY a 'b'> mean?]]></description>"
    forum.extra["/sitemap.xml"] = httpx.Response(
        200, text=f"<rss><channel><item><link>{HOST}/questions/2</link>{asked}</item></channel></rss>"
    )
    assert base.one(forum.answer).new == 4


def test_a_sitemap_that_reads_files_reads_none(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), AnyForum([topic(2)])
    forum.extra["/sitemap.xml"] = httpx.Response(
        200,
        text='<!DOCTYPE urlset SYSTEM "file:///etc/passwd"><urlset><url><loc>https://forum.example/questions/2</loc></url></urlset>',
    )
    assert base.one(forum.answer).new == 4


def test_one_broken_sitemap_does_not_hold_up_the_others(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles(6)
    forum.extra["/sitemap-0.xml"] = httpx.Response(200, text="<urlset><url>")
    result = base.one(forum.answer)
    assert result.failed is not None
    assert result.new == 12
    del forum.extra["/sitemap-0.xml"]
    assert base.one(forum.answer).failed is None
    calm = Base(tmp_path / "calm", SOURCES)
    calm.one(forum.answer)
    assert base.rows() == calm.rows()


@pytest.mark.slow
def test_the_cursor_stays_small(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES.replace("{feeds", "{requests: 100000, feeds"))
    forum = AnyForum([topic(n, 0, day=1) for n in range(2, 900, 2)])
    for number, one in enumerate(forum.topics.values()):
        one.changed = f"2026-02-{1 + number % 28:02d}T{number % 24:02d}:{number % 60:02d}:00Z"
    base.one(forum.answer)
    (file,) = base.config.lake.glob("cursors/*.json")
    assert file.stat().st_size < 4_000


def test_internal_hosts_are_asked_only_where_that_is_said(tmp_path: Path) -> None:
    sources = SOURCES.replace("forum.example", "10.0.0.7")
    assert "private network" in str(Base(tmp_path / "a", sources).one(kettles(2).answer).failed)
    forum = AnyForum([topic(2)])
    forum.extra["/sitemap.xml"] = httpx.Response(
        200, text="<urlset><url><loc>/questions/2</loc></url></urlset>"
    )
    base = Base(tmp_path / "b", sources.replace("{feeds", "{internal: true, feeds"))
    assert base.one(forum.answer).new == 4
