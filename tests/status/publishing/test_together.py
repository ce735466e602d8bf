"""All targets side by side: dead ones, hanging ones, and hosts that take everything and show nothing."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harvest.status.publishing import folder
from harvest.status.publishing.together import publish
from tests.site.webserver import nginx
from tests.status.publishing.making import build, held, job, target
from tests.status.publishing.servers import free_port, silent, sshd

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.status.model import Target
    from harvest.status.publishing.together import Result

pytestmark = pytest.mark.slow


def run(tmp_path: Path, number: int, *targets: Target, seconds: float = 30) -> dict[str, Result]:
    made = build(number)
    found = publish(targets, lambda: job(made, tmp_path, seconds=seconds))
    assert [each.name for each in found] == [each.name for each in targets]
    return {each.name: each for each in found}


def named(name: str, made: Target) -> Target:
    return replace(made, name=name)


def test_one_dead_target_stops_no_other(tmp_path: Path) -> None:
    bare = tmp_path / "pages.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    with sshd(tmp_path / "sshd") as host, silent() as port:
        found = run(
            tmp_path,
            1,
            named("dead", target("rsync", f"rsync://127.0.0.1:{free_port()}/site/")),
            named("a", target("folder", str(tmp_path / "a"))),
            named("hangs", target("git", f"http://127.0.0.1:{port}/x.git")),
            named("b", target("rsync", f"127.0.0.1:{tmp_path}/b", **host.options())),
            named("c", target("git", str(bare))),
            named("odd", target("folder", str(tmp_path / "none" / "c"))),
            seconds=8,
        )
    assert {name for name, each in found.items() if each.ok} == {"a", "b", "c"}
    assert held(tmp_path / "a") == held(tmp_path / "b") == dict(build(1).files)
    assert "Connection refused" in found["dead"].said
    assert "not done within 8 s" in found["hangs"].said
    assert all("\n" not in each.said for each in found.values())


def test_the_order_does_not_matter(tmp_path: Path) -> None:
    targets = [named(name, target("folder", str(tmp_path / name))) for name in "abc"]
    run(tmp_path, 1, *targets)
    run(tmp_path, 2, *reversed(targets))
    assert {tuple(held(tmp_path / name)) for name in "abc"} == {tuple(held(tmp_path / "a"))}


def test_a_target_that_never_comes_back_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mounted folder whose server is gone: no time limit of ours reaches into that."""
    over = threading.Event()
    real = folder.publish

    def hang(to: Target, work: object) -> str:
        if to.name == "gone":
            over.wait(60)
        return real(to, work)  # type: ignore[arg-type]

    monkeypatch.setattr(folder, "publish", hang)
    gone = named("gone", target("folder", str(tmp_path / "gone")))
    here = named("here", target("folder", str(tmp_path / "here")))
    found = run(tmp_path, 1, gone, here, seconds=1)
    over.set()
    assert (found["gone"].ok, found["here"].ok) == (False, True)
    assert "not done within 1 s" in found["gone"].said


def test_what_is_taken_must_be_served(tmp_path: Path) -> None:
    """The web server shows another folder, loses a file, or is right."""
    (tmp_path / "headers").write_text("")
    (tmp_path / "empty").mkdir()
    with (
        nginx(tmp_path / "site", tmp_path / "headers", tmp_path / "right") as right,
        nginx(tmp_path / "empty", tmp_path / "headers", tmp_path / "wrong") as wrong,
    ):
        site = str(tmp_path / "site")
        found = run(
            tmp_path,
            1,
            named("right", target("folder", site, right.address)),
        )
        assert (found["right"].ok, found["right"].said[-14:]) == (True, ", and is served"[-14:])
        found = run(
            tmp_path,
            2,
            named("wrong", target("folder", str(tmp_path / "other"), wrong.address, wait="0.2")),
            named(
                "dead",
                target("folder", str(tmp_path / "more"), f"http://127.0.0.1:{free_port()}/", wait="0.2"),
            ),
            named("odd", target("folder", str(tmp_path / "odd"), wrong.address, wait="soon")),
            named("typo", target("folder", str(tmp_path / "typo"), weight="1")),
        )
        assert not any(each.ok for each in found.values())
        assert "answers 404" in found["wrong"].said
        assert "cannot be reached" in found["dead"].said
        assert "no number of seconds" in found["odd"].said
        assert 'unknown option "weight"' in found["typo"].said


def test_a_host_that_loses_a_file_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "headers").write_text("location = /same.svg { return 404; }")
    with nginx(tmp_path / "site", tmp_path / "headers", tmp_path / "nginx") as server:
        found = run(tmp_path, 1, named("loses", target("folder", str(tmp_path / "site"), server.address)))
    assert not found["loses"].ok
    assert "has taken everything, but" in found["loses"].said
    assert "same.svg: answers 404" in found["loses"].said


def test_a_bug_in_one_kind_takes_no_other_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "publish", lambda *_: 1 / 0)
    found = run(tmp_path, 1, named("bug", target("folder", "x")))
    assert "ZeroDivisionError" in found["bug"].said
