"""The way of the data, step by step: calls what reads and writes in order, and decides nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import candidates, engine, markup, privacy, resolution, sources, store, waiting
from harvest.config import CreditRule
from harvest.errors import HarvestError, SourceError
from harvest.lake import Lake, read_partition
from harvest.lake import Summary as Written
from harvest.lake.files import folder_name
from harvest.model import Amend, Candidate, Create, State
from harvest.pages import draft as drafting
from harvest.pages.merge import plan, plan_all
from harvest.pages.parse import parse
from harvest.pages.topics import topic_of
from harvest.quarantine import Quarantine
from harvest.sources import SourceOptions
from harvest.threads import StaffList, thread
from harvest.vocabulary.contrast import contrasts
from harvest.vocabulary.counts import Counts
from harvest.vocabulary.examples import example
from harvest.vocabulary.pairs import Meetings
from harvest.vocabulary.pairs import pairs as find_pairs
from harvest.vocabulary.report import Report, Typical
from harvest.vocabulary_file import Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from harvest.config import Config
    from harvest.model import Answer, Thread
    from harvest.pages.merge import Plan
    from harvest.sources import Format
    from harvest.vocabulary.contrast import Contrast

VOCABULARY: Final = "vocabulary.yml"
"""In the docs folder, if the company has one."""
PER_WORKER: Final = 4
"""Partitions for each worker, so that one long partition does not leave the others idle."""
PAIRED: Final = 300
"""So many phrases of each side are looked at together."""
SMALL_BYTES: Final = 4_000_000
"""Of all partitions together: judged in this process sooner than another one has started."""


class Progress:
    """Told how far a long step has come. This one says nothing; the command line passes one that draws."""

    def start(self, what: str, total: int | None = None) -> None:
        """A step begins; `total` is in the unit of `advance`, None where unknown."""

    def advance(self, by: int = 1) -> None:
        """So much more is done."""


# ── import ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did."""

    source: str
    files: int
    posts: int
    """Rows that were taken from readable files."""
    without_address: int
    """Of them those that do not say where they can be read: no page can lead back to them."""
    written: Written
    bad: int
    bad_reasons: tuple[tuple[str, int], ...]
    skipped: tuple[tuple[str, int], ...]
    failed: tuple[SourceError, ...]
    """Files that could not be read: nothing of theirs is in the lake."""
    quarantine: Path


@dataclass(frozen=True, slots=True)
class Job:
    """Files of one source that become one commit."""

    options: SourceOptions
    files: tuple[tuple[Path, Format], ...]


@dataclass(frozen=True, slots=True)
class Jobs:
    """What an import has to do."""

    jobs: tuple[Job, ...]
    failed: tuple[SourceError, ...]
    """Of paths that are missing or in no known format. The others are imported all the same."""


def import_jobs(
    config: Config, paths: Sequence[Path], *, format_name: str, name: str, url: str, licence: str
) -> Jobs:
    """What to import, by source: the files given, or those that the configuration names.

    Without `name`, files belong to the configured source of their format, else to one that is called like the
    format. Raises SourceError for a format that does not exist, and where nothing is configured.
    """
    if not paths:
        return _configured_jobs(config)
    named = sources.format_named(format_name) if format_name else None
    files: dict[str, list[tuple[Path, Format]]] = {}
    failed: list[SourceError] = []
    for path in paths:
        try:
            for file in sources.expand([path]):
                reader = named or sources.guess(file)
                files.setdefault(name or _source_of(config, reader), []).append((file, reader))
        except SourceError as error:
            failed.append(error)
    known = {source.name: source for source in config.sources}
    jobs = []
    for source, found in files.items():
        dumps = [file for file, _ in found if file.name == "Posts.xml"]
        if len(dumps) > 1:  # their posts have the same numbers: together, one would hide the other
            failed.append(
                SourceError(
                    f"{len(dumps)} dumps are {len(dumps)} communities: {', '.join(map(str, dumps))}",
                    todo="import each on its own with --as",
                )
            )
            continue
        base = known.get(source)
        options = SourceOptions(
            name=source,
            url=url or (base.url if base else ""),
            licence=licence or (base.licence if base else ""),
        )
        jobs.append(Job(options, tuple(dict.fromkeys(found))))
    return Jobs(tuple(jobs), tuple(failed))


