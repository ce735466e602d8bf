"""`harvest misses` on whole logs: what it says, what it never says, and what is wrong with a log."""

from __future__ import annotations

import gzip
import json
import os
import resource
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus

import pytest

from harvest.cli import exits
from tests.end_to_end.conftest import HARVEST, SAMPLES, Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

NGINX: Final = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
AGENT: Final = "Mozilla/5.0 (X11; Linux x86_64)"
ROBOT: Final = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def line(typed: str, number: int, *, day: int = 25, agent: str = AGENT) -> str:
    path = f"/help/search/miss.txt?q={quote_plus(typed)}"
    return f'192.0.2.{number} - - [{day}/Nov/2026:09:15:02 +0000] "GET {path} HTTP/1.1" 200 2 "-" "{agent}"\n'


OTHER: Final = '192.0.2.99 - - [25/Nov/2026:09:15:02 +0000] "GET / HTTP/1.1" 200 512 "-" "Mozilla/5.0"\n'
LOG: Final = "".join(
    [
        *(line("Pictures gone since I switched phones", number) for number in range(1, 5)),
        *(line("mia.moss@fernlight.example", number) for number in range(1, 5)),
        *(line("gravy boat", number, day=20) for number in range(1, 4)),
        *(line("secret wedding", number) for number in range(1, 3)),
        *(line("secret wedding", number, agent=ROBOT) for number in range(3, 9)),
        OTHER,
    ]
)


def rows(desk: Desk, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(desk.done("misses", "--json", *words).stdout)
    return found


def test_what_customers_miss(desk: Desk) -> None:
    desk.write("access.log", LOG)
    done = desk.done("misses", "access.log")
    assert "pictures gone since i switched phones" in done.stdout
    assert "nobody has answered this yet" in done.stdout
    assert "20 requests, 13 of them searches that found nothing (6 more by crawlers)" in done.stderr
    assert "2 searches that fewer visitors made, 4 with nothing but personal data or signs" in done.stderr
    assert "wedding" not in done.stdout + done.stderr
    assert "mia" not in done.stdout + done.stderr
    assert "192.0.2" not in done.stdout + done.stderr
    assert "--json" not in done.stderr


def test_what_is_asked_for(desk: Desk) -> None:
    desk.write("access.log", LOG)
    both = rows(desk, "access.log")
    assert [(row["words"], row["visitors"], row["times"]) for row in both] == [
        ("pictures gone since i switched phones", 4, 4),
        ("gravy boat", 3, 3),
    ]
    assert (both[0]["first"], both[0]["last"]) == ("2026-11-25", "2026-11-25")
    assert rows(desk, "--since", "2026-11-21", "access.log") == both[:1]
    assert rows(desk, "--top", "1", "access.log") == both[:1]
    assert rows(desk, "--visitors", "5", "access.log") == []
    assert desk.run("misses", "--visitors", "1", "access.log").returncode == exits.NOT_DONE
    assert {row["words"] for row in rows(desk, "--visitors", "2", "access.log")} == {
        "pictures gone since i switched phones",
        "gravy boat",
        "secret wedding",
    }


def test_packed_logs_and_standard_input_are_the_same(desk: Desk) -> None:
    path = desk.write("access.log", LOG)
    desk.write("access.log.1.gz", gzip.compress(LOG.encode()))
    plain = rows(desk, "access.log")
    assert rows(desk, "access.log.1.gz") == plain
    with path.open("rb") as log:
        done = subprocess.run(
            [*HARVEST, "misses", "--json", "-"], cwd=desk.folder, stdin=log, capture_output=True, check=True
        )
    assert json.loads(done.stdout) == plain


def test_what_stands_in_two_logs_counts_once(desk: Desk) -> None:
    """The same log packed, by another name, and a rotation that goes on with more."""
    desk.write("access.log", LOG)
    desk.write("access.log.1.gz", gzip.compress(LOG.encode()))
    once = rows(desk, "access.log")
    assert rows(desk, "access.log", "access.log.1.gz", "../kb/access.log") == once
    said = desk.done("misses", "access.log", "access.log.1.gz").stderr
    assert "13 of them searches that found nothing" in said
    assert "  left out: 13 that an earlier of these logs has, too" in said
    desk.write("access.log.2", LOG + line("gravy boat", 1, day=20) + line("gravy boat", 9, day=26))
    found = {str(row["words"]): row for row in rows(desk, "access.log", "access.log.2")}
    assert (found["gravy boat"]["times"], found["gravy boat"]["visitors"]) == (5, 4)
    assert found["pictures gone since i switched phones"]["times"] == 4


def test_only_what_browsers_ask_for_and_get_is_a_search(desk: Desk) -> None:
    asked = "".join(line("gravy boat", number) for number in range(1, 4))
    desk.write("access.log", asked + asked.replace("GET", "POST") + asked.replace(" 200 2 ", " 404 153 "))
    done = desk.done("misses", "access.log")
    assert "9 requests, 3 of them searches that found nothing" in done.stderr
    assert "  left out: 6 that the site did not answer (no GET, or no success)" in done.stderr
    assert rows(desk, "access.log")[0]["times"] == 3


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2026-02-30", "25.11.2026", "20261125", ""])
def test_a_day_that_is_none_is_told_with_one_that_is(desk: Desk, day: str) -> None:
    desk.write("access.log", LOG)
    done = desk.run("misses", "--since", day, "access.log")
    assert done.returncode == exits.NOT_DONE
    assert done.stderr.splitlines()[-1] == (
        "Error: Invalid value for '--since': a day such as 2026-11-25 belongs here"
    )


def test_the_lake_and_the_pages_are_asked(fernlight: Desk) -> None:
    """A page that is found now, one whose conversation was meant, a conversation without a page, nobody."""
    fernlight.done("import", SAMPLES / "discourse", "--from", "discourse")
    fernlight.done("draft", "--top", "12")
    typed = ("video upload stuck at 99%", "gravy boat", "subscription charged every month")
    fernlight.write("access.log", "".join(line(words, number) for words in typed for number in (1, 2, 3)))
    found = {row["words"]: row for row in rows(fernlight, "access.log")}
    assert set(found) == set(typed)
    assert found["gravy boat"]["advice"] == "unanswered"
    assert {row["advice"] for row in found.values()} <= {"found", "phrase", "draft", "unanswered"}
    assert found["subscription charged every month"]["advice"] != "unanswered"


def test_lines_that_do_not_fit_are_counted_and_never_shown(desk: Desk) -> None:
    desk.write("access.log", LOG + "jo.doe was here\n\n" + LOG + "and here\n")
    done = desk.done("misses", "access.log")
    assert "access.log:21: 2 lines from here on: not in the format combined" in done.stderr
    assert "here\n" not in done.stdout
    assert "doe" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no such file (check the spelling)"),
        (b"", "the log is empty (perhaps it has just been rotated)"),
        (gzip.compress(b"", mtime=0), "the log is empty (perhaps it has just been rotated)"),
        (b"PK\x03\x04" + bytes(64), "this is a zip archive, not text (unpack or export it first)"),
        (bytes(4096), "4,096 of the first 4,096 bytes are zero"),
        (gzip.compress(bytes(4096), mtime=0), "4,096 of the first 4,096 bytes are zero"),
        (b"Dear all,\nthe frame is black.\n", "no line of it is in a log format that Harvest knows"),
        (b"# a comment\nand more\n", "no line of it is in a log format that Harvest knows"),
        (b"\x1f\x8b not gzip at all", "the gzip archive is damaged"),
    ],
)
def test_what_is_wrong_with_a_log_is_one_line(desk: Desk, content: bytes | None, says: str) -> None:
    if content is not None:
        desk.write("in.log", content)
    done = desk.run("misses", "--json", "in.log")
    assert done.returncode == exits.NOT_DONE
    assert done.stdout == ""
    (said,) = done.stderr.splitlines()
    assert said.startswith("harvest: in.log: ")
    assert says in said


