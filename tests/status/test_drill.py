"""`harvest status drill`: customers read a post while the main service and its name server are dead.

Seconds are told at the end of the run and not asserted. What would go wrong in earnest goes wrong here too.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.errors import HarvestError
from harvest.status.drill import browser
from harvest.status.drill.lab import Lab
from harvest.status.drill.rehearsal import TITLE, rehearse
from harvest.status.drill.workplace import workplace
from harvest.status.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.status.drill.rehearsal import Report

STATUS = """\
name: Kettle Works
url: https://kettle-status.example/
service: https://www.kettle.example/
help: https://help.kettle.example/
components:
  - {id: uploads, name: Uploads}
speakers:
  - {key: ada, name: Ada Quill, role: Head of support}
targets:
  - {name: a, kind: rsync, to: "www@kettle-status.example:site", url: "https://kettle-status.example/"}
  - {name: b, kind: git, to: "https://git.example/s.git", url: "https://kettle.pages.example/status/"}
"""

# Stands in for `harvest status` where a page is needed that ours never makes.
OTHER = """\
import json, pathlib, subprocess, sys, yaml
words = sys.argv[1:]
folder = pathlib.Path(words[1])
if "open" in words:
    print("an-incident")
    (folder / "posted").write_text(words[words.index("open") + 1])
if "publish" in words:
    site = folder / "site"
    site.mkdir(exist_ok=True)
    title = (folder / "posted").read_text() if (folder / "posted").exists() else "All is well"
    (site / "index.html").write_text(f"<!doctype html><title>{title}</title>" + PAGE)
    results = []
    for target in yaml.safe_load((folder / "status.yml").read_text())["targets"]:
        sent = subprocess.run(["rsync", "-r", "--contimeout=5", f"{site}/", target["to"]]).returncode
        results.append({"name": target["name"], "ok": not sent, "said": f"rsync ends with {sent}"})
    print(json.dumps({"targets": results}))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "status"
    made.mkdir()
    (made / "status.yml").write_text(STATUS)
    return made


def rehearsed(folder: Path, tmp_path: Path, page: str = "") -> Report:
    """By a program that writes `page` under the title."""
    program = tmp_path / "other.py"
    program.write_text(f"PAGE = {page!r}\n{OTHER}")
    work = tmp_path / "lab"
    work.mkdir()
    settings = load(folder / "status.yml", {})
    with Lab(work) as lab:
        return rehearse(settings, folder, lab, [sys.executable, str(program)], lambda _: None)


@pytest.mark.slow
def test_a_post_is_read_while_the_main_service_is_dead(
    folder: Path, record_property: Callable[[str, object], None]
) -> None:
    command = [sys.executable, "-m", "harvest", "status", "--folder", str(folder), "drill", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["main_dead"]
    assert set(report["visible_s"]) == {"kettle-status.example", "kettle.pages.example"}
    assert report["main_requests"] == 0
    assert report["other_requests"] == []
    assert report["requests"] >= 4  # both home pages, and the incident at both
    record_property("drill, seconds from post to visible", round(report["post_to_visible_s"], 2))
    record_property("drill, requests that reached for the main service", report["main_requests"])
    assert [each.name for each in folder.iterdir()] == ["status.yml"]  # nothing was posted in earnest


@pytest.mark.slow
def test_a_page_that_needs_the_main_service_is_caught(folder: Path, tmp_path: Path) -> None:
    page = (
        '<img src="https://www.kettle.example/logo.svg">'
        '<script>fetch("https://api.kettle.example/up").catch(() => 0)</script>'
        '<script src="https://cdn.example/x.js"></script>'
    )
    report = rehearsed(folder, tmp_path, page)
    assert report.post_to_visible_s is not None
    assert report.main_requests is not None
    assert report.main_requests >= 4  # two at both hosts, and the questions for their names
    assert report.other_requests == ("https://cdn.example/x.js",)
    assert not report.well


@pytest.mark.slow
def test_a_status_host_in_the_main_domain_is_never_seen(folder: Path, tmp_path: Path) -> None:
    text = STATUS.replace("kettle-status.example", "status.kettle.example")
    (folder / "status.yml").write_text(text)
    report = rehearsed(folder, tmp_path)
    assert report.main_dead
    assert report.visible_s["status.kettle.example"] is None
    assert report.visible_s["kettle.pages.example"] is not None
    assert list(report.refused) == ["status.kettle.example"]
    assert not report.well


@pytest.mark.slow
def test_nothing_is_left_of_a_drill_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from harvest.status.drill.lab import Lab\n"
        "with Lab(pathlib.Path(sys.argv[1])) as lab:\n"
        "    lab.node('a', '192.0.2.1')\n"
        "    lab.spawn('a', ['sleep', '98765'])\n"
        "    while not lab.run('a', ['pgrep', '-x', 'sleep']).stdout: pass\n"
        "    print('up', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == b"up\n"
        inside = _named(b"sleep\x0098765\x00")
        assert inside
        watched = [os.pidfd_open(each) for each in inside]
        process.send_signal(signal.SIGKILL)
        process.wait()
        for each in watched:
            _wait_for_end(each)


def _named(command: bytes) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes() == command:
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def _wait_for_end(process: int) -> None:
    ready, _, _ = select.select([process], [], [], 30)
    os.close(process)
    assert ready


def test_the_folder_of_a_killed_drill_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    killed = tmp_path / "harvest-drill-killed"
    killed.mkdir()
    (killed / ".running").touch()
    with workplace(keep=True) as kept:
        pass
    with workplace(keep=False) as first, workplace(keep=False) as second:
        assert sorted(tmp_path.iterdir()) == sorted([kept, first, second])
    assert list(tmp_path.iterdir()) == [kept]


def test_where_namespaces_are_forbidden_one_line_says_so(tmp_path: Path) -> None:
    program = tmp_path / "unshare"
    program.write_text("#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        with pytest.raises(HarvestError, match=r"no network namespaces can be made here: .*not permitted"):
            Lab(tmp_path).__enter__()


def test_what_the_drill_needs_is_said_before_anything_is_built(folder: Path) -> None:
    for line, says in (
        ("service: https://www.kettle.example/\n", "does not say what the main service is"),
        ("  - {name: b,", "names one host only"),
    ):
        kept = [each for each in STATUS.splitlines(keepends=True) if not each.startswith(line.rstrip("\n"))]
        (folder / "status.yml").write_text("".join(kept))
        for command in ("drill", *(["independence"] if "service" in line else [])):
            done = CliRunner().invoke(cli.main, ["status", "--folder", str(folder), command])
            assert (done.exit_code, says in done.stderr) == (2, True), done.output


def test_what_a_browser_wants_for_itself_does_not_count() -> None:
    own = {"initiator": "not an origin", "request_type": "other", "url": "https://update.example/"}
    page = {"initiator": "not an origin", "request_type": "main frame", "url": "https://status.example/"}
    part = {"initiator": "https://status.example", "request_type": "other", "url": "https://cdn.example/"}
    events = [{"type": 7, "params": each} for each in (own, page, part)] + [{"type": 7}, {"type": 8}]
    log = json.dumps({"constants": {"logEventTypes": {"URL_REQUEST_START_JOB": 7}}, "events": events})
    assert browser.asked(log) == ("https://status.example/", "https://cdn.example/")
    assert browser.asked(log[:-2] + ",") == browser.asked(log)


def test_the_title_of_the_post_stays_as_it_is_in_html() -> None:
    assert TITLE.replace(" ", "").isalpha()
