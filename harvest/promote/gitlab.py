"""GitLab: the REST API, version 4. Its pull requests are merge requests, known by their `iid`.

Documentation: https://docs.gitlab.com/api/rest/
"""

from __future__ import annotations

from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from harvest.errors import ForgeError
from harvest.promote.accounts import is_account, leaving_out, plain
from harvest.promote.once import merge_once, open_once
from harvest.promote.refusal import Host, RefusedError
from harvest.promote.shape import default_branch, name, number, reading, text
from harvest.proposing.request import Request, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvest.promote.transport import Transport
    from harvest.proposing.request import Opening

API: Final = "https://gitlab.com/api/v4"
_PAGE: Final = 100
_DEVELOPER: Final = 30
"""The least access level that may push to branches."""
_STATUS: Final = {
    "opened": Status.OPEN,
    "locked": Status.OPEN,  # for the moment in which it is being merged
    "closed": Status.CLOSED,
    "merged": Status.MERGED,
}
_UNDECIDED: Final = {"preparing", "unchecked", "checking", "approvals_syncing"}
"""States of `detailed_merge_status` that pass by themselves, soon after a push."""
_LOOKS: Final = 5
_BETWEEN_LOOKS: Final = 2.0
"""Seconds."""


class GitLab:
    """A project on GitLab. Every method may raise ForgeError."""

    @staticmethod
    def host(api: str, repository: str, token: str) -> Host:
        """`api`: "" for gitlab.com; of another server, `https://HOST/api/v4`."""
        return Host(
            name="GitLab",
            base=api or API,
            repository=repository,
            token=token,
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            needs="the scope api and the role Developer",
        )

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    @cached_property
    def _project(self) -> str:
        """Its path, by its number: one that has moved still answers under its old name, but only to GET."""
        data = self._http.get(f"/projects/{quote(self._http.host.repository, safe='')}")
        with reading(self._http.host):
            return f"/projects/{number(data, 'id')}"

    def _path(self, request: Request, rest: str = "") -> str:
        return f"{self._project}/merge_requests/{request.number}{rest}"

    def default_branch(self) -> str:
        """See `Forge`."""
        return default_branch(self._http.host, self._http.get(self._project))

    def requests(self, prefix: str) -> tuple[Request, ...]:
        """See `Forge`."""
        found = self._merge_requests(state="all", order_by="created_at", sort="desc")
        return tuple(each for each in found if each.branch.startswith(prefix))

    def _merge_requests(self, **params: str) -> Iterator[Request]:
        with reading(self._http.host):
            path = f"{self._project}/merge_requests"
            for each in self._http.pages(path, **params, scope="all", per_page=_PAGE):
                if each["source_project_id"] == each["target_project_id"]:
                    yield _request(each)

    def open(self, opening: Opening) -> Request:
        """See `Forge`. An account has to be looked up by its name; a group cannot be asked for a review."""
        return open_once(lambda: self._open_one(opening.branch), lambda: self._create(opening))

    def _open_one(self, branch: str) -> Request | None:
        found = self._merge_requests(state="opened", source_branch=branch)
        return next((each for each in found if each.branch == branch), None)

    def _create(self, opening: Opening) -> Request:
        body = {
            "source_branch": opening.branch,
            "target_branch": opening.base,
            "title": opening.title,
            "description": opening.body,
            "labels": ",".join(opening.labels),
            "reviewer_ids": self._ids(opening.reviewers),
            "assignee_ids": self._ids(opening.assignees),
        }
        with reading(self._http.host):
            return _request(self._http.send("POST", f"{self._project}/merge_requests", body, again=False))

    def _ids(self, accounts: Sequence[str]) -> list[int]:
        found = []
        for account in plain(accounts):
            with leaving_out():
                found.append(self._id(account))
        return [each for each in found if each is not None]

    def _id(self, account: str) -> int | None:
        """The number of an account; None where GitLab knows none of that name."""
        if not is_account(account):
            return None
        with reading(self._http.host):
            users = self._http.get("/users", username=account)
            named = (each for each in users if text(each, "username").lower() == account.lower())
            return next((number(each, "id") for each in named), None)

    def rewrite(self, request: Request, *, title: str, body: str) -> None:
        """See `Forge`."""
        self._http.send("PUT", self._path(request), {"title": title, "description": body}, again=True)

    def comments(self, request: Request) -> tuple[str, ...]:
        """See `Forge`. What GitLab notes by itself, such as a change of labels, is left out."""
        pages = self._http.pages(
            self._path(request, "/notes"), sort="asc", order_by="created_at", per_page=_PAGE
        )
        with reading(self._http.host):
            return tuple(text(each, "body") for each in pages if not each["system"])

    def comment(self, request: Request, text: str) -> None:
        """See `Forge`."""
        self._http.send("POST", self._path(request, "/notes"), {"body": text}, again=False)

    def merge(self, request: Request) -> None:
        """See `Forge`. Soon after a push GitLab has yet to find out whether it can be merged."""
        for _ in range(_LOOKS):
            if self._data(request).get("detailed_merge_status") not in _UNDECIDED:
                break
            self._http.pause(_BETWEEN_LOOKS)
        merge_once(
            lambda: self._merge(request),
            lambda: text(self._data(request), "state") == "merged",
        )

    def _merge(self, request: Request) -> None:
        try:
            self._http.send("PUT", self._path(request, "/merge"), {"sha": request.head}, again=False)
        except RefusedError as refusal:
            if refusal.status != HTTPStatus.UNAUTHORIZED:
                raise
            raise ForgeError(  # GitLab says "unauthorized" to a good token here
                "the account of the token may not merge this",
                where=refusal.where,
                todo="the project's protected branches say who may",
            ) from refusal

    def _data(self, request: Request) -> Any:
        data = self._http.get(self._path(request))
        with reading(self._http.host):
            _request(data)
        return data

    def may_write(self, account: str) -> bool:
        """See `Forge`. Members of the groups above and of invited groups count."""
        identity = self._id(account)
        member = None if identity is None else self._http.find(f"{self._project}/members/all/{identity}")
        with reading(self._http.host):
            return (
                member is not None
                and number(member, "access_level") >= _DEVELOPER
                and text(member, "state") == "active"
            )


def _request(data: Any) -> Request:
    return Request(
        number=number(data, "iid"),
        url=text(data, "web_url"),
        status=_STATUS[text(data, "state")],
        branch=text(data, "source_branch"),
        head=text(data, "sha"),
        title=text(data, "title"),
        body=text(data, "description"),
        labels=tuple(str(each) for each in data.get("labels") or ()),
        author=name(data["author"], "username"),
    )
