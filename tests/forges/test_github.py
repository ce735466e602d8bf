"""What is GitHub's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harvest.config.promotion import Forges
from harvest.errors import ForgeError
from harvest.promote.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.proposing.request import Opening
    from tests.forges.conftest import Site
    from tests.forges.standin import Asked


@pytest.fixture
def site(sites: Callable[..., Site]) -> Site:
    return sites(Forges.GITHUB, teams=("docs",), methods=("squash", "rebase"))


def test_it_asks_as_github_wants_it(site: Site) -> None:
    site.forge.default_branch()
    headers = site.standin.asked[0].headers
    assert headers["authorization"] == f"Bearer {site.standin.token}"
    assert headers["accept"] == "application/vnd.github+json"
    assert headers["x-github-api-version"] == "2022-11-28"
    assert headers["user-agent"].startswith("harvest-answers/")


def test_teams_review_as_teams(site: Site, opening: Opening) -> None:
    site.forge.open(replace(opening, reviewers=("@acme/docs", "rita", "acme/unknown")))
    assert (site.standin.pulls[1].reviewers, site.standin.pulls[1].teams) == (["rita"], ["docs"])


def test_a_label_that_cannot_be_does_not_cost_the_others(site: Site, opening: Opening) -> None:
    request = site.forge.open(replace(opening, labels=("harvest", "x" * 51, "answers")))
    assert request.labels == ("harvest", "answers")


@pytest.mark.parametrize("status", [403, 404, 410, 422])
def test_labels_and_people_that_are_refused_do_not_cost_the_request(
    site: Site, opening: Opening, status: int
) -> None:
    for path in ("labels", "assignees", "requested_reviewers"):
        site.standin.fail("POST", path, status, times=9)
    request = site.forge.open(
        replace(opening, labels=("harvest",), assignees=("rita", "olaf"), reviewers=("rita",))
    )
    assert (request.number, request.labels) == (1, ())


def test_a_run_that_was_cut_off_before_the_labels_is_made_up_for(site: Site, opening: Opening) -> None:
    wanted = replace(opening, labels=("harvest",))
    site.standin.fail("POST", "labels", 500, times=4)
    with pytest.raises(ForgeError, match="500"):
        site.forge.open(wanted)
    assert site.forge.open(wanted).labels == ("harvest",)
    assert len(site.standin.pulls) == 1


def test_it_merges_in_a_way_that_the_repository_allows(site: Site, opening: Opening) -> None:
    site.forge.merge(site.forge.open(opening))
    assert site.asked("PUT") == [{"sha": "b" * 40, "merge_method": "squash"}]


def test_the_filter_by_head_is_only_a_hint(site: Site, opening: Opening) -> None:
    """GitHub ignores one that it cannot read, and answers with every open request."""
    site.standin.add("harvest/b")
    site.standin.add("harvest/a")

    def forget(asked: Asked) -> None:
        asked.query.pop("head", None)

    site.standin.before = forget
    assert site.forge.open(opening).number == 2


def test_a_wrong_base_says_so(site: Site, opening: Opening) -> None:
    with pytest.raises(RefusedError, match=r"422: Validation Failed; .*base"):
        site.forge.open(replace(opening, base="none"))


def test_a_permission_that_is_missing_is_named(site: Site, opening: Opening) -> None:
    site.standin.fail(
        "POST",
        "pulls$",
        403,
        {"message": "Resource not accessible by personal access token"},
        headers={"X-Accepted-GitHub-Permissions": "pull_requests=write"},
    )
    with pytest.raises(RefusedError) as caught:
        site.forge.open(opening)
    assert "`promote: token:`" in caught.value.what
    assert "Resource not accessible" in caught.value.what
    assert caught.value.todo == (
        "it needs the permissions Contents and Pull requests, read and write; here: pull_requests=write"
    )


def test_single_sign_on_is_told(site: Site) -> None:
    site.standin.fail(
        "GET", "pulls$", 403, headers={"X-GitHub-SSO": "required; url=https://github.example/sso?secret"}
    )
    with pytest.raises(RefusedError, match="authorise the token for the organisation's single sign-on"):
        site.forge.requests("harvest/")


@pytest.mark.parametrize(
    ("headers", "message", "waits"),
    [
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1772460030"}, "API rate limit exceeded", [31]),
        ({"Retry-After": "20"}, "You have exceeded a secondary rate limit.", [20]),
        ({}, "You have exceeded a secondary rate limit. Please wait a few minutes.", [60]),
    ],
)
def test_rate_limits_are_waited(site: Site, headers: dict[str, str], message: str, waits: list[int]) -> None:
    site.standin.fail("GET", "pulls$", 403, {"message": message}, headers=headers)
    assert site.forge.requests("harvest/") == ()
    assert site.slept == waits


def test_a_limit_that_lasts_is_told_with_its_end(site: Site) -> None:
    site.standin.fail(
        "GET",
        "pulls$",
        403,
        {"message": "limit"},
        headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1772461500"},
    )
    with pytest.raises(ForgeError, match="GitHub asks to wait until 14:26 UTC") as caught:
        site.forge.requests("harvest/")
    assert caught.value.wait == 1501


def test_a_limit_that_never_ends_ends_here(site: Site) -> None:
    site.standin.fail("GET", "pulls$", 429, times=9, headers={"Retry-After": "30"})
    with pytest.raises(ForgeError, match="asks to wait until 14:01 UTC"):
        site.forge.requests("harvest/")
    assert site.slept == [30, 30, 30]


def test_a_repository_without_text_in_it(site: Site) -> None:
    site.standin.fail("GET", "answers$", 200, {"id": 1})
    with pytest.raises(ForgeError, match="shape"):
        site.forge.default_branch()
