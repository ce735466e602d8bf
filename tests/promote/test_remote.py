"""The token, and git between us and the host."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from harvest.config import Forges, Promotion
from harvest.errors import GitError
from harvest.pipeline.outcomes import Did
from harvest.promote.command import Git
from harvest.promote.git import repository, workspace
from harvest.promote.remote import remote_of
from tests.promote.conftest import Desk, dids
from tests.promote.githost import ENVIRON, TOKEN, bare_repository, git, serving

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

BASIC = base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()


def spying(folder: Path) -> dict[str, str]:
    """The environment with a git in front that writes down its arguments, and with variables that trace."""
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    spy = folder / "bin" / "git"
    spy.parent.mkdir()
    spy.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" >> {folder}/arguments\nexec {real} "$@"\n', encoding="utf-8"
    )
    spy.chmod(0o755)
    traces = {name: str(folder / "trace") for name in ("GIT_TRACE", "GIT_TRACE_CURL", "GIT_TRACE2_EVENT")}
    return {
        **ENVIRON,
        **traces,
        "PATH": f"{spy.parent}:{os.environ['PATH']}",
        "GIT_TRACE_REDACT": "0",
        "GIT_DIR": "/nowhere",
        "GIT_INDEX_FILE": "/nowhere",
    }


def test_the_token_is_nowhere_but_in_the_header(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = spying(tmp_path)
    monkeypatch.setenv("PATH", environ["PATH"])
    monkeypatch.setattr("tests.promote.conftest.ENVIRON", environ)
    desk.promote("forum:kettle")
    assert {sent for _, sent in desk.host.seen} == {f"Basic {BASIC}"}
    assert "push" in (tmp_path / "arguments").read_text(encoding="utf-8")
    assert not (tmp_path / "trace").exists()
    for path in [tmp_path / "arguments", *(desk.folder / ".git").rglob("*")]:
        if path.is_file():
            content = path.read_bytes()
            assert TOKEN.encode() not in content, path
            assert BASIC.encode() not in content, path


def test_a_redirect_does_not_take_the_token_along(desk: Desk, tmp_path: Path) -> None:
    other = bare_repository(tmp_path / "kb2.git")
    with serving(other) as elsewhere:
        desk.host.location = f"http://127.0.0.1:{elsewhere.port}"
        with pytest.raises(GitError, match="the repository has moved"):
            desk.promote()
        assert not elsewhere.seen


@pytest.mark.parametrize(
    ("url", "forge", "api", "sent"),
    [
        ("https://github.com/o/n.git", Forges.GITHUB, "", True),
        ("https://GitHub.com/o/n", Forges.GITHUB, "https://api.github.com", True),
        ("http://github.com/o/n.git", Forges.GITHUB, "", False),
        ("git@github.com:o/n.git", Forges.GITHUB, "", False),
        ("https://github.com.evil.example/o/n.git", Forges.GITHUB, "", False),
        ("https://evil.example/github.com/o/n.git", Forges.GITHUB, "", False),
        ("https://github.com@evil.example/o/n.git", Forges.GITHUB, "", False),
        ("https://gitlab.com/o/n.git", Forges.GITLAB, "", True),
        ("https://codeberg.org/o/n.git", Forges.FORGEJO, "", True),
        ("https://git.kettle.example/o/n.git", Forges.GITEA, "https://git.kettle.example/api/v1", True),
        ("https://git.kettle.example/o/n.git", Forges.GITHUB, "", False),
        ("http://127.0.0.1:3000/o/n.git", Forges.GITEA, "http://127.0.0.1:3000/api/v1", True),
        ("/srv/kb.git", Forges.GITHUB, "", False),
        ("https://[github.com/kb.git", Forges.GITHUB, "", False),
    ],
)
def test_the_token_goes_to_the_host_of_the_forge_only(
    tmp_path: Path, url: str, forge: Forges, api: str, *, sent: bool
) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", url)
    promotion = Promotion(forge=forge, api=api, token=TOKEN)
    remote = remote_of(Git(tmp_path, ENVIRON), promotion)
    assert remote is not None
    assert remote.tokened is sent
    assert any(TOKEN in value or BASIC in value for _, value in remote.settings) is (
        sent and forge is Forges.GITHUB
    )
    assert TOKEN not in repr(remote)


def test_a_password_in_the_address_is_never_shown(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", "http://ada:hunter2@127.0.0.1:1/kb.git")
    found = repository(tmp_path, Promotion(), ENVIRON)
    with pytest.raises(GitError) as told, workspace(found):
        pass
    assert "hunter2" not in str(told.value)
    assert "127.0.0.1:1" in str(told.value)


def test_a_header_of_ci_does_not_go_along_with_ours(desk: Desk) -> None:
    """Two of them are refused by GitHub."""
    key = f"http.http://127.0.0.1:{desk.host.port}/.extraheader"
    git(desk.folder, "config", key, "AUTHORIZATION: basic eDp5")
    assert dids(desk.promote("forum:kettle")) == {"kettle": Did.OPENED}
    assert {sent for _, sent in desk.host.seen} == {f"Basic {BASIC}"}


def test_hooks_signing_and_helpers_of_the_user_do_not_take_part(desk: Desk, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    for hook in (
        "pre-commit",
        "commit-msg",
        "post-checkout",
        "pre-push",
        "reference-transaction",
        "post-index-change",
    ):
        path = desk.folder / ".git" / "hooks" / hook
        path.write_text(f"#!/bin/sh\necho {hook} >> {ran}\nexit 1\n", encoding="utf-8")
        path.chmod(0o755)
    for key, value in {
        "commit.gpgSign": "true",
        "gpg.program": f"{tmp_path}/nothing",
        "core.autocrlf": "true",
        "core.fsmonitor": f"echo fsmonitor >> {ran}; false",
        "credential.helper": f"!echo helper >> {ran};",
        "core.askPass": f"{tmp_path}/nothing",
        "push.followTags": "true",
        "core.sparseCheckout": "true",
        "commit.template": "/nowhere",
    }.items():
        git(desk.folder, "config", key, value)
    (outcome,) = desk.promote("forum:kettle")
    assert outcome.did is Did.OPENED, outcome
    assert not ran.exists()
    assert "\r" not in desk.host.text(outcome.branch, f"docs/{outcome.page}")


def test_no_remote_no_repository_no_branch_are_one_line_each(desk: Desk, tmp_path: Path) -> None:
    desk.changes = {"branch": "trunk"}
    with pytest.raises(GitError, match="there is no branch trunk"):
        desk.promote()
    desk.changes = {"remote": "upstream"}
    with pytest.raises(GitError, match="no remote called upstream"):
        desk.promote()
    with pytest.raises(GitError, match="is in no git repository"):
        repository(tmp_path, Promotion(), ENVIRON)
    empty = bare_repository(tmp_path / "empty.git")
    desk.changes = {}
    git(desk.folder, "remote", "set-url", "origin", empty)
    with pytest.raises(GitError, match="does not say which branch is the default"):
        desk.promote()


def test_what_a_killed_run_leaves_goes_at_the_next(desk: Desk) -> None:
    before = desk.state()
    script = (
        "import os, pathlib, signal, sys\n"
        "from harvest.config import Promotion\n"
        "from harvest.promote.git import repository, workspace\n"
        "found = repository(pathlib.Path(sys.argv[1]), Promotion(), os.environ)\n"
        "with workspace(found, local=True): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(desk.folder / "docs")], env=ENVIRON, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert desk.state() != before
    desk.promote("forum:kettle")
    assert desk.state() == before


def test_a_run_that_is_alive_is_left_alone(desk: Desk) -> None:
    found = repository(desk.folder / "docs", desk.config.promote, ENVIRON)
    with workspace(found) as first:
        with workspace(found) as second:
            assert first.folder != second.folder
        assert (first.docs / "index.md").exists()
        assert first.commit == desk.host.main()


def test_a_shallow_clone_knows_an_untouched_branch(desk: Desk, tmp_path: Path) -> None:
    desk.promote("forum:kettle")
    for number in range(3):
        desk.host.commit("main", {"docs/about.md": f"{number}\n"})
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{desk.host.bare}", shallow)
    git(shallow, "config", "user.name", "CI")
    git(shallow, "config", "user.email", "ci@kettle.example")
    git(shallow, "remote", "set-url", "origin", desk.host.url)
    other = Desk(shallow, desk.host, desk.forge)
    other.talk(
        "kettle",
        answer="Fill it with water and vinegar, wait an hour, rinse it, and then boil it once empty.",
    )
    assert dids(other.promote("forum:kettle")) == {"kettle": Did.UPDATED}


def test_pages_in_a_folder_below_and_behind_a_gitignore(desk: Desk, tmp_path: Path) -> None:
    """The knowledge base is a part of a larger repository, which ignores what is generated."""
    larger = tmp_path / "larger"
    larger.mkdir()
    (desk.folder / ".git").rename(larger / ".git")
    desk.folder.rename(larger / "support kb")
    desk.folder = larger / "support kb"
    (larger / ".gitignore").write_text("answers/\n.harvest/\n", encoding="utf-8")
    git(larger, "add", "--all")
    git(larger, "commit", "--quiet", "-m", "Move")
    git(larger, "push", "--quiet", desk.host.bare, "main")
    (outcome,) = desk.promote("forum:kettle")
    assert outcome.did is Did.OPENED, outcome
    changed = git(desk.host.bare, "diff", "--name-only", "main", outcome.branch)
    assert changed == f"support kb/docs/{outcome.page}"
