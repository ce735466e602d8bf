"""Mastodon and Bluesky, as their APIs answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from harvest import markup
from harvest.model import Markup
from harvest.sources import guess
from tests.sources.recorder import at, read, real

if TYPE_CHECKING:
    from pathlib import Path

ADA = "did:plc:ada4ada4ada4ada4ada4ada4"


def status(number: int, **over: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "created_at": "2026-01-02T09:00:00.000Z",
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "visibility": "public",
        "spoiler_text": "",
        "language": "en",
        "content": f"<p>status {number}</p>",
        "url": f"https://kettles.example/@ada/{number}",
        "account": {
            "id": "7",
            "acct": "ada@kettles.example",
            "display_name": "Ada",
            "url": "https://k.example/@ada",
        },
        "tags": [{"name": "kettles", "url": "https://kettles.example/tags/kettles"}],
        "favourites_count": 3,
        "edited_at": None,
    } | over


def view(number: int, text: str = "cold kettle", **over: Any) -> dict[str, Any]:
    record = {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2026-01-02T09:00:00.000Z",
        "langs": ["en"],
    }
    return {
        "uri": uri(number),
        "cid": f"bafyreiaaaaaaaaa{number}",
        "author": {"did": ADA, "handle": "ada.example", "displayName": "Ada", "labels": []},
        "record": record | over.pop("record", {}),
        "likeCount": 2,
        "indexedAt": "2026-01-02T09:00:01.000Z",
        "labels": [],
    } | over


def uri(number: int) -> str:
    return f"at://{ADA}/app.bsky.feed.post/3k{number}"


def reply(root: int, parent: int) -> dict[str, Any]:
    return {"reply": {"root": {"uri": uri(root), "cid": "c"}, "parent": {"uri": uri(parent), "cid": "c"}}}


def thread(post: dict[str, Any], *replies: dict[str, Any], **over: Any) -> dict[str, Any]:
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": post, "replies": list(replies)} | over


def test_a_status(tmp_path: Path) -> None:
    raw = status(5, edited_at="2026-01-03T09:00:00.000Z", spoiler_text="Boiling & such", in_reply_to_id="4")
    (post,), report = read("mastodon", tmp_path / "s.json", raw)
    assert guess(tmp_path / "s.json").name == "mastodon"
    assert not report.rows
    assert (post.id, post.parent, post.conversation, post.score, post.lang) == ("5", "4", "", 3, "en")
    assert (post.author.key, post.author.name, post.url) == (
        "ada@kettles.example",
        "Ada",
        "https://kettles.example/@ada/5",
    )
    assert post.version == at("2026-01-03T09:00:00+00:00") > post.created
    assert (post.body, post.markup) == ("<p>Boiling &amp; such</p><p>status 5</p>", Markup.HTML)
    assert post.tags == ("kettles",)


def test_likes_that_are_no_number_can_be_stored(tmp_path: Path) -> None:
    posts, _ = read("mastodon", tmp_path / "s.json", [status(1, favourites_count=True)])
    assert [repr(post.score) for post in posts] == ["1"]


def test_a_context_is_a_conversation(tmp_path: Path) -> None:
    above, below = status(1), [status(3, in_reply_to_id="2"), status(4, in_reply_to_id="3")]
    posts, _ = read("mastodon", tmp_path / "c.json", {"ancestors": [above], "descendants": below})
    assert [(post.id, post.conversation) for post in posts] == [("1", "1"), ("3", "1"), ("4", "1")]


def test_only_what_everybody_may_read_becomes_a_post(tmp_path: Path) -> None:
    mine = status(1)["account"]
    told = {"id": "9", "type": "mention", "status": status(2, visibility="direct")}
    rows = [
        status(1, visibility="unlisted"),
        told,
        status(3, visibility="private"),
        status(4, reblog=status(1)),
        status(5, account=mine | {"noindex": True}),
        status(6, account=mine | {"note": "<p>Hi. <a href='x'>#<span>NoBots</span></a></p>"}),
        status(7, account=mine | {"note": "<p>I like #nobotany</p>"}),
        status(8, account=mine | {"suspended": True}),
    ]
    posts, report = read("mastodon", tmp_path / "s.jsonl", "\n".join(map(json.dumps, rows)))
    assert [post.id for post in posts] == ["1", "7"]
    assert report.notes == [
        "status not for everybody",
        "status not for everybody",
        "boost",
        *["author does not want to be found elsewhere"] * 2,
        "status of a suspended account",
    ]


def test_addresses_in_a_status_are_whole(tmp_path: Path) -> None:
    content = (
        '<p>See <a href="https://kettles.example/descale/with-vinegar"><span class="invisible">https://</span>'
        '<span class="ellipsis">kettles.example/desc</span>'
        '<span class="invisible">ale/with-vinegar</span></a></p>'
    )
    (post,), _ = read("mastodon", tmp_path / "s.json", status(1, content=content))
    assert (
        markup.plain(markup.read(post.body, post.markup))
        == "See https://kettles.example/descale/with-vinegar"
    )


def test_a_thread(tmp_path: Path) -> None:
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": uri(9), "notFound": True}
    blocked = {
        "$type": "app.bsky.feed.defs#blockedPost",
        "uri": uri(8),
        "blocked": True,
        "author": {"did": ADA},
    }
    node = thread(
        view(2, record=reply(1, 1)),
        thread(view(3, record=reply(1, 2))),
        gone,
        blocked,
        parent=thread(view(1)),
    )
    posts, report = read("bluesky", tmp_path / "t.json", {"thread": node})
    assert guess(tmp_path / "t.json").name == "bluesky"
    assert {post.id: post.parent for post in posts} == {uri(1): "", uri(2): uri(1), uri(3): uri(2)}
    assert {post.conversation for post in posts} == {uri(1)}
    assert sorted(report.notes) == ["post that is not shown", "post that is not there"]
    (post,) = (post for post in posts if post.id == uri(1))
    assert (post.author.key, post.author.name, post.score, post.lang) == (ADA, "Ada", 2, "en")
    assert post.url == f"https://bsky.app/profile/{ADA}/post/3k1"


def test_searches_feeds_and_lists(tmp_path: Path) -> None:
    reposted = {"post": view(3), "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}}
    for content in (
        {"posts": [view(1), view(2)], "cursor": "2"},
        {"feed": [{"post": view(1)}, reposted, {"post": view(2), "reply": {}}]},
        {"thread": [{"uri": uri(1), "depth": 0, "value": {"post": view(n)}} for n in (1, 2)]},
        [view(1), view(2)],
        [{"post": view(1)}, {"post": view(2)}],
    ):
        posts, report = read("bluesky", tmp_path / "f.json", content)
        assert guess(tmp_path / "f.json").name == "bluesky"
        assert [post.id for post in posts] == [uri(1), uri(2)]
        assert not report.rows


@pytest.mark.parametrize(
    ("text", "shown", "address", "body"),
    [
        ("Ünser Rat ☕: k.example/desc... hilft", "k.example/desc...", "https://k.example/descale", None),
        ("see www.k.example", "www.k.example", "https://www.k.example/", "see https://www.k.example/"),
        ("see k.example/a…", "k.example/a…", "https://www.k.example/abc", "see https://www.k.example/abc"),
        ("see our guide", "our guide", "https://k.example/g", "see our guide (https://k.example/g)"),
        ("see our guide", "our guide", "javascript:alert(1)", "see our guide"),
        ("see our guide", "", "https://k.example/g", "see our guide"),
    ],
)
def test_addresses_in_a_post_are_whole(
    tmp_path: Path, text: str, shown: str, address: str, body: str | None
) -> None:
    start = len(text[: text.index(shown)].encode())
    index = {"byteStart": start, "byteEnd": start + len(shown.encode())}
    facet = {"index": index, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": address}]}
    (post,), _ = read("bluesky", tmp_path / "f.json", [view(1, text, record={"facets": [facet]})])
    assert post.body == (body or f"Ünser Rat ☕: {address} hilft")


def test_facets_that_fit_nowhere_change_nothing(tmp_path: Path) -> None:
    features = [{"$type": "app.bsky.richtext.facet#link", "uri": "https://k.example/"}]
    spans: list[tuple[Any, Any]] = [(0, 1), (1, 2), (5, 99), (3, 3), (-1, 2), ("0", 2), (None, 3), (4, 2)]
    facets = [{"index": {"byteStart": a, "byteEnd": b}, "features": features} for a, b in spans]
    (post,), _ = read("bluesky", tmp_path / "f.json", [view(1, "☕ tea", record={"facets": facets})])
    assert post.body == "☕ tea"


def test_the_card_below_a_post_and_its_tags_are_kept(tmp_path: Path) -> None:
    external = {"external": {"uri": "https://k.example/descale", "title": "Descaling"}}
    tag = {"$type": "app.bsky.richtext.facet#tag", "tag": "kettles"}
    record = {
        "embed": {"$type": "app.bsky.embed.external", **external},
        "facets": [{"index": {"byteStart": 0, "byteEnd": 1}, "features": [tag]}],
        "tags": ["heat", "kettles"],
    }
    (post,), _ = read("bluesky", tmp_path / "f.json", [view(1, "Like this:", record=record)])
    assert post.body == "Like this:\n\nhttps://k.example/descale"
    assert post.tags == ("kettles", "heat")


@pytest.mark.parametrize("where", ["post", "author", "own"])
def test_what_labels_hide_is_left_out(tmp_path: Path, where: str) -> None:
    label = {"src": ADA, "uri": uri(1), "val": "!no-unauthenticated"}
    hidden = {
        "post": view(1, labels=[label]),
        "author": view(1, author={"did": ADA, "handle": "ada.example", "labels": [label]}),
        "own": view(1, record={"labels": {"values": [{"val": "!no-unauthenticated"}]}}),
    }[where]
    others = view(2, labels=[label | {"neg": True}, {"val": "porn"}])
    posts, report = read("bluesky", tmp_path / "f.json", [hidden, others])
    assert [post.id for post in posts] == [uri(2)]
    assert report.notes == ["author shows it to people with an account only"]


@pytest.mark.parametrize(
    ("said", "created"),
    [
        ("2031-01-01T00:00:00Z", "2026-01-02T09:00:01Z"),
        ("yesterday", "2026-01-02T09:00:01Z"),
        (None, "2026-01-02T09:00:01Z"),
        ("0001-01-01T00:00:00Z", "2026-01-02T09:00:01Z"),
        ("2025-12-31T23:00:00.123456789Z", "2025-12-31T23:00:00.123456Z"),
    ],
)
def test_a_device_with_a_wrong_clock(tmp_path: Path, said: object, created: str) -> None:
    (post,), report = read("bluesky", tmp_path / "f.json", [view(1, record={"createdAt": said})])
    assert post.created == at(created)
    assert not report.rows


def test_an_address_that_can_be_no_id_gets_one(tmp_path: Path) -> None:
    """The parts of a conversation still find each other."""
    odd = f"at://did:web:kettles.example/app.bsky.feed.post/{'x~' * 99}"
    first, second = (
        view(1, uri=odd),
        view(2, record={"reply": {"root": {"uri": odd}, "parent": {"uri": odd}}}),
    )
    (one, two), _ = read("bluesky", tmp_path / "f.json", [first, second])
    assert one.id == one.conversation == two.parent == two.conversation


def test_bad_rows_are_named(tmp_path: Path) -> None:
    rows = [view(1, uri="https://bsky.app/x"), view(2, author={}), view(3, indexedAt="soon"), view(4)]
    posts, report = read("bluesky", tmp_path / "f.json", {"posts": rows})
    assert [post.id for post in posts] == [uri(4)]
    assert [reason for _, reason in report.rows] == [
        "post 1: uri is no address of a record (at://did:…/…/…)",
        "post 2: no author",
        "post 3: indexedAt is not a date and time",
    ]
    _, report = read("mastodon", tmp_path / "s.json", [status(1, account={}), status(2, created_at=7)])
    assert [reason for _, reason in report.rows] == [
        "item 1: no account",
        "item 2: created_at is not a date and time",
    ]


def test_real_answers_of_mastodon(tmp_path: Path) -> None:
    del tmp_path
    counts = {"context.json": 3, "public_timeline.json": 20, "tag_timeline.json": 20, "notifications.json": 0}
    for name, count in counts.items():
        path = real(f"mastodon/{name}")
        assert guess(path).name == "mastodon"
        posts, report = read("mastodon", path)
        assert (len(posts), report.rows) == (count, [])


def test_real_answers_of_bluesky(tmp_path: Path) -> None:
    folder = real("bluesky/bskyr/tests/testthat/_vcr")
    counts = {"f_autfeed": 43, "f_feedfeed": 7, "f_getposts": 1, "f_postthread": 1, "f_search": 21}
    for name, count in counts.items():
        recorded = yaml.load((folder / f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
        (path := tmp_path / f"{name}.json").write_text(
            recorded["http_interactions"][-1]["response"]["body"]["string"]
        )
        assert guess(path).name == "bluesky"
        posts, report = read("bluesky", path)
        assert (len(posts), report.rows) == (count, [])
    posts, _ = read("bluesky", tmp_path / "f_postthread.json")
    assert posts[0].body.endswith("#rgov\n\nhttps://rstats.ai/gov.html")
