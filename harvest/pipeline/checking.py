"""The docs folder into what checks look at, and into what they found."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from harvest import findability, probe, store
from harvest.checks import CHECKS, Broken, Knowledge, Report, Sheet, Unfound, addresses, examine, sheet
from harvest.errors import HarvestError, PageError
from harvest.pages.address import address_of
from harvest.pages.merge import FOLDER
from harvest.pages.parse import mistakes
from harvest.site import searchbox, shelf, topics
from harvest.vocabulary_file import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from harvest.config import Config
    from harvest.progress import Progress
    from harvest.search import Index

TOPICS: Final = "topics/index.md"


@dataclass(frozen=True, slots=True)
class Findability:
    """How the golden queries fare."""

    held: tuple[findability.Held, ...] = ()
    moved: tuple[findability.Move, ...] | None = None
    """What the change moved, losses first; None where nobody asked for a comparison."""

    @property
    def unfound(self) -> tuple[Unfound, ...]:
        """Those that fail; with a comparison, only what was lost."""
        lost = None if self.moved is None else {move.golden for move in self.moved if move.lost}
        return tuple(
            Unfound(line=each.golden.line, what=str(each))
            for each in self.held
            if each.page and not each.holds and (lost is None or each.golden in lost)
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What `harvest check` found."""

    known: Knowledge
    report: Report
    findability: Findability
    unsure: tuple[tuple[str, str], ...] = ()
    """Addresses of others that could not be tried, and why; not findings: nobody knows."""


def check(
    config: Config,
    configuration: Path,
    *,
    against: Path | None,
    only: Sequence[Path],
    links: probe.Prober | None,
    today: date,
    workers: int,
    progress: Progress,
) -> Checked:
    """Gather, run every check, apply the waivers.

    `configuration`: the file of `config`. `against`: the docs folder before the change. `only`: files or
    folders that somebody names; none: all. `links`: what tries addresses of others; None: nothing does.
    Raises HarvestError for what there is nothing to be said about: no such folder, no such page.
    """
    progress.start("reading pages")
    known, found = gather(config, configuration, against=against, today=today, workers=workers)
    if only:
        known = replace(known, only=_named(config, known, only))
    unsure: tuple[tuple[str, str], ...] = ()
    if links:
        progress.start("trying links")
        tried = links(addresses(known))
        known = replace(known, dead_links=tried.dead)
        unsure = tuple(sorted(tried.unsure.items()))
    progress.start("checking pages")
    return Checked(known, examine(known, CHECKS), found, unsure)


def gather(
    config: Config, configuration: Path, *, against: Path | None, today: date, workers: int
) -> tuple[Knowledge, Findability]:
    """Everything that checks may look at. What cannot be read of a page is in `broken`."""
    texts, unread = store.survey(config.docs)
    pages, broken = sheets(texts)
    broken += [
        Broken(path=path, line=error.line, what=error.what, todo=error.todo) for path, error in unread.items()
    ]
    written, files, unwritten = around(config.docs, {*(path for path, _ in texts), *unread})
    readable = [(page.path, page.text) for page in pages]
    index = findability.index_of_texts(config, readable, config.docs, workers=workers)
    before, index_before = None, None
    if against is not None:
        before = _before(against, pages)
        old = [(page.path, page.text) for page in before]
        index_before = findability.index_of_texts(config, old, against.absolute(), workers=workers)
    found = _hold(config, index, index_before)
    known = replace(
        assembled(config, pages, today),
        broken=tuple(broken) + unwritten,
        before=before,
        written=written,
        files=files,
        vocabulary_before=vocabulary_of(against or config.docs),
        configuration=os.path.relpath(configuration.absolute(), config.docs).replace(os.sep, "/"),
        find=finder(index),
        find_before=finder(index_before) if index_before else None,
        unfound=found.unfound,
    )
    return known, found


