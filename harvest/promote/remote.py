"""Which address branches are pushed to, and what opens it.

The token of the configuration goes to the host of the configured forge only, and only over HTTPS (or to this
very machine): as a header that git takes from its environment. It is never part of an address, an argument, a
file or an error. With it, no credential helper is asked; without it, git finds its own way in as always.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.config import Forges
from harvest.errors import GitError

if TYPE_CHECKING:
    from harvest.config import Promotion
    from harvest.promote.command import Git

NAME: Final = "harvest-promote"
"""Of a remote that stands in git's environment only, so that the user's own one tracks nothing of ours."""
HOSTS: Final = {Forges.GITHUB: "github.com", Forges.GITLAB: "gitlab.com"}
"""Of git, where no API address is configured; that of codeberg.org else."""
HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Remote:
    """Where branches come from and go to."""

    shown: str
    """Its address, without user and password."""
    settings: tuple[tuple[str, str], ...] = field(repr=False)
    """Of git, to reach it as NAME."""
    secrets: tuple[str, ...] = field(repr=False, default=())
    tokened: bool = False
    """Whether the token goes along."""


def remote_of(git: Git, promotion: Promotion) -> Remote | None:
    """The configured remote; None where the repository has none of that name."""
    url = git.ask("config", "--get", f"remote.{promotion.remote}.url").out.strip()
    if not url:
        return None
    push = git.ask("config", "--get", f"remote.{promotion.remote}.pushurl").out.strip()
    settings = [(f"remote.{NAME}.url", url), (f"remote.{NAME}.pushurl", push or url)]
    real = git.tell("remote", "get-url", promotion.remote).splitlines()[0]
    pushed = git.tell("remote", "get-url", "--push", promotion.remote).splitlines()[0]
    secrets: tuple[str, ...] = ()
    token = promotion.token.strip()
    opened = [each for each in dict.fromkeys((real, pushed)) if token and _ours(each, promotion)]
    if opened:
        user = "x-access-token" if promotion.forge is Forges.GITHUB else "oauth2"
        basic = base64.b64encode(f"{user}:{token}".encode()).decode()
        secrets = (token, basic)
        settings.append(("credential.helper", ""))
        for each in opened:
            key = f"http.{each}.extraHeader"
            settings += [(key, ""), (key, f"Authorization: Basic {basic}")]
    return Remote(git.hidden(real), tuple(settings), secrets, bool(opened))


def need(remote: Remote | None, promotion: Promotion) -> Remote:
    """The remote; GitError where there is none."""
    if remote is None:
        todo = f"`git remote add {promotion.remote} ADDRESS`, or name yours at promote: remote in mkdocs.yml"
        raise GitError(f"the repository has no remote called {promotion.remote}", todo=todo)
    return remote


def _ours(url: str, promotion: Promotion) -> bool:
    """Whether the token may go there."""
    try:
        there = urlsplit(url)
    except ValueError:
        return False
    host = (there.hostname or "").lower()
    if there.scheme != "https" and not (there.scheme == "http" and host in HERE):
        return False
    if promotion.api:
        api = (urlsplit(promotion.api).hostname or "").lower()
        return host in {api, api.removeprefix("api.")}
    return host == HOSTS.get(promotion.forge, "codeberg.org")
