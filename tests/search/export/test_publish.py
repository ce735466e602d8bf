"""The index as files: the same for the same pages, whole after a crash, few enough for any host."""

from __future__ import annotations

import fcntl
import json
import os
import pathlib
import zlib
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.search import Index, Page
from harvest.search.export import Export, Shown, export, publish
from harvest.search.export.bits import deflate
from harvest.search.export.build import most_files
from harvest.search.export.manifest import primer
from harvest.search.export.records import records, slug
from harvest.search.export.words import key_of
from harvest.search.language import ENGLISH
from tests.search.export import reading
from tests.search.test_index import INDEX, PAGES

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.search.export.records import Records

SHOWN = [Shown(f"answers/{page.ref}/", "Confirmed", "solved") for page in PAGES]


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def other() -> Export:
    return export(Index(PAGES[:2]), SHOWN[:2])


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        publish(export(Index(INDEX.pages), SHOWN), tmp_path / name)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_all_postings_are_there(tmp_path: Path) -> None:
    publish(export(INDEX, SHOWN), tmp_path)
    assert reading.postings(tmp_path / "search") == {
        key_of(entry): [] if "=" in entry else list(INDEX.postings.read(entry))
        for entry, _ in INDEX.postings.all()
    }


def test_a_new_index_takes_the_place_of_the_old_one_and_of_nothing_else(tmp_path: Path) -> None:
    theirs = tmp_path / "search" / "search_index.json"
    theirs.parent.mkdir()
    theirs.write_text("{}", encoding="utf-8")
    publish(export(INDEX, SHOWN), tmp_path)
    before = set(files_of(tmp_path))
    publish(other(), tmp_path)
    after = set(files_of(tmp_path))
    assert theirs.exists()
    assert before & after == {"search/search_index.json", "search/manifest.bin"}
    assert reading.manifest(tmp_path / "search")["pages"] == 2


