"""Mail, fetched: a list's archive month by month, and mailboxes that mail is delivered into meanwhile."""

from __future__ import annotations

import fcntl
import gzip
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.lake import Lake
from harvest.sources.mailbox.headers import id_of
from tests.live.harness import Base
from tests.live.mailbox import standin
from tests.live.mailbox.standin import SOURCES, Archive, kettles, thread

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.pipeline.visiting import Fetched

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LOCAL = """
- name: support
  format: mailbox
  paths: [mail]
  fetch: {}
"""
PAGE = """---
title: "My kettle stops early"
kind: fix
state: reviewed
sources:
  - url: https://lists.example/archives/list/help@lists.example/message/X/
    thread: "list:ID"
    posts: [ID]
    digest: "sha256:0000000000000000"
    asked: 2026-02-10
updated: 2026-02-10
review_by: 2027-02-10
---

> It stops.

Descale it. <!-- from: ID -->
"""


def asked(base: Base) -> list[str]:
    """What was asked: the part of the address that matters."""
    return [f"{r.url.path.removeprefix(standin.ARCHIVE)}?{r.url.query.decode()}" for r in base.asked]


def test_a_list_is_read_month_by_month_and_then_only_its_index(tmp_path: Path) -> None:
    base, archive = Base(tmp_path, SOURCES), kettles()
    first = base.one(archive.answer)
    assert (first.new, first.failed, first.unfinished) == (151, None, "")
    months = [one.partition("?")[2] for one in asked(base)[2:]]
    assert months == [
        "end=2025-10-01",
        "start=2025-10-01&end=2025-11-01",
        "start=2025-11-01&end=2025-12-01",
        "start=2025-12-01&end=2026-01-01",
        "start=2026-01-01&end=2026-02-01",
        "start=2026-02-01&end=2026-03-01",
        "start=2026-03-01",
    ]
    again = base.one(archive.answer)
    assert (again.new, again.posts, again.requests) == (0, 0, 1)


def test_a_conversation_is_whole_and_leads_back_to_where_it_can_be_read(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES)
    base.one(kettles().answer)
    first = id_of("7.0@customer.example")
    (held,) = Lake(base.config.lake).conversation([f"list:{first}"]).values()
    posts = sorted(held, key=lambda post: post.created)
    assert [post.title for post in posts] == ["Kettle 7 stops early", "", ""]
    assert posts[0].url == f"{standin.URL}message/{first}/"
    assert [post.author.name for post in posts] == ["Ada Kettle", "Bo", "Ada Kettle"]
    assert posts[0].author.key == posts[2].author.key


def test_only_the_months_of_what_came_in_are_read_again_also_when_it_is_old(tmp_path: Path) -> None:
    base, archive = Base(tmp_path, SOURCES), kettles()
    base.one(archive.answer)
    new = [one for n in range(60) for one in thread(2000 + n, datetime(2026, 3, 1, 8, tzinfo=UTC), "Yes.")]
    archive.messages += [*new, *thread(3000, datetime(2025, 11, 11, 8, tzinfo=UTC))]
    again = base.one(archive.answer)
    assert again.new == 121
    assert [one.partition("emails/")[2] or one.partition("?")[2] for one in asked(base)] == [
        "?format=json&limit=100&offset=0",
        "?format=json&limit=100&offset=100",
        "start=2025-11-01&end=2025-12-01",
        "start=2026-03-01&end=2026-04-01",
    ]
    assert base.one(archive.answer).requests == 1


def test_a_run_that_its_budget_ends_goes_on_with_the_next_month(tmp_path: Path) -> None:
    base, archive = Base(tmp_path, SOURCES.replace("{}", "{requests: 4}")), kettles()
    assert base.one(archive.answer).unfinished
    assert base.one(archive.answer).unfinished
    assert asked(base)[0].endswith("start=2025-11-01&end=2025-12-01")
    assert base.one(archive.answer).unfinished == ""
    assert len(base.rows()) == 151


def test_since_bounds_the_first_run(tmp_path: Path) -> None:
    base, archive = Base(tmp_path, SOURCES.replace("{}", "{since: 2026-02-10}")), kettles()
    result = base.one(archive.answer)
    assert asked(base)[2].endswith("start=2026-02-10&end=2026-03-01")
    assert result.new == sum(one.day >= datetime(2026, 2, 10, tzinfo=UTC) for one in archive.messages)


