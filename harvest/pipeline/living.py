"""The life of pages: what `harvest.lifecycle` decides is carried out in the checkout and in a built site.

Requests about pages are `harvest.pipeline.asking`, `taking_down` and `looking_again`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from harvest import candidates, store
from harvest.errors import HarvestError, PageError
from harvest.lake import Lake
from harvest.lifecycle import merging, moves, review
from harvest.lifecycle import takedown as taking
from harvest.lifecycle.links import links_of
from harvest.lifecycle.states import ALIVE, Refuse
from harvest.pages.merge import FOLDER, catalogue
from harvest.pages.parse import parse
from harvest.site import gone, indexing, offline
from harvest.threads import StaffList, thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from harvest.config import Config
    from harvest.lifecycle.moves import Step
    from harvest.lifecycle.review import Stale
    from harvest.lifecycle.takedown import Order
    from harvest.model import Answer
    from harvest.probe import Prober
    from harvest.search import Index


def pages_of(config: Config) -> dict[str, str]:
    """Path to text of every page of the checkout."""
    return dict(store.read_pages(config.docs))


# ── which page is meant ──────────────────────────────────────────────────────────────────────────


def find_page(config: Config, pages: Mapping[str, str], name: str) -> str:
    """The page that somebody names: by its file, its address, or a conversation that it comes from.

    Raises PageError where there is none, or more than one.
    """
    typed = name.strip()
    for path in _spellings(config, typed):
        if path in pages:
            return path
    known = catalogue(pages.items()).by_reference
    there = sorted({path for each in (typed, candidates.shadow(typed)) for path in known.get(each, ())})
    if len(there) > 1:
        raise PageError("comes into several pages", where=name, todo=f"name one: {', '.join(there)}")
    if there:
        return there[0]
    for path in _spellings(config, typed):
        for claimant, _ in moves.claimants(taking.readable(pages), moves.address(path)):
            return claimant
    todo = f"name its file, as {FOLDER}/name.md, its address, or a conversation it comes from"
    raise PageError("there is no such page", where=name, todo=todo)


def _spellings(config: Config, typed: str) -> list[str]:
    """Paths that a name may mean, the likeliest first."""
    parts = urlsplit(typed)
    path = unquote(parts.path) if parts.scheme in {"http", "https"} else typed
    path = path.replace("\\", "/").removeprefix("./").strip("/")
    path = path.removesuffix("/index.html").removesuffix(".html")
    if parts.scheme in {"http", "https"}:
        base = urlsplit(config.site_url).path.strip("/")
        path = path.removeprefix(f"{base}/") if base else path
        if config.site_url and parts.netloc != urlsplit(config.site_url).netloc:
            return []  # somebody else's, of the same name by chance
    docs = config.docs.relative_to(config.root).as_posix() if config.docs.is_relative_to(config.root) else ""
    path = path.removeprefix(f"{config.docs.as_posix().strip('/')}/").removeprefix(f"{docs}/")
    whole = path if path.endswith(".md") else f"{path}.md"
    return [whole] if whole.startswith(f"{FOLDER}/") else [whole, f"{FOLDER}/{whole}"]


# ── changes in the checkout ──────────────────────────────────────────────────────────────────────


def approve(
    config: Config, names: Sequence[str], *, today: date, review_by: date | None, validated: bool
) -> tuple[Step, ...]:
    """Plans for pages that somebody has read; what has changed in their conversations counts as seen."""
    pages = pages_of(config)
    paths = list(dict.fromkeys(find_page(config, pages, name) for name in names))
    answers = {path: parse(pages[path], path).answer for path in paths}
    known = conversations(config, answers.values())
    steps = []
    for path, answer in answers.items():
        standing = {
            source.thread: now
            for source in answer.sources
            if source.thread in known and (now := review.standing(source, known[source.thread]))
        }
        steps.append(
            moves.approve(
                path,
                pages[path],
                today=today,
                review_by=review_by,
                validated=validated,
                standing=standing,
            )
        )
    return tuple(steps)


def retire(config: Config, name: str, *, to: str, reason: str) -> tuple[Step, ...]:
    """Plans that take a page out of the site and lead its visitors on."""
    pages = pages_of(config)
    path = find_page(config, pages, name)
    return moves.retire(pages, path, to=find_page(config, pages, to) if to else "", reason=reason)


def restore(config: Config, name: str) -> tuple[Step, ...]:
    """Plans that make a retired page a draft again."""
    pages = pages_of(config)
    return moves.restore(pages, _file(config, pages, name))


def _file(config: Config, pages: Mapping[str, str], name: str) -> str:
    """As `find_page`, but never the page that has taken over an address."""
    named = next((path for path in _spellings(config, name.strip()) if path in pages), "")
    return named or find_page(config, pages, name)


def merge(config: Config, name: str, into: str, *, text: bool, anyway: bool) -> tuple[Step, ...]:
    """Plans that make one page of two; who asked is counted anew where the lake knows."""
    pages = pages_of(config)
    a, b = _file(config, pages, name), _file(config, pages, into)
    answers = [parse(pages[path], path).answer for path in (a, b)]
    known = conversations(config, answers)
    people = {ref: candidates.askers(each.thread) for ref, each in known.items() if each.thread}
    return merging.merge(pages, a, b, people=people, text=text, anyway=anyway)


def left_behind(config: Config, name: str, into: str) -> int:
    """How many passages of a page are not in another."""
    pages = pages_of(config)
    a, b = (parse(pages[_file(config, pages, each)]).answer for each in (name, into))
    return merging.left_behind(a, b)


def mark_stale(config: Config, found: Iterable[Stale]) -> tuple[Step, ...]:
    """Plans that let these pages say that they may be out of date."""
    pages = pages_of(config)
    return tuple(moves.mark_stale(page.path, pages[page.path]) for page in found)


def allow(steps: Iterable[Step]) -> None:
    """Raises PageError where one of them is a refusal."""
    for step in steps:
        if isinstance(step, Refuse):
            raise PageError(step.reason, where=step.path, todo=step.todo)


def carry_out(config: Config, steps: Sequence[Step]) -> tuple[Path, ...]:
    """Write the pages; all or, where one of them is refused, none. Raises PageError for that."""
    allow(steps)
    proposals = config.work / "proposals"
    return tuple(
        written
        for step in steps
        if not isinstance(step, Refuse) and (written := store.write_page(config.docs, step, proposals))
    )


# ── what is stale ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at all pages has shown."""

    stale: tuple[Stale, ...]
    """Most asked first."""
    unknown: tuple[str, ...]
    """Conversations of pages that are not in the lake: nobody knows whether they have changed."""


