"""Requests about pages, with real git over HTTP and a forge that is kept in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from harvest.checks import CHECKS
from harvest.errors import ForgeError, GitError, HarvestError
from harvest.lifecycle.lane import Merge, Wait
from harvest.lifecycle.states import Refuse
from harvest.lifecycle.takedown import order
from harvest.model import State
from harvest.pages.edit import edit
from harvest.pages.merge import Keep, Write
from harvest.pages.parse import parse
from harvest.pages.render import render
from harvest.pipeline import living, looking_again, taking_down, trusting
from harvest.pipeline.asking import Asked, Did
from harvest.pipeline.changing import Pages
from harvest.pipeline.outcomes import Did as Promoted
from harvest.probe import Probed
from harvest.proposing.branch import about_page, proposes
from harvest.proposing.request import Opening, Status
from tests.lifecycle.conftest import kettle, lid
from tests.promote.conftest import Desk, desk, dids, host, template
from tests.promote.githost import ENVIRON, git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from harvest.probe import Prober

pytestmark = pytest.mark.slow

__all__ = ["desk", "host", "template"]

TODAY = date(2026, 5, 4)
KETTLE, LID = "answers/kettle.md", "answers/lid.md"
BRANCH = about_page("harvest/", "takedown-", KETTLE)
DANGER = order("dangerous", "It burns.", TODAY)


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """Two reviewed pages on the default branch, and in the checkout."""
    put(desk, {KETTLE: render(kettle()), LID: render(lid())})
    return desk


def put(desk: Desk, pages: dict[str, str]) -> None:
    desk.host.commit("main", {f"docs/{path}": text for path, text in pages.items()})
    git(desk.folder, "pull", "--quiet", desk.host.bare, "main")


def take_down(desk: Desk, path: str = KETTLE, *, dry: bool = False, forge: bool = True) -> Asked:
    return taking_down.ask_to_take_down(
        desk.config, path, DANGER, forge=desk.forge if forge else None, environ=ENVIRON, dry=dry
    )


def applied(desk: Desk) -> tuple[object, ...]:
    return taking_down.taken_down_on_branches(desk.config, ENVIRON)


# ── taking down ──────────────────────────────────────────────────────────────────────────────────


def test_a_takedown_is_a_branch_with_exactly_that_page_and_a_request(shelf: Desk) -> None:
    before = shelf.state()
    asked = take_down(shelf)
    assert (asked.did, asked.branch) == (Did.OPENED, BRANCH)
    changed = git(shelf.host.bare, "diff", "--name-status", "main", BRANCH).splitlines()
    assert changed == [f"M\tdocs/{KETTLE}"]
    assert parse(shelf.host.text(BRANCH, f"docs/{KETTLE}")).answer.state is State.TAKEN_DOWN
    (opening,) = shelf.forge.openings
    assert opening.title == f"Take down: {KETTLE}"
    assert opening.labels == ("harvest", "takedown")
    assert "It burns." in opening.body
    assert "delete the branch" in opening.body
    for word in ("forum", "Descale", "clicking"):
        assert word not in opening.body + shelf.host.text(BRANCH, f"docs/{KETTLE}")
    assert shelf.state() == before


def test_it_works_before_anybody_has_merged_it(shelf: Desk) -> None:
    take_down(shelf)
    (step,) = applied(shelf)
    assert isinstance(step, Write)
    assert step.path == KETTLE
    living.carry_out(shelf.config, [step])
    assert "It burns." in (shelf.folder / "docs" / KETTLE).read_text(encoding="utf-8")
    assert all(isinstance(each, Keep) for each in applied(shelf))


def test_a_second_run_doubles_nothing(shelf: Desk) -> None:
    first = take_down(shelf)
    head = shelf.host.branches()[BRANCH]
    again = take_down(shelf)
    assert (again.did, again.url) == (Did.OPEN, first.url)
    assert shelf.host.branches() == {BRANCH: head}
    assert len(shelf.forge.made) == 1


def test_a_connection_that_was_cut_before_the_request_is_mended(shelf: Desk) -> None:
    def cut() -> None:
        raise ForgeError("cut")

    shelf.forge.faults["open"] = cut
    with pytest.raises(ForgeError):
        take_down(shelf)
    shelf.forge.faults.clear()
    head = shelf.host.branches()[BRANCH]
    assert take_down(shelf).did is Did.OPENED
    assert shelf.host.branches() == {BRANCH: head}


def test_without_a_forge_the_branch_is_pushed_all_the_same(shelf: Desk) -> None:
    assert take_down(shelf, forge=False, dry=True).did is Did.PUSHED
    assert shelf.host.branches() == {}
    assert take_down(shelf, forge=False).did is Did.PUSHED
    assert list(shelf.host.branches()) == [BRANCH]


def test_a_dry_run_says_what_it_would_ask_and_does_nothing(shelf: Desk) -> None:
    asked = take_down(shelf, dry=True)
    assert asked.did is Did.OPENED
    assert "dangerous" in asked.body
    assert (shelf.host.branches(), shelf.forge.made) == ({}, {})


def test_after_a_no_it_can_be_asked_for_again_under_another_name(shelf: Desk) -> None:
    take_down(shelf)
    shelf.forge.close(1)
    assert applied(shelf) == ()
    again = take_down(shelf)
    assert (again.did, again.branch) == (Did.OPENED, f"{BRANCH}-2")
    assert isinstance(applied(shelf)[0], Write)


def test_once_merged_nothing_is_left_to_do(shelf: Desk) -> None:
    take_down(shelf)
    shelf.forge.merge(shelf.forge.made[1])
    git(shelf.folder, "pull", "--quiet", shelf.host.bare, "main")
    assert applied(shelf) == ()
    assert take_down(shelf).why == "is that already on the default branch"


def test_a_page_that_only_stands_here_needs_no_request(shelf: Desk) -> None:
    (shelf.folder / "docs/answers/new.md").write_text(render(kettle(title="New")), encoding="utf-8")
    assert take_down(shelf, "answers/new.md").why.startswith("is not on the default branch")


def test_a_branch_cannot_smuggle_anything(shelf: Desk) -> None:
    take_down(shelf)
    good = shelf.host.text(BRANCH, f"docs/{KETTLE}")
    hostile = {
        f"docs/{KETTLE}": render(replace(parse(good).answer, title="Win", redirect_from=("answers/lid/",))),
        f"docs/{LID}": render(lid(title="Send money")),
        "docs/answers/new.md": good,
        "docs/index.md": "hello",
        "mkdocs.yml": "plugins: []",
        ".github/workflows/site.yml": "on: push",
    }
    shelf.host.commit(BRANCH, hostile)
    steps = applied(shelf)
    assert {type(each) for each in steps} == {Write, Refuse}
    (written,) = (each for each in steps if isinstance(each, Write))
    assert (written.path, written.text) == (KETTLE, good)
    (refused,) = (each for each in steps if isinstance(each, Refuse))
    assert refused.path == "answers/new.md"


def test_what_main_has_brought_back_is_not_taken_down_by_another_branch(shelf: Desk) -> None:
    take_down(shelf)
    shelf.forge.merge(shelf.forge.made[1])
    take_down(shelf, LID)  # a branch on top of it
    put(shelf, {KETTLE: render(kettle())})  # reverted
    assert [step.path for step in applied(shelf) if isinstance(step, Write)] == [LID]


def test_a_shallow_clone_knows_enough(shelf: Desk, tmp_path: Path) -> None:
    take_down(shelf)
    shelf.host.commit("main", {"docs/index.md": "moved on\n"})
    folder = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{shelf.host.bare}", folder)
    git(folder, "remote", "set-url", "origin", shelf.host.url)
    (step,) = applied(replace(shelf, folder=folder))
    assert isinstance(step, Write)


def test_what_is_taken_down_is_never_promoted_again(desk: Desk) -> None:
    """Also by whoever insists; and its request takes nobody's place."""
    desk.changes = {"most_open": 1}
    desk.promote("forum:kettle")
    (made,) = desk.forge.made.values()
    desk.forge.merge(made)
    git(desk.folder, "pull", "--quiet", desk.host.bare, "main")
    path = living.find_page(desk.config, living.pages_of(desk.config), "https://forum.example/t/kettle")
    take_down(desk, path)
    assert Promoted.OPENED in dids(desk.promote(top=1)).values()
    desk.forge.close(3, delete=True)
    desk.forge.merge(desk.forge.made[2])
    git(desk.folder, "pull", "--quiet", desk.host.bare, "main")
    (outcome,) = desk.promote("forum:kettle", force="I want it")
    assert outcome.did is Promoted.FAILED
    assert "has been taken down" in outcome.why
    assert "kettle" not in dids(desk.promote(top=10))
    assert living.find_page(desk.config, living.pages_of(desk.config), "forum:kettle") == path


