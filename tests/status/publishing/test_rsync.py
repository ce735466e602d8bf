"""Hosts, by the real rsync, ssh and sshd, and the rsync daemon."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from harvest.errors import HarvestError
from harvest.status.publishing.rsync import publish
from tests.status.publishing.making import build, held, job, marks, target
from tests.status.publishing.servers import Sshd, free_port, rsyncd, silent, sshd
from tests.status.publishing.test_folder import small

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["small"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("ssh") / "sshd") as server:
        yield server


def put(host: Sshd, root: Path, number: int, *, pages: int = 3, **how: bool) -> str:
    to = target("rsync", f"127.0.0.1:{root}", **host.options())
    return publish(to, job(build(number, pages=pages), root.parent, **how))


def test_versions_lie_beside_each_other_over_there(host: Sshd, tmp_path: Path) -> None:
    root, store = tmp_path / "a site", tmp_path / "a site.versions"
    for number in range(1, 6):
        put(host, root, number)
    assert held(root) == dict(build(5).files)
    assert len([path for path in store.iterdir() if path.name[0] != "."]) == 3
    assert (root / "index.html").stat().st_mode & 0o777 == 0o644
    same = {(path / "same.svg").stat().st_ino for path in store.iterdir() if path.name[0] != "."}
    assert len(same) == 1  # what has not changed is not sent


def test_an_older_build_or_another_site_is_left_alone(host: Sshd, tmp_path: Path) -> None:
    root = tmp_path / "site"
    put(host, root, 5)
    with pytest.raises(HarvestError, match="newer build"):
        put(host, root, 4)
    with pytest.raises(HarvestError, match="newer build"):
        put(host, root, 4, dry=True)
    assert held(root) == dict(build(5).files)
    put(host, root, 4, force=True)
    assert held(root) == dict(build(4).files)
    other = target("rsync", f"127.0.0.1:{root}", **host.options())
    with pytest.raises(HarvestError, match="holds the status site of"):
        publish(other, job(build(9, site="https://other.example/"), tmp_path))


def test_nothing_of_others_is_touched(host: Sshd, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    (tmp_path / "link").symlink_to(full)
    before = held(tmp_path)
    for name in ("full", "link", "full/letter.txt"):
        for how in ({"force": True}, {"dry": True}):
            with pytest.raises(HarvestError, match="not a status site of ours"):
                put(host, tmp_path / name, 1, **how)
    with pytest.raises(HarvestError, match="there is no folder around"):
        put(host, tmp_path / "nowhere" / "site", 1)
    assert held(tmp_path) == before
    assert "would become" in put(host, tmp_path / "new", 1, dry=True)
    assert not list(tmp_path.glob("new*"))


def test_a_half_upload_is_cleaned_up_when_it_is_nobodys_any_more(host: Sshd, tmp_path: Path) -> None:
    root, store = tmp_path / "site", tmp_path / "site.versions"
    put(host, root, 1)
    for name, age in ((".new-dead", 3600), (".new-alive", 0)):
        (store / name).mkdir()
        (store / name / "index.html").write_text("<!doc")
        os.utime(store / name, (time.time() - age,) * 2)
    put(host, root, 2)
    assert [path.name for path in store.glob(".new-*")] == [".new-alive"]
    assert held(root) == dict(build(2).files)


def test_a_full_disk_leaves_the_old_version(host: Sshd, small: Path) -> None:
    put(host, small / "site", 1)
    with pytest.raises(HarvestError, match=r"rsync: .*(No space left|is there room)"):
        put(host, small / "site", 2, pages=20)
    assert held(small / "site") == dict(build(1).files)
    put(host, small / "site", 3)
    assert held(small / "site") == dict(build(3).files)


def test_a_host_that_loses_what_it_took_keeps_the_old_version(host: Sshd, tmp_path: Path) -> None:
    """Its rsync forgets a file when it is done."""
    root = tmp_path / "site"
    put(host, root, 1)
    forgetful = tmp_path / "forgetful"
    forgetful.write_text(
        '#!/bin/sh\nrsync "$@"; code=$?\nrm -f "$(ls -d '
        f'{tmp_path}/site.versions/.new-*)/same.svg"\nexit $code\n'
    )
    forgetful.chmod(0o755)
    to = target("rsync", f"127.0.0.1:{root}", **host.options())
    with pytest.raises(HarvestError, match="does not have them"):
        publish(to, job(build(2), tmp_path, {"PATH": _with(tmp_path, forgetful)}))
    assert held(root) == dict(build(1).files)


def _with(folder: Path, program: Path) -> str:
    """A PATH in which rsync asks the host to run `program` for its own part."""
    (folder / "bin").mkdir()
    wrapper = folder / "bin" / "rsync"
    real = subprocess.run(["which", "rsync"], capture_output=True, text=True, check=True).stdout.strip()
    wrapper.write_text(f'#!/bin/sh\nexec {real} --rsync-path={program} "$@"\n')
    wrapper.chmod(0o755)
    return f"{folder}/bin:{os.environ['PATH']}"


def test_strangers_are_not_spoken_to(host: Sshd, tmp_path: Path) -> None:
    """Neither a host that is not known, nor with a key that it does not know; nobody is asked."""
    root = f"127.0.0.1:{tmp_path}/site"
    (tmp_path / "nobody").write_text("")
    unknown = target("rsync", root, **host.options(known_hosts=str(tmp_path / "nobody")))
    with pytest.raises(HarvestError, match="Host key verification failed"):
        publish(unknown, job(build(1), tmp_path))
    stranger = target("rsync", root, **host.options(identity=str(host.identity.with_name("stranger"))))
    with pytest.raises(HarvestError, match="Permission denied"):
        publish(stranger, job(build(1), tmp_path))
    refused = target("rsync", root, **host.options(port=str(free_port())))
    with pytest.raises(HarvestError, match="Connection refused"):
        publish(refused, job(build(1), tmp_path))


def test_a_host_that_hangs_is_given_up(host: Sshd, tmp_path: Path) -> None:
    with silent() as port:
        to = target("rsync", f"127.0.0.1:{tmp_path}/site", **host.options(port=str(port)))
        with pytest.raises(HarvestError, match=r"not done within 2 s|timed out"):
            publish(to, job(build(1), tmp_path, seconds=2))


@pytest.mark.parametrize(
    "to", ["site", "-oProxyCommand=x:site", "host:", "host:/", "a b:c", "host:-x", "rsync://host"]
)
def test_what_is_no_place_is_said_to_be_none(to: str, tmp_path: Path) -> None:
    with pytest.raises(HarvestError, match="is no"):
        publish(target("rsync", to), job(build(1), tmp_path))


def test_two_people_at_once_the_later_build_wins(host: Sshd, tmp_path: Path) -> None:
    root = tmp_path / "site"

    def one(number: int) -> None:
        with contextlib.suppress(HarvestError):
            put(host, root, number)

    with ThreadPoolExecutor(3) as people:
        list(people.map(one, [2, 3, 1]))
    assert held(root) == dict(build(3).files)


def test_readers_never_see_a_mix(host: Sshd, tmp_path: Path) -> None:
    root = tmp_path / "site"
    put(host, root, 0)
    over = threading.Event()
    seen: list[frozenset[str]] = []
    paths = ("index.html", "incidents/0.html")

    def read() -> None:
        while not over.is_set():
            seen.extend(frozenset(marks((root / path).read_bytes())) for path in paths)

    with ThreadPoolExecutor(1) as readers:
        task = readers.submit(read)
        for number in range(1, 4):
            put(host, root, number)
        over.set()
        task.result()
    assert {len(found) for found in seen} == {1}


def test_a_daemon_has_whole_files_and_none_too_many(tmp_path: Path) -> None:
    with rsyncd(tmp_path / "rsyncd", tmp_path / "site", "kettle") as address:
        to = target("rsync", address, password="kettle")
        publish(to, job(build(1), tmp_path))
        publish(to, job(build(2), tmp_path))
        there = held(tmp_path / "site")
        assert there.pop(".harvest-publish")
        assert there == dict(build(2).files)
        with pytest.raises(HarvestError, match="newer build"):
            publish(to, job(build(1), tmp_path))
        publish(to, job(build(1), tmp_path, force=True))
        assert marks((tmp_path / "site" / "index.html").read_bytes()) == {"build 0001"}
        with pytest.raises(HarvestError, match=r"auth failed.*password"):
            publish(target("rsync", address, password="pot"), job(build(3), tmp_path))


def test_a_daemon_gets_the_manifest_last(tmp_path: Path) -> None:
    """A publication that breaks off leaves the old manifest, and the next one mends what is there."""
    with rsyncd(tmp_path / "rsyncd", tmp_path / "site") as address:
        to = target("rsync", address)
        publish(to, job(build(1), tmp_path))
        before = (tmp_path / "site" / "manifest.json").read_bytes()
        (tmp_path / "bin").mkdir()
        real = subprocess.run(["which", "rsync"], capture_output=True, text=True, check=True).stdout.strip()
        (tmp_path / "bin" / "rsync").write_text(
            f'#!/bin/sh\ncase "$*" in *--delete-after*) exit 12;; esac\nexec {real} "$@"\n'
        )
        (tmp_path / "bin" / "rsync").chmod(0o755)
        with pytest.raises(HarvestError, match="rsync: exit code 12"):
            publish(to, job(build(2), tmp_path, {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}))
        assert (tmp_path / "site" / "manifest.json").read_bytes() == before
        publish(to, job(build(2), tmp_path))
        there = held(tmp_path / "site")
        there.pop(".harvest-publish")
        assert there == dict(build(2).files)


def test_a_daemon_keeps_what_is_not_ours(tmp_path: Path) -> None:
    with rsyncd(tmp_path / "rsyncd", tmp_path / "site") as address:
        (tmp_path / "site" / "letter.txt").write_text("mine")
        for how in ({"force": True}, {"dry": True}):
            with pytest.raises(HarvestError, match="not a status site of ours"):
                publish(target("rsync", address), job(build(1), tmp_path, **how))
        assert held(tmp_path / "site") == {"letter.txt": b"mine"}
        inside = target("rsync", f"{address}status/")
        publish(inside, job(build(1), tmp_path))
        assert marks((tmp_path / "site" / "status" / "index.html").read_bytes()) == {"build 0001"}


def test_a_daemon_that_is_dead_or_hangs_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(HarvestError, match="Connection refused"):
        publish(target("rsync", f"rsync://127.0.0.1:{free_port()}/site/"), job(build(1), tmp_path))
    with silent() as port, pytest.raises(HarvestError, match=r"not done within 2 s|timeout"):
        publish(target("rsync", f"rsync://127.0.0.1:{port}/site/"), job(build(1), tmp_path, seconds=2))
