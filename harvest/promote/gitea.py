"""Gitea and Forgejo, which speak alike: the REST API, version 1.

Documentation: https://docs.gitea.com/api/ and https://forgejo.org/docs/latest/user/api-usage/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from harvest.promote.accounts import all_that_go, is_account, leaving_out, people_and_teams, plain
from harvest.promote.once import merge_once, open_once
from harvest.promote.refusal import Host, RefusedError
from harvest.promote.repository import Repository
from harvest.promote.shape import name, number, reading, text
from harvest.proposing.request import Request, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvest.proposing.request import Opening

API: Final = "https://codeberg.org/api/v1"
_PAGE: Final = 50
"""What servers give at most unless they are set up otherwise."""
_MAY_WRITE: Final = {"owner", "admin", "write"}
_STYLES: Final = {
    "merge": "allow_merge_commits",
    "squash": "allow_squash_merge",
    "rebase": "allow_rebase",
    "rebase-merge": "allow_rebase_explicit",
}
_LATER: Final = "try again later"
_LOOKS: Final = 5
_BETWEEN_LOOKS: Final = 2.0
"""Seconds."""


class Gitea(Repository):
    """A repository on Gitea or Forgejo. Every method may raise ForgeError."""

    @staticmethod
    def host(api: str, repository: str, token: str) -> Host:
        """`api`: "" for codeberg.org; of another server, `https://HOST/api/v1`."""
        return Host(
            name="Gitea",
            base=api or API,
            repository=repository,
            token=token,
            headers={"Authorization": f"token {token}", "Accept": "application/json"},
            needs="the scopes write:repository and write:issue, of an account that may write to it",
        )

    def _list(self, path: str, **params: str) -> Iterator[Any]:
        """Every item of a list, page by page until one is empty.

        Servers give fewer than they are asked for, and put into `Link` the address that they are set up with,
        which need not be the one that they are reached by.
        """
        count = 0
        for page in range(1, self._http.most_pages + 1):
            answer = self._http.ask(path, **params, page=page, limit=_PAGE)
            found = self._http.items(answer)
            yield from found
            count += len(found)
            if not found or answer.headers.get("x-total-count") == str(count):
                return

    def requests(self, prefix: str) -> tuple[Request, ...]:
        """See `Forge`."""
        found = self._pulls("all")
        newest_first = sorted(found, key=lambda each: each.number, reverse=True)
        return tuple(each for each in newest_first if each.branch.startswith(prefix))

    def _pulls(self, state: str) -> Iterator[Request]:
        with reading(self._http.host):
            for each in self._list(self._path("pulls"), state=state):
                if _own(each):
                    yield _request(each)

    def open(self, opening: Opening) -> Request:
        """See `Forge`."""
        request = open_once(lambda: self._open_one(opening.branch), lambda: self._create(opening))
        number, (people, teams) = request.number, people_and_teams(opening.reviewers)
        all_that_go(people, lambda names: self._review(number, "reviewers", names))
        all_that_go(teams, lambda names: self._review(number, "team_reviewers", names))
        with leaving_out():
            self._assign(number, plain(opening.assignees))
        return request

    def _open_one(self, branch: str) -> Request | None:
        return next((each for each in self._pulls("open") if each.branch == branch), None)

    def _create(self, opening: Opening) -> Request:
        body = {
            "head": opening.branch,
            "base": opening.base,
            "title": opening.title,
            "body": opening.body,
            "labels": self._label_ids(opening.labels),
        }
        with reading(self._http.host):
            return _request(self._http.send("POST", self._path("pulls"), body, again=False))

    def _label_ids(self, labels: Sequence[str]) -> list[int]:
        """The numbers of those that the repository or its organisation has."""
        if not labels:
            return []
        known: dict[str, int] = {}
        with reading(self._http.host):
            owner = quote(text(self._repository, "full_name").partition("/")[0])
            for path in (f"/orgs/{owner}/labels", self._path("labels")):
                with leaving_out():  # the owner may be no organisation, or not ours to read
                    known |= {text(each, "name"): number(each, "id") for each in self._list(path)}
        return [known[label] for label in labels if label in known]

    def _review(self, number: int, key: str, names: Sequence[str]) -> None:
        path = self._path(f"pulls/{number}/requested_reviewers")
        self._http.send("POST", path, {key: list(names)}, again=True)

    def _assign(self, number: int, names: Sequence[str]) -> None:
        """Gitea takes the whole list or, with a stranger in it, nothing."""
        if not names:
            return
        answer = self._http.ask(self._path("assignees"))
        with reading(self._http.host):
            known = {text(each, "login").lower() for each in self._http.items(answer)}
        assignees = [name for name in names if name.lower() in known]
        if assignees:
            self._http.send("PATCH", self._path(f"issues/{number}"), {"assignees": assignees}, again=True)

    def rewrite(self, request: Request, *, title: str, body: str) -> None:
        """See `Forge`."""
        path = self._path(f"pulls/{request.number}")
        self._http.send("PATCH", path, {"title": title, "body": body}, again=True)

    def comments(self, request: Request) -> tuple[str, ...]:
        """See `Forge`. Gitea sends them all at once."""
        answer = self._http.ask(self._path(f"issues/{request.number}/comments"))
        with reading(self._http.host):
            return tuple(text(each, "body") for each in self._http.items(answer))

    def comment(self, request: Request, text: str) -> None:
        """See `Forge`."""
        path = self._path(f"issues/{request.number}/comments")
        self._http.send("POST", path, {"body": text}, again=False)

    def merge(self, request: Request) -> None:
        """See `Forge`. Soon after a push Gitea has yet to find out whether it can be merged, and says so."""
        allowed = [style for style, setting in _STYLES.items() if self._repository.get(setting, True)]
        body = {"Do": allowed[0] if allowed else "merge", "head_commit_id": request.head}
        for look in range(1, _LOOKS + 1):
            try:
                merge_once(lambda: self._merge(request, body), lambda: self._is_merged(request))
            except RefusedError as refusal:
                if _LATER not in refusal.said.lower() or look == _LOOKS:
                    raise
                self._http.pause(_BETWEEN_LOOKS)
            else:
                return

    def _merge(self, request: Request, body: dict[str, str]) -> None:
        self._http.send("POST", self._path(f"pulls/{request.number}/merge"), body, again=False)

    def _is_merged(self, request: Request) -> bool:
        with reading(self._http.host):
            return _request(self._http.get(self._path(f"pulls/{request.number}"))).status is Status.MERGED

    def may_write(self, account: str) -> bool:
        """See `Forge`. Gitea tells only an administrator of the repository about others."""
        if not is_account(account):
            return False
        data = self._http.find(self._path(f"collaborators/{quote(account)}/permission"))
        with reading(self._http.host):
            return data is not None and text(data, "permission") in _MAY_WRITE


def _own(data: Any) -> bool:
    """Whether the head is a branch of the repository itself; a fork that was deleted is number -1."""
    return number(data["head"], "repo_id") == number(data["base"], "repo_id")


def _request(data: Any) -> Request:
    head = data["head"]
    if data["merged"]:
        status = Status.MERGED
    else:
        status = Status.OPEN if text(data, "state") == "open" else Status.CLOSED
    return Request(
        number=number(data, "number"),
        url=text(data, "html_url"),
        status=status,
        branch=text(head, "label"),  # its `ref` becomes refs/pull/N/head once the branch is gone
        head=text(head, "sha"),
        title=text(data, "title"),
        body=text(data, "body"),
        labels=tuple(text(each, "name") for each in data.get("labels") or ()),
        author=name(data["user"], "login"),
    )