def _source_of(config: Config, reader: Format) -> str:
    """The source that files of a format belong to when nobody says."""
    fitting = [source.name for source in config.sources if source.format == reader.name]
    if len(fitting) > 1:
        raise SourceError(
            f"more than one source is in the format {reader.name}: {', '.join(fitting)}",
            todo="say which with --as",
        )
    return fitting[0] if fitting else reader.name


def _configured_jobs(config: Config) -> Jobs:
    jobs: list[Job] = []
    failed: list[SourceError] = []
    for source in config.sources:
        reader = sources.format_named(source.format)
        files: list[tuple[Path, Format]] = []
        for pattern in source.paths:
            found = sorted(config.root.glob(pattern))
            if not found:
                failed.append(
                    SourceError(
                        "no file is there", where=config.root / pattern, todo=f"see `paths` of {source.name}"
                    )
                )
            try:
                files += [(file, reader) for file in sources.expand(found)]
            except SourceError as error:
                failed.append(error)
        options = SourceOptions(name=source.name, url=source.url, licence=source.licence)
        if files:
            jobs.append(Job(options, tuple(dict.fromkeys(files))))
    if not jobs and not failed:
        raise SourceError(
            "there is nothing to import",
            todo="name files, or give a source `paths` in mkdocs.yml",
        )
    return Jobs(tuple(jobs), tuple(failed))


def import_archives(config: Config, job: Job, *, now: datetime, progress: Progress) -> Imported:
    """Read archive files into the lake, as one commit.

    Raises LakeError where the lake cannot be written; then nothing has changed.
    """
    lake = Lake(config.lake)
    taken = unaddressed = 0
    failed: list[SourceError] = []
    options = job.options
    progress.start(f"reading {options.name}")
    with (
        Quarantine(_quarantine(config, options.name)) as quarantine,
        lake.write(options.name, now=now) as batch,
    ):
        for number, (path, reader) in enumerate(job.files):
            batch.begin(str(number))  # not the name: it need not be valid Unicode
            quarantine.begin(str(path))
            before = (taken, unaddressed)
            try:
                for post in reader.read(path, options, quarantine):
                    batch.add(post)
                    taken += 1
                    unaddressed += not post.url and not post.deleted
                    progress.advance()
            except SourceError as error:
                batch.discard()
                quarantine.discard()
                failed.append(error)
                taken, unaddressed = before
        quarantine.settle()  # a disk that is too full for it must not have taken the posts
    return Imported(
        source=options.name,
        files=len(job.files),
        posts=taken,
        without_address=unaddressed,
        written=batch.summary,
        bad=quarantine.reasons.total(),
        bad_reasons=tuple(quarantine.reasons.most_common(3)),
        skipped=tuple(quarantine.skipped_reasons.most_common(5)),
        failed=tuple(failed),
        quarantine=quarantine.path,
    )


def _quarantine(config: Config, source: str) -> Path:
    return config.work / "quarantine" / f"{folder_name(source)}.jsonl"


# ── candidates ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads one partition of the lake and judges its threads; travels to the worker processes."""

    staff: StaffList
    keep: tuple[str, ...]

    def __call__(self, partition: Path) -> list[candidates.Summary]:
        """The summaries of all threads in the partition."""
        found = []
        for posts in read_partition(partition):
            conversation = thread(posts, self.staff)
            found.append(candidates.summarise(conversation, resolution.judge(conversation), self.keep))
        return found


def find_candidates(config: Config, *, workers: int, progress: Progress) -> tuple[Candidate, ...]:
    """Everything in the lake, judged, grouped and ranked against the pages that exist."""
    judge = Judge(StaffList.of(config.staff), config.keep)
    summaries: list[candidates.Summary] = []
    with Lake(config.lake).partitions(PER_WORKER * workers) as partitions:
        small = sum(partition.stat().st_size for partition in partitions) <= SMALL_BYTES
        progress.start("judging conversations", len(partitions))
        for found in engine.run(judge, partitions, workers=1 if small else workers):
            summaries += found
            progress.advance()
    progress.start("comparing questions")
    summaries.sort(key=lambda summary: summary.ref)  # however many partitions there were
    return candidates.rank(summaries, known_pages(config))