def test_messages_deleted_at_the_top_do_not_lead_to_reading_everything_again(tmp_path: Path) -> None:
    base, archive = Base(tmp_path, SOURCES), kettles()
    base.one(archive.answer)
    del archive.messages[-3:]
    assert (base.one(archive.answer).requests, base.one(archive.answer).requests) == (1, 1)


def test_a_message_that_a_page_relies_on_and_that_was_deleted_is_noticed(tmp_path: Path) -> None:
    base, archive = Base(tmp_path, SOURCES), kettles()
    base.one(archive.answer)
    first, answer = id_of("7.0@customer.example"), id_of("7.1@customer.example")
    (base.folder / "docs/answers").mkdir()
    page = PAGE.replace("posts: [ID]", f"posts: [{first}, {answer}]").replace("ID", first)
    (base.folder / "docs/answers/kettle.md").write_text(page)
    run = base.run(archive.answer)
    assert run.pages == {}
    assert asked(base)[1:] == [f"/list/{standin.NAME}/export/thread.mbox.gz?thread={first}"]
    archive.messages = [one for one in archive.messages if one.id != "7.1@customer.example"]
    run = base.run(archive.answer)
    assert run.pages == {"answers/kettle.md": (f"list:{answer}",)}
    assert run.sources[0].deleted == 1  # its child has become a thread of its own, and is still there


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"private": True}, "the list's archive is for its members only (403)"),
        ({"export": False}, "HyperKitty does not let its archives be downloaded (400)"),
    ],
)
def test_a_refusal_says_what_it_means(tmp_path: Path, change: dict[str, bool], what: str) -> None:
    base, archive = Base(tmp_path, SOURCES), kettles()
    for name, value in change.items():
        setattr(archive, name, value)
    failed = base.one(archive.answer).failed
    assert failed is not None
    assert failed.what == what
    assert "token" not in str(failed)


