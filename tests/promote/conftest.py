"""A knowledge base in a clone, its host, a forge, and conversations that are worth a page."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from harvest.config import Config, load
from harvest.lake import Lake
from harvest.model import Author, Markup, Post
from harvest.pipeline.outcomes import Did, Mode, Outcome
from harvest.pipeline.promoting import promote
from harvest.pipeline.proposals import Wish
from harvest.progress import Progress
from harvest.site.init import init
from tests.promote.githost import ENVIRON, TODAY, TOKEN, Host, bare_repository, git, serving
from tests.promote.memory import MemoryForge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
TALKS: Final = {
    "kettle": (
        "The kettle clicks off before it boils",
        "My kettle clicks off long before the water boils. How do I make it heat to the end?",
        (
            "Open the lid, fill it with half water and half vinegar, wait an hour, then rinse it twice. "
            "The sensor under the lid is covered with limescale and switches it off too early."
        ),
    ),
    "toaster": (
        "Toaster burns one side of the bread",
        "Our toaster burns bread on the left side only. What can I do about the uneven browning?",
        (
            "Unplug it, pull out the crumb tray, and press the two element clips back into their slots until "
            "they snap. Then set the dial to three and toast one slice as a test."
        ),
    ),
    "frame": (
        "Picture frame shows no new photos",
        "How do I get my picture frame to show new photos again? It stopped last week after an update.",
        (
            "Open Settings, tap Network, and switch Wi-Fi off and on again. Then hold the power button for "
            "ten seconds until the light turns green, and it loads new photos within a minute."
        ),
    ),
    "scale": (
        "Scale jumps between two weights",
        "The kitchen scale jumps between 200 and 230 grams whenever I put a bowl on it. How do I steady it?",
        (
            "Take out both batteries, press the tare key for five seconds, put in two new batteries of "
            "the same brand, and place the scale on a hard table before you switch it on."
        ),
    ),
}
"""Title, question and answer, by the id of the conversation."""


@dataclass
class Desk:
    """Where somebody promotes: a clone of the knowledge base."""

    folder: Path
    host: Host
    forge: MemoryForge
    changes: dict[str, object] = field(default_factory=dict)
    """Of the `promote` block."""

    @property
    def config(self) -> Config:
        config = load(self.folder / "mkdocs.yml", environ={})
        values = {"repository": "kettle/kb", "token": TOKEN, "api": self.host.url, **self.changes}
        return replace(config, promote=replace(config.promote, **values))  # type: ignore[arg-type]

    def talk(
        self, id_: str, *, answer: str = "", hour: int = 1, thanks: str = "Thank you, that worked!"
    ) -> None:
        """The conversation comes into the lake, or again with another answer."""
        title, question, known = TALKS[id_]
        said = (("ada", question), ("bo", answer or known), ("ada", thanks))
        changed = DAY.replace(hour=9 + hour)
        with Lake(self.folder / ".harvest/lake").write("forum", now=changed) as batch:
            batch.begin("test")
            for number, (who, text) in enumerate(said):
                batch.add(
                    Post(
                        source="forum",
                        id=f"{id_}{number}",
                        conversation=id_,
                        parent=f"{id_}{number - 1}" if number else "",
                        author=Author(key=who + id_, name=who.title()),
                        created=DAY.replace(minute=number),
                        version=changed if number == 1 and answer else DAY.replace(minute=number),
                        body=text,
                        markup=Markup.TEXT,
                        title="" if number else title,
                        url=f"https://forum.example/t/{id_}" + (f"/{number}" if number else ""),
                    )
                )

    def remove(self, id_: str) -> None:
        """The forum has deleted it."""
        later = DAY.replace(hour=23)
        with Lake(self.folder / ".harvest/lake").write("forum", now=later) as batch:
            batch.begin("test")
            for number in range(3):
                author, created = Author(key="nobody"), DAY.replace(minute=number)
                batch.add(
                    Post(
                        source="forum",
                        id=f"{id_}{number}",
                        author=author,
                        created=created,
                        version=later,
                        body="",
                        markup=Markup.TEXT,
                        deleted=True,
                    )
                )

    def promote(
        self, *threads: str, top: int | None = None, force: str = "", mode: Mode = Mode.REQUEST
    ) -> tuple[Outcome, ...]:
        return promote(
            self.config,
            Wish(threads=threads, top=top, force=force),
            forge=None if mode is Mode.LOCAL else self.forge,
            mode=mode,
            environ=ENVIRON,
            workers=1,
            today=TODAY,
            progress=Progress(),
        )

    def state(self) -> dict[str, str]:
        """Everything of the clone that a person could notice."""
        return {
            "refs": git(self.folder, "for-each-ref"),
            "head": git(self.folder, "symbolic-ref", "HEAD"),
            "status": git(self.folder, "status", "--porcelain", "--untracked-files=all"),
            "index": git(self.folder, "ls-files", "--stage"),
            "stash": git(self.folder, "stash", "list"),
            "worktrees": git(self.folder, "worktree", "list"),
            "config": (self.folder / ".git/config").read_text(encoding="utf-8"),
            "left": str(sorted(path.name for path in (self.folder / ".git").glob("harvest/*"))),
        }


def dids(outcomes: tuple[Outcome, ...]) -> dict[str, Did]:
    return {outcome.thread.removeprefix("forum:"): outcome.did for outcome in outcomes}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base with four conversations worth a page, in `kb`, pushed to `kb.git`."""
    whole = tmp_path_factory.mktemp("template")
    folder, host = whole / "kb", Host(bare_repository(whole / "kb.git"))
    init(folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "user.name", "Ada")
    git(folder, "config", "user.email", "ada@kettle.example")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "A knowledge base")
    git(folder, "push", "--quiet", host.bare, "main")
    for id_ in TALKS:
        Desk(folder, host, MemoryForge(host)).talk(id_)
    return whole


@pytest.fixture
def host(template: Path, tmp_path: Path) -> Iterator[Host]:
    with serving(shutil.copytree(template / "kb.git", tmp_path / "kb.git")) as found:
        yield found


@pytest.fixture
def desk(template: Path, tmp_path: Path, host: Host) -> Desk:
    """Four conversations worth a page, and nothing proposed yet."""
    folder = shutil.copytree(template / "kb", tmp_path / "kb")
    git(folder, "remote", "add", "origin", host.url)
    return Desk(folder, host, MemoryForge(host))
