"""Whatever is wrong: one clear line for each mistake, an exit code, and nothing half-written."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from harvest.lake import Lake
from tests.end_to_end.archives import ARCHIVES
from tests.end_to_end.conftest import HARVEST, SAMPLES, Desk
from tests.end_to_end.test_whole_way import TALK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

TOPIC = (SAMPLES / "discourse" / "1041.json").read_bytes()
CONFIG = b"""\
site_name: Help
docs_dir: docs
plugins:
  - harvest:
      compny: {name: Ada}
      sources:
        - name: forum
          format: discurse
      publish: [retired]
"""


@dataclass(frozen=True)
class Case:
    """What somebody does, and every line that they read then (patterns, whole lines)."""

    words: tuple[str, ...]
    says: tuple[str, ...]
    code: int = 2
    files: tuple[tuple[str, bytes], ...] = ()


def one(says: str, content: bytes, name: str = "in.json", *, words: tuple[str, ...] = ()) -> Case:
    return Case(words=("import", *words, name), says=(says,), files=((name, content),))


CASES = {
    "missing file": Case(("import", "no.json"), ("no.json: there is no such file or folder .*spelling.*",)),
    "every missing file": Case(
        ("import", "no.json", "neither.json"),
        ("no.json: there is no such file.*", "neither.json: there is no such file.*"),
    ),
    "empty file": one(r"in.json: the file is empty \(export it again\)", b""),
    "no known format": one("in.json: .* none of the known formats .*--from.*", b'{"a": 1}'),
    "another format": one("in.json:?.*", TOPIC, words=("--from", "twcs")),
    "a format that does not exist": one(
        "there is no format 'discurse' .*discourse.*", TOPIC, words=("--from", "discurse")
    ),
    "latin-1": one(r"in.json.*UTF-8.*", TOPIC.replace(b"Wi-Fi", "Wi-Fi, schön,".encode("latin-1"))),
    "utf-16 that does not say so": one("in.json: .*UTF-8.*", TOPIC.decode().encode("utf-16-le")),
    "binary": one("in.json:2: not UTF-8.*", bytes(range(256)) * 20, words=("--from", "discourse")),
    "a picture": one("in.png: .*no text.*", b"\x89PNG\r\n\x1a\n" + bytes(500), "in.png"),
    "a zip archive that is none": one("in.zip: .*zip.*", b"PK\x03\x04" + bytes(90), "in.zip"),
    "truncated": one("in.json.*: .*", TOPIC[:-700]),
    "truncated xml": one(
        "Posts.xml.*: .*", (SAMPLES / "stackexchange" / "Posts.xml").read_bytes()[:-300], "Posts.xml"
    ),
    "a folder without archives": Case(
        ("import", "photos"), ("photos: nothing in this folder.*",), files=(("photos/a.txt", b"hello"),)
    ),
    "a name that no source can have": one(
        "'../../etc' cannot be the name of a source.*", TOPIC, words=("--as", "../../etc")
    ),
    "only some of the files": Case(
        ("import", "in.json", "no.json", "cut.json"),
        ("no.json: .*", "discourse: .* from 1 file .*", "  6 posts without .*", "cut.json.*: .*"),
        code=1,
        files=(("in.json", TOPIC), ("cut.json", TOPIC[:-700])),
    ),
    "nothing but bad rows": Case(
        ("import", "--from", "jsonl", "in.json"),
        ("jsonl: 0 posts from 1 file .*", r"  2 bad rows in \S*jsonl.jsonl: .*"),
        code=1,
        files=(("in.json", b'{"id": "1"}\n' * 2),),
    ),
    "nothing configured": Case(("import",), ("there is nothing to import .*paths.*",)),
    "every mistake in the configuration": Case(
        ("--config", "bad.yml", "candidates"),
        (
            r"\S*bad.yml:4: .*company.*",
            r"\S*bad.yml:5: .*compny.*",
            r"\S*bad.yml:8: .*discurse.*",
            r"\S*bad.yml:9: .*",
        ),
        files=(("bad.yml", CONFIG),),
    ),
    "no configuration": Case(("--config", "no.yml", "draft"), ("no.yml: .*harvest init.*",)),
    "a configuration that is a folder": Case(("--config", "docs", "draft"), ("docs: .*",)),
    "a configuration that is no YAML": Case(
        ("--config", "bad.yml", "draft"), (r"\S*bad.yml:\d+: .*",), files=(("bad.yml", b"a: [1\nb: {"),)
    ),
    "a page that is no UTF-8": Case(
        ("draft",), (r"\S*answers/a.md:2: is not UTF-8.*",), files=(("docs/answers/a.md", b"---\n\xff\n---"),)
    ),
    "a file where the lake belongs": Case(
        ("import", "in.json"),
        (r"\S*\.harvest: .*folder.*|\S*lake: .*folder.*",),
        files=((".harvest", b"mine"), ("in.json", TOPIC)),
    ),
    "a file where the quarantine belongs": Case(
        ("import", "--from", "jsonl", "in.json"),
        (r"\S*quarantine/jsonl.jsonl: the quarantine cannot be written: .*",),
        files=((".harvest/quarantine", b"mine"), ("in.json", b'{"id": "1"}\n' * 3)),
    ),
    "no log": Case(("misses", "no.log"), ("no.log: there is no such file .*",)),
    "a knowledge base that is there already": Case(("init", "."), (r"\.: \S+ is there already .*",)),
    "a knowledge base below a file": Case(("init", "mkdocs.yml/kb"), ("mkdocs.yml/kb: cannot be .*",)),
}


def lines_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert "Traceback" not in done.stderr, done.stderr
    return [line.removeprefix("harvest: ") for line in done.stderr.splitlines()]


FAST = {
    "missing file",
    "truncated",
    "only some of the files",
    "every mistake in the configuration",
    "a file where the lake belongs",
    "a file where the quarantine belongs",
}
"""Those that `make check` tries."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FAST else pytest.mark.slow) for name in CASES]
)
def test_one_line_for_each_mistake_and_nothing_half_written(desk: Desk, name: str) -> None:
    case = CASES[name]
    for path, content in case.files:
        desk.write(path, content)
    before = desk.tree()
    done = desk.run(*case.words)
    said = lines_of(done)
    assert len(said) == len(case.says), done.stderr
    for line, pattern in zip(said, case.says, strict=True):
        assert re.fullmatch(pattern, line), line
    assert done.returncode == case.code
    assert done.stdout == ""
    if case.code == 2:
        assert desk.tree() == before


