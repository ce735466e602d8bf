"""X, fetched by its contract in both namings: finds, whole conversations, later replies, deletions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from harvest.errors import FetchError
from harvest.lake import Lake
from harvest.model import SourceRef
from harvest.pages.render import render
from harvest.sources.live.x_watching import Watch
from harvest.sources.snowflake import snowflake_at
from tests.lifecycle.conftest import kettle
from tests.live import network
from tests.live.faults import FAULTS, Faulty
from tests.live.harness import Base
from tests.live.network import BRAND, ENVIRON, NOW, SOURCES, problem
from tests.live.x_contract import checked, contract, here
from tests.sources.recorder import read, real

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from harvest.model import Post

NAMINGS = pytest.mark.parametrize("naming", ["tweet", "post"])
JSON = {"content-type": "application/json"}
RECENT = "/2/tweets/search/recent"
published = pytest.mark.skipif(not here(), reason="X's published documents are not on this machine")


class Network(network.Network):
    """Every request and every answer in here keeps to the contract of its naming, where that is at hand."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        response = super().answer(request)
        if here() and self.refusal is None:
            wrong: list[str] = []
            naming = "post" if "post.fields" in request.url.params else self.naming
            checked(lambda _: response, contract(naming), wrong)(request)
            assert wrong == []
        return response


def kettles(many: int = 45) -> network.Network:
    return network.kettles(many, Network())


def sources(**keys: Any) -> str:
    wanted = {"queries": ["kettleworks"]} | keys
    return f"- name: x\n  format: x\n  fetch: {json.dumps({'token': ENVIRON['X_TOKEN']} | wanted)}\n".replace(
        f'"{ENVIRON["X_TOKEN"]}"', "!ENV X_TOKEN"
    )


def base_for(folder: Path, **keys: Any) -> Base:
    return Base(folder, sources(**keys), ENVIRON)


def asked(base: Base, name: str) -> list[str]:
    return [request.url.params[name] for request in base.asked if name in request.url.params]


def held(base: Base, *conversations: str) -> list[Post]:
    found = Lake(base.config.lake).conversation([f"x:{one}" for one in conversations])
    return sorted((post for posts in found.values() for post in posts), key=lambda post: int(post.id))


def cite(base: Base, conversation: str, posts: Iterable[str]) -> None:
    """A page that relies on posts."""
    reference = SourceRef(
        url=f"https://x.com/i/web/status/{conversation}",
        thread=f"x:{conversation}",
        posts=tuple(posts),
        digest="sha256:0123456789abcdef",
        asked=date(2026, 2, 1),
    )
    (base.folder / "docs" / "answers").mkdir(exist_ok=True)
    (base.folder / "docs" / "answers" / "kettle.md").write_text(render(kettle(sources=(reference,))))


# ── the contract ─────────────────────────────────────────────────────────────────────────────────


@published
@NAMINGS
@pytest.mark.parametrize("archive", [False, True])
def test_every_request_and_every_answer_keeps_to_the_contract(
    tmp_path: Path, naming: str, *, archive: bool
) -> None:
    net, wrong = kettles(), list[str]()
    net.posts[net.post("@KettleWorks hello?", ago=20, author="2")]["withheld"] = {
        "copyright": False,
        "country_codes": ["DE"],
    }
    answer = checked(net.answer, contract(naming), wrong)
    base = base_for(tmp_path, naming=naming, archive=archive, accounts=["KettleWorks"])
    first = base.one(answer)
    assert (first.failed, first.bad, first.new > 160) == (None, 0, True)
    paths = {request.url.path for request in base.asked}
    search = "/2/tweets/search/all" if archive else RECENT
    assert paths >= {"/2/users/by", search, f"/2/users/{BRAND}/mentions"}
    cite(base, min(net.posts, key=int), net.posts)
    net.gone.add(max(net.posts, key=int))
    net.protected.add("3")
    net.accounts["3"] = "cy"
    assert base.one(answer).deleted
    assert "/2/tweets" in {request.url.path for request in base.asked}
    net.refusal = problem(400, "invalid-request", naming)
    assert base.one(answer).failed
    assert wrong == []


@published
@NAMINGS
def test_the_contract_notices_the_other_naming(tmp_path: Path, naming: str) -> None:
    other = "post" if naming == "tweet" else "tweet"
    wrong: list[str] = []
    base_for(tmp_path, naming=other).one(checked(network.kettles().answer, contract(naming), wrong))
    assert any(f"{other}.fields is no parameter" in each for each in wrong)