def look(config: Config, pages: Mapping[str, str], *, today: date, links: Prober | None = None) -> Looked:
    """Which pages somebody should look at again. One that cannot be read is no page.

    `links`: what tries addresses of others; None: nothing does.
    """
    answers = {path: parse(text, path).answer for path, text in taking.readable(pages).items()}
    known = conversations(config, answers.values())
    shown = [answer for answer in answers.values() if answer.state in ALIVE]
    dead = _dead_links(config, shown, links) if links else {}
    facts = review.Facts(today=today, conversations=known, dead_links=dead)
    threads = {source.thread for answer in shown for source in answer.sources}
    return Looked(review.stale(answers.items(), facts), tuple(sorted(threads - known.keys())))


def _dead_links(config: Config, answers: Iterable[Answer], links: Prober) -> dict[str, str]:
    """The addresses outside the site that are certainly gone, and why."""
    own = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
    found = {link for answer in answers for link in links_of(answer) if link.startswith("http")}
    bare = {link: link.partition("#")[0] for link in found if not (own and f"{link}/".startswith(own))}
    dead = links(tuple(sorted(set(bare.values())))).dead
    return {link: dead[address] for link, address in bare.items() if address in dead}


def conversations(config: Config, answers: Iterable[Answer]) -> dict[str, review.Conversation]:
    """The conversations of pages as they are in the lake; what is not there is left out."""
    sources = [source for answer in answers for source in answer.sources]
    lake, staff = Lake(config.lake), StaffList.of(config.staff)
    there = lake.conversation({source.thread for source in sources})
    posts = {f"{source.thread.partition(':')[0]}:{id_}": id_ for source in sources for id_ in source.posts}
    gone_ = lake.deleted(posts.keys())
    found: dict[str, review.Conversation] = {}
    for source in sources:
        name = source.thread.partition(":")[0]
        deleted = frozenset(id_ for id_ in source.posts if f"{name}:{id_}" in gone_)
        before = found.get(source.thread)
        if source.thread in there or deleted:
            kept = there.get(source.thread)
            known = thread(kept, staff) if kept else None
            deleted |= before.gone if before else frozenset()
            found[source.thread] = review.Conversation(thread=known, gone=deleted)
    return found


# ── taking down ──────────────────────────────────────────────────────────────────────────────────


def take_down(config: Config, path: str, order: Order) -> tuple[Step, ...]:
    """Plans that put the explaining page in the place of one of the checkout."""
    return taking.take_down(pages_of(config), path, order)


def take_out(config: Config, path: str, site: Path, published: Callable[[], Index]) -> tuple[Path, ...]:
    """Take a page that has been taken down in the checkout out of a built site, its search included.

    `published`: makes the index of what the site still shows. Returns the files of the site that changed,
    without those of the search. Raises HarvestError, OSError.
    """
    answer = parse(pages_of(config)[path], path).answer
    if not site.is_dir():
        raise HarvestError("there is no such folder", where=site, todo="name the folder of the built site")
    indexing.refuse(site, config)
    changed = gone.take_out(site, path, answer, config)
    made = indexing.write(published(), lambda where: gone.address_in(site, where), site)
    if config.search.offline and (site / offline.WORKER).is_file():
        offline.write(site, "search/", made, [gone.address_in(site, path)])
    return changed
