"""`harvest status outage-page` and `server-config`, from the keyboard to the folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.status.outage.words import WORDS
from tests.status.test_commands import STATUS

if TYPE_CHECKING:
    from click.testing import Result

HANDBOOK = Path(__file__).parents[2] / "docs/handbook/outage.md"


def run(folder: Path, *words: str) -> Result:
    (folder / "status.yml").write_text(STATUS)
    return CliRunner().invoke(cli.main, ["status", "--folder", str(folder), *words])


def test_outage_pages_name_the_place_where_they_lie(tmp_path: Path) -> None:
    done = run(tmp_path, "outage-page", "--output", str(tmp_path / "out"), "--retry-after", "30")
    assert (done.exit_code, done.stdout) == (0, "")
    for server in ("nginx.conf", "Caddyfile", "apache.conf"):
        assert f"{tmp_path}/out" in (tmp_path / "out" / server).read_text()
    assert "Retry-After 30" in (tmp_path / "out/nginx.conf").read_text()
    done = run(tmp_path, "outage-page", "--output", str(tmp_path / "out"), "--at", "/srv/outage")
    assert done.exit_code == 0
    assert f"{tmp_path}" not in (tmp_path / "out/nginx.conf").read_text()
    assert "alias /srv/outage/;" in (tmp_path / "out/nginx.conf").read_text()


def test_a_server_is_told_where_the_status_site_lies(tmp_path: Path) -> None:
    done = run(tmp_path, "server-config", "--output", str(tmp_path / "out"), "--at", "/srv/status")
    assert done.exit_code == 0
    assert "root /srv/status;" in (tmp_path / "out/nginx.conf").read_text()
    assert "root * /srv/status\n" in (tmp_path / "out/Caddyfile").read_text()


@pytest.mark.parametrize("command", ["outage-page", "server-config"])
def test_a_place_that_no_server_can_be_told_is_one_line_and_writes_nothing(
    tmp_path: Path, command: str
) -> None:
    done = run(tmp_path, command, "--output", str(tmp_path / "out"), "--at", "/srv/a b")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "name another folder with --at" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_languages_are_those_of_the_handbook() -> None:
    said = re.search(r"has words for \(([a-z, ]+)\)", HANDBOOK.read_text(encoding="utf-8").replace("\n", " "))
    assert said
    assert said[1].split(", ") == sorted(WORDS)
