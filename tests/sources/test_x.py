"""X API v2 in both namings, and everything that stands between the posts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from harvest.errors import SourceError
from harvest.sources import expand, guess
from harvest.sources.snowflake import snowflake_at, snowflake_time
from tests.sources.recorder import at, read, real

if TYPE_CHECKING:
    from pathlib import Path

ROOT = "1400000000000000000"
REPLY = "1400000000400000000"


def post(id_: str = ROOT, **over: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "author_id": "7",
        "text": "the kettle stays cold",
        "created_at": "2021-06-02T08:03:00.000Z",
        "conversation_id": ROOT,
    } | over


def reply(**over: Any) -> dict[str, Any]:
    return post(REPLY, author_id="8", text="descale it", created_at="2021-06-02T08:04:00.000Z") | over


USERS = [
    {"id": "7", "username": "ada", "name": "Ada"},
    {"id": "8", "username": "kettleco", "name": "Kettle Co"},
]


@pytest.mark.parametrize(
    ("references", "included", "history", "note"),
    [
        ("referenced_tweets", "tweets", "edit_history_tweet_ids", "note_tweet"),
        ("referenced_posts", "posts", "edit_history_post_ids", "note_post"),
    ],
)
def test_a_page_in_either_naming(
    tmp_path: Path, references: str, included: str, history: str, note: str
) -> None:
    answer = reply(
        **{
            references: [{"type": "replied_to", "id": ROOT}],
            history: [REPLY],
            note: {"text": "descale it. " * 40, "entities": {}},
            "public_metrics": {"like_count": 5, "retweet_count": 99},
        }
    )
    page = {
        "data": [answer],
        "includes": {"users": USERS, included: [post() | {history: [ROOT]}]},
        "meta": {},
    }
    path = tmp_path / "page.json"
    (asked, answered), report = read("x", path, page)
    assert guess(path).name == "x"
    assert not report.rows
    assert (asked.id, asked.parent, asked.author.name) == (ROOT, "", "Ada")
    assert (answered.parent, answered.conversation, answered.score) == (ROOT, ROOT, 5)
    assert answered.body == "descale it. " * 40
    assert answered.url == f"https://x.com/i/web/status/{REPLY}"  # no handle: addresses stand on pages
    assert answered.author.staff is None


def test_an_edit_is_a_new_version_of_the_first_id(tmp_path: Path) -> None:
    first, second = "1576994746135764992", "1576994789110992896"
    history: dict[str, Any] = {"edit_history_tweet_ids": [first, second]}
    before = post(first, created_at="2022-10-03T17:57:01.000Z", conversation_id=first, **history)
    after = post(second, created_at="2022-10-03T17:57:11.000Z", conversation_id=second, **history)
    page = {"data": [after], "includes": {"tweets": [before]}}
    (old, new), _ = read("x", tmp_path / "p.json", page)
    assert {old.id, new.id} == {first}
    assert old.aliases == new.aliases == (second,)
    assert old.created == new.created == old.version == at("2022-10-03T17:57:01+00:00")
    assert new.version == at("2022-10-03T17:57:11+00:00")


def test_text_is_what_was_typed_with_real_addresses(tmp_path: Path) -> None:
    entities = {
        "urls": [
            {"url": "https://t.co/abcdefghij", "expanded_url": "https://kettle.example.org/a?b=1&c=2"},
            {"url": "https://t.co/abc", "expanded_url": "javascript:alert(1)"},
        ]
    }
    raw = post(
        text="tea &amp; coffee &amp;lt; &lt;3 https://t.co/abcdefghij https://t.co/abc", entities=entities
    )
    (one,), _ = read("x", tmp_path / "p.json", {"data": raw})
    assert one.body == "tea & coffee &lt; <3 https://kettle.example.org/a?b=1&c=2 https://t.co/abc"


def test_an_empty_list_saved_as_an_object(tmp_path: Path) -> None:
    """Some clients cannot tell an empty list from an empty object."""
    (one,), _ = read(
        "x", tmp_path / "p.json", [post(entities={"urls": {}, "mentions": {}}, referenced_tweets={})]
    )
    assert one.parent == ""


def test_what_is_no_post_is_counted_and_does_not_stop_the_stream(tmp_path: Path) -> None:
    lines = [
        json.dumps({"errors": [{"title": "operational-disconnect", "detail": "x"}]}),
        json.dumps({"disconnect": {"code": 1}}),
        json.dumps({"data": post()})[:-20],
        json.dumps({"data": post(text="RT @a: b", referenced_tweets=[{"type": "retweeted", "id": "1"}])}),
        json.dumps({"data": post(withheld={"country_codes": ["XX"]})}),
        json.dumps({"data": {"id": ROOT, "withheld": {"country_codes": ["DE"]}}}),
        json.dumps({"data": post(text="  ")}),
        "",
        json.dumps({"data": post("not an id"), "includes": {"users": USERS}}),
        json.dumps(
            {"data": post(withheld={"country_codes": ["DE"]}), "errors": [{"title": "Not Found Error"}]}
        ),
    ]
    posts, report = read("x", tmp_path / "s.jsonl", "\n".join(lines))
    assert [one.id for one in posts] == [ROOT]
    assert report.rows == [
        (3, "not JSON, or cut off"),
        (9, "post 1 of this page: id is not an id (letters, digits and . _ : / - only, at most 128)"),
    ]
    assert report.notes == [
        "error message from X: operational-disconnect",
        "message without a post",
        "retweet",
        "post withheld everywhere",
        "object without text: no post, or withheld",
        "post without text",
        "error message from X: Not Found Error",
    ]


def test_a_time_from_the_id_where_the_page_has_none(tmp_path: Path) -> None:
    raw = post("1212092628029698048")
    del raw["created_at"]
    (one,), _ = read("x", tmp_path / "p.json", {"data": [raw]})
    assert one.created == at("2019-12-31T19:26:16+00:00")
    old = post("20")
    del old["created_at"]
    _, report = read("x", tmp_path / "p.json", {"data": [old]})
    assert report.rows == [(1, "post 1 of this page: no created_at, and the id holds no time")]


def test_deletions_become_tombstones(tmp_path: Path) -> None:
    stream = {"delete": {"tweet": {"id": ROOT, "author_id": "7"}, "event_at": "2021-07-06T18:40:40.000Z"}}
    job = {
        "id": "1170147183095664640",
        "action": "delete",
        "created_at": "2019-09-07T01:30:03.390Z",
        "redacted_at": "2021-08-17T17:26:15.788Z",
        "reason": "deactivated",
    }
    account = {"id": "1482680858", "action": "delete", "created_at": "2013-06-04T16:25:04+00:00"}
    path = tmp_path / "c.jsonl"
    posts, report = read("x", path, "\n".join(map(json.dumps, (job, account, stream))))
    assert [(one.id, one.deleted, one.version) for one in posts] == [
        ("1170147183095664640", True, at("2021-08-17T17:26:15.788+00:00")),
        (ROOT, True, at("2021-07-06T18:40:40+00:00")),
    ]
    assert report.notes == ["compliance line that is not about a post (its id and its time differ)"]
    assert guess(path).name == "x"


def test_names_from_the_file_beside(tmp_path: Path) -> None:
    (tmp_path / "users_5.json").write_text(json.dumps({"users": USERS, "places": []}))
    path = tmp_path / "data_5.json"
    (one,), _ = read("x", path, [post()])
    assert (one.author.name, one.author.url) == ("Ada", "https://x.com/ada")
    assert expand([tmp_path]) == (path,)


def test_a_client_that_puts_the_posts_into_each_other(tmp_path: Path) -> None:
    raw = reply(author=USERS[1], referenced_tweets=[{"type": "replied_to", **post(), "author": USERS[0]}])
    raw["referenced_tweets"][0]["type"] = "replied_to"
    (asked, answered), _ = read("x", tmp_path / "f.jsonl", json.dumps(raw) + "\n")
    assert (asked.author.name, answered.author.name, answered.parent) == ("Ada", "Kettle Co", ROOT)


def test_a_list_that_is_cut_off_is_a_bad_file(tmp_path: Path) -> None:
    text = json.dumps([post(), reply()])
    with pytest.raises(SourceError, match="cut off in or after item 2 of the list"):
        read("x", tmp_path / "p.json", text[:-30])


def test_the_real_pages() -> None:
    total = 0
    for path in expand([real("x/v2_pages"), real("x/v2_twarc")]):
        assert guess(path).name == "x"
        posts, report = read("x", path)
        total += len(posts)
        assert report.rows in ([], [(8, "not JSON, or cut off")])
        if path.name.startswith("data_"):
            assert all(one.author.name for one in posts)
    assert total > 2_900


def test_an_id_can_be_made_for_a_moment_and_says_it_again() -> None:
    moment = at("2026-03-02T09:00:00Z")
    assert snowflake_time(snowflake_at(moment)) == moment
    assert snowflake_at(at("2009-03-02T09:00:00Z")) == "0"
