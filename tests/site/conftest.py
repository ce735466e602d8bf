"""A knowledge base in a temporary folder, built by the real mkdocs and read by the real Chromium."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from mkdocs.utils.yaml import yaml_load

from harvest.lifecycle import takedown
from harvest.pages.merge import Write
from harvest.site.init import init
from tests import forked
from tests.search.export import reading

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator


ROOT = Path(__file__).parents[2]
BODY = """\
> It stops all the time.
<!-- from: forum:1 -->

## What worked

1. Switch it off.
2. Switch it on.
<!-- from: forum:3, forum:4 -->

## Still stuck?

[Go on in the conversation](https://forum.example/t/1).
<!-- staff -->
"""


@dataclass
class KnowledgeBase:
    """A folder with a mkdocs.yml."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def answer(self, name: str, *, body: str = BODY, **fields: Any) -> None:
        meta = {
            "title": name,
            "kind": "fix",
            "state": "reviewed",
            "updated": _DAY,
            "review_by": _DAY,
            **fields,
        }
        front = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False)
        self.write(f"docs/answers/{name}.md", f"---\n{front}---\n{body}")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def options(self, **block: Any) -> None:
        """Set keys of the `harvest` block."""
        path = self.folder / "mkdocs.yml"
        config = yaml_load(path.read_text(encoding="utf-8"))
        next(each for each in config["plugins"] if isinstance(each, dict))["harvest"].update(block)
        path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")

    def build(self, *words: str) -> subprocess.CompletedProcess[str]:
        quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}  # the theme's notice about its successor
        return forked.run("mkdocs", "build", "--strict", *words, folder=self.folder, environ=quiet)

    def built(self) -> Path:
        """Build and expect success without a warning."""
        done = self.build()
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr
        return self.site

    def indexed(self) -> str:
        """Everything that the search can show, unpacked."""
        packed = sorted((self.site / "search").rglob("*.bin"))
        return "\n".join(map(reading.text, packed))

    def page(self, name: str) -> str:
        return (self.site / name / "index.html").read_text(encoding="utf-8")


_DAY = yaml.safe_load("2026-03-09")


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    """An adopter's knowledge base as `harvest init` leaves it."""
    init(tmp_path / "kb")
    return KnowledgeBase(tmp_path / "kb")


def sample_in(folder: Path) -> KnowledgeBase:
    """This repository's own knowledge base, without whatever answers lie in it."""
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("answers"))
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return KnowledgeBase(folder)


@pytest.fixture
def sample(tmp_path: Path) -> KnowledgeBase:
    """The same, for a test of its own."""
    return sample_in(tmp_path / "sample")


def taken_down(kb: KnowledgeBase, name: str, reason: str = "dangerous", words: str = "") -> None:
    """As `harvest takedown` leaves it."""
    path = kb.folder / f"docs/answers/{name}.md"
    pages = {f"answers/{name}.md": path.read_text(encoding="utf-8")}
    (made,) = takedown.take_down(pages, f"answers/{name}.md", takedown.order(reason, words, date(2026, 5, 4)))
    assert isinstance(made, Write)
    path.write_text(made.text, encoding="utf-8")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a free port of this machine; yields its address with a slash at the end."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