# ── looking again ────────────────────────────────────────────────────────────────────────────────


def review(
    desk: Desk,
    day: date = date(2027, 6, 1),
    *,
    links: Prober | None = None,
    top: int | None = None,
    dry: bool = False,
) -> dict[str, Asked]:
    found = looking_again.ask_to_review(
        desk.config, today=day, links=links, top=top, forge=desk.forge, environ=ENVIRON, dry=dry
    )
    return {asked.path: asked for asked in found}


def test_each_stale_page_becomes_a_request_most_asked_first(shelf: Desk) -> None:
    found = review(shelf)
    assert [(path, asked.did) for path, asked in found.items()] == [(KETTLE, Did.OPENED), (LID, Did.OPENED)]
    opening = shelf.forge.openings[0]
    assert opening.title == f"Look again: {KETTLE}"
    assert "should have been looked at by 2027-01-03" in opening.body
    assert "which 3 people have asked for" in opening.body
    assert opening.labels == ("harvest", "review")
    page = parse(shelf.host.text(found[KETTLE].branch, f"docs/{KETTLE}")).answer
    assert page == kettle(state=State.STALE)
    assert {asked.did for asked in review(shelf).values()} == {Did.OPEN}
    assert review(shelf, date(2026, 6, 1)) == {}


def test_a_dead_link_is_a_reason_where_links_are_tried(shelf: Desk) -> None:
    """Found by hand: the handbook named the reason, and no command ever tried a link."""
    tried: list[str] = []

    def gone(addresses: Iterable[str], /) -> Probed:
        tried.extend(addresses)
        return Probed(dead={tried[0]: "is not there (404)"})

    found = review(shelf, date(2026, 6, 1), links=gone)
    assert tried == sorted(set(tried))
    assert found
    assert f"{tried[0]} is not there (404)" in shelf.forge.openings[0].body


