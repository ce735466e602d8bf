"""Archives into the lake: what there is to do, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest import sources
from harvest.errors import SourceError
from harvest.lake import Lake
from harvest.lake import Summary as Written
from harvest.lake.files import folder_name
from harvest.quarantine import Quarantine
from harvest.sources import SourceOptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from harvest.config import Config
    from harvest.progress import Progress
    from harvest.sources import Format


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
        Quarantine(quarantine_of(config, options.name)) as quarantine,
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


def quarantine_of(config: Config, source: str) -> Path:
    """The file for the bad rows of a source."""
    return config.work / "quarantine" / f"{folder_name(source)}.jsonl"