@published
@NAMINGS
def test_the_contract_notices_answers_of_the_other_naming(tmp_path: Path, naming: str) -> None:
    wrong, net = list[str](), network.kettles()

    def answer(request: httpx.Request) -> httpx.Response:
        other = {"tweet": "_post", "post": "_tweet"}[naming]
        text = net.answer(request).text.replace(f"_{naming}", other)
        return httpx.Response(200, text=text, headers=JSON)

    base_for(tmp_path, naming=naming).one(checked(answer, contract(naming), wrong))
    assert wrong


def test_both_namings_give_the_same_posts(tmp_path: Path) -> None:
    one, other = base_for(tmp_path / "a"), base_for(tmp_path / "b", naming="post")
    one.one(kettles().answer)
    other.one(kettles().answer)
    conversations = {row["conversation_id"] for row in kettles().posts.values()}
    assert len(held(one, *conversations)) == 163
    assert held(one, *conversations) == held(other, *conversations)


@NAMINGS
def test_a_live_answer_and_a_saved_one_give_the_same_posts(tmp_path: Path, naming: str) -> None:
    base, net, saved = base_for(tmp_path / "live", naming=naming), kettles(), list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        saved.append(net.answer(request).text)
        return httpx.Response(200, text=saved[-1])

    base.one(answer)
    posts, _ = read("x", tmp_path / "saved.jsonl", "\n".join(saved))
    newest = {post.id: post for post in sorted(posts, key=lambda post: post.version)}
    live = {post.id: replace(post, source="s") for post in held(base, *{post.conversation for post in posts})}
    assert live == newest


# ── what is asked, and when ──────────────────────────────────────────────────────────────────────


def test_everything_is_fetched_once_and_then_only_what_it_takes_to_know(tmp_path: Path) -> None:
    base, net = Base(tmp_path, SOURCES, ENVIRON), kettles()
    first = base.one(net.answer)
    assert (first.new, first.bad, first.failed, first.unfinished) == (163, 0, None, "")
    second = base.one(net.answer)
    assert (second.new, second.changed, second.posts) == (0, 0, 0)
    assert [request.url.path for request in base.asked] == [
        RECENT,
        f"/2/users/{BRAND}/mentions",
        *[RECENT] * 4,
    ]
    assert all(len(query) <= 512 for query in asked(base, "query"))
    assert {request.headers["authorization"] for request in base.asked} == {"Bearer s3cret-bearer"}


def test_a_fault_at_any_request_loses_nothing(tmp_path: Path) -> None:
    calm = Base(tmp_path / "calm", SOURCES, ENVIRON)
    calm.one(kettles().answer)
    requests, rows = len(calm.asked), calm.rows()
    for at in range(1, requests + 1):
        base, net = Base(tmp_path / str(at), SOURCES, ENVIRON), network.kettles()
        assert base.one(Faulty(net.answer, FAULTS["500"], at=at, times=1000)).failed
        assert base.one(net.answer).failed is None
        assert base.rows() == rows, at