def known_pages(config: Config) -> tuple[candidates.KnownPage, ...]:
    """The pages that exist: the threads they come from, and the phrases that people have let stand.

    One that cannot be read is not one of them.
    """
    known = []
    for path, text in store.read_pages(config.docs):
        try:
            answer = parse(text, path).answer
        except HarvestError:
            continue
        seen = answer.state not in {State.DRAFT, State.RETIRED}
        known.append(
            candidates.KnownPage(
                path,
                {source.thread: source.digest for source in answer.sources},
                (answer.title, *answer.asked_as, *answer.also_called) if seen else (),
                answer.product,
            )
        )
    return tuple(known)


def chosen(
    config: Config, found: Sequence[Candidate], threads: Sequence[str], top: int | None, *, refresh: bool
) -> tuple[Candidate, ...]:
    """The candidates that are wanted: those of the named threads; else every amendment and the best `top`.

    `top` None: all. With `refresh` also those whose page is up to date, because the way pages are written, or
    the configuration, has changed. Raises SourceError for a thread that is not in the lake.
    """
    if threads:
        named = {ref: c for c in found for ref in (*c.threads, c.url) if ref}
        unknown = [repr(ref) for ref in threads if ref not in named]
        if unknown:
            raise SourceError(
                f"there is no conversation {', '.join(unknown)} in the lake",
                todo="see `harvest candidates --all`",
            )
        return tuple(dict.fromkeys(named[ref] for ref in threads))
    on_pages = {ref for page in known_pages(config) for ref in page.digests} if refresh else set()
    return (
        *(c for c in found if isinstance(c.intent, Amend) or not on_pages.isdisjoint(c.threads)),
        *[c for c in found if isinstance(c.intent, Create)][:top],
    )


# ── waiting ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Watch:
    """Reads one partition of the lake for questions without an answer; travels to the worker processes."""

    staff: StaffList
    keep: tuple[str, ...]

    def __call__(self, partition: Path) -> list[waiting.Heard]:
        """All threads in the partition."""
        conversations = (thread(posts, self.staff) for posts in read_partition(partition))
        return [waiting.hear(known, resolution.judge(known), self.keep) for known in conversations]


def find_waiting(
    config: Config, *, now: datetime, workers: int, progress: Progress
) -> tuple[waiting.Waiting, ...]:
    """Every question in the lake that nobody has answered in public, most people for longest first."""
    watch = Watch(StaffList.of(config.staff), config.keep)
    heard: list[waiting.Heard] = []
    with Lake(config.lake).partitions(PER_WORKER * workers) as partitions:
        small = sum(partition.stat().st_size for partition in partitions) <= SMALL_BYTES
        progress.start("judging conversations", len(partitions))
        for found in engine.run(watch, partitions, workers=1 if small else workers):
            heard += found
            progress.advance()
    progress.start("comparing questions")
    return waiting.waiting(heard, now)


# ── vocabulary ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Listener:
    """Reads one partition of the lake for its phrases; travels to the worker processes."""

    staff: StaffList
    keep: tuple[str, ...]

    def __call__(self, partition: Path) -> Counts:
        """How often both sides use which phrases."""
        counts = Counts()
        for posts in read_partition(partition):
            conversation = thread(posts, self.staff)
            counts.add(conversation, self.mask(conversation))
        return counts

    def mask(self, conversation: Thread) -> Callable[[str], str]:
        """What hides the data of the people in a conversation."""
        policy = privacy.Policy(names=candidates.people(conversation), keep=self.keep)
        return lambda text: privacy.mask(markup.clean(text), policy)


@dataclass(frozen=True, slots=True)
class Matchmaker:
    """Reads one partition for phrases that occur together; travels to the worker processes."""

    listener: Listener
    customers: frozenset[str]
    helpers: frozenset[str]

    def __call__(self, partition: Path) -> Meetings:
        """How often these phrases occur, alone and together."""
        found = Meetings()
        for posts in read_partition(partition):
            conversation = thread(posts, self.listener.staff)
            found.add(conversation, self.customers, self.helpers, self.listener.mask(conversation))
        return found


