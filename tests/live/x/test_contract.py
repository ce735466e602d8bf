"""Every request and every answer keeps to what X has published, in both namings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.live.harness import mostly_slow
from tests.live.x import standin
from tests.live.x.based import (
    JSON,
    NAMINGS,
    RECENT,
    base_for,
    cite,
    held,
    kettles,
    published,
)
from tests.live.x.contract import checked, contract
from tests.live.x.standin import BRAND, problem
from tests.sources.recorder import read

if TYPE_CHECKING:
    from pathlib import Path


@published
@NAMINGS
@pytest.mark.parametrize("archive", mostly_slow([False, True], [False]))
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
    base_for(tmp_path, naming=other).one(checked(standin.kettles().answer, contract(naming), wrong))
    assert any(f"{other}.fields is no parameter" in each for each in wrong)


@published
@NAMINGS
def test_the_contract_notices_answers_of_the_other_naming(tmp_path: Path, naming: str) -> None:
    wrong, net = list[str](), standin.kettles()

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
