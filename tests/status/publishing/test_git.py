"""A branch, by the real git and bare repositories."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from harvest.errors import HarvestError
from harvest.status.publishing import git
from tests.status.publishing.making import build, job, target
from tests.status.publishing.servers import Sshd, free_port, silent, sshd

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def run(folder: Path, *words: str | Path) -> str:
    command = ["git", "-C", str(folder), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    path = tmp_path / "pages.git"
    subprocess.run(["git", "init", "-q", "--bare", str(path)], check=True)
    return path


def on(bare: Path, branch: str = "gh-pages") -> dict[str, bytes]:
    names = run(bare, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")
    show = ["git", "-C", str(bare), "show"]
    return {
        name: subprocess.run([*show, f"{branch}:{name}"], capture_output=True, check=True).stdout
        for name in names
        if name
    }


def put(bare: Path, number: int, options: Mapping[str, str] = MappingProxyType({}), /, **how: bool) -> str:
    return git.publish(target("git", str(bare), **options), job(build(number), bare.parent, **how))


def test_the_branch_is_the_build_and_has_no_past(bare: Path) -> None:
    put(bare, 1)
    put(bare, 2, {"cname": "status.kettle-status.example"})
    found = on(bare)
    assert found.pop(".nojekyll") == b""
    assert found.pop("CNAME") == b"status.kettle-status.example\n"
    assert found.pop(".harvest-publish")
    assert found == dict(build(2).files)
    assert run(bare, "rev-list", "--count", "gh-pages") == "1"
    before = run(bare, "rev-parse", "gh-pages")
    put(bare, 2, {"cname": "status.kettle-status.example"})
    assert run(bare, "rev-parse", "gh-pages") == before  # the same build is the same commit


def test_the_checkout_of_whoever_publishes_is_not_touched(bare: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    subprocess.run(["git", "init", "-q", str(mine)], check=True)
    (mine / "staged").write_text("x")
    run(mine, "add", "staged")
    before = {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()}
    hooked = {"GIT_DIR": str(mine / ".git"), "GIT_INDEX_FILE": str(mine / ".git" / "index")}
    made = job(build(1), mine, hooked)
    git.publish(target("git", "../pages.git", branch="live"), made)  # as if from a hook of that repository
    assert {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()} == before
    assert "index.html" in on(bare, "live")


def test_an_older_build_or_another_site_is_left_alone(bare: Path) -> None:
    put(bare, 5)
    for how in ({}, {"dry": True}):
        with pytest.raises(HarvestError, match="newer build"):
            put(bare, 4, **how)
    put(bare, 4, force=True)
    other = job(build(9, site="https://other.example/"), bare.parent)
    with pytest.raises(HarvestError, match="holds the status site of"):
        git.publish(target("git", str(bare)), other)
    assert on(bare)["index.html"] == build(4).files["index.html"]


def test_a_branch_of_others_is_not_overwritten(bare: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(bare), str(clone)], check=True, capture_output=True)
    (clone / "README").write_text("mine")
    run(clone, "add", "README")
    run(clone, "-c", "user.name=Ada", "-c", "user.email=ada@kettle.example", "commit", "-qm", "mine")
    run(clone, "push", "-q", "origin", "HEAD:refs/heads/gh-pages")
    before = run(bare, "rev-parse", "gh-pages")
    for how in ({"force": True}, {"dry": True}):
        with pytest.raises(HarvestError, match="not a status site of ours"):
            put(bare, 1, **how)
    assert run(bare, "rev-parse", "gh-pages") == before
    assert "would become" in put(bare, 1, {"branch": "live"}, dry=True)
    assert run(bare, "branch", "--list", "live") == ""


def test_two_people_at_once_the_later_build_wins(bare: Path) -> None:
    put(bare, 1)

    def one(number: int) -> str:
        try:
            return put(bare, number)
        except HarvestError as error:
            return str(error)

    with ThreadPoolExecutor(3) as people:
        said = list(people.map(one, [3, 4, 2]))
    assert on(bare)["index.html"] == build(4).files["index.html"]
    assert all("is version" in each or "newer build" in each for each in said), said


def test_a_push_that_is_refused_says_why(bare: Path) -> None:
    hook = bare / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(HarvestError, match=r"git push: .*pre-receive hook declined"):
        put(bare, 1)


def test_by_ssh_with_a_key_of_its_own(bare: Path, tmp_path: Path) -> None:
    with sshd(tmp_path / "sshd") as host:
        to = f"ssh://127.0.0.1:{host.port}{bare}"
        git.publish(target("git", to, **_keys(host)), job(build(1), tmp_path))
        assert "index.html" in on(bare)
        stranger = str(host.identity.with_name("stranger"))
        with pytest.raises(HarvestError, match=r"git ls-remote: .*Permission denied"):
            git.publish(target("git", to, **{**_keys(host), "identity": stranger}), job(build(2), tmp_path))


def _keys(host: Sshd) -> dict[str, str]:
    return {"identity": str(host.identity), "known_hosts": str(host.known_hosts)}


def test_a_host_that_is_dead_or_hangs_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(HarvestError, match=r"git ls-remote: .*(refused|connect)"):
        git.publish(target("git", f"http://127.0.0.1:{free_port()}/x.git"), job(build(1), tmp_path))
    with silent() as port, pytest.raises(HarvestError, match="not done within 2 s"):
        git.publish(target("git", f"http://127.0.0.1:{port}/x.git"), job(build(1), tmp_path, seconds=2))


@pytest.mark.parametrize(
    ("to", "branch"), [("--upload-pack=x", "a"), ("x", "-d"), ("x", "a..b"), ("x", "a b")]
)
def test_what_is_no_repository_or_branch(to: str, branch: str, tmp_path: Path) -> None:
    with pytest.raises(HarvestError, match=r"is no|does not appear to be a git repository"):
        git.publish(target("git", to, branch=branch), job(build(1), tmp_path))
