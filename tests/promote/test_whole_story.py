"""The whole story of thirty real conversations, from candidates to merged pages, with people in between."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import pytest

from harvest.config import load
from harvest.lake import Lake
from harvest.model import Create
from harvest.pages.parse import parse
from harvest.pipeline import find_candidates
from harvest.pipeline.outcomes import Did
from harvest.progress import Progress
from harvest.proposing import mark
from harvest.proposing.request import Status
from tests.end_to_end.conftest import Desk as Shell
from tests.forges.conftest import STANDINS
from tests.promote.conftest import Desk, dids
from tests.promote.githost import git
from tests.promote.standing import standing
from tests.promote.test_promoting import rejects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.model import Candidate
    from tests.promote.memory import MemoryForge

ROOT: Final = Path(__file__).parents[2]
REAL: Final = Path(os.environ.get("HARVEST_REAL_DATA", ROOT / "../shared/data")) / "discourse" / "topics"
TOPICS: Final = 80
THREADS: Final = 30
FEWER: Final = 18
"""With a real forge: ten requests, five more in their places, and the rest for a batch at the end."""


@pytest.fixture(params=[None, *STANDINS])
def people(request: pytest.FixtureRequest, desk: Desk) -> Iterator[int]:
    """Requests are kept in memory, or by a stand-in of each forge; how many conversations there are."""
    if request.param is None:
        yield THREADS
        return
    with standing(request.param, desk.host) as found:
        desk.forge = cast("MemoryForge", found)  # it speaks as that does
        yield FEWER


@pytest.fixture(scope="module")
def every(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Candidate]]:
    """A lake of real topics, and what of it is worth a page, best first."""
    if not REAL.is_dir():
        pytest.skip("no real topics here")
    desk = Shell(shutil.copytree(template / "kb", tmp_path_factory.mktemp("every") / "kb"))
    shutil.rmtree(desk.folder / ".harvest")
    files = sorted(REAL.glob("*.json"))[:TOPICS]
    desk.done("import", *files, "--as", "discourse", "--url", "https://forum.example")
    config = load(desk.folder / "mkdocs.yml", environ={})
    ranked = find_candidates(config, workers=1, progress=Progress())
    return config.lake, [each for each in ranked if isinstance(each.intent, Create)]


@pytest.fixture
def real(people: int, desk: Desk, every: tuple[Path, list[Candidate]]) -> tuple[Desk, list[Candidate]]:
    """A desk whose lake holds so many real conversations worth a page, best first."""
    lake, ranked = every
    found = ranked[:people]
    assert len(found) == people
    shutil.rmtree(desk.folder / ".harvest")
    posts = Lake(lake).conversation({ref for each in found for ref in each.threads})
    with Lake(desk.config.lake).write(
        "discourse", now=max(p.version for ps in posts.values() for p in ps)
    ) as batch:
        batch.begin("test")
        for each in posts.values():
            for post in each:
                batch.add(post)
    return desk, found


def change(desk: Desk, candidate: Candidate) -> None:
    """Whoever helped adds to the answer."""
    lake = Lake(desk.config.lake)
    (posts,) = lake.conversation({candidate.threads[0]}).values()
    answer = next(post for post in posts if post.id == candidate.verdict.answer[0])
    newer = answer.version + timedelta(days=1)
    with lake.write(answer.source, now=newer) as batch:
        batch.begin("test")
        more = "<p>Open the settings, choose Advanced, and restart the program once more.</p>"
        batch.add(replace(answer, version=newer, body=answer.body + more))


def held(desk: Desk) -> None:
    """What is true at every moment."""
    asked = [ref for each in desk.forge.open_ones() for ref in said(each.body).threads]
    assert len(asked) == len(set(asked)), "two open requests for a conversation"
    assert len(desk.forge.open_ones()) <= 10
    branches = [each.branch for each in desk.forge.made.values()]
    assert len(branches) == len(set(branches)), "a branch is used twice"
    assert desk.state()["left"] == "[]"


def said(body: str) -> mark.Mark:
    found = mark.read(body)
    assert found is not None
    return found


@pytest.mark.slow
def test_nothing_is_doubled_overwritten_or_lost(real: tuple[Desk, list[Candidate]]) -> None:
    desk, found = real
    forge, by_ref = desk.forge, {each.threads[0]: each for each in found}
    before = desk.state()

    # ten requests; the host holds one back, because it looks like a secret
    secret = found[2].threads[0]
    desk.host.hook(rejects(secret.replace(":", "-"), "Push cannot contain secrets"))
    first = desk.promote(top=10)
    silent = {outcome.thread for outcome in first if outcome.did is Did.LEFT}
    expected = [each.threads[0] for each in found if each.threads[0] not in silent][:10]
    assert [outcome.thread for outcome in first if outcome.did is not Did.LEFT] == expected
    assert [outcome.thread for outcome in first if outcome.did is Did.FAILED] == [secret]
    assert len(forge.open_ones()) == 9
    desk.host.hook("exit 0")
    assert [(o.thread, o.did) for o in desk.promote(top=1) if o.did is not Did.LEFT] == [(secret, Did.OPENED)]
    assert len(forge.open_ones()) == 10
    held(desk)

    # somebody works on one; that conversation goes on, and so does another one
    touched, untouched = forge.made[1], forge.made[2]
    page = f"docs/{said(touched.body).page}"
    theirs = desk.host.text(touched.branch, page).replace("state: reviewed", "state: validated")
    head = desk.host.commit(touched.branch, {page: theirs})
    for request in (touched, untouched):
        change(desk, by_ref[said(request.body).threads[0]])
    again = {o.url: o.did for o in desk.promote(top=5) if o.did not in {Did.LEFT, Did.WAITS}}
    assert again == {touched.url: Did.COMMENTED, untouched.url: Did.UPDATED}
    assert desk.host.branches()[touched.branch] == head
    held(desk)

    # a reviewer closes one with a reason, and merges four, among them the one that was worked on
    refused = forge.made[4]
    forge.close(4, "reason: only for one version")
    merged = {}
    for number in (1, 2, 5, 6):
        request = forge.made[number]
        path = f"docs/{said(request.body).page}"
        merged[path] = desk.host.text(request.branch, path)
        forge.merge(request)
    assert all(desk.host.text("main", path) == text for path, text in merged.items())
    assert merged[page] == theirs
    third = desk.promote(top=10)
    assert sum(outcome.did is Did.OPENED for outcome in third) == 5
    assert len(forge.open_ones()) == 10
    held(desk)
    (no,) = desk.promote(said(refused.body).threads[0])
    assert no.why == "closed as #4: the answer was no (only for one version)"

    # nothing more happens by itself, from here or from anywhere
    stands = (
        desk.host.branches(),
        dict(forge.made),
        {number: list(texts) for number, texts in forge.said.items()},
    )
    assert {outcome.did for outcome in desk.promote(top=10)} <= {Did.LEFT, Did.WAITS}
    assert (desk.host.branches(), forge.made, forge.said) == stands
    assert desk.state() == before

    # the rest is merged, batch by batch, until nothing is left to decide
    while open_ := forge.open_ones():
        for request in open_:
            forge.merge(request)
        desk.promote(top=10)
        held(desk)
    listed = git(desk.host.bare, "ls-tree", "-r", "--name-only", "main", "docs/answers/").splitlines()
    pages = {
        path: parse(desk.host.text("main", path))
        for path in listed
        if path.endswith(".md") and "index" not in path
    }
    sources = [source.thread for each in pages.values() for source in each.answer.sources]
    assert len(sources) == len(set(sources))
    wanted = {ref for each in found for ref in each.threads}
    silent = {o.thread for o in desk.promote(top=30) if o.why.startswith("no sentence of the answer")}
    assert len(silent) < len(found) / 5
    assert wanted - set(sources) - silent == set(said(refused.body).threads)
    assert [each.number for each in forge.made.values() if each.status is Status.CLOSED] == [4]
    assert set(dids(desk.promote(top=10)).values()) <= {Did.LEFT}
