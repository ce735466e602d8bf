"""Access logs into what customers missed, and the lake into what would answer it."""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Final

from harvest import accesslog, candidates, waiting
from harvest.errors import SourceError
from harvest.misses import Advice, Known, Once, Speller, Tally, advise
from harvest.model import Amend, Create, Leave
from harvest.pipeline.judging import Watch, known_pages, of_all
from harvest.search import Index, Page
from harvest.sources import logs
from harvest.threads import StaffList
from harvest.vocabulary_file import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from harvest.config import Config
    from harvest.duplicates import Question
    from harvest.model import Candidate
    from harvest.progress import Progress

SAMPLE: Final = 200
"""Lines from which a log's format is guessed."""
SHOWN_EVERY: Final = 10_000
"""Lines after which progress moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRead:
    """What one log held."""

    name: str
    """For messages."""
    format: str
    requests: int
    crawlers: int
    """Failed searches of programs that say so: left out."""
    refused: int
    """Requests that look like failed searches, but the site did not give what was asked for: left out."""
    repeated: int
    """Failed searches that an earlier log has, too: left out."""
    unfit: int
    """Lines that do not fit the log's format."""
    first_unfit: int
    """The number of the first of them; 0 for none."""
    damage: SourceError | None
    """What kept it from being read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What was found in all logs."""

    logs: tuple[LogRead, ...]
    failed: tuple[SourceError, ...]
    """Of logs that could not be read, or not to their end."""
    searches: int
    """Failed ones, crawlers left out."""
    wordless: int
    """Of them those that held nothing but personal data or signs."""
    rare: int
    """Of them those that too few visitors made."""
    forgotten: int
    """Of them those of rare queries for which there was no room."""
    misses: int
    """Queries that enough visitors made."""
    advice: tuple[Advice, ...]
    """For the first of them."""


def find_missed(
    config: Config,
    pages: Index,
    paths: Iterable[str],
    stdin: IO[bytes] | None,
    *,
    least: int,
    top: int,
    since: date | None,
    now: datetime,
    workers: int,
    progress: Progress,
) -> Missed:
    """What at least `least` visitors searched in vain since a day, and what to do about the first `top`.

    `pages`: the index of the pages that exist.
    """
    tally = Tally(Speller(pages.analysis, config.keep))
    read, failed = _read_all(paths, stdin, tally, since, progress)
    misses = tally.misses(least)
    shown = misses[:top]
    advice: tuple[Advice, ...] = ()
    if shown:
        known = _known(config, pages, now, workers, progress)
        advice = tuple(advise(miss, known) for miss in shown)
    return Missed(
        logs=read,
        failed=failed,
        searches=tally.searches,
        wordless=tally.wordless,
        rare=tally.searches - tally.wordless - tally.forgotten - sum(miss.times for miss in misses),
        forgotten=tally.forgotten,
        misses=len(misses),
        advice=advice,
    )


# ── the logs ─────────────────────────────────────────────────────────────────────────────────────


def _read_all(
    paths: Iterable[str], stdin: IO[bytes] | None, tally: Tally, since: date | None, progress: Progress
) -> tuple[tuple[LogRead, ...], tuple[SourceError, ...]]:
    salt = secrets.token_bytes(32)  # known to nobody, and gone with this run
    once = Once()

    def take(request: accesslog.Request, words: str) -> bool:
        visitor = accesslog.visitor(request, salt)
        if not once.is_new((words, visitor, request.at)):
            return False
        tally.add(words, visitor, request.at.date())
        return True

    read, failed = [], []
    for path in dict.fromkeys(paths):
        name = logs.name(path)
        once.begin()
        progress.start(f"reading {name}")
        try:
            with closing(logs.lines(path, stdin)) as lines:
                log = _read(name, lines, take, since, progress)
        except SourceError as error:
            failed.append(error)
            continue
        read.append(log)
        if log.damage:
            failed.append(log.damage)
    return tuple(read), tuple(failed)


