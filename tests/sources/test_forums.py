"""Discourse, Stack Exchange and GitHub Discussions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from harvest.errors import SourceError
from harvest.model import Markup
from harvest.sources import expand, guess
from tests.sources.recorder import at, read, real

if TYPE_CHECKING:
    from pathlib import Path


def spoken(number: int, **over: Any) -> dict[str, Any]:
    return {
        "id": 100 + number,
        "post_number": number,
        "post_type": 1,
        "user_id": number,
        "username": f"user{number}",
        "name": "",
        "created_at": "2024-05-01T10:00:00.000Z",
        "updated_at": "2024-05-01T10:00:00.000Z",
        "cooked": f"<p>post {number}</p>",
        "staff": False,
    } | over


def topic(*posts: dict[str, Any], **over: Any) -> dict[str, Any]:
    return {
        "id": 5,
        "title": "[SOLVED] Cold kettle",
        "category_id": 3,
        "tags": ["heat", {"id": 1, "name": "kettle"}],
        "post_stream": {"posts": list(posts), "stream": [post["id"] for post in posts]},
    } | over


def test_a_discourse_topic(tmp_path: Path) -> None:
    raw = topic(
        spoken(1),
        spoken(2, staff=True, name="Bo", actions_summary=[{"id": 2, "count": 4}]),
        spoken(3, reply_to_post_number=2, updated_at="2024-05-02T10:00:00-05:00"),
        accepted_answer={"post_number": 2, "username": "user2"},
    )
    path = tmp_path / "5.json"
    (first, second, third), report = read("discourse", path, raw, url="https://forum.example.org/")
    assert guess(path).name == "discourse"
    assert not report.rows
    assert {post.conversation for post in (first, second, third)} == {"5"}
    assert (first.id, second.parent, third.parent) == ("101", "101", "102")
    assert (first.title, second.title) == ("[SOLVED] Cold kettle", "")
    assert (first.accepted, first.topic, first.tags) == ("102", "3", ("heat", "kettle"))
    assert (second.author.name, second.author.staff, second.score) == ("Bo", True, 4)
    assert (first.author.name, first.author.staff, first.author.url) == (
        "user1",
        False,
        "https://forum.example.org/u/user1",
    )
    assert (first.url, third.url) == ("https://forum.example.org/t/5", "https://forum.example.org/t/5/3")
    assert third.version == at("2024-05-02T15:00:00+00:00")
    assert first.markup is Markup.HTML


def test_what_not_everybody_may_read_is_never_imported(tmp_path: Path) -> None:
    lines = [
        topic(
            spoken(1), spoken(2, post_type=4, cooked="secret"), spoken(3, post_type=3, action_code="closed")
        ),
        topic(spoken(1, cooked="secret"), archetype="private_message"),
        topic(spoken(1, cooked="secret"), visible=False),
    ]
    posts, report = read("discourse", tmp_path / "t.jsonl", "\n".join(map(json.dumps, lines)))
    assert [post.id for post in posts] == ["101"]
    assert report.notes == ["staff whisper", "small action", "private message", "unlisted topic"]


@pytest.mark.parametrize(
    "gone", [{"deleted_at": "2024-06-01T00:00:00Z"}, {"user_deleted": True}, {"hidden": True}]
)
def test_deleted_and_hidden_posts_become_tombstones(tmp_path: Path, gone: dict[str, Any]) -> None:
    posts, _ = read("discourse", tmp_path / "t.json", [topic(spoken(1), spoken(2, **gone))])
    assert [post.deleted for post in posts] == [False, True]
    assert posts[1].body == ""


def test_a_topic_of_which_the_file_has_only_the_beginning(tmp_path: Path) -> None:
    raw = topic(spoken(1), spoken(2, created_at="never"))
    raw["post_stream"]["stream"] += [103, 104]
    posts, report = read("discourse", tmp_path / "t.json", json.dumps(raw, indent=2))
    assert len(posts) == 1
    assert report.notes == ["topic 5: 2 posts not in this file"]
    assert report.rows == [(1, "post 2 of the topic: created_at is not a date and time")]


def test_a_topic_that_is_cut_off(tmp_path: Path) -> None:
    for text in (json.dumps(topic(spoken(1)))[:-9], json.dumps(topic(spoken(1)), indent=1)[:-9]):
        with pytest.raises(SourceError, match=r"cut off|no line of this file is whole JSON"):
            read("discourse", tmp_path / "t.json", text)


POSTS = """<?xml version="1.0" encoding="utf-8"?>\r
<posts>\r
  <row Id="1" PostTypeId="1" AcceptedAnswerId="2" CreationDate="2011-04-07T23:59:59.000" Score="3" \
Body="&lt;p&gt;cold&lt;/p&gt;" OwnerUserId="9" Title="Cold &amp; dark" Tags="&lt;heat&gt;&lt;c++&gt;" />\r
  <row Id="2" PostTypeId="2" ParentId="1" CreationDate="2018-05-02T00:00:00.000" Score="-1" Body="descale" \
