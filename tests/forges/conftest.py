"""Each forge beside its stand-in, over real HTTP."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest

from harvest.config.promotion import Forges, Promotion
from harvest.promote.hosts import forge_of
from harvest.proposing.request import Opening
from tests.forges.gitea import GiteaStandIn
from tests.forges.github import GitHubStandIn
from tests.forges.gitlab import GitLabStandIn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harvest.promote.forge import Forge
    from tests.forges.standin import StandIn

NOW: Final = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MAIN, FIRST, SECOND = "a" * 40, "b" * 40, "c" * 40

STANDINS: Final[dict[Forges, type[StandIn]]] = {
    Forges.GITHUB: GitHubStandIn,
    Forges.GITLAB: GitLabStandIn,
    Forges.GITEA: GiteaStandIn,
}


@dataclass
class Site:
    """A stand-in that is served, and what speaks to it."""

    standin: StandIn
    forge: Forge
    slept: list[float]
    """Every wait, in seconds; none of them was waited."""
    promotion: Promotion
    client: httpx.Client

    def again(self, **changes: Any) -> Forge:
        """Another run, with another configuration."""
        promotion = replace(self.promotion, **changes)
        return forge_of(promotion, client=self.client, sleep=self.slept.append, now=lambda: NOW)

    def asked(self, method: str, end: str = "") -> list[Any]:
        """The bodies of the requests so far, of that method and end of the path."""
        return [each.body for each in self.standin.asked if each.method == method and each.path.endswith(end)]


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    """One for all tests: making one reads every certificate of the machine."""
    with httpx.Client() as client:
        yield client


@pytest.fixture
def sites(client: httpx.Client) -> Iterator[Callable[..., Site]]:
    """Makes sites; when the test is over, no exchange has broken the contract."""
    with ExitStack() as servings:
        made = []

        def make(kind: Forges, **values: Any) -> Site:
            branches = {"main": MAIN, "harvest/a": FIRST, "harvest/b": SECOND}
            permissions = {"harvest-bot": "admin", "rita": "write", "olaf": "write", "carl": "read"}
            standin = STANDINS[kind](**{"branches": branches, "permissions": permissions, **values})
            made.append(standin)
            api = servings.enter_context(standin.serving())
            promotion = Promotion(forge=kind, repository=standin.repository, token=standin.token, api=api)
            slept: list[float] = []
            forge = forge_of(promotion, client=client, sleep=slept.append, now=lambda: NOW)
            return Site(standin, forge, slept, promotion, client)

        yield make
    for standin in made:
        assert standin.violations == []


@pytest.fixture(params=sorted(STANDINS))
def site(request: pytest.FixtureRequest, sites: Callable[..., Site]) -> Site:
    """One of each kind."""
    return sites(request.param)


@pytest.fixture
def opening() -> Opening:
    return Opening(branch="harvest/a", base="main", title="How to mend a lamp", body="Why: *three* asked.\n")
