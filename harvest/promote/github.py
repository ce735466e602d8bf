"""GitHub and GitHub Enterprise: the REST API, version 2022-11-28.

Documentation: https://docs.github.com/rest
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from harvest.promote.accounts import all_that_go, is_account, people_and_teams, plain
from harvest.promote.once import merge_once, open_once
from harvest.promote.refusal import Host
from harvest.promote.repository import Repository
from harvest.promote.shape import name, number, reading, text
from harvest.proposing.request import Request, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvest.proposing.request import Opening

API: Final = "https://api.github.com"
_PAGE: Final = 100
_MAY_WRITE: Final = {"admin", "maintain", "write"}
_METHODS: Final = ("merge", "squash", "rebase")
_SETTINGS: Final = {
    "merge": "allow_merge_commit",
    "squash": "allow_squash_merge",
    "rebase": "allow_rebase_merge",
}


class GitHub(Repository):
    """A repository on GitHub. Every method may raise ForgeError."""

    @staticmethod
    def host(api: str, repository: str, token: str) -> Host:
        """`api`: "" for github.com; of an Enterprise server, `https://HOST/api/v3`."""
        return Host(
            name="GitHub",
            base=api or API,
            repository=repository,
            token=token,
            headers={
                "Authorization": f"Bearer {token}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
            needs="the permissions Contents and Pull requests, read and write",
        )

    def requests(self, prefix: str) -> tuple[Request, ...]:
        """See `Forge`."""
        found = self._pulls(state="all", sort="created", direction="desc")
        return tuple(each for each in found if each.branch.startswith(prefix))

    def open(self, opening: Opening) -> Request:
        """See `Forge`. GitHub takes labels and people only once it is there."""
        request = open_once(lambda: self._open_one(opening.branch), lambda: self._create(opening))
        number, (people, teams) = request.number, people_and_teams(opening.reviewers)
        reviewers = f"pulls/{number}/requested_reviewers"
        all_that_go(opening.labels, lambda names: self._add(f"issues/{number}/labels", "labels", names))
        all_that_go(
            plain(opening.assignees),
            lambda names: self._add(f"issues/{number}/assignees", "assignees", names),
        )
        all_that_go(people, lambda names: self._add(reviewers, "reviewers", names))
        all_that_go(teams, lambda names: self._add(reviewers, "team_reviewers", names))
        return self._one(number)

    def _open_one(self, branch: str) -> Request | None:
        """The branch's open request. The filter is only a hint: what GitHub cannot read in it, it ignores."""
        owner = text(self._repository, "full_name").partition("/")[0]
        found = self._pulls(state="open", head=f"{owner}:{branch}")
        return next((each for each in found if each.branch == branch), None)

    def _create(self, opening: Opening) -> Request:
        body = {"title": opening.title, "body": opening.body, "head": opening.branch, "base": opening.base}
        with reading(self._http.host):
            return _request(self._http.send("POST", self._path("pulls"), body, again=False))

    def _one(self, number: int) -> Request:
        with reading(self._http.host):
            return _request(self._http.get(self._path(f"pulls/{number}")))

    def _pulls(self, **params: str) -> Iterator[Request]:
        with reading(self._http.host):
            for each in self._http.pages(self._path("pulls"), **params, per_page=_PAGE):
                if _own(each):
                    yield _request(each)

    def _add(self, path: str, key: str, names: Sequence[str]) -> None:
        self._http.send("POST", self._path(path), {key: list(names)}, again=True)

    def rewrite(self, request: Request, *, title: str, body: str) -> None:
        """See `Forge`."""
        self._http.send(
            "PATCH", self._path(f"pulls/{request.number}"), {"title": title, "body": body}, again=True
        )

    def comments(self, request: Request) -> tuple[str, ...]:
        """See `Forge`."""
        pages = self._http.pages(self._path(f"issues/{request.number}/comments"), per_page=_PAGE)
        with reading(self._http.host):
            return tuple(text(each, "body") for each in pages)

    def comment(self, request: Request, text: str) -> None:
        """See `Forge`."""
        self._http.send("POST", self._path(f"issues/{request.number}/comments"), {"body": text}, again=False)

    def merge(self, request: Request) -> None:
        """See `Forge`. By the first of merge, squash and rebase that the repository allows."""
        allowed = [each for each in _METHODS if self._repository.get(_SETTINGS[each], True)]
        body = {"sha": request.head, "merge_method": allowed[0] if allowed else _METHODS[0]}
        path = self._path(f"pulls/{request.number}/merge")
        merge_once(
            lambda: self._http.send("PUT", path, body, again=False),
            lambda: self._one(request.number).status is Status.MERGED,
        )

    def may_write(self, account: str) -> bool:
        """See `Forge`."""
        if not is_account(account):
            return False
        data = self._http.find(self._path(f"collaborators/{quote(account)}/permission"))
        with reading(self._http.host):
            return data is not None and text(data, "permission") in _MAY_WRITE


def _own(data: Any) -> bool:
    """Whether the head is a branch of the repository itself. A fork that was deleted is null."""
    repository = data["head"]["repo"]
    return repository is not None and number(repository, "id") == number(data["base"]["repo"], "id")


def _request(data: Any) -> Request:
    head = data["head"]
    if data.get("merged_at"):
        status = Status.MERGED
    else:
        status = Status.OPEN if text(data, "state") == "open" else Status.CLOSED
    return Request(
        number=number(data, "number"),
        url=text(data, "html_url"),
        status=status,
        branch=text(head, "ref"),
        head=text(head, "sha"),
        title=text(data, "title"),
        body=text(data, "body"),
        labels=tuple(text(each, "name") for each in data.get("labels") or ()),
        author=name(data["user"], "login"),
    )
