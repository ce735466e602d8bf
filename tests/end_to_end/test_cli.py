"""What people and programs see of the command line."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len

from harvest.cli.terminal import shown
from harvest.lake import Lake
from harvest.model import Author, Markup, Post
from tests.end_to_end.archives import ARCHIVES
from tests.end_to_end.conftest import HARVEST, SAMPLES, Desk
from tests.end_to_end.test_whole_way import TALK

pytestmark = pytest.mark.slow

DAY = datetime(2026, 3, 2, tzinfo=UTC)
HOSTILE = (
    "[bold]No[/bold] \x1b[2J\x1b]0;owned\x07 \x9b31m first\nsecond \u202edesrever [link=http://evil]x[/link]"
)


def filled(desk: Desk, title: str) -> Desk:
    """One conversation of that title, straight into the lake: no format would let such a title through."""
    posts = [
        Post(
            source="forum",
            id=str(number),
            conversation="0",
            parent=str(number - 1) if number else "",
            author=Author(key=who.handle, name=who.name),
            created=DAY,
            version=DAY,
            body=text,
            markup=Markup.TEXT,
            title="" if number else title,
            url="https://forum.example/t/0",
        )
        for number, (who, text) in enumerate(TALK.said)
    ]
    with Lake(desk.folder / ".harvest/lake").write("forum", now=DAY) as batch:
        batch.begin("test")
        for post in posts:
            batch.add(post)
    return desk


def on_a_terminal(desk: Desk, *words: str, columns: int = 80) -> str:
    """What a terminal receives."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns)}
    command = [*HARVEST, *words]
    with subprocess.Popen(command, cwd=desk.folder, stdout=theirs, stderr=theirs, env=environ) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                chunk = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            seen += chunk
    os.close(ours)
    assert process.returncode == 0, seen
    return seen.decode()


def test_alone_it_says_what_there_is(desk: Desk) -> None:
    alone = desk.run()
    asked = desk.done("--help").stdout
    assert alone.stderr.strip() == asked.strip()
    assert alone.returncode == 2
    usage, *lines = asked.splitlines()
    assert usage == "Usage: harvest [OPTIONS] COMMAND [ARGS]..."
    for line in lines:
        assert len(line) <= 80
        assert not line.endswith("...")


def test_help_does_not_wait_for_the_engines() -> None:
    code = "import sys, harvest.cli; print(sorted({'duckdb', 'pyarrow', 'lxml', 'rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("cadidates",), "No such command 'cadidates'"),
        (("draft", "--frsh"), "No such option"),
        (("candidates", "--top", "0"), "a whole number from 1 to 1,000,000 belongs here"),
        (("import", "--url", "forum.example", "."), "a web address belongs here"),
        (("import", "--url", "javascript:alert(1)", "."), "a web address belongs here"),
        (("import", "--url", "https://forum.example/{id}/{page}", "."), "a web address belongs here"),
        (("import", "--url", "https://forum.example/{id", "."), "a web address belongs here"),
        (("import", "--licence", "CC BY\nAda", "."), "a text on one line belongs here"),
        (("misses", ""), "the name of a file or folder belongs here"),
        (("--workers", "many", "candidates"), "a whole number from 1 to 64 belongs here"),
    ],
)
def test_a_slip_of_the_fingers_is_told(desk: Desk, words: tuple[str, ...], says: str) -> None:
    done = desk.run(*words)
    assert says in done.stderr
    assert "--help" in done.stderr
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_version() -> None:
    done = subprocess.run([*HARVEST, "--version"], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"harvest, version \d+\.\d+\.\d+\S*\n", done.stdout)


@pytest.mark.slow
def test_in_a_pipe_a_candidate_is_one_plain_line(desk: Desk) -> None:
    long = "why does it say " + " ".join(f"word{number}" for number in range(60))
    done = filled(desk, long).done("candidates", "--all")
    assert "\x1b" not in done.stdout + done.stderr
    header, row = done.stdout.splitlines()
    assert header.split() == ["#", "intent", "askers", "score", "title", "why", "thread"]
    assert "word9" in row
    assert len(row) > 160
    assert row.rstrip().endswith("forum:0")