def test_a_conversation_is_read_back_to_its_beginning(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    old = net.post("How do I clean a kettle?", ago=500)
    chain = [old]
    for number in range(6):
        chain.append(net.post(f"With vinegar, part {number}", ago=490 - number, author="2", parent=chain[-1]))
    net.post("@KettleWorks is that safe?", ago=30, author="3", parent=chain[-1])
    base.one(net.answer)
    assert [post.id for post in held(base, old)] == sorted(net.posts, key=int)


def test_a_conversation_has_its_beginning_though_search_leaves_it_out(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    net.roots = False
    root = net.post("My kettle stops early", ago=100)
    reply = net.post("Ask them", ago=99, author="2", parent=root)
    hello = net.post("@KettleWorks hello", ago=98, author="2", parent=reply)
    base.one(net.answer)
    assert [post.id for post in held(base, root)] == [root, reply, hello]


def test_later_replies_are_found_though_they_name_nobody(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    root = net.post("@KettleWorks it stops early", ago=3)
    base.one(net.answer)
    net.now = base.clock.time = NOW + timedelta(days=2)
    reply = net.post("Descale it.", ago=1, author=BRAND, parent=root)
    result = base.one(net.answer)
    assert (result.new, len(base.asked)) == (1, 2)
    assert [post.id for post in held(base, root)] == [root, reply]
    net.now = base.clock.time = NOW + timedelta(days=8)
    thanks = net.post("That helped!", ago=1, parent=reply)
    assert base.one(net.answer).new == 1  # the reply was six days ago
    net.now = base.clock.time = NOW + timedelta(days=16)
    base.one(net.answer)
    base.one(net.answer)
    assert len(base.asked) == 1  # nobody says anything any more
    assert thanks in {post.id for post in held(base, root)}


def test_a_walk_that_was_cut_off_takes_what_came_meanwhile_next_time(tmp_path: Path) -> None:
    base, net = Base(tmp_path, sources(), ENVIRON, requests=3), kettles()
    assert base.one(net.answer).unfinished
    net.now = base.clock.time = NOW + timedelta(hours=1)
    late = net.post("@KettleWorks one more thing", ago=0.5, author="2")
    for _ in range(40):
        if not base.one(net.answer).unfinished and held(base, late):
            break
    assert [post.id for post in held(base, late)] == [late]
    whole = base_for(tmp_path / "whole")
    whole.clock.time = net.now
    whole.one(net.answer)
    assert base.rows() == whole.rows()


def test_recent_search_is_never_asked_for_more_than_a_week(tmp_path: Path) -> None:
    base, net = base_for(tmp_path, since="2025-01-01"), kettles(5)
    base.config = base_for(tmp_path, since="2025-01-01").config
    assert base.one(net.answer).failed is None
    assert (asked(base, "since_id"), asked(base, "start_time")) == ([], [])
    net.now = base.clock.time = NOW + timedelta(days=20)
    result = base.one(net.answer)
    assert (result.failed, asked(base, "since_id")) == (None, [])
    assert any("more than a week ago" in reason for reason, _ in result.skipped)


def test_since_bounds_the_first_walk(tmp_path: Path) -> None:
    base, net = base_for(tmp_path, since="2026-03-01"), kettles(5)
    base.one(net.answer)
    assert asked(base, "since_id")[0] == snowflake_at(datetime(2026, 3, 1, tzinfo=UTC))


def test_reading_again_since_a_day_forgets_no_conversation(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    root = net.post("@KettleWorks it stops early", ago=100)
    base.one(net.answer)
    assert base.one(net.answer, since=NOW - timedelta(hours=2)).failed is None
    net.now = base.clock.time = NOW + timedelta(hours=5)
    net.post("Descale it.", ago=1, author=BRAND, parent=root)
    assert base.one(net.answer).new == 1


def test_the_archive_is_searched_from_its_beginning_and_slowly(tmp_path: Path) -> None:
    base, net = base_for(tmp_path, archive=True), kettles(60)
    years = net.post("@KettleWorks hello from long ago", ago=70_000)
    base.one(net.answer)
    assert held(base, years)
    assert asked(base, "start_time") == ["2006-03-21T00:00:00Z"] * len(asked(base, "query"))
    assert max(query.count("conversation_id") for query in asked(base, "query")) > 13
    assert all(len(query) <= 1024 for query in asked(base, "query"))
    assert base.clock.slept.count(1.0) == len(base.asked) - 1
    assert {request.url.path for request in base.asked} == {"/2/tweets/search/all"}


def test_a_query_that_speaks_of_retweets_is_left_as_it_is(tmp_path: Path) -> None:
    base = base_for(tmp_path, queries=["a OR b", "c is:retweet"])
    base.one(Network().answer)
    assert asked(base, "query") == ["(a OR b) -is:retweet", "c is:retweet"]


def test_an_account_is_looked_up_once_and_keeps_its_number(tmp_path: Path) -> None:
    base, net = base_for(tmp_path, queries=[], accounts=["@KettleWorks"]), Network()
    net.post("@KettleWorks hello", ago=2)
    assert base.one(net.answer).new == 1
    net.accounts[BRAND] = "KettleCompany"
    base.one(net.answer)
    assert base.asked[0].url.path == f"/2/users/{BRAND}/mentions"


def test_a_spent_limit_holds_up_only_what_it_is_about(tmp_path: Path) -> None:
    base, net = Base(tmp_path, SOURCES, ENVIRON), Network()
    reset = str(int((NOW + timedelta(minutes=5)).timestamp()))

    def answer(request: httpx.Request) -> httpx.Response:
        response = net.answer(request)
        if request.url.path == RECENT:
            response.headers.update({"x-rate-limit-remaining": "0", "x-rate-limit-reset": reset})
        return response

    net.post("@KettleWorks hello", ago=2)
    assert base.one(answer).failed is None
    assert base.clock.slept == [pytest.approx(301)]  # before the conversation is searched for


# ── what changes and what goes ───────────────────────────────────────────────────────────────────


@NAMINGS
def test_pages_hear_of_edits_and_deletions_with_one_request(tmp_path: Path, naming: str) -> None:
    base, net = base_for(tmp_path, naming=naming), Network()
    root = net.post("@KettleWorks it stops", ago=200)
    net.post("@KettleWorks and it leaks", ago=100, parent=root)
    reply = net.post("Descale it.", ago=99, author=BRAND, parent=root)
    wrong = net.post("Hit it.", ago=98, author="2", parent=root)
    hidden = net.post("Shake it.", ago=97, author="3", parent=root)
    base.one(net.answer)
    net.edit(reply, "Descale it with vinegar.")
    net.gone.add(wrong)
    net.protected.add("3")
    net.now = base.clock.time = NOW + timedelta(days=30)
    base.one(net.answer)  # the conversation is no longer watched from here on
    cite(base, root, [root, reply, wrong, hidden])
    (result,) = base.run(net.answer).sources
    lookups = [request for request in base.asked if request.url.path == "/2/tweets"]
    assert len(lookups) == (2 if naming == "tweet" else 1)  # the newest version is asked for, or comes along
    assert (result.changed, result.deleted, result.failed) == (1, 2, None)
    assert [post.body for post in held(base, root)] == [
        "@KettleWorks it stops",
        "@KettleWorks and it leaks",
        "Descale it with vinegar.",
    ]
    assert base.run(net.answer).pages == {}


def test_a_parent_that_is_gone_is_no_mistake(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    lost = net.post("@KettleWorks is this on?", ago=29)
    net.post("@KettleWorks it is not", ago=28, author="3", parent=lost)
    base.one(net.answer)
    assert [post.body for post in held(base, lost)] == ["@KettleWorks is this on?", "@KettleWorks it is not"]
    net.gone.add(lost)
    net.post("@KettleWorks hello?", ago=0.1, author="3", parent=lost)
    result = base.one(net.answer)
    assert (result.deleted, result.bad) == (1, 0)


def test_what_is_not_for_everybody_is_no_post(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    root = net.post("@KettleWorks my name is on it", ago=29)
    notice = net.post("@KettleWorks withheld", ago=28, author="2", parent=root)
    base.one(net.answer)
    net.posts[notice]["withheld"] = {"copyright": True, "country_codes": ["XX"]}
    cite(base, root, [notice, root])

    def answer(request: httpx.Request) -> httpx.Response:
        value = net.answer(request).json()
        for user in value.get("includes", {}).get("users", ()):
            user["protected"] = user["id"] == "1"
        return httpx.Response(200, json=value)

    result = base.one(answer)
    assert result.deleted == 2
    assert held(base, root) == []


def test_long_posts_are_whole_and_quoted_ones_come_along(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    quoted = net.post("Kettles should whistle", ago=50, author="3")
    net.post(
        "@KettleWorks a long…",
        ago=26,
        note_tweet={"text": "@KettleWorks a long story &amp; its end"},
        referenced_tweets=[{"type": "quoted", "id": quoted}],
    )
    base.one(net.answer)
    assert [post.body for post in held(base, *net.posts)] == [
        "Kettles should whistle",
        "@KettleWorks a long story & its end",
    ]


def test_a_post_shown_without_its_author_is_looked_up(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    quoted = net.post("Kettles should whistle", ago=50, author="3")
    net.post("@KettleWorks see?", ago=26, referenced_tweets=[{"type": "quoted", "id": quoted}])

    def answer(request: httpx.Request) -> httpx.Response:
        value = net.answer(request).json()
        if request.url.path == RECENT and "includes" in value:
            value["includes"]["users"] = [user for user in value["includes"]["users"] if user["id"] != "3"]
        return httpx.Response(200, json=value)

    base.one(answer)
    (post,) = held(base, quoted)
    assert post.author.name == "cy"


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────


def test_without_a_token_it_says_which_and_what_it_needs(tmp_path: Path) -> None:
    result = Base(tmp_path, sources(), {}).one(Network().answer)
    assert isinstance(result.failed, FetchError)
    assert "set the variable that its `fetch: token` names" in str(result.failed)
    assert "`tweet.read`" in str(result.failed)
    assert result.requests == 0


@pytest.mark.parametrize(
    ("status", "title", "detail"),
    [
        (429, "UsageCapExceeded", "Usage cap exceeded: Monthly product cap"),
        (403, "SpendCapReached", "Your enrolled account has reached its billing cycle spend cap."),
        (
            402,
            "CreditsDepleted",
            "Your account [1] does not have any credits to fulfill this request.",
        ),
    ],
)
def test_a_cap_is_said_at_once_and_not_waited_for(
    tmp_path: Path, status: int, title: str, detail: str
) -> None:
    base, net = base_for(tmp_path), Network()
    value = {"type": "about:blank", "title": title, "detail": detail}
    net.refusal = httpx.Response(status, json=value, headers={"x-rate-limit-remaining": "39999"})
    result = base.one(net.answer)
    assert (result.requests, base.clock.slept) == (1, [])
    assert "X gives no more: what the account of the source x may use is used up" in str(result.failed)
    assert detail in str(result.failed)
    assert "s3cret" not in str(result.failed)


@NAMINGS
def test_an_account_that_x_does_not_know_is_named(tmp_path: Path, naming: str) -> None:
    net = Network()
    net.naming = naming
    result = base_for(tmp_path, accounts=["nobody_here"], naming=naming).one(net.answer)
    assert "X knows no account 'nobody_here'" in str(result.failed)
    result = base_for(tmp_path, accounts=["not a name"]).one(net.answer)
    assert "'not a name' is no name of an account" in str(result.failed)
    assert result.requests == 0


@NAMINGS
def test_an_account_that_is_no_longer_shown_is_said(tmp_path: Path, naming: str) -> None:
    base, net = base_for(tmp_path, accounts=["KettleWorks"], naming=naming), Network()
    net.naming = naming
    assert base.one(net.answer).failed is None
    del net.accounts[BRAND]
    assert "X shows no account with the number 9001 any more" in str(base.one(net.answer).failed)


def test_a_query_that_x_does_not_take_is_named(tmp_path: Path) -> None:
    base, net = base_for(tmp_path, queries=["(kettle"]), Network()
    value = {"errors": [{"message": "missing ')' at '<EOF>'"}], "detail": "One or more parameters…"}
    net.refusal = httpx.Response(400, json=value)
    said = str(base.one(net.answer).failed)
    assert "X does not take the query '(kettle'" in said
    assert "missing ')'" in said


@pytest.mark.parametrize(
    "value",
    [
        {"meta": None, "data": 7, "includes": [], "errors": "x"},
        {"meta": {"next_token": 5}, "data": [None, 1, "a", [], {}]},
        {"meta": {}, "data": [{"id": "1" * 40, "text": "a"}, {"id": "x" * 9, "text": "b"}]},
        {"meta": {}, "data": [{"id": 12, "author_id": [], "text": {}, "edit_history_tweet_ids": ["", {}]}]},
        {"meta": {}, "includes": {"users": [None, {"id": {}}], "tweets": [{"id": None}]}},
        {"meta": {}, "errors": [None, {"type": 7, "resource_id": [], "resource_type": {}}]},
        {"meta": {}, "data": [{"id": "5", "text": "a", "author_id": "1", "conversation_id": "../x"}]},
    ],
)
def test_nonsense_is_survived(tmp_path: Path, value: Any) -> None:
    base, net = base_for(tmp_path, queries=["kettle"]), Network()
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=value) if len(asked) == 1 else net.answer(request)

    assert base.one(answer).failed is None


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"seen": {"1": 2}}', '{"seen": {"a": ["x", "y"]}}', '{"look": 7}']
)
def test_a_damaged_memory_counts_as_none(text: str) -> None:
    watch = Watch(text)
    assert (len(watch), watch.look) == (0, None)


# ── the real pages ───────────────────────────────────────────────────────────────────────────────


def test_real_pages_as_a_live_answer(tmp_path: Path) -> None:
    """What X really answered once, answered again."""
    file = real("x/v2_twarc/test-data/brexit.jsonl")
    pages = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    base = base_for(tmp_path, archive=True)
    nothing = {"meta": {"result_count": 0}}

    def answer(request: httpx.Request) -> httpx.Response:
        params = request.url.params
        if "ids" in params:
            missing = [
                {"type": "a/resource-not-found", "resource_type": "tweet", "resource_id": i}
                for i in params["ids"].split(",")
            ]
            return httpx.Response(200, json={"errors": missing})
        if "conversation_id" in params["query"]:
            return httpx.Response(200, json=nothing)
        at = int(params.get("next_token", "0"))
        page = pages[at]
        page["meta"] = {"result_count": 1} | ({"next_token": str(at + 1)} if at + 1 < len(pages) else {})
        return httpx.Response(200, json=page)

    result = base.one(answer)
    saved, _ = read("x", file)
    assert (result.failed, result.bad) == (None, 0)
    assert result.new == len({post.id for post in saved}) == 88
