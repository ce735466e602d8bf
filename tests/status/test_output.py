"""The built site on the disk: whole or not at all, and nobody else's files are touched."""

from __future__ import annotations

import contextlib
import itertools
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from harvest.errors import HarvestError
from harvest.status import output
from harvest.status.output import MARKER, put

if TYPE_CHECKING:
    from pathlib import Path

ONE = {"index.html": b"one", "a/index.html": b"one"}
TWO = {"index.html": b"two", "b/index.html": b"two"}


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(params=["in one step", "by two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Systems without renameat2 get the other way."""
    if request.param == "by two renames":
        monkeypatch.setattr(output, "_exchange", lambda one, other: False)
    return str(request.param)


def test_the_second_takes_the_place_of_the_first(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "new" / "site"
    put(folder, ONE)
    put(folder, TWO)
    assert names(folder) == [MARKER, "b/index.html", "index.html"]
    assert [each.name for each in folder.parent.iterdir()] == ["site"]


def test_what_is_not_ours_is_refused_and_stays(tmp_path: Path) -> None:
    put(tmp_path / "site", ONE)
    (tmp_path / "site" / "CNAME").write_text("mine")
    with pytest.raises(HarvestError, match="holds CNAME"):
        put(tmp_path / "site", TWO)
    assert names(tmp_path / "site") == [MARKER, "CNAME", "a/index.html", "index.html"]


@pytest.mark.parametrize("make", ["folder", "file", "link", "lying marker"])
def test_folders_of_others_are_refused(tmp_path: Path, make: str) -> None:
    folder = tmp_path / "site"
    if make == "file":
        folder.write_text("mine")
    else:
        folder.mkdir()
        if make == "link":
            (folder / "x").symlink_to(tmp_path)
        else:
            (folder / "index.html").write_text("mine")
        if make == "lying marker":
            (folder / MARKER).write_text("index.html\n")
    with pytest.raises(HarvestError):
        put(folder, TWO)
    assert folder.exists()


def test_a_disk_that_was_full_before_anything_was_written_is_no_hindrance_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the marker was whole: what it lies in must count as ours all the same."""

    def full(path: Path, content: bytes) -> None:
        path.touch()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("pathlib.Path.write_bytes", full)
        with pytest.raises(HarvestError, match="No space left"):
            put(tmp_path / "site", ONE)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".site.harvest-new").mkdir()
    (tmp_path / ".site.harvest-new" / MARKER).touch()  # killed in that moment
    put(tmp_path / "site", ONE)
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_an_empty_folder_and_a_link_to_one_are_taken(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    put(tmp_path / "site", ONE)
    assert (tmp_path / "site").is_symlink()
    assert "index.html" in names(tmp_path / "real")


def test_a_full_disk_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "site", ONE)

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output, "sync", full)
    with pytest.raises(HarvestError, match="No space left"):
        put(tmp_path / "site", TWO)
    assert (tmp_path / "site" / "index.html").read_bytes() == b"one"
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_cannot_be_moved_is_told_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a disk begins, in a container for example."""
    put(tmp_path / "site", ONE)
    rename = type(tmp_path).rename

    def busy(self: Path, target: Path) -> Path:
        if "site" in {self.name, target.name}:
            raise OSError(16, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(output, "_exchange", lambda one, other: False)
    monkeypatch.setattr(type(tmp_path), "rename", busy)
    with pytest.raises(HarvestError, match="busy") as told:
        put(tmp_path / "site", TWO)
    assert "name a folder below it" in str(told.value)
    assert (tmp_path / "site" / "index.html").read_bytes() == b"one"


@pytest.mark.parametrize("gone", range(3))
def test_a_crash_at_any_rename_leaves_a_whole_site(
    tmp_path: Path, way: str, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is gone before the swap, or between the two renames: the next build mends it."""
    folder = tmp_path / "site"
    put(folder, ONE)
    rename, calls = type(folder).rename, itertools.count()

    def dying(self: Path, target: Path) -> Path:
        if next(calls) == gone:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(type(folder), "rename", dying)
        patch.setattr(output, "_remove", lambda _: None)  # nobody cleans up after a crash
        with contextlib.suppress(KeyboardInterrupt):
            put(folder, TWO)
    if way == "in one step":
        assert MARKER in names(folder)
    put(folder, ONE)
    assert names(folder) == [MARKER, "a/index.html", "index.html"]
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(sys.platform != "linux", reason="in one step on Linux only")
def test_who_reads_meanwhile_always_finds_a_page(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    put(folder, ONE)
    done = threading.Event()
    seen: set[bytes] = set()

    def read() -> None:
        while not done.is_set():
            try:
                seen.add((folder / "index.html").read_bytes())
            except OSError as error:
                seen.add(str(error).encode())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(40):
            put(folder, TWO)
            put(folder, ONE)
    finally:
        done.set()
        reader.join()
    assert seen == {b"one", b"two"}
