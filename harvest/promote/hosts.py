"""Which file speaks to which forge."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from harvest.config.promotion import Forges
from harvest.errors import ForgeError
from harvest.promote.gitea import Gitea
from harvest.promote.github import GitHub
from harvest.promote.gitlab import GitLab
from harvest.promote.policy import POLICY
from harvest.promote.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from harvest.config.promotion import Promotion
    from harvest.promote.forge import Forge
    from harvest.promote.policy import Policy

HOSTS: Final[dict[Forges, type[GitHub | GitLab | Gitea]]] = {
    Forges.GITHUB: GitHub,
    Forges.GITLAB: GitLab,
    Forges.GITEA: Gitea,
    Forges.FORGEJO: Gitea,
}


def forge_of(
    promotion: Promotion,
    *,
    client: httpx.Client,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    policy: Policy = POLICY,
) -> Forge:
    """The host that the `promote` block names. It is not asked anything yet.

    `sleep` takes seconds, `now` knows its time zone. ForgeError where the block does not say which
    repository, or has no token that could be sent.
    """
    if not promotion.repository:
        raise ForgeError(
            "no repository is named", where="mkdocs.yml", todo="write `promote: repository: owner/name`"
        )
    token = promotion.token.strip()
    if not token:
        raise ForgeError(
            "there is no token", where="mkdocs.yml", todo="set the variable that `promote: token:` names"
        )
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise ForgeError(
            "what `promote: token:` names holds characters that no token has",
            where="mkdocs.yml",
            todo="copy it again",
        )
    kind = HOSTS[promotion.forge]
    host = kind.host(promotion.api.rstrip("/"), promotion.repository, token)
    return kind(Transport(host, client=client, sleep=sleep, now=now, policy=policy))
