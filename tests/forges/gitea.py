"""A stand-in for Gitea's and Forgejo's REST API; see `standin`.

Every exchange is held against Forgejo's Swagger document.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from tests.forges import contract
from tests.forges.standin import Said, StandIn, identity

if TYPE_CHECKING:
    from tests.forges.standin import Asked, Pull

PATHS: Final = (
    "/orgs/{org}/labels",
    "/repos/{owner}/{repo}",
    "/repos/{owner}/{repo}/assignees",
    "/repos/{owner}/{repo}/collaborators/{collaborator}/permission",
    "/repos/{owner}/{repo}/issues/{index}",
    "/repos/{owner}/{repo}/issues/{index}/comments",
    "/repos/{owner}/{repo}/labels",
    "/repos/{owner}/{repo}/pulls",
    "/repos/{owner}/{repo}/pulls/{index}",
    "/repos/{owner}/{repo}/pulls/{index}/merge",
    "/repos/{owner}/{repo}/pulls/{index}/requested_reviewers",
)
MOST: Final = 50
"""Items of a page, whatever is asked for."""
_STYLES: Final = {
    "merge": "allow_merge_commits",
    "squash": "allow_squash_merge",
    "rebase": "allow_rebase",
    "rebase-merge": "allow_rebase_explicit",
}


@cache
def _contract() -> contract.Contract:
    return contract.forgejo(PATHS)


class GiteaStandIn(StandIn):
    """Gitea, with one repository."""

    prefix = "/api/v1"
    routes = (
        ("GET", r"/repos/[^/]+/[^/]+", "_get_repository"),
        ("GET", r"/repos/[^/]+/[^/]+/labels", "_labels"),
        ("GET", r"/orgs/([^/]+)/labels", "_labels_of_organisation"),
        ("GET", r"/repos/[^/]+/[^/]+/assignees", "_assignees"),
        ("GET", r"/repos/[^/]+/[^/]+/collaborators/([^/]+)/permission", "_permission"),
        ("GET", r"/repos/[^/]+/[^/]+/pulls", "_list"),
        ("POST", r"/repos/[^/]+/[^/]+/pulls", "_create"),
        ("GET", r"/repos/[^/]+/[^/]+/pulls/(\d+)", "_get"),
        ("PATCH", r"/repos/[^/]+/[^/]+/pulls/(\d+)", "_update"),
        ("POST", r"/repos/[^/]+/[^/]+/pulls/(\d+)/merge", "_merge"),
        ("POST", r"/repos/[^/]+/[^/]+/pulls/(\d+)/requested_reviewers", "_request_reviewers"),
        ("PATCH", r"/repos/[^/]+/[^/]+/issues/(\d+)", "_edit_issue"),
        ("GET", r"/repos/[^/]+/[^/]+/issues/(\d+)/comments", "_comments"),
        ("POST", r"/repos/[^/]+/[^/]+/issues/(\d+)/comments", "_comment"),
    )

    def __init__(
        self,
        *,
        teams: tuple[str, ...] = (),
        styles: tuple[str, ...] = ("merge",),
        organisation_labels: tuple[str, ...] | None = None,
        **values: Any,
    ) -> None:
        """`teams` may review, `styles` are ways of merging, `organisation_labels` None: it is a person's.

        `checking`: so many times it has yet to find out whether a pull request can be merged.
        """
        super().__init__(**values)
        self.contract = _contract()
        self.teams = teams
        self.styles = styles
        self.organisation_labels = organisation_labels
        self.checking = 0

    def refusal(self, asked: Asked) -> Said | None:
        if asked.headers.get("authorization") != f"token {self.token}":
            return _error(401, "token is required")
        path = asked.path.removeprefix(self.prefix)
        name = "/".join(path.split("/")[2:4])
        if path.startswith("/orgs/"):
            return None
        if name in self.former:
            location = asked.target.replace(name, self.repository, 1)
            return Said(301 if asked.method == "GET" else 307, None, {"Location": location})
        return None if name.lower() == self.repository.lower() else self.nothing()

    def nothing(self) -> Said:
        return _error(404, "The target couldn't be found.")

    # Repository and accounts.

    def _get_repository(self, _: Asked) -> Said:
        return Said(200, self._repository(self.repository))

    def _labels(self, asked: Asked) -> Said:
        return self._paged(asked, [_label(name, 1) for name in self.labels])

    def _labels_of_organisation(self, asked: Asked, owner: str) -> Said:
        if self.organisation_labels is None or owner != self.repository.partition("/")[0]:
            return self.nothing()
        return self._paged(asked, [_label(name, 5000) for name in self.organisation_labels])

    def _assignees(self, _: Asked) -> Said:
        return Said(200, [_user(name) for name in self.permissions])

    def _permission(self, _: Asked, account: str) -> Said:
        if self.permissions[self.account] != "admin":
            return _error(
                403, "Only admins can query all permissions, repo admins can query all repo permissions"
            )
        found = self.permissions.get(unquote(account))
        if found is None:
            return self.nothing()
        return Said(200, {"permission": found, "role_name": found, "user": _user(account)})

    # Pull requests.

    def _paged(self, asked: Asked, items: list[Any]) -> Said:
        """With `Link` leading to the address that the server is set up with, which nobody else may know."""
        shown, headers = self.page(asked, items, min(int(asked.query.get("limit", "30")), MOST))
        links = {
            name: value.replace(self.api, "http://gitea.internal/api/v1") for name, value in headers.items()
        }
        return Said(200, shown, {**links, "X-Total-Count": str(len(items))})

    def _list(self, asked: Asked) -> Said:
        state = asked.query.get("state", "open")
        found = [
            p for p in self.pulls.values() if state == "all" or (p.status == "open") == (state == "open")
        ]
        return self._paged(asked, [self._pull(pull) for pull in reversed(found)])

    def _create(self, asked: Asked) -> Said:
        body = asked.body
        if self.head(body["head"]) is None or self.head(body["base"]) is None:
            return self.nothing()
        for pull in self.pulls.values():
            if (pull.branch, pull.base, pull.status, pull.fork) == (body["head"], body["base"], "open", None):
                told = f"pull request already exists for these targets [id: {pull.number}]"
                return _error(409, told)
        known = {each["id"]: each["name"] for each in self._all_labels()}
        pull = self.add(body["head"], title=body["title"], body=body.get("body", ""), base=body["base"])
        pull.labels = [known[number] for number in body.get("labels", []) if number in known]
        return Said(201, self._pull(pull))

    def _all_labels(self) -> list[dict[str, Any]]:
        ours = [_label(name, 1) for name in self.labels]
        return ours + [_label(name, 5000) for name in self.organisation_labels or ()]

    def _get(self, _: Asked, number: str) -> Said:
        pull = self.pulls.get(int(number))
        return Said(200, self._pull(pull)) if pull else self.nothing()

    def _update(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        pull.title, pull.body = asked.body.get("title", pull.title), asked.body.get("body", pull.body)
        return Said(201, self._pull(pull))

    def _edit_issue(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        names = asked.body.get("assignees", pull.assignees)
        for name in names:
            if name not in self.permissions:
                return _error(422, f"Assignee does not exist: [name: {name}]")
        pull.assignees = list(names)
        return Said(201, self._issue(pull))

    def _merge(self, asked: Asked, number: str) -> Said:
        pull, body = self.pulls[int(number)], asked.body
        if self.checking:
            self.checking -= 1
            return _error(405, "Please try again later")
        if pull.status != "open":
            return self.nothing() if pull.status == "merged" else _error(405, "")
        if body["Do"] not in self.styles:
            return _error(405, f"{body['Do']} is not allowed an allowed merge style for this repository")
        if body.get("head_commit_id", pull.head) != pull.head:
            return _error(409, "head out of date")
        self.merge(pull.number, body["Do"])
        return Said(200)

    def _request_reviewers(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        people, teams = asked.body.get("reviewers") or [], asked.body.get("team_reviewers") or []
        for name in people:
            if name not in self.permissions:
                return _error(404, f"user does not exist [uid: 0, name: {name}]")
            if name == pull.author:
                return _error(422, "poster of pr can't be reviewer")
        if set(teams) - set(self.teams):
            return _error(404, "team does not exist")
        pull.reviewers += people
        pull.teams += teams
        return Said(201, [])

    def _comments(self, asked: Asked, number: str) -> Said:
        comments = [each for each in self.pulls[int(number)].comments if not each.system]
        return Said(200, [self._said(each.body, each.author, at) for at, each in enumerate(comments, 1)])

    def _comment(self, asked: Asked, number: str) -> Said:
        self.say(int(number), asked.body["body"], author=self.account)
        return Said(201, self._said(asked.body["body"], self.account, 1))

    # How Gitea writes things.

    def _repository(self, name: str) -> dict[str, Any]:
        owner, _, short = name.partition("/")
        return {
            "id": self._number(name),
            "owner": _user(owner),
            "name": short,
            "full_name": name,
            "html_url": f"https://gitea.example/{name}",
            "default_branch": self.default_branch,
            "parent": None,
            **{setting: style in self.styles for style, setting in _STYLES.items()},
        }

    def _number(self, name: str) -> int:
        return 1 if name == self.repository else 1000 + identity(name)

    def _pull(self, pull: Pull) -> dict[str, Any]:
        """A branch that is gone leaves its name in `label` only, and a fork that is gone nothing but -1."""
        source = self.repository if pull.fork is None else pull.fork
        there = pull.fork is not None or self.head(pull.branch) is not None
        head = {
            "label": pull.branch,
            "ref": pull.branch if there and source else f"refs/pull/{pull.number}/head",
            "sha": pull.head,
            "repo_id": self._number(source) if source else -1,
            "repo": self._repository(source) if source else None,
        }
        base = {
            "label": pull.base,
            "ref": pull.base,
            "sha": self.head(pull.base) or "",
            "repo_id": 1,
            "repo": self._repository(self.repository),
        }
        return {
            **self._issue(pull),
            "url": f"https://gitea.example/{self.repository}/pulls/{pull.number}",
            "head": head,
            "base": base,
            "merged": pull.status == "merged",
            "merged_at": self.time() if pull.status == "merged" else None,
            "merge_commit_sha": None if pull.status != "merged" else "f" * 40,
            "mergeable": pull.status == "open",
            "requested_reviewers": [_user(name) for name in pull.reviewers],
        }

    def _issue(self, pull: Pull) -> dict[str, Any]:
        return {
            "id": 10_000 + pull.number,
            "number": pull.number,
            "html_url": f"https://gitea.example/{self.repository}/pulls/{pull.number}",
            "state": "open" if pull.status == "open" else "closed",
            "title": pull.title,
            "body": pull.body,
            "user": _user(pull.author),
            "labels": [each for each in self._all_labels() if each["name"] in pull.labels]
            + self._others(pull),
            "assignees": [_user(name) for name in pull.assignees] or None,
            "comments": len(pull.comments),
            "created_at": self.time(),
            "updated_at": self.time(),
            "closed_at": None if pull.status == "open" else self.time(),
        }

    def _others(self, pull: Pull) -> list[dict[str, Any]]:
        """Labels that somebody has made since."""
        known = {each["name"] for each in self._all_labels()}
        return [_label(name, 9000) for name in pull.labels if name not in known]

    def _said(self, body: str, author: str, at: int) -> dict[str, Any]:
        return {
            "id": at,
            "body": body,
            "user": _user(author),
            "created_at": self.time(),
            "updated_at": self.time(),
        }


def _user(name: str) -> dict[str, Any]:
    return {"id": identity(name), "login": name, "full_name": "", "html_url": f"https://gitea.example/{name}"}


def _label(name: str, first: int) -> dict[str, Any]:
    return {
        "id": first + identity(name),
        "name": name,
        "color": "ededed",
        "description": "",
        "exclusive": False,
    }


def _error(status: int, message: str) -> Said:
    return Said(status, {"message": message, "url": "https://gitea.example/api/swagger"})
