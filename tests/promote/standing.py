"""A stand-in of a real forge, held to its contract, as the people of the whole story see it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from harvest.config import Forges, Promotion
from harvest.promote.hosts import forge_of
from tests.forges.conftest import NOW, STANDINS
from tests.promote.githost import TOKEN, git

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.proposing.request import Opening, Request
    from tests.forges.standin import StandIn
    from tests.promote.githost import Host


class Standing:
    """What `MemoryForge` is, by HTTP: the forge's own methods, and what people do."""

    def __init__(self, standin: StandIn, host: Host, api: str, kind: Forges, client: httpx.Client) -> None:
        self.standin = standin
        self.host = host
        promotion = Promotion(forge=kind, repository=standin.repository, token=TOKEN, api=api)
        self.forge = forge_of(promotion, client=client, sleep=lambda _: None, now=lambda: NOW)

    def default_branch(self) -> str:
        return self.forge.default_branch()

    def requests(self, prefix: str) -> tuple[Request, ...]:
        self.standin.heads()
        return self.forge.requests(prefix)

    def open(self, opening: Opening) -> Request:
        return self.forge.open(opening)

    def rewrite(self, request: Request, *, title: str, body: str) -> None:
        self.forge.rewrite(request, title=title, body=body)

    def comments(self, request: Request) -> tuple[str, ...]:
        return self.forge.comments(request)

    def comment(self, request: Request, text: str) -> None:
        self.forge.comment(request, text)

    def may_write(self, account: str) -> bool:
        return self.forge.may_write(account)

    def merge(self, request: Request) -> None:
        self.standin.heads()
        self.standin.merge(request.number)
        git(self.host.bare, "update-ref", "-d", f"refs/heads/{request.branch}")

    def close(self, number: int, *labels: str) -> None:
        branch = self.made[number].branch
        self.standin.close(number, label="".join(labels))
        git(self.host.bare, "update-ref", "-d", f"refs/heads/{branch}")

    @property
    def made(self) -> dict[int, Request]:
        return {each.number: each for each in self.requests("harvest/")[::-1]}

    def open_ones(self) -> list[Request]:
        return [each for each in self.made.values() if each.status == "open"]

    @property
    def said(self) -> dict[int, list[str]]:
        return {n: [each.body for each in pull.comments] for n, pull in self.standin.pulls.items()}


@contextmanager
def standing(kind: Forges, host: Host) -> Iterator[Standing]:
    """A stand-in on the repository of the host; at the end no exchange has broken the contract."""
    standin = STANDINS[kind](repository="kettle/kb", token=TOKEN, bare=host.bare)
    with standin.serving() as api, httpx.Client() as client:
        yield Standing(standin, host, api, kind, client)
    assert standin.violations == []
