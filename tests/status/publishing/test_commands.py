"""`harvest status publish`, `verify` and `key`: from the keyboard to the customer."""

from __future__ import annotations

import json
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from harvest import cli
from tests.status.publishing.making import files, held
from tests.status.publishing.servers import free_port, tls

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

STATUS = """\
name: Kettle Works
url: https://status.kettle-status.example/
components:
  - {id: uploads, name: Uploads}
speakers:
  - {key: ada, name: Ada Quill, role: Head of support}
"""
HEADERS = "add_header X-Content-Type-Options nosniff; add_header Cache-Control max-age=2;"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A status folder whose build is a small one that is known."""
    built = SimpleNamespace(build=lambda *_: files(1))
    monkeypatch.setitem(sys.modules, "harvest.status.site", built)
    path = tmp_path / "status"
    path.mkdir()
    (path / "status.yml").write_text(STATUS)
    return path


def targets(folder: Path, *rows: str, more: str = "") -> None:
    listed = "".join(f"  - {row}\n" for row in rows)
    (folder / "status.yml").write_text(f"{STATUS}{more}targets:\n{listed}")


def run(folder: Path, *words: str, **environ: str) -> Result:
    asked: dict[str, Any] = {"env": environ}
    return CliRunner().invoke(cli.main, ["status", "--folder", str(folder), *words], **asked)


def test_all_some_none(folder: Path) -> None:
    dead = f"{{name: dead, kind: rsync, to: 'rsync://127.0.0.1:{free_port()}/site/'}}"
    targets(folder, "{name: a, kind: folder, to: ../a}", "{name: b, kind: folder, to: ../b}", dead)
    some = run(folder, "publish")
    assert (some.exit_code, "ok a: is version" in some.stdout) == (1, True), some.output
    assert "FAILED dead: rsync: " in some.stdout
    assert "1 of 3 targets have not got build" in some.stderr
    assert run(folder, "publish", "a", "b").exit_code == 0
    assert run(folder, "publish", "dead").exit_code == 2
    assert set(held(folder.parent / "a")) == {*files(1), "manifest.json"}


def test_json_is_one_line(folder: Path) -> None:
    targets(folder, "{name: a, kind: folder, to: ../a}", "{name: b, kind: folder, to: ../none/b}")
    done = run(folder, "publish", "--json")
    said = json.loads(done.stdout)
    assert [(each["name"], each["ok"]) for each in said["targets"]] == [("a", True), ("b", False)]
    assert said["build"] in said["targets"][0]["said"]
    assert set(said["targets"][0]) == {"name", "kind", "url", "ok", "said", "seconds"}


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    targets(folder, "{name: a, kind: folder, to: ../a}")
    done = run(folder, "publish", "--dry-run")
    assert (done.exit_code, "would become" in done.stdout) == (0, True)
    assert [path.name for path in folder.parent.iterdir()] == ["status"]


def test_bad_input_is_one_line(folder: Path) -> None:
    assert "there is nowhere to publish to" in run(folder, "publish").stderr
    targets(folder, "{name: a, kind: folder, to: ../a}")
    done = run(folder, "publish", "aa")
    assert (done.exit_code, 'unknown target "aa"' in done.stderr) == (2, True)
    assert run(folder, "verify", "aa").exit_code == 2


def test_a_file_with_mistakes_is_told_and_stops_nothing(folder: Path) -> None:
    targets(folder, "{name: a, kind: folder, to: ../a}")
    (folder / "incidents").mkdir()
    (folder / "incidents" / "broken.md").write_bytes(b"\xff")
    done = run(folder, "publish")
    assert (done.exit_code, "broken.md:1: not UTF-8" in done.stderr) == (1, True)
    assert "ok a:" in done.stdout


def test_signed_from_the_key_to_the_customer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = folder.parent / "secret.key"
    made = run(folder, "key", str(secret))
    assert (made.exit_code, secret.stat().st_mode & 0o777) == (0, 0o600), made.output
    site = folder.parent / "a"
    with tls(folder.parent / "tls", site, HEADERS) as (url, authority):
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        targets(folder, f"{{name: a, kind: folder, to: ../a, url: '{url}'}}", more="key: status.pub\n")
        without = run(folder, "publish")
        assert (without.exit_code, "HARVEST_STATUS_KEY" in without.stderr) == (2, True)
        assert not site.exists()
        done = run(folder, "publish", HARVEST_STATUS_KEY=str(secret))
        assert (done.exit_code, ", and is served" in done.stdout) == (0, True), done.output
        public = made.stdout.strip()
        command = ["minisign", "-V", "-m", str(site / "manifest.json"), "-P", public]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
        good = run(folder, "verify")
        assert good.exit_code == 0, good.output
        assert "pass a: signature" in good.stdout
        assert run(folder, "publish", "--unsigned").exit_code == 0
        bad = run(folder, "verify", "--json")
        failed = [each["check"] for each in json.loads(bad.stdout)["findings"] if each["outcome"] == "fail"]
        assert (bad.exit_code, failed) == (1, ["signature", "same build"])


def test_what_cannot_be_checked_is_not_good(folder: Path) -> None:
    targets(folder, "{name: a, kind: folder, to: ../a}")
    done = run(folder, "verify")
    assert (done.exit_code, "unknown a: reached: status.yml names no address" in done.stdout) == (1, True)


def test_publishing_to_a_folder_loads_no_client_for_the_web_or_for_buckets(folder: Path) -> None:
    targets(folder, "{name: a, kind: folder, to: ../a}")
    code = (
        "import sys, types; from harvest import cli; import click.testing as t;"
        "sys.modules['harvest.status.site'] = types.SimpleNamespace(build=lambda *_: {'index.html': b'x'});"
        f"d = t.CliRunner().invoke(cli.main, ['status', '--folder', {str(folder)!r}, 'publish']);"
        "assert d.exit_code == 0, d.output;"
        "print(sorted({'httpx', 'obstore', 'minisign', 'duckdb', 'mkdocs'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