OwnerDisplayName="gone" LastEditDate="2018-05-03T00:00:00.000" ContentLicense="CC BY-SA 4.0" />\r
  <row Id="3" PostTypeId="4" CreationDate="2018-05-02T00:00:00.000" Body="about a tag" />\r
  <row Id="4" PostTypeId="2" CreationDate="2018-05-02T00:00:00.000" Body="no parent" />\r
  <row Id="5" PostTypeId="1" CreationDate="2018-05-01T23:59:59" Body="x" Title="y" Tags="|heat|tea|" />\r
</posts>"""
COMMENTS = """<comments>
<row Id="1" PostId="2" Score="2" Text="that `worked`" CreationDate="2019-01-01T00:00:00" UserId="9" />
</comments>"""
PEOPLE = '<users><row Id="9" DisplayName="Ada" Reputation="1" /></users>'


def dump(folder: Path, posts: str = POSTS) -> Path:
    (folder / "Posts.xml").write_bytes(b"\xef\xbb\xbf" + posts.encode())
    (folder / "Comments.xml").write_text(COMMENTS)
    (folder / "Users.xml").write_text(PEOPLE)
    (folder / "Votes.xml").write_text("<votes></votes>")
    return folder / "Posts.xml"


def test_a_stack_exchange_dump(tmp_path: Path) -> None:
    path = dump(tmp_path)
    assert expand([tmp_path]) == (path,)
    assert guess(path).name == "stackexchange"
    (asked, answered, other, comment), report = read("stackexchange", path, url="https://qa.example.org")
    assert (asked.title, asked.tags, asked.accepted) == ("Cold & dark", ("heat", "c++"), "2")
    assert other.tags == ("heat", "tea")
    assert [post.licence for post in (asked, other, answered)] == [
        "CC-BY-SA-2.5",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
    ]
    assert (asked.author.name, answered.author.key) == ("Ada", "name:gone")
    assert (answered.parent, answered.conversation, answered.score) == ("1", "1", -1)
    assert answered.version == at("2018-05-03T00:00:00+00:00")
    assert (comment.id, comment.parent, comment.conversation, comment.author.name) == ("c1", "2", "1", "Ada")
    assert comment.markup is Markup.MARKDOWN
    assert (asked.url, answered.url) == ("https://qa.example.org/q/1", "https://qa.example.org/a/2")
    assert report.rows == [(4, "row 4: no ParentId")]
    assert report.notes == ["tag description or other page that is no post"]


def test_a_document_type_is_fine_and_entities_are_not(tmp_path: Path) -> None:
    plain = POSTS.replace("<posts>", '<!DOCTYPE posts SYSTEM "http://192.0.2.1/x.dtd">\n<posts>')
    assert guess(dump(tmp_path, plain)).name == "stackexchange"
    posts, _ = read("stackexchange", dump(tmp_path, plain))
    assert len(posts) == 4
    evil = POSTS.replace("<posts>", '<!DOCTYPE posts [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<posts>')
    with pytest.raises(SourceError, match="defines entities"):
        read("stackexchange", dump(tmp_path, evil))


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (lambda text: text[:-40], "cut off"),
        (lambda text: text.replace("posts>", "badges>"), "the root element is badges, not posts"),
        (lambda text: "<", "the root element is missing"),
    ],
)
def test_a_dump_that_is_not_whole(tmp_path: Path, damage: Any, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        read("stackexchange", dump(tmp_path, damage(POSTS)))


def test_a_page_of_the_stack_exchange_api(tmp_path: Path) -> None:
    who = {"user_id": 9, "display_name": "Ada &amp; Co", "link": "https://qa.example.org/users/9"}
    item = {
        "question_id": 1,
        "title": "It&#39;s cold",
        "body": "<p>cold</p>",
        "owner": who,
        "creation_date": 1459908076,
        "tags": ["heat"],
        "accepted_answer_id": 2,
        "link": "https://qa.example.org/q/1",
        "comments": [{"comment_id": 4, "post_id": 1, "body": "same here", "creation_date": 1459908078}],
        "answers": [{"answer_id": 2, "body_markdown": "a &lt; b", "owner": who, "creation_date": 1459908077}],
    }
    path = tmp_path / "page.json"
    posts, report = read("stackexchange", path, {"items": [item, {"question_id": 3, "creation_date": 1}]})
    assert guess(path).name == "stackexchange"
    asked, answered, comment = posts
    assert (asked.title, asked.author.name, asked.accepted) == ("It's cold", "Ada & Co", "2")
    assert (answered.body, answered.markup, answered.parent) == ("a < b", Markup.MARKDOWN, "1")
    assert (comment.id, comment.author.key) == ("c4", "unknown:c4")
    assert "question 2 of this page: no body" in report.rows[0][1]


def test_a_question_that_was_moved_to_another_site_is_left_out(tmp_path: Path) -> None:
    here = {"question_id": 1, "title": "Cold", "body": "<p>cold</p>", "creation_date": 1459908076}
    moved = here | {"question_id": 2, "migrated_to": {"on_date": 1459908079, "question_id": 77}}
    posts, report = read("stackexchange", tmp_path / "page.json", {"items": [moved, here]})
    assert [post.id for post in posts] == ["1"]
    assert report.notes == ["question that was moved to another site"]
    assert not report.rows


def said(name: str, body: str, minute: int, **over: Any) -> dict[str, Any]:
    author = {"name": name, "url": f"https://github.com/{name}"}
    return {"author": author, "body": body, "createdAt": f"2024-05-01T10:{minute:02}:00Z"} | over


def test_a_saved_list_of_discussions(tmp_path: Path) -> None:
    reply = said("bo", "<p>descale it</p>", 2)
    comments = [said("cy", "<p>me too</p>", 1, replies=[reply]), said("di", "<p>no</p>", 3)]
    first = said("ada", "<p>cold</p>", 0, id="7", title="Cold", url="https://github.com/k/k/discussions/7")
    first |= {"comments": comments, "answer": {**reply, "chosenAt": "2024-05-02T00:00:00Z", "replies": []}}
    second = {**first, "id": "8", "answer": said("eve", "<p>new filter</p>", 9)}
    path = tmp_path / "d.json"
    posts, report = read("github-discussions", path, [first, second, {**first, "id": "a--b"}])
    assert guess(path).name == "github-discussions"
    assert [(post.id, post.parent) for post in posts[:4]] == [
        ("7", ""),
        ("7-1", "7"),
        ("7-1-1", "7-1"),
        ("7-2", "7"),
    ]
    assert posts[0].accepted == "7-1-1"
    assert (posts[4].accepted, posts[-1].id, posts[-1].parent) == ("8-answer", "8-answer", "8")
    assert posts[0].markup is Markup.HTML
    assert report.rows[0][0] == 3
    assert report.rows[0][1].startswith("item 3: number or id is not an id")


def test_what_the_graphql_api_answers(tmp_path: Path) -> None:
    comment = said(
        "bo",
        "**descale**",
        1,
        databaseId=55,
        isAnswer=True,
        authorAssociation="MEMBER",
        replies={"nodes": []},
    )
    discussion = said(
        "ada", "cold", 0, number=7, title="Cold", authorAssociation="NONE", category={"name": "Q&A"}
    )
    discussion |= {"comments": {"edges": [{"node": comment}]}, "labels": {"nodes": [{"name": "heat"}]}}
    answer = {"data": {"repository": {"discussions": {"nodes": [discussion]}}}}
    path = tmp_path / "g.json"
    (asked, answered), _ = read("github-discussions", path, answer)
    assert guess(path).name == "github-discussions"
    assert (asked.id, asked.accepted, asked.topic, asked.tags) == ("7", "dc55", "Q&A", ("heat",))
    assert (asked.author.staff, answered.author.staff, answered.markup) == (False, True, Markup.MARKDOWN)


@pytest.mark.parametrize(
    ("over", "gone"),
    [
        ({"isMinimized": True, "minimizedReason": "spam"}, True),
        ({"isMinimized": True, "minimizedReason": "OFF_TOPIC"}, True),
        ({"isMinimized": True, "minimizedReason": None}, True),
        ({"isMinimized": True, "minimizedReason": "resolved"}, False),
        ({"isMinimized": False, "minimizedReason": None}, False),
        ({"deletedAt": "2024-05-03T00:00:00Z", "body": "", "author": None}, True),
    ],
)
def test_comments_that_are_hidden_or_deleted_become_tombstones(
    tmp_path: Path, over: dict[str, Any], gone: bool
) -> None:
    reply = said("cy", "why?", 2, databaseId=56)
    comment = said("bo", "buy pills", 1, databaseId=55, isAnswer=True, replies={"nodes": [reply]}) | over
    discussion = said("ada", "cold", 0, number=7, title="Cold", comments={"nodes": [comment]})
    answer = {"data": {"repository": {"discussion": discussion}}}
    (asked, below, replied), report = read("github-discussions", tmp_path / "g.json", answer)
    assert not report.rows
    assert (below.id, below.deleted, below.body == "") == ("dc55", gone, gone)
    assert asked.accepted == ("" if gone else "dc55")
    assert (replied.parent, replied.deleted) == ("dc55", False)


@pytest.mark.slow
def test_the_real_forums() -> None:
    posts, accepted = 0, 0
    for path in expand([real("discourse/topics")]):
        found, report = read("discourse", path)
        assert not report.rows
        assert set(report.notes) <= {"small action"}
        posts += len(found)
        accepted += sum(1 for post in found if post.accepted)
    assert (posts, accepted) == (6_667, 494)
    for folder, count in (("quantumcomputing", 5_085), ("bicycles_meta/data", 3_872)):
        found, report = read("stackexchange", real(f"stackexchange/{folder}/Posts.xml"))
        assert report.rows == []
        assert len(found) == count
    found, report = read("github-discussions", real("github_discussions/discussions.json"))
    assert (len(found), report.rows) == (585, [])
    assert all(post.accepted and not post.accepted.endswith("answer") for post in found if post.title)