@dataclass(slots=True)
class _Lines:
    """The lines of one log, and what was seen when they have been read."""

    fit: int = 0
    """Those that are requests."""
    unfit: int = 0
    first_unfit: int = 0
    damage: SourceError | None = None

    def until_damaged(self, lines: Iterator[str]) -> Iterator[str]:
        """Those that can be read."""
        try:
            yield from lines
        except SourceError as error:
            self.damage = error

    def requests(
        self, lines: Iterable[str], known: accesslog.Format, progress: Progress
    ) -> Iterator[accesslog.Request]:
        """Those that are requests in the format `known`."""
        reader = known.reader()
        for number, line in enumerate(lines, 1):
            if number % SHOWN_EVERY == 0:
                progress.advance(SHOWN_EVERY)
            try:
                request = reader(line)
            except ValueError:
                if line.strip():
                    self.unfit += 1
                    self.first_unfit = self.first_unfit or number
                continue
            if request is not None:
                self.fit += 1
                yield request


def _read(
    name: str,
    lines: Iterator[str],
    take: Callable[[accesslog.Request, str], bool],
    since: date | None,
    progress: Progress,
) -> LogRead:
    """One log, to its end or to where it is damaged. Raises SourceError where no line of it could be used."""
    seen = _Lines()
    sound = seen.until_damaged(lines)
    first = list(islice(sound, SAMPLE))
    known = accesslog.guess(first)
    if known is None:
        raise seen.damage or _unknown(name)
    requests = crawlers = refused = repeated = 0
    for request in seen.requests(chain(first, sound), known, progress):
        if since and request.at.date() < since:
            continue
        requests += 1
        words = accesslog.missed(request.target)
        if words is None:
            continue
        if not request.given:
            refused += 1
        elif accesslog.is_crawler(request.agent):
            crawlers += 1
        elif not take(request, words):
            repeated += 1
    if seen.unfit and not seen.fit:
        raise seen.damage or _unknown(name)
    return LogRead(
        name=name,
        format=known.name,
        requests=requests,
        crawlers=crawlers,
        refused=refused,
        repeated=repeated,
        unfit=seen.unfit,
        first_unfit=seen.first_unfit,
        damage=seen.damage,
    )


def _unknown(name: str) -> SourceError:
    return SourceError(
        "no line of it is in a log format that Harvest knows",
        where=name,
        todo="see docs/handbook/misses.md",
    )


# ── the lake ─────────────────────────────────────────────────────────────────────────────────────


def _known(config: Config, pages: Index, now: datetime, workers: int, progress: Progress) -> Known:
    """The pages, and the conversations that no page answers yet."""
    heard = of_all(Watch(StaffList.of(config.staff), config.keep), config, workers, progress)
    heard.sort(key=lambda each: each.summary.ref)  # however many partitions there were
    progress.start("comparing questions")
    questions = {each.summary.ref: each.summary.question for each in heard}
    ranked = candidates.rank([each.summary for each in heard], known_pages(config))
    page_of = _pages_of(ranked, pages)
    told = [each for each in ranked if each.threads[0] in page_of or _has_answer(each)]
    names = vocabulary_of(config.docs)

    def index(rows: Iterable[Candidate | waiting.Waiting]) -> Index:
        found = [_as_page(row, [questions[ref] for ref in row.threads]) for row in rows]
        return Index(found, names, config.languages)

    return Known(
        pages=pages,
        threads=index(told),
        waiting=index(waiting.waiting(heard, now)),
        page_of=page_of,
        but={each.threads[0]: each.intent.reason for each in told if isinstance(each.intent, Leave)},
    )


def _pages_of(ranked: Iterable[Candidate], pages: Index) -> dict[str, str]:
    """The page of each candidate that belongs to one, by its first thread."""
    made_into = {thread: page.ref for page in pages.pages for thread in page.threads}
    found = {}
    for each in ranked:
        path = each.intent.page if isinstance(each.intent, Amend) else ""
        path = path or next((made_into[ref] for ref in each.threads if ref in made_into), "")
        if path:
            found[each.threads[0]] = path
    return found


def _has_answer(candidate: Candidate) -> bool:
    """Whether it could become a page: sure enough, or for a person to look at."""
    return isinstance(candidate.intent, Create) or bool(candidate.verdict.answer)


def _as_page(row: Candidate | waiting.Waiting, asked: Sequence[Question]) -> Page:
    """A conversation for the search: its title, its questions."""
    return Page(
        ref=row.threads[0],
        title=row.title,
        asked_as=tuple(" ".join(question.ask) for question in asked),
        body="\n".join(" ".join(question.words) for question in asked),
        threads=row.threads,
    )
