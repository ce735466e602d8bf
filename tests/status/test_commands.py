"""`harvest status`: from the keyboard to the file, also on a bad day."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from harvest import cli

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "status.yml").write_text(STATUS)
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.main, ["status", "--folder", str(folder), *words])


def opened(folder: Path, *more: str) -> Path:
    done = run(folder, "open", "Kettles do not boil", "--component", "uploads=major_outage", *more)
    assert done.exit_code == 0, done.output
    return folder / "incidents" / f"{done.stdout.strip()}.md"


def test_the_whole_story(folder: Path) -> None:
    path = opened(folder, "--workaround", "Use a pan.", "--third-party", "Example Power")
    text = path.read_text()
    assert "workaround: Use a pan.\n" in text
    assert "cause:\n  name: Example Power\n" in text
    assert "components: uploads major_outage\n" in text
    late = run(folder, "due")
    assert (late.exit_code, "in 2" in late.stdout or "in 30" in late.stdout) == (0, True)


def test_bad_input_is_one_line_and_writes_nothing(folder: Path) -> None:
    for words, says in (
        (("open", "x", "--component", "upload=major_outage"), 'unknown component "upload"'),
        (("open", "x", "--component", "uploads=broken"), 'unknown condition "broken"'),
        (("open", "x", "--by", "eve"), 'unknown speaker "eve"'),
        (("open", " "), "it needs a title"),
        (("open", "x", "--started", "yesterday"), "a time belongs here"),
        (("update", "nothing", "--text", "x"), "there is no incident 'nothing'"),
        (("maintenance", "x", "--from", "2h", "--until", "1h"), "before it begins"),
    ):
        done = run(folder, *words)
        assert done.exit_code == 2
        assert says in done.stderr
    assert not list(folder.glob("*/*.md"))


def test_words_that_hurt_are_pointed_out(folder: Path) -> None:
    done = run(folder, "open", "Kettles do not boil", "--text", "You should have updated.")
    assert done.exit_code == 0
    assert "“You should have updated” blames the reader" in done.stderr


def test_a_name_that_fits_two_is_not_guessed(folder: Path) -> None:
    opened(folder)
    second = opened(folder)
    assert second.stem.endswith("-2")
    done = run(folder, "resolve", "kettles")
    assert (done.exit_code, "fits 2 incidents" in done.stderr) == (2, True)


def test_a_mistake_in_one_file_does_not_hide_the_others(folder: Path) -> None:
    opened(folder)
    (folder / "incidents" / "broken.md").write_bytes(b"\xff")
    done = run(folder, "due")
    assert "broken.md:1: not UTF-8" in done.stderr
    assert "next update promised" in done.stdout


def test_a_full_disk_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = opened(folder)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("harvest.status.folder.os.fsync", full)
    done = run(folder, "resolve", path.stem)
    assert done.exit_code == 2
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.slow
def test_two_people_post_at_once_and_both_are_heard(folder: Path) -> None:
    path = opened(folder)
    path.write_text(path.read_text().replace(path.stem[:10], "2026-03-01"))  # so that the clock is past it

    def say(number: int) -> int:
        code = [sys.executable, "-m", "harvest", "status", "--folder", str(folder)]
        words = ["update", path.stem, "--text", f"person {number}"]
        done = subprocess.run([*code, *words], capture_output=True, check=False)
        return done.returncode

    with ThreadPoolExecutor(4) as people:
        codes = list(people.map(say, range(6)))
    said = [line for line in path.read_text().splitlines() if line.startswith("person")]
    assert len(said) == codes.count(0) >= 1
    assert set(codes) <= {0, 2}  # in the same second, somebody is told to wait for the next


def test_it_needs_nothing_heavy() -> None:
    code = (
        "import sys; from harvest import cli; import click.testing as t;"
        "t.CliRunner().invoke(cli.main, ['status', '--folder', '/nowhere', 'due']);"
        "heavy = {'duckdb', 'pyarrow', 'mkdocs', 'whoosh', 'lxml', 'httpx', 'harvest.lake',"
        " 'harvest.config', 'harvest.model'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
