"""What every workflow promises: little may, nothing foreign runs, nothing typed reaches a shell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from harvest import __version__
from harvest.proposing.asked import HEADING, LABEL
from harvest.site.init import STARTER
from tests.workflows.reading import ACTIONS, FOLDERS, JOBS, ROOT, STEPS, WORKFLOWS, Step, load, name

if TYPE_CHECKING:
    from pathlib import Path

MAY: Final = {
    ("ci.yml", "contents", "read"),
    ("check.yml", "contents", "read"),
    ("comment.yml", "actions", "read"),
    ("comment.yml", "pull-requests", "write"),
    ("harvest.yml", "contents", "write"),
    ("harvest.yml", "pull-requests", "write"),
    ("promote.yml", "contents", "write"),
    ("promote.yml", "issues", "write"),
    ("promote.yml", "pull-requests", "write"),
    ("site.yml", "actions", "write"),
    ("site.yml", "contents", "read"),
    ("site.yml", "id-token", "write"),
    ("site.yml", "pages", "write"),
    ("status.yml", "contents", "read"),
    ("trust.yml", "actions", "write"),
    ("trust.yml", "contents", "write"),
    ("trust.yml", "pull-requests", "write"),
}
"""Everything that any job may, as docs/handbook/automation.md lists it."""

SAFE: Final = {  # made by GitHub, none of it typed by anybody but those who may write here
    "github.ref",
    "github.run_id",
    "github.server_url",
    "github.repository",
    "github.token",
    "github.event.issue.number",
    "github.event.pull_request.number",
    "github.event.repository.default_branch",
    "github.event.workflow_run.head_sha",
    "github.event.workflow_run.html_url",
    "github.event.workflow_run.id",
    "github.event.workflow_run.pull_requests[0].number",
    "inputs.top || '5'",
    "matrix.python",
    "runner.temp",
    "secrets.HARVEST_SECRET",
    "secrets.HARVEST_STATUS_KEY",
    "secrets.HARVEST_STATUS_KEY_PASSWORD",
    "secrets.HARVEST_TOKEN || github.token",
    "secrets.STATUS_TOKEN",
    "steps.deployment.outputs.page_url",
}


def expressions(value: object) -> set[str]:
    return set(re.findall(r"\$\{\{\s*(.*?)\s*\}\}", yaml.safe_dump(value, width=10_000)))


@pytest.mark.parametrize("file", WORKFLOWS, ids=name)
def test_a_workflow_may_nothing_unless_a_job_says_so(file: Path) -> None:
    assert load(file)["permissions"] == {}


def test_jobs_may_what_the_list_says_and_no_more() -> None:
    said = {(file.name, scope, way) for file, job in JOBS for scope, way in job["permissions"].items()}
    assert said == MAY


@pytest.mark.parametrize(("file", "job"), JOBS, ids=[f"{name(f)}: {j['name']}" for f, j in JOBS])
def test_every_job_ends_and_waits_its_turn(file: Path, job: dict[str, Any]) -> None:
    assert 0 < job["timeout-minutes"] <= 90
    assert "group" in (job.get("concurrency") or load(file)["concurrency"])


@pytest.mark.parametrize("step", [s for s in STEPS if s.uses], ids=str)
def test_actions_are_pinned_by_commit_or_our_own(step: Step) -> None:
    if step.uses.startswith("./"):
        assert (step.file.parents[2] / step.uses / "action.yml").is_file()
    else:
        assert re.fullmatch(r"(?:actions)/[a-z-]+@[0-9a-f]{40}", step.uses)
        assert re.search(rf"{re.escape(step.uses)} # v\d+\.\d+\.\d+\n", step.file.read_text(encoding="utf-8"))


def test_one_action_is_one_commit_everywhere() -> None:
    pinned = {step.uses for step in STEPS if step.uses and not step.uses.startswith("./")}
    assert len({each.partition("@")[0] for each in pinned}) == len(pinned)


@pytest.mark.parametrize("step", [s for s in STEPS if "checkout" in s.uses], ids=str)
def test_no_checkout_leaves_its_key_behind(step: Step) -> None:
    assert step.step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("step", [s for s in STEPS if s.run], ids=str)
def test_nothing_is_pasted_into_a_script(step: Step) -> None:
    assert "${{" not in step.run
    assert set(re.findall(r"\$\{?([A-Z_]+)", step.run)) <= {
        "GITHUB_EVENT_PATH",
        "GITHUB_STEP_SUMMARY",
        "RUNNER_TEMP",
        *step.step.get("env", {}),
    }


@pytest.mark.parametrize("file", [*WORKFLOWS, *ACTIONS], ids=name)
def test_what_people_type_is_in_no_expression(file: Path) -> None:
    flow = load(file)
    found = expressions(flow) - SAFE
    assert not found, "an expression that nobody has looked at: is it typed by a stranger?"


@pytest.mark.parametrize("file", WORKFLOWS, ids=name)
def test_what_a_stranger_brings_runs_without_secrets(file: Path) -> None:
    flow, text = load(file), file.read_text(encoding="utf-8")
    triggers = set(flow["on"])
    assert "pull_request_target" not in triggers
    if "pull_request" in triggers or "workflow_run" in triggers:
        assert "secrets." not in text
        assert "environment" not in str(flow["jobs"])
    if "workflow_run" in triggers or "issue_comment" in triggers:
        for step in STEPS:  # what is not named is the default branch
            if step.file == file and "checkout" in step.uses:
                assert not {"ref", "repository"} & step.step["with"].keys(), "it holds a token that writes"
    if "pull_request" in triggers:
        assert "github.token" not in text
        assert all(way == "read" for job in flow["jobs"].values() for way in job["permissions"].values())


@pytest.mark.parametrize("file", WORKFLOWS, ids=name)
def test_secrets_lie_in_an_environment(file: Path) -> None:
    for job in load(file)["jobs"].values():
        assert ("secrets." in str(job)) == (job.get("environment") == "harvest")


def test_a_conversation_is_never_cached_or_handed_on() -> None:
    for step in STEPS:
        assert "cache" not in str(step.step)
        if "upload" in step.uses:
            assert step.step["with"]["path"] in {"site", "${{ runner.temp }}/report"}


def test_both_folders_are_kept_up_to_date_alike() -> None:
    ours, theirs = (load(folder / "dependabot.yml")["updates"] for folder in FOLDERS)
    assert [each["package-ecosystem"] for each in ours] == ["github-actions"]
    for one, other in zip(ours, theirs, strict=True):
        assert one | {"directories": 0} == other | {"directories": 0}
    looked_at = {folder for each in ours for folder in each["directories"]}
    assert looked_at == {
        "/",
        "/harvest/site/starter/.github/workflows",
        "/harvest/site/starter/.github/actions/*",
    }


def test_the_form_is_the_one_that_is_read() -> None:
    form = yaml.safe_load((STARTER / ".github/ISSUE_TEMPLATE/promote.yml").read_text(encoding="utf-8"))
    fields = {field["id"]: field for field in form["body"] if "id" in field}
    assert form["labels"] == [LABEL]
    assert fields["conversations"]["attributes"]["label"] == HEADING
    assert fields["conversations"]["validations"]["required"] is True
    assert "render" not in fields["conversations"]["attributes"]  # would make the field a block of code
    labels = [field["attributes"]["label"] for field in fields.values()]
    assert len(set(labels)) == len(labels)


def test_the_starter_pins_the_version_that_wrote_it() -> None:
    lines = (STARTER / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [f"harvest-answers=={__version__}"]


def test_every_permission_and_every_workflow_is_in_the_handbook() -> None:
    text = (ROOT / "docs/handbook/automation.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+\.yml)` \|.*\| ([^|]*) \|$", text, re.MULTILINE))
    said = {
        (file, scope, way)
        for file, cell in rows.items()
        for scope, way in re.findall(r"`([a-z-]+): (\w+)`", cell)
    }
    assert said == {each for each in MAY if each[0] != "ci.yml"}