@pytest.mark.slow
def test_utf_16_that_says_so_is_read(desk: Desk) -> None:
    archive = desk.write("in.json", TOPIC.decode().encode("utf-16"))
    assert " new, 0 changed" in desk.done("import", archive).stderr


@pytest.mark.slow
def test_a_file_name_need_not_be_unicode(desk: Desk) -> None:
    path = os.fsencode(desk.folder) + b"/in\xff.json"
    with open(path, "wb") as file:  # noqa: PTH123 — pathlib knows no bytes
        file.write(TOPIC)
    assert " 0 unchanged" in desk.done("import", ".").stderr
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(TOPIC[:-700])
    done = desk.run("import", "in\udcff.json")
    (line,) = lines_of(done)
    assert re.fullmatch("in�.json:[0-9]+: .*", line)


# ── disks, signals and others at work ────────────────────────────────────────────────────────────


def no_bigger_than(size: int) -> Callable[[], object]:
    """What a full disk does, as near as a test can come: no file grows beyond `size` bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize(
    "size", [pytest.param(0, marks=pytest.mark.slow), 100, pytest.param(4000, marks=pytest.mark.slow)]
)
def test_a_disk_that_is_full_takes_nothing(desk: Desk, size: int) -> None:
    before = desk.tree()
    done = desk.run("import", SAMPLES / "discourse", prepare=no_bigger_than(size))
    (line,) = lines_of(done)
    assert re.fullmatch(r"\S*\.harvest/lake\S*: .*\(make room .*\)", line), line
    assert done.returncode == 2
    assert [
        name for name in desk.tree().keys() - before.keys() if not name.endswith(("posts", "discourse"))
    ] == []
    assert " 128 new, " in desk.done("import", SAMPLES / "discourse").stderr


def test_a_disk_that_is_too_full_for_the_quarantine_has_not_taken_the_posts(desk: Desk) -> None:
    archive = ARCHIVES["jsonl"](TALK, desk.folder)
    archive.write_text(archive.read_text() + '{"id": "bad"}\n' * 5000)
    desk.write(".harvest/quarantine/jsonl.jsonl", "")
    before = desk.tree()
    done = desk.run("import", archive, prepare=no_bigger_than(50_000))
    (line,) = lines_of(done)
    assert "the quarantine cannot be written: File too large (make room" in line
    assert done.returncode == 2
    assert desk.tree() == before


@pytest.mark.slow
def test_a_disk_that_is_too_full_for_a_page_keeps_the_old_one(desk: Desk) -> None:
    desk.done("import", ARCHIVES["jsonl"](TALK, desk.folder))
    before = desk.tree()
    done = desk.run("draft", prepare=no_bigger_than(200))
    (line,) = lines_of(done)
    assert "too large" in line
    assert done.returncode == 2
    assert desk.tree() == before


@pytest.mark.slow
def test_a_file_where_the_pages_belong(desk: Desk) -> None:
    desk.done("import", ARCHIVES["jsonl"](TALK, desk.folder))
    (desk.answers / ".gitkeep").unlink()
    desk.answers.rmdir()
    desk.write("docs/answers", "mine")
    before = desk.tree()
    done = desk.run("draft")
    (line,) = lines_of(done)
    assert re.fullmatch(r"\S*docs/answers: is a file and should be a folder .*", line), line
    assert desk.tree() == before


@pytest.mark.parametrize("words", [("candidates", "--all"), ("candidates", "--json"), ("draft",)])
@pytest.mark.slow
def test_an_output_that_is_full_is_told(desk: Desk, words: tuple[str, ...]) -> None:
    desk.done("import", ARCHIVES["jsonl"](TALK, desk.folder))
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [*HARVEST, "-q", *words],
            cwd=desk.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.stderr == (
        "harvest: the output: cannot be read or written: No space left on device"
        " (make room on the disk and run it again)\n"
    )
    assert done.returncode == 2


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_is_no_mistake(desk: Desk) -> None:
    desk.done("import", SAMPLES / "discourse")
    ours = subprocess.Popen(
        [*HARVEST, "-q", "candidates", "--all", "--json"],
        cwd=desk.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert ours.stdout
    assert ours.stderr
    with ours:
        ours.stdout.close()
        assert ours.stderr.read() == b""


def test_ctrl_c_stops_an_import_without_a_trace(desk: Desk, tmp_path: Path) -> None:
    archive = tmp_path / "long.jsonl"
    row = json.loads((ARCHIVES["jsonl"](TALK, tmp_path)).read_text().splitlines()[0])
    with archive.open("w") as file:
        for number in range(60_000):
            file.write(json.dumps(row | {"id": f"p{number}", "body": f"{number} {row['body']}"}) + "\n")
    before = desk.tree()
    with subprocess.Popen(
        [*HARVEST, "import", str(archive)], cwd=desk.folder, stderr=subprocess.PIPE, text=True
    ) as ours:
        staged = desk.folder / ".harvest/lake/scratch"
        while ours.poll() is None and not list(staged.glob("*/staged.parquet")):
            pass  # it has read 10,000 of them when this file appears
        ours.send_signal(signal.SIGINT)
        assert ours.stderr
        assert ours.stderr.read() == "harvest: stopped (run it again: nothing was half-written)\n"
    assert ours.returncode == 130
    assert desk.tree() == before


def test_two_imports_at_once_are_one_too_many(desk: Desk) -> None:
    with Lake(desk.folder / ".harvest/lake").write("forum", now=datetime.now(UTC)):
        before = desk.tree()
        done = desk.run("import", SAMPLES / "discourse")
        (line,) = lines_of(done)
        assert "another harvest is writing to this lake (wait until it is done" in line
        assert done.returncode == 2
        assert desk.tree() == before


@pytest.mark.parametrize("words", [("candidates",), ("draft",)])
@pytest.mark.slow
def test_a_damaged_lake_is_named(desk: Desk, words: tuple[str, ...]) -> None:
    desk.done("import", SAMPLES / "discourse")
    (data,) = (desk.folder / ".harvest/lake/posts/discourse").iterdir()
    content = bytearray(data.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 64] = bytes(64)
    data.write_bytes(content)
    before = desk.tree()
    done = desk.run(*words)
    (line,) = lines_of(done)
    assert re.fullmatch(rf"\S*{data.name}: is damaged \(.*backup.*\)", line), line
    assert done.returncode == 2
    assert desk.tree() == before