def test_a_hostile_title_forges_nothing(desk: Desk) -> None:
    filled(desk, HOSTILE)
    piped = desk.done("candidates", "--all").stdout
    assert len(piped.splitlines()) == 2
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", piped)
    assert "[bold]No[/bold]" in piped or "[bold]no[/bold]" in piped.lower()
    seen = on_a_terminal(desk, "-q", "candidates", "--all", columns=100)
    assert not re.search(r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202e]", seen)


def test_json_is_for_machines(desk: Desk) -> None:
    title = "ünwrapped " * 40 + HOSTILE
    done = filled(desk, title).done("candidates", "--all", "--json")
    assert done.stdout.isascii()
    assert done.stdout.isprintable() or set(filter(lambda c: not c.isprintable(), done.stdout)) == {"\n"}
    (row,) = json.loads(done.stdout)
    assert len(row["title"]) > 60
    assert row["threads"] == ["forum:0"]
    assert json.loads(desk.run("candidates", "--all", "--json", FORCE_COLOR="1").stdout) == [row]
    on_terminal = on_a_terminal(desk, "-q", "candidates", "--all", "--json", columns=40)
    assert json.loads(on_terminal) == [row]


@pytest.mark.slow
def test_quiet_says_nothing_but_results_and_mistakes(desk: Desk) -> None:
    archive = ARCHIVES["jsonl"](TALK, desk.folder)
    done = desk.done("-q", "import", archive)
    assert (done.stdout, done.stderr) == ("", "")
    done = desk.done("-q", "candidates")
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == ""
    archive.write_text(archive.read_text() + "{}\n")
    assert re.fullmatch(r"  1 bad row in \S+jsonl.jsonl: .*\n", desk.done("-q", "import", archive).stderr)


@pytest.mark.slow
def test_progress_is_drawn_on_a_terminal_only(desk: Desk) -> None:
    words = ("import", str(SAMPLES / "discourse"))
    seen = on_a_terminal(desk, *words)
    assert "reading discourse" in seen
    assert "130 posts from 32 files" in seen
    assert "reading" not in on_a_terminal(desk, "--quiet", *words)
    assert "reading" not in desk.done(*words).stderr


@pytest.mark.slow
def test_an_empty_lake_says_how_to_start(desk: Desk) -> None:
    done = desk.done("candidates")
    assert done.stdout == ""
    assert done.stderr == "there are no conversations yet: start with `harvest import`\n"
    assert desk.done("candidates", "--json").stdout == "[]\n"
    assert desk.done("draft").stdout == "nothing to write\n"


@pytest.mark.slow
def test_an_old_terminal_does_not_stop_anything(desk: Desk) -> None:
    filled(desk, "Why does my ‹Frame› say ünsupported?")
    done = desk.run("candidates", "--all", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "?nsupported" in done.stdout


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\nb", "a␤b"),
        ("a\x1b[31mb", "a�[31mb"),
        ("d\u202fun\u00a0coup", "d un coup"),
        ("\u202ea\u200bb\ud800", "�a�b�"),
        ("[red]x[/red] 日本", "[red]x[/red] 日本"),
    ],
)
def test_what_is_shown_is_one_harmless_line(text: str, seen: str) -> None:
    assert shown(text).plain == seen
    assert shown(text).spans == []


@pytest.mark.slow
def test_a_narrow_terminal_cuts_nothing_off(desk: Desk) -> None:
    filled(desk, "My frame keeps sayingsomethingthatnobodycanbreak and stops")
    seen = on_a_terminal(desk, "-q", "candidates", "--all", columns=80)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", seen)
    assert "…" not in plain
    assert "forum:0" in plain
    assert all(cell_len(line) <= 80 for line in plain.splitlines())


@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2)])
def test_a_command_whose_output_nobody_wants_does_its_work(desk: Desk, closed: tuple[int, ...]) -> None:
    filled(desk, "Photos are gone")

    def close() -> None:
        for number in closed:
            os.close(number)

    done = subprocess.run(
        [*HARVEST, "candidates"], cwd=desk.folder, capture_output=True, check=False, preexec_fn=close
    )
    assert done.returncode == 0, done.stderr
