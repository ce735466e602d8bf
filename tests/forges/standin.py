"""What the stand-ins of the forges share: a repository with pull requests, and a real server on loopback.

    standin = GitHubStandIn(repository="acme/answers", token="t-1", bare=Path("answers.git"))
    with standin.serving() as api:            # "http://127.0.0.1:40213", for `Promotion.api`
        …                                     # this process or another speaks to it
        standin.close(1, label="not needed")  # what people do on the forge's pages
    assert standin.violations == []           # every exchange kept to the published contract

`bare` is a bare git repository: branches and their commits are read from it and merges are made in it.
Without one `branches` (name to commit) says which there are. `fail` and `cut` make it misbehave.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.forges.contract import Contract

BEGAN: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Comment:
    """Under a pull request."""

    body: str
    author: str = "pat"
    system: bool = False
    """Written by the forge itself, as GitLab does."""


@dataclass
class Pull:
    """A pull request. The stand-in numbers them from 1."""

    number: int
    title: str
    body: str
    branch: str
    base: str
    head: str
    author: str
    fork: str | None = None
    """`owner/name` of the fork that the branch lies in; "" for one that was deleted; None: no fork's."""
    status: str = "open"
    """`open`, `closed` or `merged`."""
    labels: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """A request that has come in."""

    method: str
    path: str
    """Without the query, still escaped."""
    query: dict[str, str]
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Any
    target: str
    """The path with the query."""


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    data: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    """The connection is reset instead of answering."""


@dataclass
class Fault:
    """What happens to the next `times` requests of that kind."""

    method: str
    path: re.Pattern[str]
    answer: Said
    times: int
    carried_out: bool
    """Whether the request does what it asks for all the same."""


