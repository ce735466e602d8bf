from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.site.conftest import taken_down

if TYPE_CHECKING:
    from tests.site.conftest import KnowledgeBase

pytestmark = pytest.mark.slow


def test_our_own_site_builds_without_a_warning_and_publishes_only_pages(sample: KnowledgeBase) -> None:
    sample.write("docs/vocabulary.yml", "[]")
    sample.write("docs/queries.yml", "[]")
    sample.write("docs/status/status.yml", "x: 1")
    sample.write("docs/status/incidents/one.md", "# SECRET incident")
    sample.write("docs/handbook/more.md", "# SECRET for staff\n\n[x](../index.md)")
    sample.answer("doubles", state="draft", topic="Uploading and backup")
    site = sample.built()
    names = {str(path.relative_to(site)) for path in site.rglob("*")}
    assert not [name for name in names if re.search(r"status|handbook|vocabulary|queries|\.md$|\.yml$", name)]
    text = "".join(
        path.read_text(encoding="utf-8") for path in site.rglob("*") if path.suffix in (".html", ".xml")
    )
    assert "SECRET" not in text
    assert "SECRET" not in sample.indexed()
    assert "nobody has reviewed this page yet" in sample.page("answers/doubles")


def test_an_answer_page_says_what_it_is(kb: KnowledgeBase) -> None:
    kb.answer(
        "kettle",
        title="Why does it stop before it boils?",
        kind="workaround",
        confirmed_by=["forum:5"],
        askers=12,
        product="Kettle One",
        topic="Kettles",
        asked_as=["keeps clicking off early"],
        also_called=["limescale"],
        tags=["descaling"],
    )
    kb.built()
    page = kb.page("answers/kettle")
    for words in (
        '<h1 id="answer" dir="auto">Why does it stop before it boils?</h1>',
        "A way around it, confirmed by someone who had this",
        "Asked by 12 people",
        "Kettle One",
        "9 March 2026",
        "keeps clicking off early",
        "limescale",
        "descaling",
        '<a href="https://forum.example/t/1" rel="noopener nofollow">Go on in the conversation</a>',
        "../../topics/kettles/",
    ):
        assert words in page
    assert page.count("Still stuck?</h2>") == 1
    assert "<!-- from" not in page
    assert "<!-- staff" not in page
    assert "keeps clicking off early" in kb.indexed()
    assert "Kettles" in kb.page("topics")
    assert "Why does it stop before it boils?" in kb.page("topics/kettles")
    assert "Why does it stop before it boils?" in (kb.site / "index.html").read_text(encoding="utf-8")


def test_a_page_that_somebody_wrote_without_a_way_back_gets_one(kb: KnowledgeBase) -> None:
    source = {
        "url": "https://forum.example/t/9",
        "thread": "f:9",
        "posts": ["1"],
        "digest": "x",
        "asked": "2026-01-02",
    }
    kb.answer("a", body="Do this.\n", sources=[source])
    kb.answer("b", body="Do this.\n", sources=[{**source, "url": "javascript:alert(1)"}])
    kb.built()
    assert '<a href="https://forum.example/t/9" rel="noopener">' in kb.page("answers/a")
    assert "javascript:alert" not in kb.page("answers/b")
    assert "Look through the other answers" in kb.page("answers/b")


@pytest.mark.parametrize(
    ("publish", "seen"),
    [
        (None, {"reviewed", "validated", "stale"}),
        (["draft", "reviewed"], {"draft", "reviewed"}),
        (["validated"], {"validated"}),
    ],
)
def test_only_what_may_be_published_is(kb: KnowledgeBase, publish: list[str] | None, seen: set[str]) -> None:
    if publish:
        kb.options(publish=publish)
    for state in ("draft", "reviewed", "validated", "stale", "retired"):
        kb.answer(state, title=f"Title of {state}", state=state, topic="T")
    site = kb.built()
    pages = {path.parent.name for path in site.glob("answers/*/index.html") if "Title of" in path.read_text()}
    assert pages == seen
    everywhere = "".join(path.read_text() for path in site.rglob("*.html")) + kb.indexed()
    assert {
        state
        for state in ("draft", "reviewed", "validated", "stale", "retired")
        if f"Title of {state}" in everywhere
    } == seen


def test_old_addresses_lead_on(kb: KnowledgeBase) -> None:
    kb.answer("new", title="New & <better>", redirect_from=["answers/old/"], topic="T")
    kb.answer("old", state="retired", redirect_from=["answers/older/"], topic="T")
    kb.answer("gone", state="retired", topic="T")
    kb.built()
    for name in ("old", "older"):
        assert 'content="0; url=../new/"' in kb.page(f"answers/{name}")
        assert "New &amp; &lt;better&gt;" in kb.page(f"answers/{name}")
    assert 'content="0; url=../../topics/t/"' in kb.page("answers/gone")


