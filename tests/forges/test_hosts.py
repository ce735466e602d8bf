"""Which forge a configuration names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from harvest.config.promotion import Forges, Promotion
from harvest.errors import ForgeError
from harvest.promote.gitea import Gitea
from harvest.promote.github import GitHub
from harvest.promote.gitlab import GitLab
from harvest.promote.hosts import HOSTS, forge_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def asked() -> list[httpx.Request]:
    return []


@pytest.fixture
def client(asked: list[httpx.Request]) -> Iterator[httpx.Client]:
    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"default_branch": "main", "full_name": "acme/answers", "id": 1})

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        yield client


def promotion(**values: Any) -> Promotion:
    return Promotion(**{"repository": "acme/answers", "token": "t-1", **values})


def test_every_kind_has_its_file() -> None:
    assert set(HOSTS) == set(Forges)


@pytest.mark.parametrize(
    ("forge", "kind", "address"),
    [
        (Forges.GITHUB, GitHub, "https://api.github.com/repos/acme/answers"),
        (Forges.GITLAB, GitLab, "https://gitlab.com/api/v4/projects/acme%2Fanswers"),
        (Forges.GITEA, Gitea, "https://codeberg.org/api/v1/repos/acme/answers"),
        (Forges.FORGEJO, Gitea, "https://codeberg.org/api/v1/repos/acme/answers"),
    ],
)
def test_where_a_forge_is_asked(
    client: httpx.Client, asked: list[httpx.Request], forge: Forges, kind: type, address: str
) -> None:
    made = forge_of(promotion(forge=forge), client=client)
    assert isinstance(made, kind)
    assert asked == []
    assert made.default_branch() == "main"
    assert str(asked[0].url) == address


def test_a_server_of_ones_own(client: httpx.Client, asked: list[httpx.Request]) -> None:
    forge_of(promotion(api="https://git.example.com/api/v3/"), client=client).default_branch()
    assert str(asked[0].url) == "https://git.example.com/api/v3/repos/acme/answers"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"repository": ""}, "write `promote: repository: owner/name`"),
        ({"token": ""}, "set the variable that `promote: token:` names"),
        ({"token": " \n"}, "set the variable that `promote: token:` names"),
        ({"token": "t-1\nX-Other: 1"}, "copy it again"),
        ({"token": "tökén"}, "copy it again"),
        ({"token": "two words"}, "copy it again"),
    ],
)
def test_what_is_missing_is_told_before_anything_is_asked(
    client: httpx.Client, asked: list[httpx.Request], values: dict[str, str], told: str
) -> None:
    with pytest.raises(ForgeError, match=told) as caught:
        forge_of(promotion(**values), client=client)
    assert asked == []
    assert not values.get("token", "").strip() or values["token"] not in str(caught.value)


def test_a_line_end_behind_the_token_does_no_harm(client: httpx.Client, asked: list[httpx.Request]) -> None:
    """A file that a secret is read from often ends in one."""
    forge_of(promotion(token="t-1\n"), client=client).default_branch()
    assert asked[0].headers["authorization"] == "Bearer t-1"