def hear(config: Config, *, top: int, pairs: bool, workers: int, progress: Progress) -> Report:
    """The `top` phrases most typical of customers and of those who help; with `pairs`, which go together."""
    listener = Listener(StaffList.of(config.staff), config.keep)
    counts, meetings = Counts(), Meetings()
    with Lake(config.lake).partitions(PER_WORKER * workers) as partitions:
        small = sum(partition.stat().st_size for partition in partitions) <= SMALL_BYTES
        at_once = 1 if small else workers
        progress.start("counting phrases", len(partitions))
        for found in engine.run(listener, partitions, workers=at_once):
            counts.merge(found)
            progress.advance()
        customers, helpers = contrasts(counts)
        if pairs:
            wanted = [frozenset(c.phrase for c in side[:PAIRED]) for side in (customers, helpers)]
            progress.start("comparing phrases", len(partitions))
            for met in engine.run(Matchmaker(listener, *wanted), partitions, workers=at_once):
                meetings.merge(met)
                progress.advance()
    places = {c.phrase: counts.customers.where[c.phrase][1] for c in customers[:top]}
    places |= {c.phrase: counts.helpers.where[c.phrase][1] for c in helpers[:top]}
    conversations = Lake(config.lake).conversation(set(places.values()))

    def typical(contrast: Contrast) -> Typical:
        conversation = thread(conversations[places[contrast.phrase]], listener.staff)
        mask = listener.mask(conversation)
        return Typical(contrast, example(conversation, contrast.phrase, mask, customers=contrast.z > 0))

    return Report(
        customers=tuple(map(typical, customers[:top])),
        helpers=tuple(map(typical, helpers[:top])),
        pairs=tuple(find_pairs(meetings)),
    )


# ── draft ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Drafts:
    """What should be written, and for what there is nothing to write."""

    plans: tuple[Plan, ...]
    silent: tuple[Candidate, ...]
    """Wanted candidates of whose answer no sentence helps anybody but who asked."""


def plan_drafts(config: Config, picked: Iterable[Candidate]) -> Drafts:
    """What should be written for the candidates that have an answer: nothing is written yet."""
    wanted = [candidate for candidate in picked if candidate.verdict.answer]
    conversations = Lake(config.lake).conversation({ref for c in wanted for ref in c.threads})
    style = page_style(config)
    staff = StaffList.of(config.staff)

    def material(ref: str) -> drafting.Material:
        conversation = thread(conversations[ref], staff)
        return drafting.Material(conversation, resolution.judge(conversation))

    pages = store.read_pages(config.docs)
    made_from = {page.path: page.digests for page in known_pages(config)}
    plans: list[Plan] = []
    answers: list[Answer] = []
    silent: list[Candidate] = []
    for candidate in wanted:
        answer = drafting.draft([material(ref) for ref in candidate.threads], style)
        page = candidate.intent.page if isinstance(candidate.intent, Amend) else ""
        if answer is None:
            silent.append(candidate)
        elif page and made_from[page].keys().isdisjoint(candidate.threads):  # recognised by phrases alone
            plans.append(plan(page, dict(pages)[page], answer))
        else:
            answers.append(answer)
    return Drafts(plans=(*plans, *plan_all(pages, answers)), silent=tuple(silent))


def page_style(config: Config) -> drafting.Style:
    """What the configuration says about pages. Raises HarvestError where it says too little."""
    rules = {config.credit, *(source.credit for source in config.sources)}
    if CreditRule.PSEUDONYM in rules and not config.privacy.secret:
        raise HarvestError(
            "privacy: secret: its environment variable is not set, and pseudonyms need it",
            where=config.root / "mkdocs.yml",
            todo="set it, or credit nobody with `credit: none`",
        )
    return drafting.Style(
        keep=config.keep,
        credit=lambda post: config.credit_rule(post.source, post.licence),
        topic=lambda post: topic_of(post, config.topics),
        secret=config.privacy.secret or b"",
        known=load_vocabulary(words) if (words := config.docs / VOCABULARY).exists() else Vocabulary(),
    )


def carry_out(config: Config, plans: Iterable[Plan]) -> tuple[Path, ...]:
    """Write the pages and proposals. Returns the files written."""
    proposals = config.work / "proposals"
    return tuple(
        path for plan in plans if (path := store.write_page(config.docs, plan, proposals)) is not None
    )
