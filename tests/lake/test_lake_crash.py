"""The importer is killed, and the disk made to fail, at every single call by which it changes the lake.

The calls are enumerated by strace, not guessed: one undisturbed run lists them, then there is one run
for each. strace delivers SIGKILL on entering the call, so that it does not happen: "killed before
call N + 1" is "killed after call N", and the run that is not killed is "after the last". A process that is
killed does not lose what it wrote, so the order of write, fsync and rename is read from the list itself.
"""

from __future__ import annotations

import re
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from harvest.lake import Lake, Summary

from .importer import NUMBERS, imports, run
from .reference import current, shown
from .tracing import ALONE, Point, points, strace

if TYPE_CHECKING:
    from harvest.model import Post

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]

FAILURES = {"fsync": "EIO", "fdatasync": "EIO", "rename": "EACCES"}
"""How a call fails; the others fail for want of room."""

TIDYING = {"unlink", "unlinkat", "rmdir"}
"""Calls that only remove what is no longer needed: if they fail, the import is done all the same."""


@dataclass(frozen=True)
class Undisturbed:
    """A run that nothing happened to."""

    points: list[Point]
    stages: list[Path]
    """The lake before the first import, before the second and before the third."""
    summaries: list[Summary]
    views: list[dict[tuple[str, str], Post]]
    """What is to be seen before the first commit, and after each."""
    names: list[str]
    rows: int


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    root = folder / "lake"
    found, stages = [], []
    for number in NUMBERS:
        stages.append(kept(root, folder / f"before-{number}"))
        assert strace(root, number, folder / "log") == (0, "")
        found += points(root, number, folder / "log")
    rows: list[Post] = []
    views: list[dict[tuple[str, str], Post]] = [{}]
    for posts in imports():
        rows += posts
        views.append({key: post for key, post in current(rows).items() if not post.deleted})
    assert shown(Lake(root)) == views[-1]
    return Undisturbed(
        points=found,
        stages=stages,
        summaries=run(folder / "again"),
        views=views,
        names=names(root),
        rows=count_rows(root),
    )


def kept(root: Path, copy: Path) -> Path:
    """A copy of the lake, which need not be there yet."""
    return shutil.copytree(root, copy) if root.exists() else copy


def names(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


def count_rows(root: Path) -> int:
    return sum(pq.read_metadata(path).num_rows for path in root.glob("posts/*/*.parquet"))


def check_in_between(root: Path, undisturbed: Undisturbed) -> None:
    """The lake shows a state before or after a commit, and no cursor is ahead of its posts."""
    lake = Lake(root)
    saved = int(lake.cursor("forum", "since") or 0)
    view = shown(lake) if root.exists() else {}
    # the cursor is saved right after the posts: it is level with them, or one behind
    assert view in (undisturbed.views[saved], undisturbed.views[min(saved + 1, 3)])


def check_made_good(root: Path, undisturbed: Undisturbed) -> None:
    """Running the import again gives what one undisturbed run gives: nothing lost, twice or left over."""
    for done, planned in zip(run(root), undisturbed.summaries, strict=True):
        offered = planned.new + planned.changed + planned.deleted + planned.unchanged
        assert done in (planned, Summary(unchanged=offered))
    lake = Lake(root)
    assert shown(lake, 3) == undisturbed.views[-1]
    assert lake.cursor("forum", "since") == "3"
    assert names(root) == undisturbed.names
    assert count_rows(root) == undisturbed.rows


def disturb(point: Point, undisturbed: Undisturbed, folder: Path, how: str) -> str:
    """One run with one disturbance; "" or what was wrong."""
    root = folder / f"{how}-{point.number}-{point.call}-{point.nth}-{Path(point.path).name}" / "lake"
    root.parent.mkdir()
    kept(undisturbed.stages[point.number - 1], root)
    log = root.with_name("log")
    error = FAILURES.get(point.call, "ENOSPC")
    action = "signal=KILL" if how == "kill" else f"error={error}"
    only = ["-P", str(root / point.path)] if point.path else []
    code, said = strace(
        root, point.number, log, *only, "-e", f"inject={point.call}:{action}:when={point.nth}"
    )
    try:
        if how == "kill":
            assert code == -signal.SIGKILL
            last = [line for line in log.read_text().splitlines() if f" {point.call}(" in line][-1]
            assert shape(last) == shape(point.line), "killed at another call than was meant"
        elif point.call in TIDYING:
            assert (code, said) == (0, "")
        else:
            assert code == 1
            assert re.fullmatch(rf"{re.escape(str(root))}.*: .+ \(.+\)\n", said), said
        with ALONE:
            check_in_between(root, undisturbed)
            check_made_good(root, undisturbed)
    except Exception as wrong:  # noqa: BLE001 — whatever it is, it is reported with its point
        return f"{how} at {point.line}:\n{type(wrong).__name__}: {wrong}"
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return ""


def shape(line: str) -> tuple[str, list[str]]:
    """A traced call and the paths in the lake it touches."""
    call, _, arguments = line.partition("(")
    paths = re.findall(r'[<"][^<">]*/lake/?([^<">]*)[>"]', arguments.partition(")")[0])
    return call.split()[-1], paths


@pytest.mark.parametrize("how", ["kill", "fail"])
def test_every_point(
    how: str, undisturbed: Undisturbed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ThreadPoolExecutor(2) as both:
        wrong = list(both.map(lambda point: disturb(point, undisturbed, tmp_path, how), undisturbed.points))
    with capsys.disabled():
        print(f"\n{how}: {len(wrong)} points in three imports")
    assert len(wrong) > 50
    assert not any(wrong), "\n".join(filter(None, wrong))


def test_the_list_of_calls_has_the_durable_order(undisturbed: Undisturbed) -> None:
    """fsync of the file, rename, fsync of the folder; and all of that for posts before cursors."""
    calls = undisturbed.points
    renames = [number for number, point in enumerate(calls) if point.call.startswith("rename")]
    targets = []
    for number in renames:
        temporary, target = re.findall(r'"([^"]+)"', calls[number].line)
        touching = [point.call for point in calls[:number] if f"<{temporary}>" in point.line]
        assert touching[-2:] == ["write", "fsync"]
        after = calls[number + 1]
        assert after.call == "fsync"
        assert f"<{target.rpartition('/')[0]}>" in after.line
        targets.append(target.split("/lake/")[1].split("/")[0])
    assert targets == ["posts", "cursors", "posts", "cursors", "cursors"]  # the third import brings nothing
    for number, point in enumerate(calls):
        if point.call == "mkdir" and "/scratch" not in point.line and number + 1 < len(calls):
            assert calls[number + 1].call in {"fsync", "openat"}
