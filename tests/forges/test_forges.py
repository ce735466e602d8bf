"""What every forge does alike, over real HTTP on loopback."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from harvest.config.promotion import Forges
from harvest.errors import ForgeError
from harvest.promote.refusal import RefusedError, UnsureError
from harvest.proposing.request import Status
from tests.forges.conftest import FIRST, MAIN, SECOND

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harvest.proposing.request import Opening, Request
    from tests.forges.conftest import Site

CREATE = r"/(pulls|merge_requests)$"
COMMENT = r"/(comments|notes)$"
MERGE = r"/merge$"
LABELS = ("harvest",)


def test_the_default_branch(site: Site) -> None:
    site.standin.default_branch = "trunk"
    assert site.forge.default_branch() == "trunk"


def test_an_empty_repository(site: Site) -> None:
    site.standin.default_branch = ""
    if site.promotion.forge is Forges.GITHUB:  # there it has a name before it has a commit
        return
    with pytest.raises(ForgeError, match="acme/answers is empty"):
        site.forge.default_branch()


def test_a_request_is_opened_and_found_again(site: Site, opening: Opening) -> None:
    opened = site.forge.open(replace(opening, labels=LABELS))
    assert (opened.number, opened.status, opened.branch) == (1, Status.OPEN, "harvest/a")
    assert (opened.title, opened.body, opened.head) == (opening.title, opening.body, FIRST)
    assert (opened.labels, opened.author) == (LABELS, "harvest-bot")
    assert opened.url.endswith("/1")
    assert site.forge.requests("harvest/") == (opened,)
    assert site.forge.requests("other/") == ()


def test_a_branch_that_has_an_open_request_gets_no_second(site: Site, opening: Opening) -> None:
    first = site.forge.open(opening)
    assert site.forge.open(replace(opening, title="Again")) == first
    assert len(site.standin.pulls) == 1


def test_a_branch_whose_request_was_closed_gets_another(site: Site, opening: Opening) -> None:
    site.forge.open(opening)
    site.standin.close(1)
    assert site.forge.open(opening).number == 2


def test_another_run_that_is_faster_wins(site: Site, opening: Opening) -> None:
    """It opens the request between our look and our own."""

    def meanwhile(asked: object) -> None:
        if getattr(asked, "method", "") == "POST" and not site.standin.pulls:
            site.standin.add("harvest/a", title="The other run's")

    site.standin.before = meanwhile
    assert site.forge.open(opening).title == "The other run's"
    assert len(site.standin.pulls) == 1


def test_two_runs_at_once_open_one(site: Site, opening: Opening) -> None:
    found: list[Request] = []
    runs = [Thread(target=lambda: found.append(site.again().open(opening))) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [each.number for each in found] == [1, 1, 1, 1]
    assert len(site.standin.pulls) == 1


def test_an_answer_that_gets_lost_opens_no_second(site: Site, opening: Opening) -> None:
    site.standin.cut("POST", CREATE, carried_out=True)
    assert site.forge.open(opening).number == 1
    assert len(site.standin.pulls) == 1


def test_a_request_that_gets_lost_is_not_sent_blindly_again(site: Site, opening: Opening) -> None:
    site.standin.cut("POST", CREATE)
    with pytest.raises(UnsureError, match="look there"):
        site.forge.open(opening)
    assert len(site.asked("POST")) == 1
    assert site.standin.pulls == {}


def test_a_branch_that_was_not_pushed_is_refused(site: Site, opening: Opening) -> None:
    with pytest.raises(RefusedError):
        site.forge.open(replace(opening, branch="harvest/none"))


def test_requests_of_forks_are_nobodys(site: Site) -> None:
    """Anybody can name a branch of a fork as we do; a fork that was deleted has no name left."""
    site.standin.add("harvest/a", fork="mallory/answers")
    site.standin.add("harvest/a", fork="")
    ours = site.standin.add("harvest/a")
    assert [each.number for each in site.forge.requests("harvest/")] == [ours.number]


def test_a_fork_with_our_branch_does_not_keep_us_from_opening(site: Site, opening: Opening) -> None:
    site.standin.add("harvest/a", fork="mallory/answers")
    assert site.forge.open(opening).number == 2


@pytest.mark.parametrize("count", [100, 101, 230])
def test_all_pages_are_read_newest_first(site: Site, count: int) -> None:
    for at in range(count):
        site.standin.add(f"harvest/{at}" if at % 2 else f"other/{at}")
    numbers = [each.number for each in site.forge.requests("harvest/")]
    assert numbers == [number for number in range(count, 0, -1) if number % 2 == 0]


def test_what_has_become_of_requests(site: Site) -> None:
    for name in ("open", "closed", "merged"):
        site.standin.add(f"harvest/{name}")
    site.standin.close(2, label="not needed")
    site.standin.merge(3)
    found = {each.branch: each for each in site.forge.requests("harvest/")}
    assert {branch: each.status for branch, each in found.items()} == {
        "harvest/open": Status.OPEN,
        "harvest/closed": Status.CLOSED,
        "harvest/merged": Status.MERGED,
    }
    assert found["harvest/closed"].labels == ("not needed",)


def test_a_request_whose_branch_is_gone_is_still_known(site: Site, opening: Opening) -> None:
    """Otherwise a "no" would be forgotten with its branch."""
    site.forge.open(opening)
    site.standin.close(1)
    del site.standin.branches["harvest/a"]
    (found,) = site.forge.requests("harvest/")
    assert (found.branch, found.head, found.status) == ("harvest/a", FIRST, Status.CLOSED)


def test_the_head_follows_the_branch(site: Site, opening: Opening) -> None:
    site.forge.open(opening)
    site.standin.branches["harvest/a"] = SECOND
    assert site.forge.requests("harvest/")[0].head == SECOND


def test_title_and_body_are_rewritten(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    site.forge.rewrite(request, title="Now", body="Another story")
    (found,) = site.forge.requests("harvest/")
    assert (found.title, found.body) == ("Now", "Another story")


def test_comments_are_read_and_written(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    assert site.forge.comments(request) == ()
    site.standin.say(1, "Please shorten it")
    site.forge.comment(request, "The thread has changed – see `docs`.")
    assert site.forge.comments(request) == ("Please shorten it", "The thread has changed – see `docs`.")


def test_all_comments_are_read(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    for at in range(130):
        site.standin.say(1, f"{at}")
    assert site.forge.comments(request) == tuple(f"{at}" for at in range(130))


def test_a_comment_is_never_said_twice(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    site.standin.cut("POST", COMMENT, carried_out=True)
    with pytest.raises(UnsureError):
        site.forge.comment(request, "once")
    assert [each.body for each in site.standin.pulls[1].comments] == ["once"]


def test_a_request_is_merged_as_it_was_seen(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    site.forge.merge(request)
    assert site.standin.pulls[1].status == "merged"


def test_a_branch_that_has_moved_is_not_merged(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    site.standin.branches["harvest/a"] = SECOND
    with pytest.raises(RefusedError, match="409"):
        site.forge.merge(request)
    assert site.standin.pulls[1].status == "open"


def test_what_is_closed_is_not_merged(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    site.standin.close(1)
    with pytest.raises(RefusedError, match="405"):
        site.forge.merge(request)


def test_a_merge_whose_answer_gets_lost_counts(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    site.standin.cut("PUT", MERGE, carried_out=True)
    site.standin.cut("POST", MERGE, carried_out=True)
    site.forge.merge(request)
    assert site.standin.pulls[1].status == "merged"


def test_a_merge_that_gets_lost_is_not_called_done(site: Site, opening: Opening) -> None:
    request = site.forge.open(opening)
    site.standin.cut("PUT", MERGE)
    site.standin.cut("POST", MERGE)
    with pytest.raises(UnsureError):
        site.forge.merge(request)


def test_people_that_the_host_does_not_know_are_left_out(site: Site, opening: Opening) -> None:
    people = ("@nobody", "rita", "no/such/team")
    request = site.forge.open(replace(opening, reviewers=people, assignees=("zoe", "olaf")))
    pull = site.standin.pulls[request.number]
    assert (pull.reviewers, pull.assignees) == (["rita"], ["olaf"])


def test_an_account_that_opens_a_request_cannot_review_it(site: Site, opening: Opening) -> None:
    site.forge.open(replace(opening, reviewers=("harvest-bot", "rita")))
    if site.promotion.forge is not Forges.GITLAB:  # there it may
        assert site.standin.pulls[1].reviewers == ["rita"]


@pytest.mark.parametrize(
    ("account", "may"),
    [
        ("harvest-bot", True),
        ("rita", True),
        ("carl", False),
        ("stranger", False),
        ("", False),
        ("..", False),
        ("rita/../harvest-bot", False),
        ("rita?x=1", False),
        ("rita\n", False),
    ],
)
def test_who_may_write(site: Site, account: str, may: bool) -> None:
    assert site.forge.may_write(account) is may


def test_a_repository_that_was_renamed_is_found_under_its_old_name(site: Site, opening: Opening) -> None:
    """Its heads have the new name: they must not be taken for a fork's."""
    site.standin.rename("acme/help")
    forge = site.again(repository="acme/answers")
    request = forge.open(replace(opening, labels=LABELS))
    forge.comment(request, "here")
    forge.rewrite(request, title="T", body="B")
    assert [each.number for each in forge.requests("harvest/")] == [1]
    forge.merge(request)