class StandIn:
    """One repository on a forge. What the kinds of forge say and how is in their own files."""

    contract: Contract | None = None
    routes: Sequence[tuple[str, str, str]] = ()
    """Method, pattern of the path, name of the method that answers."""
    prefix = ""
    """Of the API, on the server."""

    def __init__(
        self,
        *,
        repository: str = "acme/answers",
        token: str = "t-0123456789",
        account: str = "harvest-bot",
        default_branch: str = "main",
        bare: Path | None = None,
        branches: Mapping[str, str] | None = None,
        permissions: Mapping[str, str] | None = None,
        labels: Sequence[str] = ("harvest",),
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`permissions`: accounts to admin, write or read. The token is `account`'s, which may write."""
        self.repository = repository
        self.former: list[str] = []
        """Names that the repository had before: they lead to it."""
        self.token = token
        self.account = account
        self.default_branch = default_branch
        self.bare = bare
        self.branches = dict(branches or {default_branch: "0" * 39 + "1"})
        self.permissions = {account: "write", **(permissions or {})}
        self.labels = list(labels)
        self.pulls: dict[int, Pull] = {}
        self.asked: list[Asked] = []
        """Every request so far."""
        self.violations: list[str] = []
        self.before: Callable[[Asked], None] = lambda _: None
        """Called with each request before it is carried out: what somebody else does meanwhile."""
        self.api = ""
        self._faults: list[Fault] = []
        self._now = now or self._tick
        self._ticks = 0
        self._lock = threading.RLock()

    def _tick(self) -> datetime:
        self._ticks += 1
        return BEGAN + timedelta(minutes=self._ticks)

    # What people do.

    def add(self, branch: str, *, title: str = "A page", fork: str | None = None, **values: Any) -> Pull:
        """A pull request that somebody has opened, whatever the rules say."""
        head = self.head(branch) or f"{len(self.pulls) + 1:040x}"
        fields = {"body": "", "base": self.default_branch, "author": self.account, **values}
        pull = Pull(len(self.pulls) + 1, title, branch=branch, head=head, fork=fork, **fields)
        self.pulls[pull.number] = pull
        return pull

    def close(self, number: int, *, label: str = "") -> None:
        """Say no to it, with the reason in a label."""
        self.pulls[number].status = "closed"
        self.pulls[number].labels += [label] if label else []

    def merge(self, number: int, method: str = "merge") -> None:
        """Merge it; where there is a bare repository, its default branch moves."""
        pull = self.pulls[number]
        if self.bare is not None:
            self._merge_in_git(pull, method)
        pull.status = "merged"

    def say(self, number: int, body: str, *, author: str = "pat", system: bool = False) -> None:
        """Comment on it."""
        self.pulls[number].comments.append(Comment(body, author, system))

    def rename(self, repository: str) -> None:
        """Give the repository another name; the old one leads to it."""
        self.former.append(self.repository)
        self.repository = repository

    # What goes wrong.

    def fail(
        self,
        method: str,
        path: str,
        status: int,
        data: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        times: int = 1,
    ) -> None:
        """Answer the next requests so whose path has the pattern `path` in it."""
        answer = Said(status, {"message": "a fault"} if data is None else data, headers or {})
        self._faults.append(Fault(method, re.compile(path), answer, times, carried_out=False))

    def cut(self, method: str, path: str, *, times: int = 1, carried_out: bool = False) -> None:
        """Reset the connection; `carried_out`: after having done what was asked."""
        self._faults.append(Fault(method, re.compile(path), Said(0, cut=True), times, carried_out))

    # The repository.

    def head(self, branch: str) -> str | None:
        """The commit of a branch; None where there is none."""
        if self.bare is None:
            return self.branches.get(branch)
        done = self._git("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", check=False)
        return done or None

    def heads(self) -> None:
        """Bring the pull requests up to date with the branches, as a push does."""
        for pull in self.pulls.values():
            if pull.fork is None and pull.status == "open":
                pull.head = self.head(pull.branch) or pull.head

    def _merge_in_git(self, pull: Pull, method: str) -> None:
        base = self._git("rev-parse", f"refs/heads/{pull.base}")
        tree = self._git("merge-tree", "--write-tree", base, pull.head).splitlines()[0]
        parents = ["-p", base] + (["-p", pull.head] if method == "merge" else [])
        who = ["-c", f"user.name={self.account}", "-c", "user.email=forge@example.invalid"]
        commit = self._git("commit-tree", tree, *parents, "-m", pull.title, config=who)
        self._git("update-ref", f"refs/heads/{pull.base}", commit, base)

    def _git(self, *arguments: str, check: bool = True, config: Sequence[str] = ()) -> str:
        command = ["git", "-C", str(self.bare), *config, *arguments]
        return subprocess.run(command, check=check, capture_output=True, text=True).stdout.strip()

    # The server.

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address of the API, while it is served."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        self.api = f"http://127.0.0.1:{server.server_address[1]}{self.prefix}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self.api
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def answer(self, asked: Asked, sent: bytes) -> Said:
        """Carry out one request, and hold it and its answer against the contract."""
        with self._lock:
            self.asked.append(asked)
            self.before(asked)
            self.heads()
            fault = self._fault(asked)
            said = None if fault and not fault.carried_out else self._answered(asked)
        if said is not None and self.contract is not None and asked.path.startswith(self.prefix):
            data = b"" if said.data is None else json.dumps(said.data).encode()
            found = self.contract.violations(
                asked.method, asked.target, sent, said.status, {"Content-Type": "application/json"}, data
            )
            if said.status not in {301, 307, 401, 404}:
                self.violations += found
        if fault:
            return fault.answer
        assert said is not None
        return said

    def _fault(self, asked: Asked) -> Fault | None:
        for fault in self._faults:
            if fault.times and fault.method == asked.method and fault.path.search(asked.path):
                fault.times -= 1
                return fault
        return None

    def _answered(self, asked: Asked) -> Said:
        refusal = self.refusal(asked)
        if refusal is not None:
            return refusal
        for method, pattern, name in self.routes:
            found = re.fullmatch(pattern, asked.path.removeprefix(self.prefix))
            if found and method == asked.method:
                answer: Callable[..., Said] = getattr(self, name)
                return answer(asked, *found.groups())
        return self.nothing()

    def refusal(self, asked: Asked) -> Said | None:
        """What the forge says to a stranger, or about another repository; None where it goes on."""
        raise NotImplementedError

    def nothing(self) -> Said:
        """What it says where there is nothing."""
        raise NotImplementedError

    def page(self, asked: Asked, items: Sequence[Any], size: int) -> tuple[list[Any], Mapping[str, str]]:
        """One page of a list of pages of `size`, and the headers that lead to the others."""
        number = int(asked.query.get("page", "1"))
        address = f"{self.api.removesuffix(self.prefix)}{asked.path}"
        kept = "&".join(f"{key}={value}" for key, value in asked.query.items() if key != "page")
        last = max(1, -(-len(items) // size))
        ways = [("prev", number - 1)] if number > 1 else []
        ways += [("next", number + 1), ("last", last)] if number < last else []
        links = [f'<{address}?{kept}&page={at}>; rel="{kind}"' for kind, at in ways]
        shown = list(items[(number - 1) * size : number * size])
        return shown, {"Link": ", ".join(links)} if links else {}

    def time(self) -> str:
        """Now, as forges write it."""
        return f"{self._now():%Y-%m-%dT%H:%M:%SZ}"


def _handler(standin: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            asked = Asked(
                method=self.command,
                path=parts.path,
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=json.loads(sent) if sent else None,
                target=self.path,
            )
            said = standin.answer(asked, sent)
            if said.cut:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            data = b"" if said.data is None else json.dumps(said.data).encode()
            self.send_response(said.status)
            for name, value in {"Content-Type": "application/json; charset=utf-8", **said.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    return Handler


def identity(name: str) -> int:
    """A number for it, the same at every run."""
    return crc32(name.encode())
