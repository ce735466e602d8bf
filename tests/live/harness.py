"""A knowledge base with one live source, fetched as the command line does, and what is then in its lake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pyarrow.parquet as pq
import pytest

from harvest.config import load
from harvest.lake.rows import CONTENT
from harvest.model import SourceRef
from harvest.pages.render import render
from harvest.pipeline.fetching import fetch, wanted
from harvest.pipeline.visiting import Outside
from harvest.progress import Progress
from harvest.sources.live import POLICY
from tests.lifecycle.conftest import kettle
from tests.live.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from harvest.config import Config
    from harvest.pipeline.fetching import Run
    from harvest.pipeline.visiting import Fetched
    from harvest.sources.live import Policy

    Answer = Callable[[httpx.Request], httpx.Response]

PUBLIC = "93.184.215.14"


def mostly_slow(cases: Iterable[Any], fast: Collection[Any]) -> list[Any]:
    """Cases of a test, of which `make check` has time for a few."""
    return [each if each in fast else pytest.param(each, marks=pytest.mark.slow) for each in cases]


class Base:
    """A folder with a mkdocs.yml whose `sources:` are given, as YAML. `requests`: the most of one run."""

    def __init__(
        self,
        folder: Path,
        sources: str,
        environ: Mapping[str, str] | None = None,
        requests: int | None = None,
    ) -> None:
        self.folder = folder
        self.clock = Clock()
        self.asked: list[httpx.Request] = []
        """Of the last run."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "docs").mkdir(exist_ok=True)
        indented = "".join(f"        {line}\n" for line in sources.strip().splitlines())
        (folder / "mkdocs.yml").write_text(
            f"plugins:\n  - harvest:\n      company: {{name: Kettle Works}}\n      sources:\n{indented}"
        )
        self.config: Config = load(folder / "mkdocs.yml", environ=environ or {})
        if requests:
            thrifty = (
                replace(source, fetch=replace(source.fetch, requests=requests) if source.fetch else None)
                for source in self.config.sources
            )
            self.config = replace(self.config, sources=tuple(thrifty))

    def run(
        self,
        answer: Answer | None = None,
        *names: str,
        since: datetime | None = None,
        dry: bool = False,
        policy: Policy = POLICY,
        transport: Callable[[], httpx.AsyncBaseTransport] | None = None,
        progress: Progress | None = None,
    ) -> Run:
        """Fetch. Requests go to `answer` instead of the network, or through `transport`."""
        self.asked = []

        def noted(request: httpx.Request) -> httpx.Response:
            self.asked.append(_as_named(request))
            if answer is None:
                raise AssertionError("nothing answers")
            return answer(_as_named(request))

        outside = Outside(
            transport=transport or (lambda: httpx.MockTransport(noted)),
            resolve=lambda host: (host,) if host[:1].isdigit() else (PUBLIC,),
            sleep=self.clock.sleep,
            now=self.clock.now,
            policy=policy,
        )
        return fetch(
            self.config,
            wanted(self.config, names),
            outside=outside,
            progress=progress or Progress(),
            since=since,
            dry=dry,
        )

    def one(self, answer: Answer | None = None, **options: Any) -> Fetched:
        """Fetch the one source there is."""
        (result,) = self.run(answer, **options).sources
        return result

    def rely_on(self, thread: str, posts: Iterable[str], url: str, page: str = "kettle") -> None:
        """A page that relies on posts of a conversation (`source:id`), which can be read at `url`."""
        reference = SourceRef(
            url=url,
            thread=thread,
            posts=tuple(posts),
            digest="sha256:0123456789abcdef",
            asked=date(2026, 2, 1),
        )
        answers = self.folder / "docs" / "answers"
        answers.mkdir(exist_ok=True)
        (answers / f"{page}.md").write_text(render(kettle(sources=(reference,))))

    def rows(self) -> list[tuple[Any, ...]]:
        """Every different row of the lake, in one order: content only, not when it was fetched."""
        names = [name for name, _, _ in CONTENT]
        found = set()
        for file in sorted(self.config.lake.glob("posts/*/*.parquet")):
            for row in pq.read_table(file, columns=names).to_pylist():
                found.add(tuple(tuple(row[n]) if isinstance(row[n], list) else row[n] for n in names))
        return sorted(found, key=repr)


def _as_named(request: httpx.Request) -> httpx.Request:
    """The request to the host by its name, which the guard has replaced by its address."""
    url = request.url.copy_with(host=request.headers["host"].partition(":")[0])
    return httpx.Request(request.method, url, headers=request.headers, content=_content(request))


def _content(request: httpx.Request) -> bytes:
    return request.content if hasattr(request, "_content") else b"".join(request.stream)  # type: ignore[arg-type]