def test_a_name_of_a_log_is_no_markup_of_a_terminal(desk: Desk) -> None:
    """The progress bar, which only a terminal sees, shows it too."""
    desk.write("[/bold]\x1b[2J.log", LOG)
    terminal, other = os.openpty()
    done = subprocess.run(
        [*HARVEST, "misses", "[/bold]\x1b[2J.log"],
        cwd=desk.folder,
        env={**os.environ, "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=other,
        check=False,
    )
    os.close(other)
    shown = os.read(terminal, 1 << 16)
    os.close(terminal)
    assert done.returncode == 0
    assert b"gravy boat" in done.stdout
    assert b"\x1b[2J" not in shown


def test_a_folder_is_no_log(desk: Desk) -> None:
    done = desk.run("misses", "docs")
    assert done.returncode == exits.NOT_DONE
    assert "docs: this is a folder (name the logs in it)" in done.stderr


def test_of_a_damaged_archive_the_beginning_counts(desk: Desk) -> None:
    many = "".join(f"{LOG}{line(str(number), 9)}" for number in range(500))
    desk.write("cut.gz", gzip.compress(many.encode())[:-2000])
    desk.write("access.log", OTHER)
    done = desk.run("misses", "cut.gz", "access.log")
    assert done.returncode == exits.LEFT_OUT
    assert "cut.gz: the gzip archive is damaged (what stands before is counted)" in done.stderr
    assert "gravy boat" in done.stdout


def test_of_a_short_damaged_archive_every_whole_line_counts(desk: Desk) -> None:
    """All of it fits into one buffer, and into the sample from which the format is guessed."""
    packed = gzip.compress(LOG.encode(), mtime=0)
    for name, content in (("cut.gz", packed[:-8]), ("changed.gz", packed[:-8] + bytes(8))):
        desk.write(name, content)
        done = desk.run("misses", name)
        assert done.returncode == exits.LEFT_OUT
        assert f"{name}: the gzip archive is damaged (what stands before is counted)" in done.stderr
        assert "20 requests, 13 of them searches that found nothing (6 more by crawlers)" in done.stderr
        assert "gravy boat" in done.stdout


def test_since_a_day_everything_is_counted_from_that_day(desk: Desk) -> None:
    old = "".join(line("gravy boat", number, day=20, agent=ROBOT) for number in range(1, 4))
    desk.write("access.log", LOG + OTHER.replace("25/Nov", "20/Nov") + old)
    said = desk.done("misses", "--since", "2026-11-21", "access.log").stderr
    assert "17 requests, 10 of them searches that found nothing (6 more by crawlers)" in said
    assert "0 requests, 0 of them" in desk.done("misses", "--since", "2026-11-26", "access.log").stderr


def test_a_log_that_cannot_be_used_is_closed_at_once(desk: Desk) -> None:
    names = [f"{number}.txt" for number in range(80)]
    for name in names:
        desk.write(name, b"Dear all,\n" * 1000)
    limit = (resource.RLIMIT_NOFILE, (64, 64))
    done = desk.run("--quiet", "misses", *names, prepare=lambda: resource.setrlimit(*limit))
    assert done.returncode == exits.NOT_DONE
    assert done.stderr.count("no line of it is in a log format") == len(names)


def test_without_standard_input(desk: Desk) -> None:
    desk.write("access.log", LOG)
    assert "gravy boat" in desk.run("misses", "access.log", prepare=lambda: os.close(0)).stdout
    done = desk.run("--quiet", "misses", "-", prepare=lambda: os.close(0))
    assert done.returncode == exits.NOT_DONE
    assert done.stderr == "harvest: standard input: it is closed (pipe a log into it, or name a file)\n"


def test_a_line_without_end_is_skipped(desk: Desk) -> None:
    desk.write("access.log", LOG.encode() + b"x" * 1_000_000 + b"\xff\n" + line("gravy boat", 9).encode())
    done = desk.done("misses", "access.log")
    assert "access.log:21: 1 line from here on" in done.stderr
    assert "gravy boat" in done.stdout


# ── a real server ────────────────────────────────────────────────────────────────────────────────

NGINX_CONF: Final = """
pid {0}/pid; error_log {0}/error.log; worker_processes 1;
events {{ worker_connections 32; }}
http {{
  log_format proper escape=json '{{"time":"$time_iso8601","remote_addr":"$remote_addr",'
    '"request":"$request","http_user_agent":"$http_user_agent"}}';
  log_format careless '{{"msec":$msec,"remote_addr":"$remote_addr","uri":"$uri","args":"$args",'
    '"http_user_agent":"$http_user_agent"}}';
  client_body_temp_path {0}/1; proxy_temp_path {0}/2; fastcgi_temp_path {0}/3;
  uwsgi_temp_path {0}/4; scgi_temp_path {0}/5;
  set_real_ip_from unix:; real_ip_header X-Real-IP;
  server {{
    listen unix:{0}/socket;
    access_log {0}/combined.log combined; access_log {0}/proper.log proper;
    access_log {0}/careless.log careless;
    location / {{ return 204; }}
  }}
}}
"""


@pytest.fixture
def nginx() -> Iterator[Path]:
    """The folder of a running server; short, because a socket's name must be."""
    with tempfile.TemporaryDirectory(prefix="nginx") as name:
        folder = Path(name)
        (folder / "nginx.conf").write_text(NGINX_CONF.format(folder))
        command = [str(NGINX), "-p", name, "-e", f"{name}/error.log", "-c", f"{name}/nginx.conf"]
        subprocess.run(command, check=True, capture_output=True)
        yield folder
        subprocess.run([*command, "-s", "stop"], check=True, capture_output=True)


def ask(folder: Path, target: bytes, address: str, agent: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(folder / "socket"))
        head = b"GET " + target + b" HTTP/1.1\r\nHost: help\r\nConnection: close\r\nUser-Agent: " + agent
        client.sendall(head + f"\r\nX-Real-IP: {address}\r\n\r\n".encode())
        while client.recv(4096):
            pass  # the log is written before the server hangs up


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_all_logs_of_a_real_nginx_say_the_same(desk: Desk, nginx: Path) -> None:
    agents = (b"Mozilla/5.0 (X11)", b'"quoted" \\agent\\ \xc3\xa4\xff', ROBOT.encode())
    typed = ("frame's black & cold", "Rückgabe", "写真 消えた", 'backslash \\ "quote"', "100% + more")
    for words in typed:
        for number, agent in enumerate((agents[0], agents[0], agents[1], agents[2]), 1):
            ask(nginx, f"/search/miss.txt?q={quote_plus(words)}".encode(), f"198.51.100.{number}", agent)
    for number in (1, 2, 3):
        ask(nginx, "/search/miss.txt?q=überweisung".encode(), f"198.51.100.{number}", agents[1])
    said = [
        (rows(desk, str(nginx / f"{name}.log")), desk.done("misses", str(nginx / f"{name}.log")).stderr)
        for name in ("combined", "proper", "careless")
    ]
    assert said[0] == said[1] == said[2]
    assert {row["words"] for row in said[0][0]} == {*(words.lower() for words in typed), "überweisung"}
    assert "23 requests, 18 of them searches that found nothing (5 more by crawlers)" in said[0][1]