def test_the_case_of_the_name_does_not_matter(site: Site, opening: Opening) -> None:
    forge = site.again(repository="ACME/Answers")
    forge.open(opening)
    assert len(forge.requests("harvest/")) == 1


def test_a_token_that_has_expired_is_named_by_its_setting(site: Site) -> None:
    site.standin.token = "another"
    with pytest.raises(RefusedError) as caught:
        site.forge.requests("harvest/")
    assert caught.value.status == 401
    assert "promote: token:" in str(caught.value)
    assert site.promotion.token not in str(caught.value)


def test_a_repository_that_the_token_may_not_see(site: Site) -> None:
    with pytest.raises(RefusedError, match="acme/none right at `promote: repository:`"):
        site.again(repository="acme/none").default_branch()


def test_a_long_wait_is_told_and_opens_nothing(site: Site, opening: Opening) -> None:
    site.standin.fail("POST", CREATE, 429, headers={"Retry-After": "300"})
    with pytest.raises(ForgeError, match="asks to wait until 14:05 UTC") as caught:
        site.forge.open(opening)
    assert caught.value.wait == 300
    assert site.slept == []
    assert site.standin.pulls == {}


def test_a_short_wait_is_waited(site: Site, opening: Opening) -> None:
    """A request that was put off has not been carried out: it may be sent again."""
    site.standin.fail("POST", CREATE, 429, headers={"Retry-After": "7"})
    assert site.forge.open(opening).number == 1
    assert site.slept == [7]