def test_no_more_are_asked_than_somebody_wants(shelf: Desk) -> None:
    """Found by hand: `review --open --top 1` opened requests for all."""
    assert list(review(shelf, top=1)) == [KETTLE]


def test_a_no_is_remembered_for_the_same_reasons_only(shelf: Desk) -> None:
    put(shelf, {LID: edit(render(lid()), {"review_by": date(2028, 1, 1)})})
    review(shelf)
    shelf.forge.close(1)
    assert review(shelf)[KETTLE].did is Did.LEFT
    put(shelf, {KETTLE: edit(render(kettle()), {"review_by": date(2027, 2, 1)})})
    assert review(shelf)[KETTLE].did is Did.OPENED


def test_no_more_are_open_than_people_can_look_at(shelf: Desk) -> None:
    shelf.changes = {"most_open": 1}
    found = review(shelf)
    assert (found[KETTLE].did, found[LID].did) == (Did.OPENED, Did.LEFT)
    assert found[LID].why == "promote: most_open is 1: others are open"
    again = review(shelf)
    assert (again[KETTLE].did, again[LID].did) == (Did.OPEN, Did.LEFT)


def test_once_merged_the_page_says_so_and_nobody_is_asked_again(shelf: Desk) -> None:
    review(shelf)
    for made in list(shelf.forge.made.values()):
        shelf.forge.merge(made)
    assert review(shelf) == {}


# ── the trusted lane ─────────────────────────────────────────────────────────────────────────────


def correction(desk: Desk, files: dict[str, str], *, author: str = "ada", branch: str = "fix-typo") -> int:
    git(desk.host.bare, "branch", "--force", branch, "main")
    desk.host.commit(branch, files)
    request = desk.forge.open(Opening(branch=branch, base="main", title="Fix", body=""))
    desk.forge.made[request.number] = replace(request, author=author)
    return request.number


def trust(desk: Desk, number: int, *failed: str, dry: bool = False) -> Merge | Wait:
    decided = trusting.trust(
        desk.config, number, forge=desk.forge, environ=ENVIRON, checks=lambda *_: failed, dry=dry
    )
    return decided.decision


TYPO = {f"docs/{KETTLE}": render(kettle()).replace("Rinse it.", "Rinse it twice.")}


def test_a_slip_of_the_pen_of_somebody_trusted_is_merged_and_logged(shelf: Desk) -> None:
    shelf.changes = {"trusted": ("ada",)}
    number = correction(shelf, TYPO)
    assert isinstance(trust(shelf, number, dry=True), Merge)
    assert (shelf.forge.made[number].status, shelf.forge.said[number]) == (Status.OPEN, [])
    assert isinstance(trust(shelf, number), Merge)
    assert shelf.forge.made[number].status is Status.MERGED
    assert "Rinse it twice." in shelf.host.text("main", f"docs/{KETTLE}")
    (said,) = shelf.forge.said[number]
    assert said.startswith("The trusted lane merges this: 2 changed lines by ada")


