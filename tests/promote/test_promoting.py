"""What `harvest promote` does, with real git over HTTP and a forge that is kept in memory."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from harvest.errors import ForgeError, GitError
from harvest.model import State
from harvest.pages.parse import parse
from harvest.pipeline.outcomes import Did, Mode
from harvest.proposing.request import Status
from tests.promote.conftest import TALKS, Desk, dids
from tests.promote.githost import TOKEN, git

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

KETTLE = "docs/answers/the-kettle-clicks-off-before-it-boils.md"
NEWS = (
    "Open the lid, fill the kettle with pure vinegar, wait two hours, then rinse it three times. "
    "The sensor under the lid is covered with limescale and switches it off too early."
)


def rejects(branch: str, said: str) -> str:
    """A pre-receive hook that rejects pushes to one branch."""
    return f"""while read old new ref; do
        case "$ref" in *{branch}*) printf '%b\\n' '{said}' >&2; exit 1;; esac
    done"""


# ── opening ──────────────────────────────────────────────────────────────────────────────────────


def test_the_best_become_requests_and_the_checkout_is_not_touched(desk: Desk) -> None:
    (desk.folder / "docs/index.md").write_text("half-written\n", encoding="utf-8")
    git(desk.folder, "add", "docs/index.md")
    with (desk.folder / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("# put aside\n")
    git(desk.folder, "stash", "push", "--quiet", "mkdocs.yml")
    (desk.folder / "docs/new.md").write_text("not added\n", encoding="utf-8")
    before = desk.state()
    outcomes = desk.promote(top=3)
    assert [outcome.did for outcome in outcomes] == [Did.OPENED] * 3, outcomes
    assert desk.state() == before
    for opening in desk.forge.openings:
        base, head = git(desk.host.bare, "rev-list", "--reverse", opening.branch).splitlines()
        assert base == desk.host.main()
        changed = git(desk.host.bare, "diff", "--name-status", base, head).splitlines()
        assert len(changed) == 1
        assert changed[0].startswith("A\tdocs/answers/")
        assert opening.base == "main"
        assert opening.labels == ("harvest",)


@pytest.mark.slow
def test_labels_reviewers_and_assignees_are_those_of_the_configuration(desk: Desk) -> None:
    desk.changes = {"labels": ("answers",), "reviewers": ("bo",), "assignees": ("ada",)}
    desk.promote("forum:kettle")
    (opening,) = desk.forge.openings
    assert (opening.labels, opening.reviewers, opening.assignees) == (("answers",), ("bo",), ("ada",))


@pytest.mark.slow
def test_a_merged_page_is_one_that_customers_see_and_that_nobody_has_edited(desk: Desk) -> None:
    desk.promote("https://forum.example/t/kettle")
    desk.forge.merge(desk.forge.made[1])
    page = parse(desk.host.text("main", KETTLE))
    assert page.answer.state is State.REVIEWED
    assert not page.edited
    git(desk.folder, "pull", "--quiet", desk.host.bare, "main")
    assert [(o.did, o.why) for o in desk.promote("forum:kettle")] == [
        (Did.FAILED, f"is already a page: {KETTLE.removeprefix('docs/')}")
    ]


@pytest.mark.slow
def test_without_a_number_as_many_as_there_is_room_for(desk: Desk) -> None:
    desk.changes = {"most_open": 2}
    assert [outcome.did for outcome in desk.promote()] == [Did.OPENED] * 2
    again = desk.promote(top=4)
    assert sorted(outcome.did for outcome in again) == [Did.LEFT, Did.LEFT, Did.WAITS, Did.WAITS]
    assert len(desk.forge.open_ones()) == 2


def test_a_second_run_does_nothing(desk: Desk) -> None:
    desk.promote()
    before = desk.host.branches(), dict(desk.forge.made)
    assert {outcome.did for outcome in desk.promote()} == {Did.LEFT}
    assert (desk.host.branches(), desk.forge.made) == before
    assert not desk.forge.said


@pytest.mark.slow
def test_it_works_from_another_machine(desk: Desk, tmp_path: Path) -> None:
    desk.promote()
    other = Desk(clone_of_origin(desk, tmp_path / "elsewhere"), desk.host, desk.forge)
    for id_ in TALKS:
        other.talk(id_)
    assert {outcome.did for outcome in other.promote()} == {Did.LEFT}


def clone_of_origin(desk: Desk, folder: Path) -> Path:
    git(folder.parent, "clone", "--quiet", desk.host.bare, folder)
    git(folder, "remote", "set-url", "origin", desk.host.url)
    git(folder, "config", "user.name", "Cy")
    git(folder, "config", "user.email", "cy@kettle.example")
    return folder


@pytest.mark.slow
def test_the_pages_are_those_of_the_default_branch_and_not_of_the_checkout(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.forge.merge(desk.forge.made[1])
    assert not (desk.folder / KETTLE).exists()
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.FAILED}
    stray = desk.folder / "docs/answers/toaster-burns-one-side-of-the-bread.md"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("not pushed\n", encoding="utf-8")
    (toaster,) = desk.promote("forum:toaster")
    assert toaster.page == "answers/toaster-burns-one-side-of-the-bread.md"


# ── changes ──────────────────────────────────────────────────────────────────────────────────────


def test_a_changed_conversation_updates_the_branch_that_nobody_has_touched(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.talk("kettle", answer=NEWS)
    (outcome,) = desk.promote(top=1)[:1]
    assert outcome.did is Did.UPDATED
    assert "pure vinegar" in desk.host.text(outcome.branch, KETTLE)
    assert len(git(desk.host.bare, "rev-list", f"main..{outcome.branch}").splitlines()) == 1
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.LEFT}
    assert not desk.forge.said


def test_a_branch_that_a_person_has_edited_is_commented_on_once(desk: Desk) -> None:
    desk.promote("forum:kettle")
    branch = desk.forge.made[1].branch
    theirs = desk.host.commit(branch, {KETTLE: desk.host.text(branch, KETTLE).replace("half water", "water")})
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.LEFT}
    desk.talk("kettle", answer=NEWS)
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.COMMENTED}
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.LEFT}
    assert desk.host.branches()[branch] == theirs
    (comment,) = desk.forge.said[1]
    assert "pure vinegar" in comment
    desk.talk("kettle", answer=NEWS.replace("two hours", "three hours"), hour=2)
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.COMMENTED}
    assert len(desk.forge.said[1]) == 2


@pytest.mark.slow
@pytest.mark.parametrize("how", ["amended", "merged main", "on top", "another parent"])
def test_every_way_of_touching_a_branch_is_seen(desk: Desk, how: str) -> None:
    desk.promote("forum:kettle")
    bare, branch = desk.host.bare, desk.forge.made[1].branch
    base = desk.host.main()
    said = git(bare, "log", "-1", "--format=%B", branch)
    text = desk.host.text(branch, KETTLE)
    if how == "amended":
        desk.host.commit(branch, {KETTLE: text + "\nMine.\n"}, said, parent=base)
    elif how == "on top":
        desk.host.commit(branch, {"docs/about.md": "Mine.\n"})
    else:
        moved = desk.host.commit("main", {"docs/about.md": "Of main.\n"})
        if how == "merged main":
            tree = git(bare, "merge-tree", "--write-tree", branch, moved)
            both = git(bare, "commit-tree", tree, "-p", branch, "-p", moved, "-m", "Merge main")
            git(bare, "update-ref", f"refs/heads/{branch}", both)
        else:
            tree = git(bare, "rev-parse", f"{branch}^{{tree}}")
            git(
                bare,
                "update-ref",
                f"refs/heads/{branch}",
                git(bare, "commit-tree", tree, "-p", moved, "-m", said),
            )
    theirs = desk.host.branches()[branch]
    desk.talk("kettle", answer=NEWS)
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.COMMENTED}
    assert desk.host.branches()[branch] == theirs


# ── what people have decided ─────────────────────────────────────────────────────────────────────


def test_closed_means_no_with_the_reason_of_a_label(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.forge.close(1, "harvest:duplicate")
    desk.talk("kettle", answer=NEWS)
    (outcome,) = desk.promote("forum:kettle")
    assert (outcome.did, outcome.why) == (Did.LEFT, "closed as #1: the answer was no (duplicate)")
    assert "kettle" not in dids(desk.promote())


@pytest.mark.slow
def test_force_reopens_the_question_on_a_new_branch_and_says_why_in_the_page(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.forge.close(1, delete=False)
    (outcome,) = desk.promote("forum:kettle", force="support is asked  daily")
    assert outcome.did is Did.OPENED
    assert outcome.branch == f"{desk.forge.made[1].branch}-2"
    assert parse(desk.host.text(outcome.branch, KETTLE)).answer.forced == "support is asked  daily"
    assert "support is asked daily" in desk.forge.openings[-1].body
    desk.talk("kettle", answer=NEWS)
    assert dids(desk.promote())["kettle"] is Did.UPDATED
    page = parse(desk.host.text(outcome.branch, KETTLE)).answer
    assert (page.forced, "pure vinegar" in str(page)) == ("support is asked  daily", True)
    desk.forge.close(2)
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.LEFT}


@pytest.mark.slow
def test_what_was_merged_is_not_proposed_again_when_its_page_is_gone(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.forge.merge(desk.forge.made[1])
    tree = git(desk.host.bare, "rev-parse", "main~1^{tree}")
    git(
        desk.host.bare,
        "update-ref",
        "refs/heads/main",
        git(desk.host.bare, "commit-tree", tree, "-p", "main", "-m", "Out"),
    )
    for force in ("", "please"):
        (outcome,) = desk.promote("forum:kettle", force=force)
        assert outcome.did is Did.LEFT
        assert "merged as #1, and the page is gone since" in outcome.why


@pytest.mark.slow
def test_a_change_after_the_merge_is_an_amendment_on_a_new_branch(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.forge.merge(desk.forge.made[1])
    desk.talk("kettle", answer=NEWS)
    outcome = next(o for o in desk.promote() if o.thread == "forum:kettle")
    assert outcome.did is Did.OPENED
    assert outcome.branch == f"{desk.forge.made[1].branch}-2"
    (request,) = (each for each in desk.forge.open_ones() if each.branch == outcome.branch)
    assert next(o for o in desk.forge.openings if o.branch == outcome.branch).title.startswith("Amend: ")
    page = parse(desk.host.text(outcome.branch, KETTLE))
    assert (page.answer.state, page.edited) == (State.REVIEWED, False)
    desk.forge.close(request.number)
    assert "kettle" not in {k for k, v in dids(desk.promote()).items() if v is Did.OPENED}
    desk.talk("kettle", answer=NEWS.replace("two", "three"), hour=2)
    assert dids(desk.promote())["kettle"] is Did.OPENED


@pytest.mark.slow
def test_an_amendment_leaves_a_persons_words_alone_and_offers_its_own(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.forge.merge(desk.forge.made[1])
    theirs = (
        desk.host.text("main", KETTLE)
        .replace("half water", "cold water  ")
        .replace("asked:", "# ours\n    asked:")
    )
    desk.host.commit("main", {KETTLE: theirs})
    desk.talk("kettle", answer=NEWS)
    (outcome,) = desk.promote("forum:kettle")
    assert outcome.did is Did.OPENED
    proposed = desk.host.text(outcome.branch, KETTLE)
    assert proposed.split("\n---\n", 1)[1] == theirs.split("\n---\n", 1)[1]
    assert "pure vinegar" not in proposed
    assert "pure vinegar" in desk.forge.openings[-1].body
    desk.forge.merge(desk.forge.made[2])
    assert dids(desk.promote("forum:kettle")) == {
        "kettle": Did.FAILED
    }  # already a page, and it knows the news


@pytest.mark.slow
def test_an_open_request_whose_conversation_is_no_longer_worth_a_page_is_told(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.talk("kettle", answer="Hm, no idea, sorry.", thanks="Does not help. Still broken.")
    assert dids(desk.promote())["kettle"] is Did.COMMENTED
    assert dids(desk.promote())["kettle"] is Did.LEFT
    (comment,) = desk.forge.said[1]
    assert comment.startswith("There is nothing to propose any more: ")


# ── faults ───────────────────────────────────────────────────────────────────────────────────────


def test_a_push_that_the_host_rejects_is_told_in_its_words_and_stops_no_other(desk: Desk) -> None:
    desk.host.hook(rejects("kettle", "Push cannot contain secrets \x1b[31mAKIA\x1b[0m"))
    outcomes = desk.promote()
    assert sorted(dids(outcomes).items()) == [
        ("frame", Did.OPENED),
        ("kettle", Did.FAILED),
        ("scale", Did.OPENED),
        ("toaster", Did.OPENED),
    ]
    (failed,) = [outcome for outcome in outcomes if outcome.did is Did.FAILED]
    assert "the push was rejected: pre-receive hook declined: Push cannot contain secrets AKIA" in failed.why
    assert "\n" not in failed.why
    assert len(desk.forge.made) == 3
    desk.host.hook("exit 0")
    assert dids(desk.promote())["kettle"] is Did.OPENED


@pytest.mark.slow
@pytest.mark.parametrize("code", [401, 403, 404, 500])
def test_a_host_that_refuses_is_told_in_one_line_without_the_token(desk: Desk, code: int) -> None:
    desk.host.answer = code
    with pytest.raises(GitError) as told:
        desk.promote()
    assert TOKEN not in str(told.value)
    assert "\n" not in str(told.value)
    assert {401: "(401)", 403: "(403)", 404: "no such repository", 500: "500"}[code] in str(told.value)
    assert desk.state()["left"] == "[]"


@pytest.mark.slow
def test_an_expired_token_is_told(desk: Desk) -> None:
    desk.host.token = "another"
    with pytest.raises(GitError, match="the token has expired or is wrong"):
        desk.promote()


def test_a_cut_between_push_and_request_is_mended_by_the_next_run(desk: Desk) -> None:
    def cut() -> None:
        raise ForgeError("the connection was lost", where="https://forge.example")

    desk.forge.faults["open"] = cut
    (outcome,) = desk.promote("forum:kettle")
    assert outcome.did is Did.FAILED
    pushed = desk.host.branches()
    assert len(pushed) == 1
    desk.forge.faults.clear()
    (outcome,) = desk.promote("forum:kettle")
    assert outcome.did is Did.OPENED
    assert desk.host.branches() == pushed
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.LEFT}


@pytest.mark.slow
def test_a_cut_and_a_change_write_the_branch_anew_and_a_persons_one_is_taken_as_it_is(desk: Desk) -> None:
    def cut() -> None:
        raise ForgeError("the connection was lost")

    desk.forge.faults["open"] = cut
    desk.promote("forum:kettle", "forum:frame")
    desk.forge.faults.clear()
    branch = next(name for name in desk.host.branches() if "frame" in name)
    theirs = desk.host.commit(branch, {"docs/about.md": "Mine.\n"})
    desk.talk("kettle", answer=NEWS)
    desk.talk("frame", answer=TALKS["frame"][2] + " Wait a minute before you touch it again.")
    assert dids(desk.promote("forum:kettle", "forum:frame")) == {"kettle": Did.OPENED, "frame": Did.OPENED}
    assert desk.host.branches()[branch] == theirs
    kettle = next(each for each in desk.forge.open_ones() if "kettle" in each.branch)
    assert "pure vinegar" in desk.host.text(kettle.branch, KETTLE)
    assert dids(desk.promote("forum:kettle", "forum:frame")) == {"kettle": Did.LEFT, "frame": Did.COMMENTED}


@pytest.mark.slow
def test_a_cut_between_push_and_new_text_is_mended_without_a_push(desk: Desk) -> None:
    def cut() -> None:
        raise ForgeError("the connection was lost")

    desk.promote("forum:kettle")
    desk.talk("kettle", answer=NEWS)
    desk.forge.faults["rewrite"] = cut
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.FAILED}
    pushed = desk.host.branches()
    desk.forge.faults.clear()
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.UPDATED}
    assert desk.host.branches() == pushed
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.LEFT}


@pytest.mark.slow
def test_where_the_forge_asks_to_wait_the_rest_waits(desk: Desk) -> None:
    def limit() -> None:
        if len(desk.forge.made) == 1:
            raise ForgeError("too many requests", todo="wait 60 s", wait=60)

    desk.forge.faults["open"] = limit
    outcomes = desk.promote()
    assert [outcome.did for outcome in outcomes] == [Did.OPENED, Did.FAILED, Did.WAITS, Did.WAITS]
    assert len(desk.host.branches()) == 2
    desk.forge.faults.clear()
    assert sorted(outcome.did for outcome in desk.promote()) == [Did.LEFT, *[Did.OPENED] * 3]


@pytest.mark.slow
def test_when_the_default_branch_moves_pages_are_made_from_the_newest(desk: Desk) -> None:
    """While the forge is asked, somebody writes the very page by hand."""

    def move() -> None:
        desk.forge.faults.clear()
        text = "---\ntitle: By hand\nkind: fix\nupdated: 2026-01-01\nreview_by: 2027-01-01\n---\nMine.\n"
        desk.host.commit("main", {KETTLE: text})

    desk.forge.faults["requests"] = move
    outcomes = desk.promote()
    assert {outcome.did for outcome in outcomes} == {Did.OPENED}
    assert len(outcomes) == 4
    for branch in desk.host.branches():
        assert git(desk.host.bare, "rev-parse", f"{branch}~1") == desk.host.main()
    (page,) = [outcome.page for outcome in outcomes if outcome.thread == "forum:kettle"]
    assert page != KETTLE.removeprefix("docs/")
    assert desk.state()["left"] == "[]"


@pytest.mark.slow
def test_a_branch_of_somebody_elses_in_our_place_is_not_overwritten(desk: Desk) -> None:
    (would,) = desk.promote("forum:kettle", mode=Mode.DRY)
    git(desk.host.bare, "update-ref", f"refs/heads/{would.branch}", desk.host.main())
    (outcome,) = desk.promote("forum:kettle")
    assert outcome.did is Did.FAILED
    assert "is there and is not ours" in outcome.why
    assert desk.host.branches() == {would.branch: desk.host.main()}


@pytest.mark.slow
def test_a_branch_that_changes_while_we_look_is_not_overwritten(desk: Desk) -> None:
    desk.promote("forum:kettle")
    branch = desk.forge.made[1].branch
    desk.talk("kettle", answer=NEWS)

    def edit() -> None:
        desk.forge.faults.clear()
        desk.host.commit(branch, {KETTLE: "Mine.\n"})

    desk.forge.faults["requests"] = edit
    (outcome,) = desk.promote("forum:kettle")
    assert outcome.did is Did.FAILED
    assert "it was not overwritten" in outcome.why
    assert desk.host.text(branch, KETTLE) == "Mine.\n"


@pytest.mark.parametrize("same_clone", [True, False])
def test_two_runs_at_the_same_time_double_and_overwrite_nothing(
    desk: Desk, tmp_path: Path, *, same_clone: bool
) -> None:
    other = desk
    if not same_clone:
        other = Desk(clone_of_origin(desk, tmp_path / "elsewhere"), desk.host, desk.forge)
        for id_ in TALKS:
            other.talk(id_)
    together = threading.Barrier(2)

    def both() -> None:
        together.wait(timeout=60)

    desk.forge.faults["requests"] = both
    found: list[tuple[Did, ...]] = []

    def run(who: Desk) -> None:
        found.append(tuple(outcome.did for outcome in who.promote()))

    threads = [threading.Thread(target=run, args=(who,)) for who in (desk, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert all(set(each) <= {Did.OPENED, Did.FAILED, Did.LEFT} for each in found)
    desk.forge.faults.clear()
    desk.promote()
    branches = [request.branch for request in desk.forge.open_ones()]
    assert sorted(branches) == sorted(desk.host.branches())
    assert len(branches) == len(TALKS)
    assert {each.status for each in desk.forge.made.values()} == {Status.OPEN}
    assert desk.state()["left"] == "[]"


# ── other modes ──────────────────────────────────────────────────────────────────────────────────


def test_a_dry_run_touches_neither_repository_nor_host(desk: Desk) -> None:
    before = desk.state(), desk.host.branches()
    outcomes = desk.promote(top=2, mode=Mode.DRY)
    assert [outcome.did for outcome in outcomes] == [Did.OPENED] * 2
    assert "--- /dev/null\n+++ b/answers/" in outcomes[0].diff
    assert "- [ ] " in outcomes[0].body
    assert (desk.state(), desk.host.branches()) == before
    assert not desk.forge.made


@pytest.mark.slow
def test_local_makes_just_the_branch_and_asks_nobody(desk: Desk) -> None:
    desk.host.answer = 500
    before = desk.state()
    (outcome,) = desk.promote("forum:kettle", mode=Mode.LOCAL)
    assert outcome.did is Did.BRANCHED
    assert "half vinegar" in git(desk.folder, "show", f"{outcome.branch}:{KETTLE}")
    assert dids(desk.promote("forum:kettle", mode=Mode.LOCAL)) == {"kettle": Did.LEFT}
    desk.talk("kettle", answer=NEWS)
    assert dids(desk.promote("forum:kettle", mode=Mode.LOCAL)) == {"kettle": Did.BRANCHED}
    assert "pure vinegar" in git(desk.folder, "show", f"{outcome.branch}:{KETTLE}")
    git(desk.folder, "update-ref", "-d", f"refs/heads/{outcome.branch}")
    assert desk.state() == before
    assert not desk.host.seen


@pytest.mark.slow
def test_local_does_not_move_a_branch_that_somebody_stands_on(desk: Desk) -> None:
    (outcome,) = desk.promote("forum:kettle", mode=Mode.LOCAL)
    git(desk.folder, "switch", "--quiet", outcome.branch)
    desk.talk("kettle", answer=NEWS)
    (outcome,) = desk.promote("forum:kettle", mode=Mode.LOCAL)
    assert outcome.did is Did.FAILED
    assert "is checked out" in outcome.why


# ── bad input ────────────────────────────────────────────────────────────────────────────────────


def test_bad_names_are_told_one_by_one_and_stop_nothing(desk: Desk) -> None:
    outcomes = desk.promote(
        "forum:nowhere", "https://forum.example/t/kettle#post_2", "https://other.example/9"
    )
    assert [outcome.did for outcome in outcomes] == [Did.FAILED, Did.FAILED, Did.OPENED]
    assert "is not in the lake" in outcomes[0].why
    assert "harvest import" in outcomes[0].why


@pytest.mark.slow
def test_not_worth_a_page_is_told_and_can_be_overruled(desk: Desk) -> None:
    desk.talk("kettle", answer="Rinse the kettle with vinegar to descale it.")
    (told,) = desk.promote("forum:kettle")
    todo = '(if you want it all the same: --force "REASON")'
    assert (told.did, told.why) == (
        Did.FAILED,
        f"is not worth a page: the answer is too short to stand alone {todo}",
    )
    (outcome,) = desk.promote("forum:kettle", force="asked daily")
    assert outcome.did is Did.OPENED
    assert parse(desk.host.text(outcome.branch, KETTLE)).answer.forced == "asked daily"
    assert (
        dids(desk.promote())["kettle"] is Did.LEFT
    )  # it stays forced, and nobody is told that it is worthless
    assert not desk.forge.said


@pytest.mark.slow
def test_without_an_answer_force_does_not_help(desk: Desk) -> None:
    desk.talk("kettle", answer="Try vinegar?", thanks="Hm.")
    for force in ("", "please"):
        (told,) = desk.promote("forum:kettle", force=force)
        assert told.did is Did.FAILED
        assert "nobody has given an answer in public" in told.why


@pytest.mark.slow
def test_force_that_overrules_nobody_is_not_written_down(desk: Desk) -> None:
    (outcome,) = desk.promote("forum:kettle", force="asked daily")
    assert parse(desk.host.text(outcome.branch, KETTLE)).answer.forced == ""


@pytest.mark.slow
def test_a_conversation_that_was_deleted_is_not_promoted(desk: Desk) -> None:
    desk.remove("kettle")
    for name in ("forum:kettle", "https://forum.example/t/kettle"):
        (told,) = desk.promote(name)
        assert told.did is Did.FAILED
        assert "has been deleted or hidden where it was" in told.why


@pytest.mark.slow
def test_nothing_is_done_without_a_name_to_commit_under(desk: Desk) -> None:
    git(desk.folder, "config", "--unset", "user.email")
    with pytest.raises(GitError, match="git does not know who commits"):
        desk.promote()
    assert not desk.host.branches()


@pytest.mark.slow
def test_a_page_that_cannot_be_read_is_left_to_people(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.forge.merge(desk.forge.made[1])
    broken = desk.host.text("main", KETTLE).replace("kind: ", "kid: ")
    desk.host.commit("main", {KETTLE: broken})
    desk.talk("kettle", answer=NEWS)
    (outcome,) = desk.promote("forum:kettle")
    assert outcome.did is not Did.OPENED
    assert desk.host.text("main", KETTLE) == broken


@pytest.mark.slow
def test_a_retired_page_is_not_amended(desk: Desk) -> None:
    desk.promote("forum:kettle")
    desk.forge.merge(desk.forge.made[1])
    desk.host.commit(
        "main", {KETTLE: desk.host.text("main", KETTLE).replace("state: reviewed", "state: retired")}
    )
    desk.talk("kettle", answer=NEWS)
    (outcome,) = desk.promote("forum:kettle")
    assert (outcome.did, outcome.why) == (Did.LEFT, f"{KETTLE.removeprefix('docs/')} is retired")
