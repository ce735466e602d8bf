"""One source in one run: what its service gives, committed step by step.

What a source has given is committed with the cursors that belong to it, so that a crash, a limit or a spent
budget costs at most the last steps, which the next run fetches again.
"""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

import httpx

from harvest.errors import FetchError, HarvestError
from harvest.pipeline.gathered import Gathered
from harvest.pipeline.importing import quarantine_of
from harvest.quarantine import Quarantine
from harvest.sources import SourceOptions
from harvest.sources.live import POLICY, SERVICES, Ask, Budget, Known, LaterError, Policy, Step, Web
from harvest.web.addresses import look_up
from harvest.web.waits import MOST

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from harvest.config import Config, Source
    from harvest.lake import Lake, Summary, Writer
    from harvest.progress import Progress
    from harvest.sources.options import Report


THROUGH, ENDED, FREE, FAILED, TURN = "run:through", "run:ended", "run:free", "run:failed", "run:again"
"""Cursors of the run itself: when the last run began that read everything, when the last one ended, when the
service may be asked again, why the last one failed, and the conversation last looked at again."""
AHEAD: Final = timedelta(days=31)
"""So far may the clock of a service be ahead of ours. Much, because ours may be the wrong one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What is outside of this process."""

    transport: Callable[[], httpx.AsyncBaseTransport] = httpx.AsyncHTTPTransport
    """Made for each host."""
    resolve: Callable[[str], Sequence[str]] = look_up
    """The IP addresses of a host."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    policy: Policy = POLICY


@dataclass(slots=True, kw_only=True)
class Fetched:
    """What a run did for one source."""

    source: str
    new: int = 0
    changed: int = 0
    deleted: int = 0
    unchanged: int = 0
    """In posts as a reader sees them; all 0 in a dry run."""
    posts: int = 0
    """That were read."""
    requests: int = 0
    bad: int = 0
    bad_reasons: tuple[tuple[str, int], ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    vanished: int = 0
    """Where everything that was looked at again was gone: how many conversations; else 0."""
    unset: bool = False
    """Whether it was asked as a visitor, because the variable that `fetch: token` names is not set."""
    unfinished: str = ""
    """Why there is more to fetch; "" where the run came to the end."""
    until: datetime | None = None
    """When the service may be asked again, where it has said so."""
    failed: HarvestError | None = None
    quarantine: Path
    gone: set[str] = field(default_factory=set)
    """Posts that are not there any more, as `source:id`; those that were gone before too."""
    found: dict[str, str] = field(default_factory=dict)
    """In a dry run: conversations with something new, and where they can be read."""


def held_back(free: str | None, now: datetime) -> datetime | None:
    """Until when a service asks to be left alone, by the cursor FREE; None where it may be asked.

    No wait is that long: then our own clock was wrong when it was written down, and is right now.
    """
    until = datetime.fromisoformat(free) if free else now
    return until if now < until <= now + timedelta(seconds=MOST) else None


class Visit:
    """One source in one run."""

    def __init__(
        self,
        config: Config,
        source: Source,
        lake: Lake,
        writer: Writer | None,
        outside: Outside,
        progress: Progress,
        since: datetime | None,
    ) -> None:
        self._source = source
        self._root = config.root
        self._contact = config.site_url or config.company.url
        self._lake = lake
        self._writer = writer
        self._outside = outside
        self._progress = progress
        self._since = since
        self._apart = f"since {since.isoformat()}: " if since else ""
        """Before the keys of cursors: reading again leaves alone how far everything else has come."""
        self._quarantine = Quarantine(quarantine_of(config, source.name))
        self._report: Report = self._quarantine if writer else _Unwritten()
        self._began = outside.now()
        self._gathered = Gathered(self._began)
        self.result = Fetched(source=source.name, quarantine=self._quarantine.path)

    async def all(self, turn: Sequence[Known]) -> None:
        """What is new, then `turn` again; a failure of the service is in the result. Raises LakeError."""
        self.result.until = held_back(self._lake.cursor(self._source.name, FREE), self._began)
        if self.result.until:
            self.result.unfinished = f"asked to wait until {self.result.until:%Y-%m-%d %H:%M} UTC"
            return
        with self._quarantine if self._writer else nullcontext():
            try:
                await self._steps(turn)
                self._through()
                self._gathered.cursors[FAILED] = ""
            except LaterError as later:
                self.result.unfinished, self.result.until = later.what, later.until
                self._gathered.cursors[FAILED] = ""
                self._gathered.cursors[FREE] = later.until.isoformat() if later.until else ""
            except FetchError as error:
                self.result.failed = error
                self._gathered.cursors[FAILED] = str(error)
            finally:  # Ctrl-C too: what has come in stays
                self._gathered.cursors[ENDED] = self._outside.now().isoformat()
                self._commit()
            self._tell()

    async def _steps(self, turn: Sequence[Known]) -> None:
        service = SERVICES[self._source.format]
        fetch = self._source.fetch
        if fetch is None:
            raise AssertionError("only sources with `fetch` are fetched")
        web = Web(
            host=service.host(self._source, fetch),
            transport=self._outside.transport,
            resolve=self._outside.resolve,
            sleep=self._outside.sleep,
            now=self._outside.now,
            budget=Budget(fetch.requests, self._began + timedelta(minutes=fetch.minutes)),
            contact=self._contact,
            policy=self._outside.policy,
        )
        ask = Ask(
            source=self._source,
            fetch=fetch,
            options=SourceOptions(name=self._source.name, url=self._source.url, licence=self._source.licence),
            web=web,
            report=self._report,
            reading=self._quarantine.begin,
            cursor=self._cursor,
            kept=lambda key: self._cursor(key) or self._lake.cursor(self._source.name, key) or "",
            root=self._root,
            since=self._since or (datetime.combine(fetch.since, time.min, UTC) if fetch.since else None),
        )
        try:
            await self._take(service.news(ask))
            if turn:
                await self._again(service.again(ask, turn), turn)
        finally:
            self.result.requests = web.budget.made
            self.result.unset = fetch.unset
            await web.aclose()

    async def _again(self, steps: AsyncIterator[Step], turn: Sequence[Known]) -> None:
        """Look again. The next run begins after what was reached, also where not all of it could be read."""
        place = {one.id: number for number, one in enumerate(turn)}
        reached = -1
        gone, gone_posts = set[str](), set[str]()

        async def noted() -> AsyncIterator[Step]:
            nonlocal reached
            async for step in steps:
                named = {*step.whole, *step.gone, *(post.conversation for post in step.posts)}
                reached = max([reached, *(place[name] for name in named & place.keys())])
                gone.update(step.gone)
                gone_posts.update(step.gone_posts)
                yield step

        try:
            await self._take(noted())
            reached = len(turn) - 1
            if all(one.id in gone or gone_posts.issuperset(one.posts) for one in turn):
                self.result.vanished = len(turn)
        except FetchError as error:
            reached = max(reached, -1 if isinstance(error, LaterError) else 0)
            raise
        finally:
            if reached >= 0:
                self._gathered.cursors[TURN] = turn[reached].id

    def _cursor(self, key: str) -> str:
        return self._lake.cursor(self._source.name, self._apart + key) or ""

    def _through(self) -> None:
        """Everything was read. What was remembered for `since` is forgotten: asked again, it begins again."""
        if not self._apart:
            self._gathered.cursors[THROUGH] = self._began.isoformat()
            return
        self._commit()
        for key in self._lake.cursors(self._source.name):
            if key.startswith(self._apart):
                self._gathered.cursors[key] = ""

    async def _take(self, steps: AsyncIterator[Step]) -> None:
        async for given in steps:
            step = self._believed(given)
            if self._gathered.cannot_take(step):
                self._commit()
            self._gathered.take(step, self._apart)
            self.result.posts += len(step.posts)
            self._progress.advance(len(step.posts))
            if self._gathered.is_full(self._outside.now()):
                self._commit()

    def _believed(self, step: Step) -> Step:
        """Without posts from the future: everything else would be old beside them, and no edit newer."""
        latest = self._outside.now() + AHEAD
        kept = []
        for post in step.posts:
            dated = max(post.created, post.version)
            if dated > latest:
                self._report.bad(1, f"dated in the future: post {post.id}, {dated:%Y-%m-%d}")
            else:
                kept.append(post)
        return replace(step, posts=tuple(kept))

    def _commit(self) -> None:
        gathered, self._gathered = self._gathered, Gathered(self._outside.now())
        if self._writer is None:
            self.result.found |= gathered.found()
            return
        lost = self._writer.missing(
            self._source.name, whole=gathered.whole, gone=gathered.gone, gone_posts=gathered.gone_posts
        )
        with self._writer.batch(self._source.name, now=self._outside.now()) as batch:
            for post in (*gathered.posts, *gathered.really(lost)):
                batch.add(post)
                if post.deleted:
                    self.result.gone.add(f"{post.source}:{post.id}")
            for key, value in gathered.cursors.items():
                batch.cursor(key, value)
        self._add(batch.summary)

    def _add(self, done: Summary) -> None:
        self.result.new += done.new
        self.result.changed += done.changed
        self.result.deleted += done.deleted
        self.result.unchanged += done.unchanged

    def _tell(self) -> None:
        moved = self.result.new or self.result.changed or self.result.deleted
        if self.result.unfinished and not (self.result.until or moved or self._since) and self._writer:
            more = "should that go on, give the source more `requests` or `minutes`"
            self.result.unfinished += f", and nothing new was read: {more}"
        self.result.bad = self._quarantine.reasons.total()
        self.result.bad_reasons = tuple(self._quarantine.reasons.most_common(3))
        self.result.skipped = tuple(self._quarantine.skipped_reasons.most_common(5))


class _Unwritten:
    """What a dry run does with bad rows: nothing is written."""

    def bad(self, line: int, reason: str) -> None:
        """Not written."""

    def skipped(self, reason: str) -> None:
        """Not counted."""
