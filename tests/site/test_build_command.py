"""`harvest build`: where it writes, and where it refuses to before it has written anything."""

from __future__ import annotations

import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from harvest import cli, places
from harvest.cli import exits
from harvest.site.init import init


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh knowledge base, two levels down."""
    init(tmp_path / "mine/kb")
    return tmp_path / "mine/kb"


def build(folder: Path, *words: str) -> tuple[int, list[str]]:
    outcome = CliRunner().invoke(cli.main, ["--config", str(folder / "mkdocs.yml"), "build", *words])
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit), outcome.exception
    return outcome.exit_code, outcome.output.splitlines()


def tree(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


REFUSED = {
    ".": "holds the folder of mkdocs.yml",
    "..": "holds the folder of mkdocs.yml",
    "docs": "holds the pages",
    "docs/../docs/": "holds the pages",
    "a-link-to-docs": "holds the pages",
    "docs/answers": "is in the folder of the pages",
    ".harvest": "holds the lake",
    ".harvest/lake/posts": "is in the folder of the lake",
    "mkdocs.yml": "is a file",
    "mkdocs.yml/site": "cannot be read or written: Not a directory",
}


@pytest.mark.parametrize("given", REFUSED)
def test_the_index_is_not_written_among_what_people_keep(folder: Path, tmp_path: Path, given: str) -> None:
    (folder / "a-link-to-docs").symlink_to(folder / "docs")
    before = tree(tmp_path)
    code, (line,) = build(folder, "--site-dir", str(folder / given))
    assert REFUSED[given] in line
    assert code == exits.NOT_DONE
    assert tree(tmp_path) == before


def test_no_name_is_not_the_current_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = build(folder, "--site-dir", "")
    assert "the name of a file or folder belongs here" in said[-1]
    assert code == exits.NOT_DONE
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_the_site_of_the_configuration_is_no_exception(folder: Path) -> None:
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text() + "\nsite_dir: .\n")
    before = tree(folder)
    code, (line,) = build(folder)
    assert re.search(r"mkdocs.yml:\d+: site_dir: holds the folder of mkdocs.yml: ", line)
    assert code == exits.NOT_DONE
    assert tree(folder) == before


@pytest.mark.parametrize("given", ["site", "docs-built", ".harvest/site", "../elsewhere"])
def test_any_other_folder_will_do(folder: Path, given: str) -> None:
    code, (line,) = build(folder, "--site-dir", str(folder / given))
    assert line.endswith(str(folder / given))
    assert code == 0
    assert (folder / given / "search/manifest.bin").exists()


OTHERS = {
    ".git": "is git's own folder",
    ".git/refs/tags": "is git's own folder",
    "photos": "is no built site: it has no index.html, but other files",
    "program": "is in the folder of the program",
    "program/..": "holds the program",
}


@pytest.mark.parametrize("given", OTHERS)
def test_a_folder_of_something_else_is_refused(folder: Path, given: str) -> None:
    (folder / ".git/refs/tags").mkdir(parents=True)
    (folder / "photos").mkdir()
    (folder / "photos/a.jpg").write_bytes(b"x")
    place = Path(str(folder / given).replace(str(folder / "program"), str(places.PROGRAM / "site")))
    before = tree(folder)
    code, (line,) = build(folder, "--site-dir", str(place.resolve()))
    assert line == f"harvest: {place.resolve()}: {OTHERS[given]} (name a folder for the built site)"
    assert code == exits.NOT_DONE
    assert tree(folder) == before


@pytest.mark.parametrize("there", [None, ".git", ".nojekyll", "index.html", "404.html"])
def test_the_first_build_and_those_after_it(folder: Path, there: str | None) -> None:
    site = folder / "public"
    site.mkdir()
    if there:
        (site / there).write_text("here")
    if there == "404.html":
        (site / "answers").mkdir()
    for _ in range(2):
        assert build(folder, "--site-dir", str(site))[0] == 0
    assert (site / "search/manifest.bin").exists()


@pytest.mark.parametrize(
    "link", ["search", "search/texts", "assets", "assets/harvest", "assets/harvest/search"]
)
def test_what_would_lie_elsewhere_is_refused(folder: Path, tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "site" / link).parent.mkdir(parents=True)
    (folder / "site/index.html").write_text("home")
    (folder / "site" / link).symlink_to(elsewhere)
    code, (line,) = build(folder)
    where = folder / "site" / link
    assert line == f"harvest: {where}: is a symbolic link (remove it: a folder is made in its place)"
    assert code == exits.NOT_DONE
    assert list(elsewhere.iterdir()) == []


def test_the_site_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    (folder / "site").symlink_to(tmp_path / "release")
    assert build(folder)[0] == 0
    assert (tmp_path / "release/search/manifest.bin").exists()


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (20, "{}/site/search/.*: cannot be read or written: File too large .make room on the disk.*"),
        (5000, "{}/site/assets/.*: cannot be read or written: File too large .make room on the disk.*"),
    ],
)
def test_a_full_disk_is_told_with_the_file_that_it_did_not_take(folder: Path, size: int, said: str) -> None:
    def full() -> None:
        """What a full disk does, as near as a test can come: no file grows beyond `size` bytes."""
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(
        [sys.executable, "-m", "harvest", "build"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=full,
    )
    assert done.returncode == exits.NOT_DONE
    assert not any(path.stat().st_size == size for path in (folder / "site").rglob("*"))
    (line,) = done.stderr.splitlines()
    assert re.fullmatch(f"harvest: {said.format(folder)}", line), line
    assert build(folder)[0] == 0, "there is room again"