def test_answers_stay_out_of_the_navigation_and_topics_in_it_are_few(kb: KnowledgeBase) -> None:
    for number in range(30):
        kb.answer(f"a{number}", title=f"Title {number}", topic=f"Topic {number}", askers=number + 2)
    kb.built()
    nav = re.search(
        r'<nav class="md-nav md-nav--primary".*?</nav>\s*</div>', kb.page("answers/a29"), re.DOTALL
    )
    assert nav
    assert "Title " not in nav[0]
    assert nav[0].count("Topic ") <= 2 * 20
    assert len(set(re.findall(r"topics/topic-(\d+)/", nav[0]))) == 20
    assert "Topic 29" in kb.page("topics")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": ["a", "list"]}, "title"),
        ({"title": {"a": "block"}}, "title"),
        ({"title": ""}, "title"),
        ({"askers": "many"}, "askers"),
        ({"askers": 0}, "askers"),
        ({"kind": "miracle"}, "kind"),
        ({"state": "perfect"}, "state"),
        ({"updated": "yesterday"}, "updated"),
        ({"asked_as": {"a": 1}}, "asked_as"),
        ({"sources": "x"}, "sources"),
        ({"redirect_from": ["../../etc"]}, "redirect_from"),
    ],
)
def test_a_mistake_in_a_page_is_one_line_that_names_the_file(
    kb: KnowledgeBase, fields: dict[str, Any], says: str
) -> None:
    kb.answer("good")
    kb.answer("bad", **fields)
    done = kb.build()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "answers/bad.md" in line]
    assert says in line


def test_every_bad_page_is_named_at_once_and_the_last_good_site_stays(kb: KnowledgeBase) -> None:
    kb.answer("zero")
    kb.built()
    kb.answer("one", title="")
    kb.write("docs/answers/two.md", "no front matter")
    kb.write("docs/answers/three.md", "---\ntitle: [\n---\n")
    (kb.folder / "docs/answers/four.md").write_bytes(b"---\ntitle: \xff\n---\n")
    done = kb.build()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for name in ("one", "two", "three", "four"):
        assert f"answers/{name}.md" in done.stderr
    assert kb.page("answers/zero")


def test_every_mistake_in_the_configuration_is_named_with_its_line(kb: KnowledgeBase) -> None:
    kb.options(publsih=["draft"], topics="Billing")
    done = kb.build()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(re.findall(r"mkdocs\.yml:\d+: ", done.stderr)) == 2


def test_a_site_folder_that_holds_the_lake_is_not_emptied(kb: KnowledgeBase) -> None:
    kb.write(".harvest/lake/posts/forum/1.parquet", "years of posts")
    done = kb.build("--site-dir", ".harvest")
    assert done.returncode == 1
    assert "/.harvest: holds the lake (name a folder for the built site)" in done.stderr
    assert (kb.folder / ".harvest/lake/posts/forum/1.parquet").exists()


def test_a_file_where_the_answers_belong_does_not_cost_the_last_good_site(kb: KnowledgeBase) -> None:
    kb.answer("zero")
    kb.built()
    shutil.rmtree(kb.folder / "docs/answers")
    kb.write("docs/answers", "mine")
    done = kb.build()
    assert done.returncode == 1
    assert "docs/answers: is a file and should be a folder" in done.stderr
    assert kb.page("answers/zero")


def test_the_same_pages_give_the_same_bytes(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    kb.answer("a", topic="T")
    kb.built()
    first = kb.page("answers/a"), kb.page("topics/t")
    monkeypatch.setenv("PYTHONHASHSEED", "1")  # from here on, sets are in another order
    kb.built()
    assert (kb.page("answers/a"), kb.page("topics/t")) == first


def test_a_page_that_was_taken_down_says_so_at_its_address_and_nowhere_else(kb: KnowledgeBase) -> None:
    kb.answer(
        "kettle", title="Kettle on fire", asked_as=["it burns"], redirect_from=["answers/hot/"], topic="T"
    )
    kb.answer("old", state="retired", title="Old kettle", topic="T")
    kb.answer("other", title="Other", topic="T")
    taken_down(kb, "kettle", words="It burns {{ 7*7 }} <b>hands</b>.")
    site = kb.built()
    page = kb.page("answers/kettle")
    assert "<title>This page has been taken down" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Doing what it said could do harm." in page
    assert "It burns {{ 7*7 }} &lt;b&gt;hands&lt;/b&gt;." in page
    assert '<time datetime="2026-05-04">4 May 2026</time>' in page
    assert "data-hv-search" in page
    assert 'content="0; url=../kettle/"' in kb.page("answers/hot")
    everywhere = "".join(
        path.read_text() for path in site.rglob("*.html") if path.parent.name not in {"kettle", "hot"}
    )
    assert "on fire" not in everywhere + page + kb.page("answers/hot")
    assert "answers/kettle" not in everywhere + kb.indexed() + (site / "sitemap.xml").read_text()
    assert "answers/other/" in kb.indexed() + (site / "sitemap.xml").read_text()


def test_a_state_that_somebody_wrote_by_hand_shows_nothing_of_the_page(kb: KnowledgeBase) -> None:
    kb.answer("kettle", title="Kettle on fire", asked_as=["it burns"], state="taken down", topic="T")
    site = kb.built()
    everywhere = "".join(path.read_text() for path in site.rglob("*.html")) + kb.indexed()
    assert "This page has been taken down" in kb.page("answers/kettle")
    for word in ("on fire", "it burns", "Switch it off", "forum.example"):
        assert word not in everywhere