def assembled(config: Config, pages: tuple[Sheet, ...], today: date) -> Knowledge:
    """The pages, and what the configuration says."""
    published = [
        (page.answer, address_of(page.path)) for page in pages if page.answer.state in config.publish
    ]
    named = topics.by_topic(published, [topic.name for topic in config.topics])
    return Knowledge(
        pages=pages,
        generated=frozenset({TOPICS, searchbox.PAGE, *(topic.path for topic in named)}),
        publish=frozenset(config.publish),
        vocabulary=vocabulary_of(config.docs),
        keep=config.keep,
        licences={source.name: source.licence for source in config.sources if source.licence},
        credit=config.credit_rule,
        waive=config.waive,
        site_url=config.site_url,
        today=today,
    )


def sheets(texts: Iterable[tuple[str, str]]) -> tuple[tuple[Sheet, ...], list[Broken]]:
    """Pages that can be read, and every mistake of those that cannot."""
    pages: list[Sheet] = []
    broken: list[Broken] = []
    for path, text in texts:
        try:
            pages.append(sheet(path, text))
        except PageError:
            broken += [
                Broken(path=path, line=error.line, what=error.what, todo=error.todo)
                for error in mistakes(text, path)
            ]
    return tuple(pages), broken


def _before(against: Path, now: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """The pages before the change. Those that could not be read then had nothing to lose."""
    if not (against / FOLDER).is_dir():
        raise HarvestError(
            f"there is no {FOLDER}/ in it", where=against, todo="name the docs folder as it was before"
        )
    texts, _ = store.survey(against)
    read = {(page.path, page.text): page for page in now}
    fresh, _ = sheets(text for text in texts if text not in read)
    read.update(((page.path, page.text), page) for page in fresh)
    return tuple(read[text] for text in texts if text in read)


def around(docs: Path, answers: set[str]) -> tuple[dict[str, str], frozenset[str], tuple[Broken, ...]]:
    """The pages that people write, every file of the site's, and what of the first cannot be read.

    A page that is a symbolic link is a file only: it may lead to anywhere on this machine.
    """
    written: dict[str, str] = {}
    files: set[str] = set(answers)
    unread: list[Broken] = []
    for folder, folders, names in os.walk(docs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        at = os.path.relpath(folder, docs).replace(os.sep, "/")
        for name in sorted(names):
            path = f"{at}/{name}".removeprefix("./")
            if name.startswith(".") or path in answers or not shelf.is_page(path):
                continue
            files.add(path)
            if name.endswith(".md") and not (docs / path).is_symlink():
                try:
                    written[path] = store.read_text(docs, path)
                except PageError as error:
                    unread.append(Broken(path=path, line=error.line, what=error.what, todo=error.todo))
    return written, frozenset(files), tuple(unread)


def finder(index: Index) -> Callable[[str], tuple[str, ...]]:
    """Remembers: checks ask for the same words."""

    @cache
    def find(words: str) -> tuple[str, ...]:
        return tuple(hit.page.ref for hit in index.search(words).hits)

    return find


def _hold(config: Config, index: Index, before: Index | None) -> Findability:
    path = config.docs / findability.QUERIES
    if not path.exists():  # a knowledge base need not have any
        return Findability((), None if before is None else ())
    queries = findability.load_queries(path)
    held = findability.hold(index, queries)
    return Findability(
        held, None if before is None else findability.moves(findability.hold(before, queries), held)
    )


def _named(config: Config, known: Knowledge, only: Sequence[Path]) -> frozenset[str]:
    """The pages that are meant, relative to the docs folder; a folder stands for all in it."""
    there = {page.path for page in known.pages} | {each.path for each in known.broken} | known.written.keys()
    found: set[str] = set()
    for path in only:
        inside = os.path.relpath(path.absolute(), config.docs).replace(os.sep, "/")
        meant = {each for each in there if each == inside or inside == "." or each.startswith(f"{inside}/")}
        if not meant:
            raise HarvestError(
                "is no page of the knowledge base", where=path, todo="name a file in docs/answers/"
            )
        found |= meant
    return frozenset(found)