def test_a_gateway_that_stumbles_is_asked_again(site: Site) -> None:
    site.standin.add("harvest/a")
    site.standin.fail("GET", CREATE, 502, times=3)
    assert len(site.forge.requests("harvest/")) == 1
    assert len(site.slept) == 3


def test_a_broken_connection_is_tried_again(site: Site) -> None:
    site.standin.add("harvest/a")
    site.standin.cut("GET", CREATE, times=2)
    assert len(site.forge.requests("harvest/")) == 1


def test_a_forge_that_answers_in_another_shape(site: Site) -> None:
    site.standin.fail("GET", CREATE, 200, [{"number": "one"}])
    with pytest.raises(ForgeError, match="in a shape that Harvest does not know"):
        site.forge.requests("harvest/")


def test_a_real_repository_behind_it(sites: Callable[..., Site], opening: Opening, tmp_path: Path) -> None:
    """Branches come from it, and merges arrive in it."""

    def git(*arguments: str) -> str:
        who = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"]
        command = ["git", "-C", str(tmp_path), *who, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "--quiet", "--initial-branch=main")
    git("commit", "--quiet", "--allow-empty", "-m", "first")
    git("switch", "--quiet", "-c", "harvest/a")
    (tmp_path / "a.md").write_text("page", encoding="utf-8")
    git("add", "a.md")
    git("commit", "--quiet", "-m", "page")
    git("switch", "--quiet", "main")
    for kind in (Forges.GITHUB, Forges.GITLAB, Forges.GITEA):
        before = git("rev-parse", "main")
        site = sites(kind, bare=tmp_path / ".git")
        request = site.forge.open(opening)
        assert request.head == git("rev-parse", "harvest/a")
        site.forge.merge(request)
        assert git("show", "main:a.md") == "page"
        assert git("rev-parse", "main") != before != MAIN
        git("update-ref", "refs/heads/main", before)
