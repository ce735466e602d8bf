"""What is Gitea's own, and Forgejo's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harvest.config.promotion import Forges
from harvest.promote.gitea import Gitea
from harvest.promote.refusal import RefusedError
from tests.forges.gitea import GiteaStandIn

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.proposing.request import Opening
    from tests.forges.conftest import Site


@pytest.fixture
def site(sites: Callable[..., Site]) -> Site:
    labels = tuple(f"label {at}" for at in range(120))
    return sites(
        Forges.GITEA, teams=("docs",), labels=labels, organisation_labels=("harvest",), styles=("squash",)
    )


def standin(site: Site) -> GiteaStandIn:
    assert isinstance(site.standin, GiteaStandIn)
    return site.standin


def test_forgejo_is_spoken_to_alike(site: Site) -> None:
    assert isinstance(site.again(forge=Forges.FORGEJO), Gitea)


def test_the_token_is_sent_as_gitea_wants_it(site: Site) -> None:
    site.forge.default_branch()
    assert site.standin.asked[0].headers["authorization"] == f"token {site.standin.token}"


def test_labels_are_known_by_number_on_whatever_page_they_are(site: Site, opening: Opening) -> None:
    wanted = ("harvest", "label 119", "unknown")
    assert set(site.forge.open(replace(opening, labels=wanted)).labels) == {"harvest", "label 119"}


def test_a_persons_repository_has_no_labels_of_an_organisation(site: Site, opening: Opening) -> None:
    standin(site).organisation_labels = None
    assert site.forge.open(replace(opening, labels=("label 7",))).labels == ("label 7",)


def test_the_servers_own_idea_of_its_address_does_not_matter(site: Site) -> None:
    """`Link` leads to the address that it is set up with; pages are counted instead."""
    for at in range(120):
        site.standin.add(f"harvest/{at}")
    assert len(site.forge.requests("harvest/")) == 120


def test_teams_review_as_teams(site: Site, opening: Opening) -> None:
    site.forge.open(replace(opening, reviewers=("acme/docs", "acme/none", "rita", "nobody")))
    assert (site.standin.pulls[1].reviewers, site.standin.pulls[1].teams) == (["rita"], ["docs"])


def test_it_waits_until_gitea_knows_whether_it_can_be_merged(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    standin(site).checking = 2
    site.forge.merge(request)
    assert site.slept == [2, 2]
    assert site.asked("POST", "/merge")[-1] == {"Do": "squash", "head_commit_id": request.head}


def test_it_does_not_wait_for_ever(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    standin(site).checking = 99
    with pytest.raises(RefusedError, match="try again later"):
        site.forge.merge(request)


@pytest.mark.parametrize("status", [403, 404, 422])
def test_labels_and_people_that_are_refused_do_not_cost_the_request(
    site: Site, opening: Opening, status: int
) -> None:
    for method, path in (
        ("GET", "labels$"),
        ("GET", "assignees$"),
        ("PATCH", "issues"),
        ("POST", "requested_reviewers$"),
    ):
        site.standin.fail(method, path, status, times=1)
    people = replace(opening, labels=("harvest",), reviewers=("rita",), assignees=("olaf",))
    assert site.forge.open(people).number == 1


def test_only_an_administrator_is_told_about_others(site: Site) -> None:
    site.standin.permissions["harvest-bot"] = "write"
    with pytest.raises(RefusedError, match="Only admins") as caught:
        site.forge.may_write("rita")
    assert caught.value.status == 403
