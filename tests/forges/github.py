"""A stand-in for GitHub's REST API; see `standin`.

Every exchange is held against GitHub's OpenAPI document.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from tests.forges import contract
from tests.forges.standin import Said, StandIn, identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.forges.standin import Asked, Comment, Pull

PATHS: Final = (
    "/repos/{owner}/{repo}",
    "/repos/{owner}/{repo}/collaborators/{username}/permission",
    "/repos/{owner}/{repo}/issues/{issue_number}/assignees",
    "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    "/repos/{owner}/{repo}/issues/{issue_number}/labels",
    "/repos/{owner}/{repo}/pulls",
    "/repos/{owner}/{repo}/pulls/{pull_number}",
    "/repos/{owner}/{repo}/pulls/{pull_number}/merge",
    "/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
)
_USER_LINKS: Final = (
    "avatar events followers following gists html organizations received_events repos starred subscriptions"
)
_REPOSITORY_LINKS: Final = (
    "archive assignees blobs branches clone collaborators comments commits compare contents contributors "
    "deployments downloads events forks git git_commits git_refs git_tags hooks issue_comment issue_events "
    "issues keys labels languages merges milestones notifications pulls releases ssh stargazers statuses "
    "subscribers subscription svn tags teams trees"
)
_COUNTS: Final = (
    "forks forks_count network_count open_issues open_issues_count size stargazers_count subscribers_count "
    "watchers watchers_count"
)


@cache
def _contract() -> contract.Contract:
    return contract.github(PATHS)


class GitHubStandIn(StandIn):
    """GitHub, with one repository."""

    routes = (
        ("GET", r"/repos/[^/]+/[^/]+", "_get_repository"),
        ("GET", r"/repos/[^/]+/[^/]+/pulls", "_list"),
        ("POST", r"/repos/[^/]+/[^/]+/pulls", "_create"),
        ("GET", r"/repos/[^/]+/[^/]+/pulls/(\d+)", "_get"),
        ("PATCH", r"/repos/[^/]+/[^/]+/pulls/(\d+)", "_update"),
        ("PUT", r"/repos/[^/]+/[^/]+/pulls/(\d+)/merge", "_merge"),
        ("POST", r"/repos/[^/]+/[^/]+/pulls/(\d+)/requested_reviewers", "_request_reviewers"),
        ("POST", r"/repos/[^/]+/[^/]+/issues/(\d+)/labels", "_add_labels"),
        ("POST", r"/repos/[^/]+/[^/]+/issues/(\d+)/assignees", "_add_assignees"),
        ("GET", r"/repos/[^/]+/[^/]+/issues/(\d+)/comments", "_comments"),
        ("POST", r"/repos/[^/]+/[^/]+/issues/(\d+)/comments", "_comment"),
        ("GET", r"/repos/[^/]+/[^/]+/collaborators/([^/]+)/permission", "_permission"),
    )

    def __init__(
        self, *, teams: tuple[str, ...] = (), methods: tuple[str, ...] = ("merge",), **values: Any
    ) -> None:
        """`teams`: slugs of those that may review. `methods`: ways of merging that are allowed."""
        super().__init__(**values)
        self.contract = _contract()
        self.teams = teams
        self.methods = methods

    def refusal(self, asked: Asked) -> Said | None:
        if not asked.headers.get("user-agent"):
            return _error(403, "Request forbidden by administrative rules.")
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return _error(401, "Bad credentials")
        name = "/".join(asked.path.split("/")[2:4])
        if name in self.former:
            location = f"{self.api}{asked.target.replace(name, self.repository, 1)}"
            return Said(301 if asked.method == "GET" else 307, {"url": location}, {"Location": location})
        return None if name.lower() == self.repository.lower() else self.nothing()

    def nothing(self) -> Said:
        return _error(404, "Not Found")

    # Repository and accounts.

    def _get_repository(self, _: Asked) -> Said:
        allowed = {
            "allow_merge_commit": "merge" in self.methods,
            "allow_squash_merge": "squash" in self.methods,
            "allow_rebase_merge": "rebase" in self.methods,
        }
        return Said(200, {**self._repository(self.repository), **allowed})

    def _permission(self, _: Asked, account: str) -> Said:
        found = self.permissions.get(unquote(account))
        if found is None:
            return self.nothing()
        user = {**_user(account), "role_name": found}
        return Said(200, {"permission": found, "role_name": found, "user": user})

    # Pull requests.

    def _list(self, asked: Asked) -> Said:
        state = asked.query.get("state", "open")
        found = [
            p for p in self.pulls.values() if state == "all" or (p.status == "open") == (state == "open")
        ]
        owner, _, branch = asked.query.get("head", "").partition(":")
        if branch:
            found = [p for p in found if p.branch == branch and self._owner(p) == owner]
        if asked.query.get("sort", "created") == "created" and asked.query.get("direction", "desc") == "desc":
            found.reverse()
        size = min(int(asked.query.get("per_page", "30")), 100)
        shown, headers = self.page(asked, found, size)
        return Said(200, [self._simple(pull) for pull in shown], headers)

    def _owner(self, pull: Pull) -> str:
        return (self.repository if pull.fork is None else pull.fork).partition("/")[0]

    def _create(self, asked: Asked) -> Said:
        body, owner = asked.body, self.repository.partition("/")[0]
        head = self.head(body["head"])
        if head is None or self.head(body["base"]) is None:
            wrong = "head" if head is None else "base"
            return _invalid({"resource": "PullRequest", "field": wrong, "code": "invalid"})
        if any(
            p.branch == body["head"] and p.status == "open" and p.fork is None for p in self.pulls.values()
        ):
            told = f"A pull request already exists for {owner}:{body['head']}."
            return _invalid({"resource": "PullRequest", "code": "custom", "message": told})
        pull = self.add(body["head"], title=body["title"], body=body.get("body") or "", base=body["base"])
        return Said(201, self._full(pull))

    def _get(self, _: Asked, number: str) -> Said:
        pull = self.pulls.get(int(number))
        return Said(200, self._full(pull)) if pull else self.nothing()

    def _update(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        pull.title, pull.body = asked.body.get("title", pull.title), asked.body.get("body", pull.body)
        return Said(200, self._full(pull))

    def _merge(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        method = asked.body.get("merge_method", "merge")
        if pull.status != "open":
            return _error(405, "Pull Request is not mergeable")
        if method not in self.methods:
            return _error(405, f"{method.capitalize()} merges are not allowed on this repository.")
        if asked.body.get("sha", pull.head) != pull.head:
            return _error(409, "Head branch was modified. Review and try the merge again.")
        self.merge(pull.number, method)
        return Said(200, {"sha": pull.head, "merged": True, "message": "Pull Request successfully merged"})

    def _request_reviewers(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        people, teams = asked.body.get("reviewers", []), asked.body.get("team_reviewers", [])
        if set(people) - set(self.permissions) or set(teams) - set(self.teams) or pull.author in people:
            return _invalid(
                "Reviews may only be requested from collaborators. One or more of the users or teams you "
                "specified is not a collaborator of the repository."
            )
        pull.reviewers += people
        pull.teams += teams
        return Said(201, self._simple(pull))

    # What is said under them; GitHub's issues.

    def _add_labels(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        for name in asked.body["labels"]:
            if len(name) > 50:
                return _invalid({"resource": "Label", "field": "name", "code": "invalid"})
        pull.labels += [name for name in asked.body["labels"] if name not in pull.labels]
        return Said(200, [_label(name) for name in pull.labels])

    def _add_assignees(self, asked: Asked, number: str) -> Said:
        pull = self.pulls[int(number)]
        unknown = [name for name in asked.body["assignees"] if name not in self.permissions]
        if unknown:
            return _invalid(
                {"resource": "Issue", "field": "assignees", "code": "invalid", "value": unknown[0]}
            )
        pull.assignees += asked.body["assignees"]
        return Said(201, self._issue(pull))

    def _comments(self, asked: Asked, number: str) -> Said:
        size = min(int(asked.query.get("per_page", "30")), 100)
        shown, headers = self.page(asked, self.pulls[int(number)].comments, size)
        return Said(200, [self._said(each, at, number) for at, each in enumerate(shown, 1)], headers)

    def _comment(self, asked: Asked, number: str) -> Said:
        self.say(int(number), asked.body["body"], author=self.account)
        comments = self.pulls[int(number)].comments
        return Said(201, self._said(comments[-1], len(comments), number))

    # How GitHub writes things.

    def _repository(self, name: str) -> dict[str, Any]:
        owner, _, short = name.partition("/")
        url = f"https://github.example/{name}"
        return {
            **{f"{link}_url": f"{url}/{link}" for link in _REPOSITORY_LINKS.split()},
            **dict.fromkeys(_COUNTS.split(), 0),
            **dict.fromkeys(["has_downloads", "has_issues", "has_projects", "has_wiki"], True),
            **dict.fromkeys(["has_pages", "has_discussions", "archived", "disabled", "private"], False),
            **dict.fromkeys(["description", "homepage", "language", "license", "mirror_url"]),
            **dict.fromkeys(["created_at", "updated_at", "pushed_at"], self.time()),
            "id": 1000 + identity(name) if name != self.repository else 1,
            "node_id": f"R_{name}",
            "name": short,
            "full_name": name,
            "owner": _user(owner),
            "html_url": url,
            "url": f"{self.api}/repos/{name}",
            "fork": name != self.repository,
            "default_branch": self.default_branch,
        }

    def _side(self, name: str | None, branch: str, commit: str) -> dict[str, Any]:
        """`name`: of the repository; None where it is gone."""
        owner = (name or "ghost/gone").partition("/")[0]
        return {
            "label": f"{owner}:{branch}",
            "ref": branch,
            "sha": commit,
            "user": _user(owner),
            "repo": self._repository(name) if name else None,
        }

    def _simple(self, pull: Pull) -> dict[str, Any]:
        url = f"{self.api}/repos/{self.repository}/pulls/{pull.number}"
        page = f"https://github.example/{self.repository}/pull/{pull.number}"
        links = "self html issue comments review_comments review_comment commits statuses"
        source = self.repository if pull.fork is None else pull.fork or None
        return {
            **{f"{link}_url": f"{url}/{link}" for link in links.split()[2:]},
            "_links": {link: {"href": f"{url}/{link}"} for link in links.split()},
            "id": 10_000 + pull.number,
            "node_id": f"PR_{pull.number}",
            "url": url,
            "html_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
            "number": pull.number,
            "state": "open" if pull.status == "open" else "closed",
            "locked": False,
            "title": pull.title,
            "body": pull.body or None,
            "user": _user(pull.author),
            "labels": [_label(name) for name in pull.labels],
            "assignee": _user(pull.assignees[0]) if pull.assignees else None,
            "assignees": [_user(name) for name in pull.assignees],
            "requested_reviewers": [_user(name) for name in pull.reviewers],
            "milestone": None,
            "created_at": self.time(),
            "updated_at": self.time(),
            "closed_at": None if pull.status == "open" else self.time(),
            "merged_at": self.time() if pull.status == "merged" else None,
            "merge_commit_sha": None,
            "head": self._side(source, pull.branch, pull.head),
            "base": self._side(self.repository, pull.base, self.head(pull.base) or "0" * 40),
            "author_association": "MEMBER",
            "auto_merge": None,
            "draft": False,
        }

    def _full(self, pull: Pull) -> dict[str, Any]:
        merged = pull.status == "merged"
        counts = "additions changed_files comments commits deletions review_comments"
        return {
            **self._simple(pull),
            **dict.fromkeys(counts.split(), 0),
            "mergeable": None if merged else True,
            "mergeable_state": "clean",
            "merged": merged,
            "maintainer_can_modify": False,
            "merged_by": _user("pat") if merged else None,
        }

    def _issue(self, pull: Pull) -> dict[str, Any]:
        simple = self._simple(pull)
        url = f"{self.api}/repos/{self.repository}/issues/{pull.number}"
        kept = "id node_id html_url number state title body user labels assignee assignees milestone locked"
        return {
            **{key: simple[key] for key in f"{kept} created_at updated_at closed_at".split()},
            **{f"{link}_url": f"{url}/{link}" for link in ["comments", "events", "labels", "repository"]},
            "url": url,
            "comments": len(pull.comments),
            "author_association": "MEMBER",
        }

    def _said(self, comment: Comment, at: int, number: str) -> dict[str, Any]:
        url = f"{self.api}/repos/{self.repository}/issues"
        return {
            "id": int(number) * 1000 + at,
            "node_id": f"IC_{number}_{at}",
            "url": f"{url}/comments/{at}",
            "html_url": f"https://github.example/{self.repository}/pull/{number}#issuecomment-{at}",
            "issue_url": f"{url}/{number}",
            "body": comment.body,
            "user": _user(comment.author),
            "created_at": self.time(),
            "updated_at": self.time(),
            "author_association": "MEMBER",
        }


def _user(name: str) -> dict[str, Any]:
    return {
        **{f"{link}_url": f"https://github.example/{name}/{link}" for link in _USER_LINKS.split()},
        "login": name,
        "id": identity(name),
        "node_id": f"U_{name}",
        "gravatar_id": "",
        "url": f"https://github.example/users/{name}",
        "type": "User",
        "site_admin": False,
    }


def _label(name: str) -> dict[str, Any]:
    url = f"https://github.example/labels/{name}"
    numbers = {"id": identity(name), "node_id": f"LA_{name}", "url": url.replace(" ", "%20")}
    return {**numbers, "name": name, "description": "", "color": "ededed", "default": False}


def _error(status: int, message: str) -> Said:
    return Said(
        status,
        {"message": message, "documentation_url": "https://docs.github.example", "status": f"{status}"},
    )


def _invalid(*errors: str | Mapping[str, str]) -> Said:
    said = _error(422, "Validation Failed")
    return Said(422, {**said.data, "errors": list(errors)})
