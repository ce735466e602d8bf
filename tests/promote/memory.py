"""A forge without a network: requests in memory, branches and merges in a real repository."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from harvest.errors import ForgeError
from harvest.proposing.request import Opening, Request, Status
from tests.promote.githost import git

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.promote.githost import Host


@dataclass
class MemoryForge:
    """As `harvest.promote.forge.Forge` promises; the last three are what people do."""

    host: Host
    made: dict[int, Request] = field(default_factory=dict)
    openings: list[Opening] = field(default_factory=list)
    said: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, Callable[[], None]] = field(default_factory=dict)
    """By the name of a method: called first, and may raise."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    writers: frozenset[str] = frozenset({"joelle"})
    """Accounts that may push."""

    def default_branch(self) -> str:
        return "main"

    def requests(self, prefix: str) -> tuple[Request, ...]:
        self._fault("requests")
        heads = self.host.branches("")
        with self.lock:
            for number, each in self.made.items():
                if each.status is Status.OPEN and each.branch in heads:
                    self.made[number] = replace(each, head=heads[each.branch])
            found = tuple(each for each in self.made.values() if each.branch.startswith(prefix))
        return found[::-1]

    def open(self, opening: Opening) -> Request:
        self._fault("open")
        with self.lock:
            for each in self.made.values():
                if each.branch == opening.branch and each.status is Status.OPEN:
                    return each
            head = self.host.branches("").get(opening.branch)
            if head is None:
                raise ForgeError("there is no such branch", where=opening.branch)
            number = len(self.made) + 1
            self.openings.append(opening)
            self.made[number] = Request(
                number=number,
                url=f"https://forge.example/kb/pull/{number}",
                status=Status.OPEN,
                branch=opening.branch,
                head=head,
                title=opening.title,
                body=opening.body,
                labels=opening.labels,
            )
            return self.made[number]

    def rewrite(self, request: Request, *, title: str, body: str) -> None:
        self._fault("rewrite")
        self.made[request.number] = replace(self.made[request.number], title=title, body=body)

    def comments(self, request: Request) -> tuple[str, ...]:
        return tuple(self.said[request.number])

    def comment(self, request: Request, text: str) -> None:
        self._fault("comment")
        self.said[request.number].append(text)

    def merge(self, request: Request) -> None:
        self._fault("merge")
        bare = self.host.bare
        head = self.host.branches("")[request.branch]
        main = self.host.main()
        tree = git(bare, "merge-tree", "--write-tree", main, head)
        commit = git(bare, "commit-tree", tree, "-p", main, "-p", head, "-m", f"Merge #{request.number}")
        git(bare, "update-ref", "refs/heads/main", commit, main)
        self.made[request.number] = replace(self.made[request.number], status=Status.MERGED)
        git(bare, "update-ref", "-d", f"refs/heads/{request.branch}")

    def may_write(self, account: str) -> bool:
        return account in self.writers

    def close(self, number: int, *labels: str, delete: bool = True) -> None:
        each = self.made[number]
        self.made[number] = replace(each, status=Status.CLOSED, labels=(*each.labels, *labels))
        if delete:
            git(self.host.bare, "update-ref", "-d", f"refs/heads/{each.branch}")

    def open_ones(self) -> list[Request]:
        return [each for each in self.made.values() if each.status is Status.OPEN]

    def _fault(self, name: str) -> None:
        if name in self.faults:
            self.faults[name]()