def test_what_the_host_does_not_merge_is_not_said_to_be(shelf: Desk) -> None:
    """Found by reading: "Merged by the trusted lane" stood under a request that was refused."""

    def refuses() -> None:
        raise ForgeError("the branch is protected")

    shelf.changes = {"trusted": ("ada",)}
    number = correction(shelf, TYPO)
    shelf.forge.faults["merge"] = refuses
    with pytest.raises(ForgeError):
        trust(shelf, number)
    assert not any("Merged" in said for said in shelf.forge.said[number])
    shelf.forge.faults.clear()
    assert isinstance(trust(shelf, number), Merge)
    assert len(shelf.forge.said[number]) == 1


def test_off_by_default(shelf: Desk) -> None:
    decision = trust(shelf, correction(shelf, TYPO))
    assert decision == Wait("nobody is listed at `promote: trusted:`")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({**TYPO, "mkdocs.yml": "plugins: []"}, "../mkdocs.yml: is not an answer page"),
        ({**TYPO, ".github/workflows/x.yml": "on: push"}, "../.github/workflows/x.yml: is not an answer"),
        ({"docs/answers/new.md": render(kettle())}, "answers/new.md: pages that come or go"),
        ({f"docs/{KETTLE}": render(kettle(state=State.VALIDATED))}, "`generated` is different"),
    ],
)
def test_what_waits_says_why_once(shelf: Desk, files: dict[str, str], says: str) -> None:
    shelf.changes = {"trusted": ("ada",)}
    number = correction(shelf, files)
    decision = trust(shelf, number)
    assert isinstance(decision, Wait)
    assert says in decision.reason
    trust(shelf, number)
    assert shelf.forge.said[number] == [f"This waits for a second pair of eyes: {decision.reason}."]
    assert shelf.forge.made[number].status is Status.OPEN


def test_a_link_in_the_place_of_a_page_waits(shelf: Desk) -> None:
    shelf.changes = {"trusted": ("ada",)}
    number = correction(shelf, TYPO)
    bare = shelf.host.bare
    blob = git(bare, "hash-object", "-w", "--stdin", text="/etc/passwd")
    lines = [
        f"120000 blob {blob}\tdocs/{KETTLE}" if line.endswith(KETTLE) else line
        for line in git(bare, "ls-tree", "-r", "fix-typo").splitlines()
    ]
    tree = _tree(bare, lines)
    commit = git(bare, "commit-tree", tree, "-p", "fix-typo", "-m", "link")
    git(bare, "update-ref", "refs/heads/fix-typo", commit)
    assert isinstance(trust(shelf, number), Wait)


def _tree(bare: Path, lines: list[str]) -> str:
    """A tree of one level out of a full listing, folder by folder."""
    folders: dict[str, list[str]] = {}
    own = []
    for line in lines:
        head, path = line.split("\t")
        folder, _, rest = path.partition("/")
        if rest:
            folders.setdefault(folder, []).append(f"{head}\t{rest}")
        else:
            own.append(line)
    own += [f"040000 tree {_tree(bare, inner)}\t{name}" for name, inner in folders.items()]
    return git(bare, "mktree", text="\n".join(own) + "\n")


def test_a_page_that_has_changed_on_the_default_branch_waits(shelf: Desk) -> None:
    shelf.changes = {"trusted": ("ada",)}
    number = correction(shelf, TYPO)
    put(shelf, {KETTLE: render(kettle(askers=9))})
    assert trust(shelf, number) == Wait(f"{KETTLE} has changed on the default branch since")


def test_failed_checks_wait_and_only_an_open_request_is_looked_at(shelf: Desk) -> None:
    shelf.changes = {"trusted": ("ada",)}
    number = correction(shelf, TYPO)
    assert trust(shelf, number, "tone") == Wait("these checks found something: tone")
    shelf.forge.close(number)
    with pytest.raises(HarvestError, match=f"#{number} is no open request"):
        trust(shelf, number)


def test_the_checks_of_the_gate_are_asked(shelf: Desk) -> None:
    before = living.pages_of(shelf.config)
    after = {**before, KETTLE: before[KETTLE].replace("Rinse it.", "Rinse it twice.")}
    ids = {check.id for check in CHECKS}
    report = Pages(shelf.config, before, today=TODAY).changed(after).report
    assert {finding.check for finding in report.findings} <= ids


# ── names, and where there is nothing ────────────────────────────────────────────────────────────


def test_branches_about_pages_propose_none() -> None:
    assert not proposes("harvest/", BRANCH)
    assert proposes("harvest/", "harvest/forum-1-0123abcd")


def test_without_a_remote_it_says_so(shelf: Desk) -> None:
    git(shelf.folder, "remote", "remove", "origin")
    with pytest.raises(GitError, match="no remote"):
        take_down(shelf)