def test_a_page_to_log_in_is_no_export(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        page = httpx.Response(200, html="<form>Log in</form>")
        return page if "/export/" in request.url.path else kettles().answer(request)

    failed = Base(tmp_path, SOURCES).one(answer).failed
    assert "ask visitors to log in" in str(failed)


def test_an_empty_list_is_no_mistake(tmp_path: Path) -> None:
    base, archive = Base(tmp_path, SOURCES), Archive([])
    assert (base.one(archive.answer).failed, base.one(archive.answer).requests) == (None, 1)
    archive.messages += thread(1, datetime(2026, 3, 1, 8, tzinfo=UTC), "Descale it.")
    assert base.one(archive.answer).new == 2


def test_an_address_that_is_no_list_says_so(tmp_path: Path) -> None:
    failed = Base(tmp_path, SOURCES.replace(standin.URL, "https://lists.example/")).one().failed
    assert "no address of a list in HyperKitty" in str(failed)


# ── mailboxes on this machine ────────────────────────────────────────────────────────────────────


def mbox(*numbers: int) -> bytes:
    day = datetime(2026, 2, 1, 8, tzinfo=UTC)
    return b"".join(one.bytes() + b"\n" for n in numbers for one in thread(n, day, "Descale it."))


def put(path: Path, data: bytes, age: timedelta = timedelta(hours=1)) -> None:
    """Write a file that was last written to so long ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    when = (NOW - age).timestamp()
    os.utime(path, (when, when))


def local(base: Base) -> Fetched:
    """Fetch; nothing may be asked of the network."""
    result = base.one()
    assert result.requests == 0
    return result


def test_an_mbox_is_read_on_from_where_it_ended(tmp_path: Path) -> None:
    base = Base(tmp_path, LOCAL)
    put(tmp_path / "mail/help", mbox(1, 2))
    assert (local(base).new, local(base).posts) == (4, 0)
    put(tmp_path / "mail/help", mbox(1, 2, 3), timedelta(minutes=30))
    assert local(base).posts == 2
    put(tmp_path / "mail/help", mbox(2, 3, 4), timedelta(minutes=20))  # somebody has tidied up
    result = local(base)
    assert (result.posts, result.new, result.deleted) == (6, 2, 0)
    put(tmp_path / "mail/help", b"", timedelta(minutes=10))
    assert (local(base).posts, local(base).failed) == (0, None)


@pytest.mark.parametrize("cut", [1, 60, 200])
def test_a_last_message_that_may_be_half_there_waits(tmp_path: Path, cut: int) -> None:
    base, whole = Base(tmp_path, LOCAL), mbox(1, 2)
    put(tmp_path / "mail/help", whole[:-cut], timedelta(seconds=2))
    assert local(base).new == 3
    put(tmp_path / "mail/help", whole, timedelta(seconds=1))
    assert local(base).new == 0
    base.clock.time += timedelta(minutes=5)
    assert (local(base).new, local(base).posts) == (1, 0)
    assert len(base.rows()) == 4
    assert any("Descale" in str(row) for row in base.rows()[-1:])


def test_a_locked_mailbox_is_left_for_the_next_run(tmp_path: Path) -> None:
    base, path = Base(tmp_path, LOCAL), tmp_path / "mail/help"
    put(path, mbox(1))
    (tmp_path / "mail/help.lock").touch()
    assert local(base).skipped == (("mailbox in use", 1),)
    (tmp_path / "mail/help.lock").unlink()
    code = "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, 2); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert local(base).skipped == (("mailbox in use", 1),)
        other.communicate(b"\n")
    assert local(base).new == 2
    with path.open("r+b") as file:  # and nothing of ours is left on it
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_maildir_is_read_message_by_message_also_after_they_were_seen(tmp_path: Path) -> None:
    base, box = Base(tmp_path, LOCAL), tmp_path / "mail"
    day = datetime(2026, 2, 1, 8, tzinfo=UTC)
    messages = thread(1, day, *(f"Reply {n}." for n in range(450)))
    for number, one in enumerate(messages):
        put(box / f"new/{number}.host", one.bytes().partition(b"\n")[2])
    put(box / "tmp/900.host", thread(9, day)[0].bytes())
    put(box / ".Trash/cur/901.host:2,S", thread(8, day)[0].bytes().partition(b"\n")[2])
    put(box / "dovecot.index.log", b"\x01\x02\x03")
    (box / "cur").mkdir()
    assert (local(base).new, local(base).posts) == (451, 0)
    (box / "new/7.host").rename(box / "cur/7.host:2,S")
    put(box / "cur/500.host:2,T", thread(5, day)[0].bytes().partition(b"\n")[2])
    put(box / "new/501.host", thread(6, day)[0].bytes().partition(b"\n")[2])
    result = local(base)
    assert (result.new, result.posts, result.deleted) == (1, 2, 0)


def test_a_packed_mailbox_and_a_single_message_are_read_too(tmp_path: Path) -> None:
    base = Base(tmp_path, LOCAL.replace("mail]", "mail/*]"))
    put(tmp_path / "mail/2025.mbox.gz", gzip.compress(mbox(*range(110))))
    put(tmp_path / "mail/one.eml", thread(900, NOW)[0].bytes().partition(b"\n")[2])
    assert (local(base).new, local(base).posts) == (221, 0)


def test_a_broken_file_is_told_and_does_not_keep_the_others(tmp_path: Path) -> None:
    base = Base(tmp_path, LOCAL)
    put(tmp_path / "mail/a.mbox.gz", gzip.compress(mbox(1, 2))[:-20])
    put(tmp_path / "mail/b.mbox", mbox(3))
    result = local(base)
    assert "damaged or cut off" in str(result.failed)
    assert {id_of("3.0@customer.example"), id_of("3.1@customer.example")} <= {row[1] for row in base.rows()}


def test_what_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    assert "no file is there" in str(local(Base(tmp_path, LOCAL)).failed)


def test_a_run_whose_time_is_spent_goes_on_where_it_stopped(tmp_path: Path) -> None:
    base = Base(tmp_path, LOCAL.replace("{}", "{minutes: 1}"))
    put(tmp_path / "mail/help", mbox(*range(250)))
    clock, calm = base.clock, base.clock.now

    def hurried() -> datetime:
        clock.time += timedelta(seconds=15)
        return calm()

    clock.now = hurried  # type: ignore[method-assign]
    results = [local(base) for _ in range(6)]
    assert results[0].unfinished == "this run's time is spent"
    assert results[-1].unfinished == ""
    assert len(base.rows()) == 500


def test_a_mailbox_beside_a_list_is_read_without_asking_whether_its_messages_are_archived(
    tmp_path: Path,
) -> None:
    base = Base(tmp_path, SOURCES.replace("  fetch", "  paths: [mail]\n  fetch"))
    put(tmp_path / "mail/help", mbox(5000))
    result = base.one(kettles().answer)
    assert (result.new, result.failed) == (153, None)
