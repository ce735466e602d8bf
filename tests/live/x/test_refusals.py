"""X: what refusals come to, and what nobody would expect in an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from harvest.errors import FetchError
from harvest.sources.live.x.watching import Watch
from tests.live.harness import Base
from tests.live.x.based import (
    NAMINGS,
    Network,
    base_for,
    sources,
)
from tests.live.x.standin import BRAND

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_token_it_says_which_and_what_it_needs(tmp_path: Path) -> None:
    result = Base(tmp_path, sources(), {}).one(Network().answer)
    assert isinstance(result.failed, FetchError)
    assert "the source x has no `fetch: token`" in str(result.failed)
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
