"""What is GitLab's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harvest.config.promotion import Forges
from harvest.errors import ForgeError
from harvest.promote.refusal import RefusedError
from harvest.proposing.request import Status
from tests.forges.gitlab import GitLabStandIn

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.proposing.request import Opening
    from tests.forges.conftest import Site


@pytest.fixture
def site(sites: Callable[..., Site]) -> Site:
    return sites(Forges.GITLAB, repository="acme/care/answers", strangers=("zoe",))


def standin(site: Site) -> GitLabStandIn:
    assert isinstance(site.standin, GitLabStandIn)
    return site.standin


def test_a_project_in_a_subgroup_is_one_part_of_the_address(site: Site) -> None:
    site.forge.default_branch()
    assert site.standin.asked[0].path == "/api/v4/projects/acme%2Fcare%2Fanswers"
    assert site.standin.asked[0].headers["authorization"] == f"Bearer {site.standin.token}"


def test_labels_and_people_go_with_the_request(site: Site, opening: Opening) -> None:
    site.forge.open(
        replace(opening, labels=("harvest", "answers"), reviewers=("Rita", "nobody"), assignees=("zoe",))
    )
    (body,) = site.asked("POST")
    assert body["labels"] == "harvest,answers"
    assert (site.standin.pulls[1].reviewers, site.standin.pulls[1].assignees) == (["rita"], ["zoe"])


def test_what_gitlab_notes_by_itself_is_no_comment(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    site.standin.say(1, "added ~harvest label", system=True)
    site.standin.say(1, "Looks good")
    assert site.forge.comments(request) == ("Looks good",)


def test_it_waits_until_gitlab_knows_whether_it_can_be_merged(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    standin(site).checking = 2
    site.forge.merge(request)
    assert site.slept == [2, 2]
    assert site.standin.pulls[1].status == "merged"


def test_an_old_server_does_not_say_whether_it_knows(site: Site, opening: Opening) -> None:
    """Before 15.6 there is no `detailed_merge_status`."""
    request = site.forge.open(opening)
    standin(site).old = True
    site.forge.merge(request)
    assert site.standin.pulls[1].status == "merged"


@pytest.mark.parametrize("status", [403, 404])
def test_accounts_that_cannot_be_looked_up_do_not_cost_the_request(
    site: Site, opening: Opening, status: int
) -> None:
    site.standin.fail("GET", "/users$", status, times=9)
    assert site.forge.open(replace(opening, reviewers=("rita",), assignees=("olaf",))).number == 1


def test_it_does_not_wait_for_ever(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    standin(site).checking = 99
    with pytest.raises(RefusedError, match="405"):
        site.forge.merge(request)
    assert len(site.slept) == 5


def test_who_may_not_merge_is_not_told_of_a_bad_token(site: Site, opening: Opening) -> None:
    """GitLab says 401 to that."""
    request = site.forge.open(opening)
    standin(site).may_merge = False
    with pytest.raises(ForgeError, match="may not merge this") as caught:
        site.forge.merge(request)
    assert "protected branches" in caught.value.todo


def test_a_request_that_is_being_merged_is_open(site: Site, opening: Opening) -> None:
    site.forge.open(opening)
    standin(site).merging = True
    assert [each.status for each in site.forge.requests("harvest/")] == [Status.OPEN]


def test_a_blocked_member_may_not_write(site: Site) -> None:
    assert site.forge.may_write("rita")
    standin(site).blocked = {"rita"}
    assert not site.forge.may_write("rita")
    assert not site.forge.may_write("zoe")


def test_mistakes_are_told_in_gitlabs_words(site: Site, opening: Opening) -> None:
    """Its `message` may be a text, a list or a table of lists."""
    site.standin.fail(
        "POST", "merge_requests$", 400, {"message": {"title": ["is too long (maximum is 255)"]}}
    )
    with pytest.raises(RefusedError, match="400: is too long"):
        site.forge.open(opening)


def test_its_rate_limit(site: Site) -> None:
    site.standin.fail(
        "GET", "merge_requests$", 429, headers={"RateLimit-Remaining": "0", "RateLimit-Reset": "1772460010"}
    )
    assert site.forge.requests("harvest/") == ()
    assert site.slept == [11]
