"""A folder as target, on real disks: a small one that fills up, and nginx that serves while it changes."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.errors import HarvestError
from harvest.status.publishing.folder import publish
from tests.site.webserver import nginx
from tests.status.publishing.making import build, held, job, marks, target

if TYPE_CHECKING:
    from collections.abc import Iterator


def put(root: Path, number: int, **how: bool) -> str:
    return publish(target("folder", str(root)), job(build(number), root.parent, **how))


def test_versions_lie_beside_each_other_and_three_are_kept(tmp_path: Path) -> None:
    root = tmp_path / "site"
    os.umask(0o077)
    try:
        for number in range(1, 6):
            put(root, number)
    finally:
        os.umask(0o022)
    assert held(root) == dict(build(5).files)
    assert len([path for path in (tmp_path / "site.versions").iterdir() if path.name[0] != "."]) == 3
    assert (root / "index.html").stat().st_mode & 0o777 == 0o644  # the server is somebody else
    assert (root / "incidents").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "site.versions").stat().st_mode & 0o777 == 0o755


def test_an_empty_folder_becomes_the_link(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    put(tmp_path / "site", 1)
    assert held(tmp_path / "site") == dict(build(1).files)


def test_nothing_of_others_is_touched(tmp_path: Path) -> None:
    full, link, file, store = (tmp_path / name for name in ("full", "link", "file", "store"))
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    link.symlink_to(full)
    file.write_text("mine")
    (tmp_path / "store.versions").mkdir()
    (tmp_path / "store.versions" / "letter.txt").write_text("mine")
    before = held(tmp_path)
    for root in (full, link, file, store):
        for how in ({"force": True}, {"dry": True}, {}):
            with pytest.raises(HarvestError, match="not a status site of ours"):
                put(root, 1, **how)
    assert held(tmp_path) == before
    with pytest.raises(HarvestError, match="there is no folder"):
        put(tmp_path / "not-mounted" / "site", 1)


def test_an_older_build_takes_no_place_but_by_force(tmp_path: Path) -> None:
    root = tmp_path / "site"
    put(root, 5)
    with pytest.raises(HarvestError, match=r"newer build, of 2026-03-01 12:05 UTC.*clock.*--force"):
        put(root, 4)
    assert marks((root / "index.html").read_bytes()) == {"build 0005"}
    put(root, 4, force=True)
    assert marks((root / "index.html").read_bytes()) == {"build 0004"}
    put(root, 5)
    for number in range(6, 10):  # what is served is never pruned
        put(root, number)
    put(root, 1, force=True)
    put(root, 2, force=True)
    assert held(root) == dict(build(2).files)


def test_two_builds_of_one_second_are_no_matter_of_clocks(tmp_path: Path) -> None:
    first, second = sorted((build(3), build(3, pages=2)), key=lambda made: made.manifest.build)
    publish(target("folder", str(tmp_path / "s")), job(second, tmp_path))
    with pytest.raises(HarvestError, match=r"of the same second \(run it again\)"):
        publish(target("folder", str(tmp_path / "s")), job(first, tmp_path))


def test_another_site_is_not_overwritten(tmp_path: Path) -> None:
    root = tmp_path / "site"
    put(root, 1)
    other = build(2, site="https://other.example/")
    with pytest.raises(HarvestError, match=r"holds the status site of https://status\.kettle"):
        publish(target("folder", str(root)), job(other, tmp_path, force=True))


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert "would become" in put(tmp_path / "site", 1, dry=True)
    assert held(tmp_path) == {}
    put(tmp_path / "site", 2)
    with pytest.raises(HarvestError, match="newer build"):
        put(tmp_path / "site", 1, dry=True)


def test_what_was_half_written_or_damaged_is_mended(tmp_path: Path) -> None:
    root, store = tmp_path / "site", tmp_path / "site.versions"
    put(root, 1)
    half = store / ".new-20260301T120000Z-0123456789ab.dead"
    (half / "incidents").mkdir(parents=True)
    (half / "index.html").write_bytes(b"<!doc")
    (store / ".new-link").symlink_to("nowhere")
    (root / "manifest.json").write_bytes(b'{"form')
    put(root, 1)
    assert held(root) == dict(build(1).files)
    assert [path.name for path in store.glob(".new-*")] == []


@pytest.fixture
def small() -> Iterator[Path]:
    """A disk with room for one version; not among pytest's folders, which are swept when a run was killed."""
    disk = Path(tempfile.mkdtemp(prefix="harvest-small-disk-"))
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        disk.rmdir()
        pytest.skip("may not mount a small disk here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)  # a server may still be at its end
        disk.rmdir()


def test_a_full_disk_leaves_the_old_version_and_no_rubbish(small: Path) -> None:
    put(small / "site", 1)
    with pytest.raises(HarvestError, match=r"No space left on device \(make room"):
        publish(target("folder", str(small / "site")), job(build(2, pages=20), small))
    assert held(small / "site") == dict(build(1).files)
    put(small / "site", 3)
    assert held(small / "site") == dict(build(3).files)


def test_whoever_is_last_to_build_wins_in_any_order(tmp_path: Path) -> None:
    root = tmp_path / "site"

    def one(number: int) -> bool:
        with contextlib.suppress(HarvestError):
            put(root, number)
            return True
        return False

    with ThreadPoolExecutor(6) as people:
        done = list(people.map(one, [3, 8, 1, 9, 2, 7, 5, 4, 6]))
    assert done[3]
    assert held(root) == dict(build(9).files)


def test_readers_of_nginx_never_see_a_mix(tmp_path: Path) -> None:
    """Ten versions are published while somebody reads all pages all the time."""
    root, headers = tmp_path / "site", tmp_path / "headers.conf"
    headers.write_text("")
    put(root, 0)
    over = threading.Event()
    seen: list[tuple[str, int, set[str]]] = []
    with nginx(root, headers, tmp_path / "nginx") as server:

        def read() -> None:
            with httpx.Client() as asking:
                while not over.is_set():
                    for path in ("", "incidents/1.html", "api/v2/summary.json"):
                        answer = asking.get(server.address + path)
                        seen.append((path, answer.status_code, marks(answer.content)))

        with ThreadPoolExecutor(2) as readers:
            tasks = [readers.submit(read) for _ in range(2)]
            for number in range(1, 11):
                put(root, number)
                assert marks(httpx.get(server.address).content) == {f"build {number:04}"}
            over.set()
            for task in tasks:
                task.result()
    assert {status for _, status, _ in seen} == {200}
    assert {len(found) for *_, found in seen} == {1}
    assert len({next(iter(found)) for *_, found in seen}) > 3  # it has really changed under their hands
