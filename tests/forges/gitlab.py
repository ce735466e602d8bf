"""A stand-in for GitLab's REST API; see `standin`.

Written from GitLab's documentation. No package registry has its OpenAPI document, so exchanges are held
against it only where `HARVEST_GITLAB_OPENAPI` names a copy (`contract`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from tests.forges import contract
from tests.forges.standin import Said, StandIn, identity

if TYPE_CHECKING:
    from tests.forges.standin import Asked, Comment, Pull

PATHS: Final = (
    "/api/v4/projects/{id}",
    "/api/v4/projects/{id}/members/all/{user_id}",
    "/api/v4/projects/{id}/merge_requests",
    "/api/v4/projects/{id}/merge_requests/{merge_request_iid}",
    "/api/v4/projects/{id}/merge_requests/{merge_request_iid}/merge",
    "/api/v4/projects/{id}/merge_requests/{noteable_id}/notes",
    "/api/v4/users",
)
PROJECT: Final = 278
_LEVELS: Final = {"read": 20, "write": 30, "admin": 40}
_STATES: Final = {"open": "opened", "closed": "closed", "merged": "merged"}
_MOST_PEOPLE: Final = 1
"""Reviewers and assignees in the free tier: one each."""


@cache
def _contract() -> contract.Contract | None:
    return contract.gitlab(PATHS)


class GitLabStandIn(StandIn):
    """GitLab, with one project."""

    prefix = "/api/v4"
    routes = (
        ("GET", r"/projects/[^/]+", "_get_project"),
        ("GET", r"/users", "_users"),
        ("GET", r"/projects/[^/]+/members/all/(\d+)", "_member"),
        ("GET", r"/projects/[^/]+/merge_requests", "_list"),
        ("POST", r"/projects/[^/]+/merge_requests", "_create"),
        ("GET", r"/projects/[^/]+/merge_requests/(\d+)", "_get"),
        ("PUT", r"/projects/[^/]+/merge_requests/(\d+)", "_update"),
        ("PUT", r"/projects/[^/]+/merge_requests/(\d+)/merge", "_merge"),
        ("GET", r"/projects/[^/]+/merge_requests/(\d+)/notes", "_notes"),
        ("POST", r"/projects/[^/]+/merge_requests/(\d+)/notes", "_note"),
    )

    def __init__(self, *, strangers: tuple[str, ...] = (), **values: Any) -> None:
        """`strangers`: accounts that exist, but are no members of the project.

        `checking`: so many times it has yet to find out whether a merge request can be merged.
        """
        super().__init__(**values)
        self.contract = _contract()
        self.strangers = strangers
        self.blocked: set[str] = set()
        self.may_merge = True
        self.checking = 0
        self.old = False
        """Whether it is older than 15.6."""
        self.merging = False
        """Whether open ones are just being merged."""

    def refusal(self, asked: Asked) -> Said | None:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return _error(401, "401 Unauthorized")
        path = asked.path.removeprefix(self.prefix)
        if not path.startswith("/projects/"):
            return None
        name = unquote(path.split("/")[2])
        if name in self.former and asked.method == "GET":
            location = f"{self.api}{path.replace(quote(name, safe=''), str(PROJECT), 1)}"
            return Said(301, {"message": "moved"}, {"Location": location})
        return None if name.lower() in {self.repository.lower(), str(PROJECT)} else self.nothing()

    def nothing(self) -> Said:
        return _error(404, "404 Project Not Found")

    # Project and accounts.

    def _get_project(self, _: Asked) -> Said:
        owner, _slash, name = self.repository.rpartition("/")
        return Said(
            200,
            {
                "id": PROJECT,
                "name": name,
                "path": name,
                "path_with_namespace": self.repository,
                "name_with_namespace": f"{owner} / {name}",
                "default_branch": self.default_branch,
                "web_url": f"https://gitlab.example/{self.repository}",
                "created_at": self.time(),
                "description": None,
            },
        )

    def _number(self, account: str) -> int:
        return 100 + identity(account)

    def _accounts(self) -> list[str]:
        return [*self.permissions, *self.strangers]

    def _users(self, asked: Asked) -> Said:
        wanted = asked.query.get("username", "").lower()
        return Said(200, [self._user(name) for name in self._accounts() if name.lower() == wanted])

    def _member(self, _: Asked, number: str) -> Said:
        for name, permission in self.permissions.items():
            if self._number(name) == int(number):
                return Said(
                    200,
                    {
                        **self._user(name),
                        "access_level": _LEVELS[permission],
                        "created_at": self.time(),
                        "expires_at": None,
                    },
                )
        return _error(404, "404 Not found")

    # Merge requests.

    def _list(self, asked: Asked) -> Said:
        state, branch = asked.query.get("state", "all"), asked.query.get("source_branch")
        found = [p for p in self.pulls.values() if state in {"all", _STATES[p.status]}]
        if branch:
            found = [p for p in found if p.branch == branch]
        if asked.query.get("sort", "desc") == "desc":
            found.reverse()
        shown, headers = self.page(asked, found, min(int(asked.query.get("per_page", "20")), 100))
        return Said(200, [self._basic(pull) for pull in shown], headers)

    def _create(self, asked: Asked) -> Said:
        body = asked.body
        branch, base = body["source_branch"], body["target_branch"]
        if self.head(branch) is None:
            return Said(409, {"message": [f'Source branch "{branch}" does not exist']})
        for pull in self.pulls.values():
            if (pull.branch, pull.base, pull.status, pull.fork) == (branch, base, "open", None):
                told = f"Another open merge request already exists for this source branch: !{pull.number}"
                return Said(409, {"message": [told]})
        pull = self.add(branch, title=body["title"], body=body.get("description", ""), base=base)
        pull.labels = [name for name in body.get("labels", "").split(",") if name]
        pull.reviewers = self._named(body.get("reviewer_ids", []))
        pull.assignees = self._named(body.get("assignee_ids", []))
        return Said(201, self._one(pull))

    def _named(self, numbers: list[int]) -> list[str]:
        names = {self._number(name): name for name in self._accounts()}
        return [names[number] for number in numbers if number in names][:_MOST_PEOPLE]

    def _get(self, _: Asked, number: str) -> Said:
        pull = self.pulls.get(int(number))
        return Said(200, self._one(pull)) if pull else self.nothing()

    def _update(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        pull.title = asked.body.get("title", pull.title)
        pull.body = asked.body.get("description", pull.body)
        return Said(200, self._one(pull))

    def _merge(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        if not self.may_merge:
            return _error(401, "401 Unauthorized")
        if pull.status != "open" or self.checking:
            return _error(405, "405 Method Not Allowed")
        if asked.body.get("sha", pull.head) != pull.head:
            return _error(409, f"SHA does not match HEAD of source branch: {pull.head}")
        self.merge(pull.number)
        return Said(200, self._one(pull))

    def _notes(self, asked: Asked, number: str) -> Said:
        comments = list(self.pulls[int(number)].comments)
        if asked.query.get("sort", "desc") == "desc":
            comments.reverse()
        shown, headers = self.page(asked, comments, min(int(asked.query.get("per_page", "20")), 100))
        return Said(200, [self._said(each, int(number), at) for at, each in enumerate(shown, 1)], headers)

    def _note(self, asked: Asked, number: str) -> Said:
        self.say(int(number), asked.body["body"], author=self.account)
        return Said(201, self._said(self.pulls[int(number)].comments[-1], int(number), 1))

    # How GitLab writes things.

    def _user(self, name: str) -> dict[str, Any]:
        return {
            "id": self._number(name),
            "username": name,
            "name": name.title(),
            "state": "blocked" if name in self.blocked else "active",
            "avatar_url": None,
            "web_url": f"https://gitlab.example/{name}",
        }

    def _basic(self, pull: Pull) -> dict[str, Any]:
        """As lists have it. Of a fork that is gone, not even the number is left."""
        people = [self._user(name) for name in pull.assignees]
        source = PROJECT if pull.fork is None else (900 + len(pull.fork) if pull.fork else None)
        return {
            "id": 10_000 + pull.number,
            "iid": pull.number,
            "project_id": PROJECT,
            "title": pull.title,
            "description": pull.body or None,
            "state": "locked" if self.merging and pull.status == "open" else _STATES[pull.status],
            "created_at": self.time(),
            "updated_at": self.time(),
            "merged_at": self.time() if pull.status == "merged" else None,
            "closed_at": self.time() if pull.status == "closed" else None,
            "target_branch": pull.base,
            "source_branch": pull.branch,
            "source_project_id": source,
            "target_project_id": PROJECT,
            "author": self._user(pull.author),
            "assignee": people[0] if people else None,
            "assignees": people,
            "reviewers": [self._user(name) for name in pull.reviewers],
            "labels": list(pull.labels),
            "draft": False,
            "sha": pull.head,
            "merge_commit_sha": None,
            "detailed_merge_status": "mergeable" if pull.status == "open" else "not_open",
            "user_notes_count": len(pull.comments),
            "web_url": f"https://gitlab.example/{self.repository}/-/merge_requests/{pull.number}",
        }

    def _one(self, pull: Pull) -> dict[str, Any]:
        status = {}
        if self.checking and pull.status == "open":
            self.checking -= 1
            status = {"detailed_merge_status": "checking"}
        told = {**self._basic(pull), **status, "merge_error": None, "changes_count": "1"}
        return {key: value for key, value in told.items() if not self.old or key != "detailed_merge_status"}

    def _said(self, comment: Comment, number: int, at: int) -> dict[str, Any]:
        return {
            "id": number * 1000 + at,
            "type": None,
            "body": comment.body,
            "author": self._user(comment.author),
            "created_at": self.time(),
            "updated_at": self.time(),
            "system": comment.system,
            "noteable_id": 10_000 + number,
            "noteable_type": "MergeRequest",
            "noteable_iid": number,
            "project_id": PROJECT,
            "resolvable": False,
            "confidential": False,
            "internal": False,
        }


def _error(status: int, message: str) -> Said:
    return Said(status, {"message": message})
