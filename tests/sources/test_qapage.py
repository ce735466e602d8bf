"""Saved pages of forums: JSON-LD as sites write it, microdata, Askbot's own pages, and hostile ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from harvest.errors import SourceError
from harvest.model import Markup
from harvest.sources import guess
from tests.live.qapage.standin import jsonld, microdata, topic
from tests.sources.recorder import at, read, real

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.model import Post
    from tests.sources.recorder import Recorder

ADA = {"@type": "Person", "name": "Ada", "url": "/users/ada"}
QUESTION: dict[str, Any] = {
    "@type": "Question",
    "name": "Kettle stops early",
    "text": "It clicks off.",
    "author": ADA,
    "dateCreated": "2026-02-01T09:00:00+01:00",
}
ANSWER: dict[str, Any] = {
    "@type": "Answer",
    "text": "Descale it.",
    "author": {"@type": "Person", "name": "Bo"},
    "dateCreated": "2026-02-01T10:00:00+01:00",
    "url": "https://forum.example/q/1#a1",
}


def marked(value: Any, *, head: str = "", url: str = "https://forum.example/q/1") -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return (
        f'<!doctype html><html lang="en"><head><link rel="canonical" href="{url}">{head}'
        f'<script type="application/ld+json">{text}</script></head><body><p>Hello</p></body></html>'
    )


def qa(**over: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": QUESTION | over}


def posts(tmp_path: Path, page: str | bytes, **options: str) -> tuple[list[Post], Recorder]:
    return read("qapage", tmp_path / "page.html", page, **options)


def test_a_question_with_its_accepted_answer(tmp_path: Path) -> None:
    thanks = {
        "@type": "Comment",
        "text": "That worked!",
        "author": {"name": "Ada"},
        "dateCreated": "2026-02-02",
    }
    page = marked(qa(acceptedAnswer=ANSWER | {"comment": thanks, "upvoteCount": 3}, keywords="kettle, heat"))
    (question, answer, comment), report = posts(tmp_path, page)
    assert guess(tmp_path / "page.html").name == "qapage"
    assert not report.rows
    assert (question.title, question.body, question.tags) == (
        "Kettle stops early",
        "It clicks off.",
        ("kettle", "heat"),
    )
    assert (question.accepted, answer.parent, comment.parent) == (answer.id, question.id, answer.id)
    assert {post.conversation for post in (question, answer, comment)} == {question.id}
    assert (question.url, answer.url, comment.url) == (
        "https://forum.example/q/1",
        "https://forum.example/q/1#a1",
        "https://forum.example/q/1",
    )
    assert (question.created, comment.created) == (at("2026-02-01T08:00:00Z"), at("2026-02-02T00:00:00Z"))
    assert (answer.score, answer.author.key, answer.markup) == (3, "Bo", Markup.TEXT)
    assert (
        question.author.key == comment.author.key == "https://forum.example/users/ada"
    )  # one Ada, one profile


@pytest.mark.parametrize(
    "shape",
    [
        [{"@type": "WebSite"}, qa(acceptedAnswer=[ANSWER])],
        {
            "@context": "https://schema.org",
            "@graph": [{"@type": "Organization"}, qa(acceptedAnswer=[ANSWER])],
        },
        {"@type": ["WebPage", "QAPage"], "mainEntity": [QUESTION | {"acceptedAnswer": ANSWER}]},
        QUESTION | {"@type": ["Question"], "acceptedAnswer": ANSWER},
        {
            "@type": "http://schema.org/QAPage",
            "schema:mainEntity": QUESTION | {"schema:acceptedAnswer": ANSWER},
        },
        {
            "@graph": [
                {"@type": "QAPage", "mainEntity": {"@id": "#q"}},
                QUESTION | {"@id": "#q", "acceptedAnswer": {"@id": "#a"}},
                ANSWER | {"@id": "#a"},
            ]
        },
        qa(acceptedAnswer={"@list": [ANSWER]}, name={"@value": "Kettle stops early", "@language": "en"}),
    ],
)
def test_the_ways_in_which_json_ld_says_the_same(tmp_path: Path, shape: Any) -> None:
    (question, answer), report = posts(tmp_path, marked(shape))
    assert (question.title, question.accepted, answer.body) == (
        "Kettle stops early",
        answer.id,
        "Descale it.",
    )
    assert not report.rows


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("It clicks off.", "It\nclicks\toff."),
        lambda text: text.replace('"Ada",', '"Ada", /* who asks */'),
        lambda text: f"// the page\n{text};",
        lambda text: f"<!--\n//<![CDATA[\n{text}\n//]]>\n-->",
        lambda text: text.replace("}}", "},}"),
        lambda text: text.replace("It clicks off.", "It\\'s off: C:\\kettle // really /* so */ ,}"),
    ],
)
def test_json_ld_as_it_is_really_written(tmp_path: Path, damage: Any) -> None:
    (question, answer), report = posts(tmp_path, marked(damage(json.dumps(qa(acceptedAnswer=ANSWER)))))
    assert not report.rows
    assert answer.body == "Descale it."
    assert "off" in question.body
    if "really" in question.body:
        assert question.body == "It\\'s off: C:\\kettle // really /* so */ ,}"


def test_json_ld_that_nobody_can_read_is_reported(tmp_path: Path) -> None:
    found, report = posts(tmp_path, marked('{"@type": "QAPage", "mainEntity": {"name": "x'))
    assert (found, report.rows) == ([], [(1, "its JSON-LD cannot be read")])


@pytest.mark.parametrize(
    ("text", "body", "markup"),
    [
        ("a < b & c", "a < b & c", Markup.TEXT),
        ("<p>Descale <b>it</b></p>", "<p>Descale <b>it</b></p>", Markup.HTML),
        ("&lt;p&gt;Descale it&lt;/p&gt;", "<p>Descale it</p>", Markup.HTML),
        ("It&apos;s off.&amp;nbsp;Really", "It's off.\xa0Really", Markup.TEXT),
        ("write <kettle> there", "write <kettle> there", Markup.TEXT),
    ],
)
def test_text_in_json_ld_is_plain_or_html_or_escaped(
    tmp_path: Path, text: str, body: str, markup: Markup
) -> None:
    (question,), _ = posts(tmp_path, marked(qa(text=text)))
    assert (question.body, question.markup) == (body, markup)


def test_a_discussion_with_nested_comments(tmp_path: Path) -> None:
    deep = {
        "@type": "Comment",
        "text": "Me too",
        "author": "Cy",
        "datePublished": "Sun, 01 Feb 2026 12:00:00 GMT",
    }
    like = {
        "@type": "InteractionCounter",
        "interactionType": "https://schema.org/LikeAction",
        "userInteractionCount": 4,
    }
    page = {
        "@type": "DiscussionForumPosting",
        "headline": "Kettle stops early",
        "articleBody": "It clicks off.",
        "author": [ADA],
        "datePublished": "2026-02-01T09:00:00",
        "dateModified": "2026-02-03",
        "articleSection": "Kettles",
        "interactionStatistic": [like],
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        "comment": [
            {
                "@type": "Comment",
                "text": "Same",
                "author": "Bo",
                "datePublished": "2026-02-01T10:00Z",
                "comment": deep,
            }
        ],
    }
    (first, second, third), report = posts(tmp_path, marked(page), licence="other")
    assert not report.rows
    assert (second.parent, third.parent) == (first.id, second.id)
    assert (first.created, first.version) == (at("2026-02-01T09:00:00Z"), at("2026-02-03T00:00:00Z"))
    assert (first.topic, first.score, third.author.name) == ("Kettles", 4, "Cy")
    assert {post.licence for post in (first, second, third)} == {"CC-BY-SA-4.0"}
    assert third.created == at("2026-02-01T12:00:00Z")


def test_a_licence_that_the_page_links_to(tmp_path: Path) -> None:
    head = '<link rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">'
    (question,), _ = posts(tmp_path, marked(qa(), head=head))
    assert question.licence == "CC0-1.0"
    (question,), _ = posts(tmp_path, marked(qa()), licence="CC-BY-4.0")
    assert question.licence == "CC-BY-4.0"


def test_an_edit_changes_no_id(tmp_path: Path) -> None:
    plain = {key: value for key, value in ANSWER.items() if key != "url"}
    other = plain | {"text": "Buy one.", "author": "Cy"}
    before, _ = posts(tmp_path, marked(qa(suggestedAnswer=[plain, other])))
    edited = plain | {"text": "Descale it with vinegar.", "dateModified": "2026-03-01T00:00:00Z"}
    after, _ = posts(tmp_path, marked(qa(suggestedAnswer=[other, edited], name="Kettle stops")))
    assert [before[0].id, before[2].id, before[1].id] == [post.id for post in after]


def test_two_posts_that_nothing_tells_apart_are_still_two(tmp_path: Path) -> None:
    bare = {"@type": "Answer", "text": "one"}
    (_, first, second), _ = posts(tmp_path, marked(qa(suggestedAnswer=[bare, bare | {"text": "two"}])))
    assert first.id != second.id
    assert first.created == at(
        "2026-02-01T08:00:00Z"
    )  # as old as the question: no older, and nothing else is known


def test_what_was_deleted_is_a_tombstone(tmp_path: Path) -> None:
    gone = {
        "@type": "Comment",
        "url": "/q/1#c9",
        "creativeWorkStatus": "Deleted",
        "dateCreated": "2026-02-02",
    }
    (_, lost), report = posts(tmp_path, marked(qa(comment=gone)))
    assert (lost.deleted, lost.body, report.rows) == (True, "", [])


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            {"@type": "FAQPage", "mainEntity": [QUESTION | {"acceptedAnswer": ANSWER}]},
            "page without a conversation",
        ),
        ({"@type": "Quiz", "hasPart": [QUESTION]}, "page without a conversation"),
        ([QUESTION, QUESTION | {"name": "Another"}], "page that lists conversations"),
        (qa(isAccessibleForFree=False), "page that is not for everybody"),
        ({"@type": "Recipe", "name": "Tea"}, "page without a conversation"),
    ],
)
def test_what_is_no_conversation_for_everybody(tmp_path: Path, page: Any, reason: str) -> None:
    found, report = posts(tmp_path, marked(page))
    assert (found, report.notes) == ([], [reason])


def test_of_several_conversations_the_one_with_the_pages_address_counts(tmp_path: Path) -> None:
    other = QUESTION | {"name": "Another", "url": "https://forum.example/q/2"}
    (question,), _ = posts(tmp_path, marked([other, QUESTION | {"url": "https://forum.example/q/1"}]))
    assert question.title == "Kettle stops early"


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"dateCreated": None}, "the question has no dateCreated and no datePublished"),
        ({"dateCreated": "two days ago"}, "dateCreated is not a date and time"),
        ({"name": "", "text": ""}, "the question has neither a title nor a text"),
    ],
)
def test_a_bad_question_is_reported(tmp_path: Path, over: dict[str, Any], reason: str) -> None:
    found, report = posts(tmp_path, marked(qa(**over)))
    assert (found, report.rows) == ([], [(1, reason)])


def test_a_bad_answer_costs_only_itself(tmp_path: Path) -> None:
    bad = ANSWER | {
        "dateCreated": "yesterday",
        "url": "/q/1#a2",
        "comment": {"text": "Thanks!", "author": "Ada"},
    }
    found, report = posts(tmp_path, marked(qa(suggestedAnswer=[bad, ANSWER, {"@type": "Answer"}])))
    assert [post.body for post in found] == ["It clicks off.", "Descale it.", "Thanks!"]
    assert found[2].parent == found[0].id
    assert [reason for _, reason in report.rows] == [
        "answer or comment 1: dateCreated is not a date and time",
        "answer or comment 3: no text",
    ]


def test_addresses_of_other_hosts_and_other_schemes_are_not_believed(tmp_path: Path) -> None:
    bad = ANSWER | {
        "url": "https://evil.example/q/1#a1",
        "author": {"name": "Bo", "url": "javascript:alert(1)"},
    }
    (question, answer), _ = posts(tmp_path, marked(qa(url="https://forum.example/", acceptedAnswer=bad)))
    assert question.url == answer.url == "https://forum.example/q/1"
    assert (answer.author.url, answer.author.key) == ("", "Bo")


def test_both_markups_say_the_same(tmp_path: Path) -> None:
    one = topic(2, 3)
    link = '<link rel="canonical" href="https://forum.example/questions/2">'
    found = [
        posts(tmp_path, f"<!doctype html><html><head>{link}</head><body>{body}</body></html>")[0]
        for body in (jsonld(one, one.replies), microdata(one, one.replies))
    ]
    assert [(p.id, p.parent, p.author, p.created, p.url) for p in found[0]] == [
        (p.id, p.parent, p.author, p.created, p.url) for p in found[1]
    ]


def test_microdata_with_references_and_other_vocabularies(tmp_path: Path) -> None:
    page = """<!doctype html><html itemscope itemtype="http://schema.org/QAPage"><head>
    <link rel="canonical" href="https://forum.example/q/1"></head><body>
    <div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question" itemref="when who body">
      <h1 itemprop="name http://other.example/title">Kettle <i>stops</i> early</h1>
      <div itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer">
        <div itemprop="text"><p>Descale:</p><pre><code>vinegar &amp; water</code></pre>
          <script>track()</script>
          <a href="/how">so</a></div>
        <meta itemprop="dateCreated" content="2026-02-02T09:00:00Z">
        <data itemprop="upvoteCount" value="-2">bad</data>
        <div itemprop="author" itemscope itemtype="https://schema.org/Person">
          <span itemprop="name">Bo</span></div>
      </div></div>
    <time id="when" itemprop="dateCreated" datetime="2026-02-01T09:00:00Z">then</time>
    <p id="who">by <span itemprop="author">Ada</span></p>
    <div id="body"><div itemprop="text">It clicks <b>off</b>.</div></div></body></html>"""
    (question, answer), report = posts(tmp_path, page)
    assert not report.rows
    assert (question.title, question.body, question.author.name) == (
        "Kettle stops early",
        "It clicks <b>off</b>.",
        "Ada",
    )
    assert (answer.score, answer.author.name, answer.markup) == (-2, "Bo", Markup.HTML)
    assert "track" not in answer.body
    assert 'href="https://forum.example/how"' in answer.body
    assert "<code>vinegar &amp; water</code>" in answer.body


def test_items_that_refer_to_each_other_in_a_circle_end(tmp_path: Path) -> None:
    page = marked(
        {
            "@graph": [
                QUESTION | {"@id": "#q", "comment": {"@id": "#c"}},
                {"@id": "#c", "text": "hm", "comment": {"@id": "#q"}},
            ]
        }
    )
    assert len(posts(tmp_path, page)[0]) == 2
    many = "".join(
        f'<div itemscope id="i{n}" itemref="i{n + 1} i0"><b itemprop="comment">x</b></div>'
        for n in range(300)
    )
    assert posts(tmp_path, f"<html><body>{many}</body></html>")[1].notes == ["page without a conversation"]


@pytest.mark.slow
def test_microdata_that_asks_for_far_more_than_it_is(tmp_path: Path) -> None:
    names = " ".join(f"r{n}" for n in range(1_100))
    refs = "".join(f'<i id="r{n}" itemprop="text">x</i>' for n in range(1_100))
    scopes = f'<div itemscope itemref="{names}"></div>' * 1_100
    found, report = posts(tmp_path, f"<html><body>{refs}{scopes}</body></html>")
    assert (found, report.rows) == ([], [(1, "its microdata refers to itself without end")])


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html>" + "<br>" * 700_000, "the page has more than 600,000 elements"),
        (
            "<html><body>" + "<div>" * 60_000 + "</div>" * 60_000,
            "its elements are nested too deep to be read whole",
        ),
        (marked("[" * 100_000), "its JSON-LD cannot be read"),
    ],
)
def test_bombs(tmp_path: Path, page: str, reason: str) -> None:
    found, report = posts(tmp_path, page)
    assert (found, report.rows) == ([], [(1, reason)])


def test_comments_nested_a_thousand_deep(tmp_path: Path) -> None:
    comment: dict[str, Any] = {"@type": "Comment", "text": "deepest", "author": "Bo"}
    for _ in range(300):
        comment = {"@type": "Comment", "text": "so", "author": "Bo", "comment": comment}
    found, _ = posts(tmp_path, marked(qa(comment=comment)))
    assert 90 < len(found) <= 302


@pytest.mark.slow
def test_a_page_of_sixty_megabytes(tmp_path: Path) -> None:
    filler = "<p>" + "x" * (60 << 20) + "</p>"
    found, _ = posts(tmp_path, marked(qa()).replace("<p>Hello</p>", filler))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("encode", "meta"),
    [
        (lambda text: text.encode("utf-8"), ""),
        (lambda text: b"\xef\xbb\xbf" + text.encode("utf-8"), "iso-8859-1"),
        (lambda text: text.encode("utf-16"), "utf-8"),
        (lambda text: text.encode("windows-1252"), "iso-8859-1"),
        (lambda text: text.encode("windows-1252"), ""),
        (lambda text: text.encode("windows-1252"), "x-unknown-label"),
        (lambda text: text.encode("utf-8"), "utf-16"),
        (lambda text: text.encode("utf-8"), "utf-7"),
    ],
)
def test_encodings(tmp_path: Path, encode: Any, meta: str) -> None:
    title = "Wärme für 5 €"
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    page = marked(json.dumps(qa(name=title), ensure_ascii=False), head=head)
    (question,), _ = posts(tmp_path, encode(page))
    assert question.title == title


def test_a_page_that_a_browser_has_saved_says_where_it_was(tmp_path: Path) -> None:
    page = marked(qa(acceptedAnswer=ANSWER)).replace(
        '<link rel="canonical" href="https://forum.example/q/1">', ""
    )
    saved = page.replace("<html", "<!-- saved from url=(0025)https://forum.example/q/1 -->\n<html")
    question, answer = posts(tmp_path, saved)[0]
    assert (question.url, answer.url) == ("https://forum.example/q/1", "https://forum.example/q/1#a1")
    assert question.id == posts(tmp_path, marked(qa()))[0][0].id
    assert posts(tmp_path, page, url="https://forum.example/")[0][0].url == "https://forum.example/"


def test_what_is_no_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not in the format qapage"):
        posts(tmp_path, '{"a": 1}')


def test_a_real_page(tmp_path: Path) -> None:
    path = real("qapage/ms_techcommunity.html")
    assert guess(path).name == "qapage"
    (question, answer), report = read("qapage", path)
    assert not report.rows
    assert question.accepted == answer.id
    assert (question.score, answer.score) == (33, 2)
    assert question.created == at("2025-02-19T08:22:46.607+00:00")
    assert "&" not in answer.body
    assert answer.url.endswith("/replies/4383066")