@pytest.mark.parametrize("step", range(6))
def test_a_crash_leaves_an_index_that_is_whole(
    tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full after so many files; what the manifest names is there, and the next run mends it."""
    publish(export(INDEX, SHOWN), tmp_path)
    left = [step]
    write = pathlib.Path.write_bytes

    def full(path: pathlib.Path, data: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        return write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(pathlib.Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space left"):
            publish(other(), tmp_path)
    told = reading.manifest(tmp_path / "search")
    assert told["pages"] == len(PAGES)
    assert len(reading.postings(tmp_path / "search")) > 50
    publish(other(), tmp_path)
    assert reading.manifest(tmp_path / "search")["pages"] == 2
    assert not [name for name in files_of(tmp_path) if name.endswith(".tmp")]


def test_texts_that_did_not_change_keep_their_names() -> None:
    pages = [Page(ref=str(n), title=f"Frame number {n}", body=f"Turn it {n} times.") for n in range(100)]
    shown = [Shown(f"answers/{n}/") for n in range(100)]
    before = records(pages, shown, 100).texts
    pages[99] = Page(ref="99", title="Frame number 99", body="Turn it off.")
    assert len(set(before) & set(records(pages, shown, 100).texts)) == len(before) - 1


@pytest.mark.parametrize(
    ("pages", "room", "per_file"),
    [
        (0, 0, (4, 4)),
        (1_000, 1_700, (4, 4)),
        (1_000, 400, (4, 8)),
        (10_000, 1_000, (16, 32)),
        (10_000, 1_130, (12, 36)),
        (9, 0, (64, 192)),
    ],
)
def test_so_few_pages_share_a_file_as_hosts_allow(pages: int, room: int, per_file: tuple[int, int]) -> None:
    made = [Page(ref=str(n), title=f"Frame {n}", body=f"No. {n}") for n in range(pages)]
    found = records(made, [Shown(f"answers/{n}/") for n in range(pages)], room)
    assert (found.size, found.texts_size) == per_file
    assert len(found.files) + len(found.texts) <= room + 3


def test_files_of_texts_have_as_many_bytes_each_and_every_page_is_found() -> None:
    made = [
        Page(ref=str(n), title=f"Frame {n}", body=f"No. {n} " * (400 if n < 30 else 4)) for n in range(300)
    ]
    found = records(made, [Shown(f"answers/{n}/") for n in range(300)], room=30)
    sizes = sorted(map(len, found.texts.values()))
    assert sizes[-1] < 2 * sum(sizes) / len(sizes)
    for number, page in enumerate(made):
        *lines, last = found.files[f"p{number // found.size}"].decode().split("\n")
        *_, name, before = last.split("\t")
        row = number % found.size
        assert lines[row].split("\t")[0] == page.title
        assert json.loads(found.texts[name])[row + int(before)][-1] == page.body


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), min_size=1, max_size=9))
def test_a_record_has_a_line_whatever_a_page_is_called(some: list[tuple[str, str]]) -> None:
    made = [Page(ref=str(n), title=title, topic=title) for n, (title, _) in enumerate(some)]
    found = records(made, [Shown(f"a/{url}/") for _, url in some], room=30)
    rows = [line.split("\t") for number in range(len(found.files) - 1) for line in _lines(found, number)]
    assert len(rows) == len(some)
    assert all(len(row) <= 2 for row in rows)


def _lines(found: Records, number: int) -> list[str]:
    return found.files[f"p{number}"].decode().split("\n")[:-1]


def test_what_was_before_a_text_need_not_be_said_again() -> None:
    words = b"photos upload frame wifi"
    packed = deflate(words, after=words)
    assert len(packed) < len(deflate(words))
    block = bytes([0, len(words), 0, 255 - len(words), 255]) + words
    assert zlib.decompress(block + packed, -zlib.MAX_WBITS) == words * 2


@pytest.mark.parametrize(("pages", "most"), [(0, 2_000), (10_000, 2_000), (100_000, 10_000)])
def test_hosts_limits_on_files_are_kept(pages: int, most: int) -> None:
    assert most_files(pages) <= most


@given(st.text(max_size=80))
def test_an_address_is_made_from_letters_that_no_browser_sees_differently(title: str) -> None:
    assert slug(title).isascii()
    assert slug(title) == slug(title).lower()


def test_everything_is_raw_deflate(tmp_path: Path) -> None:
    publish(export(INDEX, SHOWN), tmp_path)
    written = {name: data for name, data in files_of(tmp_path).items() if name.endswith(".bin")}
    assert len(written) > 5
    for name, data in written.items():
        known = primer(ENGLISH) if "/p" in name else b""
        assert reading.unfolded(data, known) if known else reading.inflate(data)


def test_no_pages_are_an_index_too(tmp_path: Path) -> None:
    publish(export(Index(()), []), tmp_path)
    assert reading.manifest(tmp_path / "search")["pages"] == 0
    assert list((tmp_path / "search" / "texts").iterdir()) == []


def test_what_others_write_there_stays_and_what_a_crash_left_goes(tmp_path: Path) -> None:
    root = tmp_path / "search"
    publish(export(INDEX, SHOWN), tmp_path)
    text = f"{'0' * 16}.bin"
    crashed = [f".{'0' * 12}.1.tmp/.harvest", ".manifest.bin.1.tmp", f"texts/.{text}.1.tmp"]
    being_written = [name.replace(".1.tmp", ".2.tmp") for name in crashed]
    theirs = [
        "mine.tmp/page.html",
        "mine/.harvest/lake",
        "mine/.harvest/.harvest",
        "abc/.harvest",
        "manifest.bin.1.tmp",
        ".manifest.bin.mine",
        "texts/mine.txt",
        "texts/mine.bin",
        "texts/.mine.tmp",
        f"texts/{text}.gz",
    ]
    gone = [*crashed, f"texts/{text}"]
    for name in (*gone, *being_written, *theirs):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")
    (root / "texts/folder.bin").mkdir()
    old = (root / "manifest.bin").stat().st_mtime - 2 * 3600
    for name in (*crashed, *theirs):
        os.utime(root / name, (old, old))
        if (root / name).parent != root / "texts":
            os.utime((root / name).parent, (old, old))
    publish(other(), tmp_path)
    assert [
        name for name in (*being_written, *theirs, "texts/folder.bin") if not (root / name).exists()
    ] == []
    assert [name for name in gone if (root / name).exists()] == []


def test_two_builds_at_once_write_one_after_the_other(tmp_path: Path) -> None:
    """The second waits; had it not, it would have cleared away what the first names in its manifest."""
    root = tmp_path / "search"
    root.mkdir()
    holder = os.open(root, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    with ThreadPoolExecutor(2) as pool:
        builds = [pool.submit(publish, made, tmp_path) for made in (export(INDEX, SHOWN), other())]
        assert not wait(builds, timeout=0.05).done
        assert list(root.iterdir()) == []
        os.close(holder)
        for build in builds:
            build.result()
    told = reading.manifest(root)
    assert len(reading.postings(root)) > 0
    assert sorted(path.name for path in root.iterdir()) == sorted([told["files"], "manifest.bin", "texts"])
